package svgin

import (
	"math"
	"strconv"
	"strings"

	"badgekiln/designer/geom"
)

// view is the room that shares refer to.
type view struct{ w, h float64 }

type axis int

const (
	axisX axis = iota
	axisY
	axisBoth
)

func (v view) whole(a axis) float64 {
	switch a {
	case axisX:
		return v.w
	case axisY:
		return v.h
	}
	return math.Hypot(v.w, v.h) / math.Sqrt2
}

// number reads a number at the beginning of a text, and what follows it.
func number(text string) (v float64, unit string, ok bool) {
	text = strings.TrimSpace(text)
	end := 0
	for end < len(text) {
		c := text[end]
		if c >= '0' && c <= '9' || c == '.' || (c == '-' || c == '+') && (end == 0 || text[end-1]|0x20 == 'e') {
			end++
			continue
		}
		if c|0x20 == 'e' && end > 0 && end+1 < len(text) && strings.IndexByte("+-0123456789", text[end+1]) >= 0 {
			end++
			continue
		}
		break
	}
	v, err := strconv.ParseFloat(text[:end], 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, "", false
	}
	return v, strings.ToLower(strings.TrimSpace(text[end:])), true
}

// perUnit is how many pixels a unit has.
func perUnit(unit string) (float64, bool) {
	switch unit {
	case "", "px":
		return 1, true
	case "pt":
		return 96.0 / 72, true
	case "pc":
		return 16, true
	case "in":
		return 96, true
	case "cm":
		return 96 / 2.54, true
	case "mm":
		return 96 / 25.4, true
	case "q":
		return 96 / 101.6, true
	case "rem":
		return 16, true
	}
	return 0, false
}

func percent(text string) bool { return strings.HasSuffix(strings.TrimSpace(text), "%") }

// length reads a measure; false when there is none.
func (v view) length(text string, a axis, s *style) (float64, bool) {
	n, unit, ok := number(text)
	if !ok {
		return 0, false
	}
	switch unit {
	case "%":
		return n / 100 * v.whole(a), true
	case "em":
		return n * s.fontSize(), true
	case "ex", "ch":
		return n * s.fontSize() / 2, true
	}
	k, ok := perUnit(unit)
	return n * k, ok
}

// numbers reads a list of numbers with commas or white space between.
func numbers(text string) []float64 {
	var out []float64
	for {
		text = strings.TrimLeft(text, " ,\t\r\n\f")
		if text == "" || len(out) >= 100_000 {
			return out
		}
		end, dot, power := 0, false, false
	scan:
		for end < len(text) {
			c := text[end]
			switch {
			case c >= '0' && c <= '9':
			case c == '.' && !dot && !power:
				dot = true
			case (c == '-' || c == '+') && (end == 0 || text[end-1]|0x20 == 'e'):
			case c|0x20 == 'e' && end > 0 && !power && end+1 < len(text) && strings.IndexByte("+-0123456789", text[end+1]) >= 0:
				power = true
			default:
				break scan
			}
			end++
		}
		v, err := strconv.ParseFloat(text[:end], 64)
		if err != nil || math.IsInf(v, 0) {
			return out
		}
		out = append(out, v)
		text = text[end:]
	}
}

// readBox reads a viewBox.
func readBox(text string) (geom.Rect, bool) {
	n := numbers(text)
	if len(n) != 4 || !(n[2] > 0) || !(n[3] > 0) {
		return geom.Rect{}, false
	}
	return geom.R(n[0], n[1], n[0]+n[2], n[1]+n[3]), true
}

