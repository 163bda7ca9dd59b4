package studio

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
)

func TestPropertiesChangeWhatIsSelected(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	s.session.Select("title")
	b.Settle()
	b.Type(t, "What it says", "SECOND")
	if got := find(s, "title").Text.Content; got != "SECOND" {
		t.Fatalf("the text is %q", got)
	}
	s.props.text.radius.num.SetText("100+20")
	s.props.text.radius.num.OnSubmitted("")
	if got := find(s, "title").Text.Arc.Radius; got != 120 {
		t.Fatalf("radius %g", got)
	}
	if got := s.props.text.radius.bar.Value(); got != 120 {
		t.Fatalf("the slider stands at %g", got)
	}
	s.props.text.upright.Set(false)
	if !find(s, "title").Text.Arc.Inside {
		t.Fatal("letters were not turned over")
	}
	s.session.Select("disc")
	s.props.place.x.SetText("310")
	s.props.place.x.OnSubmitted("")
	if got := find(s, "disc").Place.E; got != 110 {
		t.Fatalf("x puts the disc at %g", got)
	}
	s.props.paint.fill.choice.Choose("pop")
	if got := find(s, "disc").Fill.Tone.Slot; got != "pop" {
		t.Fatalf("filled with %q", got)
	}
	s.props.paint.outline.choice.Choose("ink")
	if st := find(s, "disc").Stroke; st == nil || st.Paint.Tone.Slot != "ink" {
		t.Fatal("no outline")
	}
	s.props.shadow.on.Set(true)
	if find(s, "disc").Shadow == nil {
		t.Fatal("no shadow")
	}
	s.props.shape.kind.Choose("star")
	s.props.shape.nums["points"].num.SetText("7")
	s.props.shape.nums["points"].num.OnSubmitted("")
	if got := find(s, "disc").Shape.Number("points"); got != 7 {
		t.Fatalf("%g points", got)
	}
	s.session.Select("disc", "pair")
	if !s.props.place.box.all.Visible() || s.props.shape.box.all.Visible() {
		t.Fatal("the panel shows what does not fit several kinds")
	}
	s.session.Select("left", "right")
	s.try(s.session.Apply("step.opacity", edit.SetOpacity([]string{"left"}, 0.5)))
	if s.props.place.o.Text != "" || s.props.place.o.PlaceHolder != "mixed" {
		t.Fatalf("differing opacity reads %q", s.props.place.o.Text)
	}
	if len(b.Errors) > 0 {
		t.Fatal(b.Errors)
	}
}

func TestSliderIsOneStep(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	s := r.studio
	s.session.Select("title")
	bar := s.props.text.spacing.bar
	bar.Resize(fyne.NewSize(100, 28))
	before := find(s, "title").Text.Track
	for x := float32(40); x < 80; x += 5 {
		bar.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 10)}})
	}
	bar.DragEnd()
	if find(s, "title").Text.Track == before {
		t.Fatal("the slider does nothing")
	}
	s.keyed("ctrl+z")
	if _, more := s.session.CanUndo(); more || find(s, "title").Text.Track != before {
		t.Fatal("a slide is not one step")
	}
}

func TestGradientsAreMadeTurnedAndRecoloured(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	s.session.Select("disc")
	pick := s.props.paint.fill
	pick.choice.Choose(paintGradient)
	fill := find(s, "disc").Fill
	if fill.Kind != designer.Linear || len(fill.Stops) != 2 || fill.Stops[0].Tone.Slot != "base" || fill.Stops[1].Tone.Slot != "base-deep" {
		t.Fatalf("made %+v", fill)
	}
	if fill.From != geom.Pt(200, 0) || fill.To != geom.Pt(200, 400) || angleOf(fill) != 180 {
		t.Fatalf("it goes from %v to %v", fill.From, fill.To)
	}
	pick.angle.SetText("270")
	pick.angle.OnSubmitted("")
	if fill = find(s, "disc").Fill; angleOf(fill) != 270 || fill.From.X < fill.To.X {
		t.Fatalf("turned to %g from %v to %v", angleOf(fill), fill.From, fill.To)
	}
	pick.fade(func(_ *designer.Layer, g designer.Paint) designer.Paint { return withStop(g, 1, "pop") })
	if got := find(s, "disc").Fill.Stops[1].Tone.Slot; got != "pop" {
		t.Fatalf("the second colour is %q", got)
	}
	pick.fade(func(_ *designer.Layer, g designer.Paint) designer.Paint { return turnedAbout(moreStops(g, 1)) })
	if got := find(s, "disc").Fill.Stops; len(got) != 3 || got[0].Tone.Slot != "pop" || got[1].At != 0.5 || got[2].Tone.Slot != "base" {
		t.Fatalf("three colours, the other way round: %+v", got)
	}
	pick.fade(func(_ *designer.Layer, g designer.Paint) designer.Paint { return lessStops(lessStops(g, 1), 0) })
	pick.swatch.Tapped(nil)
	if got := find(s, "disc").Fill; len(got.Stops) != 2 || got.Kind != designer.Linear {
		t.Fatalf("a press of the swatch, or one colour less than two: %+v", got)
	}
	pick.round.Choose(string(designer.Radial))
	if fill = find(s, "disc").Fill; fill.Kind != designer.Radial || fill.Focus != geom.Pt(200, 200) || len(pick.stops.Objects) != 2 {
		t.Fatalf("radial: %+v", fill)
	}
	if d := pick.disc; !d.box.Visible() || d.x.Value() != 50 || d.y.Value() != 50 || d.radius.Value() != 100 {
		t.Fatalf("its figures: %g, %g, %g", d.x.Value(), d.y.Value(), d.radius.Value())
	}
	for entry, text := range map[*kit.NumberEntry]string{pick.disc.x: "25", pick.disc.y: "10%", pick.disc.radius: "50"} {
		entry.SetText(text)
		entry.OnSubmitted("")
	}
	if fill = find(s, "disc").Fill; fill.From != geom.Pt(100, 40) || fill.Focus != fill.From || fill.To != geom.Pt(200, 40) {
		t.Fatalf("by figures: %+v", fill)
	}
	s.session.Undo()
	s.session.Undo()
	s.session.Undo()
	if d := pick.disc; d.x.Value() != 50 || d.y.Value() != 50 || d.radius.Value() != 100 {
		t.Fatalf("its figures after undoing: %g, %g, %g", d.x.Value(), d.y.Value(), d.radius.Value())
	}
	pick.choice.Choose("pop")
	if pick.grade.Visible() {
		t.Fatal("a plain colour still shows stops")
	}
	if len(b.Errors) > 0 {
		t.Fatal(b.Errors)
	}
}

func TestAPaletteRecoloursInOneStep(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	was := s.session.Document().Slots
	items := s.palettes()
	if len(items) < 10 {
		t.Fatalf("%d palettes", len(items))
	}
	for _, it := range items {
		if strings.HasPrefix(it.Text, "palette.") {
			t.Errorf("no word for %s", it.Text)
		}
	}
	// The first of ours stands behind a line under what is the person's own.
	items[slices.IndexFunc(items, func(it kit.MenuItem) bool { return it.Text == "" })+1].Act()
	if slices.Equal(was, s.session.Document().Slots) {
		t.Fatal("nothing was recoloured")
	}
	s.keyed("ctrl+z")
	if !slices.Equal(was, s.session.Document().Slots) || len(b.Errors) > 0 {
		t.Fatalf("one undo does not bring the colours back: %v", b.Errors)
	}
}
