// Package svgin reads an SVG file into a design: real layers, with their
// outlines, gradients, strokes, texts and pictures, that can be edited and come
// out again as vectors.
//
// What a design cannot say is left out or comes near, and is listed in Notes;
// nothing is lost without a word. It must not know files, networks or fonts: a
// reference to anything outside the file is not followed, a script is not run.
package svgin
