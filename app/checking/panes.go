package checking

import (
	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// panes sets two objects side by side: the left one has a width of its own, in
// px of tokens.md, but never more than its share of a narrow window.
type panes struct{ left, share float32 }

// Layout is Fyne's.
func (p panes) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(kit.Px(p.left), size.Width*p.share)
	objects[0].Resize(fyne.NewSize(w, size.Height))
	objects[1].Move(fyne.NewPos(w, 0))
	objects[1].Resize(fyne.NewSize(size.Width-w, size.Height))
}

// MinSize is Fyne's: what does not fit is scrolled.
func (panes) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(kit.Px(480), kit.Px(240)) }
