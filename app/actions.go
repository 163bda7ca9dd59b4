package app

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// own lists what the window itself can do.
func (s *Shell) own() []kit.Action {
	has := func() bool { return s.ledger != nil }
	list := []kit.Action{
		{Name: "file.new", Word: "app.action.new-design", Icon: "plus", Keys: "ctrl+n", Menu: "file", Enabled: has, Run: func() { s.Go(kit.Route{Room: kit.RoomDesigns, What: "new"}) }},
		{Name: "file.open", Word: "app.action.open", Icon: "folder", Keys: "ctrl+o", Menu: "file", Enabled: has, Run: s.openFile},
		{Name: "ledger.open", Word: "app.action.open-ledger", Icon: "ledger", Menu: "ledger", Run: func() { s.OpenLedger("") }},
		{Name: "ledger.begin", Word: "app.action.begin-ledger", Icon: "plus", Menu: "ledger", Run: s.beginLedger},
		{Name: "ledger.restore", Word: "app.action.restore", Icon: "backup", Menu: "ledger", Run: s.Restore},
		{Name: "ledger.sample", Word: "app.action.sample", Menu: "ledger", Run: s.OpenSample},
	}
	for _, p := range places(s.env) {
		if p.Value != "" {
			list = append(list, kit.Action{
				Name: "go." + p.Value, Word: "app.room." + p.Value, Icon: p.Icon, Keys: p.Keys, Menu: "view", Enabled: has,
				Checked: func() bool { return s.current != nil && s.current.Name() == p.Value },
				Run:     func() { s.Go(kit.Route{Room: p.Value}) },
			})
		}
	}
	return append(
		list,
		kit.Action{
			Name: "view.rail", Word: "app.action.wide-rail", Menu: "view",
			Checked: func() bool { return s.c.Prefs.Bool(kit.PrefWideRail, false) },
			Run: func() {
				s.c.Prefs.SetBool(kit.PrefWideRail, !s.c.Prefs.Bool(kit.PrefWideRail, false))
				s.Changed()
			},
		},
		kit.Action{Name: "view.dark", Word: "app.action.theme", Icon: "moon", Menu: "view", Run: s.toggleTheme},
		kit.Action{Name: "view.pane", Word: "app.action.next-pane", Keys: "f6", Menu: "view", Enabled: has, Run: func() { s.pane(1) }},
		kit.Action{Name: "view.pane-back", Word: "app.action.last-pane", Keys: "shift+f6", Menu: "view", Enabled: has, Run: func() { s.pane(-1) }},
		kit.Action{Name: "award.start", Word: "app.action.award", Icon: "award", Menu: "award", Enabled: has, Run: func() { s.Go(kit.Route{Room: kit.RoomAward}) }},
		kit.Action{Name: "help.commands", Word: "app.action.commands", Icon: "search", Keys: "ctrl+k", Menu: "help", Run: s.Commands},
		kit.Action{Name: "help.keys", Word: "app.action.keys", Icon: "keyboard", Keys: "f1", Menu: "help", Run: s.Help},
		kit.Action{Name: "help.about", Word: "app.action.about", Icon: "info", Menu: "help", Run: s.about},
		kit.Action{Name: "file.quit", Word: "app.action.quit", Keys: "ctrl+q", Menu: "file", Run: s.Close},
	)
}

func (s *Shell) toggleTheme() {
	dark := s.c.Prefs.String(kit.PrefTheme, "system") == "dark"
	next := "dark"
	if dark {
		next = "light"
	}
	s.c.Prefs.SetString(kit.PrefTheme, next)
	s.Restyle()
}

// openFile asks for any file the window has a use for.
func (s *Shell) openFile() {
	s.env.ChooseFile(kit.Choose{
		Title: s.env.T("app.open.title"), Recent: true,
		Extensions: kit.FileEndings(),
	}, func(path string) { s.Dropped([]string{path}) })
}

// OpenLedger opens another ledger; "" asks which.
func (s *Shell) OpenLedger(path string) {
	if path == "" {
		s.env.ChooseFile(kit.Choose{Title: s.env.T("app.open.ledger"), Extensions: []string{".db", ".kiln"}, Recent: true}, s.OpenLedger)
		return
	}
	s.opening(func(ctx context.Context) (Ledger, error) { return s.c.Opener.Open(ctx, path) }, kit.Route{Room: kit.RoomHome}, nil)
}

// OpenSample opens the sample workshop.
func (s *Shell) OpenSample() {
	s.opening(s.c.Opener.Sample, kit.Route{Room: kit.RoomHome}, nil)
}

// beginLedger asks where, and makes an empty ledger there.
func (s *Shell) beginLedger() {
	s.env.ChooseFile(kit.Choose{Title: s.env.T("app.begin.title"), Button: s.env.T("app.begin.do"), Save: true, Name: "ledger.db", Extensions: []string{".db"}}, func(path string) {
		if filepath.Ext(path) == "" {
			path += ".db"
		}
		s.Begin(path)
	})
}

