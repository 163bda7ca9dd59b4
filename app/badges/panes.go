package badges

import (
	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// leastForm is the width the form needs beside the preview, in px of tokens.md.
const leastForm = 400

// panes sets the form and the preview side by side; in a narrow window the form
// has all of it.
type panes struct{}

// Layout is Fyne's.
func (panes) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	form, aside := objects[0], objects[1]
	gap, w := kit.Px(6), kit.Px(asideWidth+16)
	if size.Width < kit.Px(leastForm)+gap+w {
		aside.Hide()
		form.Resize(size)
		return
	}
	aside.Show()
	form.Resize(fyne.NewSize(size.Width-w-gap, size.Height))
	aside.Move(fyne.NewPos(size.Width-w, 0))
	aside.Resize(fyne.NewSize(w, size.Height))
}

// MinSize is Fyne's: what does not fit is scrolled.
func (panes) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(kit.Px(360), kit.Px(240)) }
