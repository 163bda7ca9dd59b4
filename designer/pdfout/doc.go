// Package pdfout writes a design as a PDF page: outlines, gradients, pictures
// and groups as PDF says them, shadows as pictures with alpha, and over the
// outlines of a text its letters, not painted, so that it can be searched and
// copied.
//
// A text is painted as outlines and not by a font, because it looks as in the
// picture only so: instances of variable fonts, shaping, arcs, gradients and lines
// round letters are outlines here already, and no font has to be embedded whole for a
// few names. The letters above them belong to Type 3 fonts whose glyphs are empty,
// with a ToUnicode table: they may mean any character and stand anywhere. Programs
// that list the fonts of a file name these and no other. The pictures they list are
// the shadows, whose blur is no outline, each once in the file for all pages, photos,
// and what PDF has no word for, as gradients round a point.
//
// The same list gives the same bytes. It must not know files or windows.
package pdfout
