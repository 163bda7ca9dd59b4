package windowtrials

import (
	"path/filepath"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
)

// While a drag goes on the window round the canvas is a picture of itself, and
// nobody sees that: the screen in the middle of a drag is the screen after a rest
// at the same place, to the pixel. Letting go, taking back and resizing find the
// window itself again.
func TestNobodySeesTheWindowStandStill(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	s := openIn(t, home, 1280, 800, nil)
	s.do(s.Settled())
	s.click("railItem:Designs")
	s.do(s.Settled())
	s.click("Item:Scalloped seal", "Use this template")
	b := s.board("the design", func(b board) bool { return b.Zoom > 0 })
	s.do(s.Settled(), s.Keys("Escape", "Escape"), s.Settled())
	x, y := b.at(300, 300)
	s.do(s.Point(x, y), s.Button(true), s.Point(x+9, y+9))
	moving, resting := filepath.Join(home, "moving.png"), filepath.Join(home, "resting.png")
	s.do(s.Point(x+30, y+20))
	differ := -1
	for range 8 { // the first picture may be of the move before the last one
		s.whileStill(x+30, y+20, func() { s.do(s.Shot(moving)) })
		s.lives()
		s.do(s.Shot(resting))
		if differ = far(decode(t, moving), decode(t, resting)); differ == 0 {
			break
		}
	}
	if differ != 0 {
		t.Errorf("%d pixels are others while the window stands still", differ)
	}
	s.whileStill(x+30, y+20, func() {})
	s.do(s.Keys("Escape"))
	s.lives()
	s.do(s.Button(false))
	s.click("Button:Back to all designs")
	s.says("Your designs")
	s.do(s.Stop())
}

// whileStill moves the pointer about a place until the window stands still, and
// then does something there, again until it stood still all the while.
func (s *scene) whileStill(x, y float64, do func()) {
	s.t.Helper()
	stands := func() bool { v, err := s.See(); return err == nil && v.Still }
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		s.do(s.Point(x+1, y), s.Point(x, y))
		if !stands() {
			continue
		}
		if do(); stands() {
			return
		}
	}
	s.t.Fatal("the window does not stand still")
}

// lives waits until the window is itself.
func (s *scene) lives() {
	s.t.Helper()
	s.do(s.Await("the window itself", func(v stage.View) bool { return !v.Still }), s.Settled())
}
