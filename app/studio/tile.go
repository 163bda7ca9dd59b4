package studio

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// tile shows one design of the gallery: its picture, a name, a second line. A
// press chooses it, a double press opens it.
type tile struct {
	*kit.Item
	detail  *kit.Text
	pic     *canvas.Image
	trouble *kit.Glyph
}

func newTile(title, detail string, choose, open func()) *tile {
	t := &tile{
		detail: kit.Line(detail).With(kit.SizeSmall).In(kit.ColorText2).Aligned(fyne.TextAlignCenter),
		pic:    &canvas.Image{FillMode: canvas.ImageFillContain}, trouble: kit.NewGlyph("warn", kit.ColorWarn, 24),
	}
	t.trouble.Hide()
	name := kit.Line(title).Inner().Strong().Aligned(fyne.TextAlignCenter)
	t.Item = kit.NewTile(title, kit.Framed(nil, kit.Inset(4, 8, 12, 8, kit.VBox(1, name, t.detail)), nil, nil,
		container.NewStack(t.trouble, kit.Inset(12, 10, 4, 10, t.pic))), choose).OnDouble(open)
	return t
}

// show gives it its picture.
func (t *tile) show(m image.Image) {
	t.pic.Image = m
	t.pic.Refresh()
}

// troubled shows that there is no picture, and why.
func (t *tile) troubled(why string) {
	t.trouble.Show()
	t.detail.SetText(why)
}

// twice is how soon a second press of a tile must come to open it. Fyne's own
// way to tell would keep the first press waiting.
const twice = 500 * time.Millisecond

// press chooses a design, and opens it when it is pressed a second time.
func (g *gallery) press(p piece) {
	now, before := g.r.env.Now(), g.pressed
	g.pressed = pressed{p.key, now}
	if before.key == p.key && now.Sub(before.at) < twice {
		g.pressed = pressed{}
		g.r.use(p)
		return
	}
	g.choose(p.key)
}

// pressed is the last press of a tile.
type pressed struct {
	key string
	at  time.Time
}
