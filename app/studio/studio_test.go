package studio

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/app/kit/look"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
)

const ctrl, shift = fyne.KeyModifierControl, fyne.KeyModifierShift

func find(s *studio, id string) *designer.Layer { return edit.Find(s.session.Document(), id) }

func TestClickSelectsTheTopLayer(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	click(b, s, geom.Pt(300, 480), 0)
	if got := s.session.Selection(); !slices.Equal(got, []string{"disc"}) {
		t.Fatalf("selected %q", got)
	}
	click(b, s, geom.Pt(220, 370), 0)
	if got := s.session.Selection(); !slices.Equal(got, []string{"pair"}) {
		t.Fatalf("selected %q", got)
	}
	click(b, s, geom.Pt(20, 20), 0)
	if got := s.session.Selection(); len(got) != 0 {
		t.Fatalf("beside everything %q is selected", got)
	}
}

func TestDragMovesExactly(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	click(b, s, geom.Pt(220, 370), 0)
	s.board.KeyDown(&fyne.KeyEvent{Name: desktop.KeyControlLeft})
	drag(b, s, geom.Pt(220, 370), geom.Pt(247, 391), ctrl)
	got := edit.Bounds(s.measure, s.session.Document(), []string{"pair"}).Min
	// The pointer stands on whole points of the screen.
	if d := got.Sub(geom.Pt(227, 371)); math.Abs(d.X) > 1/s.board.view.Zoom || math.Abs(d.Y) > 1/s.board.view.Zoom {
		t.Fatalf("moved to %v", got)
	}
	if label, ok := s.session.CanUndo(); !ok || label != "step.move" {
		t.Fatalf("undo offers %q", label)
	}
}

func TestCornerResizesAndRightPressBringsBack(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	before := s.session.Document()
	click(b, s, geom.Pt(300, 480), 0)
	press(b, s, geom.Pt(500, 500), geom.Pt(450, 450), ctrl)
	if w := find(s, "disc").Shape.W; w > 360 {
		t.Fatalf("the corner did not follow: %g wide", w)
	}
	s.board.MouseDown(mouse(s.spot(geom.Pt(450, 450)), 0, desktop.MouseButtonSecondary))
	if find(s, "disc") != before.Layers[0] {
		t.Fatal("the right button did not bring everything back")
	}
	s.board.MouseUp(mouse(s.spot(geom.Pt(450, 450)), 0, desktop.MouseButtonSecondary))
	s.board.MouseUp(mouse(s.spot(geom.Pt(450, 450)), 0, desktop.MouseButtonPrimary))
	if _, ok := s.session.CanUndo(); ok {
		t.Fatal("a cancelled gesture left a step")
	}
	drag(b, s, geom.Pt(500, 500), geom.Pt(450, 450), ctrl)
	if w := find(s, "disc").Shape.W; math.Abs(w-350) > 3 {
		t.Fatalf("resized to %g", w)
	}
}

func TestRotateHandleTurnsAGroup(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	click(b, s, geom.Pt(220, 370), 0)
	var at geom.Point
	for _, h := range s.session.Overlay(s.board.view.Zoom).Handles {
		if h.Kind == edit.Rotate {
			at = h.At
		}
	}
	middle := geom.Pt(300, 380)
	drag(b, s, at, geom.Pt(middle.X+(middle.Y-at.Y), middle.Y), 0)
	if turn := find(s, "pair").Place.Parts().Turn; math.Abs(turn-90) > 1 {
		t.Fatalf("turned by %g°", turn)
	}
}

func TestDiamondBendsTheText(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	s.session.Select("title")
	drag(b, s, geom.Pt(300, 150), geom.Pt(300, 120), ctrl)
	if got := find(s, "title").Text.Arc.Radius; math.Abs(got-180) > 2 {
		t.Fatalf("radius %g", got)
	}
}

func TestTextIsTypedInPlace(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	at := s.spot(geom.Pt(300, 298))
	for range 2 {
		s.board.MouseDown(mouse(at, 0, desktop.MouseButtonPrimary))
		s.board.MouseUp(mouse(at, 0, desktop.MouseButtonPrimary))
	}
	if s.session.Editing() != "name" {
		t.Fatalf("a double press edits %q", s.session.Editing())
	}
	if !s.raw {
		t.Fatal("the merge field is still filled in while its braces are edited")
	}
	s.board.TypedShortcut(&fyne.ShortcutSelectAll{})
	for _, c := range "Ada" {
		s.board.TypedRune(c)
	}
	s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := find(s, "name").Text.Content; got != "Ada" {
		t.Fatalf("typed %q", got)
	}
	if s.session.Editing() != "" || s.with != toolSelect {
		t.Fatal("Escape did not end the typing, or letters chose tools")
	}
	_ = b
}

