// Package gdlive moves the pictures of package gdplot: progress of a long run, a run drawn while it
// goes, an animation, and figures that answer to sliders without a kernel. It reads traces and
// starts descents, but never takes a step of its own.
//
//	Progress  runs a descent behind a progress bar
//	Watch     runs a descent and draws it while it goes
//	Animate   shows a finished run as a moving picture
//	Explore   shows many finished runs with sliders to choose among them
//	Predict   is Explore that asks for a guess first
//
// Everything is shown through Jupyter's ordinary display messages, as HTML and PNG
// that need no network.
//
// # Layers
//
// A file belongs to the row that its name begins with, and uses only what its own row and the rows
// above it have.
//
//	screen…             where something is shown: a notebook, a terminal, a file
//	run…                a descent that tells of each of its points
//	film…               pictures one after the other, as an animated PNG
//	progress… watch…    a run while it goes
//	animate…            a run that has ended, as a film
//	explore…            many runs, with sliders
package gdlive
