package app

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// Commands opens the list of everything that can be done now, to search in.
func (s *Shell) Commands() {
	p := &commands{s: s, list: kit.VBox(0)}
	p.entry = kit.NewEntry(s.env.T("app.commands.find"))
	p.entry.SetPlaceHolder(s.env.T("app.commands.find"))
	p.entry.OnChanged = func(string) { p.find() }
	p.entry.OnKey = p.key
	p.entry.OnSubmitted = func(string) { p.take(p.at) }
	p.scroll = kit.Scroll(p.list)
	p.dialog = s.env.NewDialog("", kit.Page(kit.Inset(0, 0, 8, 0, p.entry), kit.Exactly(0, 340, p.scroll), nil)).Sized(520, 0).Focus(p.entry)
	p.find()
	p.dialog.Show()
}

type commands struct {
	s      *Shell
	entry  *kit.Entry
	list   *fyne.Container
	scroll interface {
		fyne.CanvasObject
		ScrollToOffset(fyne.Position)
	}
	dialog *kit.Dialog
	found  []kit.Action
	rows   []*kit.Item
	at     int
}

// find lists the actions whose names hold every word typed; those that begin
// with the text come first.
func (p *commands) find() {
	words := strings.Fields(strings.ToLower(p.entry.Text))
	var first, rest []kit.Action
	for _, a := range p.s.everything() {
		if a.Word == "" || !a.On() || a.Name == "help.commands" {
			continue
		}
		name := strings.ToLower(p.s.env.T(a.Word))
		if !all(name, words) {
			continue
		}
		if len(words) > 0 && strings.HasPrefix(name, words[0]) {
			first = append(first, a)
		} else {
			rest = append(rest, a)
		}
	}
	p.found = append(first, rest...)
	p.rows, p.at = nil, 0
	p.list.Objects = nil
	for i, a := range p.found {
		keys := kit.Second(kit.KeyText(a.Keys))
		row := kit.NewRow(p.s.env.T(a.Word), kit.Exactly(0, 28, kit.Inset(0, 10, 0, 10, kit.HBox(8, kit.Spread(kit.Line(p.s.env.T(a.Word))), keys))), func() { p.take(i) })
		p.rows = append(p.rows, row)
		p.list.Add(row)
	}
	if len(p.found) == 0 {
		p.list.Add(kit.Pad(10, kit.Hint(p.s.env.T("app.commands.none", "text", p.entry.Text))))
	}
	p.mark(0)
	p.list.Refresh()
}

func all(name string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(name, w) {
			return false
		}
	}
	return true
}

func (p *commands) mark(at int) {
	if at < 0 || at >= len(p.rows) {
		return
	}
	p.at = at
	for i, r := range p.rows {
		r.SetOn(i == at)
	}
	h := kit.Px(28)
	p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, float32(at)*h-p.scroll.Size().Height/2)))
}

func (p *commands) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyDown:
		p.mark(p.at + 1)
	case fyne.KeyUp:
		p.mark(p.at - 1)
	case fyne.KeyPageDown:
		p.mark(min(p.at+10, len(p.rows)-1))
	case fyne.KeyPageUp:
		p.mark(max(p.at-10, 0))
	default:
		return false
	}
	return true
}

func (p *commands) take(i int) {
	if i < 0 || i >= len(p.found) {
		return
	}
	a := p.found[i]
	p.dialog.Close()
	p.s.run(a)
}

// Help lists every key there is now.
func (s *Shell) Help() {
	groups := map[string][]fyne.CanvasObject{}
	for _, a := range s.everything() {
		if a.Keys != "" && a.Word != "" {
			line := kit.HBox(12, kit.Spread(kit.Line(s.env.T(a.Word))), kit.Second(kit.KeyText(a.Keys)))
			groups[a.Menu] = append(groups[a.Menu], kit.Exactly(0, 24, line))
		}
	}
	left, right := []fyne.CanvasObject{}, []fyne.CanvasObject{}
	for _, name := range append(menuNames(), "") {
		lines := groups[name]
		if len(lines) == 0 {
			continue
		}
		title := s.env.T("app.keys.here")
		if name != "" {
			title = s.env.T("app.menu." + name)
		}
		block := kit.VBox(2, append([]fyne.CanvasObject{kit.Strong(title)}, lines...)...)
		if len(left) <= len(right) {
			left = append(left, block)
		} else {
			right = append(right, block)
		}
	}
	more := kit.VBox(2, kit.Strong(s.env.T("app.keys.lists")), kit.Body(s.env.T("app.keys.lists.text")).In(kit.ColorText2))
	body := kit.VBox(20, append(s.prose(), kit.Columns(32, []float32{1, 1}, kit.VBox(16, left...), kit.VBox(16, append(right, more)...)))...)
	s.tell(s.env.T("app.keys.title"), kit.Exactly(0, 460, kit.Scroll(kit.Inset(0, 12, 0, 0, body))), 720)
}

// prose is what the room in front tells of itself.
func (s *Shell) prose() (list []fyne.CanvasObject) {
	room, has := s.current.(kit.Helped)
	if !has {
		return nil
	}
	for key, n := room.HelpWord(), 2; s.env.Has(key); n++ {
		list = append(list, kit.Body(s.env.T(key)))
		key = room.HelpWord() + "." + strconv.Itoa(n)
	}
	return []fyne.CanvasObject{kit.VBox(8, list...)}
}

func (s *Shell) about() {
	words := kit.VBox(8,
		kit.Body(s.env.T("app.about.text")),
		kit.Second(s.env.T("app.about.version", "version", s.c.Version)),
		kit.Hint(s.env.T("app.about.more")))
	s.tell(s.env.T("app.name"), words, 440)
}

func (s *Shell) tell(title string, body fyne.CanvasObject, width float32) {
	var d *kit.Dialog
	ok := kit.NewButton(s.env.T("app.close"), "", kit.Primary, func() { d.Close() })
	d = s.env.NewDialog(title, body, ok).Sized(width, 0).Focus(ok)
	d.Show()
}
