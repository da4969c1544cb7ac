//go:build race

package gdkit

const raceDetector = true
