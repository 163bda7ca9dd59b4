package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// rowLook is one row on the screen.
type rowLook struct {
	row        int
	box        *fyne.Container
	back, line *canvas.Rectangle
	mark       *canvas.Rectangle // the bar of a selected row
	edge       *canvas.Rectangle // round the row or cell that keys act on
	cells      []*cellLook
}

// cellLook is one cell on the screen.
type cellLook struct {
	fill, chip *canvas.Rectangle
	icon       *Glyph
	text       *canvas.Text
	tip, told  string
}

func newRowLook(cells int) *rowLook {
	r := &rowLook{row: -1}
	for _, p := range []**canvas.Rectangle{&r.back, &r.line, &r.mark, &r.edge} {
		*p = canvas.NewRectangle(color.Transparent)
	}
	objects := []fyne.CanvasObject{r.back}
	for range cells {
		c := &cellLook{
			fill: canvas.NewRectangle(color.Transparent), chip: canvas.NewRectangle(color.Transparent),
			icon: NewGlyph("blank", ColorText, 14), text: canvas.NewText("", color.Black),
		}
		r.cells = append(r.cells, c)
		objects = append(objects, c.fill, c.chip, c.icon, c.text)
	}
	objects = append(objects, r.line, r.mark, r.edge)
	r.box = container.NewWithoutLayout(objects...)
	return r
}

// show fills the row with a row of the table.
func (r *rowLook) show(b *tableBody, row int) {
	t := b.t
	if r.row == row && len(r.cells) == len(t.columns) {
		return
	}
	if len(r.cells) != len(t.columns) {
		n := newRowLook(len(t.columns))
		r.box.Objects, r.cells = n.box.Objects, n.cells
		r.back, r.line, r.mark, r.edge = n.back, n.line, n.mark, n.edge
	}
	r.row = row
	h, w := Px(rowHeight), max(t.wide(), t.scroll.Size().Width)
	r.box.Resize(fyne.NewSize(w, h))
	r.back.Resize(fyne.NewSize(w, h))
	r.line.Resize(fyne.NewSize(w, 1))
	r.line.Move(fyne.NewPos(0, h-1))
	r.line.FillColor = Color(ColorLine)
	r.mark.Resize(fyne.NewSize(3, h-1))
	r.back.FillColor, r.mark.FillColor = color.Transparent, color.Transparent
	switch {
	case t.chosen[row]:
		r.back.FillColor, r.mark.FillColor = Color(ColorSoft), Color(ColorAccent)
	case b.hover == row:
		r.back.FillColor = Color(ColorHeader)
	}
	x := float32(0)
	r.edge.Hide()
	for i, c := range r.cells {
		c.show(t.cell(row, i), x, t.widths[i], t.columns[i].Right)
		if b.focused && t.at == row && t.OnEdit != nil && t.col == i {
			r.ring(fyne.NewPos(x, 0), fyne.NewSize(t.widths[i], h-1))
		}
		x += t.widths[i]
	}
	if b.focused && t.at == row && t.OnEdit == nil {
		r.ring(fyne.Position{}, fyne.NewSize(w, h-1))
	}
}

func (r *rowLook) ring(at fyne.Position, s fyne.Size) {
	r.edge.Show()
	r.edge.StrokeWidth, r.edge.StrokeColor = 2, Color(ColorAccent)
	edged(r.edge, at, s)
}

