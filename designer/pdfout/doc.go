// Package pdfout writes a design as a PDF page: outlines, gradients, pictures
// and groups as PDF says them, shadows as pictures with alpha, and over the
// outlines of a text its letters, not painted, so that it can be searched and
// copied.
//
// The same list gives the same bytes. It must not know files or windows.
package pdfout
