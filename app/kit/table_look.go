package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	rowHeight  = 34
	headHeight = 32
	cellPad    = 10
	indent     = 20
)

// CreateRenderer is Fyne's.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	return &tableLook{t: t, back: NewFill(ColorSurface), head: clipped(t.head)}
}

type tableLook struct {
	t    *Table
	back *Fill
	head *container.Clip // headings go along sideways, and end where the table does
}

func (r *tableLook) Layout(s fyne.Size) {
	h := Px(headHeight)
	was := r.t.widths
	if r.t.widths = r.t.fitColumns(s.Width); !slices.Equal(was, r.t.widths) {
		r.t.body.forget()
	}
	r.back.Resize(s)
	r.head.Resize(fyne.NewSize(s.Width, h))
	r.t.scroll.Move(fyne.NewPos(0, h))
	r.t.scroll.Resize(fyne.NewSize(s.Width, max(0, s.Height-h)))
	r.t.scrolled()
}

func (r *tableLook) MinSize() fyne.Size {
	return fyne.NewSize(Px(160), Px(headHeight+rowHeight*2))
}

func (r *tableLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.head, r.t.scroll}
}
func (r *tableLook) Destroy() {}
func (r *tableLook) Refresh() {
	r.t.widths = r.t.fitColumns(r.t.Size().Width)
	r.t.head.Refresh()
	r.t.body.forget()
	r.t.scroll.Refresh()
	r.t.scrolled()
	canvas.Refresh(r.t)
}

// fitColumns divides the width.
func (t *Table) fitColumns(width float32) []float32 {
	out := make([]float32, len(t.columns))
	left, sum := width, float32(0)
	for i, c := range t.columns {
		if c.Width > 0 {
			out[i] = Px(c.Width)
			left -= out[i]
		} else {
			sum += weight(c)
		}
	}
	for i, c := range t.columns {
		if c.Width == 0 {
			least := c.Least
			if least == 0 {
				least = 80
			}
			out[i] = max(left*weight(c)/sum, Px(least))
		}
	}
	return out
}

func weight(c TableColumn) float32 {
	if c.Weight > 0 {
		return c.Weight
	}
	return 1
}

func (t *Table) wide() float32 {
	w := float32(0)
	for _, c := range t.widths {
		w += c
	}
	return w
}

func (t *Table) buildHead() {
	objects := []fyne.CanvasObject{NewFill(ColorHeader), NewFill(ColorLine)}
	for i, c := range t.columns {
		objects = append(objects, newHeadCell(t, i, c))
	}
	t.head.Objects = objects
	t.head.Refresh()
}

type headLayout struct{ t *Table }

func (h *headLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	objects[0].Resize(s)
	objects[1].Move(fyne.NewPos(0, s.Height-1))
	objects[1].Resize(fyne.NewSize(s.Width, 1))
	x := float32(0)
	if h.t.scroll != nil {
		x = -h.t.scroll.Offset.X
	}
	for i, o := range objects[2:] {
		if i < len(h.t.widths) {
			o.Move(fyne.NewPos(x, 0))
			o.Resize(fyne.NewSize(h.t.widths[i], s.Height))
			x += h.t.widths[i]
		}
	}
}

func (h *headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, Px(headHeight)) }

// headCell is a heading; one that sorts can be pressed.
type headCell struct {
	Press
	text *Text
	mark *Glyph
	name string
	box  *fyne.Container
	back *Fill
}

func newHeadCell(t *Table, i int, c TableColumn) fyne.CanvasObject {
	text := Label(c.Title).Wrapping(Ellipsis)
	if c.Right {
		text.Aligned(fyne.TextAlignTrailing)
	}
	if !c.Sort {
		return Inset(0, cellPad, 0, cellPad, text)
	}
	icon := "blank"
	if t.sortCol == i {
		icon = "sort-up"
		if t.sortDown {
			icon = "sort-down"
		}
	}
	h := &headCell{text: text, mark: NewGlyph(icon, ColorText2, 14), name: c.Title, back: NewFill("")}
	h.box = container.NewStack(h.back, Inset(0, cellPad-4, 0, cellPad, HBox(2, Spread(text), h.mark)))
	h.act = func() {
		down := t.sortCol == i && !t.sortDown
		t.ShowSort(i, down)
		if t.OnSort != nil {
			t.OnSort(i, down)
		}
	}
	h.extend(h)
	return h
}

