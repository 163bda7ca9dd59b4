package edit

import (
	"reflect"
	"testing"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

func chosen(t *testing.T, d *desk, want ...string) {
	t.Helper()
	if got := d.Selection(); !reflect.DeepEqual(got, want) && len(got)+len(want) > 0 {
		t.Errorf("selected is %v, not %v", got, want)
	}
}

func TestClicking(t *testing.T) {
	stack := func() *desk {
		hidden, locked := rect("hidden", 100, 100, 100, 100), rect("locked", 100, 100, 100, 100)
		hidden.Hidden, locked.Locked = true, true
		return sit(t, board(rect("low", 100, 100, 100, 100), rect("mid", 120, 120, 100, 100), rect("top", 140, 140, 100, 100), hidden, locked))
	}
	t.Run("the topmost", func(t *testing.T) {
		d := stack()
		d.click(150, 150)
		chosen(t, d, "top")
		d.click(125, 150)
		chosen(t, d, "mid")
	})
	t.Run("again at the same spot, the one below", func(t *testing.T) {
		d := stack()
		for _, want := range []string{"top", "mid", "low", "top"} {
			d.click(150, 150)
			d.wait(time.Second)
			chosen(t, d, want)
		}
	})
	t.Run("again somewhere else, the topmost", func(t *testing.T) {
		d := stack()
		d.click(150, 150)
		d.wait(time.Second)
		d.click(160, 160)
		chosen(t, d, "top")
	})
	t.Run("on nothing", func(t *testing.T) {
		d := stack()
		d.click(150, 150)
		d.click(500, 500)
		chosen(t, d)
	})
	t.Run("Shift adds and removes", func(t *testing.T) {
		d := stack()
		d.click(230, 230)
		d.click(105, 105, shift)
		chosen(t, d, "top", "low")
		d.click(230, 230, shift)
		chosen(t, d, "low")
		d.click(500, 500, shift)
		chosen(t, d, "low")
	})
	t.Run("one of several leaves only that", func(t *testing.T) {
		d := stack()
		d.Select("low", "top")
		d.click(115, 115)
		chosen(t, d, "low")
	})
	t.Run("a drag over a selected one moves it though another lies above", func(t *testing.T) {
		d := stack()
		d.Select("low")
		d.drag(150, 150, 350, 350, ctrl)
		near(t, "left", d.bounds("low").Min.X, 300)
		near(t, "top one's left", d.bounds("top").Min.X, 140)
	})
}

func TestClickingOutlines(t *testing.T) {
	line := path("line", 100, 100)
	line.Fill = designer.Paint{}
	hole := &geom.Path{}
	hole.Circle(geom.Pt(50, 50), 50, true)
	hole.Circle(geom.Pt(50, 50), 25, true)
	nonzero, evenodd := path("nonzero", 300, 0), path("evenodd", 300, 200)
	nonzero.Path, evenodd.Path = &designer.Outline{Path: hole}, &designer.Outline{Path: hole, EvenOdd: true}
	nonzero.Stroke, evenodd.Stroke = nil, nil
	turned := rect("turned", 0, 0, 100, 20)
	turned.Place = geom.Rotate(45).Then(geom.Move(100, 400))
	d := sit(t, board(line, nonzero, evenodd, turned, ellipse("round", 500, 500, 50), arched("arc", "KILN", 300, 470, 60, -90)))
	for _, c := range []struct {
		name string
		x, y float64
		want string
	}{
		{"on a line", 150, 101, "line"},
		{"three pixels beside it", 150, 95, "line"},
		{"ten beside it", 150, 90, ""},
		{"inside an outline that is not filled", 150, 130, ""},
		{"a hole by the non-zero rule is none", 350, 50, "nonzero"},
		{"a hole by the even-odd rule", 350, 250, ""},
		{"beside the hole", 390, 250, "evenodd"},
		{"in a turned one", 130, 445, "turned"},
		{"in its upright frame, not in it", 160, 410, ""},
		{"in the frame of a circle, not in it", 454, 454, ""},
		{"in the circle", 470, 470, "round"},
		{"on the letters of an arc", 302, 395, "arc"},
		{"in the circle of an arc", 300, 460, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d.Clear()
			d.click(c.x, c.y)
			if c.want == "" {
				chosen(t, d)
			} else {
				chosen(t, d, c.want)
			}
		})
	}
	t.Run("slack is in pixels", func(t *testing.T) {
		d.Clear()
		d.click(150, 95, func(p *Pointer) { p.Scale = 4 })
		chosen(t, d)
	})
}

