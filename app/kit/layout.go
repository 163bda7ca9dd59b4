package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// flow lays out in a row or a column with a gap. In a column every object gets
// the whole width before it is asked for its height, so that wrapped text is
// right at once. An object made by Spread takes what is left.
type flow struct {
	gap  float32
	down bool
}

// Row is a layout from left to right; objects are centred upright.
func Row(gap float32) fyne.Layout { return flow{gap: gap} }

// Column is a layout from top to bottom.
func Column(gap float32) fyne.Layout { return flow{gap: gap, down: true} }

// HBox sets objects in a row with a gap.
func HBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(Row(gap), objects...)
}

// VBox sets objects in a column with a gap.
func VBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(Column(gap), objects...)
}

// spread is an object that takes the room that is left.
type spread struct{}

func (spread) Layout(objects []fyne.CanvasObject, size fyne.Size) { sized{}.Layout(objects, size) }
func (spread) MinSize(objects []fyne.CanvasObject) fyne.Size      { return sized{}.MinSize(objects) }

// Spread makes an object take the room that is left in a Row or Column.
// Without an object it is an empty space.
func Spread(object ...fyne.CanvasObject) *fyne.Container {
	return container.New(spread{}, object...)
}

func spreads(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(spread)
	return ok
}

func (f flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := Px(f.gap)
	used, takers, shown := float32(0), 0, 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		shown++
		if spreads(o) {
			takers++
		}
		if f.down {
			if o.Size().Width != size.Width {
				o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
			}
			used += o.MinSize().Height
		} else {
			used += o.MinSize().Width
		}
	}
	if shown == 0 {
		return
	}
	used += gap * float32(shown-1)
	room := size.Width
	if f.down {
		room = size.Height
	}
	share := float32(0)
	if takers > 0 {
		share = max(0, room-used) / float32(takers)
	}
	at := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if f.down {
			h := m.Height
			if spreads(o) {
				h += share
			}
			o.Move(fyne.NewPos(0, at))
			o.Resize(fyne.NewSize(size.Width, h))
			at += h + gap
			continue
		}
		w, h := m.Width, min(m.Height, size.Height)
		if spreads(o) {
			w, h = w+share, size.Height
		}
		o.Move(fyne.NewPos(at, (size.Height-h)/2))
		o.Resize(fyne.NewSize(w, h))
		at += w + gap
	}
}

func (f flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		n++
		m := o.MinSize()
		if f.down {
			s.Width, s.Height = max(s.Width, m.Width), s.Height+m.Height
		} else {
			s.Width, s.Height = s.Width+m.Width, max(s.Height, m.Height)
		}
	}
	if n > 1 {
		if f.down {
			s.Height += Px(f.gap) * float32(n-1)
		} else {
			s.Width += Px(f.gap) * float32(n-1)
		}
	}
	return s
}

// inset keeps an object away from its edges.
type inset struct{ top, right, bottom, left float32 }

// Pad puts room round an object.
func Pad(n float32, o fyne.CanvasObject) *fyne.Container { return Inset(n, n, n, n, o) }

// Inset puts room round an object: top, right, bottom, left.
func Inset(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(inset{top, right, bottom, left}, o)
}

func (p inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(Px(p.left), Px(p.top)))
		o.Resize(fyne.NewSize(size.Width-Px(p.left+p.right), size.Height-Px(p.top+p.bottom)))
	}
}

func (p inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		if o.Visible() {
			s = s.Max(o.MinSize())
		}
	}
	return s.AddWidthHeight(Px(p.left+p.right), Px(p.top+p.bottom))
}

// sized gives an object a least size; 0 leaves a side as it is.
type sized struct {
	w, h  float32
	fixed bool
}

// AtLeast makes an object at least so large.
func AtLeast(w, h float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(sized{w: w, h: h}, o)
}

// Exactly asks for exactly so much room, whatever the object would like; 0
// leaves a side as it is.
func Exactly(w, h float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(sized{w: w, h: h, fixed: true}, o)
}

func (s sized) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (s sized) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objects {
		m = m.Max(o.MinSize())
	}
	w, h := Px(s.w), Px(s.h)
	if s.fixed {
		if w > 0 {
			m.Width = w
		}
		if h > 0 {
			m.Height = h
		}
		return m
	}
	return m.Max(fyne.NewSize(w, h))
}

// columns divides a width by weights.
type columns struct {
	gap     float32
	weights []float32
}

// Columns sets objects side by side, each with its share of the width and the
// whole height. A weight over 20 is a fixed width in px.
func Columns(gap float32, weights []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(columns{gap, weights}, objects...)
}

func (c columns) widths(n int, width float32) []float32 {
	out := make([]float32, n)
	sum, left := float32(0), width-Px(c.gap)*float32(n-1)
	for i := range n {
		if w := c.weight(i); w > 20 {
			out[i] = Px(w)
			left -= out[i]
		} else {
			sum += w
		}
	}
	for i := range n {
		if w := c.weight(i); w <= 20 && sum > 0 {
			out[i] = max(0, left) * w / sum
		}
	}
	return out
}

