package edit

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/typeset"
)

// typing is a text being edited in place. Places in it count runes.
type typing struct {
	id     string
	at     int // the caret
	mark   int // where the selected part begins or ends; equal to at: none
	fresh  bool
	run    int // typing in one run is one step
	before history
	wish   *geom.Point // where up and down aim, along the line
}

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

// Editing is the layer whose text is edited in place, or "".
func (s *Session) Editing() string {
	if s.typing == nil {
		return ""
	}
	return s.typing.id
}

// Typing tells whether a text is edited in place: letters then belong to it.
func (s *Session) Typing() bool { return s.typing != nil }

// BeginText edits a text in place, all of it selected. It tells whether there
// is such a text.
func (s *Session) BeginText(id string) bool { return s.beginText(id, false) }

func (s *Session) beginText(id string, fresh bool) bool {
	l := Find(s.shown, id)
	if l == nil || l.Text == nil {
		return false
	}
	s.stop()
	s.endTyping(nil)
	s.choose([]string{id})
	s.past.closed = true
	s.typing = &typing{id: id, fresh: fresh, before: s.past, mark: 0, at: len(s.runes(id))}
	s.hover = ""
	s.tell(Change{Selection: true, Overlay: true})
	return true
}

// CommitText ends editing in place. A text that was new and is empty is taken
// away again; empty tells that one without a letter stays.
func (s *Session) CommitText() (empty bool) {
	t := s.typing
	if t == nil {
		return false
	}
	s.typing = nil
	s.past.closed = true
	if strings.TrimSpace(string(s.runes(t.id))) == "" {
		if empty = !t.fresh; !empty {
			// Failing, it stays: an empty text does no harm.
			_ = s.Apply("step.delete", Delete([]string{t.id}))
		}
	}
	s.tell(Change{Selection: true, Overlay: true})
	return empty
}

// CancelText ends editing in place; text and history are as they were before.
func (s *Session) CancelText() {
	t := s.typing
	if t == nil {
		return
	}
	s.stop()
	s.typing = nil
	serial, saved := s.past.serial, s.past.saved
	s.past = t.before
	s.past.serial, s.past.saved, s.past.closed = serial, saved, true
	s.show(s.past.doc())
}

// endTyping commits text in place, unless its layer is all that is chosen.
func (s *Session) endTyping(ids []string) {
	if s.typing != nil && !slices.Equal(ids, []string{s.typing.id}) {
		s.CommitText()
	}
}

// retype keeps the caret in the text after a step back or forward, and ends
// editing when that went back behind its beginning.
func (s *Session) retype() {
	t := s.typing
	if t == nil {
		return
	}
	if l := Find(s.shown, t.id); l == nil || l.Text == nil ||
		s.past.steps[s.past.now].serial < t.before.steps[t.before.now].serial {
		s.typing = nil
		s.tell(Change{Selection: true, Overlay: true})
		return
	}
	t.run++
	n := len(s.runes(t.id))
	t.at = min(t.at, n)
	t.mark = t.at
	s.chosen = []string{t.id}
	s.tell(Change{Overlay: true})
}

func (s *Session) runes(id string) []rune {
	if l := Find(s.shown, id); l != nil && l.Text != nil {
		return []rune(l.Text.Content)
	}
	return nil
}

// TextInput types a letter in place of what is selected.
func (s *Session) TextInput(r rune) { s.TextInsert(string(r)) }

// TextInsert puts a text in place of what is selected, as pasting does. What
// cannot be shown is left out.
func (s *Session) TextInsert(text string) {
	t := s.typing
	if t == nil {
		return
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, text)
	if l := Find(s.shown, t.id); l != nil && l.Text != nil && l.Text.Arc != nil {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	low, high := t.marked()
	s.retext(low, high, []rune(text))
}

func (t *typing) marked() (low, high int) { return min(t.at, t.mark), max(t.at, t.mark) }

// retext replaces part of the text and puts the caret behind it.
func (s *Session) retext(low, high int, with []rune) {
	t := s.typing
	old := s.runes(t.id)
	low, high = min(low, len(old)), min(high, len(old))
	if low == high && len(with) == 0 {
		return
	}
	content := string(slices.Concat(old[:low], with, old[high:]))
	was := *t
	t.at, t.wish = low+len(with), nil
	t.mark = t.at
	if err := s.Tick("step.type", fmt.Sprintf("type %s %d", t.id, t.run), SetContent(t.id, content)); err != nil {
		*t = was
	}
}

// TextSelected gives the selected part of the text in place.
func (s *Session) TextSelected() string {
	if s.typing == nil {
		return ""
	}
	low, high := s.typing.marked()
	text := s.runes(s.typing.id)
	return string(text[min(low, len(text)):min(high, len(text))])
}

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
	if l == nil {
		return false
	}
	outer := around(s.shown, l.ID)
	if s.covers(visible(l), outer, p.At, 2*slack/p.scale()) {
		return true
	}
	q := quad(Box(s.env.Plain, l), l.Place.Then(outer))
	return l.Text.Arc == nil && polygonHas(q[:], p.At)
}

func visible(l *designer.Layer) *designer.Layer {
	if !l.Hidden {
		return l
	}
	n := *l
	n.Hidden = false
	return &n
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
