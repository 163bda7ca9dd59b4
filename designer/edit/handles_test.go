package edit

import (
	"bytes"
	"math"
	"reflect"
	"slices"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Every handle of every kind of layer, dragged outwards by (30, 20) from a
// corner and along its axis from a side. Snapping is off, but for its own tests.
func TestHandlesOfAShape(t *testing.T) {
	for _, c := range []struct {
		kind   HandleKind
		dx, dy float64
		shift  bool
		want   geom.Rect // of a rectangle from (100, 100) to (300, 200)
	}{
		{HandleE, 30, 7, false, geom.R(100, 100, 330, 200)},
		{HandleW, -30, 7, false, geom.R(70, 100, 300, 200)},
		{HandleN, 7, -20, false, geom.R(100, 80, 300, 200)},
		{HandleS, 7, 20, false, geom.R(100, 100, 300, 220)},
		{HandleE, 30, 0, true, geom.R(70, 100, 330, 200)},
		{HandleN, 0, -20, true, geom.R(100, 80, 300, 220)},
		{HandleSE, 30, 20, true, geom.R(100, 100, 330, 220)},
		{HandleNW, -30, -20, true, geom.R(70, 80, 300, 200)},
		{HandleNE, 30, -20, true, geom.R(100, 80, 330, 200)},
		{HandleSW, -30, 20, true, geom.R(70, 100, 300, 220)},
		{HandleSE, 40, 20, false, geom.R(100, 100, 340, 220)},
		{HandleNW, -40, -20, false, geom.R(60, 80, 300, 200)},
		{HandleE, -500, 0, false, geom.R(100, 100, 101, 200)},
		{HandleSE, -900, -900, false, geom.R(100, 100, 101, 100.5)},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			l := rect("a", 100, 100, 200, 100)
			l.Stroke = &designer.Stroke{Paint: designer.Fill("ink"), Width: 4}
			d := sit(t, board(l))
			d.Select("a")
			keys := []func(*Pointer){ctrl}
			if c.shift {
				keys = append(keys, shift)
			}
			from := d.handle(c.kind)
			d.drag(from.X, from.Y, from.X+c.dx, from.Y+c.dy, keys...)
			nearRect(t, "frame", d.bounds("a"), c.want)
			if got := d.layer("a"); got.Stroke.Width != 4 || got.Place.A != 1 || got.Place.D != 1 {
				t.Errorf("stretched by its place: %v", got.Place)
			}
			if got := d.steps(); !reflect.DeepEqual(got, []string{"step.resize"}) {
				t.Errorf("steps %v", got)
			}
		})
	}
}

func TestTurnedShapeGrowsAlongItsOwnAxes(t *testing.T) {
	l := rect("a", 0, 0, 200, 100)
	l.Place = geom.Rotate(90).Then(geom.Move(300, 100)) // from (200, 100) to (300, 300)
	d := sit(t, board(l))
	d.Select("a")
	from := d.handle(HandleE) // its right side is at the bottom now
	near(t, "handle's y", from.Y, 300)
	d.drag(from.X, from.Y, from.X, from.Y+50, ctrl)
	near(t, "width", d.layer("a").Shape.W, 250)
	nearRect(t, "frame", d.bounds("a"), geom.R(200, 100, 300, 350))
}

func TestGradientGrowsWithItsShape(t *testing.T) {
	l := rect("a", 0, 0, 100, 100)
	stops := []designer.Stop{{At: 0, Tone: designer.SlotTone("base")}, {At: 1, Tone: designer.SlotTone("ink")}}
	l.Fill = designer.Paint{Kind: designer.Radial, Stops: stops, From: geom.Pt(50, 50), To: geom.Pt(100, 50), Focus: geom.Pt(50, 40), Ratio: 1}
	doc, err := Stretch("a", 2, 1, geom.Point{})(board(l))
	if err != nil {
		t.Fatal(err)
	}
	p := Find(doc, "a").Fill
	want := designer.Paint{Kind: designer.Radial, Stops: stops, From: geom.Pt(100, 50), To: geom.Pt(200, 50), Focus: geom.Pt(100, 40), Ratio: 0.5}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("gave %+v", p)
	}
}

