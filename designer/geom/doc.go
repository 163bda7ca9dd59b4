// Package geom is the plane geometry of a design: points, rectangles, affine
// maps and paths, in document units (x to the right, y down, angles in degrees
// and clockwise).
//
// It knows arithmetic only and imports nothing of ours.
package geom
