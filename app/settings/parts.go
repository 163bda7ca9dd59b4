package settings

import (
	"image"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// noIssuer leads to where the first issuer is made.
func (r *Room) noIssuer() fyne.CanvasObject {
	return kit.AtLeast(0, 480, kit.Empty("person", "", r.env.T("settings.state.none"), kit.NewButton(r.env.T("settings.issuer.make"), "", kit.Primary, func() { r.choose(sectionIssuer) })))
}

// refresh builds a section again if it is the one in front.
func (r *Room) refresh(name string) {
	if r.current == name {
		r.show()
	}
}

// pictureBox shows a picture, or that there is none.
func pictureBox(img image.Image, side float32) fyne.CanvasObject {
	well := kit.NewPictureWell(side, side, kit.Sunken)
	well.SetImage(img)
	return kit.Exactly(side, side, well)
}
