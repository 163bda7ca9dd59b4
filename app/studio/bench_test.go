package studio

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"badgekiln/app/kit"
	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
)

// crowd is a design of so many layers of mixed kinds.
func crowd(n int) designer.Document {
	doc := blank("Crowd")
	kinds := []string{"ellipse", "seal", "star", "rect"}
	for i := range n {
		l := &designer.Layer{ID: fmt.Sprint("l", i), Opacity: 1, Fill: designer.Fill(doc.Slots[i%5].Name)}
		if i%5 == 4 {
			l.Place = geom.Move(300, 300)
			l.Text = &designer.Text{Content: fmt.Sprint("LETTERS ", i), Font: designer.Font{Family: "sans-bold"}, Size: 30, Align: designer.Middle, Arc: &designer.Arc{Radius: 80 + float64(i)*4, Middle: -90, Sweep: 200}}
		} else {
			side := 420 - 9*float64(i)
			l.Place = geom.Move(300-side/2, 300-side/2)
			l.Shape = &designer.Shape{Kind: kinds[i%4], W: side, H: side}
		}
		doc.Layers = append(doc.Layers, l)
	}
	return doc
}

// BenchmarkDragStep is one step of a drag through the canvas widget: pointer,
// session, picture of 1000 × 1000, frames and panels. p50 and p95 are reported.
func BenchmarkDragStep(b *testing.B) {
	for _, n := range []int{10, 40} {
		b.Run(fmt.Sprintf("%d-layers", n), func(b *testing.B) { benchDrag(b, n) })
	}
}

func benchDrag(b *testing.B, layers int) {
	b.Helper()
	words, err := assets.LoadWords("en")
	if err != nil {
		b.Fatal(err)
	}
	a := test.NewApp()
	defer a.Quit()
	a.Settings().SetTheme(kit.NewTheme("light", 1))
	w := a.NewWindow("bench")
	w.Resize(fyne.NewSize(1280, 1060))
	now := time.Now
	env := kit.Env{
		T: words.T, Fill: words.Fill, Has: words.Has, Tasks: kit.NewInlineTasks(now), Now: now, Window: w,
		Changed: func() {}, Saved: func() {}, Fail: func(err error) { b.Fatal(err) },
	}
	f := newFake(b)
	if _, err := f.AddDesign(b.Context(), "Crowd", store.File{Doc: crowd(layers)}); err != nil {
		b.Fatal(err)
	}
	r := New(env, f)
	w.SetContent(r.Content())
	r.openDesign(Design{ID: "design-1"})
	s := r.studio
	s.board.show(s.board.view.zoomed(1000.0/600/s.scale(), geom.Pt(300, 300)))
	if s.paper.width != 1000 {
		b.Fatalf("the picture is %d wide", s.paper.width)
	}
	s.session.Select(fmt.Sprint("l", layers/2))
	held := s.session.Selected()[0]
	from := held.Place.Apply(geom.Pt(held.Shape.W/2, held.Shape.H/2))
	s.board.MouseDown(mouse(s.spot(from), ctrl, desktop.MouseButtonPrimary))
	took := make([]time.Duration, 0, b.N)
	for i := 0; b.Loop(); i++ {
		p := s.spot(from).AddXY(float32(4+i%60), float32(i%40))
		start := time.Now()
		s.board.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p}})
		took = append(took, time.Since(start))
	}
	s.board.MouseUp(mouse(s.spot(from), ctrl, desktop.MouseButtonPrimary))
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds()), "p95-µs")
}