// show puts a cell between x and x+w.
func (c *cellLook) show(cell TableCell, x, w float32, right bool) {
	h, pad := Px(rowHeight), Px(cellPad)
	ink, soft, _ := cell.Tone.colours()
	if cell.Tone == Neutral && !cell.Chip {
		ink = ColorText
	}
	if cell.Second {
		ink = ColorText2
	}
	c.fill.FillColor, c.chip.FillColor = color.Transparent, color.Transparent
	c.chip.StrokeWidth = 0
	if cell.Fill != Neutral {
		_, tint, _ := cell.Fill.colours()
		c.fill.FillColor = Color(tint)
	}
	c.fill.Move(fyne.NewPos(x, 0))
	c.fill.Resize(fyne.NewSize(w, h-1))
	if cell.Indent {
		x, w = x+Px(indent), w-Px(indent)
	}
	if cell.Waiting {
		c.bar(x+pad, w-2*pad)
		return
	}
	icon, text, strong := cell.Icon, cell.Text, cell.Strong
	if cell.Button != "" {
		text, ink, strong = cell.Button, ColorText2, true
	}
	if cell.Check {
		icon = "blank"
		if cell.On {
			icon = "check"
		}
	}
	size := theme.Size(SizeBody)
	if cell.Chip || cell.Mono {
		size = theme.Size(SizeSmall)
	}
	style := fyne.TextStyle{Bold: strong, Monospace: cell.Mono}
	room := w - 2*pad
	at := x + pad
	if cell.Chip {
		at, room = at+Px(8), room-Px(16)
	}
	side := float32(0)
	if icon != "" {
		side = Px(16)
		if cell.Chip {
			side = Px(14)
		}
	}
	gap := Px(6)
	if side == 0 || text == "" {
		gap = 0
	}
	measure := func(s string) fyne.Size { return fyne.MeasureText(s, size, style) }
	shown := fit(text, max(0, room-side-gap), measure)
	if text == "" {
		shown = ""
	}
	m := measure(shown)
	used := side + gap + m.Width
	if right || !cell.Chip && icon == "" && RightToLeft(text) {
		at += max(0, room-used)
	}
	if cell.Chip && (text != "" || icon != "") {
		c.chip.FillColor, c.chip.CornerRadius = Color(soft), Px(11)
		c.chip.Move(fyne.NewPos(at-Px(8), (h-1-Px(22))/2))
		c.chip.Resize(fyne.NewSize(used+Px(16), Px(22)))
	}
	c.glyph(cell, icon, ink, at, side)
	c.text.Text, c.text.Color, c.text.TextSize, c.text.TextStyle = shown, Color(ink), size, style
	c.text.Move(fyne.NewPos(at+side+gap, (h-1-m.Height)/2))
	c.text.Resize(m)
	c.text.Refresh()
	tip := cell.Tip
	if tip == "" && shown != text {
		tip = text
	}
	if c.tip != tip {
		c.tip, c.told = tip, ""
	}
}

func (c *cellLook) glyph(cell TableCell, icon string, ink fyne.ThemeColorName, at, side float32) {
	h := Px(rowHeight)
	c.icon.Hidden = icon == ""
	if icon == "" {
		return
	}
	if cell.Check {
		c.chip.Move(fyne.NewPos(at-1, (h-1-Px(18))/2))
		c.chip.Resize(fyne.NewSquareSize(Px(18)))
		c.chip.CornerRadius, c.chip.FillColor = Px(4), Color(ColorSurface)
		c.chip.StrokeWidth, c.chip.StrokeColor = 1.5, Color(ColorLine2)
		if cell.On {
			c.chip.FillColor, c.chip.StrokeColor, ink = Color(ColorAccent), Color(ColorAccent), ColorOn
		}
	}
	c.icon.name, c.icon.ink, c.icon.side = icon, ink, 16
	if cell.Chip {
		c.icon.side = 14
	}
	c.icon.Move(fyne.NewPos(at, (h-1-side)/2))
	c.icon.Resize(fyne.NewSquareSize(side))
	c.icon.Refresh()
}

// bar is the grey bar of what is not read yet.
func (c *cellLook) bar(x, w float32) {
	c.icon.Hide()
	c.text.Text = ""
	c.text.Refresh()
	c.tip = ""
	c.chip.FillColor, c.chip.CornerRadius = Color(ColorSunken), Px(4)
	c.chip.Move(fyne.NewPos(x, Px(13)))
	c.chip.Resize(fyne.NewSize(max(0, w*.8), Px(8)))
}
