package edit

import (
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

func arcOf(d *desk) designer.Arc { return *d.layer("a").Text.Arc }

// mid is the radius of the middle of the letters.
func mid(t *designer.Text) float64 {
	if t.Arc.Inside {
		return t.Arc.Radius - capital/2*t.Size
	}
	return t.Arc.Radius + capital/2*t.Size
}

func TestArcHandles(t *testing.T) {
	set := func() *desk {
		d := sit(t, board(arched("a", "FIRST FIRING", 300, 300, 200, -90)))
		d.Select("a")
		return d
	}
	t.Run("they sit on the foot of the letters", func(t *testing.T) {
		d := set()
		if p := d.handle(ArcMiddle); p.Sub(geom.Pt(300, 100)).Length() > 1e-9 {
			t.Errorf("the diamond is at %v", p)
		}
		if p := d.handle(ArcEnd); p.Sub(geom.Polar(geom.Pt(300, 300), 200, -20)).Length() > 1e-9 {
			t.Errorf("the end is at %v", p)
		}
		c := d.Overlay(1).Circle
		if c == nil || c.Radius != 200 || c.From != -160 || c.To != -20 || c.Middle != geom.Pt(300, 300) {
			t.Errorf("circle %+v", c)
		}
	})
	t.Run("the diamond changes the radius", func(t *testing.T) {
		d := set()
		d.drag(300, 100, 300, 70.4, ctrl)
		near(t, "radius", arcOf(d).Radius, 229.6)
		if d.layer("a").Place != geom.Move(300, 300) {
			t.Error("its middle moved")
		}
	})
	t.Run("the ends open and close the arc evenly", func(t *testing.T) {
		d := set()
		from, to := d.handle(ArcEnd), geom.Polar(geom.Pt(300, 300), 200, 0)
		d.drag(from.X, from.Y, to.X, to.Y)
		near(t, "sweep", arcOf(d).Sweep, 180)
		near(t, "middle", arcOf(d).Middle, -90)
		from, to = d.handle(ArcStart), geom.Polar(geom.Pt(300, 300), 230, -140)
		d.pull(from.X, from.Y, to.X, to.Y)
		if f := d.Overlay(1).Figures; f == nil || f.Kind != "sweep" || f.From != -50 || f.To != 50 {
			t.Errorf("figures %+v", f)
		}
		d.Cancel()
		d.drag(from.X, from.Y, to.X, to.Y)
		near(t, "sweep", arcOf(d).Sweep, 100)
	})
	t.Run("one end alone with Shift", func(t *testing.T) {
		d := set()
		from, to := d.handle(ArcEnd), geom.Polar(geom.Pt(300, 300), 200, 0)
		d.drag(from.X, from.Y, to.X, to.Y, shift)
		near(t, "sweep", arcOf(d).Sweep, 160)
		near(t, "middle", arcOf(d).Middle, -80)
	})
	t.Run("past the side, an end goes on below", func(t *testing.T) {
		d := set()
		from, to := d.handle(ArcEnd), geom.Polar(geom.Pt(300, 300), 200, 60)
		d.drag(from.X, from.Y, to.X, to.Y)
		near(t, "sweep", arcOf(d).Sweep, 300)
	})
	t.Run("the span turns it", func(t *testing.T) {
		d := set()
		from, to := geom.Polar(geom.Pt(300, 300), 200, -60), geom.Polar(geom.Pt(300, 300), 200, -30)
		d.drag(from.X, from.Y, to.X, to.Y)
		near(t, "middle", arcOf(d).Middle, -60)
		if arcOf(d).Inside {
			t.Error("letters point to the middle on the upper half")
		}
	})
	t.Run("its own turn counts", func(t *testing.T) {
		l := arched("a", "KILN", 0, 0, 200, -90)
		l.Place = geom.Rotate(30).Then(geom.Move(300, 300))
		d := sit(t, board(l))
		d.Select("a")
		p := geom.Polar(geom.Pt(300, 300), 200, -60)
		d.drag(p.X, p.Y, 300+(p.X-300)*1.1, 300+(p.Y-300)*1.1, ctrl)
		near(t, "radius", arcOf(d).Radius, 220)
	})
}

func TestLettersStayUpright(t *testing.T) {
	d := sit(t, board(arched("a", "KILN", 300, 300, 200, -90)))
	d.Select("a")
	before := mid(d.layer("a").Text)
	// Along the circle, right around.
	p := geom.Polar(geom.Pt(300, 300), 200, -40)
	d.Press(at(p.X, p.Y))
	for angle := -40.0; angle <= 140; angle += 10 {
		p = geom.Polar(geom.Pt(300, 300), 200, angle)
		d.Move(at(p.X, p.Y))
		text := d.layer("a").Text
		if want := text.Arc.Middle > 0 && text.Arc.Middle < 180; text.Arc.Inside != want {
			t.Errorf("at %v° Inside is %v", text.Arc.Middle, text.Arc.Inside)
		}
		near(t, "middle of the letters", mid(text), before)
	}
	d.Release(at(p.X, p.Y))
	if a := arcOf(d); a.Middle != 90 || !a.Inside || a.Radius != 200+capital*40 {
		t.Errorf("below it is %+v", a)
	}
	if got := d.steps(); len(got) != 1 {
		t.Errorf("steps %v", got)
	}
	// And back over the top again.
	from := geom.Polar(geom.Pt(300, 300), arcOf(d).Radius, 40)
	to := geom.Polar(geom.Pt(300, 300), arcOf(d).Radius, -140)
	d.drag(from.X, from.Y, to.X, to.Y)
	if a := arcOf(d); a.Middle != -90 || a.Inside || a.Radius != 200 {
		t.Errorf("above again it is %+v", a)
	}
}

// Letters that were turned over by hand stay so.
func TestLettersTurnedOverStaySo(t *testing.T) {
	l := arched("a", "KILN", 300, 300, 200, -90)
	l.Text.Arc.Inside = true
	d := sit(t, board(l))
	d.Select("a")
	from, to := geom.Polar(geom.Pt(300, 300), 200, -40), geom.Polar(geom.Pt(300, 300), 200, 140)
	d.drag(from.X, from.Y, to.X, to.Y)
	if a := arcOf(d); a.Middle != 90 || !a.Inside || a.Radius != 200 {
		t.Errorf("it is %+v", a)
	}
}

func TestRadiusSnapsToRings(t *testing.T) {
	ring := ellipse("ring", 300, 300, 250)
	ring.Shape.Kind, ring.Shape.Set = "ring", map[string]float64{"hole": 0.8}
	d := sit(t, board(ring, arched("a", "KILN", 300, 300, 150, -90)))
	d.Select("a")
	// The middle of the band is at 225: letters of size 40 stand in it from 211.
	d.pull(300, 150, 300, 300-208)
	if g := d.Overlay(1).Guides; len(g) != 1 || g[0].Radius != 225 {
		t.Errorf("guides %v", g)
	}
	d.Release(at(300, 300-208))
	near(t, "middle of the letters", mid(d.layer("a").Text), 225)
}

func TestBendAndStraighten(t *testing.T) {
	t.Run("a text anywhere gets a bow through its place", func(t *testing.T) {
		d := sit(t, board(words("a", "Kiln", 200, 150, 40)))
		d.Select("a")
		before := d.bounds("a")
		d.do("bend")
		l := d.layer("a")
		if l.Text.Arc == nil || l.Text.Arc.Middle != -90 {
			t.Fatalf("text %+v", l.Text)
		}
		top := Total(d.Document(), "a").Apply(geom.Polar(geom.Point{}, l.Text.Arc.Radius, -90))
		near(t, "x of its top", top.X, before.Middle().X)
		near(t, "y of its top", top.Y, 150)
		laid, _ := d.env.Measure.Laid(l)
		near(t, "size", laid.Size, 40)
	})
	t.Run("one above the middle of the artboard goes around that", func(t *testing.T) {
		d := sit(t, board(words("a", "Kiln", 300, 100, 40)))
		d.Select("a")
		d.do("bend")
		if l := d.layer("a"); l.Place != geom.Move(300, 300) || l.Text.Arc.Radius != 200 || l.Text.Arc.Inside {
			t.Errorf("at %v: %+v", l.Place, l.Text.Arc)
		}
	})
	t.Run("one below too, upright", func(t *testing.T) {
		d := sit(t, board(words("a", "Kiln", 300, 520, 40)))
		d.Select("a")
		d.do("bend")
		if l := d.layer("a"); l.Place != geom.Move(300, 300) || l.Text.Arc.Radius != 220 || !l.Text.Arc.Inside || l.Text.Arc.Middle != 90 {
			t.Errorf("at %v: %+v", l.Place, l.Text.Arc)
		}
	})
	for _, y := range []float64{100, 150, 520} {
		t.Run("straightened it is where it was", func(t *testing.T) {
			d := sit(t, board(words("a", "Kiln", 300, y, 40)))
			d.Select("a")
			before, place := d.bounds("a"), d.layer("a").Place
			d.do("bend")
			d.do("straighten")
			nearRect(t, "frame", d.bounds("a"), before)
			if got := d.layer("a").Place; got != place {
				t.Errorf("its place is %v, not %v", got, place)
			}
			d.Undo()
			d.Undo()
			if d.layer("a").Text.Arc != nil {
				t.Error("undo leaves it bent")
			}
		})
	}
	t.Run("a boxed text loses its box", func(t *testing.T) {
		d := sit(t, board(boxed("a", "Kiln", 100, 100, 300, 80)))
		d.Select("a")
		d.do("bend")
		if text := d.layer("a").Text; text.Box != nil || text.Arc == nil {
			t.Errorf("text %+v", text)
		}
	})
	t.Run("letters can be turned over", func(t *testing.T) {
		d := sit(t, board(arched("a", "KILN", 300, 300, 200, -90)))
		d.Select("a")
		before := mid(d.layer("a").Text)
		d.do("flip-letters")
		if !arcOf(d).Inside {
			t.Error("they were not")
		}
		near(t, "middle of the letters", mid(d.layer("a").Text), before)
	})
}
