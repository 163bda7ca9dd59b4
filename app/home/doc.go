// Package home is the screen one begins at: templates, what was left half done,
// the way to a first badge, and the sample workshop.
//
// It shows what its Engine tells and sends the window elsewhere. It must not
// know what a design or an award is made of.
package home
