//go:build (!gles && !arm && !arm64 && !wasm) || darwin

package main

import (
	"unsafe"

	"github.com/go-gl/gl/v2.1/gl"
)

// screen reads what is painted so far of a window of w × h pixels, from its lower
// left corner, four bytes a pixel. It is called while Fyne paints, with the same
// binding of OpenGL, and only there it knows of which window. nil if it cannot.
func screen(w, h int) []byte {
	if gl.Init() != nil || w <= 0 || h <= 0 {
		return nil
	}
	pixels := make([]byte, 4*w*h)
	gl.ReadPixels(0, 0, int32(w), int32(h), gl.RGBA, gl.UNSIGNED_BYTE, unsafe.Pointer(&pixels[0])) // #nosec G103 G115 -- GL takes memory; a screen is small
	if gl.GetError() != gl.NO_ERROR {
		return nil
	}
	return pixels
}