func TestArrowsDeleteAndTools(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	click(b, s, geom.Pt(300, 480), 0)
	s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if got := find(s, "disc").Place.E; got != 101 {
		t.Fatalf("an arrow moved to %g", got)
	}
	s.board.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt})
	if got := find(s, "disc").Place.F; math.Abs(got-99.9) > 1e-9 {
		t.Fatalf("Alt and arrow moved to %g", got)
	}
	s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if find(s, "disc") != nil {
		t.Fatal("Delete left the layer")
	}
	s.board.TypedShortcut(&fyne.ShortcutUndo{})
	if find(s, "disc") == nil {
		t.Fatal("Ctrl+Z brought nothing back")
	}
	s.board.TypedRune('p')
	if s.with != toolPolygon {
		t.Fatalf("P took %q", s.with)
	}
	before := len(s.session.Document().Layers)
	click(b, s, geom.Pt(100, 100), 0)
	if len(s.session.Document().Layers) != before+1 || s.with != toolSelect {
		t.Fatal("the tool put nothing down")
	}
}

func TestSpaceAndWheelMoveTheView(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	s := r.studio
	before := s.session.Document()
	fit := s.board.view
	s.board.KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	at := s.spot(geom.Pt(300, 300))
	s.board.MouseDown(mouse(at, 0, desktop.MouseButtonPrimary))
	s.board.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at.AddXY(40, 25)}})
	s.board.MouseUp(mouse(at.AddXY(40, 25), 0, desktop.MouseButtonPrimary))
	s.board.KeyUp(&fyne.KeyEvent{Name: fyne.KeySpace})
	if d := s.board.view.At.Sub(fit.At); d != geom.Pt(40, 25) {
		t.Fatalf("panned by %v", d)
	}
	s.board.KeyDown(&fyne.KeyEvent{Name: desktop.KeyControlLeft})
	p := s.board.view.document(geom.Pt(200, 200))
	s.board.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, 200)}, Scrolled: fyne.NewDelta(0, 25)})
	if q := s.board.view.document(geom.Pt(200, 200)); q.Sub(p).Length() > 2 || s.board.view.Zoom <= fit.Zoom {
		t.Fatalf("zoomed from %v to %v at %g", p, q, s.board.view.Zoom)
	}
	s.keyed("ctrl+0")
	if s.board.view != fit {
		t.Fatalf("Ctrl+0 shows %v, not %v", s.board.view, fit)
	}
	if len(before.Layers) != len(s.session.Document().Layers) || len(s.session.Selection()) > 0 {
		t.Fatal("moving the view touched the design")
	}
}

func TestEverythingUndoneIsTheSameFile(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	first := bytes.Clone(f.files["design-1"])
	s.session.Select("title")
	drag(b, s, geom.Pt(300, 150), geom.Pt(300, 120), 0)
	s.session.BeginText("title")
	for _, c := range "Second" {
		s.board.TypedRune(c)
	}
	s.session.CommitText()
	click(b, s, geom.Pt(220, 370), 0)
	s.keyed("ctrl+g")
	s.try(s.session.Apply("step.slot", edit.SetSlot("base", designer.Color{B: 200, A: 255})))
	s.saving.flush()
	if bytes.Equal(first, f.files["design-1"]) {
		t.Fatal("the changes were not stored by themselves")
	}
	for {
		if _, ok := s.session.CanUndo(); !ok {
			break
		}
		s.keyed("ctrl+z")
	}
	s.keyed("ctrl+s")
	if !bytes.Equal(first, f.files["design-1"]) {
		t.Fatal("undoing everything is another file")
	}
	if s.session.Dirty() {
		t.Fatal("still dirty after saving")
	}
	if len(b.Errors) > 0 {
		t.Fatal(b.Errors)
	}
}

// entryIn finds a field by its label where a picture has the same one.
func entryIn(t *testing.T, b *kittest.Bench, label string) *kit.Entry {
	t.Helper()
	var found *kit.Entry
	look.Walk(b.Top(), func(o fyne.CanvasObject, _ fyne.Position) bool {
		if e, ok := o.(*kit.Entry); ok && e.Label() == label {
			found = e
		}
		return found == nil
	})
	if found == nil {
		t.Fatalf("no field %q", label)
	}
	return found
}

