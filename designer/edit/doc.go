// Package edit is editing a design, without a window: a Session with its
// history, selection, gestures and text in place, the edits themselves as plain
// functions, and the table of actions that menus, keys and help are read off.
//
// What is shown while editing (frames, handles, guides, the caret) is plain
// geometry in document units, see Overlay; someone else draws it. The package
// must not know pixels, windows, files, or what a sentence says: labels are keys
// of the words. A Session belongs to one goroutine; the documents it gives out
// never change and may be read anywhere.
package edit
