// Package studio is the room of designs: the list of designs and templates,
// and the studio in which one of them is changed.
//
// It knows documents, edit sessions and how they are drawn, and shows them. It
// must not know files, ledgers or credentials: whatever is read or stored goes
// through its Engine. Widgets here present and call back; what an edit means is
// decided by package edit, and what a design looks like by package render, so
// that the canvas cannot differ from the baked badge.
package studio
