package render

import (
	"math"

	"badgekiln/designer"
)

// meet puts a pixel of a tile over what is below as a blend mode says, as the
// compositing of CSS and SVG defines it. d has 16 bits per channel; both are
// premultiplied.
func meet(mode designer.Blend, s uint32, d uint64) uint64 {
	sa, da := float64(s>>24)/255, float64(d>>48)/65535
	if sa == 0 {
		return d
	}
	out := uint64(math.Round((sa+da-sa*da)*65535)) << 48
	for k := range 3 {
		cs := float64(s>>(8*k)&255) / 255
		cd := float64(d>>(16*k)&65535) / 65535
		v := cs*(1-da) + cd*(1-sa)
		if da > 0 {
			v += sa * da * mix(mode, min(cd/da, 1), min(cs/sa, 1))
		}
		out |= uint64(math.Round(min(max(v, 0), 1)*65535)) << (16 * k)
	}
	return out
}

// mix is a blend mode for one channel: b lies below, s above.
func mix(mode designer.Blend, b, s float64) float64 {
	switch mode {
	case designer.Multiply:
		return b * s
	case designer.Screen:
		return b + s - b*s
	case designer.Overlay:
		return mix(designer.HardLight, s, b)
	case designer.Darken:
		return min(b, s)
	case designer.Lighten:
		return max(b, s)
	case designer.ColorDodge:
		switch {
		case b == 0:
			return 0
		case s >= 1:
			return 1
		}
		return min(b/(1-s), 1)
	case designer.ColorBurn:
		switch {
		case b >= 1:
			return 1
		case s <= 0:
			return 0
		}
		return 1 - min((1-b)/s, 1)
	case designer.HardLight:
		if s <= 0.5 {
			return b * 2 * s
		}
		return b + (2*s - 1) - b*(2*s-1)
	case designer.SoftLight:
		return soft(b, s)
	case designer.Difference:
		return math.Abs(b - s)
	case designer.Exclusion:
		return b + s - 2*b*s
	}
	return s
}

func soft(b, s float64) float64 {
	if s <= 0.5 {
		return b - (1-2*s)*b*(1-b)
	}
	d := math.Sqrt(b)
	if b <= 0.25 {
		d = ((16*b-12)*b + 4) * b
	}
	return b + (2*s-1)*(d-b)
}
