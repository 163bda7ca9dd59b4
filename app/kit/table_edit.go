package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// Leaving is how somebody left a cell that was typed in.
type Leaving int

// The ways to leave it.
const (
	LeftAside   Leaving = iota // pressed elsewhere
	LeftForward                // Enter or Tab
	LeftBack                   // Shift+Tab
)

// CellEdit is one cell to be typed in where it stands.
type CellEdit struct {
	Name string // what tests and help call it
	Text string // what it begins with
	Kept bool   // the text is what the cell holds, and is selected as a whole
	Note string // what is wrong with it, shown beside the cell
	// Done is told what was typed when the cell is left by anything but Escape.
	Done func(text string, left Leaving)
}

// EditCell lets a cell be typed in. A cell that is being typed in is left first.
func (t *Table) EditCell(row, col int, e CellEdit) {
	if row < 0 || row >= t.count || col < 0 || col >= len(t.columns) {
		return
	}
	t.leave(LeftAside)
	hideTip(t.body)
	t.col = col
	t.chosen, t.anchor, t.at = map[int]bool{row: true}, row, row
	t.scrollToMiddle(row)
	t.scrollToColumn(col)
	entry := newCellEntry(t, row, col, e)
	t.body.editor = entry
	t.body.Refresh()
	t.told()
	if c := canvasOf(t.body); c != nil {
		c.Focus(entry)
	}
}

// Editing tells whether a cell is being typed in.
func (t *Table) Editing() bool { return t.body.editor != nil }

// leave ends typing in a cell as if somebody had left it so.
func (t *Table) leave(how Leaving) {
	if e := t.body.editor; e != nil {
		e.leave(how)
	}
}

// scrollToMiddle brings a row into the middle, unless it is in view with room
// round it.
func (t *Table) scrollToMiddle(row int) {
	h := Px(rowHeight)
	top, room := float32(row)*h, t.scroll.Size().Height
	if top-h >= t.scroll.Offset.Y && top+2*h <= t.scroll.Offset.Y+room {
		return
	}
	t.SetOffset(fyne.NewPos(t.scroll.Offset.X, max(0, min(top-(room-h)/2, float32(t.count)*h-room))))
}

// scrollToColumn brings a column into view.
func (t *Table) scrollToColumn(col int) {
	if col >= len(t.widths) {
		return
	}
	left := float32(0)
	for _, w := range t.widths[:col] {
		left += w
	}
	room, was := t.scroll.Size().Width, t.scroll.Offset.X
	if right := left + t.widths[col]; right > was+room {
		t.scroll.Offset.X = right - room
	}
	if left < t.scroll.Offset.X {
		t.scroll.Offset.X = left
	}
	if t.scroll.Offset.X != was {
		t.scroll.Refresh()
		t.scrolled()
	}
}

// cellEntry lies over the cell that is typed in.
type cellEntry struct {
	Entry
	t        *Table
	row, col int
	done     func(string, Leaving)
	note     *fyne.Container
	shift    bool
	left     bool
}

func newCellEntry(t *Table, row, col int, c CellEdit) *cellEntry {
	e := &cellEntry{t: t, row: row, col: col, done: c.Done}
	e.name, e.whole = c.Name, e
	e.ExtendBaseWidget(e)
	e.SetText(c.Text)
	if c.Kept {
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
	} else {
		e.CursorColumn = len([]rune(c.Text))
	}
	if c.Note != "" {
		text := Inset(5, 10, 6, 10, NewText(c.Note).Wrapping(Wrapped))
		e.note = container.NewStack(NewFill(ColorErrSoft).Edge(ColorErr, 1).Round(6), text)
	}
	return e
}

// noteWidth is how wide a note is at least.
const noteWidth = 300

// place lays the entry over its cell, and the note below it, or above where
// there is no room below.
func (e *cellEntry) place() {
	t := e.t
	if e.col >= len(t.widths) {
		return
	}
	x, h := float32(0), Px(rowHeight)
	for _, w := range t.widths[:e.col] {
		x += w
	}
	top := float32(e.row) * h
	e.Move(fyne.NewPos(x, top))
	e.Resize(fyne.NewSize(t.widths[e.col], h))
	if e.note == nil {
		return
	}
	view := t.scroll.Size()
	w := min(max(t.widths[e.col], Px(noteWidth)), view.Width)
	x = max(min(x, t.scroll.Offset.X+view.Width-w), 0)
	e.note.Resize(fyne.NewSize(w, 0)) // text that wraps has its height from its width
	tall := e.note.MinSize().Height
	y := top + h + 2
	if y+tall > t.scroll.Offset.Y+view.Height && top-tall-2 >= t.scroll.Offset.Y {
		y = top - tall - 2
	}
	e.note.Move(fyne.NewPos(x, y))
	e.note.Resize(fyne.NewSize(w, tall))
}

// objects are what lies over the rows.
func (e *cellEntry) objects() []fyne.CanvasObject {
	if e.note == nil {
		return []fyne.CanvasObject{e}
	}
	return []fyne.CanvasObject{e, e.note}
}

// leave takes the entry away and says what was typed.
func (e *cellEntry) leave(how Leaving) {
	if !e.close() {
		return
	}
	if e.done != nil {
		e.done(e.Text, how)
	}
	if how != LeftAside && !e.t.Editing() {
		e.t.focus()
	}
}

// close takes the entry away; false when it was gone already.
func (e *cellEntry) close() bool {
	if e.left {
		return false
	}
	e.left = true
	if e.t.body.editor == e {
		e.t.body.editor = nil
		e.t.body.Refresh()
		canvas.Refresh(e.t.body)
	}
	return true
}

// focus gives the keys to the rows.
func (t *Table) focus() {
	if c := canvasOf(t.body); c != nil {
		c.Focus(t.body)
	}
}

// AcceptsTab is Fyne's: Tab leads to another cell.
func (e *cellEntry) AcceptsTab() bool { return true }

// KeyDown is Fyne's.
func (e *cellEntry) KeyDown(k *fyne.KeyEvent) {
	e.shift = e.shift || shifts(k)
	e.Entry.KeyDown(k)
}

// KeyUp is Fyne's.
func (e *cellEntry) KeyUp(k *fyne.KeyEvent) {
	e.shift = e.shift && !shifts(k)
	e.Entry.KeyUp(k)
}

func shifts(k *fyne.KeyEvent) bool {
	return k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight
}

// TypedKey is Fyne's.
func (e *cellEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyTab:
		if e.shift {
			e.leave(LeftBack)
		} else {
			e.leave(LeftForward)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		e.leave(LeftForward)
	case fyne.KeyEscape:
		e.close()
		e.t.focus()
	default:
		e.Entry.TypedKey(k)
	}
}

// FocusLost is Fyne's: what was typed counts, as in a spreadsheet.
func (e *cellEntry) FocusLost() {
	e.Entry.FocusLost()
	e.leave(LeftAside)
}