func TestHandlesOfTexts(t *testing.T) {
	t.Run("a straight one has corners, and they change its size", func(t *testing.T) {
		d := sit(t, board(words("a", "Kiln", 300, 300, 40)))
		d.Select("a")
		for _, h := range d.Overlay(1).Handles {
			switch h.Kind {
			case HandleN, HandleE, HandleS, HandleW:
				t.Errorf("has a handle %s", h.Kind)
			}
		}
		before := d.bounds("a")
		from := d.handle(HandleSE)
		d.drag(from.X, from.Y, from.X+before.W()/2, from.Y+before.H()/2, ctrl)
		near(t, "size", d.layer("a").Text.Size, 60)
		got := d.bounds("a")
		near(t, "left", got.Min.X, before.Min.X)
		near(t, "top", got.Min.Y, before.Min.Y)
		near(t, "width", got.W(), before.W()*1.5)
	})
	t.Run("sides of a boxed one change its box", func(t *testing.T) {
		d := sit(t, board(boxed("a", "one two three", 100, 100, 200, 80)))
		d.Select("a")
		from := d.handle(HandleE)
		d.drag(from.X, from.Y, from.X+50, from.Y, ctrl)
		from = d.handle(HandleN)
		d.drag(from.X, from.Y, from.X, from.Y-20, ctrl)
		text := d.layer("a").Text
		if *text.Box != (designer.Box{W: 250, H: 100}) || text.Size != 30 {
			t.Errorf("box %v, size %v", *text.Box, text.Size)
		}
		nearRect(t, "frame", d.bounds("a"), geom.R(100, 80, 350, 180))
	})
	t.Run("corners of a boxed one change box and size", func(t *testing.T) {
		d := sit(t, board(boxed("a", "one two three", 100, 100, 200, 80)))
		d.Select("a")
		from := d.handle(HandleSE)
		d.drag(from.X, from.Y, from.X+100, from.Y+40, ctrl)
		text := d.layer("a").Text
		if *text.Box != (designer.Box{W: 300, H: 120}) || text.Size != 45 {
			t.Errorf("box %v, size %v", *text.Box, text.Size)
		}
	})
	t.Run("corners of one on an arc change radius and size about its middle", func(t *testing.T) {
		d := sit(t, board(arched("a", "KILN", 300, 300, 200, -90)))
		d.Select("a")
		from := d.handle(HandleNE)
		out := from.Sub(geom.Pt(300, 300)).Times(1.25)
		d.drag(from.X, from.Y, 300+out.X, 300+out.Y, ctrl)
		l := d.layer("a")
		near(t, "radius", l.Text.Arc.Radius, 250)
		near(t, "size", l.Text.Size, 50)
		if l.Place != geom.Move(300, 300) {
			t.Errorf("its middle went to %v", l.Place)
		}
	})
}

func TestPathsPicturesAndGroupsGrowByTheirPlace(t *testing.T) {
	for _, l := range []*designer.Layer{path("a", 100, 100), bundle("a", geom.Move(100, 100), rect("b", 0, 0, 50, 50), ellipse("c", 80, 80, 20))} {
		t.Run(string(l.Kind()), func(t *testing.T) {
			d := sit(t, board(l))
			d.Select("a")
			before := d.bounds("a")
			from := d.handle(HandleSE)
			d.drag(from.X, from.Y, from.X+before.W(), from.Y+before.H(), ctrl)
			got := d.layer("a")
			near(t, "scale", got.Place.A, 2)
			nearRect(t, "frame", d.bounds("a"), geom.R(before.Min.X, before.Min.Y, before.Max.X+before.W(), before.Max.Y+before.H()))
			if l.Group != nil && got.Group != l.Group {
				t.Error("what it holds was changed")
			}
		})
	}
}

func TestSeveralGrowAsOne(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 100, 100), words("b", "Kiln", 300, 280, 40), bundle("c", geom.Rotate(30).Then(geom.Move(350, 150)), rect("d", 0, 0, 50, 50))))
	d.SelectAll()
	before := d.bounds("a", "b", "c")
	from := d.handle(HandleSE)
	d.drag(from.X, from.Y, from.X+before.W(), from.Y+before.H(), ctrl)
	near(t, "shape", d.layer("a").Shape.W, 200)
	near(t, "text", d.layer("b").Text.Size, 80)
	nearRect(t, "frame", d.bounds("a", "b", "c"), geom.R(before.Min.X, before.Min.Y, before.Max.X+before.W(), before.Max.Y+before.H()))
}

