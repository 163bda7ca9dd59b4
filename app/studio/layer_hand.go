package studio

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"badgekiln/app/kit"
)

// rowUnder is the row at a height, or false below the last.
func (l *layerList) rowUnder(y float32) (layerRow, bool) {
	i := int(y / rowHeight())
	if y < 0 || i >= len(l.rows) {
		return layerRow{}, false
	}
	return l.rows[i], true
}

// MouseDown chooses a row, folds a group, or presses the eye or the lock.
func (l *layerList) MouseDown(ev *desktop.MouseEvent) {
	l.takeFocus()
	row, ok := l.rowUnder(ev.Position.Y)
	if l.naming != "" {
		l.entry.finish(true)
	}
	if !ok {
		l.host.selectLayers(nil)
		return
	}
	id := row.layer.ID
	fold := kit.Px(4) + kit.Px(18)*float32(min(row.depth, 6))
	right := l.Size().Width - kit.Px(28)
	switch {
	case ev.Button == desktop.MouseButtonSecondary:
		if !slices.Contains(l.chosen, id) {
			l.choose([]string{id})
		}
		l.host.layerMenu(id, ev.Position)
		return
	case ev.Position.X >= right:
		l.host.hideLayer(row.layer)
		return
	case l.hasLock(row) && ev.Position.X >= right-kit.Px(22):
		l.host.lockLayer(row.layer)
		return
	case row.layer.Group != nil && ev.Position.X >= fold && ev.Position.X < fold+kit.Px(18):
		l.fold(id, !l.open[id])
		return
	}
	now := l.host.now()
	if l.pressed == id && now.Sub(l.last) < doubleWithin {
		l.rename(id)
		return
	}
	l.pressed, l.last = id, now
	switch {
	case ev.Modifier&fyne.KeyModifierControl != 0:
		l.toggle(id)
	case ev.Modifier&fyne.KeyModifierShift != 0:
		l.reach(id)
	case !slices.Contains(l.chosen, id):
		l.choose([]string{id})
	}
}

// MouseUp ends a press; a drag ends by itself.
func (l *layerList) MouseUp(ev *desktop.MouseEvent) {
	if row, ok := l.rowUnder(ev.Position.Y); ok && !l.drags && ev.Button == desktop.MouseButtonPrimary &&
		ev.Modifier == 0 && l.pressed == row.layer.ID && len(l.chosen) > 1 {
		l.choose([]string{row.layer.ID})
	}
}

func (l *layerList) choose(ids []string) {
	if len(ids) > 0 {
		l.at = ids[len(ids)-1]
	}
	l.host.selectLayers(ids)
}

func (l *layerList) toggle(id string) {
	if i := slices.Index(l.chosen, id); i >= 0 {
		l.choose(slices.Delete(slices.Clone(l.chosen), i, i+1))
		return
	}
	l.choose(append(slices.Clone(l.chosen), id))
}

// reach chooses all rows from the one keys act on to another.
func (l *layerList) reach(id string) {
	a, b := l.row(l.at), l.row(id)
	if a < 0 {
		a = b
	}
	var ids []string
	for _, r := range l.rows[min(a, b) : max(a, b)+1] {
		ids = append(ids, r.layer.ID)
	}
	l.host.selectLayers(ids)
}

func (l *layerList) fold(id string, open bool) {
	if open {
		l.open[id] = true
	} else {
		delete(l.open, id)
	}
	l.refold()
}

// Dragged shows where what is held would go.
func (l *layerList) Dragged(ev *fyne.DragEvent) {
	if l.pressed == "" || len(l.chosen) == 0 {
		return
	}
	l.drags = true
	d, ok := dropAt(l.rows, float64(ev.Position.Y/rowHeight()), l.chosen)
	l.dropMark(d, ok)
}

func (l *layerList) dropMark(d drop, ok bool) {
	h := rowHeight()
	l.mark.StrokeWidth, l.mark.CornerRadius = 2, 1
	l.mark.Move(fyne.NewPos(0, float32(d.line)*h-2))
	l.mark.Resize(fyne.NewSize(l.Size().Width, 2))
	if d.into {
		l.mark.Resize(fyne.NewSize(l.Size().Width, h))
	}
	l.target, l.aims = d, ok
	show(l.mark, ok)
	l.mark.Refresh()
}

// DragEnd puts it there.
func (l *layerList) DragEnd() {
	aims := l.drags && l.aims
	l.drags, l.aims, l.pressed = false, false, ""
	l.mark.Hide()
	if aims {
		l.host.moveLayers(l.chosen, l.target)
	}
}

func (l *layerList) takeFocus() {
	if c := l.host.canvas(); c != nil {
		c.Focus(l)
	}
}

// FocusGained is Fyne's.
func (l *layerList) FocusGained() {
	l.focused = true
	if l.row(l.at) < 0 && len(l.rows) > 0 {
		l.at = l.rows[0].layer.ID
	}
	l.Refresh()
}

