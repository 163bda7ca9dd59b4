// Package designer is the vocabulary of a design: Document, Layer, Paint,
// Text, Shape, colour slots, and what makes a document sound.
//
// A Document is a value. Nothing that hangs on a published Document is ever
// changed: an edit copies what it touches and shares the rest, so that undo is
// keeping the old value, and a renderer may remember a layer by its address.
// It must not know files, pixels, windows, people or credentials; merge fields
// are only names in braces here.
package designer
