package paper

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Grid says how cards lie on a page.
type Grid struct {
	Across, Down int
	Card         Size // lying across
	Left, Top    float64
}

// margin is what printers leave free.
const margin = 10 * mm

// GridOf lays so many cards on an upright page: 4, 8 or 10; false for another
// number.
func GridOf(size Size, cards int) (Grid, bool) {
	rows, ok := map[int]int{4: 2, 8: 4, 10: 5}[cards]
	if !ok {
		return Grid{}, false
	}
	g := Grid{Across: 2, Down: rows, Left: margin, Top: margin}
	g.Card = Size{size.Name, (size.W - 2*margin) / 2, (size.H - 2*margin) / float64(rows)}
	return g, true
}

// Spot is where the card of a number lies.
func (g Grid) Spot(i int) geom.Affine {
	return geom.Move(g.Left+float64(i%g.Across)*g.Card.W, g.Top+float64(i/g.Across)*g.Card.H)
}

// Marks are where to cut: short lines at the edge of the page, and small crosses
// between the cards.
func (g Grid) Marks(size Size) []*designer.Layer {
	var b brush
	const long, thin, gap = 5 * mm, 0.6, 2 * mm
	ink := designer.FillColor(rgb(0x777777))
	for c := range g.Across + 1 {
		x := g.Left + float64(c)*g.Card.W - thin/2
		b.rect("mark", x, g.Top-gap-long, thin, long, ink)
		b.rect("mark", x, size.H-g.Top+gap, thin, long, ink)
		for r := 1; r < g.Down; r++ {
			y := g.Top + float64(r)*g.Card.H
			b.rect("mark", x, y-long/2, thin, long, ink)
		}
	}
	for r := range g.Down + 1 {
		y := g.Top + float64(r)*g.Card.H - thin/2
		b.rect("mark", g.Left-gap-long, y, long, thin, ink)
		b.rect("mark", size.W-g.Left+gap, y, long, thin, ink)
		for c := 1; c < g.Across; c++ {
			x := g.Left + float64(c)*g.Card.W
			b.rect("mark", x-long/2, y, long, thin, ink)
		}
	}
	for _, l := range b.layers {
		l.ID = "mark" + l.ID
	}
	return b.layers
}

// Card is what somebody fetches a badge by: the badge, the name, a short code and
// the code of a page. Fields: name, class.name, issuer.name, code, page_url.
func Card(size Size, look Look, words Words) designer.Document {
	b := &brush{}
	if size.H > size.W {
		b.tall(size, words)
	} else {
		b.flat(size, words)
	}
	return designer.Document{Name: words.Title, Width: size.W, Height: size.H, Slots: look.slots(), Layers: b.layers}
}

// flat is a card as those for a wallet.
func (b *brush) flat(size Size, words Words) {
	w, h := size.W, size.H
	k := h / (55 * mm)
	pad := 5.5 * mm
	side := h * 0.47
	b.badge(pad, pad, side)
	left := pad + side + 4*mm
	qr := h * 0.40
	room := w - left - pad
	b.words("issuer", "{issuer.name}", "sans", 10*k, 7, left, pad, room, 14*k, designer.Start, "ink").Opacity = 0.8
	b.words("name", "{name}", "sans-bold", 20*k, 8, left, pad+19*k, room, side-47*k, designer.Start, "ink") // clear of what stands above capitals: Å
	b.words("badge name", "{class.name}", "sans", 12.5*k, 7.5, left, pad+side-26*k, room, 30*k, designer.Start, "base-deep").Text.Valign = designer.Top
	bottom := h - pad
	room = w - 2*pad - qr - 4*mm
	b.words("fetch", words.Fetch, "sans", 11*k, 7, pad, bottom-50*k, room, 20*k, designer.Start, "ink").Text.Valign = designer.Bottom
	b.words("code", "{code}", "mono", 25*k, 12, pad, bottom-31*k, room, 33*k, designer.Start, "ink").Text.Valign = designer.Bottom
	b.code(w-pad-qr, bottom-qr, qr, "", "ink")
}

