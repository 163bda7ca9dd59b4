package edit

import (
	"fmt"
	"math"
	"testing"
	"time"

	dejavu "codeberg.org/go-fonts/dejavu/dejavusansbold"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

// desk is a session as tests sit at it: a clock they turn, ids that count.
type desk struct {
	*Session
	t    testing.TB
	now  time.Time
	last int
}

func measure(tb testing.TB) *render.Measure {
	tb.Helper()
	fonts, err := typeset.NewFonts([]typeset.Source{{Family: "sans-bold", Weight: 700, Data: dejavu.TTF}})
	if err != nil {
		tb.Fatal(err)
	}
	return render.NewMeasure(fonts, nil)
}

func sit(tb testing.TB, doc designer.Document) *desk {
	tb.Helper()
	return sitWith(tb, doc, measure(tb))
}

func sitWith(tb testing.TB, doc designer.Document, m Measure) *desk {
	tb.Helper()
	d := &desk{t: tb, now: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}
	d.Session = NewSession(doc, Env{
		Measure: m,
		NewID:   func() string { d.last++; return fmt.Sprintf("n%d", d.last) },
		Now:     func() time.Time { return d.now },
	})
	return d
}

func (d *desk) wait(t time.Duration) { d.now = d.now.Add(t) }

// click presses and lets go.
func (d *desk) click(x, y float64, with ...func(*Pointer)) {
	p := at(x, y, with...)
	d.Press(p)
	d.Release(p)
}

// drag presses at one place, moves in three steps, and lets go at another.
func (d *desk) drag(x0, y0, x1, y1 float64, with ...func(*Pointer)) {
	d.pull(x0, y0, x1, y1, with...)
	d.Release(at(x1, y1, with...))
}

// pull is drag without letting go.
func (d *desk) pull(x0, y0, x1, y1 float64, with ...func(*Pointer)) {
	d.Press(at(x0, y0, with...))
	for i := 1; i <= 3; i++ {
		k := float64(i) / 3
		d.Move(at(x0+(x1-x0)*k, y0+(y1-y0)*k, with...))
	}
}

// double is two clicks and what the window makes of them.
func (d *desk) double(x, y float64) {
	d.click(x, y)
	d.wait(100 * time.Millisecond)
	d.click(x, y)
	d.Double(at(x, y))
}

func (d *desk) do(name string) {
	d.t.Helper()
	if err := d.Do(name); err != nil {
		d.t.Fatalf("%s: %v", name, err)
	}
}

func (d *desk) layer(id string) *designer.Layer {
	d.t.Helper()
	l := Find(d.Document(), id)
	if l == nil {
		d.t.Fatalf("no layer %s", id)
	}
	return l
}

func (d *desk) bounds(ids ...string) geom.Rect { return Bounds(d.env.Measure, d.Document(), ids) }

// handle gives the place of a handle.
func (d *desk) handle(kind HandleKind) geom.Point {
	d.t.Helper()
	for _, h := range d.Overlay(1).Handles {
		if h.Kind == kind {
			return h.At
		}
	}
	d.t.Fatalf("no handle %s", kind)
	return geom.Point{}
}

// steps gives the labels of all that can be undone.
func (d *desk) steps() []string {
	var out []string
	for _, s := range d.past.steps[1 : d.past.now+1] {
		out = append(out, s.label)
	}
	return out
}

func at(x, y float64, with ...func(*Pointer)) Pointer {
	p := Pointer{At: geom.Pt(x, y), Scale: 1}
	for _, f := range with {
		f(&p)
	}
	return p
}

func shift(p *Pointer) { p.Shift = true }

func ctrl(p *Pointer) { p.Ctrl = true }

// board is an artboard of 600 with layers on it.
func board(layers ...*designer.Layer) designer.Document {
	return designer.Document{
		Width: 600, Height: 600, Layers: layers,
		Slots: []designer.Slot{{Name: "base", Color: designer.Color{R: 200, A: 255}}, {Name: "ink", Color: designer.Color{A: 255}}},
	}
}

func rect(id string, x, y, w, h float64) *designer.Layer {
	return &designer.Layer{
		ID: id, Name: id, Opacity: 1, Place: geom.Move(x, y), Fill: designer.Fill("base"),
		Shape: &designer.Shape{Kind: "rect", W: w, H: h},
	}
}

func ellipse(id string, x, y, r float64) *designer.Layer {
	l := rect(id, x-r, y-r, 2*r, 2*r)
	l.Shape.Kind = "ellipse"
	return l
}

func words(id, content string, x, y, size float64) *designer.Layer {
	return &designer.Layer{
		ID: id, Name: id, Opacity: 1, Place: geom.Move(x, y), Fill: designer.Fill("ink"),
		Text: &designer.Text{Content: content, Font: designer.Font{Family: "sans-bold"}, Size: size, Align: designer.Middle},
	}
}

func boxed(id, content string, x, y, w, h float64) *designer.Layer {
	l := words(id, content, x, y, 30)
	l.Text.Box, l.Text.Align, l.Text.Valign = &designer.Box{W: w, H: h}, designer.Start, designer.Top
	return l
}

func arched(id, content string, x, y, radius, middle float64) *designer.Layer {
	l := words(id, content, x, y, 40)
	l.Text.Arc = &designer.Arc{Radius: radius, Middle: middle, Sweep: 140}
	return l
}

func picture(id string, x, y, w, h float64) *designer.Layer {
	return &designer.Layer{ID: id, Name: id, Opacity: 1, Place: geom.Move(x, y), Image: &designer.Picture{Blob: "00", W: w, H: h}}
}

func path(id string, x, y float64) *designer.Layer {
	p := &geom.Path{}
	p.Move(geom.Pt(0, 0))
	p.Line(geom.Pt(100, 0))
	p.Cube(geom.Pt(120, 30), geom.Pt(80, 60), geom.Pt(50, 80))
	p.Close()
	return &designer.Layer{
		ID: id, Name: id, Opacity: 1, Place: geom.Move(x, y), Fill: designer.Fill("base"), Emblem: "drop",
		Stroke: &designer.Stroke{Paint: designer.Fill("ink"), Width: 4}, Path: &designer.Outline{Path: p},
	}
}

func bundle(id string, place geom.Affine, layers ...*designer.Layer) *designer.Layer {
	return &designer.Layer{ID: id, Name: id, Opacity: 1, Place: place, Group: &designer.Group{Layers: layers}}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-4 {
		t.Errorf("%s is %v, not %v", what, got, want)
	}
}

func nearRect(t *testing.T, what string, got, want geom.Rect) {
	t.Helper()
	for _, d := range []float64{got.Min.X - want.Min.X, got.Min.Y - want.Min.Y, got.Max.X - want.Max.X, got.Max.Y - want.Max.Y} {
		if math.Abs(d) > 1e-4 {
			t.Errorf("%s is %v, not %v", what, got, want)
			return
		}
	}
}
