//go:build !race

package gdkit

const raceDetector = false
