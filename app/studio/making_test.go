package studio

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
	"badgekiln/designer/brand"
	"badgekiln/designer/edit"
	"badgekiln/designer/family"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
)

// TestEveryStepIsKept: what was done is with the keeper as soon as it is done,
// undo as well.
func TestEveryStepIsKept(t *testing.T) {
	b, r, e := openJudged(t, kittest.English)
	s := r.studio
	click(b, s, geom.Pt(220, 370), 0)
	drag(b, s, geom.Pt(220, 370), geom.Pt(247, 391), ctrl)
	drag(b, s, geom.Pt(247, 391), geom.Pt(287, 391), ctrl)
	if !reflect.DeepEqual(e.kept.trail, s.session.Trail()) || len(e.kept.trail.Steps) != 3 {
		t.Fatalf("kept %d steps of %d", len(e.kept.trail.Steps), len(s.session.Trail().Steps))
	}
	s.session.Undo()
	if e.kept.trail.Now != 1 {
		t.Fatalf("kept state %d", e.kept.trail.Now)
	}
	s.saving.now()
	if e.kept.saves == 0 {
		t.Error("the keeper was not told of the file")
	}
	s.historyDialog()
	b.Shot(t, "studio-history")
	s.session.GoTo(2)
	if _, can := s.session.CanRedo(); can {
		t.Error("not at the last step")
	}
}

// TestVersionIsBroughtBack as one step, pictures too, under the design's name.
func TestVersionIsBroughtBack(t *testing.T) {
	b, r, e := openJudged(t, kittest.English)
	s := r.studio
	before := s.session.Settled()
	if err := e.KeepVersion(t.Context(), s.design.ID, "before", storeFile(s)); err != nil {
		t.Fatal(err)
	}
	click(b, s, geom.Pt(220, 370), 0)
	drag(b, s, geom.Pt(220, 370), geom.Pt(247, 391), ctrl)
	s.versionsDialog()
	b.Shot(t, "studio-versions")
	f, err := e.Version(t.Context(), e.versions[0])
	if err != nil {
		t.Fatal(err)
	}
	s.bringBack(f)
	if got := s.session.Settled(); got.Name != before.Name || !reflect.DeepEqual(got, before) {
		t.Error("not as it was")
	}
	if label, _ := s.session.CanUndo(); label != "step.version" {
		t.Errorf("undo offers %q", label)
	}
}

// TestLogoColoursTheDesignAndTheGallery: as one step, and templates follow when
// the person keeps the colours.
func TestLogoColoursTheDesignAndTheGallery(t *testing.T) {
	b, r, _ := openJudged(t, kittest.English)
	s := r.studio
	s.colourAfter("logo.png")
	b.Shot(t, "studio-logo")
	want := designer.Color{R: 9, G: 9, B: 90, A: 255}
	if c, _ := s.session.Settled().Color("base"); c != want {
		t.Fatalf("base is %v", c)
	}
	if label, _ := s.session.CanUndo(); label != "step.palette" {
		t.Errorf("undo offers %q", label)
	}
	s.keepPalette()
	r.brand.kit.Texts = map[string]string{template.RoleOrg: "OURS"}
	r.brand.wear()
	f, err := r.templateFile(t.Context(), "seal-scalloped", nil)
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := f.Doc.Color("base"); c != want {
		t.Errorf("the template's base is %v", c)
	}
	r.brand.toggle()
	if f, err = r.templateFile(t.Context(), "seal-scalloped", nil); err != nil {
		t.Fatal(err)
	}
	if c, _ := f.Doc.Color("base"); c == want {
		t.Error("the template is still in one's own colours")
	}
}

// TestOwnTemplatesWearTheBrand as all others do, in the gallery and when they are
// used; their file stays as it was kept.
func TestOwnTemplatesWearTheBrand(t *testing.T) {
	b, r, e := openJudged(t, kittest.English)
	s := r.studio
	s.keepAsTemplate()
	b.Press(t, "Close")
	want := designer.Color{R: 9, G: 9, B: 90, A: 255}
	r.brand.set(brand.Kit{Name: "H", Palettes: []brand.Named{{Name: "H", Colors: map[string]designer.Color{"base": want}}}}, true)
	kept := append([]byte(nil), e.files["template-0"]...)
	f, err := r.read(t.Context(), piece{mine: &Design{ID: "template-0"}})
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := f.Doc.Color("base"); c != want {
		t.Errorf("it is shown in %v", c)
	}
	r.useMine(Design{ID: "template-0", Name: "Mine"})
	b.Settle()
	if c, _ := s.session.Settled().Color("base"); c != want {
		t.Errorf("it is used in %v", c)
	}
	if !bytes.Equal(e.files["template-0"], kept) {
		t.Error("the template itself was changed")
	}
	r.brand.toggle()
	if f, err = r.read(t.Context(), piece{mine: &Design{ID: "template-0"}}); err != nil {
		t.Fatal(err)
	}
	if c, _ := f.Doc.Color("base"); c == want {
		t.Error("switched off, it is still shown in it")
	}
}

