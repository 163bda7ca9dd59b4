package typeset

import (
	"slices"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// row is a part of a paragraph that stands on one line.
type row struct {
	paragraph int
	from, to  int // runes of the paragraph; to is without the space at the end
	next      int // where the next row begins
}

// paragraph is a text between line breaks, measured.
type paragraph struct {
	text   []rune
	start  int // place in the content
	rtl    bool
	breaks []int     // ends of the parts that stay together
	chars  []int     // ends of the characters
	wide   []float64 // ems of all runes before
	gaps   []int     // trackings of all runes before
	levels []int     // embedding levels
}

// box wraps text into its box.
func (s *setter) box(content string) {
	var paragraphs []paragraph
	at := 0
	for _, line := range lines(content) {
		p := s.paragraph([]rune(line), at)
		paragraphs = append(paragraphs, p)
		at += len(p.text) + 1
	}
	room := geom.R(0, 0, s.text.Box.W, s.text.Box.H)
	size, rows := s.shrink(paragraphs)
	s.out.Size = size
	step := s.leading(size)
	high := step*float64(len(rows)-1) + (above+below)*size
	y := above * size
	switch s.text.Valign {
	case designer.Centre:
		y += (room.H() - high) / 2
	case designer.Bottom:
		y += room.H() - high
	}
	for i, r := range rows {
		p := paragraphs[r.paragraph]
		l := s.bench.shapeAt(s.chain, p.text[r.from:r.to], p.levels[r.from:r.to], p.rtl)
		share := anchor(s.text.Align, p.rtl)
		x := (room.W() - l.long(size, s.track(size))) * share
		before := len(s.out.Carets)
		s.line(&l, p.text[r.from:r.to], p.start+r.from, geom.Pt(x, y+float64(i)*step))
		s.spaces(before, r, p)
	}
	s.bounds(room)
}

// spaces adds carets for the spaces at the end of a row, which are not drawn.
// Between two rows of a paragraph there is one place less: it is the next
// row's first.
func (s *setter) spaces(before int, r row, p paragraph) {
	if s.brief {
		return
	}
	last := s.out.Carets[len(s.out.Carets)-1]
	for at := r.to + 1; at <= r.next; at++ {
		last.At = p.start + at
		s.out.Carets = append(s.out.Carets, last)
	}
	if r.next < len(p.text) && len(s.out.Carets) > before+1 {
		s.out.Carets = s.out.Carets[:len(s.out.Carets)-1]
	}
}

// shrink finds the greatest size at which all rows stand in the box.
func (s *setter) shrink(paragraphs []paragraph) (float64, []row) {
	fits := func(size float64) ([]row, bool) {
		rows, whole := s.wrap(paragraphs, size)
		high := s.leading(size)*float64(len(rows)-1) + (above+below)*size
		return rows, whole && high <= s.text.Box.H*(1+1e-9)
	}
	rows, ok := fits(s.text.Size)
	if ok {
		return s.text.Size, rows
	}
	low, high := s.least(), s.text.Size
	best, ok := fits(low)
	if !ok {
		s.out.Overflow = true
		return low, best
	}
	for range 12 {
		middle := (low + high) / 2
		if rows, ok := fits(middle); ok {
			low, best = middle, rows
		} else {
			high = middle
		}
	}
	return low, best
}

// paragraph measures a text once for all sizes.
func (s *setter) paragraph(text []rune, start int) paragraph {
	p := paragraph{
		text: text, start: start, rtl: rightToLeft(text),
		wide: make([]float64, len(text)+1), gaps: make([]int, len(text)+1),
	}
	p.levels = embedding(text, p.rtl)
	l := s.bench.shapeAt(s.chain, text, p.levels, p.rtl)
	for i, g := range l.glyphs {
		if g.at < len(text) {
			p.wide[g.at+1] += g.advance
			if i > 0 && g.gaps > l.glyphs[i-1].gaps {
				p.gaps[g.at+1]++
			}
		}
	}
	for i := range text {
		p.wide[i+1] += p.wide[i]
		p.gaps[i+1] += p.gaps[i]
	}
	p.breaks = ends(text, true)
	p.chars = ends(text, false)
	return p
}

// ends takes a text apart and tells where the parts end.
func ends(text []rune, lines bool) []int {
	var out []int
	state, rest, at := -1, string(text), 0
	for rest != "" {
		var part string
		if lines {
			part, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		} else {
			part, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		}
		at += utf8.RuneCountInString(part)
		out = append(out, at)
	}
	return out
}

// wrap fills rows greedily; whole is false when a word had to be cut.
func (s *setter) wrap(paragraphs []paragraph, size float64) (rows []row, whole bool) {
	whole = true
	for i, p := range paragraphs {
		from := 0
		for {
			r, cut := s.row(p, from, size)
			r.paragraph = i
			rows = append(rows, r)
			whole = whole && !cut
			from = r.next
			if from >= len(p.text) {
				break
			}
		}
	}
	return rows, whole
}

// row takes as much of a paragraph as fits, at least one character.
func (s *setter) row(p paragraph, from int, size float64) (r row, cut bool) {
	room := s.text.Box.W * (1 + 1e-9)
	fits := func(to int) bool {
		to = p.trimmed(from, to)
		gaps := 0
		if to > from+1 {
			gaps = p.gaps[to] - p.gaps[from+1]
		}
		return (p.wide[to]-p.wide[from])*size+float64(gaps)*s.track(size) <= room
	}
	// take goes on over parts from the first that ends after from.
	take := func(ends []int) int {
		to := from
		first, _ := slices.BinarySearch(ends, from+1)
		for _, end := range ends[first:] {
			if !fits(end) {
				break
			}
			to = end
		}
		return to
	}
	to := take(p.breaks)
	if to == from && from < len(p.text) { // a word longer than the box
		cut = true
		if to = take(p.chars); to == from {
			first, _ := slices.BinarySearch(p.chars, from+1)
			to = p.chars[first]
		}
	}
	return row{from: from, to: p.trimmed(from, to), next: to}, cut
}

// trimmed is where a part ends without the spaces at its end.
func (p paragraph) trimmed(from, to int) int {
	for to > from && (p.text[to-1] == ' ' || p.text[to-1] == '\t') {
		to--
	}
	return to
}
