package designer

import "time"

// Trail is the states a document went through while it was edited: what can be
// undone, and what can be done again.
type Trail struct {
	Steps []TrailStep // the oldest first; never empty
	Now   int         // index of the state that is shown
}

// TrailStep is a state and what led to it.
type TrailStep struct {
	Serial int // never given twice in a trail
	Label  string
	At     time.Time
	Doc    Document
	Chosen []string // what was selected before
}