// What is dragged is seen: of many layers only where all of them are, and handles only
// while one of them is held.
func TestADragHidesWhatIsInItsWay(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 100, 100), rect("b", 300, 300, 100, 100)))
	for _, c := range []struct {
		chosen        []string
		from          HandleKind
		frames, hands bool // while it is dragged
	}{{[]string{"a"}, NoHandle, true, false}, {[]string{"a"}, HandleSE, true, true}, {[]string{"a", "b"}, NoHandle, false, false}, {[]string{"a", "b"}, Rotate, false, true}} {
		d.Select(c.chosen...)
		at := geom.Pt(150, 150)
		if c.from != NoHandle {
			at = d.handle(c.from)
		}
		d.pull(at.X, at.Y, at.X+40, at.Y+30)
		o := d.Overlay(1)
		if len(o.Frames) > 0 != c.frames || len(o.Handles) > 0 != c.hands || (o.Common != nil) != (len(c.chosen) > 1) {
			t.Errorf("%v by %q: %d frames, %d handles, common %v", c.chosen, c.from, len(o.Frames), len(o.Handles), o.Common)
		}
		d.Cancel()
		if o = d.Overlay(1); len(o.Frames) != len(c.chosen) || len(o.Handles) == 0 {
			t.Errorf("%v by %q: not all is seen again", c.chosen, c.from)
		}
	}
}

// While a handle is held only those are seen that go with it: the ends of a gradient
// lie in the way of a frame.
func TestOnlyTheHandlesOfOneKindAreSeenInADrag(t *testing.T) {
	ends := func(l *designer.Layer) *designer.Layer {
		l.Fill = designer.Paint{
			Kind: designer.Linear, Stops: []designer.Stop{{At: 0, Tone: designer.SlotTone("base")}, {At: 1, Tone: designer.SlotTone("ink")}},
			From: geom.Pt(0, 20), To: geom.Pt(0, 80),
		}
		return l
	}
	bent := arched("b", "FIRST FIRING", 300, 300, 200, -90)
	d := sit(t, board(ends(rect("a", 100, 100, 100, 100)), bent))
	for _, c := range []struct {
		layer string
		from  HandleKind
		seen  []HandleKind
	}{
		{"a", HandleSE, []HandleKind{HandleNW, HandleSE, Rotate}},
		{"a", GradientTo, []HandleKind{GradientFrom, GradientTo}},
		{"b", ArcMiddle, []HandleKind{ArcMiddle, ArcStart, ArcEnd}},
		{"b", Rotate, []HandleKind{Rotate}},
	} {
		d.Select(c.layer)
		at := d.handle(c.from)
		d.pull(at.X, at.Y, at.X+20, at.Y+10)
		now := d.Overlay(1).Handles
		for _, k := range c.seen {
			if !slices.ContainsFunc(now, func(h Handle) bool { return h.Kind == k }) {
				t.Errorf("%s by %q: %q is not seen", c.layer, c.from, k)
			}
		}
		for _, h := range now {
			if h.Kind.family() != c.from.family() {
				t.Errorf("%s by %q: %q is seen", c.layer, c.from, h.Kind)
			}
		}
		d.Cancel()
	}
}

func TestRotateHandle(t *testing.T) {
	for _, c := range []struct {
		name string
		to   float64 // where the pointer goes, in degrees from the top
		keys []func(*Pointer)
		want float64
	}{
		{"whole degrees", 20.3, nil, 20},
		{"near 45", 43.4, nil, 45},
		{"near a right angle", 91.9, nil, 90},
		{"near nothing", 2.2, nil, 0},
		{"steps of 15", 38, []func(*Pointer){shift}, 45},
		{"free", 43.25, []func(*Pointer){ctrl}, 43.25},
		{"to the left", -60, nil, -60},
		{"once around", 179, nil, 180},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, board(rect("a", 200, 250, 200, 100)))
			d.Select("a")
			from := d.handle(Rotate)
			near(t, "handle's y", from.Y, 230)
			to := geom.Polar(geom.Pt(300, 300), 100, c.to-90)
			d.drag(from.X, from.Y, to.X, to.Y, c.keys...)
			near(t, "turn", turned(d.layer("a").Place.Parts().Turn), c.want)
			if m := d.bounds("a").Middle(); m.Sub(geom.Pt(300, 300)).Length() > 1e-4 {
				t.Errorf("its middle went to %v", m)
			}
		})
	}
}