func TestSlotChangeIsSeenAndCanBeLeft(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	was, _ := s.session.Document().Color("base")
	saves := f.saves
	s.slots.change("base")
	entryIn(t, b, "Colour as figures").SetText("#112233")
	if now, _ := s.session.Document().Color("base"); now == was {
		t.Fatal("the canvas does not follow the dialog")
	}
	if f.saves != saves {
		t.Fatal("a colour that is only tried was stored")
	}
	b.Press(t, "Cancel")
	if now, _ := s.session.Document().Color("base"); now != was {
		t.Fatalf("leaving the dialog left %v", now)
	}
	s.slots.change("base")
	entryIn(t, b, "Colour as figures").SetText("#112233")
	b.Press(t, "Use this colour")
	if label, _ := s.session.CanUndo(); label != "step.slot" {
		t.Fatalf("a colour taken is the step %q", label)
	}
	s.keyed("ctrl+z")
	if now, _ := s.session.Document().Color("base"); now != was {
		t.Fatal("one undo did not bring the colour back")
	}
}

func TestBadgesGetTheDesign(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	r.studio.use()
	if len(b.Routes) != 1 || b.Routes[0].Args["design"] != "design-1" || b.Routes[0].Args["name"] != "FIRST FIRING" {
		t.Fatalf("went to %+v", b.Routes)
	}
}

func TestExportIsWhatTheCanvasShows(t *testing.T) {
	_, r, f := open(t, kittest.English)
	s := r.studio
	s.exportPicture("out.png", s.paper.width, false)
	shown := s.paper.master
	if shown == nil || !bytes.Equal(shown.Pix, f.wrote["out.png"]) {
		t.Fatal("the exported picture is not the one on the canvas")
	}
}

func TestABrokenDesignTellsWhy(t *testing.T) {
	b := kittest.New(t, kittest.English)
	f := newFake(t)
	f.names["x"] = "Broken one"
	r := New(b.Env, f)
	b.Show(r.Content())
	r.Shown()
	b.Settle()
	if len(r.gallery.tiles) != 1 || r.gallery.bad["own:x"] == nil {
		t.Fatalf("tiles: %d", len(r.gallery.tiles))
	}
}

// What is undone while it is being written is no longer what the file holds: it
// is written once more.
func TestUndoneWhileItIsWritten(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	first := bytes.Clone(f.files["design-1"])
	f.meanwhile = func() { s.session.Undo() }
	s.try(s.session.Apply("step.name", edit.Rename("disc", "Round thing")))
	s.saving.flush()
	if f.meanwhile != nil {
		t.Fatal("nothing was written")
	}
	b.Settle()
	s.saving.now()
	if !bytes.Equal(first, f.files["design-1"]) || s.session.Dirty() {
		t.Error("the file holds what was undone")
	}
	if f.saves != 2 {
		t.Errorf("written %d times", f.saves)
	}
}

func TestReopenedDesignIsTheSame(t *testing.T) {
	_, r, f := open(t, kittest.English)
	s := r.studio
	s.try(s.session.Apply("step.name", edit.Rename("disc", "Round thing")))
	s.saving.flush()
	file, err := f.Design(t.Context(), "design-1")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(f.bytes(file), f.bytes(store.File{Doc: s.session.Document()})) {
		t.Fatal("what is read back differs")
	}
}

// Whoever opens another design while one is being written loses nothing of what
// was done to the first since: it is written after it.
func TestAnotherDesignOpenedWhileOneIsWritten(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	other, err := f.Design(t.Context(), "design-1")
	if err != nil {
		t.Fatal(err)
	}
	f.files["design-2"] = f.bytes(other)
	first := s.session
	f.meanwhile = func() {
		s.try(first.Apply("step.name", edit.Rename("disc", "Newest name")))
		s.open(Design{ID: "design-2"}, Past{Trail: designer.Trail{Steps: []designer.TrailStep{{Doc: other.Doc}}}, Clean: true}, nil, s.fonts)
	}
	s.try(first.Apply("step.name", edit.Rename("disc", "Round thing")))
	s.saving.flush()
	b.Settle()
	file, err := f.Design(t.Context(), "design-1")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(f.bytes(file), f.bytes(store.File{Doc: first.Settled()})) || first.Dirty() || s.design.ID != "design-2" {
		t.Error("the newest change of the design that was left is not in its file")
	}
	if again, _ := f.Design(t.Context(), "design-2"); !bytes.Equal(f.bytes(again), f.bytes(other)) {
		t.Error("it went into the file of the other design")
	}
}
