// Package remote lets a check call a student's functions that run in another process.
//
// The check's program holds the hidden tests, the random points and the verdict; the student's
// program only answers calls. Between them is one Unix socket. The check says which functions it
// wants and of which types:
//
//	var df = remote.Import[func(x float64) float64]("df") // in the check: looks like the function
//	remote.Serve(socket, map[string]any{"df": df})        // in the student's program: answers
//
// Arguments and results travel by value (value.go). Memory that an argument refers to (slices,
// maps, what pointers point to) is written back after the call where it has changed, so a function
// that fills or spoils its argument does so in the check as well. A function that is passed or
// returned stays where it is: calling it calls back. So does a gdkit.Cost, a gdkit.Method or a
// gdkit.Loss. Calls may come from several goroutines at once.
//
// What the student's program sends is read as values of the types that the check names, with bounds
// on every length; it can be wrong, but nothing else.
package remote
