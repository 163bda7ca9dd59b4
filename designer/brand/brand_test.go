package brand_test

import (
	"errors"
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/brand"
	"badgekiln/designer/preflight"
)

// logo is stripes of colours; a wide one counts twice.
func logo(colors ...color.NRGBA) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 40*len(colors), 60))
	for i, c := range colors {
		draw.Draw(m, image.Rect(40*i, 0, 40*i+40, 60), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return m
}

func hex(v uint32) color.NRGBA {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

// pair is two slots of which one is seen on the other, and the least contrast
// between them.
type pair struct {
	front, back string
	least       float64
}

// contract lists what has to be told apart in every palette. Texts need 4.5,
// small ones on deep grounds 7, large signs 3.
func contract() []pair {
	return []pair{
		{"paper", "base", 4.5},
		{"paper", "base-deep", 7},
		{"paper", "accent", 4.5},
		{"paper", "accent-deep", 7},
		{"ink", "paper", 7},
		{"ink", "tint", 7},
		{"ink", "pop", 7},
		{"base", "paper", 4.5},
		{"base", "tint", 4.5},
		{"base-deep", "tint", 7},
		{"base-deep", "pop", 4.5},
		{"accent", "tint", 3},
		{"pop", "base", 4.5},
		{"pop", "base-deep", 4.5},
		{"pop", "accent", 3},
	}
}

// TestEveryPaletteCanBeRead: whatever the logo, every pair of the contract is
// told apart.
func TestEveryPaletteCanBeRead(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 1))
	for n := range 400 {
		var colors []color.NRGBA
		for range 1 + rnd.IntN(5) {
			colors = append(colors, hex(rnd.Uint32()&0xffffff))
		}
		p, _, err := brand.Palette(logo(colors...))
		if err != nil {
			var fault *designer.Fault
			if !errors.As(err, &fault) || fault.Code != "brand-colourless" {
				t.Fatal(err)
			}
			continue
		}
		for _, c := range contract() {
			if got := preflight.Contrast(p[c.front], p[c.back]); got < c.least-0.005 {
				t.Errorf("logo %d %v: %s on %s is %.2f, wants %.1f: %v", n, colors, c.front, c.back, got, c.least, p)
			}
		}
	}
}

// TestLogoColoursStay: what can be read as it is stays as it is.
func TestLogoColoursStay(t *testing.T) {
	p, changes, err := brand.Palette(logo(hex(0x1f4e79), hex(0x1f4e79), hex(0xbf3f2b), hex(0xffc857), hex(0xffffff), color.NRGBA{}))
	if err != nil {
		t.Fatal(err)
	}
	for slot, want := range map[string]uint32{"base": 0x1f4e79, "accent": 0xbf3f2b, "pop": 0xffc857, "paper": 0xffffff} {
		c := hex(want)
		if p[slot] != (designer.Color{R: c.R, G: c.G, B: c.B, A: 255}) {
			t.Errorf("%s is %v, not %06x", slot, p[slot], want)
		}
	}
	if len(changes) != 0 {
		t.Errorf("nothing had to move, and %v did", changes)
	}
}

// TestPaleLogoIsDeepened: a yellow logo carries no white text; it is moved and
// the move is told.
func TestPaleLogoIsDeepened(t *testing.T) {
	_, changes, err := brand.Palette(logo(hex(0xffd400), hex(0xffffff)))
	if err != nil || len(changes) == 0 {
		t.Fatalf("%v, %v", changes, err)
	}
}

func TestColourless(t *testing.T) {
	for _, m := range []image.Image{image.NewNRGBA(image.Rect(0, 0, 9, 9)), logo(hex(0xffffff))} {
		if _, _, err := brand.Palette(m); err == nil {
			t.Error("a palette of nothing")
		}
	}
	if _, _, err := brand.Palette(logo(hex(0x000000), hex(0xffffff))); err != nil {
		t.Errorf("a black logo has a palette: %v", err)
	}
}

func TestHuesAreWhatPeopleCallThem(t *testing.T) {
	for value, want := range map[uint32]string{
		0xbf3f2b: "red", 0x1f4e79: "blue", 0x2c6549: "green", 0x5b2a6e: "violet", 0xffc857: "yellow", 0x8a4526: "brown",
		0x006770: "teal", 0x2a2a2a: "grey", 0xffc2d1: "pink", 0xf28c28: "orange", 0xbd3265: "pink",
	} {
		c := hex(value)
		if got := brand.Hue(designer.Color{R: c.R, G: c.G, B: c.B, A: 255}); got != want {
			t.Errorf("#%06x is %s, not %s", value, got, want)
		}
	}
}