// Label is what tests call it.
func (h *headCell) Label() string { return h.name }

// CreateRenderer is Fyne's.
func (h *headCell) CreateRenderer() fyne.WidgetRenderer {
	return &headCellLook{WidgetRenderer: widget.NewSimpleRenderer(h.box), h: h}
}

type headCellLook struct {
	fyne.WidgetRenderer
	h *headCell
}

func (r *headCellLook) Refresh() {
	switch {
	case r.h.focused:
		r.h.back.Set("", ColorAccent, 2)
	case r.h.hovered:
		r.h.back.Set(ColorBtn, "", 0)
	default:
		r.h.back.Set("", "", 0)
	}
	r.WidgetRenderer.Refresh()
}

// scrolled lays out the rows in view.
func (t *Table) scrolled() {
	if t.body == nil || t.scroll == nil {
		return
	}
	t.head.Layout.Layout(t.head.Objects, t.head.Size())
	if t.strip != nil {
		t.strip.Layout.Layout(t.strip.Objects, t.strip.Size())
	}
	t.body.view(t.scroll.Offset.Y, t.scroll.Size().Height)
	first, last := t.InView()
	if t.OnView != nil && t.count > 0 && last >= first {
		t.OnView(first, last)
	}
}

// InView gives the first and the last row in view.
func (t *Table) InView() (first, last int) {
	h := Px(rowHeight)
	first = int(t.scroll.Offset.Y / h)
	last = min(int((t.scroll.Offset.Y+t.scroll.Size().Height)/h), t.count-1)
	return first, last
}

// ScrollTo brings a row into view.
func (t *Table) ScrollTo(row int) {
	h := Px(rowHeight)
	top, room := float32(row)*h, t.scroll.Size().Height
	if row < 0 || room <= 0 {
		return
	}
	switch {
	case top < t.scroll.Offset.Y:
		t.scroll.Offset.Y = top
	case top+h > t.scroll.Offset.Y+room:
		t.scroll.Offset.Y = top + h - room
	default:
		return
	}
	t.scroll.Refresh()
	t.scrolled()
}

// tableBody is what scrolls: rows that are in view, made once and filled again.
type tableBody struct {
	widget.BaseWidget
	t       *Table
	rows    []*rowLook
	top     float32
	room    float32
	hover   int
	focused bool
	shift   bool
	ctrl    bool
	editor  *cellEntry // over the cell that is typed in
}

func newTableBody(t *Table) *tableBody {
	b := &tableBody{t: t, hover: -1}
	b.ExtendBaseWidget(b)
	return b
}

// forget makes every row be filled anew.
func (b *tableBody) forget() {
	for _, r := range b.rows {
		r.row = -1
	}
}

// Label is what tests call it.
func (b *tableBody) Label() string { return b.t.name }

// CreateRenderer is Fyne's.
func (b *tableBody) CreateRenderer() fyne.WidgetRenderer { return &bodyLook{b: b} }

type bodyLook struct{ b *tableBody }

func (r *bodyLook) Layout(fyne.Size) {}
func (r *bodyLook) MinSize() fyne.Size {
	t := r.b.t
	return fyne.NewSize(t.wide(), float32(t.count)*Px(rowHeight))
}

func (r *bodyLook) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(r.b.rows))
	for _, row := range r.b.rows {
		out = append(out, row.box)
	}
	if e := r.b.editor; e != nil {
		out = append(out, e.objects()...)
	}
	return out
}
func (r *bodyLook) Destroy() {}
func (r *bodyLook) Refresh() {
	r.b.forget()
	r.b.view(r.b.top, r.b.room)
}

