// Package typeset turns a text and its style into outlines: shaped, ordered for
// reading in both directions, shrunk to its room, wrapped into a box or bent
// round a circle, with the places where a caret can stand.
//
// Fonts come in as bytes and one set serves any number of goroutines. It must
// not know pixels, colours, windows, files or what a text is about.
package typeset
