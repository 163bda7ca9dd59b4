//go:build (!gles && !arm && !arm64 && !wasm) || darwin

package main

import (
	"image"
	"strings"
	"unsafe"

	"github.com/go-gl/gl/v2.1/gl"
	"github.com/go-gl/glfw/v3.4/glfw"

	"badgekiln/app/kit"
)

// screen is what Fyne paints the window on, with the same binding of OpenGL.
func screen() kit.Screen { return &glScreen{} }

// shallow has the next windows made without depth. Fyne never asks for it, and
// where Mesa paints with the processor rectangles are quicker without, those of
// plain pictures several times. It is for between the first window's making and
// its showing, and panics where there is no display.
func shallow() {
	glfw.WindowHint(glfw.DepthBits, 0)
	glfw.WindowHint(glfw.StencilBits, 0)
}

// glScreen is the one window's. It is used while Fyne paints, and only there it
// is known of which window.
type glScreen struct {
	ready, narrow bool
	keeps         *bool
	sheet         sheet
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

// Put is kit.Screen's. What Fyne set in the midst of its paint stays so.
func (s *glScreen) Put(m *image.RGBA, part image.Rectangle, at image.Point) {
	part = part.Intersect(m.Rect)
	if !s.init() || part.Empty() {
		return
	}
	var program, texture int32
	var view [4]int32
	gl.GetIntegerv(gl.CURRENT_PROGRAM, &program)
	gl.GetIntegerv(gl.TEXTURE_BINDING_2D, &texture)
	gl.GetIntegerv(gl.VIEWPORT, &view[0])
	blends := gl.IsEnabled(gl.BLEND)
	gl.Disable(gl.BLEND)
	s.sheet.put(m, part, image.Rectangle{Min: image.Pt(at.X, at.Y-part.Dy()), Max: image.Pt(at.X+part.Dx(), at.Y)}, image.Pt(int(view[2]), int(view[3])))
	if blends {
		gl.Enable(gl.BLEND)
	}
	gl.BindTexture(gl.TEXTURE_2D, uint32(texture)) // #nosec G115 -- as it was given
	gl.UseProgram(uint32(program))                 // #nosec G115 -- as it was given
}