func TestGroupTurnsAsOne(t *testing.T) {
	d := sit(t, board(bundle("g", geom.Identity(), rect("a", 200, 200, 50, 50), rect("b", 350, 350, 50, 50))))
	d.Select("g")
	from := d.handle(Rotate)
	d.drag(from.X, from.Y, 400, 300, shift)
	nearRect(t, "first", d.bounds("a"), geom.R(350, 200, 400, 250))
	if got := d.layer("g").Place.Parts().Turn; got != 90 {
		t.Errorf("turned by %v", got)
	}
}

func TestMoving(t *testing.T) {
	for _, c := range []struct {
		name   string
		dx, dy float64
		keys   []func(*Pointer)
		want   geom.Point
	}{
		{"free", 33, 47, []func(*Pointer){ctrl}, geom.Pt(33, 47)},
		{"one axis, across", 33, 20, []func(*Pointer){ctrl, shift}, geom.Pt(33, 0)},
		{"one axis, down", 33, 47, []func(*Pointer){ctrl, shift}, geom.Pt(0, 47)},
		{"not yet", 2, 2, nil, geom.Point{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, board(rect("a", 100, 100, 50, 50)))
			d.drag(120, 120, 120+c.dx, 120+c.dy, c.keys...)
			nearRect(t, "frame", d.bounds("a"), geom.R(100+c.want.X, 100+c.want.Y, 150+c.want.X, 150+c.want.Y))
		})
	}
	t.Run("a layer in a turned group", func(t *testing.T) {
		d := sit(t, board(bundle("g", geom.Rotate(90).Then(geom.Scale(2, 2)).Then(geom.Move(300, 300)), rect("a", 0, 0, 50, 50))))
		d.Select("a")
		before := d.bounds("a")
		d.drag(before.Middle().X, before.Middle().Y, before.Middle().X+40, before.Middle().Y+10, ctrl)
		nearRect(t, "frame", d.bounds("a"), geom.R(before.Min.X+40, before.Min.Y+10, before.Max.X+40, before.Max.Y+10))
	})
	t.Run("what is locked stays", func(t *testing.T) {
		a, b := rect("a", 100, 100, 50, 50), rect("b", 200, 100, 50, 50)
		b.Locked = true
		d := sit(t, board(a, b))
		d.Select("a", "b")
		d.drag(120, 120, 160, 180, ctrl)
		nearRect(t, "free one", d.bounds("a"), geom.R(140, 160, 190, 210))
		nearRect(t, "locked one", d.bounds("b"), geom.R(200, 100, 250, 150))
	})
}

// Whatever is cancelled on the way leaves no trace: not in the document, the
// history, nor the selection.
func TestCancelledGesturesLeaveNothing(t *testing.T) {
	doc := board(arched("arc", "KILN", 300, 300, 200, -90), rect("a", 100, 400, 100, 60), bundle("g", geom.Rotate(10).Then(geom.Move(400, 450)), path("p", 0, 0)))
	for _, id := range []string{"arc", "a", "g"} {
		d := sit(t, doc)
		d.Select(id)
		d.do("nudge-left")
		d.Undo() // something to redo
		before, history := d.Document(), d.past
		var places []geom.Point
		for _, h := range d.Overlay(1).Handles {
			places = append(places, h.At)
		}
		places = append(places, d.bounds(id).Middle(), geom.Pt(5, 5))
		for _, p := range places {
			for _, how := range []string{"Cancel", "Escape"} {
				d.Select(id)
				d.pull(p.X, p.Y, p.X+31, p.Y+57)
				if how == "Cancel" {
					d.Cancel()
				} else {
					d.Escape()
				}
				d.Release(at(p.X+31, p.Y+57))
				if !reflect.DeepEqual(d.Document(), before) || !same(d.Document().Layers, before.Layers) {
					t.Errorf("%s, %v: another document", id, p)
				}
				if !reflect.DeepEqual(d.past.steps, history.steps) || d.past.now != history.now {
					t.Errorf("%s, %v: another history", id, p)
				}
				if d.Overlay(1).Figures != nil || d.Overlay(1).Band != nil || d.Overlay(1).Guides != nil {
					t.Errorf("%s, %v: figures are still shown", id, p)
				}
			}
		}
		if _, ok := d.CanRedo(); !ok {
			t.Error("nothing can be redone")
		}
	}
}

