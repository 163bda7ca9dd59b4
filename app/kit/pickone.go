package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

// PickOne is a question with many answers, of which one is looked for by
// typing.
type PickOne struct {
	Title         string
	Values, Texts []string
	Chosen        string
	// Own makes an answer out of what was typed that is not in the list; nil
	// when there are none but those listed.
	Own func(typed string) (value, text string, ok bool)
}

// shownAnswers is how many answers are listed at once; typing finds the rest.
const shownAnswers = 40

// PickOne asks, and calls done with the answer; not at all when there is none.
func (e Env) PickOne(p PickOne, done func(value string)) {
	search := NewEntry(e.T("app.pick.find"))
	search.SetPlaceHolder(e.T("app.pick.find"))
	list := VBox(0)
	no := NewButton(e.T("app.cancel"), "", Plain, nil)
	d := e.NewDialog(p.Title, VBox(10, search, Exactly(0, 320, Scroll(list))), no).Sized(460, 0).Focus(search)
	no.OnTap(d.Close)
	take := func(value string) {
		d.Close()
		done(value)
	}
	first := ""
	fill := func(typed string) {
		list.Objects, first = nil, ""
		row := func(value, text string) {
			if len(list.Objects) == 0 {
				first = value
			}
			line := []fyne.CanvasObject{Spread(Line(text))}
			if value == p.Chosen {
				line = append(line, NewGlyph("check", ColorAccent, 16))
			}
			list.Objects = append(list.Objects, NewRow(text, AtLeast(0, 32, Inset(0, 10, 0, 12, HBox(8, line...))), func() { take(value) }).Bar().SetOn(value == p.Chosen))
		}
		exact := false
		for _, at := range answers(p.Texts, typed) {
			exact = exact || strings.EqualFold(p.Texts[at], strings.TrimSpace(typed))
			if len(list.Objects) < shownAnswers {
				row(p.Values[at], p.Texts[at])
			}
		}
		if p.Own != nil && !exact && strings.TrimSpace(typed) != "" {
			if value, text, ok := p.Own(typed); ok {
				row(value, text)
			}
		}
		if len(list.Objects) == 0 {
			list.Objects = []fyne.CanvasObject{Inset(8, 10, 8, 10, Hint(e.T("app.pick.none", "text", typed)))}
		}
		list.Refresh()
	}
	fill("")
	search.OnChanged = fill
	search.OnSubmitted = func(typed string) {
		if strings.TrimSpace(typed) != "" && len(list.Objects) > 0 && first != "" {
			take(first)
		}
	}
	d.Show()
}

// answers finds the texts that hold every word typed; those that begin with
// what was typed come first.
func answers(texts []string, typed string) (found []int) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	words := strings.Fields(typed)
	var later []int
next:
	for i, text := range texts {
		text = strings.ToLower(text)
		for _, word := range words {
			if !strings.Contains(text, word) {
				continue next
			}
		}
		if strings.HasPrefix(text, typed) {
			found = append(found, i)
		} else {
			later = append(later, i)
		}
	}
	return append(found, later...)
}

// Searching makes a select ask by PickOne, for lists too long for a menu.
func (s *Select) Searching(e Env, own func(typed string) (value, text string, ok bool)) *Select {
	s.act = func() {
		e.PickOne(PickOne{Title: s.name, Values: s.values, Texts: s.texts, Chosen: s.value, Own: own}, func(value string) {
			if s.text() == "" || own != nil {
				s.named(value, own)
			}
			s.Choose(value)
		})
	}
	return s
}

// named takes an answer of one's own into the choices, so that it is shown.
func (s *Select) named(value string, own func(string) (string, string, bool)) {
	for _, v := range s.values {
		if v == value {
			return
		}
	}
	text := value
	if own != nil {
		if _, said, ok := own(value); ok {
			text = said
		}
	}
	s.values, s.texts = append(s.values[:len(s.values):len(s.values)], value), append(s.texts[:len(s.texts):len(s.texts)], text)
}
