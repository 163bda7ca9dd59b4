package pngenc

import (
	"bytes"
	"hash/adler32"
	"image"
	"image/png"
	"math/rand/v2"
	"testing"
)

// piece is a patch of straight pixels.
type piece struct{ *image.NRGBA }

func (p piece) Rect() image.Rectangle { return p.NRGBA.Rect }

func (p piece) Row(y int, pix []byte) {
	copy(pix, p.Pix[p.PixOffset(p.NRGBA.Rect.Min.X, y):][:4*p.NRGBA.Rect.Dx()])
}

// drawn is a picture of plain and of busy places.
func drawn(r *rand.Rand, rect image.Rectangle) *image.NRGBA {
	m := image.NewNRGBA(rect)
	kind, mask := r.IntN(4), uint8(r.IntN(256))
	for i := range m.Pix {
		switch x, y := i/4%rect.Dx(), i/4/rect.Dx(); kind {
		case 0:
			m.Pix[i] = mask
		case 1:
			m.Pix[i] = uint8(x/3 + y/5*i%4)
		case 2:
			m.Pix[i] = uint8(r.Uint32()) & mask
		default:
			if (x-50)*(x-50)+(y-20)*(y-20) < 900 {
				m.Pix[i] = 200
			}
		}
	}
	return m
}

// chances makes a number of bands and patches in them.
func chances(r *rand.Rand, w, h int) ([]Rows, func() []Patch) {
	var bands []Rows
	for y := r.IntN(h); y < h; y += 1 + r.IntN(h/2+1) {
		b := Rows{y, min(y+1+r.IntN(h/2+1), h)}
		bands, y = append(bands, b), b.To-1+r.IntN(2)
	}
	return bands, func() []Patch {
		patches := make([]Patch, len(bands))
		for i, b := range bands {
			if r.IntN(5) == 0 {
				continue
			}
			x0, y0 := r.IntN(w), b.From+r.IntN(b.To-b.From)
			rect := image.Rect(x0, y0, x0+1+r.IntN(w-x0), y0+1+r.IntN(b.To-y0))
			if r.IntN(6) == 0 {
				rect = image.Rect(0, b.From, w, b.To)
			}
			patches[i] = piece{drawn(r, rect)}
		}
		return patches
	}
}

// TestSeriesGivesThePixels makes series by chance and reads their files.
func TestSeriesGivesThePixels(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 7))
		w, h := 1+r.IntN(300), 1+r.IntN(90)
		base := drawn(r, image.Rect(0, 0, w, h))
		bands, patches := chances(r, w, h)
		samples := [][]Patch{patches(), patches()}
		s, err := NewSeries(base, bands, samples)
		if err != nil {
			t.Fatal(err)
		}
		d := &Desk{}
		file := []byte("before")
		for range 4 {
			want := image.NewNRGBA(base.Rect)
			copy(want.Pix, base.Pix)
			now := patches()
			for _, p := range now {
				if p != nil {
					for y := p.Rect().Min.Y; y < p.Rect().Max.Y; y++ {
						p.Row(y, want.Pix[want.PixOffset(p.Rect().Min.X, y):][:4*p.Rect().Dx()])
					}
				}
			}
			file = s.Append(file[:6], d, now)
			got, err := png.Decode(bytes.NewReader(file[6:]))
			if err != nil {
				t.Fatalf("seed %d: %d × %d, bands %v: %v", seed, w, h, bands, err)
			}
			if !bytes.Equal(pixels(got), want.Pix) {
				t.Fatalf("seed %d: other pixels", seed)
			}
			if again := s.Append(nil, &Desk{}, now); !bytes.Equal(again, file[6:]) {
				t.Fatalf("seed %d: other bytes the second time", seed)
			}
		}
	}
}

func pixels(m image.Image) []byte {
	if n, ok := m.(*image.NRGBA); ok {
		return n.Pix
	}
	n := image.NewNRGBA(m.Bounds())
	for y := range n.Rect.Dy() {
		for x := range n.Rect.Dx() {
			n.Set(x, y, m.At(x, y))
		}
	}
	return n.Pix
}

func TestSumsChange(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 3))
	data := make([]byte, 100_003)
	for i := range data {
		data[i] = uint8(r.Uint32())
	}
	sums := adlerOf(data)
	for range 50 {
		at := r.IntN(len(data))
		n := min(r.IntN(9000), len(data)-at)
		was := bytes.Clone(data[at : at+n])
		for i := range n {
			data[at+i] = uint8(r.Uint32() & 0xff >> r.IntN(8))
		}
		s0, p0 := weigh(was)
		s1, p1 := weigh(data[at : at+n])
		sums.change(int64(at), weight{s0, p0}, weight{s1, p1})
		if got, want := sums.value(), adler32.Checksum(data); got != want {
			t.Fatalf("%d bytes from %d: %x, want %x", n, at, got, want)
		}
	}
}

// A code whose longest word is bounded is still a code, and no symbol is lost.
func TestLengthsAreACode(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	for range 300 {
		count := make([]uint32, 2+r.IntN(285))
		for i := range count {
			count[i] = 1 + r.Uint32()>>r.IntN(32)
		}
		most := 9 + r.IntN(7)
		sum := 0
		for _, n := range lengths(count, most) {
			if n < 1 || int(n) > most {
				t.Fatalf("a word of %d bits, of %d", n, most)
			}
			sum += 1 << (most - int(n))
		}
		if sum != 1<<most {
			t.Fatalf("%d symbols, most %d: filled %d of %d", len(count), most, sum, 1<<most)
		}
	}
}
