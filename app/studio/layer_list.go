package studio

import (
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// layerHost is what the layers panel asks for.
type layerHost interface {
	T(key string, pairs ...string) string
	now() time.Time
	canvas() fyne.Canvas
	selectLayers(ids []string)
	moveLayers(ids []string, d drop)
	hideLayer(l *designer.Layer)
	lockLayer(l *designer.Layer)
	renameLayer(id, name string)
	layerMenu(id string, at fyne.Position)
	keyed(keys string) bool
}

// layerList is the list of layers: one thing to focus, rows of 30.
type layerList struct {
	widget.BaseWidget
	host    layerHost
	rows    []layerRow
	chosen  []string
	open    map[string]bool
	doc     designer.Document
	at      string // the row keys act on
	focused bool
	shift   bool // is held down
	looks   []*rowLook
	mark    *canvas.Rectangle
	ring    *canvas.Rectangle
	entry   *renameEntry
	naming  string

	pressed string // the row a button went down on
	drags   bool
	last    time.Time
	target  drop
	aims    bool
	reveal  func(y, h float32) // scrolls a row into view

	over string            // the row the pointer is on
	told fyne.CanvasObject // the part of it whose tooltip is shown
}

var (
	_ desktop.Mouseable = (*layerList)(nil)
	_ desktop.Hoverable = (*layerList)(nil)
	_ desktop.Keyable   = (*layerList)(nil)
	_ fyne.Draggable    = (*layerList)(nil)
	_ fyne.Focusable    = (*layerList)(nil)
	_ fyne.Shortcutable = (*layerList)(nil)
)

// rowLook are the objects of a row, used again for whatever row stands there.
type rowLook struct {
	back              *canvas.Rectangle
	fold, icon        *kit.Glyph
	name              *kit.Text
	field, lock, clip *kit.Glyph
	eye               *kit.Glyph
}

func newLayerList(host layerHost) *layerList {
	l := &layerList{host: host, open: map[string]bool{}, mark: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent)}
	l.mark.Hide()
	l.ring.Hide()
	l.entry = newRenameEntry(l.named)
	l.entry.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// set shows a document and what is selected of it. Groups around what is
// selected unfold.
func (l *layerList) set(doc designer.Document, chosen []string) {
	l.doc = doc
	if !slices.Equal(chosen, l.chosen) {
		for _, id := range chosen {
			unfold(doc.Layers, id, l.open)
		}
		if len(chosen) > 0 {
			l.at = chosen[len(chosen)-1]
		}
	}
	rows := layerRows(doc, l.open)
	if sameRows(rows, l.rows) && slices.Equal(chosen, l.chosen) {
		l.rows = rows
		return
	}
	moved := !slices.Equal(chosen, l.chosen)
	l.rows, l.chosen = rows, slices.Clone(chosen)
	l.Refresh()
	if moved {
		l.bring()
	}
}

// unfold opens the groups around a layer; it tells whether it lies in here.
func unfold(layers []*designer.Layer, id string, open map[string]bool) bool {
	for _, l := range layers {
		if l.ID == id {
			return true
		}
		if l.Group != nil && unfold(l.Group.Layers, id, open) {
			open[l.ID] = true
			return true
		}
	}
	return false
}

func (l *layerList) refold() {
	l.rows = layerRows(l.doc, l.open)
	l.Refresh()
}

func (l *layerList) bring() {
	if i := l.row(l.at); i >= 0 && l.reveal != nil {
		l.reveal(float32(i)*rowHeight(), rowHeight())
	}
}

func (l *layerList) row(id string) int {
	return slices.IndexFunc(l.rows, func(r layerRow) bool { return r.layer.ID == id })
}

func rowHeight() float32 { return kit.Px(30) }

func (l *layerList) label(r layerRow) string {
	if r.layer.Name != "" {
		return r.layer.Name
	}
	if w := wording(r.layer); w != "" {
		return w
	}
	return l.host.T("studio.layer.unnamed")
}

// CreateRenderer is Fyne's.
func (l *layerList) CreateRenderer() fyne.WidgetRenderer { return &layerListRenderer{l: l} }

type layerListRenderer struct{ l *layerList }

func (r *layerListRenderer) Destroy() {}
func (r *layerListRenderer) MinSize() fyne.Size {
	return fyne.NewSize(kit.Px(120), rowHeight()*float32(max(len(r.l.rows), 1)))
}

func (r *layerListRenderer) Objects() []fyne.CanvasObject {
	l := r.l
	l.need(len(l.rows))
	var out []fyne.CanvasObject
	for _, k := range l.looks[:len(l.rows)] {
		out = append(out, k.back, k.fold, k.icon, k.name, k.field, k.clip, k.lock, k.eye)
	}
	return append(out, l.mark, l.ring, l.entry)
}

func (l *layerList) need(n int) {
	for len(l.looks) < n {
		k := &rowLook{
			back: canvas.NewRectangle(color.Transparent), fold: kit.NewGlyph("chevron-right", kit.ColorText3, 14),
			icon: kit.NewGlyph("shape", kit.ColorText2, 16), name: kit.Line(""), field: kit.NewGlyph("field", kit.ColorAccent, 14),
			clip: kit.NewGlyph("clip", kit.ColorText3, 14), lock: kit.NewGlyph("lock", kit.ColorText3, 14), eye: kit.NewGlyph("eye", kit.ColorText3, 14),
		}
		k.name.Within(overName{l, k})
		l.looks = append(l.looks, k)
	}
}

func (r *layerListRenderer) Layout(size fyne.Size) {
	l, h := r.l, rowHeight()
	l.need(len(l.rows))
	for i, row := range l.rows {
		k, y := l.looks[i], float32(i)*h
		l.paintRow(k, row)
		k.back.Move(fyne.NewPos(0, y))
		k.back.Resize(fyne.NewSize(size.Width, h-1))
		x := kit.Px(6) + kit.Px(18)*float32(min(row.depth, 6))
		put := func(o fyne.CanvasObject, x, w float32) {
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(w, h-1))
		}
		put(k.fold, x, kit.Px(14))
		put(k.icon, x+kit.Px(20), kit.Px(16))
		right := size.Width - kit.Px(28)
		put(k.eye, right, kit.Px(24))
		if l.hasLock(row) {
			right -= kit.Px(22)
			put(k.lock, right, kit.Px(22))
		}
		if edit.Cut(row.layer) {
			right -= kit.Px(22)
			put(k.clip, right, kit.Px(22))
		}
		if isField(row.layer) {
			right -= kit.Px(22)
			put(k.field, right, kit.Px(22))
		}
		put(k.name, x+kit.Px(42), max(right-x-kit.Px(46), 0))
		if l.naming == row.layer.ID {
			l.entry.Move(fyne.NewPos(x+kit.Px(36), y))
			l.entry.Resize(fyne.NewSize(max(size.Width-x-kit.Px(38), kit.Px(60)), h-1))
		}
	}
	l.ring.Move(fyne.NewPos(1, max(float32(l.row(l.at)), 0)*h+1))
	l.ring.Resize(fyne.NewSize(size.Width-2, h-3))
}

