package typeset

import "github.com/rivo/uniseg"

// stop is a place of a caret on a line: its distance from the left end, and
// the rune it stands before.
type stop struct {
	at int
	x  float64
}

// stops gives the carets of a line in reading order: one before each character
// that people see as one, and one at the end. text begins with the line's own
// runes and ends it at a line break.
func (l *strip) stops(text []rune, size, track float64) []stop {
	n := 0
	for n < len(text) && text[n] != '\n' {
		n++
	}
	edges := l.edges(n, size, track)
	out := []stop{}
	state, rest, at := -1, string(text[:n]), 0
	for rest != "" {
		var one string
		out = append(out, stop{at, edges[at]})
		one, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		at += len([]rune(one))
	}
	return append(out, stop{n, edges[n]})
}

// edges gives the leading edge of each of n runes, and the end of the last.
// Runes drawn as one share its width.
func (l *strip) edges(n int, size, track float64) []float64 {
	edges := make([]float64, n+1)
	if l.rtl {
		edges[0] = l.long(size, track)
	}
	known := make([]bool, n+1)
	for i := 0; i < len(l.glyphs); {
		j := i // a cluster: its glyphs stand together
		for j < len(l.glyphs) && l.glyphs[j].at == l.glyphs[i].at {
			j++
		}
		first, last := l.glyphs[i], l.glyphs[j-1]
		left, right := first.pen(size, track), last.pen(size, track)+last.advance*size
		for k := range first.n {
			if r := first.at + k; r >= 0 && r < n {
				share := float64(k) / float64(first.n)
				edges[r], known[r] = left+(right-left)*share, true
				if first.rtl {
					edges[r] = right - (right-left)*share
				}
			}
		}
		if first.at+first.n == n {
			edges[n], known[n] = right, true
			if first.rtl {
				edges[n] = left
			}
		}
		i = j
	}
	for r := 1; r <= n; r++ { // what has no glyph stands where its neighbour does
		if !known[r] {
			edges[r] = edges[r-1]
		}
	}
	return edges
}
