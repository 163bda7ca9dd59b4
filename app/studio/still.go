package studio

import (
	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer/edit"
)

// While a gesture goes on, the window round what it changes is a picture of
// itself; see kit.Root. The studio knows what must live on.

// still tells the window of a step of the hand on the canvas: with viewing, what
// says where the view is lives on too, and otherwise the figures of what is
// selected.
func (s *studio) still(viewing bool) {
	if viewing {
		s.holding(func() []fyne.CanvasObject { return []fyne.CanvasObject{s.desk, s.bar.zoom} })
		return
	}
	s.holding(func() []fyne.CanvasObject { return append([]fyne.CanvasObject{s.stage}, s.props.place.inView()...) })
}

// stillStep is still for what changes the design in a gesture, wherever the gesture
// is, or by typing on the canvas.
func (s *studio) stillStep(c edit.Change) {
	switch running := s.session.Running(); {
	case s.board.hand.doing != nothing:
		// The canvas tells by itself.
	case running && s.canvas().Overlays().Top() == nil: // in the properties
		s.holding(func() []fyne.CanvasObject { return []fyne.CanvasObject{s.stage, s.side} })
	case running: // in a dialog
		s.holding(func() []fyne.CanvasObject { return []fyne.CanvasObject{s.stage} })
	case c.Document && s.board.typing():
		s.still(false)
	case c.Document || !s.board.typing():
		s.free()
	}
}

func (s *studio) holding(live func() []fyne.CanvasObject) {
	if root, ok := s.root(); ok && s.r.inStudio() {
		root.Hold(s.env.Tasks, live)
	}
}

// free shows the window as it is.
func (s *studio) free() {
	if root, ok := s.root(); ok {
		root.Free()
	}
}

func (s *studio) root() (*kit.Root, bool) {
	if s.env.Window == nil || s.canvas() == nil {
		return nil, false
	}
	root, ok := s.canvas().Content().(*kit.Root)
	return root, ok
}

// inView are the figures that are to be seen whole.
func (q *placeProps) inView() []fyne.CanvasObject {
	if !q.box.all.Visible() || q.box.body.Hidden {
		return nil
	}
	page := q.p.page
	top := kit.PlaceOf(page).Y
	var seen []fyne.CanvasObject
	for _, n := range []fyne.CanvasObject{q.x, q.y, q.w, q.h, q.r} {
		if y := kit.PlaceOf(n).Y; y >= top && y+n.Size().Height <= top+page.Size().Height {
			seen = append(seen, n)
		}
	}
	return seen
}
