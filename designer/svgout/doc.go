// Package svgout writes a design as SVG: outlines, gradients, strokes, pictures
// and shadows as any program draws them. Letters are outlines, so that no font
// is needed. It must not know files or windows.
package svgout