// TestBrandIsAppliedInOnePress: its colours and texts, as one step, and a font
// that is not here is told of.
func TestBrandIsAppliedInOnePress(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	s := r.studio
	want := designer.Color{R: 9, G: 9, B: 90, A: 255}
	r.brand.set(brand.Kit{
		Name: "H", Palettes: []brand.Named{{Name: "H", Colors: map[string]designer.Color{"base": want}}},
		Fonts: []brand.Font{{Family: "Nowhere", Weight: 400}},
	}, true)
	before := s.session.Settled()
	s.wearBrand()
	if c, _ := s.session.Settled().Color("base"); c != want {
		t.Errorf("base is %v", c)
	}
	if label, _ := s.session.CanUndo(); label != "step.brand" {
		t.Errorf("undo offers %q", label)
	}
	s.session.Undo()
	if !same(s.session.Settled(), before) {
		t.Error("undone, it is not as before")
	}
}

// TestTemplatesAreFoundByColour, in words and as figures.
func TestTemplatesAreFoundByColour(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	r.showList()
	g := r.gallery
	g.shelf = shelfAll
	for typed, least := range map[string]int{"red": 1, "#c03": 1, "#cc0033": 1, "teal": 1} {
		g.search.SetText(typed)
		if n := len(g.hits()); n < least || n == g.count(shelfAll) {
			t.Errorf("%q finds %d of %d", typed, n, g.count(shelfAll))
		}
	}
}

// TestCopiesGoFromDesignToDesign, with the colours and pictures they need.
func TestCopiesGoFromDesignToDesign(t *testing.T) {
	_, r, e := open(t, kittest.English)
	s := r.studio
	s.session.Select("disc")
	s.session.Copy()
	d, err := e.AddDesign(t.Context(), "another", store.File{Doc: blank("another")})
	if err != nil {
		t.Fatal(err)
	}
	slot := find(s, "disc").Fill.Tone.Slot
	r.openDesign(d)
	doc := s.session.Settled()
	doc.Slots = nil
	if err := s.session.Apply("step.slot", edit.Whole(doc)); err != nil {
		t.Fatal(err)
	}
	if err := s.session.Paste(true); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.session.Settled().Color(slot); !ok || len(s.session.Selection()) != 1 {
		t.Fatalf("pasted %v, its colour %q is there: %v", s.session.Selection(), slot, ok)
	}
}

// TestDropperTakesTheColour under the pointer: the slot, not its figures.
func TestDropperTakesTheColour(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	want := find(s, "disc").Fill.Tone.Slot
	s.session.Select("title")
	s.takeTool(toolDropper)
	click(b, s, geom.Pt(300, 470), 0)
	if got := find(s, "title").Fill.Tone.Slot; got != want {
		t.Fatalf("the title is painted by %q, not %q", got, want)
	}
	if s.with != toolSelect {
		t.Error("the dropper is still in the hand")
	}
	slot, _ := s.session.Document().Color(want)
	recent := slot.String()
	if got := s.env.Prefs.String("colors.recent", ""); got != recent {
		t.Errorf("the colours chosen last are %q, not %q", got, recent)
	}
	// One that is no colour of the design yet comes before it.
	s.try(s.session.Apply("step.fill", edit.SetFill([]string{"disc"}, designer.FillColor(designer.Color{R: 10, G: 200, B: 30, A: 255}))))
	b.Settle()
	s.session.Select("title")
	s.takeTool(toolDropper)
	click(b, s, geom.Pt(300, 470), 0)
	if got := s.env.Prefs.String("colors.recent", ""); got != "#0AC81E "+recent {
		t.Errorf("the colours chosen last are %q", got)
	}
}

// TestSetsAndTemplates are asked of the engine as they are said.
func TestSetsAndTemplates(t *testing.T) {
	b, r, e := openJudged(t, kittest.English)
	s := r.studio
	s.setDialog()
	b.Shot(t, "studio-set")
	for text, want := range map[string]int{"2*3": 6, " 4 ": 4, "7/2": 0, "100": 0, "many": 0} {
		m, ok := s.members(setSteps, kit.NewTextField("How many", "", text, nil), nil, nil)
		if len(m) != want || ok != (want > 0) {
			t.Errorf("%q makes %d", text, len(m))
		}
	}
	s.makeSet(family.Titles([]string{"A", "B"}))
	s.remakeSet()
	if len(e.set) != 2 {
		t.Errorf("the set is %v", e.set)
	}
	s.keepAsTemplate()
	r.showList()
	if r.gallery.count(shelfMine) != 1 {
		t.Fatal("no template of one's own")
	}
	r.gallery.shelf = shelfMine
	r.gallery.fillShelves()
	r.gallery.fill()
	b.Shot(t, "gallery-mine")
	p, ok := r.gallery.piece()
	if !ok || p.mine == nil {
		t.Fatalf("chosen is %+v", p)
	}
	r.use(p)
	if !r.inStudio() || s.design.ID == "template-0" {
		t.Error("the template itself is being edited")
	}
	r.showList()
	r.gallery.shelf = shelfMine
	r.gallery.shown()
	b.Settle()
	for _, close := range []string{"Close", "Close", "Close", "Cancel"} { // what was told and asked before
		b.Press(t, close)
	}
	b.Press(t, "Delete…")
	b.Press(t, "Delete template")
	b.Settle()
	if r.gallery.count(shelfMine) != 0 || r.gallery.count(shelfGone) != 1 {
		t.Errorf("deleted, there are %d templates, %d among the deleted", r.gallery.count(shelfMine), r.gallery.count(shelfGone))
	}
	b.Press(t, "Close")
}

