package studio

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
)

// rowAt is the middle of a row of the layers panel.
func rowAt(t *testing.T, l *layerList, id string) fyne.Position {
	t.Helper()
	i := l.row(id)
	if i < 0 {
		t.Fatalf("no row %q", id)
	}
	return fyne.NewPos(90, (float32(i)+0.5)*rowHeight())
}

func pressRow(t *testing.T, l *layerList, id string, mod fyne.KeyModifier) {
	t.Helper()
	l.MouseDown(mouse(rowAt(t, l, id), mod, desktop.MouseButtonPrimary))
	l.MouseUp(mouse(rowAt(t, l, id), mod, desktop.MouseButtonPrimary))
}

func order(doc designer.Document) []string {
	var ids []string
	edit.Walk(doc, func(l *designer.Layer) { ids = append(ids, l.ID) })
	return ids
}

func TestLayersPanelSelectsAndFollows(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s, l := r.studio, r.studio.layers
	if got := len(l.rows); got != 4 || l.rows[0].layer.ID != "name" {
		t.Fatalf("%d rows, %q on top", got, l.rows[0].layer.ID)
	}
	pressRow(t, l, "title", 0)
	if got := s.session.Selection(); !slices.Equal(got, []string{"title"}) {
		t.Fatalf("selected %q", got)
	}
	b.Clock = b.Clock.Add(5e9)
	pressRow(t, l, "disc", ctrl)
	if got := s.session.Selection(); !slices.Equal(got, []string{"title", "disc"}) {
		t.Fatalf("selected %q", got)
	}
	b.Clock = b.Clock.Add(5e9)
	pressRow(t, l, "name", 0)
	b.Clock = b.Clock.Add(5e9)
	pressRow(t, l, "disc", shift)
	if got := s.session.Selection(); len(got) != 4 {
		t.Fatalf("Shift reached %q", got)
	}
	s.session.Select("left")
	if !l.open["pair"] || l.row("left") < 0 {
		t.Fatal("a layer selected on the canvas is not shown in its group")
	}
}

func TestLayersPanelHidesLocksRenames(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s, l := r.studio, r.studio.layers
	eye := rowAt(t, l, "disc")
	eye.X = l.Size().Width - 10
	l.MouseDown(mouse(eye, 0, desktop.MouseButtonPrimary))
	if !find(s, "disc").Hidden {
		t.Fatal("the eye hides nothing")
	}
	pressRow(t, l, "disc", 0)
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if find(s, "disc").Hidden {
		t.Fatal("Space does not show it again")
	}
	l.TypedRune('l')
	if !find(s, "disc").Locked {
		t.Fatal("L does not lock")
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	if !l.entry.Visible() || b.Window.Canvas().Focused() != fyne.Focusable(l.entry) {
		t.Fatal("F2 opens no field")
	}
	l.entry.SetText("Round thing")
	l.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := find(s, "disc").Name; got != "Round thing" {
		t.Fatalf("renamed to %q", got)
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	l.entry.SetText("Never mind")
	l.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := find(s, "disc").Name; got != "Round thing" {
		t.Fatalf("Escape renamed to %q", got)
	}
}

func TestLayersPanelReorders(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s, l := r.studio, r.studio.layers
	pressRow(t, l, "disc", 0)
	l.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt})
	if got := order(s.session.Document()); !slices.Equal(got, []string{"pair", "left", "right", "disc", "title", "name"}) {
		t.Fatalf("Alt and up: %q", got)
	}
	s.keyed("ctrl+z")
	// By the pointer: the disc above the title.
	b.Clock = b.Clock.Add(5e9)
	at := rowAt(t, l, "disc")
	l.MouseDown(mouse(at, 0, desktop.MouseButtonPrimary))
	to := rowAt(t, l, "title")
	to.Y -= rowHeight() * 0.4
	l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
	if !l.mark.Visible() {
		t.Fatal("nothing shows where it would go")
	}
	l.DragEnd()
	if got := order(s.session.Document()); !slices.Equal(got, []string{"pair", "left", "right", "title", "disc", "name"}) {
		t.Fatalf("dragged: %q", got)
	}
	// And into the group.
	b.Clock = b.Clock.Add(5e9)
	l.MouseDown(mouse(rowAt(t, l, "disc"), 0, desktop.MouseButtonPrimary))
	l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: rowAt(t, l, "pair")}})
	l.DragEnd()
	if parent, _ := edit.Parent(s.session.Document(), "disc"); parent != "pair" {
		t.Fatalf("the disc went into %q", parent)
	}
	// A group cannot go into itself.
	if _, ok := dropAt(layerRows(s.session.Document(), map[string]bool{"pair": true}), 2.5, []string{"pair"}); ok {
		t.Fatal("a group may be dropped into itself")
	}
}

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

