// Package render turns a design into pixels: the same call serves the canvas,
// thumbnails, files and the command line, so that no preview can lie.
//
// It is pure: the same design, fonts and pictures give the same pixels. It must
// not know files, clocks, chance, windows or people.
package render