// fit maps a viewBox into a room of w by h, as preserveAspectRatio says.
func fit(box geom.Rect, w, h float64, how string) geom.Affine {
	sx, sy := w/box.W(), h/box.H()
	words := strings.Fields(how)
	place := "xMidYMid"
	if len(words) > 0 {
		place = words[0]
	}
	if place == "none" {
		return geom.Move(-box.Min.X, -box.Min.Y).Then(geom.Scale(sx, sy))
	}
	k := min(sx, sy)
	if len(words) > 1 && words[1] == "slice" {
		k = max(sx, sy)
	}
	part := func(word string) float64 {
		switch {
		case strings.Contains(place, word+"Min"):
			return 0
		case strings.Contains(place, word+"Max"):
			return 1
		}
		return 0.5
	}
	return geom.Move(-box.Min.X, -box.Min.Y).Then(geom.Scale(k, k)).
		Then(geom.Move((w-k*box.W())*part("x"), (h-k*box.H())*part("Y")))
}

// size is how much longer lengths become, in the mean.
func size(m geom.Affine) float64 { return math.Sqrt(math.Abs(m.Det())) }

// sound tells whether a map can be drawn with.
func sound(m geom.Affine) bool {
	for _, v := range []float64{m.A, m.B, m.C, m.D, m.E, m.F} {
		if math.IsNaN(v) || math.Abs(v) > 1e9 {
			return false
		}
	}
	_, ok := m.Inverse()
	return ok
}

// transforms reads a list of transforms; false when it is not understood.
func transforms(text string) (geom.Affine, bool) {
	m := geom.Identity()
	text = strings.TrimSpace(text)
	if text == "" || text == "none" {
		return m, true
	}
	for count := 0; text != ""; count++ {
		name, rest, ok := strings.Cut(text, "(")
		if !ok || count > 1000 {
			return m, false
		}
		inside, after, ok := strings.Cut(rest, ")")
		if !ok {
			return m, false
		}
		one, ok := transform1(strings.TrimSpace(name), arguments(inside))
		if !ok {
			return m, false
		}
		m = one.Then(m)
		text = strings.TrimLeft(after, " ,\t\r\n")
	}
	return m, true
}

// arguments reads numbers that may have a unit, angles as degrees.
func arguments(text string) []float64 {
	if plain := strings.ToLower(text); strings.ContainsAny(plain, "abcdfghijklmnopqrstuvwxyz%") {
		var out []float64
		for _, word := range strings.FieldsFunc(plain, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' }) {
			v, unit, ok := number(word)
			if !ok {
				return nil
			}
			switch unit {
			case "deg":
			case "rad":
				v *= 180 / math.Pi
			case "turn":
				v *= 360
			case "grad":
				v *= 0.9
			default:
				k, ok := perUnit(unit)
				if !ok {
					return nil
				}
				v *= k
			}
			out = append(out, v)
		}
		return out
	}
	return numbers(text)
}

func transform1(name string, n []float64) (geom.Affine, bool) {
	arg := func(i int, usual float64) float64 {
		if i < len(n) {
			return n[i]
		}
		return usual
	}
	switch {
	case len(n) == 0 || len(n) > 6:
		return geom.Affine{}, false
	case name == "matrix" && len(n) == 6:
		return geom.Affine{A: n[0], B: n[1], C: n[2], D: n[3], E: n[4], F: n[5]}, true
	case name == "translate":
		return geom.Move(n[0], arg(1, 0)), true
	case name == "translateX":
		return geom.Move(n[0], 0), true
	case name == "translateY":
		return geom.Move(0, n[0]), true
	case name == "scale":
		return geom.Scale(n[0], arg(1, n[0])), true
	case name == "scaleX":
		return geom.Scale(n[0], 1), true
	case name == "scaleY":
		return geom.Scale(1, n[0]), true
	case name == "rotate":
		return geom.Rotate(n[0]).About(geom.Pt(arg(1, 0), arg(2, 0))), true
	case name == "skewX":
		return geom.Affine{A: 1, C: math.Tan(n[0] * math.Pi / 180), D: 1}, true
	case name == "skewY":
		return geom.Affine{A: 1, B: math.Tan(n[0] * math.Pi / 180), D: 1}, true
	}
	return geom.Affine{}, false
}
