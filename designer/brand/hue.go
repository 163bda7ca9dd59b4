package brand

import "badgekiln/designer"

// Hue names a colour as people search for it: red, orange, yellow, green, teal,
// blue, violet, pink, brown or grey.
func Hue(c designer.Color) string {
	p := toneAt(c)
	if p.c < 0.03 {
		return "grey"
	}
	// Dark orange is what people call brown, light red pink.
	switch h := p.h; {
	case h >= 345 || h < 15:
		return "pink"
	case h < 40:
		if p.l > 0.72 {
			return "pink"
		}
		return "red"
	case h < 75:
		if p.l < 0.52 {
			return "brown"
		}
		return "orange"
	case h < 118:
		if p.l < 0.5 {
			return "brown"
		}
		return "yellow"
	case h < 168:
		return "green"
	case h < 222:
		return "teal"
	case h < 282:
		return "blue"
	}
	return "violet"
}