func (c columns) weight(i int) float32 {
	if i < len(c.weights) {
		return c.weights[i]
	}
	return 1
}

func (c columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	widths := c.widths(len(objects), size.Width)
	x := float32(0)
	for i, o := range objects {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(widths[i], size.Height))
		x += widths[i] + Px(c.gap)
	}
}

func (c columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for i, o := range objects {
		m := o.MinSize()
		if w := c.weight(i); w > 20 {
			m.Width = Px(w)
		}
		s.Width += m.Width
		s.Height = max(s.Height, m.Height)
	}
	if n := len(objects); n > 1 {
		s.Width += Px(c.gap) * float32(n-1)
	}
	return s
}

// tiles fills rows with tiles of equal width.
type tiles struct{ gap, least, height float32 }

// Tiles sets objects in a grid whose columns are at least so wide and whose
// rows are so high (0: as the objects ask).
func Tiles(gap, least, height float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&tiled{tiles: tiles{gap, least, height}}, objects...)
}

type tiled struct {
	tiles
	width float32
}

func (t *tiled) across(width float32) int {
	return max(1, int((width+Px(t.gap))/(Px(t.least)+Px(t.gap))))
}

func (t *tiled) rowHeight(objects []fyne.CanvasObject) float32 {
	if t.height > 0 {
		return Px(t.height)
	}
	h := float32(0)
	for _, o := range objects {
		h = max(h, o.MinSize().Height)
	}
	return h
}

func (t *tiled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	t.width = size.Width
	n := t.across(size.Width)
	gap := Px(t.gap)
	w := (size.Width - gap*float32(n-1)) / float32(n)
	h := t.rowHeight(objects)
	i := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(float32(i%n)*(w+gap), float32(i/n)*(h+gap)))
		o.Resize(fyne.NewSize(w, h))
		i++
	}
}

func (t *tiled) MinSize(objects []fyne.CanvasObject) fyne.Size {
	n, shown := 1, 0
	if t.width > 0 {
		n = t.across(t.width)
	}
	for _, o := range objects {
		if o.Visible() {
			shown++
		}
	}
	rows := float32((shown + n - 1) / n)
	if rows == 0 {
		return fyne.Size{}
	}
	return fyne.NewSize(Px(t.least), rows*t.rowHeight(objects)+(rows-1)*Px(t.gap))
}

// wrapRow lays out chips: as many in a row as fit.
type wrapRow struct {
	gap   float32
	width float32
}

// Chips sets small objects in rows, as many as fit in each.
func Chips(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&wrapRow{gap: gap}, objects...)
}

func (w *wrapRow) each(objects []fyne.CanvasObject, width float32, f func(o fyne.CanvasObject, p fyne.Position, m fyne.Size)) float32 {
	x, y, row, gap := float32(0), float32(0), float32(0), Px(w.gap)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && x+m.Width > width {
			x, y, row = 0, y+row+gap, 0
		}
		f(o, fyne.NewPos(x, y), m)
		x += m.Width + gap
		row = max(row, m.Height)
	}
	return y + row
}

func (w *wrapRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w.width = size.Width
	w.each(objects, size.Width, func(o fyne.CanvasObject, p fyne.Position, m fyne.Size) {
		o.Move(p)
		o.Resize(m)
	})
}

func (w *wrapRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := w.width
	if width == 0 {
		width = 100000
	}
	least := float32(0)
	h := w.each(objects, width, func(_ fyne.CanvasObject, _ fyne.Position, m fyne.Size) { least = max(least, m.Width) })
	return fyne.NewSize(least, h)
}

// Rule is a hairline, as wide as its room.
func Rule() fyne.CanvasObject {
	f := NewFill(ColorLine)
	return container.New(hairline{}, f)
}

// UprightRule is a hairline, as high as its room.
func UprightRule() fyne.CanvasObject {
	return container.New(hairline{upright: true}, NewFill(ColorLine))
}

type hairline struct{ upright bool }

func (h hairline) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		if h.upright {
			o.Resize(fyne.NewSize(1, size.Height))
		} else {
			o.Resize(fyne.NewSize(size.Width, 1))
		}
	}
}

func (h hairline) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// narrow centres an object that is as wide as its room but no wider than most.
type narrow struct{ most float32 }

func (n narrow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(Px(n.most), size.Width-2*Px(12))
	for _, o := range objects {
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		h := min(o.MinSize().Height, size.Height)
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos((size.Width-w)/2, (size.Height-h)/2))
	}
}

func (n narrow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		s = s.Max(o.MinSize())
	}
	return s
}

// Centered puts an object in the middle, at the size it asks for.
func Centered(o fyne.CanvasObject) *fyne.Container { return container.NewCenter(o) }

// Upright puts an object in the middle of the height, with the whole width.
func Upright(o fyne.CanvasObject) *fyne.Container { return container.New(middle{}, o) }

// Gap is an empty space of a size.
func Gap(w, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(Px(w), Px(h)))
	return r
}