// view shows the rows between top and top+room.
func (b *tableBody) view(top, room float32) {
	b.top, b.room = top, room
	t := b.t
	if len(t.widths) != len(t.columns) {
		return
	}
	h := Px(rowHeight)
	need := 0
	if t.count > 0 && room > 0 {
		need = int(room/h) + 2
	}
	for len(b.rows) < need {
		b.rows = append(b.rows, newRowLook(len(t.columns)))
	}
	first := int(top / h)
	for i, r := range b.rows {
		// Each pooled row takes the row of the table whose remainder is its own.
		n := max(1, len(b.rows))
		row := first + (i-first%n+n)%n
		if row >= t.count || i >= len(b.rows) {
			r.box.Hide()
			r.row = -1
			continue
		}
		r.box.Show()
		r.box.Move(fyne.NewPos(0, float32(row)*h))
		r.show(b, row)
	}
	if b.editor != nil {
		b.editor.place()
	}
	canvas.Refresh(b)
}

// Tapped is Fyne's.
func (b *tableBody) Tapped(*fyne.PointEvent) {}

// DoubleTapped is Fyne's.
func (b *tableBody) DoubleTapped(e *fyne.PointEvent) {
	row, col := b.cellAt(e.Position)
	if row < 0 {
		return
	}
	if b.t.OnEdit != nil {
		b.t.OnEdit(row, col)
	} else if b.t.OnOpen != nil {
		b.t.OnOpen(row)
	}
}

// TappedSecondary is Fyne's.
func (b *tableBody) TappedSecondary(e *fyne.PointEvent) {
	row, _ := b.cellAt(e.Position)
	if row < 0 {
		return
	}
	if !b.t.chosen[row] {
		b.t.Select(row)
	}
	if b.t.OnMenu != nil {
		b.t.OnMenu(row, e.Position.AddXY(0, Px(headHeight)-b.t.scroll.Offset.Y))
	}
}

// MouseDown is Fyne's: it selects at once, without waiting for a second press.
func (b *tableBody) MouseDown(e *desktop.MouseEvent) {
	row, col := b.cellAt(e.Position)
	if c := canvasOf(b); c != nil {
		c.Focus(b)
	}
	if row < 0 || e.Button != desktop.MouseButtonPrimary {
		return
	}
	if cell := b.t.cell(row, col); cell.Act != nil && b.overAct(e.Position, row, col, cell) {
		return
	}
	b.t.col = col
	b.t.choose(row, e.Modifier&fyne.KeyModifierControl != 0, e.Modifier&fyne.KeyModifierShift != 0)
}

// MouseUp is Fyne's: it presses a button in a cell.
func (b *tableBody) MouseUp(e *desktop.MouseEvent) {
	row, col := b.cellAt(e.Position)
	if e.Button != desktop.MouseButtonPrimary || row < 0 {
		return
	}
	if cell := b.t.cell(row, col); cell.Act != nil && b.overAct(e.Position, row, col, cell) {
		hideTip(b)
		cell.Act()
		return
	}
	if b.t.OnPress != nil && row == b.t.at && col == b.t.col && e.Modifier == 0 {
		b.t.OnPress(row, col)
	}
}

func (b *tableBody) overAct(fyne.Position, int, int, TableCell) bool { return true }

// Press presses the button in a cell, as tests do.
func (t *Table) Press(row, col int) {
	if cell := t.cell(row, col); cell.Act != nil {
		cell.Act()
	}
}

// MouseIn is Fyne's.
func (b *tableBody) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved is Fyne's.
func (b *tableBody) MouseMoved(e *desktop.MouseEvent) {
	row, col := b.cellAt(e.Position)
	if row != b.hover {
		old := b.hover
		b.hover = row
		b.repaint(old)
		b.repaint(row)
		hideTip(b)
	}
	b.tipFor(row, col)
}

// MouseOut is Fyne's.
func (b *tableBody) MouseOut() {
	old := b.hover
	b.hover = -1
	b.repaint(old)
	hideTip(b)
}

func (b *tableBody) repaint(row int) {
	for _, r := range b.rows {
		if r.row == row && row >= 0 {
			r.row = -1
			r.show(b, row)
			canvas.Refresh(b)
		}
	}
}

func (b *tableBody) tipFor(row, col int) {
	if row < 0 || col < 0 {
		return
	}
	for _, r := range b.rows {
		if r.row == row && col < len(r.cells) {
			if tip := r.cells[col].tip; tip != "" && r.cells[col].told != tip {
				r.cells[col].told = tip
				showTip(r.cells[col].text, tip)
			}
		}
	}
}