func TestGroupsInPlace(t *testing.T) {
	set := func() *desk {
		return sit(t, board(rect("back", 0, 0, 600, 600),
			bundle("g", geom.Move(100, 100), rect("a", 0, 0, 50, 50), bundle("h", geom.Move(100, 0), rect("b", 0, 0, 50, 50), rect("c", 0, 60, 50, 50)))))
	}
	t.Run("a click takes the whole", func(t *testing.T) {
		d := set()
		d.click(110, 110)
		chosen(t, d, "g")
	})
	t.Run("double click enters, and again deeper", func(t *testing.T) {
		d := set()
		d.double(210, 110)
		chosen(t, d, "h")
		if d.Inside() != "g" {
			t.Errorf("inside %q", d.Inside())
		}
		d.wait(time.Second)
		d.double(210, 110)
		chosen(t, d, "b")
		if d.Inside() != "h" {
			t.Errorf("inside %q", d.Inside())
		}
		d.click(210, 170)
		chosen(t, d, "c")
	})
	t.Run("Escape leaves, one at a time", func(t *testing.T) {
		d := set()
		d.Select("b")
		for _, want := range [][]string{{"h"}, {"g"}, nil} {
			if !d.Escape() {
				t.Error("Escape meant nothing")
			}
			chosen(t, d, want...)
		}
		if d.Escape() {
			t.Error("Escape meant something still")
		}
	})
	t.Run("a click beside leaves", func(t *testing.T) {
		d := set()
		d.Select("b")
		d.click(500, 500)
		chosen(t, d, "back")
		if d.Inside() != "" {
			t.Errorf("inside %q", d.Inside())
		}
	})
	t.Run("moving one of a group leaves the rest", func(t *testing.T) {
		d := set()
		d.Select("a")
		d.drag(110, 110, 110, 150, ctrl)
		near(t, "moved", d.bounds("a").Min.Y, 140)
		near(t, "other", d.bounds("b").Min.Y, 100)
	})
	t.Run("the second click of a double one is taken back", func(t *testing.T) {
		d := sit(t, board(bundle("low", geom.Identity(), rect("a", 100, 100, 50, 50)), bundle("top", geom.Identity(), rect("b", 100, 100, 50, 50))))
		d.click(120, 120)
		d.wait(time.Second)
		d.click(120, 120)
		chosen(t, d, "low")
		d.wait(time.Second)
		d.double(120, 120)
		chosen(t, d, "a")
	})
}

