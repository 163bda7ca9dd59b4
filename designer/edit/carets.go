package edit

import (
	"math"

	"badgekiln/designer/geom"
	"badgekiln/designer/typeset"
)

// carets gives the places a caret can have, in document units.
func (s *Session) carets() []typeset.Caret {
	l := Find(s.shown, s.typing.id)
	if l == nil || l.Text == nil {
		return nil
	}
	laid, ok := s.env.Plain.Laid(l)
	total := Total(s.shown, l.ID)
	var out []typeset.Caret
	if ok {
		for _, c := range laid.Carets {
			out = append(out, typeset.Caret{At: c.At, Foot: total.Apply(c.Foot), Head: total.Apply(c.Head)})
		}
	}
	if len(out) == 0 {
		b := Box(s.env.Plain, l)
		x := b.Middle().X
		out = append(out, typeset.Caret{Foot: total.Apply(geom.Pt(x, b.Max.Y)), Head: total.Apply(geom.Pt(x, b.Min.Y))})
	}
	return out
}

// caret gives the caret and the selected part of the text in place.
func (s *Session) caret() (*Caret, []Quad) {
	list := s.carets()
	if len(list) == 0 {
		return nil, nil
	}
	c := list[caretIndex(list, s.typing.at)]
	var marked []Quad
	low, high := s.typing.marked()
	for i := 0; i+1 < len(list); i++ {
		a, b := list[i], list[i+1]
		if a.At >= low && b.At <= high && a.At < b.At && sameLine(a, b) {
			marked = append(marked, Quad{a.Head, b.Head, b.Foot, a.Foot})
		}
	}
	return &Caret{c.Foot, c.Head}, marked
}

// caretIndex finds the caret of a place: the last one there, so that after a
// line break it stands at the new line.
func caretIndex(list []typeset.Caret, at int) int {
	best := 0
	for i, c := range list {
		if c.At <= at {
			best = i
		}
	}
	return best
}

// sameLine tells whether two carets that follow each other stand on one line.
func sameLine(a, b typeset.Caret) bool {
	up := a.Head.Sub(a.Foot)
	high := up.Length()
	if high == 0 {
		return true
	}
	v := b.Foot.Sub(a.Foot)
	return math.Abs(v.X*up.X+v.Y*up.Y)/high < high*0.6
}

// lines gives the indices at which the lines of carets begin.
func lines(list []typeset.Caret) []int {
	out := []int{0}
	for i := 1; i < len(list); i++ {
		if !sameLine(list[i-1], list[i]) {
			out = append(out, i)
		}
	}
	return out
}

// lineOf finds the line of a caret, and from which caret to which it goes.
func lineOf(list []typeset.Caret, i int) (n, from, to int) {
	starts := append(lines(list), len(list))
	for n+1 < len(starts) && starts[n+1] <= i {
		n++
	}
	return n, starts[n], starts[min(n+1, len(starts)-1)]
}

// across is the direction of a caret's line.
func across(c typeset.Caret) geom.Point {
	up := c.Head.Sub(c.Foot)
	if l := up.Length(); l > 0 {
		return geom.Pt(-up.Y/l, up.X/l)
	}
	return geom.Pt(1, 0)
}

// textAt tells whether the pointer is in the text in place.
func (s *Session) textAt(p Pointer) bool {
	l := Find(s.shown, s.typing.id)
	if l == nil || l.Text == nil {
		return false
	}
	return textCovers(s.env.Plain, l, Total(s.shown, l.ID), p.At, 2*slack/p.scale())
}

// placeCaret puts the caret where the pointer is.
func (s *Session) placeCaret(p Pointer, extend bool) {
	if s.typing == nil {
		return
	}
	best, far := 0, math.Inf(1)
	for _, c := range s.carets() {
		if d := fromSegment(c.Foot, c.Head, p.At); d < far {
			best, far = c.At, d
		}
	}
	if best != s.typing.at || !extend && s.typing.mark != best {
		s.caretTo(min(best, len(s.runes(s.typing.id))), extend)
	}
}
