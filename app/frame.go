package app

import (
	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

const (
	statusHeight = 26
	narrow       = 1100 // below this the rail folds
)

// frame lays out page, rail and status bar. What lies under them is the window's
// own ground, which Fyne clears to the colour of the theme: to fill it once more
// costs as much as all the rest of a page.
type frame struct {
	s    *Shell
	size fyne.Size
	in   []fyne.CanvasObject
}

// slim tells whether the rail is folded: in a narrow window, or where the room
// in front needs the room, unless somebody pinned it.
func (f *frame) slim(width float32) bool {
	if f.s.c.Prefs.Bool(kit.PrefWideRail, false) {
		return false
	}
	room, ok := f.s.current.(kit.Slim)
	return width < kit.Px(narrow) || ok && room.WantsSlim()
}

// Layout is Fyne's.
func (f *frame) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	f.size, f.in = s, objects
	page, rail, status := objects[0], objects[1], objects[2]
	f.s.rail.SetSlim(f.slim(s.Width))
	foot := kit.Px(statusHeight)
	w := rail.MinSize().Width
	rail.Resize(fyne.NewSize(w, s.Height-foot))
	page.Move(fyne.NewPos(w, 0))
	page.Resize(fyne.NewSize(s.Width-w, s.Height-foot))
	status.Move(fyne.NewPos(0, s.Height-foot))
	status.Resize(fyne.NewSize(s.Width, foot))
}

// again lays out as before, for a rail that may have folded.
func (f *frame) again() {
	if f.in != nil {
		f.Layout(f.in, f.size)
	}
}

// MinSize is Fyne's: the window's least size is 1000 × 680 with its menu bar.
func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1000, 650) }