// Begin makes an empty ledger and takes the designs of the one open along;
// path "" is the usual place.
func (s *Shell) Begin(path string) {
	from := ""
	if s.ledger != nil {
		from = s.ledger.Path()
	}
	s.opening(func(ctx context.Context) (Ledger, error) { return s.c.Opener.Begin(ctx, path, from) }, kit.Route{Room: kit.RoomHome}, nil)
}

// everything lists the actions of the window and of the room in front. Where
// both have the same keys the room's win.
func (s *Shell) everything() []kit.Action {
	var room []kit.Action
	if s.current != nil && s.lost == nil {
		room = s.current.Actions()
	}
	taken := map[string]bool{}
	for _, a := range room {
		if a.Keys != "" {
			taken[a.Keys] = true
		}
		taken["name:"+a.Name] = true
	}
	list := make([]kit.Action, 0, len(room)+20)
	for _, a := range room {
		if a.Menu == "" && a.Keys != "" && !plain(a.Keys) {
			a.Menu = s.menuOf() // keys reach past a focused text only from the menu bar
		}
		list = append(list, a)
	}
	for _, a := range append(s.editing(), s.own()...) {
		if taken["name:"+a.Name] || a.Keys != "" && taken[a.Keys] {
			continue
		}
		list = append(list, a)
	}
	return list
}

// menuOf is the menu that belongs to the room in front.
func (s *Shell) menuOf() string {
	switch s.current.Name() {
	case kit.RoomDesigns:
		return "design"
	case kit.RoomAward:
		return "award"
	case kit.RoomLedger:
		return "ledger"
	}
	return "view"
}

// editing are the text actions of the Edit menu, for rooms that have none.
func (s *Shell) editing() []kit.Action {
	c := s.c.App.Clipboard()
	give := func(sh fyne.Shortcut) func() {
		return func() {
			if f, ok := s.c.Window.Canvas().Focused().(fyne.Shortcutable); ok {
				f.TypedShortcut(sh)
			}
		}
	}
	on := func() bool {
		_, ok := s.c.Window.Canvas().Focused().(fyne.Shortcutable)
		return ok
	}
	return []kit.Action{
		{Name: "edit.undo", Word: "app.action.undo", Icon: "undo", Keys: "ctrl+z", Menu: "edit", Enabled: on, Run: give(&fyne.ShortcutUndo{})},
		{Name: "edit.redo", Word: "app.action.redo", Icon: "redo", Keys: "ctrl+y", Menu: "edit", Enabled: on, Run: give(&fyne.ShortcutRedo{})},
		{Name: "edit.cut", Word: "app.action.cut", Icon: "cut", Keys: "ctrl+x", Menu: "edit", Enabled: on, Run: give(&fyne.ShortcutCut{Clipboard: c})},
		{Name: "edit.copy", Word: "app.action.copy", Icon: "copy", Keys: "ctrl+c", Menu: "edit", Enabled: on, Run: give(&fyne.ShortcutCopy{Clipboard: c})},
		{Name: "edit.paste", Word: "app.action.paste", Icon: "paste", Keys: "ctrl+v", Menu: "edit", Enabled: on, Run: give(&fyne.ShortcutPaste{Clipboard: c})},
		{Name: "edit.all", Word: "app.action.select-all", Keys: "ctrl+a", Menu: "edit", Enabled: on, Run: give(&fyne.ShortcutSelectAll{})},
	}
}

// run does an action if it can be done now. While a dialog is open the page
// behind it takes no keys, and a focused text keeps its own.
func (s *Shell) run(a kit.Action) {
	c := s.c.Window.Canvas()
	if f, ok := c.Focused().(fyne.Shortcutable); ok && textKeys(a.Keys) && isText(c.Focused()) {
		f.TypedShortcut(s.textShortcut(a.Keys))
		return
	}
	if a.Primary && kit.EnterTop(c) {
		return
	}
	if c.Overlays().Top() != nil {
		return
	}
	if a.On() {
		a.Run()
		s.Changed()
	}
}

func textKeys(keys string) bool {
	switch keys {
	case "ctrl+z", "ctrl+y", "ctrl+shift+z", "ctrl+x", "ctrl+c", "ctrl+v", "ctrl+a":
		return true
	}
	return false
}

// isText tells whether something focused is a text entry.
func isText(f fyne.Focusable) bool {
	_, ok := f.(interface{ SelectedText() string })
	return ok
}

func (s *Shell) textShortcut(keys string) fyne.Shortcut {
	c := s.c.App.Clipboard()
	switch keys {
	case "ctrl+z":
		return &fyne.ShortcutUndo{}
	case "ctrl+x":
		return &fyne.ShortcutCut{Clipboard: c}
	case "ctrl+c":
		return &fyne.ShortcutCopy{Clipboard: c}
	case "ctrl+v":
		return &fyne.ShortcutPaste{Clipboard: c}
	case "ctrl+a":
		return &fyne.ShortcutSelectAll{}
	}
	return &fyne.ShortcutRedo{}
}

// plain tells whether keys reach the window as a typed key, not as a shortcut.
func plain(keys string) bool {
	return keys != "" && !strings.Contains(keys, "ctrl+") && !strings.Contains(keys, "alt+")
}
