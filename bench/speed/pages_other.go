//go:build !linux

package main

// largePages is room for n numbers; other systems than Linux choose the pages themselves.
func largePages(n int) []float64 { return make([]float64, n) }
