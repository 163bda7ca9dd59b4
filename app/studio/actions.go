package studio

import (
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer/edit"
	"badgekiln/designer/template"
)

// actions is the table of all that can be done in the studio: what the session
// offers, and what is the window's own.
func (s *studio) actions() []kit.Action {
	there := func() bool { return s.session != nil && s.r.front == s.page }
	own := func(name, icon, keys, menu string, run func()) kit.Action {
		return kit.Action{Name: "design." + name, Word: "studio.action." + name, Icon: icon, Keys: keys, Menu: menu, Enabled: there, Run: run}
	}
	save := own("save", "save", "ctrl+s", "file", s.saving.now)
	export := own("export", "download", "ctrl+e", "file", s.exportDialog)
	as := own("save-as", "", "ctrl+shift+s", "file", s.saveAsDialog)
	back := own("list", "designs", "", "file", s.r.showList)
	use := own("use", "badge", "ctrl+return", "design", s.use)
	use.Primary = true
	all := []kit.Action{save, as, export, back, use}
	for _, a := range edit.Actions() {
		all = append(all, s.lent(a, there))
	}
	all = append(all,
		own("zoom-in", "plus", "ctrl++", "view", func() { s.zoom(zoomStep(s.zoomNow(), true)) }),
		own("zoom-out", "minus", "ctrl+-", "view", func() { s.zoom(zoomStep(s.zoomNow(), false)) }),
		own("zoom-fit", "fit", "ctrl+0", "view", s.board.fitView),
		own("zoom-selection", "", "ctrl+9", "view", s.zoomSelection),
		own("preflight", "verify", "f8", "view", s.strip.toggle),
		own("rename", "", "f2", "design", s.renameSelected),
		own("context", "menu", "shift+f10", "", s.menuByKey),
		s.fieldAction(there),
		own("colors", "palette", "c", "design", func() { s.slots.focus() }),
		own("picture", "picture", "i", "design", s.choosePicture),
		own("portrait", "person", "", "design", s.addPortrait),
		own("code", "grid", "", "design", s.addCode),
		own("names", "table", "", "", s.chooseNames),
		own("set", "", "", "design", s.setDialog),
		own("set-again", "", "", "", s.remakeSet),
		own("as-template", "", "", "file", s.keepAsTemplate),
		own("history", "clock", "ctrl+alt+z", "edit", s.historyDialog),
		own("version", "", "ctrl+alt+s", "file", s.nameVersion),
		own("versions", "", "", "file", s.versionsDialog),
		own("logo-colors", "", "", "design", s.chooseLogo),
		kit.Action{
			Name: "design.wear-brand", Word: "studio.action.wear-brand", Icon: "palette", Menu: "design",
			Enabled: func() bool { return there() && s.r.brand.have }, Run: s.wearBrand,
		},
		kit.Action{
			Name: "design.place-logo", Word: "studio.action.place-logo", Icon: "picture", Menu: "design",
			Enabled: func() bool { return there() && len(s.r.brand.kit.Logo) > 0 }, Run: s.placeLogo,
		},
	)
	for _, row := range toolRows() {
		a := own("tool."+string(row.tool), row.icon, row.key, "", func() { s.takeTool(row.tool) })
		a.Checked = func() bool { return s.with == row.tool }
		all = append(all, a)
	}
	for _, n := range snapNames() {
		a := own("snap."+n, "", "", "view", func() { s.toggleSnap(n) })
		a.Checked = func() bool { return s.session != nil && s.snapOn(n) }
		all = append(all, a)
	}
	return append(all, s.alignTos(own)...)
}

// alignToNames are what can be aligned to, each a word "studio.action.align-to.<name>".
func alignToNames() []edit.AlignTo {
	return []edit.AlignTo{edit.ToSelection, edit.ToKey, edit.ToArtboard}
}

// alignTos choose what layers are aligned to: one of them is on.
func (s *studio) alignTos(own func(name, icon, keys, menu string, run func()) kit.Action) []kit.Action {
	var all []kit.Action
	for _, to := range alignToNames() {
		a := own("align-to."+string(to), "", "", "", func() { s.session.SetAlignedTo(to) })
		a.Checked = func() bool {
			if s.session == nil {
				return false
			}
			now := s.session.AlignedTo()
			return now == to || now == edit.ToAuto && to == edit.ToSelection
		}
		all = append(all, a)
	}
	return all
}

