//go:build (!gles && !arm && !arm64 && !wasm) || darwin

package main

import (
	"image"
	"strings"
	"unsafe"

	"github.com/go-gl/gl/v2.1/gl"

	"badgekiln/app/kit"
)

// screen is what Fyne paints the window on, with the same binding of OpenGL.
func screen() kit.Screen { return &glScreen{} }

// glScreen is the one window's. It is used while Fyne paints, and only there it
// is known of which window.
type glScreen struct {
	ready, narrow bool
	keeps         *bool
}

// init finds the functions of OpenGL.
func (s *glScreen) init() bool {
	if !s.ready {
		s.ready = gl.Init() == nil
	}
	return s.ready
}

// Read is kit.Screen's.
func (s *glScreen) Read(w, h int) []byte {
	if !s.init() || w <= 0 || h <= 0 {
		return nil
	}
	pixels := make([]byte, 4*w*h)
	gl.ReadPixels(0, 0, int32(w), int32(h), gl.RGBA, gl.UNSIGNED_BYTE, unsafe.Pointer(&pixels[0])) // #nosec G103 G115 -- GL takes memory; a screen is small
	if gl.GetError() != gl.NO_ERROR {
		return nil
	}
	return pixels
}

// Keeps is so where Mesa paints with the processor: it copies what it painted to
// the window and paints on.
func (s *glScreen) Keeps() bool {
	if !s.init() {
		return false
	}
	if s.keeps == nil {
		by := gl.GoStr(gl.GetString(gl.RENDERER))
		keeps := strings.Contains(by, "llvmpipe") || strings.Contains(by, "softpipe")
		s.keeps = &keeps
	}
	return *s.keeps
}

// Only is kit.Screen's.
func (s *glScreen) Only(part image.Rectangle) {
	if !s.init() {
		return
	}
	s.narrow = true
	gl.Scissor(int32(part.Min.X), int32(part.Min.Y), int32(part.Dx()), int32(part.Dy())) // #nosec G115 -- a screen is small
	gl.Enable(gl.SCISSOR_TEST)
}

// Narrow is kit.Screen's.
func (s *glScreen) Narrow() bool { return s.narrow }

// Whole is kit.Screen's. The colour to clear with is as Fyne just set it.
func (s *glScreen) Whole() {
	if !s.narrow {
		return
	}
	s.narrow = false
	gl.Disable(gl.SCISSOR_TEST)
	gl.Clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
}

// Put is kit.Screen's. It is the oldest way to bring pixels to a window, which Mesa
// does by copying them where a shader would be run for each.
func (s *glScreen) Put(m *image.RGBA, part image.Rectangle, at image.Point) {
	part = part.Intersect(m.Rect)
	if !s.init() || part.Empty() {
		return
	}
	var program int32
	gl.GetIntegerv(gl.CURRENT_PROGRAM, &program)
	blends := gl.IsEnabled(gl.BLEND)
	gl.UseProgram(0)
	gl.Disable(gl.BLEND)
	gl.PixelStorei(gl.UNPACK_ROW_LENGTH, int32(m.Stride/4)) // #nosec G115 -- a screen is small
	gl.PixelZoom(1, -1)                                     // rows go down
	gl.WindowPos2i(int32(at.X), int32(at.Y))                // #nosec G115 -- a screen is small
	first := &m.Pix[m.PixOffset(part.Min.X, part.Min.Y)]
	gl.DrawPixels(int32(part.Dx()), int32(part.Dy()), gl.RGBA, gl.UNSIGNED_BYTE, unsafe.Pointer(first)) // #nosec G103 G115 -- GL takes memory; a screen is small
	gl.PixelZoom(1, 1)
	gl.PixelStorei(gl.UNPACK_ROW_LENGTH, 0)
	if blends {
		gl.Enable(gl.BLEND)
	}
	gl.UseProgram(uint32(program)) // #nosec G115 -- as it was given
}
