package pngenc

import (
	"bytes"
	"compress/flate"
	"image"
	"io"
	"math/rand/v2"
	"testing"
)

// rowsBy makes rows of a picture by chance: runs, rows as the one above, pixels
// seen before, and grain.
func rowsBy(r *rand.Rand, w, h int) []byte {
	row := 1 + 4*w
	raw := make([]byte, 0, row*h)
	for y := range h {
		if y > 0 && r.IntN(3) == 0 {
			raw = append(raw, raw[len(raw)-row:]...)
			continue
		}
		raw = append(raw, byte(r.IntN(2)))
		for n := 4 * w; n > 0; {
			long := min(n, 4*(1+r.IntN(1+r.IntN(200))))
			switch back := 4 * (1 + r.IntN(400)); {
			case r.IntN(4) == 0 || len(raw) <= back:
				for range long {
					raw = append(raw, byte(r.IntN(256)))
				}
			case r.IntN(2) == 0:
				back = 4
				fallthrough
			default:
				for range long {
					raw = append(raw, raw[max(len(raw)-back, 0)])
				}
			}
			n -= long
		}
	}
	return raw
}

// What is packed pixel by pixel is what comes out again, and whatever was packed
// before, the bytes are the same.
func TestPixelDeflate(t *testing.T) {
	t.Parallel()
	used := &pixelDeflate{}
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 3))
		w, h := 1+r.IntN(1+r.IntN(700)), 1+r.IntN(60)
		if seed%20 == 0 {
			w = window/4 + r.IntN(2000) // a row does not fit into the window
			h = 1 + r.IntN(4)
		}
		raw, row, last := rowsBy(r, w, h), 1+4*w, r.IntN(2) == 0
		data := bytes.Clone(used.deflate(raw, row, last))
		if again := (&pixelDeflate{}).deflate(raw, row, last); !bytes.Equal(again, data) {
			t.Fatalf("seed %d: other bytes the first time", seed)
		}
		if !last { // a whole byte, and then another stream's last block
			data = append(data, 1, 0, 0, 0xff, 0xff)
		}
		back, err := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
		if err != nil || !bytes.Equal(back, raw) {
			t.Fatalf("seed %d: %d × %d: %d bytes of %d, %v", seed, w, h, len(back), len(raw), err)
		}
	}
}

// The count of places runs over after some gigabytes: nothing is found that is
// not there.
func TestPixelDeflateRunsOver(t *testing.T) {
	t.Parallel()
	z := &pixelDeflate{}
	raw := rowsBy(rand.New(rand.NewPCG(1, 3)), 100, 40)
	want := bytes.Clone(z.deflate(raw, 401, true))
	z.base = 1<<32 - 1<<15
	for range 3 {
		if got := z.deflate(raw, 401, true); !bytes.Equal(got, want) {
			t.Fatal("other bytes")
		}
	}
}

// A picture that differs everywhere is packed as one by itself is.
func TestSeriesPacksWholePictures(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 3))
	all := image.Rect(0, 0, 90, 70)
	s, err := NewSeries(drawn(r, all), []Rows{{0, 70}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	other := drawn(r, all)
	want, err := Encode(other)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Append(nil, &Desk{}, []Patch{piece{other}}); !bytes.Equal(got, want) {
		t.Error("other bytes")
	}
}
