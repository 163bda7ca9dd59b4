package windowtrials

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
)

// While a gesture goes on the window round the canvas is a picture of itself, and
// only what changes on the canvas is painted. Nobody sees that: the screen in the
// middle of a gesture is the screen after a rest at the same place, to the pixel.
// Letting go, taking back and resizing find the window itself again.
func TestNobodySeesTheWindowStandStill(t *testing.T) {
	t.Parallel()
	s := openIn(t, t.TempDir(), 1280, 800, nil)
	s.do(s.Settled())
	s.click("railItem:Designs")
	s.do(s.Settled())
	s.click("Item:Scalloped seal", "Use this template")
	b := s.board("the design", func(b board) bool { return b.Zoom > 0 })
	s.do(s.Settled(), s.Keys("Escape", "Escape"), s.Settled())
	x, y := b.at(300, 300)
	about := func(x, y float64) func() {
		return func() { s.do(s.Point(x+1, y), s.Point(x-7, y-9), s.Point(x, y)) }
	}
	s.looksTheSame("pan by the wheel", func() { s.do(s.Turn(x, y, "4", "2"), s.Turn(x, y, "5", "2")) })
	b = s.board("the design, panned", func(b board) bool { return b.Zoom > 0 })
	x, y = b.at(300, 300)
	s.do(s.Point(x, y), s.Button(true), s.Point(x+9, y+9))
	s.looksTheSame("drag the emblem", about(x+30, y+20))
	s.whileStill(about(x+30, y+20), func() {})
	s.do(s.Keys("Escape"))
	s.lives()
	s.do(s.Button(false), s.Keys("ctrl+a"), s.Settled(), s.Point(x, y), s.Button(true), s.Point(x+9, y+9))
	s.looksTheSame("drag all", about(x+30, y+20))
	s.do(s.Button(false), s.Keys("ctrl+z", "Escape", "Escape"), s.Settled())
	s.edit(b.at(300, 440))
	s.looksTheSame("type", func() { s.do(s.Keys("a", "b", "BackSpace", "BackSpace")) })
	s.do(s.Keys("Escape", "Escape", "Escape"), s.Settled())
	s.click("Swatch:Base")
	var hue stage.Thing
	s.do(s.Await("the hue", func(v stage.View) (ok bool) { hue, ok = v.Find("Slider:Hue"); return ok }))
	x, y = hue.X+60, hue.Y+hue.H/2
	s.do(s.Point(x-20, y), s.Button(true))
	s.looksTheSame("turn a colour", about(x, y))
	s.do(s.Button(false), s.Keys("Escape"), s.Settled())
	s.click("Button:Back to all designs")
	s.says("Your designs")
	s.do(s.Stop())
}

// looksTheSame does something until the window stands still, and compares what is
// then seen with what is seen when it rests.
func (s *scene) looksTheSame(what string, step func()) {
	s.t.Helper()
	before, moving, resting := filepath.Join(s.home, "before.png"), filepath.Join(s.home, "moving.png"), filepath.Join(s.home, "resting.png")
	differ := -1
	for range 8 { // the first picture may be of the move before the last one
		s.whileStill(step, func() {
			s.do(s.Shot(moving))
			for range 3 {
				s.do(os.Rename(moving, before), s.Shot(moving))
				if far(decode(s.t, before), decode(s.t, moving)) == 0 {
					break
				}
			}
		})
		s.lives()
		s.do(s.Shot(resting))
		if differ = far(decode(s.t, moving), decode(s.t, resting)); differ == 0 {
			break
		}
	}
	if differ != 0 {
		s.t.Errorf("%s: %d pixels are others while the window stands still", what, differ)
	}
}

// whileStill takes steps until the window stands still, and then does something,
// again until it stood still all the while.
func (s *scene) whileStill(step, do func()) {
	s.t.Helper()
	stands := func() bool { v, err := s.See(); return err == nil && v.Still }
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		step()
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