// fieldAction makes the selected text the name of each person.
func (s *studio) fieldAction(there func() bool) kit.Action {
	text := func() bool {
		sel := s.session.Selected()
		return len(sel) == 1 && sel[0].Text != nil && !isField(sel[0])
	}
	return kit.Action{
		Name: "design.field", Word: "studio.action.field", Icon: "field", Menu: "design",
		Enabled: func() bool { return there() && text() },
		Run: func() {
			s.session.CommitText()
			if ids := s.session.Selection(); len(ids) == 1 {
				s.try(s.session.Apply("step.role", edit.All(edit.SetContent(ids[0], "{name}"), edit.SetRole(ids[0], template.RoleRecipient))))
			}
		},
	}
}

// lent is an action of the session as the window has it. A focused field keeps
// the keys that mean something to what is typed in it.
func (s *studio) lent(a edit.Action, there func() bool) kit.Action {
	menu := ""
	switch {
	case a.Menu == "edit", a.Menu == "select":
		menu = "edit"
	case a.Menu == "arrange" && (a.Keys != "" || strings.HasPrefix(a.Name, "flip")), a.Menu == "text", a.Menu == "layer":
		// The rest would make the menu higher than a window; it stands in the
		// bar, the context menu and the command list.
		menu = "design"
	}
	// Another program may have copied something, which is asked only when it is wanted.
	pastes := strings.HasPrefix(a.Name, "paste")
	return kit.Action{
		Name: "design." + a.Name, Word: a.Word, Icon: a.Icon, Keys: a.Keys, Menu: menu,
		Enabled: func() bool { return there() && (pastes || a.Enabled(s.session) || s.typesElsewhere()) },
		Run: func() {
			if s.typesElsewhere() && s.passOn(a.Keys) {
				return
			}
			if !pastes && !a.Enabled(s.session) {
				return
			}
			if s.session.Editing() != "" && s.textClip(a.Name) {
				return
			}
			if pastes {
				s.paste(func() error { return a.Run(s.session) })
				return
			}
			s.try(a.Run(s.session))
			if a.Name == "copy" || a.Name == "cut" {
				s.copied()
			}
		},
	}
}

// typesElsewhere tells whether somebody types in a field, not on the canvas.
func (s *studio) typesElsewhere() bool {
	c := s.canvas()
	if c == nil {
		return false
	}
	switch c.Focused().(type) {
	case nil, *board, *layerList:
		return false
	case interface{ SelectedText() string }:
		return true
	}
	return false
}

// passOn gives keys to the field that has the focus.
func (s *studio) passOn(keys string) bool {
	to, ok := s.canvas().Focused().(fyne.Shortcutable)
	if !ok {
		return false
	}
	clip := clipboard{s.env}
	switch keys {
	case "ctrl+z":
		to.TypedShortcut(&fyne.ShortcutUndo{})
	case "ctrl+shift+z":
		to.TypedShortcut(&fyne.ShortcutRedo{})
	case "ctrl+c":
		to.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	case "ctrl+x":
		to.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
	case "ctrl+v":
		to.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	case "ctrl+a":
		to.TypedShortcut(&fyne.ShortcutSelectAll{})
	default:
		return false
	}
	return true
}

// clipboard is the window's as Fyne's shortcuts want it.
type clipboard struct{ env kit.Env }

func (c clipboard) Content() string        { return c.env.Paste() }
func (c clipboard) SetContent(text string) { c.env.Copy(text) }

// textClip does what clip actions mean while a text is edited in place.
func (s *studio) textClip(name string) bool {
	switch name {
	case "copy":
		s.env.Copy(s.session.TextSelected())
	case "cut":
		s.env.Copy(s.session.TextSelected())
		s.session.TextInsert("")
	case "paste":
		s.session.TextInsert(s.env.Paste())
	case "select-all":
		s.session.TextKey(edit.TextAll, false, false)
	case "delete":
		s.session.TextKey(edit.TextDelete, false, false)
	default:
		return false
	}
	return true
}

// keyed runs the action of some keys; it tells whether there is one.
func (s *studio) keyed(keys string) bool {
	if keys == "" {
		return false
	}
	switch keys {
	case "ctrl+y":
		keys = "ctrl+shift+z"
	case "ctrl+=":
		keys = "ctrl++"
	case "menu":
		keys = "shift+f10"
	case "return":
		// What a press would put down where it is, Enter puts into the middle.
		if s.place(edit.Pointer{At: s.middle()}) {
			return true
		}
	}
	for _, a := range s.actions() {
		if a.Keys == keys {
			if a.On() {
				a.Run()
			}
			return true
		}
	}
	return false
}

// action finds an action by name.
func (s *studio) action(name string) kit.Action {
	for _, a := range s.actions() {
		if a.Name == name {
			return a
		}
	}
	return kit.Action{Name: name, Word: name}
}