func (l *layerList) paintRow(k *rowLook, row layerRow) {
	on := slices.Contains(l.chosen, row.layer.ID)
	k.back.CornerRadius = kit.Px(4)
	k.back.FillColor = color.Transparent
	ink, icon := kit.ColorText, kit.ColorText2
	if on {
		k.back.FillColor, icon = kit.Color(kit.ColorSoft), kit.ColorAccent
	}
	if !row.shown {
		ink, icon = kit.ColorText3, kit.ColorText3
	}
	k.back.Refresh()
	fold := "chevron-right"
	if row.open {
		fold = "chevron-down"
	}
	k.fold.Set(fold, kit.ColorText3)
	show(k.fold, row.layer.Group != nil)
	k.icon.Set(layerIcon(row.layer), icon)
	k.name.SetText(l.label(row))
	k.name.SetInk(ink)
	k.name.SetStrong(on)
	show(k.field, isField(row.layer))
	lock := "unlock"
	if row.layer.Locked {
		lock = "lock"
	}
	k.lock.Set(lock, kit.ColorText3)
	show(k.lock, l.hasLock(row))
	show(k.clip, edit.Cut(row.layer))
	eye := "eye"
	if row.layer.Hidden {
		eye = "eye-off"
	}
	k.eye.Set(eye, kit.ColorText3)
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

func (r *layerListRenderer) Refresh() {
	l := r.l
	l.mark.StrokeColor, l.ring.StrokeColor = kit.Color(kit.ColorAccent), kit.Color(kit.ColorAccent)
	l.ring.StrokeWidth, l.ring.CornerRadius = 2, kit.Px(4)
	show(l.ring, l.focused && l.row(l.at) >= 0 && l.naming == "")
	r.Layout(l.Size())
	l.ring.Refresh()
	canvas.Refresh(l)
}
