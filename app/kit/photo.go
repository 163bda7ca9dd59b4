package kit

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// The photo's size, in pixels: about what stands behind a badge on a page.
const (
	photoWide = 320
	photoHigh = 320
)

// Photo is a picture with lights and shades all over, such as stand behind a
// badge: a hall out of focus. It is the same every time, and nobody's.
func Photo() image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, photoWide, photoHigh))
	rnd := rand.New(rand.NewPCG(11, 26)) // #nosec G404 -- spots of light
	type spot struct{ x, y, r, c0, c1, c2, a float64 }
	spots := make([]spot, 46)
	for i := range spots {
		warm := rnd.Float64()
		spots[i] = spot{
			rnd.Float64() * photoWide, rnd.Float64() * photoHigh * 0.8, 10 + 34*rnd.Float64(),
			255, 170 + 60*warm, 90 + 130*(1-warm), 0.12 + 0.3*rnd.Float64(),
		}
	}
	const rim = 1.5 // as far beyond its radius a spot still shines
	near := make([]spot, 0, len(spots))
	for y := range photoHigh {
		near = near[:0]
		for _, s := range spots {
			if math.Abs(float64(y)-s.y) < s.r+rim {
				near = append(near, s)
			}
		}
		for x := range photoWide {
			t := float64(y) / photoHigh
			r, g, b := 38+120*t, 62+60*t, 92-20*t
			// People in the front, dark and soft.
			crowd := 0.5 + 0.5*math.Sin(float64(x)/19+2*math.Sin(float64(x)/47))
			shade := smooth((t - 0.62 - 0.1*crowd) * 7)
			r, g, b = r*(1-0.72*shade), g*(1-0.72*shade), b*(1-0.66*shade)
			for _, s := range near {
				if math.Abs(float64(x)-s.x) >= s.r+rim {
					continue
				}
				d := math.Hypot(float64(x)-s.x, float64(y)-s.y)
				if a := s.a * smooth((s.r-d)/3+0.5) * (1 - 0.8*shade); a > 0 {
					r, g, b = r+(s.c0-r)*a, g+(s.c1-g)*a, b+(s.c2-b)*a
				}
			}
			m.SetNRGBA(x, y, color.NRGBA{uint8(min(r, 255)), uint8(min(g, 255)), uint8(min(b, 255)), 255})
		}
	}
	return m
}

// smooth goes from 0 to 1 between 0 and 1, without a corner.
func smooth(t float64) float64 {
	t = min(max(t, 0), 1)
	return t * t * (3 - 2*t)
}
