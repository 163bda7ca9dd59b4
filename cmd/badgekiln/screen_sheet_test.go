//go:build (!gles && !arm && !arm64 && !wasm) || darwin

package main

import (
	"image"
	"math/rand/v2"
	"testing"
)

// Any part of a picture is turned blue first, whatever its width.
func TestASheetHasBlueFirst(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	m := image.NewRGBA(image.Rect(-3, 5, 30, 25))
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
	}
	var s sheet
	for range 300 {
		part := image.Rect(-3+r.IntN(33), 5+r.IntN(20), -3+r.IntN(34), 5+r.IntN(21))
		if part.Empty() {
			continue
		}
		s.turn(m, part)
		if want := 4 * part.Dx() * part.Dy(); len(s.turned) != want {
			t.Fatalf("%v: %d bytes instead of %d", part, len(s.turned), want)
		}
		for y := part.Min.Y; y < part.Max.Y; y++ {
			for x := part.Min.X; x < part.Max.X; x++ {
				i := 4 * ((y-part.Min.Y)*part.Dx() + x - part.Min.X)
				got := [4]byte(s.turned[i : i+4])
				if c := m.RGBAAt(x, y); got != [4]byte{c.B, c.G, c.R, c.A} {
					t.Fatalf("%v: at %d, %d %v of %v", part, x, y, got, c)
				}
			}
		}
	}
}
