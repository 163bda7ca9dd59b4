package studio

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"badgekiln/app/kit"
)

// plate is the label beside the pointer that gives the figures of a gesture.
type plate struct {
	box  *canvas.Rectangle
	text *canvas.Text
}

func newPlate() *plate {
	p := &plate{box: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", color.Transparent)}
	p.hide()
	return p
}

func (p *plate) hide() { p.box.Hide(); p.text.Hide() }

// say shows words beside a place, inside a room.
func (p *plate) say(words string, at fyne.Position, room fyne.Size) {
	p.text.Text, p.text.TextSize = words, kit.Px(12)
	p.text.Color, p.box.FillColor, p.box.CornerRadius = kit.Color(kit.ColorTipText), kit.Color(kit.ColorTip), kit.Px(4)
	size := p.text.MinSize().AddWidthHeight(kit.Px(12), kit.Px(8))
	at = at.AddXY(kit.Px(16), kit.Px(16))
	at.X = max(min(at.X, room.Width-size.Width-4), 4)
	at.Y = max(min(at.Y, room.Height-size.Height-4), 4)
	p.box.Move(at)
	p.box.Resize(size)
	p.text.Move(at.AddXY(kit.Px(6), kit.Px(4)))
	p.text.Resize(p.text.MinSize())
	p.box.Show()
	p.text.Show()
	p.box.Refresh()
	p.text.Refresh()
}