func (b *tableBody) cellAt(p fyne.Position) (row, col int) {
	row = int(p.Y / Px(rowHeight))
	if row < 0 || row >= b.t.count {
		return -1, -1
	}
	x := float32(0)
	for i, w := range b.t.widths {
		x += w
		if p.X < x {
			return row, i
		}
	}
	return row, len(b.t.widths) - 1
}

// FocusGained is Fyne's.
func (b *tableBody) FocusGained() {
	b.focused = true
	if b.t.at < 0 && b.t.count > 0 {
		b.t.at = 0
	}
	b.Refresh()
}

// FocusLost is Fyne's.
func (b *tableBody) FocusLost() { b.focused, b.shift, b.ctrl = false, false, false; b.Refresh() }

// TypedRune is Fyne's. A blank selects, as a key.
func (b *tableBody) TypedRune(letter rune) {
	if b.t.OnType != nil && b.t.at >= 0 && letter != ' ' {
		b.t.OnType(b.t.at, b.t.col, string(letter))
	}
}

// KeyDown is Fyne's.
func (b *tableBody) KeyDown(k *fyne.KeyEvent) { b.modifier(k, true) }

// KeyUp is Fyne's.
func (b *tableBody) KeyUp(k *fyne.KeyEvent) { b.modifier(k, false) }

func (b *tableBody) modifier(k *fyne.KeyEvent, down bool) {
	switch k.Name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		b.shift = down
	case desktop.KeyControlLeft, desktop.KeyControlRight:
		b.ctrl = down
	}
}

// TypedShortcut is Fyne's: Ctrl+A selects all, Ctrl+C copies the cell.
func (b *tableBody) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutSelectAll); ok {
		b.t.SelectAll()
	}
	if c, ok := s.(*fyne.ShortcutCopy); ok && c.Clipboard != nil && b.t.at >= 0 {
		c.Clipboard.SetContent(b.t.cell(b.t.at, b.t.col).Text)
	}
}

// TypedKey is Fyne's.
func (b *tableBody) TypedKey(k *fyne.KeyEvent) {
	t := b.t
	page := max(1, int(t.scroll.Size().Height/Px(rowHeight))-1)
	switch k.Name {
	case fyne.KeyUp:
		b.step(-1)
	case fyne.KeyDown:
		b.step(1)
	case fyne.KeyPageUp:
		b.step(-page)
	case fyne.KeyPageDown:
		b.step(page)
	case fyne.KeyHome:
		b.step(-t.count)
	case fyne.KeyEnd:
		b.step(t.count)
	case fyne.KeyLeft, fyne.KeyRight:
		b.sideways(k.Name)
	case fyne.KeySpace:
		if t.at >= 0 {
			if cell := t.cell(t.at, t.col); cell.Check && cell.Act != nil {
				cell.Act()
			} else {
				t.choose(t.at, true, false)
			}
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		b.enter()
	case fyne.KeyF2:
		if t.OnEdit != nil && t.at >= 0 {
			t.OnEdit(t.at, t.col)
		}
	default:
		passOn(b, k)
	}
}

func (b *tableBody) step(by int) {
	t := b.t
	if t.count == 0 {
		return
	}
	to := min(max(t.at+by, 0), t.count-1)
	if t.at < 0 {
		to = 0
	}
	t.choose(to, false, b.shift)
}

func (b *tableBody) sideways(key fyne.KeyName) {
	t := b.t
	if key == fyne.KeyLeft && t.col > 0 {
		t.col--
	}
	if key == fyne.KeyRight && t.col < len(t.columns)-1 {
		t.col++
	}
	b.Refresh()
}

func (b *tableBody) enter() {
	t := b.t
	if t.at < 0 {
		return
	}
	if cell := t.cell(t.at, t.col); cell.Button != "" && cell.Act != nil {
		cell.Act()
		return
	}
	switch {
	case t.OnOpen != nil:
		t.OnOpen(t.at)
	case t.OnEdit != nil:
		t.OnEdit(t.at, t.col)
	}
}
