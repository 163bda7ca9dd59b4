package brand

import (
	"cmp"
	"image"
	"math"
	"slices"

	"github.com/lucasb-eyer/go-colorful"

	"badgekiln/designer"
)

// Tone is a colour of a picture and how much of what is drawn there has it,
// 0 to 1.
type Tone struct {
	Color designer.Color
	Share float64
	at    lch
}

// lch is a colour as people see it: lightness 0 to 1, chroma from 0, hue in
// degrees. In it, equal steps look equal.
type lch struct{ l, c, h float64 }

// looked is about how many pixels of a picture are looked at.
const looked = 160 * 160

// alike is how near two colours are, in OKLab, that are taken for one: the
// steps of a gradient, the noise of a JPEG.
const alike = 0.075

// least is how much of a picture a colour has to have. Below it are the edges,
// where two colours mix.
const least = 0.012

// Tones lists the colours of a picture, the widest first. What is see-through
// does not count.
func Tones(m image.Image) []Tone {
	type cell struct {
		n       float64
		r, g, b float64
	}
	b := m.Bounds()
	step := max(1, int(math.Sqrt(float64(b.Dx())*float64(b.Dy())/looked)))
	cells := map[[3]uint8]*cell{}
	total := 0.0
	for y := b.Min.Y + step/2; y < b.Max.Y; y += step {
		for x := b.Min.X + step/2; x < b.Max.X; x += step {
			r, g, bl, a := m.At(x, y).RGBA()
			if a < 0x8000 {
				continue
			}
			f := 1 / float64(a)
			c := [3]float64{float64(r) * f, float64(g) * f, float64(bl) * f}
			key := [3]uint8{uint8(c[0] * 31.99), uint8(c[1] * 31.99), uint8(c[2] * 31.99)}
			at := cells[key]
			if at == nil {
				at = &cell{}
				cells[key] = at
			}
			at.n, at.r, at.g, at.b = at.n+1, at.r+c[0], at.g+c[1], at.b+c[2]
			total++
		}
	}
	var all []Tone
	for _, c := range cells {
		all = append(all, toneOf(colorful.Color{R: c.r / c.n, G: c.g / c.n, B: c.b / c.n}, c.n/total))
	}
	return gather(all)
}

func toneOf(c colorful.Color, share float64) Tone {
	l, ch, h := c.OkLch()
	r, g, b := c.Clamped().RGB255()
	return Tone{Color: designer.Color{R: r, G: g, B: b, A: 255}, Share: share, at: lch{l, ch, h}}
}

// gather makes one colour of those that look alike: each goes to the widest
// that is near.
func gather(all []Tone) []Tone {
	widest := func(a, b Tone) int {
		if n := cmp.Compare(b.Share, a.Share); n != 0 {
			return n
		}
		return cmp.Compare(a.Color.String(), b.Color.String()) // the same every time
	}
	slices.SortFunc(all, widest)
	var out []Tone
next:
	for _, t := range all {
		for i := range out {
			if apart(out[i].at, t.at) < alike {
				out[i].Share += t.Share
				continue next
			}
		}
		out = append(out, t)
	}
	out = slices.DeleteFunc(out, func(t Tone) bool { return t.Share < least })
	slices.SortFunc(out, widest)
	return out
}

// apart is how different two colours look.
func apart(a, b lch) float64 {
	x := func(p lch) (float64, float64) {
		sin, cos := math.Sincos(p.h * math.Pi / 180)
		return p.c * cos, p.c * sin
	}
	ax, ay := x(a)
	bx, by := x(b)
	return math.Sqrt((a.l-b.l)*(a.l-b.l) + (ax-bx)*(ax-bx) + (ay-by)*(ay-by))
}

// between is the angle between two hues, 0 to 180 degrees.
func between(a, b float64) float64 {
	d := math.Mod(math.Abs(a-b), 360)
	return min(d, 360-d)
}

// color is the nearest colour a screen has: its chroma gives way, never its
// lightness, on which the contrast rests.
func (p lch) color() designer.Color {
	for c := p.c; ; c -= 0.004 {
		got := colorful.OkLch(p.l, max(c, 0), p.h)
		if got.IsValid() || c <= 0 {
			r, g, b := got.Clamped().RGB255()
			return designer.Color{R: r, G: g, B: b, A: 255}
		}
	}
}

// toneAt is where a colour stands.
func toneAt(c designer.Color) lch {
	l, ch, h := colorful.Color{R: float64(c.R) / 255, G: float64(c.G) / 255, B: float64(c.B) / 255}.OkLch()
	return lch{l, ch, h}
}