func TestPreflightFollowsAndSelects(t *testing.T) {
	b, r, _ := openJudged(t, kittest.English)
	s := r.studio
	if !kittest.Says(s.strip.page, "Name has a contrast of") {
		t.Fatalf("preflight says %q", kittest.Visible(s.strip.page))
	}
	i := slices.IndexFunc(s.strip.findgs, func(f preflight.Finding) bool { return f.Layer == "name" })
	if i < 0 {
		t.Fatal("no finding names its layer")
	}
	label := b.Env.Fill("preflight."+s.strip.findgs[i].Code, s.strip.findgs[i].Values)
	b.Press(t, label)
	if got := s.session.Selection(); !slices.Equal(got, []string{"name"}) {
		t.Fatalf("a finding selected %q", got)
	}
	for _, sm := range s.strip.tiles {
		if sm.pic.Image == nil || sm.pic.Image.Bounds().Dx() != sm.px {
			t.Fatalf("the tile of %d px shows no picture of its size", sm.px)
		}
	}
	s.strip.toggle()
	if s.strip.body.Visible() {
		t.Fatal("F8 folds nothing")
	}
}

// The rules of the platform that is chosen are looked at too, and it stays
// chosen.
func TestPreflightForAPlatform(t *testing.T) {
	b, r, _ := openJudged(t, kittest.English)
	s := r.studio
	choice, ok := kittest.Find(s.strip.page, b.Env.T("studio.preflight.host")).(*kit.Select)
	if !ok {
		t.Fatal("no platform can be chosen")
	}
	choice.Choose("holopin")
	b.Settle()
	if !kittest.Says(s.strip.page, "Holopin wants a white outline") {
		t.Fatalf("preflight says %q", kittest.Visible(s.strip.page))
	}
	if got := newStrip(s).host().Title; got != "Holopin" {
		t.Errorf("the choice became %q", got)
	}
	choice.Choose("")
	b.Settle()
	if kittest.Says(s.strip.page, "Holopin wants") {
		t.Error("what is not chosen is looked at")
	}
}

func TestNamesFillTheField(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	s := r.studio
	if !s.names.page.Visible() {
		t.Fatal("a design with a field has no bar of names")
	}
	wide := s.measure.Bounds(find(s, "name")).W()
	s.names.worst()
	if s.measure.Bounds(find(s, "name")).W() == wide && s.sample == 0 {
		t.Fatal("the longest name is the first")
	}
	s.names.step(1)
	if s.names.who.Text() != sampleNames(s.env)[s.sample] {
		t.Fatal("the bar shows another name than the canvas")
	}
	if s.session.Dirty() {
		t.Fatal("trying names changed the design")
	}
}

