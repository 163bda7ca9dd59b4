//go:build (!gles && !arm && !arm64 && !wasm) || darwin

package main

import (
	"encoding/binary"
	"image"
	"unsafe"

	"github.com/go-gl/gl/v2.1/gl"
)

// sheet is a texture that pictures are put on the window by, pixel for pixel. All
// of it is so that Mesa, where it paints with the processor, copies rows instead of
// running a shader for each pixel, which takes a third of the time: a program that
// does nothing but look a pixel up, two triangles that are a rectangle, the nearest
// pixel, and the order of bytes that the window has itself: blue before green before
// red. Pictures have red first; that the program would put it right Mesa forgets
// where it copies rows.
type sheet struct {
	program, texture uint32
	size             image.Point // of the texture, which grows
	turned           []byte      // the pixels that were put last, blue first
}

const (
	sheetVertex   = "varying vec2 at; void main() { at = gl_MultiTexCoord0.xy; gl_Position = gl_Vertex; }\x00"
	sheetFragment = "uniform sampler2D sheet; varying vec2 at; void main() { gl_FragColor = texture2D(sheet, at); }\x00"
)

// put puts a part of a picture on a place of the window as large, counted from the
// lower left corner of a view of a size.
func (s *sheet) put(m *image.RGBA, part, place image.Rectangle, view image.Point) {
	if s.program == 0 {
		s.program = programOf(sheetVertex, sheetFragment)
		gl.GenTextures(1, &s.texture)
	}
	gl.UseProgram(s.program)
	gl.BindTexture(gl.TEXTURE_2D, s.texture)
	s.grow(part.Size())
	s.turn(m, part)
	gl.TexSubImage2D(gl.TEXTURE_2D, 0, 0, 0, int32(part.Dx()), int32(part.Dy()), gl.BGRA, gl.UNSIGNED_BYTE, unsafe.Pointer(&s.turned[0])) // #nosec G103 G115 -- GL takes memory; a screen is small

	left, foot := 2*float32(place.Min.X)/float32(view.X)-1, 2*float32(place.Min.Y)/float32(view.Y)-1
	right, top := 2*float32(place.Max.X)/float32(view.X)-1, 2*float32(place.Max.Y)/float32(view.Y)-1
	u, v := float32(part.Dx())/float32(s.size.X), float32(part.Dy())/float32(s.size.Y)
	gl.Begin(gl.TRIANGLES)
	for _, c := range [6][4]float32{
		{left, top, 0, 0}, {left, foot, 0, v}, {right, foot, u, v}, // the picture's rows go down
		{right, foot, u, v}, {right, top, u, 0}, {left, top, 0, 0},
	} {
		gl.TexCoord2f(c[2], c[3])
		gl.Vertex2f(c[0], c[1])
	}
	gl.End()
}

// turn fills turned with a part of a picture, row after row.
func (s *sheet) turn(m *image.RGBA, part image.Rectangle) {
	across := 4 * part.Dx()
	if need := across * part.Dy(); cap(s.turned) < need {
		s.turned = make([]byte, need)
	} else {
		s.turned = s.turned[:need]
	}
	for y := range part.Dy() {
		turnRow(s.turned[y*across:][:across], m.Pix[m.PixOffset(part.Min.X, part.Min.Y+y):][:across])
	}
}

// turnRow writes pixels with red and blue exchanged, two at a time.
func turnRow(out, in []byte) {
	const (
		stay, low = 0xff00ff00ff00ff00, 0x000000ff000000ff
	)
	for len(in) >= 8 && len(out) >= 8 {
		two := binary.LittleEndian.Uint64(in)
		binary.LittleEndian.PutUint64(out, two&stay|two>>16&low|two&low<<16)
		in, out = in[8:], out[8:]
	}
	if len(in) >= 4 && len(out) >= 4 {
		out[0], out[1], out[2], out[3] = in[2], in[1], in[0], in[3]
	}
}

// grow makes room for a picture of a size. That the inner format is named without a
// size lets Mesa keep the bytes in the order they come in.
func (s *sheet) grow(size image.Point) {
	if size.X <= s.size.X && size.Y <= s.size.Y {
		return
	}
	s.size = image.Pt(max(size.X, s.size.X), max(size.Y, s.size.Y))
	for name, value := range map[uint32]int32{
		gl.TEXTURE_MIN_FILTER: gl.NEAREST, gl.TEXTURE_MAG_FILTER: gl.NEAREST,
		gl.TEXTURE_WRAP_S: gl.CLAMP_TO_EDGE, gl.TEXTURE_WRAP_T: gl.CLAMP_TO_EDGE,
	} {
		gl.TexParameteri(gl.TEXTURE_2D, name, value)
	}
	gl.TexImage2D(gl.TEXTURE_2D, 0, gl.RGBA, int32(s.size.X), int32(s.size.Y), 0, gl.BGRA, gl.UNSIGNED_BYTE, nil) // #nosec G115 -- a screen is small
}

// programOf makes a program of its two halves.
func programOf(vertex, fragment string) uint32 {
	program := gl.CreateProgram()
	for _, half := range []struct {
		kind uint32
		text string
	}{{gl.VERTEX_SHADER, vertex}, {gl.FRAGMENT_SHADER, fragment}} {
		shader := gl.CreateShader(half.kind)
		text, free := gl.Strs(half.text)
		gl.ShaderSource(shader, 1, text, nil)
		free()
		gl.CompileShader(shader)
		gl.AttachShader(program, shader)
		gl.DeleteShader(shader) // it goes with the program
	}
	gl.LinkProgram(program)
	return program
}
