package svgin

import (
	"math"
	"strings"

	"golang.org/x/image/colornames"

	"badgekiln/designer"
)

// color reads a colour as CSS writes it; current is what currentColor means.
func color(text string, current designer.Color) (designer.Color, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	switch text {
	case "currentcolor":
		return current, true
	case "transparent":
		return designer.Color{}, true
	case "rebeccapurple":
		return designer.Color{R: 0x66, G: 0x33, B: 0x99, A: 0xff}, true
	}
	if c, ok := colornames.Map[text]; ok {
		return designer.Color{R: c.R, G: c.G, B: c.B, A: c.A}, true
	}
	if digits, ok := strings.CutPrefix(text, "#"); ok {
		if len(digits) == 4 {
			digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2], digits[3], digits[3]})
		}
		c, err := designer.ParseColor(digits)
		return c, err == nil
	}
	name, rest, ok := strings.Cut(text, "(")
	inside, _, closed := strings.Cut(rest, ")")
	if !ok || !closed {
		return designer.Color{}, false
	}
	parts := strings.FieldsFunc(inside, func(r rune) bool { return r == ' ' || r == ',' || r == '/' || r == '\t' || r == '\n' })
	if len(parts) < 3 || len(parts) > 4 {
		return designer.Color{}, false
	}
	alpha := 1.0
	if len(parts) == 4 {
		alpha = share(parts[3], 1)
	}
	switch name {
	case "rgb", "rgba":
		return fromRGB(parts, alpha)
	case "hsl", "hsla":
		return fromHSL(parts, alpha)
	}
	return designer.Color{}, false
}

func fromRGB(parts []string, alpha float64) (designer.Color, bool) {
	var v [3]float64
	for i := range v {
		n, unit, ok := number(parts[i])
		if !ok {
			return designer.Color{}, false
		}
		if unit == "%" {
			n *= 2.55
		}
		v[i] = n / 255
	}
	return shade(v[0], v[1], v[2], alpha), true
}

func fromHSL(parts []string, alpha float64) (designer.Color, bool) {
	h, unit, ok := number(parts[0])
	s, _, okS := number(parts[1])
	l, _, okL := number(parts[2])
	if !ok || !okS || !okL {
		return designer.Color{}, false
	}
	switch unit {
	case "rad":
		h *= 180 / math.Pi
	case "turn":
		h *= 360
	case "grad":
		h *= 0.9
	}
	s, l = min(max(s/100, 0), 1), min(max(l/100, 0), 1)
	channel := func(n float64) float64 {
		k := math.Mod(n+h/30, 12)
		if k < 0 {
			k += 12
		}
		return l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1))
	}
	return shade(channel(0), channel(8), channel(4), alpha), true
}

func shade(r, g, b, a float64) designer.Color {
	part := func(v float64) uint8 { return uint8(min(max(v, 0), 1)*255 + 0.5) }
	return designer.Color{R: part(r), G: part(g), B: part(b), A: part(a)}
}

// current is the colour that currentColor means for an element.
func (s *style) current() designer.Color {
	black := designer.Color{A: 0xff}
	if c, ok := color(s.get("color"), black); ok {
		return c
	}
	return black
}
