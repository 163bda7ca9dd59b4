package edit

import (
	"math"
	"unicode"

	"github.com/rivo/uniseg"
)

// Key is a key that edits text without being a letter.
type Key string

// The keys.
const (
	TextLeft      Key = "left"
	TextRight     Key = "right"
	TextUp        Key = "up"
	TextDown      Key = "down"
	TextHome      Key = "home"
	TextEnd       Key = "end"
	TextBackspace Key = "backspace"
	TextDelete    Key = "delete"
	TextEnter     Key = "enter"
	TextEscape    Key = "escape"
	TextAll       Key = "all" // select all
)

// TextKey does what a key does to the text in place; word makes moves and
// deletions go by words. It tells whether the key meant something.
func (s *Session) TextKey(key Key, shift, word bool) bool {
	t := s.typing
	if t == nil {
		return false
	}
	text := s.runes(t.id)
	t.at, t.mark = min(t.at, len(text)), min(t.mark, len(text))
	low, high := t.marked()
	switch key {
	case TextEscape:
		s.CommitText()
	case TextAll:
		t.mark = 0
		s.caretTo(len(text), true)
	case TextEnter:
		l := Find(s.shown, t.id)
		if l.Text.Arc == nil && (shift || l.Text.Box != nil) {
			s.TextInsert("\n")
		} else {
			s.CommitText()
		}
	case TextBackspace:
		if low == high {
			low = stepFrom(text, t.at, -1, word)
		}
		s.retext(low, high, nil)
	case TextDelete:
		if low == high {
			high = stepFrom(text, t.at, 1, word)
		}
		s.retext(low, high, nil)
	case TextLeft, TextRight:
		s.sideways(text, key == TextRight, shift, word)
	case TextUp, TextDown:
		s.upDown(key == TextDown, shift)
	case TextHome, TextEnd:
		s.lineEnd(text, key == TextEnd, shift, word)
	default:
		return false
	}
	return true
}

// sideways moves the caret by a character or word; without Shift, a selected
// part first collapses to its end.
func (s *Session) sideways(text []rune, right, shift, word bool) {
	t := s.typing
	low, high := t.marked()
	switch {
	case low != high && !shift && !word && right:
		s.caretTo(high, false)
	case low != high && !shift && !word:
		s.caretTo(low, false)
	case right:
		s.caretTo(stepFrom(text, t.at, 1, word), shift)
	default:
		s.caretTo(stepFrom(text, t.at, -1, word), shift)
	}
}

// caretTo moves the caret; that ends a run of typing.
func (s *Session) caretTo(at int, extend bool) {
	t := s.typing
	t.run++
	t.at, t.wish = at, nil
	if !extend {
		t.mark = at
	}
	s.tell(Change{Overlay: true})
}

// stepFrom is where a caret goes from a place: one character on, as people see
// them, or one word.
func stepFrom(text []rune, at, by int, word bool) int {
	if word {
		return wordFrom(text, at, by)
	}
	last, pos := 0, 0
	g := uniseg.NewGraphemes(string(text))
	for g.Next() {
		next := pos + len(g.Runes())
		if by > 0 && next > at {
			return next
		}
		if by < 0 && next >= at {
			return pos
		}
		last, pos = pos, next
	}
	if by > 0 {
		return len(text)
	}
	return last
}

func wordFrom(text []rune, at, by int) int {
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (unicode.IsLetter(text[i]) || unicode.IsNumber(text[i]) || unicode.IsMark(text[i]))
	}
	if by > 0 {
		for at < len(text) && letter(at) {
			at++
		}
		for at < len(text) && !letter(at) {
			at++
		}
		return at
	}
	for at > 0 && !letter(at-1) {
		at--
	}
	for at > 0 && letter(at-1) {
		at--
	}
	return at
}

// markWord selects the word at the caret.
func (s *Session) markWord() {
	t := s.typing
	if t == nil {
		return
	}
	text := s.runes(t.id)
	from, to := t.at, t.at
	for from > 0 && !unicode.IsSpace(text[from-1]) {
		from--
	}
	for to < len(text) && !unicode.IsSpace(text[to]) {
		to++
	}
	t.mark = from
	s.caretTo(to, true)
}

// lineEnd moves the caret to the beginning or end of its line, or of the text.
func (s *Session) lineEnd(text []rune, end, shift, whole bool) {
	list := s.carets()
	_, from, to := lineOf(list, caretIndex(list, s.typing.at))
	switch {
	case whole && end:
		s.caretTo(len(text), shift)
	case whole:
		s.caretTo(0, shift)
	case end:
		at := list[to-1].At
		if to < len(list) && list[to].At == at && to-1 > from {
			at = list[to-2].At // the place behind a wrapped line belongs to the next
		}
		s.caretTo(at, shift)
	default:
		s.caretTo(list[from].At, shift)
	}
}

// upDown moves the caret a line up or down, as straight as it goes.
func (s *Session) upDown(down, shift bool) {
	t, list := s.typing, s.carets()
	if len(list) == 0 {
		return
	}
	i := caretIndex(list, t.at)
	n, _, _ := lineOf(list, i)
	starts := append(lines(list), len(list))
	next := n - 1
	if down {
		next = n + 1
	}
	if next < 0 {
		s.caretTo(0, shift)
		return
	}
	if next+1 >= len(starts) {
		s.caretTo(list[len(list)-1].At, shift)
		return
	}
	aim := list[i].Foot
	if t.wish != nil {
		aim = *t.wish
	}
	along := across(list[i])
	best, far := starts[next], math.Inf(1)
	for k := starts[next]; k < starts[next+1]; k++ {
		v := list[k].Foot.Sub(aim)
		if d := math.Abs(v.X*along.X + v.Y*along.Y); d < far {
			best, far = k, d
		}
	}
	s.caretTo(list[best].At, shift)
	t.wish = &aim
}