func TestRubberBand(t *testing.T) {
	set := func() *desk {
		locked := rect("locked", 200, 100, 50, 50)
		locked.Locked = true
		return sit(t, board(rect("a", 100, 100, 50, 50), locked, ellipse("round", 400, 125, 25), bundle("g", geom.Move(100, 300), rect("b", 0, 0, 50, 50), rect("c", 200, 0, 50, 50))))
	}
	t.Run("touching counts", func(t *testing.T) {
		d := set()
		d.pull(50, 50, 101, 320)
		if b := d.Overlay(1).Band; b == nil || *b != geom.R(50, 50, 101, 320) {
			t.Errorf("band %v", b)
		}
		chosen(t, d, "a", "g")
		d.Release(at(101, 320))
		chosen(t, d, "a", "g")
		if d.Overlay(1).Band != nil || len(d.steps()) > 0 {
			t.Error("something is left")
		}
	})
	t.Run("a frame that is touched is not the layer", func(t *testing.T) {
		d := set()
		d.drag(360, 80, 380, 105)
		chosen(t, d)
		d.drag(360, 80, 385, 112)
		chosen(t, d, "round")
	})
	t.Run("within a shape", func(t *testing.T) {
		d := sit(t, board(rect("a", 100, 100, 300, 300)))
		if !d.touches(d.layer("a"), geom.Identity(), geom.R(200, 200, 210, 210)) {
			t.Error("does not touch")
		}
	})
	t.Run("Shift adds", func(t *testing.T) {
		d := set()
		d.Select("round")
		d.drag(50, 50, 120, 120, shift)
		chosen(t, d, "round", "a")
	})
	t.Run("cancelled, the selection is as it was", func(t *testing.T) {
		d := set()
		d.Select("round")
		d.pull(50, 50, 120, 120)
		d.Cancel()
		chosen(t, d, "round")
	})
}

func TestSelectingByKeys(t *testing.T) {
	hidden := rect("hidden", 0, 0, 10, 10)
	hidden.Hidden = true
	d := sit(t, board(rect("a", 0, 0, 10, 10), hidden, rect("b", 0, 0, 10, 10), bundle("g", geom.Identity(), rect("c", 0, 0, 10, 10), rect("e", 0, 0, 10, 10))))
	d.do("select-all")
	chosen(t, d, "a", "b", "g")
	d.Clear()
	for _, want := range []string{"a", "b", "g", "a"} {
		d.do("select-above")
		chosen(t, d, want)
	}
	d.do("select-below")
	chosen(t, d, "g")
	d.Select("c")
	d.do("select-above")
	chosen(t, d, "e")
	d.Select("g")
	d.do("enter-group")
	d.do("select-all")
	chosen(t, d, "c", "e")
	d.Toggle("g") // what is around takes the place of what is in it
	chosen(t, d, "g")
	if len(d.steps()) > 0 {
		t.Errorf("selecting made steps: %v", d.steps())
	}
}

func TestHoverAndCursor(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 100, 100), words("w", "Kiln", 400, 400, 40)))
	d.Move(at(150, 150))
	if q := d.Overlay(1).Hover; q == nil || q.Bounds() != geom.R(100, 100, 200, 200) {
		t.Errorf("hover %v", q)
	}
	d.Gone()
	if d.Overlay(1).Hover != nil {
		t.Error("still hovers")
	}
	d.Select("a")
	for _, c := range []struct {
		x, y float64
		want Cursor
	}{
		{150, 150, CursorMove},
		{50, 50, CursorDefault},
		{100, 100, CursorNWSE},
		{200, 100, CursorNESW},
		{200, 150, CursorEW},
		{150, 200, CursorNS},
		{150, 80, CursorTurn},
		{209, 150, CursorEW},
		{213, 150, CursorDefault},
	} {
		if got := d.Cursor(at(c.x, c.y)); got != c.want {
			t.Errorf("at (%v, %v): %s, not %s", c.x, c.y, got, c.want)
		}
	}
	d.BeginText("w")
	if got := d.Cursor(at(400, 390)); got != CursorText {
		t.Errorf("on a text in place: %s", got)
	}
}

// The catching radius of handles is in pixels, and small frames have fewer.
func TestHandlesOfSmallFrames(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 20, 200)))
	d.Select("a")
	kinds := func(scale float64) (out []HandleKind) {
		for _, h := range d.Overlay(scale).Handles {
			out = append(out, h.Kind)
		}
		return out
	}
	if got := kinds(4); len(got) != 9 {
		t.Errorf("large: %v", got)
	}
	if got := kinds(1); !reflect.DeepEqual(got, []HandleKind{HandleNW, HandleNE, HandleE, HandleSE, HandleSW, HandleW, Rotate}) {
		t.Errorf("narrow: %v", got)
	}
}