// actionButton is an icon button of an action; the bar keeps it up to date.
func (s *studio) actionButton(name string) *kit.Button {
	var word, icon, keys string
	for _, a := range edit.Actions() {
		if "design."+a.Name == name {
			word, icon, keys = a.Word, a.Icon, a.Keys
		}
	}
	b := kit.NewIconButton(icon, s.tip(word, keys), func() {
		if a := s.action(name); a.On() {
			a.Run()
		}
	}).Small()
	s.r.buttons = append(s.r.buttons, boundButton{name: name, button: b})
	return b
}

// tip is a name with its keys.
func (s *studio) tip(word, keys string) string {
	text := s.env.T(word)
	if keys != "" {
		text += "  " + kit.KeyText(keys)
	}
	return text
}

// boundButton is a button and the action it stands for.
type boundButton struct {
	name   string
	button *kit.Button
}

func (s *studio) zoomNow() float64 { return s.board.view.Zoom * s.scale() }

// zoom shows so many device pixels for a unit.
func (s *studio) zoom(z float64) { s.board.zoomBy(z / s.scale()) }

func (s *studio) zoomSelection() {
	if r, ok := s.selectionBox(); ok {
		s.board.zoomTo(r)
		return
	}
	s.board.fitView()
}

func (s *studio) renameSelected() {
	if ids := s.session.Selection(); len(ids) > 0 {
		s.layers.rename(ids[len(ids)-1])
	}
}

// snapNames are the kinds of snapping, each a word "studio.action.snap.<name>".
func snapNames() []string { return []string{"artboard", "rings", "layers", "grid"} }

func (s *studio) snap(name string, snaps *edit.Snaps) *bool {
	switch name {
	case "artboard":
		return &snaps.Artboard
	case "rings":
		return &snaps.Rings
	case "layers":
		return &snaps.Layers
	}
	return &snaps.Grid
}

func (s *studio) snapOn(name string) bool {
	snaps := s.session.Snaps()
	return *s.snap(name, &snaps)
}

func (s *studio) toggleSnap(name string) {
	snaps := s.session.Snaps()
	on := s.snap(name, &snaps)
	*on = !*on
	s.session.SetSnaps(snaps)
	s.bar.grid.follow(s)
}

// menuByKey opens the menu of what is selected where that lies, or where the list
// of layers has the keys.
func (s *studio) menuByKey() {
	if s.canvas().Focused() == fyne.Focusable(s.layers) {
		s.contextMenu(s.layers, s.layers.below())
		return
	}
	at := fyne.NewPos(s.board.Size().Width/2, s.board.Size().Height/2)
	if r, ok := s.selectionBox(); ok {
		p := s.board.view.screen(r.Middle())
		at = fyne.NewPos(float32(p.X), float32(p.Y))
	}
	s.contextMenu(s.board, at)
}

// contextMenu opens the menu of what is selected.
func (s *studio) contextMenu(by fyne.CanvasObject, at fyne.Position) {
	pick := func(names ...string) []kit.MenuItem {
		var list []kit.Action
		for _, n := range names {
			list = append(list, s.action("design."+n))
		}
		return s.env.MenuOf(list...)
	}
	t := s.env.T
	if len(s.session.Selection()) == 0 {
		items := append(pick("paste", "paste-in-place", "select-all"), kit.MenuItem{})
		items = append(items, pick("zoom-fit", "show-all", "unlock-all")...)
		kit.PopMenu(by, at, items...)
		return
	}
	items := append(pick("cut", "copy", "paste", "paste-in-place", "duplicate"), kit.MenuItem{})
	items = append(items, pick("group", "ungroup")...)
	items = append(items,
		kit.MenuItem{Text: t("studio.menu.arrange"), Sub: pick("to-front", "raise", "lower", "to-back", "flip-across", "flip-down", "turn-right", "turn-left")},
		kit.MenuItem{Text: t("studio.menu.align"), Sub: pick("align-left", "align-centre", "align-right", "align-top", "align-middle", "align-bottom", "distribute-across", "distribute-down")},
		kit.MenuItem{},
	)
	for _, name := range []string{"edit-text", "bend", "straighten", "flip-letters", "field", "clip-below", "unclip"} {
		if a := s.action("design." + name); a.On() {
			items = append(items, s.env.MenuOf(a)...)
		}
	}
	items = append(items, pick("lock", "hide")...)
	items = append(items, kit.MenuItem{Text: t("studio.menu.fill"), Sub: s.fillMenu()}, kit.MenuItem{})
	items = append(items, pick("rename", "delete")...)
	kit.PopMenu(by, at, items...)
}

func (s *studio) fillMenu() []kit.MenuItem {
	var items []kit.MenuItem
	for _, slot := range s.session.Document().Slots {
		items = append(items, kit.MenuItem{Text: s.slotName(slot.Name), Act: func() { s.fillWith(slot.Name) }})
	}
	return items
}