func TestFiguresOfAGesture(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 50, 50)))
	d.pull(120, 120, 150, 160, ctrl)
	if f := d.Overlay(1).Figures; f == nil || f.Kind != "move" || f.X != 30 || f.Y != 40 {
		t.Errorf("gave %+v", f)
	}
	d.Release(at(150, 160, ctrl))
	if f := d.Overlay(1).Figures; f != nil {
		t.Errorf("still gives %+v", f)
	}
}

// TestGradientFollowsItsHandles: an end goes where it is dragged, the middle of
// a radial one takes the whole along, Escape brings back what was.
func TestGradientFollowsItsHandles(t *testing.T) {
	stops := []designer.Stop{{At: 0, Tone: designer.SlotTone("base")}, {At: 1, Tone: designer.SlotTone("ink")}}
	for _, kind := range []designer.PaintKind{designer.Linear, designer.Radial} {
		l := &designer.Layer{
			ID: "a", Opacity: 1, Place: geom.Scale(2, 2).Then(geom.Move(100, 100)), Shape: &designer.Shape{Kind: "rect", W: 100, H: 100},
			Fill: designer.Paint{Kind: kind, Stops: stops, From: geom.Pt(50, 10), To: geom.Pt(50, 90), Ratio: 1, Focus: geom.Pt(50, 10)},
		}
		d := sit(t, board(l))
		d.Select("a")
		p := d.handle(GradientTo)
		d.drag(p.X, p.Y, p.X+34, p.Y)
		if got := d.layer("a").Fill.To; math.Abs(got.X-70) > 0.5 || math.Abs(got.Y-90) > 0.5 {
			t.Errorf("%s: the end is at %v", kind, got)
		}
		before := d.layer("a").Fill
		p = d.handle(GradientFrom)
		d.drag(p.X, p.Y, p.X, p.Y+34)
		after := d.layer("a").Fill
		if along := after.To.Sub(before.To).Length() > 0; along != (kind == designer.Radial) {
			t.Errorf("%s: the other end went along: %v", kind, along)
		}
		p = d.handle(GradientTo)
		d.pull(p.X, p.Y, p.X-90, p.Y)
		d.Escape()
		if got := d.layer("a").Fill; got.To != after.To {
			t.Errorf("%s: Escape left %v", kind, got.To)
		}
		if len(d.steps()) != 2 {
			t.Errorf("%s: steps %v", kind, d.steps())
		}
	}
}

// TestGradientAlongAnEdgeHasItsHandlesInTheMiddle, and looks the same when one is
// dragged to and fro.
func TestGradientAlongAnEdgeHasItsHandlesInTheMiddle(t *testing.T) {
	stops := []designer.Stop{{At: 0, Tone: designer.SlotTone("base")}, {At: 1, Tone: designer.SlotTone("ink")}}
	l := rect("a", 100, 100, 200, 100)
	l.Fill = designer.Paint{Kind: designer.Linear, Stops: stops, From: geom.Pt(0, 0), To: geom.Pt(0, 100)}
	d := sit(t, board(l))
	before := drawn(t, d.Document())
	d.Select("a")
	for _, kind := range []HandleKind{GradientFrom, GradientTo} {
		p := d.handle(kind)
		near(t, string(kind), p.X, 200)
		d.Press(at(p.X, p.Y, ctrl))
		d.Move(at(p.X, p.Y+20, ctrl))
		d.Move(at(p.X, p.Y, ctrl))
		d.Release(at(p.X, p.Y, ctrl))
	}
	if !bytes.Equal(drawn(t, d.Document()).Pix, before.Pix) {
		t.Error("it looks otherwise")
	}
}
