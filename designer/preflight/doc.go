// Package preflight looks at a design the way those who will see the badge do:
// small, on white and on dark, with every name. It says what would be lost.
//
// It measures what the renderer draws. It speaks in codes and numbers; words
// for them come from elsewhere. It must not know files, windows or people.
package preflight