// tall is a card that stands: everything on one axis.
func (b *brush) tall(size Size, words Words) {
	w, h := size.W, size.H
	pad := 7 * mm
	room := w - 2*pad
	side := h * 0.34
	b.words("issuer", "{issuer.name}", "sans", 13, 8, pad, pad, room, 18, designer.Middle, "ink").Opacity = 0.8
	b.badge((w-side)/2, pad+24, side)
	y := pad + side + 32
	b.words("name", "{name}", "sans-bold", 26, 9, pad, y, room, h*0.13, designer.Middle, "ink")
	b.words("badge name", "{class.name}", "sans", 16, 8, pad, y+h*0.13, room, 26, designer.Middle, "base-deep")
	qr := h * 0.2
	bottom := h - pad
	room -= qr + 4*mm
	b.words("fetch", words.Fetch, "sans", 12.5, 8, pad, bottom-qr, room, qr-38, designer.Start, "ink").Text.Valign = designer.Bottom
	b.words("code", "{code}", "mono", 27, 12, pad, bottom-36, room, 38, designer.Start, "ink").Text.Valign = designer.Bottom
	b.code(w-pad-qr, bottom-qr, qr, "", "ink")
}

// rowHeight is how high one person's row on the list of a desk is.
const rowHeight = 10.5 * mm

// headHeight is how much the heading of the list takes.
const headHeight = 27 * mm

// RowsOn is how many people are on one page of the list.
func RowsOn(size Size) int {
	return int((size.H - 2*1.5*margin - headHeight - 8*mm) / rowHeight)
}

// List is one page of the list of a desk, without its rows. Fields: class.name,
// issuer.name, day, page, pages.
func List(size Size, look Look, words Words) designer.Document {
	var b brush
	x, w := 1.5*margin, size.W-3*margin
	b.badge(x, 1.5*margin, 16*mm)
	b.words("badge name", "{class.name}", "sans-bold", 21, 11, x+20*mm, 1.5*margin-1*mm, w-20*mm, 10*mm, designer.Start, "ink")
	b.words("issuer", "{issuer.name} · {day|date long}", "sans", 12, 8, x+20*mm, 1.5*margin+9*mm, w-20*mm, 7*mm, designer.Start, "ink")
	y := 1.5*margin + headHeight - 7*mm
	for _, c := range columns(size) {
		b.words("heading", c.heading(words), "sans-bold", 10.5, 7, c.x, y, c.w, 6*mm, designer.Start, "base-deep")
	}
	b.line("line", x, 1.5*margin+headHeight-0.5*mm, w, 1.4, "base-deep")
	b.words("page", words.Page, "sans", 10, 7, x, size.H-1.5*margin-4*mm, w, 6*mm, designer.End, "ink")
	for _, l := range b.layers {
		l.ID = "list" + l.ID
	}
	return designer.Document{Name: words.Title, Width: size.W, Height: size.H, Slots: look.slots(), Layers: b.layers}
}

type column struct {
	x, w    float64
	heading func(Words) string
}

// columns are those of the list: box, name, code, signature.
func columns(size Size) []column {
	x, w := 1.5*margin, size.W-3*margin
	return []column{
		{x + 10*mm, w*0.46 - 12*mm, func(k Words) string { return k.Name }},
		{x + w*0.46, w * 0.2, func(k Words) string { return k.Code }},
		{x + w*0.67, w * 0.33, func(k Words) string { return k.Given }},
	}
}

// Row is one person's row. Fields: name, code, given (a day, or empty).
func Row(size Size) []*designer.Layer {
	var b brush
	x, w := 1.5*margin, size.W-3*margin
	c := columns(size)
	box := b.rect("box", x+1*mm, (rowHeight-5*mm)/2, 5*mm, 5*mm, designer.Paint{})
	box.Stroke = &designer.Stroke{Paint: designer.FillColor(rgb(0x333333)), Width: 1.1}
	tick := b.words("tick", "✓", "sans-bold", 15, 8, x+0.5*mm, (rowHeight-6*mm)/2, 6*mm, 6*mm, designer.Middle, "ink")
	tick.When = &designer.When{Field: "given", Test: designer.Filled}
	b.words("name", "{name}", "sans", 14, 7.5, c[0].x, 0.6*mm, c[0].w, rowHeight-1.2*mm, designer.Start, "ink")
	b.words("code", "{code}", "mono", 13.5, 9, c[1].x, 0.6*mm, c[1].w, rowHeight-1.2*mm, designer.Start, "ink")
	b.words("given", "{given|date medium}", "sans", 11, 8, c[2].x, 0.6*mm, c[2].w, rowHeight-1.2*mm, designer.Start, "ink")
	b.rect("line", x, rowHeight-0.5, w, 0.7, designer.FillColor(rgb(0xbbbbbb)))
	for _, l := range b.layers {
		l.ID = "row" + l.ID
	}
	return b.layers
}

// RowAt is where a row of the list lies on its page.
func RowAt(i int) geom.Affine {
	return geom.Move(0, 1.5*margin+headHeight+float64(i)*rowHeight)
}