func TestGallerySearchUseDuplicateRename(t *testing.T) {
	b, r, f := open(t, kittest.English)
	r.showList()
	g := r.gallery
	if g.shelf != shelfOwn || len(g.tiles) != 1 {
		t.Fatalf("shelf %q with %d tiles", g.shelf, len(g.tiles))
	}
	b.Press(t, "Duplicate")
	if len(f.files) != 2 || len(g.tiles) != 2 {
		t.Fatalf("%d designs, %d tiles", len(f.files), len(g.tiles))
	}
	b.Press(t, "Rename…")
	b.Type(t, "Name", "Second Firing")
	b.Press(t, "Rename design")
	if f.names["design-2"] != "Second Firing" {
		t.Fatalf("names: %v", f.names)
	}
	b.Press(t, "All templates")
	all := len(g.tiles)
	g.search.SetText("speaker")
	if n := len(g.tiles); n == 0 || n >= all {
		t.Fatalf("a search leaves %d of %d", n, all)
	}
	b.Press(t, "Use this template")
	if !r.inStudio() || r.studio.session.Document().Template == "" || r.studio.session.Editing() == "" {
		t.Fatal("a template does not open with its title ready to type")
	}
	r.showList()
	g.search.SetText("owl of nowhere")
	b.Settle()
	if !kittest.Says(r.Content(), "Nothing for “owl of nowhere”") {
		t.Fatal("no word of a search without hits")
	}
	if len(b.Errors) > 0 {
		t.Fatal(b.Errors)
	}
}

func TestEmptyListSaysHowToBegin(t *testing.T) {
	b := kittest.New(t, kittest.English)
	r := New(b.Env, newFake(t))
	b.Show(r.Content())
	r.Shown()
	b.Press(t, "Your designs")
	if !kittest.Says(r.Content(), "No design yet") {
		t.Fatal("an empty shelf says nothing")
	}
	b.Press(t, "Blank")
	b.Settle()
	if !r.inStudio() || !kittest.Says(r.Content(), "An empty badge") {
		t.Fatal("a blank canvas says nothing")
	}
	b.Press(t, "Add shape")
	if len(r.studio.session.Document().Layers) != 1 || kittest.Says(r.Content(), "An empty badge") {
		t.Fatal("the first shape is not there")
	}
}

