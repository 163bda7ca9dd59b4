package pngenc

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"
)

// gradient is a picture of many colours with a transparent left half.
func gradient(w, h int) *image.NRGBA {
	art := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := w / 2; x < w; x++ {
			art.SetNRGBA(x, y, color.NRGBA{uint8(255 * x / w), uint8(255 * y / h), uint8(255 * (x + y) / (w + h)), 255})
		}
	}
	return art
}

// noise cannot be compressed.
func noise(w, h int) *image.NRGBA {
	art := image.NewNRGBA(image.Rect(0, 0, w, h))
	r := rand.NewChaCha8([32]byte{})
	if _, err := r.Read(art.Pix); err != nil {
		panic(err)
	}
	return art
}

func TestSmallFitsAndIsAsLargeAsItCan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		art   image.Image
		limit int
		w, h  int
	}{
		"plain":           {image.NewNRGBA(image.Rect(0, 0, 600, 600)), 18 << 10, 400, 400},
		"wide":            {image.NewGray(image.Rect(0, 0, 1000, 250)), 18 << 10, 400, 100},
		"narrow":          {image.NewGray(image.Rect(0, 0, 2, 900)), 18 << 10, 1, 400},
		"not enlarged":    {gradient(70, 50), 18 << 10, 70, 50},
		"not even a step": {gradient(20, 20), 18 << 10, 20, 20},
		"noise":           {noise(500, 500), 18 << 10, 128, 128},
		"nothing fits":    {noise(500, 500), 100, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, ok, err := Small(c.art, c.limit)
			if err != nil || ok != (c.w > 0) || len(data) > c.limit {
				t.Fatalf("%d bytes, %v, %v", len(data), ok, err)
			}
			if !ok {
				return
			}
			got, err := png.Decode(bytes.NewReader(data))
			if err != nil || got.Bounds() != image.Rect(0, 0, c.w, c.h) {
				t.Fatalf("%v %v, want %d × %d", got.Bounds(), err, c.w, c.h)
			}
			again, _, err := Small(c.art, c.limit)
			if err != nil || !bytes.Equal(data, again) {
				t.Error("the same picture gives other bytes")
			}
		})
	}
}

func TestReduceKeepsColours(t *testing.T) {
	t.Parallel()
	few := image.NewNRGBA(image.Rect(0, 0, 16, 12))
	for i := range 16 * 12 {
		few.SetNRGBA(i%16, i/16, color.NRGBA{uint8(i % 16 * 16), uint8(i / 16 * 20), 7, 255})
	}
	for name, c := range map[string]struct {
		art   *image.NRGBA
		error int // of a channel
	}{"few": {few, 0}, "many": {gradient(200, 200), 12}} {
		got := reduce(c.art)
		if len(got.Palette) > 256 {
			t.Errorf("%s: %d colours", name, len(got.Palette))
		}
		for y := range c.art.Rect.Dy() {
			for x := range c.art.Rect.Dx() {
				was := c.art.NRGBAAt(x, y)
				now := color.NRGBAModel.Convert(got.At(x, y)).(color.NRGBA)
				if was.A != now.A || was.A > 0 && max(apart(was.R, now.R), apart(was.G, now.G), apart(was.B, now.B)) > c.error {
					t.Fatalf("%s: (%d, %d) was %v and is %v", name, x, y, was, now)
				}
			}
		}
	}
}

func apart(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }

// What is written is read again with the same pixels, whatever the picture.
func TestEncodeGivesThePixels(t *testing.T) {
	t.Parallel()
	inner := gradient(60, 50).SubImage(image.Rect(20, 10, 47, 39)).(*image.NRGBA)
	for name, m := range map[string]*image.NRGBA{
		"gradient": gradient(90, 70), "noise": noise(33, 21), "dot": noise(1, 1), "inner": inner, "plain": image.NewNRGBA(image.Rect(0, 0, 300, 200)),
	} {
		data, err := Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		got, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got.Bounds().Size() != m.Rect.Size() {
			t.Fatalf("%s: %v", name, got.Bounds())
		}
		for y := range m.Rect.Dy() {
			for x := range m.Rect.Dx() {
				if a, b := color.NRGBAModel.Convert(got.At(x, y)), m.NRGBAAt(m.Rect.Min.X+x, m.Rect.Min.Y+y); a != b {
					t.Fatalf("%s: pixel (%d, %d) is %v, want %v", name, x, y, a, b)
				}
			}
		}
	}
}
