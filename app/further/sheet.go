package further

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// Page is what a sheet needs of the page it stands in. Paths are those of
// issuer.MoreFault, such as "alignment[0].targetUrl".
type Page struct {
	Env kit.Env
	// Fault is the sentence under a field, or "".
	Fault func(path string) string
	// Field is told of every field, so that a fault can be put under it later.
	Field func(path string, field interface{ SetError(string) })
	// Typed tells that a field was changed.
	Typed func(path string)
	// Rebuild builds the page again: an entry came or went.
	Rebuild func()
}

// Sheet builds fields for members, in place: what is typed stands in what the
// pointers point at. It remembers which entries are unfolded.
type Sheet struct {
	page  Page
	open  map[string]bool
	fresh string // path of an entry that was just added
	first fyne.Focusable
}

// NewSheet makes one.
func NewSheet(page Page) *Sheet { return &Sheet{page: page, open: map[string]bool{}} }

func (s *Sheet) t(key string, pairs ...string) string { return s.page.Env.T("further."+key, pairs...) }

func (s *Sheet) hint(word string) string {
	if key := "further." + word + ".hint"; s.page.Env.Has(key) {
		return s.page.Env.T(key)
	}
	return ""
}

// Focus goes to the first field of an entry that was just added.
func (s *Sheet) Focus() {
	if s.first != nil {
		s.page.Env.Window.Canvas().Focus(s.first)
		s.first = nil
	}
}

// Open unfolds the entries that hold a path.
func (s *Sheet) Open(path string) {
	for i := range path {
		if path[i] == '.' {
			s.open[path[:i]] = true
		}
	}
	s.open[path] = true
}

// Text is a field for one line, or for several.
func (s *Sheet) Text(path, word string, to *string, rows int) fyne.CanvasObject {
	return s.typed(path, word, *to, rows, func(text string) { *to = text })
}

// Number is a field for a number.
func (s *Sheet) Number(path, word string, to *json.Number) fyne.CanvasObject {
	return s.Text(path, word, (*string)(to), 1)
}

// Raw is a field for a document, or for an address in place of it.
func (s *Sheet) Raw(path, word string, to *json.RawMessage) fyne.CanvasObject {
	return s.typed(path, word, plainOf(*to), 5, func(text string) { *to = rawOf(text) })
}

// Lines is a field for several texts, one a line.
func (s *Sheet) Lines(path, word string, to *[]string) fyne.CanvasObject {
	return s.typed(path, word, strings.Join(*to, "\n"), 3, func(text string) {
		*to = nil
		if text != "" {
			*to = strings.Split(text, "\n")
		}
	})
}

func (s *Sheet) typed(path, word, text string, rows int, set func(string)) fyne.CanvasObject {
	changed := func(text string) {
		set(text)
		s.page.Typed(path)
	}
	var f *kit.TextField
	if rows > 1 {
		f = kit.NewTextArea(s.t(word), s.hint(word), text, rows, changed)
	} else {
		f = kit.NewTextField(s.t(word), s.hint(word), text, changed)
	}
	s.met(path, f, f.Entry)
	return f
}

// met shows what is wrong with a field and remembers it.
func (s *Sheet) met(path string, f interface{ SetError(string) }, focus fyne.Focusable) {
	f.SetError(s.page.Fault(path))
	s.page.Field(path, f)
	if s.first == nil && s.fresh != "" && strings.HasPrefix(path, s.fresh) {
		s.first, s.fresh = focus, ""
	}
}

// Tick is a choice between yes and no.
func (s *Sheet) Tick(path, word string, to *bool) fyne.CanvasObject {
	check := kit.NewCheck(s.t(word), *to, func(on bool) {
		*to = on
		s.page.Typed(path)
	})
	if hint := s.hint(word); hint != "" {
		return kit.VBox(2, check, kit.Hint(hint))
	}
	return check
}

// Choice is a field for a word of a list, shown by its plain name. A list is
// open: a word of one's own is kept as "ext:word".
func (s *Sheet) Choice(path, word, names string, list []string, to *string) fyne.CanvasObject {
	values, texts := []string{""}, []string{s.t("choice.none")}
	for _, value := range list {
		values, texts = append(values, value), append(texts, s.t(names+"."+key(value)))
	}
	if *to != "" && !slices.Contains(values, *to) {
		values, texts = append(values, *to), append(texts, s.ownText(*to))
	}
	choice := kit.NewSelect(s.t(word), values, texts, *to, func(value string) {
		*to = value
		s.page.Typed(path)
	})
	choice.Placeholder(s.t("choice.none")).Searching(s.page.Env, func(typed string) (string, string, bool) {
		value := own(typed)
		return value, s.ownText(value), value != ""
	})
	f := kit.NewField(s.t(word), s.hint(word), choice)
	s.met(path, f, choice)
	return f
}

// key is a word as the end of a key: words are told apart without their case
// and marks.
func key(value string) string {
	return strings.ToLower(strings.NewReplacer(":", "-").Replace(value))
}

func (s *Sheet) ownText(value string) string {
	return s.t("choice.own", "word", strings.TrimPrefix(value, "ext:"))
}