// TestFindingIsMended by a press, as one step.
func TestFindingIsMended(t *testing.T) {
	b, r, _ := openJudged(t, kittest.English)
	s := r.studio
	b.Shot(t, "studio-cures")
	for _, f := range s.strip.findgs {
		if f.Code == preflight.NoAlt {
			s.strip.cure(f)
		}
	}
	if s.session.Settled().About.Alt == "" {
		t.Error("there is still no description")
	}
	if label, _ := s.session.CanUndo(); label != "step.cure" {
		t.Errorf("undo offers %q", label)
	}
}

// TestPackGivesAPictureAndItsCredit: the licence goes along, the folder is
// offered again.
func TestPackGivesAPictureAndItsCredit(t *testing.T) {
	b, r, _ := openJudged(t, kittest.English)
	s := r.studio
	s.openPack("/packs/icons", true)
	b.Shot(t, "studio-pack")
	before := len(s.session.Settled().Layers)
	p := Pack{Name: "icons", Licence: "MIT", Credit: "Ona Fake", Pieces: []Piece{{"a.svg", "arrow left"}, {"b.svg", "bee"}}}
	if got := p.hits("LE arr"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
	s.addPiece(p, p.Pieces[0])
	s.addPiece(p, p.Pieces[1])
	if about := s.session.Settled().About; about.Licence != "MIT (icons)" || about.Source != "icons: Ona Fake" {
		t.Errorf("credits %+v", about)
	}
	box := edit.Bounds(s.measure, s.session.Settled(), s.session.Selection())
	if math.Abs(box.W()-200) > 1 || math.Abs(box.Middle().X-300) > 1 {
		t.Errorf("it stands at %v", box)
	}
	s.try(s.session.Do("undo"))
	s.try(s.session.Do("undo"))
	if about, n := s.session.Settled().About, len(s.session.Settled().Layers); about.Licence != "" || n != before {
		t.Errorf("undone, there are %d layers, not %d, and credits %+v", n, before, about)
	}
	if got := s.packs(); len(got) != 1 || got[0] != "/packs/icons" {
		t.Errorf("packs %v", got)
	}
}

// TestDroppedDrawingBecomesLayers of the design that is open.
func TestDroppedDrawingBecomesLayers(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	s := r.studio
	before := len(s.session.Settled().Layers)
	if !r.Dropped([]string{"/home/me/bee.SVG"}) || len(s.session.Settled().Layers) != before+1 {
		t.Fatalf("%d layers, there were %d", len(s.session.Settled().Layers), before)
	}
	if box := edit.Bounds(s.measure, s.session.Settled(), s.session.Selection()); math.Abs(box.W()-300) > 1 {
		t.Errorf("it is %g wide", box.W())
	}
}

// The layers of a template have names of the window's language once it is used;
// nothing else of it changes.
func TestLayersOfATemplateAreNamedInTheLanguage(t *testing.T) {
	b, r, _ := open(t, kittest.Pseudo)
	r.useTemplate("seal-scalloped", nil, r.studio.greet)
	b.Settle()
	doc, n := r.studio.session.Settled(), 0
	edit.Walk(doc, func(l *designer.Layer) {
		n++
		if !strings.HasPrefix(l.Name, "⟦") {
			t.Errorf("a layer is called %q", l.Name)
		}
	})
	if shown, err := r.templateFile(t.Context(), "speaker-seal", nil); err != nil || !strings.HasPrefix(shown.Doc.Layers[0].Name, "⟦") {
		t.Errorf("the gallery speaks of %q, %v", shown.Doc.Layers[0].Name, err)
	}
	plain, err := r.catalogue.Open("seal-scalloped")
	if err != nil || n < 10 {
		t.Fatalf("%d layers, %v", n, err)
	}
	for i, l := range plain.Layers {
		if l.ID != doc.Layers[i].ID || l.Place != doc.Layers[i].Place {
			t.Errorf("%s is another layer now", l.Name)
		}
	}
}
