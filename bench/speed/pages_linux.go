package main

import (
	"syscall"
	"unsafe"
)

// largePages is room for n numbers on pages of 2 MB, where Linux gives them on request; NumPy asks
// for its large arrays too.
func largePages(n int) []float64 {
	b, err := syscall.Mmap(-1, 0, 8*n, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return make([]float64, n)
	}
	_ = syscall.Madvise(b, syscall.MADV_HUGEPAGE) // without them the roof is a little lower
	return unsafe.Slice((*float64)(unsafe.Pointer(&b[0])), n)
}
