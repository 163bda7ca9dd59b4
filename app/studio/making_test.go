package studio

import (
	"reflect"
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/template"
)

// TestEveryStepIsKept: what was done is with the keeper as soon as it is done,
// undo as well.
func TestEveryStepIsKept(t *testing.T) {
	b, r, e := open(t, kittest.English)
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
	b, r, e := open(t, kittest.English)
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
	b, r, _ := open(t, kittest.English)
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
	f, err := r.templateFile("seal-scalloped")
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := f.Doc.Color("base"); c != want {
		t.Errorf("the template's base is %v", c)
	}
	r.brand.toggle()
	if f, err = r.templateFile("seal-scalloped"); err != nil {
		t.Fatal(err)
	}
	if c, _ := f.Doc.Color("base"); c == want {
		t.Error("the template is still in one's own colours")
	}
}
