package settings

import (
	"image"
	"path/filepath"
	"slices"
	"strings"
	"time"

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

func pictureEndings() []string { return []string{".png", ".jpg", ".jpeg", ".gif", ".svg"} }

func isPicture(path string) bool {
	return slices.Contains(pictureEndings(), strings.ToLower(filepath.Ext(path)))
}

// day and moment write times the way every language reads without doubt, in
// this computer's zone.
func day(at time.Time) string { return at.Local().Format("2006-01-02") }

func moment(at time.Time) string { return at.Local().Format("2006-01-02 15:04") }