func TestDroppedDesignIsOpened(t *testing.T) {
	b, r, f := open(t, kittest.English)
	path := filepath.Join(t.TempDir(), "other.BADGE")
	doc := sampleDoc()
	doc.Name = "Dropped"
	if err := os.WriteFile(path, f.bytes(store.File{Doc: doc}), 0o600); err != nil {
		t.Fatal(err)
	}
	if !r.Dropped([]string{path}) || r.studio.session.Document().Name != "Dropped" {
		t.Fatal("a dropped design is not opened")
	}
	if r.Dropped([]string{"list.csv"}) {
		t.Fatal("a list is not for this room")
	}
	if err := os.WriteFile(path, []byte("no zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.Dropped([]string{path})
	if len(b.Errors) != 1 {
		t.Fatalf("a broken file gives %d errors", len(b.Errors))
	}
}

func TestFailedSaveIsToldAndTriedAgain(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	f.fail = designer.Fail("store-large")
	s.try(s.session.Apply("step.name", edit.Rename("disc", "x")))
	if len(b.Errors) != 1 || !s.session.Dirty() {
		t.Fatalf("errors %v, dirty %v", b.Errors, s.session.Dirty())
	}
	f.fail = nil
	s.keyed("ctrl+s")
	if s.session.Dirty() {
		t.Fatal("a second try does not store")
	}
}

func TestActionsHaveWordsAndDoWork(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	r.visible = true
	keys := map[string]string{}
	for _, a := range r.Actions() {
		if !b.Env.Has(a.Word) {
			t.Errorf("%s has no word %q", a.Name, a.Word)
		}
		if a.Keys != "" {
			if other := keys[a.Keys]; other != "" {
				t.Errorf("%s and %s both have %s", a.Name, other, a.Keys)
			}
			keys[a.Keys] = a.Name
		}
		if a.Run == nil {
			t.Errorf("%s does nothing", a.Name)
		}
	}
	for _, need := range []string{"ctrl+z", "ctrl+shift+z", "ctrl+g", "ctrl+d", "ctrl+s", "ctrl+0", "ctrl+9", "f8", "v", "t"} {
		if keys[need] == "" {
			t.Errorf("nothing has the keys %s", need)
		}
	}
}

func TestEveryWordComesFromTheTable(t *testing.T) {
	b, r, _ := open(t, kittest.Pseudo)
	s := r.studio
	// What people wrote themselves is theirs, and figures are figures.
	own := []string{"First Firing", "FIRST FIRING", "{name}", "Disc", "Pair", "Title", "Name", "Left", "Right", "600", "90", "64", "32"}
	own = append(own, sampleNames(s.env)...)
	for _, id := range []string{"disc", "pair", "title", "name", ""} {
		s.session.Select()
		if id != "" {
			s.session.Select(id)
		}
		b.Settle()
		if lit := kittest.Literals(r.Content(), own...); len(lit) > 0 {
			t.Errorf("with %q selected: literals %q", id, lit)
		}
	}
	for _, open := range []func(){
		s.exportDialog, func() { s.slots.change("base") }, s.chooseEmblem,
		func() { s.tellLost(make([]Lost, 9)) }, func() { s.tellLost([]Lost{{Code: "script", Values: map[string]string{"what": "#"}}}) },
	} {
		open()
		if lit := kittest.Literals(b.Top(), append(own, "#")...); len(lit) > 0 {
			t.Errorf("dialog: literals %q", lit)
		}
		kit.EscapeTop(b.Window.Canvas())
	}
	r.showList()
	r.gallery.shelf = shelfAll
	r.gallery.fillShelves()
	r.gallery.fill()
	b.Settle()
	var bad []string
	for _, lit := range kittest.Literals(r.Content(), own...) {
		if !strings.HasPrefix(lit, "2026-") {
			bad = append(bad, lit)
		}
	}
	if len(bad) > 0 {
		t.Errorf("gallery: literals %q", bad)
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

func TestClassDesignIsCopiedOnce(t *testing.T) {
	_, r, f := open(t, kittest.English)
	r.Arrive(kit.Route{What: WhatClass, ID: "design-1"})
	if len(f.files) != 1 || r.studio.design.ID != "design-1" {
		t.Fatalf("%d designs, %q open", len(f.files), r.studio.design.ID)
	}
	doc := sampleDoc()
	doc.Name = "Awarded"
	f.files["elsewhere"] = f.bytes(store.File{Doc: doc})
	before := len(f.names)
	for range 2 {
		r.Arrive(kit.Route{What: WhatClass, ID: "elsewhere"})
	}
	if len(f.names) != before+1 || r.studio.session.Document().Name != "Awarded" {
		t.Fatalf("%d copies of %q", len(f.names)-before, r.studio.session.Document().Name)
	}
}

func TestTheDesignLivesOnInARebuiltWindow(t *testing.T) {
	b, r, f := open(t, kittest.English)
	r.studio.try(r.studio.session.Apply("step.name", edit.Rename("disc", "Round thing")))
	r.studio.session.Select("disc")
	next := New(b.Env, f)
	b.Show(next.Content())
	next.Resume(r.Keep())
	next.Shown()
	b.Settle()
	s := next.studio
	if !next.inStudio() || find(s, "disc").Name != "Round thing" || !slices.Equal(s.session.Selection(), []string{"disc"}) {
		t.Fatal("the design or the selection is gone")
	}
	if s.board.pic.picture == nil || !kittest.Says(s.layers, "Round thing") {
		t.Fatal("it is not shown")
	}
	drawn := r.studio.paper.drawn
	s.keyed("ctrl+z")
	if find(s, "disc").Name != "Disc" {
		t.Fatal("what was done before cannot be undone")
	}
	if r.studio.paper.drawn != drawn {
		t.Fatal("the window that is gone still draws")
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

// Of a long list those are stepped through whose fields fit worst, whatever their
// names; what fits worst after a change is found among all of them.
func TestRowsThatFitWorstComeFirst(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	for i := range 2 * mostRows {
		f.people = append(f.people, map[string]string{"name": "Person " + strconv.Itoa(i), "course": strings.Repeat("o", 9)})
	}
	short := map[string]string{"name": "Bo", "course": strings.Repeat("long ", 30)}
	long := map[string]string{"name": "Maximiliane von Hohenstauffen-Ebersfeld", "course": "Tea"}
	f.people = append(f.people, short, long)
	s.names.begin()
	b.Settle()
	if got := s.fields()["name"]; got != long["name"] {
		t.Fatalf("%q is shown first", got)
	}
	if got := s.names.row.Text(); got != "row 1 of the worst 300, of 602" {
		t.Errorf("it says %q", got)
	}
	if _, err := s.session.AddText("{course}", 40, geom.Pt(300, 300)); err != nil {
		t.Fatal(err)
	}
	s.names.worst()
	b.Settle()
	if got := s.fields()["name"]; got != short["name"] {
		t.Errorf("where the course is shown, %q is first", got)
	}
}

// Figures have the decimal sign of the language wherever the studio writes them.
func TestFiguresHaveTheSignOfTheLanguage(t *testing.T) {
	_, r, _ := openJudged(t, kittest.German)
	s := r.studio
	found := false
	for _, f := range s.strip.findgs {
		if f.Code == preflight.TextContrast {
			found = true
			if want := strings.Replace(f.Values["ratio"], ".", ",", 1) + " : 1"; !kittest.Says(s.strip.page, want) {
				t.Errorf("preflight does not say %q: %q", want, kittest.Visible(s.strip.page))
			}
		}
	}
	if !found {
		t.Fatal("no finding has a figure with a place")
	}
	n := s.props.num("studio.paint.angle", 0, 99, "", func(float64) {})
	if n.Put(5.5); n.Text != "5,5" {
		t.Errorf("a field shows %q", n.Text)
	}
	n.SetText("6,25")
	if n.OnSubmitted(n.Text); n.Value() != 6.25 {
		t.Errorf("a field takes %v", n.Value())
	}
	if got := s.figures(&edit.Figures{Kind: "move", X: 1.5, Y: 2}); strings.Contains(got, "1.5") || !strings.Contains(got, "1,5") {
		t.Errorf("beside the pointer stands %q", got)
	}
}

func TestASecondPressOpensATile(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	r.showList()
	g := r.gallery
	press := func() { g.tiles[g.chosen].Tapped(nil) }
	for range 2 { // not soon enough
		press()
		b.Clock = b.Clock.Add(2 * twice)
	}
	if r.inStudio() {
		t.Fatal("one press opens it")
	}
	press()
	press()
	if !r.inStudio() {
		t.Error("a second press does not open it")
	}
}

// The keys go from the search to what was found, among the tiles, and to a shelf
// and stay there.
func TestGalleryByKeys(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	r.showList()
	g := r.gallery
	g.toShelf(shelfAll)
	b.Settle()
	c := r.env.Window.Canvas()
	c.Focus(g.search)
	g.search.OnSubmitted("")
	press := func(key fyne.KeyName) { c.Focused().TypedKey(&fyne.KeyEvent{Name: key}) }
	at := func() int {
		return slices.IndexFunc(g.order, func(k *tile) bool { return c.Focused() == fyne.Focusable(k.Item) && k.On() })
	}
	for i, one := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyLeft, 0}, {fyne.KeyRight, 1}, {fyne.KeyDown, 1 + g.across()}, {fyne.KeyLeft, g.across()}, {fyne.KeyUp, 0}, {fyne.KeyUp, 0}} {
		if press(one.key); at() != one.want {
			t.Fatalf("key %d: at tile %d, not %d", i, at(), one.want)
		}
	}
	if g.across() < 2 || len(r.Panes()) != 3 {
		t.Errorf("%d tiles beside each other, %d panes", g.across(), len(r.Panes()))
	}
	c.Focus(g.onShelf)
	g.toShelf(shelfOwn)
	if c.Focused() != fyne.Focusable(g.onShelf) {
		t.Error("the shelf lost the keys")
	}
	g.toTiles()
	if press(fyne.KeyReturn); !r.inStudio() {
		t.Error("Enter does not open the tile")
	}
}