// own makes a word of one's own out of what was typed: letters and figures of
// plain English stay, words grow together.
func own(typed string) string {
	var b strings.Builder
	for _, r := range strings.TrimPrefix(strings.TrimSpace(typed), "ext:") {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
			b.WriteRune(r)
		case r == ' ':
			b.WriteByte('-')
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "ext:" + b.String()
}

// Group is a set of fields that are there once somebody says so.
func Group[T any](s *Sheet, path, word string, to **T, fields func(path string, it *T) []fyne.CanvasObject) fyne.CanvasObject {
	check := kit.NewCheck(s.t(word), *to != nil, func(on bool) {
		*to = nil
		if on {
			*to = new(T)
			s.fresh = path + "."
		}
		s.page.Typed(path)
		s.page.Rebuild()
	})
	rows := []fyne.CanvasObject{check}
	if hint := s.hint(word); hint != "" {
		rows = append(rows, kit.Hint(hint))
	}
	if *to != nil {
		rows = append(rows, inner(fields(path, *to)...))
	}
	return kit.VBox(8, rows...)
}

// inner is a box inside a card.
func inner(rows ...fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(kit.NewFill(kit.ColorBg).Edge(kit.ColorLine, 1).Round(8), kit.Pad(12, kit.VBox(12, rows...)))
}

// Fold is a set of fields that are seldom needed. It is open when it holds
// something that is wrong, or was unfolded.
func (s *Sheet) Fold(path, word string, rows func() []fyne.CanvasObject) fyne.CanvasObject {
	id := path + "?" + word
	icon := "chevron-right"
	if s.open[id] {
		icon = "chevron-down"
	}
	head := kit.HBox(0, kit.NewButton(s.t(word), icon, kit.Quiet, func() {
		s.open[id] = !s.open[id]
		s.page.Rebuild()
	}).Small())
	if !s.open[id] {
		return head
	}
	return kit.VBox(8, append([]fyne.CanvasObject{head}, rows()...)...)
}

// List is a list of entries, each with its fields. name is what an entry is
// called when it is folded; "" while it says nothing.
func List[T any](s *Sheet, path, word string, list *[]T, name func(T) string, fields func(path string, it *T) []fyne.CanvasObject) fyne.CanvasObject {
	rows := []fyne.CanvasObject{}
	again := func() {
		s.page.Typed(path)
		s.page.Rebuild()
	}
	for i := range *list {
		at := path + "[" + strconv.Itoa(i) + "]"
		title := strings.TrimSpace(name((*list)[i]))
		if title == "" {
			title = s.t(word+".entry", "number", strconv.Itoa(i+1))
		}
		shown := s.open[at]
		icon := "chevron-right"
		if shown {
			icon = "chevron-down"
		}
		fold := kit.NewRow(title, kit.AtLeast(0, 32, kit.Inset(0, 8, 0, 8, kit.HBox(8, kit.NewGlyph(icon, kit.ColorText2, 16), kit.Spread(kit.Line(title))))), func() {
			s.open[at] = !shown
			s.page.Rebuild()
		})
		up := kit.NewIconButton("arrow-up", s.t("entry.up"), func() {
			s.swap(path, i-1, i)
			(*list)[i-1], (*list)[i] = (*list)[i], (*list)[i-1]
			again()
		}).Small()
		up.SetEnabled(i > 0)
		remove := kit.NewIconButton("trash", s.t("entry.remove", "name", title), func() {
			s.removed(path, i, len(*list))
			if *list = append((*list)[:i:i], (*list)[i+1:]...); len(*list) == 0 {
				*list = nil
			}
			again()
		}).Small()
		head := kit.HBox(4, kit.Spread(fold), up, remove)
		if fault := s.page.Fault(at); fault != "" {
			head = kit.VBox(4, head, kit.Hint(fault).In(kit.ColorErr))
		}
		if !shown {
			rows = append(rows, container.NewStack(kit.NewFill(kit.ColorBg).Edge(kit.ColorLine, 1).Round(8), kit.Inset(4, 8, 4, 4, head)))
			continue
		}
		rows = append(rows, container.NewStack(kit.NewFill(kit.ColorBg).Edge(kit.ColorLine, 1).Round(8),
			kit.Inset(4, 8, 12, 4, kit.VBox(8, head, kit.Inset(0, 4, 0, 8, kit.VBox(12, fields(at, &(*list)[i])...))))))
	}
	add := kit.NewButton(s.t(word+".add"), "plus", kit.Plain, func() {
		var empty T
		*list = append(*list, empty)
		at := path + "[" + strconv.Itoa(len(*list)-1) + "]"
		s.open[at], s.fresh = true, at
		again()
	}).Small()
	return kit.VBox(8, append(rows, kit.HBox(0, add))...)
}

// swap lets entries stay folded or unfolded when they change places.
func (s *Sheet) swap(path string, a, b int) {
	moved := map[string]bool{}
	for at, open := range s.open {
		moved[renumber(path, at, func(i int) int {
			switch i {
			case a:
				return b
			case b:
				return a
			}
			return i
		})] = open
	}
	s.open = moved
}

// removed lets the entries behind one that goes keep how they are folded.
func (s *Sheet) removed(path string, gone, count int) {
	moved := map[string]bool{}
	for at, open := range s.open {
		to := renumber(path, at, func(i int) int {
			switch {
			case i == gone:
				return count // nobody's
			case i > gone:
				return i - 1
			}
			return i
		})
		moved[to] = open && !strings.HasPrefix(to, path+"["+strconv.Itoa(count)+"]")
	}
	s.open = moved
}

func renumber(path, at string, to func(int) int) string {
	rest, of := strings.CutPrefix(at, path+"[")
	number, after, closed := strings.Cut(rest, "]")
	i, err := strconv.Atoi(number)
	if !of || !closed || err != nil {
		return at
	}
	return path + "[" + strconv.Itoa(to(i)) + "]" + after
}

// Say gives every fault its sentence, by its path.
func Say(env kit.Env, faults []issuer.MoreFault) map[string]string {
	said := map[string]string{}
	for _, f := range faults {
		if said[f.Field] == "" {
			said[f.Field] = env.T("further.fault."+f.Why, "value", f.Value)
		}
	}
	return said
}
