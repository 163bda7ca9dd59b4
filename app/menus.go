package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// menuNames are the menus, in order.
func menuNames() []string {
	return []string{"file", "edit", "view", "design", "award", "ledger", "help"}
}

// menus makes the menu bar out of the actions, or shows anew what each can do
// when it is made of the same.
func (s *Shell) menus() {
	s.actions = s.everything()
	var shape strings.Builder
	for _, a := range s.actions {
		shape.WriteString(a.Menu + " " + a.Name + " " + a.Word + " " + a.Keys + "\n")
	}
	if s.menu != nil && shape.String() == s.shape {
		s.menuStates()
		return
	}
	s.shape = shape.String()
	menus := make([]*fyne.Menu, 0, 7)
	for _, name := range menuNames() {
		items := []*fyne.MenuItem{}
		for i, a := range s.actions {
			if a.Menu == name {
				items = append(items, s.item(i, a))
			}
		}
		items = append(items, s.elsewhere(name, len(items) == 0)...)
		menus = append(menus, fyne.NewMenu(s.env.T("app.menu."+name), items...))
	}
	s.menu = fyne.NewMainMenu(menus...)
	s.menuStates()
	s.c.Window.SetMainMenu(s.menu)
}

// elsewhere leads to the room of a menu while another is in front, so that no
// menu is empty. The first menu keeps Quit in our own words.
func (s *Shell) elsewhere(menu string, empty bool) []*fyne.MenuItem {
	if !empty {
		return nil
	}
	to := map[string]string{"design": kit.RoomDesigns, "award": kit.RoomAward, "ledger": kit.RoomLedger}[menu]
	if to == "" {
		return nil
	}
	return []*fyne.MenuItem{fyne.NewMenuItem(s.env.T("app.menu.go", "room", s.env.T("app.room."+to)), func() { s.Go(kit.Route{Room: to}) })}
}

func (s *Shell) item(i int, a kit.Action) *fyne.MenuItem {
	name := a.Name
	it := fyne.NewMenuItem(s.env.T(a.Word), func() {
		for _, now := range s.actions {
			if now.Name == name {
				s.run(now)
				return
			}
		}
	})
	if a.Keys != "" {
		it.Shortcut = kit.Shortcut(a.Keys)
	}
	if a.Name == "file.quit" {
		it.IsQuit = true
	}
	_ = i
	return it
}

// menuStates shows what can be done now.
func (s *Shell) menuStates() {
	changed := false
	for m, name := range menuNames() {
		at := 0
		for _, a := range s.actions {
			if a.Menu != name {
				continue
			}
			it := s.menu.Items[m].Items[at]
			at++
			// Text actions act on what has the focus when they are pressed, which
			// the menu cannot know beforehand.
			off, checked := !a.On() && !textKeys(a.Keys), a.Checked != nil && a.Checked()
			if it.Disabled != off || it.Checked != checked {
				it.Disabled, it.Checked, changed = off, checked, true
			}
		}
	}
	if changed && s.c.Window.MainMenu() != nil {
		s.menu.Refresh()
	}
}

// typed takes keys that nobody in the page had a use for.
func (s *Shell) typed(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		s.escape()
		return
	}
	held, _ := kit.Modifiers()
	s.runKey(k.Name, held&fyne.KeyModifierShift != 0)
}

// runKey runs the action of a key by itself, or with Shift: the window system
// tells of Shift with a key as of the key alone.
func (s *Shell) runKey(key fyne.KeyName, shift bool) {
	for _, a := range s.actions {
		keys, with := strings.CutPrefix(a.Keys, "shift+")
		if with == shift && plain(keys) && len(keys) > 1 && kit.KeyName(keys) == key {
			s.run(a)
			return
		}
	}
}

// escape closes the topmost thing: a dialog, or what the room has open.
func (s *Shell) escape() {
	c := s.c.Window.Canvas()
	if kit.EscapeTop(c) {
		return
	}
	if r, ok := s.current.(kit.Escaper); ok && s.lost == nil && r.Escape() {
		s.Changed()
	}
}

// pane moves the focus to the next pane: the rail, then those of the room.
func (s *Shell) pane(step int) {
	panes := []fyne.Focusable{s.rail.First()}
	if r, ok := s.current.(kit.Paned); ok {
		panes = append(panes, r.Panes()...)
	}
	c := s.c.Window.Canvas()
	at := paneOf(c, panes)
	if at < 0 && step < 0 {
		at = 0
	}
	if len(panes) == 1 && at == 0 {
		c.FocusNext()
		return
	}
	c.Focus(panes[(at+step+len(panes))%len(panes)])
}

// mostBefore is how many parts of a pane are looked through for where it begins.
const mostBefore = 400

// paneOf is the pane that has the keys, itself or something in it: the last one
// that Tab comes by on its way there, which has the keys then; -1 for none.
func paneOf(c fyne.Canvas, panes []fyne.Focusable) int {
	for range mostBefore {
		had := c.Focused()
		if had == nil {
			return -1
		}
		if at := slices.Index(panes, had); at >= 0 {
			return at
		}
		if c.FocusPrevious(); c.Focused() == had {
			return -1
		}
	}
	return -1
}