// FocusLost is Fyne's.
func (l *layerList) FocusLost() { l.focused, l.shift = false, false; l.Refresh() }

// TypedRune acts by letter.
func (l *layerList) TypedRune(r rune) {
	if i := l.row(l.at); i >= 0 && (r == 'l' || r == 'L') {
		l.host.lockLayer(l.rows[i].layer)
	}
}

// TypedKey walks, folds, hides and renames.
func (l *layerList) TypedKey(k *fyne.KeyEvent) {
	i := l.row(l.at)
	if i < 0 {
		kit.PassOn(l, k)
		return
	}
	row := l.rows[i]
	switch k.Name {
	case fyne.KeyUp:
		l.step(max(i-1, 0))
	case fyne.KeyDown:
		l.step(min(i+1, len(l.rows)-1))
	case fyne.KeyHome:
		l.choose([]string{l.rows[0].layer.ID})
	case fyne.KeyEnd:
		l.choose([]string{l.rows[len(l.rows)-1].layer.ID})
	case fyne.KeyRight:
		if row.layer.Group != nil {
			l.fold(row.layer.ID, true)
		}
	case fyne.KeyLeft:
		if row.open {
			l.fold(row.layer.ID, false)
		} else if row.parent != "" {
			l.choose([]string{row.parent})
		}
	case fyne.KeySpace:
		l.host.hideLayer(row.layer)
	case fyne.KeyF2:
		l.rename(row.layer.ID)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.choose([]string{row.layer.ID})
	case fyne.KeyDelete, fyne.KeyBackspace:
		l.host.keyed("delete")
	case fyne.KeyEscape:
		l.host.selectLayers(nil)
	case desktop.KeyMenu:
		l.host.keyed("menu")
	case fyne.KeyF10:
		if !l.shift || !l.host.keyed("shift+f10") {
			kit.PassOn(l, k)
		}
	default:
		kit.PassOn(l, k)
	}
}

// step goes to a row by keys; with Shift it is chosen besides the others.
func (l *layerList) step(i int) {
	id := l.rows[i].layer.ID
	if !l.shift {
		l.choose([]string{id})
		return
	}
	with := slices.DeleteFunc(slices.Clone(l.chosen), func(other string) bool { return other == id })
	if slices.Contains(l.chosen, id) { // on the way back
		with = slices.DeleteFunc(with, func(other string) bool { return other == l.at })
	}
	l.choose(append(with, id))
}

// below is where a menu of the row that keys act on opens.
func (l *layerList) below() fyne.Position {
	return fyne.NewPos(kit.Px(40), rowHeight()*float32(max(l.row(l.at), 0)+1))
}

// KeyDown is Fyne's.
func (l *layerList) KeyDown(k *fyne.KeyEvent) { l.held(k, true) }

// KeyUp is Fyne's.
func (l *layerList) KeyUp(k *fyne.KeyEvent) { l.held(k, false) }

func (l *layerList) held(k *fyne.KeyEvent, down bool) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		l.shift = down
	}
}

// TypedShortcut reorders with Alt and arrows, and leaves the rest to the table
// of actions.
func (l *layerList) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierAlt {
		switch c.KeyName {
		case fyne.KeyUp:
			l.host.keyed("ctrl+]")
			return
		case fyne.KeyDown:
			l.host.keyed("ctrl+[")
			return
		}
	}
	l.host.keyed(keysOf(s))
}

// rename opens an entry over a row.
func (l *layerList) rename(id string) {
	i := l.row(id)
	if i < 0 {
		return
	}
	l.naming = id
	l.entry.SetText(l.rows[i].layer.Name)
	l.entry.done = false
	l.entry.Show()
	l.Refresh()
	if c := l.host.canvas(); c != nil {
		c.Focus(l.entry)
	}
	l.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// named ends it.
func (l *layerList) named(text string, take, back bool) {
	id := l.naming
	l.naming = ""
	l.entry.Hide()
	l.Refresh()
	if take && id != "" {
		l.host.renameLayer(id, text)
	}
	if back {
		l.takeFocus()
	}
}

// renameEntry is an entry that takes its text on Enter and on leaving, and
// drops it on Escape.
type renameEntry struct {
	widget.Entry
	end  func(text string, take, back bool)
	done bool
}

func newRenameEntry(end func(text string, take, back bool)) *renameEntry {
	e := &renameEntry{end: end, done: true}
	e.ExtendBaseWidget(e)
	return e
}

func (e *renameEntry) finish(take bool) { e.over(take, false) }

func (e *renameEntry) over(take, back bool) {
	if !e.done {
		e.done = true
		e.end(e.Text, take, back)
	}
}

// FocusLost takes the text.
func (e *renameEntry) FocusLost() {
	e.Entry.FocusLost()
	e.over(true, false)
}

// TypedKey ends on Enter and Escape.
func (e *renameEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		e.over(true, true)
	case fyne.KeyEscape:
		e.over(false, true)
	default:
		e.Entry.TypedKey(k)
	}
}
