package edit

import (
	"time"

	"badgekiln/designer"
)

// Deep is how many steps can be undone.
const Deep = 200

// quiet is how long a property may rest before its next change is a step of
// its own.
const quiet = time.Second

// step is one state of the document and what led to it.
type step struct {
	label  string // key of the words, "step.move"; "" for the first
	doc    designer.Document
	key    string // of changes that flow together, or ""
	at     time.Time
	serial int      // never given twice
	chosen []string // what was selected before the change
}

// history is the states a document went through, one of them being now. Its
// copies are independent as long as both are only changed by its methods.
type history struct {
	steps  []step
	now    int
	saved  int // serial of the step that is on disk
	serial int
	closed bool // the next change does not flow into the last one
}

func newHistory(doc designer.Document) history {
	return history{steps: []step{{doc: doc}}}
}

func (h *history) doc() designer.Document { return h.steps[h.now].doc }

// push makes a new state of now. Changes with the same key that follow each
// other closely become one.
func (h *history) push(n step) {
	last := h.steps[h.now]
	flows := n.key != "" && n.key == last.key && !h.closed && h.now == len(h.steps)-1 &&
		last.serial != h.saved && n.at.Sub(last.at) <= quiet
	h.serial++
	n.serial, h.closed = h.serial, false
	// The steps are copied, so that a history kept from before stays as it was.
	keep := h.now + 1
	if flows {
		keep, n.label, n.chosen = h.now, last.label, last.chosen
	}
	first := max(keep-Deep, 0)
	steps := make([]step, 0, keep-first+1)
	steps = append(append(steps, h.steps[first:keep]...), n)
	h.steps, h.now = steps, len(steps)-1
}

func (h *history) undo() (step, bool) {
	if h.now == 0 {
		return step{}, false
	}
	gone := h.steps[h.now]
	h.now--
	h.closed = true
	return gone, true
}

func (h *history) redo() bool {
	if h.now == len(h.steps)-1 {
		return false
	}
	h.now++
	h.closed = true
	return true
}

func (h *history) markSaved(serial int) {
	h.saved = serial
	h.closed = h.closed || h.steps[h.now].serial == serial
}

func (h *history) dirty() bool { return h.steps[h.now].serial != h.saved }
