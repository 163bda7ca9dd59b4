package edit

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

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
	l := Find(s.shown, t.id)
	low, high := t.marked()
	s.retext(low, high, []rune(readable(text, l != nil && l.Text != nil && l.Text.Arc != nil)))
}

// readable is what can be shown of a text, on one line if that is all there is.
func readable(text string, oneLine bool) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, text)
	if oneLine {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	return text
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
