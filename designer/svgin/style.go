package svgin

import (
	"maps"
	"strconv"
	"strings"
)

// style is what holds for an element: what it inherits and what is its own.
type style struct {
	inherited map[string]string
	own       map[string]string
}

func (s *style) get(name string) string {
	if v, ok := s.own[name]; ok {
		return v
	}
	return s.inherited[name]
}

// inherits tells whether children have a property by themselves.
func inherits(name string) bool {
	switch name {
	case "color", "fill", "fill-opacity", "fill-rule", "clip-rule", "stroke", "stroke-width", "stroke-opacity",
		"stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset",
		"visibility", "paint-order", "font-family", "font-size", "font-weight", "font-style", "text-anchor",
		"letter-spacing", "word-spacing", "writing-mode", "direction", "marker-start", "marker-mid", "marker-end",
		"marker", "xml:space", "white-space", "text-decoration", "color-interpolation-filters":
		return true
	}
	return false
}

// presents tells whether an attribute is a property, too.
func presents(name string) bool {
	switch name {
	case "opacity", "display", "clip-path", "mask", "filter", "transform", "stop-color", "stop-opacity", "overflow",
		"mix-blend-mode", "mask-type", "isolation", "vector-effect", "flood-color", "flood-opacity", "dominant-baseline", "alignment-baseline",
		"baseline-shift", "text-decoration":
		return true
	}
	return inherits(name)
}

// geometry tells whether a property of a style sheet stands for an attribute.
func geometry(name string) bool {
	switch name {
	case "x", "y", "cx", "cy", "r", "rx", "ry", "width", "height", "d":
		return true
	}
	return false
}

// styleOf works out the properties of an element below another's.
func (b *builder) styleOf(n *node, above *style) *style {
	s := &style{inherited: map[string]string{}, own: map[string]string{}}
	if above != nil {
		s.inherited = above.inherited
	}
	var set, last []property
	for name := range n.attrs {
		if presents(name) {
			set = append(set, property{name: name, value: n.attr(name)})
		}
	}
	ruled := b.matched(n)
	ruled = append(ruled, declarations(uncommented(n.attrs["style"]))...)
	for _, p := range ruled {
		if p.important {
			last = append(last, p)
		} else {
			set = append(set, p)
		}
	}
	set = append(set, last...)
	if len(set) == 0 {
		return s
	}
	changed := false
	for _, p := range set {
		switch {
		case !inherits(p.name):
			if p.value == "inherit" {
				if above == nil {
					continue
				}
				p.value = above.get(p.name)
			}
			s.own[p.name] = p.value
		case p.value == "inherit" || p.value == "unset":
			if above == nil {
				continue
			}
			if changed {
				s.inherited[p.name] = above.inherited[p.name]
			}
		default:
			if !changed {
				s.inherited, changed = maps.Clone(s.inherited), true
			}
			if p.value == "initial" {
				delete(s.inherited, p.name)
				continue
			}
			s.inherited[p.name] = b.relative(p, above)
		}
	}
	return s
}

// relative works out what only means something beside what is inherited.
func (b *builder) relative(p property, above *style) string {
	switch p.name {
	case "font-size":
		base := 16.0
		if above != nil {
			base = above.fontSize()
		}
		return strconv.FormatFloat(fontSize(p.value, base), 'g', -1, 64)
	case "color":
		if strings.EqualFold(p.value, "currentcolor") && above != nil {
			return above.get("color")
		}
	}
	return p.value
}

func (s *style) fontSize() float64 {
	if s == nil {
		return 16
	}
	if v, err := strconv.ParseFloat(s.inherited["font-size"], 64); err == nil && v > 0 && v < 1e6 {
		return v
	}
	return 16
}

func fontSize(text string, base float64) float64 {
	switch strings.ToLower(text) {
	case "xx-small":
		return 9
	case "x-small":
		return 10
	case "small":
		return 13
	case "medium":
		return 16
	case "large":
		return 18
	case "x-large":
		return 24
	case "xx-large":
		return 32
	case "smaller":
		return base / 1.2
	case "larger":
		return base * 1.2
	}
	v, unit, ok := number(text)
	if !ok || v < 0 {
		return base
	}
	switch unit {
	case "%":
		return v / 100 * base
	case "em":
		return v * base
	case "ex", "ch":
		return v * base / 2
	}
	if k, ok := perUnit(unit); ok {
		return v * k
	}
	return base
}

// share reads an opacity: a number from 0 to 1, or percent.
func share(text string, usual float64) float64 {
	v, unit, ok := number(text)
	if !ok {
		return usual
	}
	if unit == "%" {
		v /= 100
	}
	return min(max(v, 0), 1)
}
