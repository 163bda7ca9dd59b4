package svgin

import (
	"strconv"
	"strings"

	"badgekiln/designer"
)

// filter puts on layers what the filter of an element does: a shadow that they
// can have stays one, anything else is drawn. What can be neither is listed.
func (b *builder) filter(n *node, s *style, layers []*designer.Layer, v view) []*designer.Layer {
	text := s.own["filter"]
	if text == "" || text == "none" {
		return layers
	}
	id, _, linked := link(text)
	target := b.ids[id]
	if !linked {
		target = filterOf(text)
	}
	if target == nil || target.name != "filter" {
		b.note("filter", "what", n.title())
		return layers
	}
	if shadow, ok := b.dropShadow(target); ok {
		one := b.one(n, layers, func(l *designer.Layer) bool { return l.Shadow == nil && l.Blend == designer.Normal })
		one.Shadow = shadow
		return []*designer.Layer{one}
	}
	drawn, ok := b.filtered(n, target, layers, v)
	if !ok {
		b.note("filter", "what", n.title())
		return layers
	}
	return drawn
}

// filterOf makes a filter of the functions that CSS has for the usual ones
// (Filter Effects, section 12); nil when one is not known.
func filterOf(text string) *node {
	f := &node{name: "filter", attrs: map[string]string{"x": "-50%", "y": "-50%", "width": "200%", "height": "200%", "color-interpolation-filters": "sRGB"}}
	step := func(name string, pairs ...string) *node {
		one := &node{name: name, attrs: map[string]string{}, parent: f}
		for i := 0; i+1 < len(pairs); i += 2 {
			one.attrs[pairs[i]] = pairs[i+1]
		}
		f.kids = append(f.kids, one)
		return one
	}
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimSpace(rest) {
		name, behind, ok := strings.Cut(rest, "(")
		depth, end := 1, 0
		for end < len(behind) && depth > 0 {
			switch behind[end] {
			case '(':
				depth++
			case ')':
				depth--
			}
			end++
		}
		if !ok || depth > 0 || len(f.kids) >= 8 {
			return nil
		}
		inside := strings.TrimSpace(behind[:end-1])
		rest = behind[end:]
		amount := strconv.FormatFloat(share(inside, 1), 'g', -1, 64)
		if n, unit, ok := number(inside); ok && n > 1 && unit == "" {
			amount = inside // more than all, which share does not let through
		}
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "blur":
			step("feGaussianBlur", "stdDeviation", pixels(inside))
		case "drop-shadow":
			at, ink := shadowOf(inside)
			if len(at) < 2 {
				return nil
			}
			step("feDropShadow", "dx", at[0], "dy", at[1], "stdDeviation", append(at, "0")[2], "flood-color", ink)
		case "saturate":
			step("feColorMatrix", "type", "saturate", "values", amount)
		case "grayscale":
			less, _ := strconv.ParseFloat(amount, 64)
			step("feColorMatrix", "type", "saturate", "values", strconv.FormatFloat(1-min(less, 1), 'g', -1, 64))
		case "hue-rotate":
			turn, _, _ := number(strings.TrimSuffix(inside, "deg"))
			step("feColorMatrix", "type", "hueRotate", "values", strconv.FormatFloat(turn, 'g', -1, 64))
		case "brightness":
			curves(step("feComponentTransfer"), "RGB", "type", "linear", "slope", amount)
		case "opacity":
			curves(step("feComponentTransfer"), "A", "type", "table", "tableValues", "0 "+amount)
		case "invert":
			to, _ := strconv.ParseFloat(amount, 64)
			curves(step("feComponentTransfer"), "RGB", "type", "table", "tableValues", amount+" "+strconv.FormatFloat(1-to, 'g', -1, 64))
		case "contrast":
			slope, _ := strconv.ParseFloat(amount, 64)
			curves(step("feComponentTransfer"), "RGB", "type", "linear", "slope", amount, "intercept", strconv.FormatFloat(0.5-slope/2, 'g', -1, 64))
		default:
			return nil
		}
	}
	return f
}

// curves gives a step the same curve for some channels.
func curves(n *node, channels string, pairs ...string) {
	for _, c := range channels {
		one := &node{name: "feFunc" + string(c), attrs: map[string]string{}, parent: n}
		for i := 0; i+1 < len(pairs); i += 2 {
			one.attrs[pairs[i]] = pairs[i+1]
		}
		n.kids = append(n.kids, one)
	}
}

// pixels reads a measure of CSS as a number.
func pixels(text string) string {
	x, _ := view{}.length(text, axisX, &style{inherited: map[string]string{}, own: map[string]string{}})
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// shadowOf reads the measures and the colour of drop-shadow().
func shadowOf(text string) (at []string, ink string) {
	ink = "black"
	if open := strings.Index(text, "("); open >= 0 { // rgb(1, 2, 3) is one word
		start, end := strings.LastIndexByte(text[:open], ' ')+1, strings.LastIndexByte(text, ')')+1
		if end > open {
			ink, text = text[start:end], text[:start]+text[end:]
		}
	}
	for _, word := range strings.Fields(text) {
		if _, _, ok := number(word); ok {
			at = append(at, pixels(word))
		} else {
			ink = word
		}
	}
	return at, ink
}

// dropShadow reads the usual ways to say a shadow: feDropShadow, or a blur, an
// offset and a flood under the picture.
func (b *builder) dropShadow(target *node) (*designer.Shadow, bool) {
	out := &designer.Shadow{Tone: designer.Tone{Color: designer.Color{A: 0xff}, Alpha: 1}}
	first := func(text string, usual float64) float64 {
		if n := numbers(text); len(n) > 0 {
			return n[0]
		}
		return usual
	}
	flood := func(n *node) {
		s := b.styleAt(n)
		if c, ok := color(s.own["flood-color"], s.current()); ok {
			out.Tone.Color = c
		}
		out.Tone.Alpha = share(s.own["flood-opacity"], 1)
	}
	if target.attr("primitiveUnits") == "objectBoundingBox" {
		return nil, false
	}
	merged, colored, flooded := false, false, false
	for i, kid := range target.kids {
		switch kid.name {
		case "feDropShadow":
			out.DX, out.DY = first(kid.attr("dx"), 2), first(kid.attr("dy"), 2)
			out.Blur = 2 * first(kid.attr("stdDeviation"), 2)
			flood(kid)
			return out, i == len(target.kids)-1
		case "feGaussianBlur":
			if in := kid.attr("in"); in != "SourceAlpha" {
				colored = true // as the picture is, unless a flood covers it
				if in != "" && in != "SourceGraphic" {
					return nil, false
				}
			}
			out.Blur = 2 * first(kid.attr("stdDeviation"), 0)
		case "feOffset":
			out.DX, out.DY = first(kid.attr("dx"), 0), first(kid.attr("dy"), 0)
		case "feFlood":
			flood(kid)
			flooded = true
		case "feComposite":
			if kid.attr("operator") != "in" {
				return nil, false
			}
		case "feMerge":
			last := len(kid.kids) - 1
			if last != 1 || kid.kids[last].attr("in") != "SourceGraphic" {
				return nil, false
			}
			merged = true
		case "":
		default:
			return nil, false
		}
	}
	return out, merged && out.Blur >= 0 && (flooded || !colored)
}
