package drawing

import (
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/family"
	"badgekiln/designer/preflight"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
	"badgekiln/issuer"
)

func artAndFonts(t *testing.T) (*template.Catalogue, *typeset.Fonts) {
	t.Helper()
	c, err := Templates()
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := Fonts()
	if err != nil {
		t.Fatal(err)
	}
	return c, fonts
}

// TestLevelsOfEveryTemplate: each member is sound, told from the others by more
// than its metal, and its plate can be read.
func TestLevelsOfEveryTemplate(t *testing.T) {
	c, fonts := artAndFonts(t)
	members := family.Levels(c, func(s string) string { return s })
	templates := c.Templates()
	if testing.Short() || os.Getenv("BADGEKILN_LONG") == "" {
		templates = templates[:4]
	}
	for _, one := range templates {
		doc, err := c.Open(one.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range members {
			made, err := family.Make(doc, c, m)
			if err != nil {
				t.Fatalf("%s %s: %v", one.ID, m.Label, err)
			}
			stars, label := 0, ""
			edit.Walk(made, func(l2 *designer.Layer) {
				if strings.HasPrefix(l2.ID, "family-star") {
					stars++
				}
				if l2.Role == "level" {
					label = l2.Text.Content
				}
			})
			if stars != i+1 || label != m.Label {
				t.Errorf("%s: %d stars, %q", one.ID, stars, label)
			}
			report, err := preflight.Check(t.Context(), made, preflight.Options{Fonts: fonts})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				if strings.HasPrefix(f.Layer, "family-") && f.Severity == preflight.Bad {
					t.Errorf("%s %s: %s %v", one.ID, m.Label, f.Code, f.Values)
				}
			}
			again, err := family.Make(made, c, members[(i+1)%4])
			if err != nil || layersOf(again) > layersOf(made)+1 { // a star more or less
				t.Errorf("%s: a member of a member has %d layers, it had %d: %v", one.ID, layersOf(again), layersOf(made), err)
			}
			shot(t, one.ID+"-"+m.Level, made, fonts)
		}
	}
}

func layersOf(doc designer.Document) (n int) {
	edit.Walk(doc, func(*designer.Layer) { n++ })
	return n
}

// TestStepsAndTitles count and turn.
func TestStepsAndTitles(t *testing.T) {
	c, _ := artAndFonts(t)
	doc, err := c.Open("seal-scalloped")
	if err != nil {
		t.Fatal(err)
	}
	steps := family.Steps(7, func(s string) string { return "Level " + s })
	if len(steps) != 7 || steps[6].Label != "LEVEL 7" || steps[6].Count != 0 {
		t.Errorf("%+v", steps)
	}
	set := family.Titles([]string{"ONE", "TWO"})
	base, _ := doc.Color("base")
	two, err := family.Make(doc, c, set[1])
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := two.Color("accent"); got != base || two.Name != "TWO" {
		t.Errorf("%v %q", got, two.Name)
	}
}

// shot keeps pictures to be looked at, where FAMILY_SHOTS names a folder.
func shot(t *testing.T, name string, doc designer.Document, fonts *typeset.Fonts) {
	t.Helper()
	dir := os.Getenv("FAMILY_SHOTS")
	if dir == "" {
		return
	}
	m, _, err := render.Image(t.Context(), doc, render.Options{Width: 200, Fonts: fonts})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
}

// parentOf writes a template as a design of its own, to make sets of.
func parentOf(t *testing.T, c *template.Catalogue, id string) (dir, design string, doc designer.Document) {
	t.Helper()
	doc, err := c.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	design = filepath.Join(dir, "parent.badge")
	if err := WriteDesign(design, store.File{Doc: doc}); err != nil {
		t.Fatal(err)
	}
	return dir, design, doc
}

// A second set made of a design does not make the program forget the first.
func TestTwoSetsOfOneDesign(t *testing.T) {
	c, _ := artAndFonts(t)
	dir, design, _ := parentOf(t, c, c.Templates()[0].ID)
	members := family.Levels(c, func(s string) string { return s })
	var files []string
	for range 2 {
		made, err := MakeSet(t.Context(), design, dir, members[:2], false)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, made[0].File, made[1].File)
	}
	list, err := SetOf(design)
	if err != nil || len(list) != 4 {
		t.Fatalf("remembered are %v, %v; made were %v", list, err, files)
	}
	// Those whose files were thrown away are not made again by the next set.
	if err := os.Remove(filepath.Join(dir, files[0])); err != nil {
		t.Fatal(err)
	}
	if _, err := MakeSet(t.Context(), design, dir, members[2:3], false); err != nil {
		t.Fatal(err)
	}
	if list, err = SetOf(design); err != nil || len(list) != 4 {
		t.Errorf("remembered are %v, %v", list, err)
	}
}

// What a dry run says files would be called is what they are called.
func TestADrySetHasTheNamesItWouldHave(t *testing.T) {
	c, _ := artAndFonts(t)
	dir, design, _ := parentOf(t, c, c.Templates()[0].ID)
	members := family.Titles([]string{"ONE", "TWO", "TWO"})
	names := func(dry bool) (out []string) {
		list, err := MakeSet(t.Context(), design, dir, members, dry)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			out = append(out, m.File)
		}
		return out
	}
	if dry, wet := names(true), names(false); !slices.Equal(dry, wet) {
		t.Errorf("said %v, made %v", dry, wet)
	}
}

// Whether a title has room is asked of the member as it is, and a design that says
// its titles nowhere any more is told with what can be done.
func TestTitlesOfASetMadeAgain(t *testing.T) {
	c, _ := artAndFonts(t)
	dir, design, doc := parentOf(t, c, "hex-classic")
	long := strings.Repeat("ENDLESS ", 12)
	list, err := MakeSet(t.Context(), design, dir, family.Titles([]string{long}), false)
	if err != nil || !list[0].Tight {
		t.Fatalf("%+v, %v", list, err)
	}
	title := ""
	edit.Walk(doc, func(l *designer.Layer) {
		if l.Role == template.RoleTitle {
			title = l.ID
		}
	})
	member := filepath.Join(dir, list[0].File)
	f, err := ReadDesign(member)
	if err == nil {
		f.Doc, err = edit.SetText([]string{title}, func(x *designer.Text) { x.MinSize, x.Size = 1, 1 })(f.Doc)
	}
	if err = errors.Join(err, WriteDesign(member, f)); err != nil {
		t.Fatal(err)
	}
	if list, err = RemakeSet(design, "Before", time.Now(), true); err != nil || list[0].Tight || !list[0].ByHand {
		t.Errorf("%+v, %v", list, err)
	}
	if doc, err = edit.Delete([]string{title})(doc); err == nil {
		err = WriteDesign(design, store.File{Doc: doc})
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err = RemakeSet(design, "Before", time.Now(), false); issuer.CodeOf(err) != "set-title-gone" {
		t.Errorf("%v", err)
	}
}

// What was changed by hand in a member stays when its set is made again, a member
// that was renamed is known by its new name, and one that was deleted stays so.
func TestASetMadeAgainKeepsWhatIsByHand(t *testing.T) {
	c, _ := artAndFonts(t)
	doc, err := c.Open("hex-classic")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name+DesignEnding) }
	put := func(name string, edits ...edit.Edit) {
		t.Helper()
		f, err := ReadDesign(at(name))
		if err == nil {
			f.Doc, err = edit.All(edits...)(f.Doc)
		}
		if err == nil {
			err = WriteDesign(at(name), f)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteDesign(at("parent"), store.File{Doc: doc}); err != nil {
		t.Fatal(err)
	}
	if _, err := MakeSet(t.Context(), at("parent"), dir, family.Titles([]string{"ONE", "TWO", "THREE", "FOUR"}), false); err != nil {
		t.Fatal(err)
	}
	var title, ground string
	edit.Walk(doc, func(l *designer.Layer) {
		if l.Role == template.RoleTitle {
			title = l.ID
		}
		if ground == "" {
			ground = l.ID
		}
	})
	put("two", edit.SetOpacity([]string{ground}, 0.5))
	put("parent", edit.SetText([]string{title}, func(x *designer.Text) { x.Track = 9 }))
	// As the window renames: the new file is there, then the history follows.
	f, err := ReadDesign(at("three"))
	if err != nil {
		t.Fatal(err)
	}
	f.Doc.Name = "Third"
	if err := errors.Join(WriteDesign(at("third"), f), MoveHistory(at("three"), at("third")), os.Remove(at("three"))); err != nil {
		t.Fatal(err)
	}
	if _, err := DeleteDesign(at("four"), false); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Rename(at("parent"), at("mother")), MoveHistory(at("parent"), at("mother"))); err != nil {
		t.Fatal(err)
	}
	list, err := RemakeSet(at("mother"), "Before", time.Now(), false)
	if err != nil || len(list) != 3 || list[0].ByHand || !list[1].ByHand || !list[2].ByHand {
		t.Fatalf("%+v, %v", list, err)
	}
	for name, want := range map[string]string{"one": "ONE", "two": "TWO", "third": "Third"} {
		f, err := ReadDesign(at(name))
		if err != nil {
			t.Fatal(err)
		}
		if x := edit.Find(f.Doc, title).Text; f.Doc.Name != want || x.Track != 9 {
			t.Errorf("%s is %q, its letters %v apart", name, f.Doc.Name, x.Track)
		}
		opacity := map[bool]float64{true: 0.5, false: edit.Find(doc, ground).Opacity}[name == "two"]
		if got := edit.Find(f.Doc, ground).Opacity; got != opacity {
			t.Errorf("the ground of %s is %v", name, got)
		}
		if versions, err := VersionsOf(at(name)); err != nil || len(versions) != 1 {
			t.Errorf("%s has the versions %v, %v", name, versions, err)
		}
	}
	for _, gone := range []string{"three", "four"} {
		if _, err := os.Stat(at(gone)); err == nil {
			t.Errorf("%s is there again", gone)
		}
	}
	// Once more nothing changes, and a member of an older release is overwritten.
	if list, err = RemakeSet(at("mother"), "Before", time.Now(), false); err != nil || len(list) != 3 {
		t.Fatal(list, err)
	}
	// What cannot be read is not written over.
	if err := os.WriteFile(at("one"), []byte("of a later release"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := RemakeSet(at("mother"), "Before", time.Now(), false); err == nil {
		t.Error("a file that cannot be read was written over")
	}
	if versions, _ := VersionsOf(at("two")); len(versions) != 1 {
		t.Errorf("nothing has changed, and two has %d versions", len(versions))
	}
}

// Base and accent change places in every other member, but not where a text could
// not be read that way.
func TestMembersAreTurnedWhereThatDoesNoHarm(t *testing.T) {
	c, _ := artAndFonts(t)
	for id, turned := range map[string]bool{"seal-scalloped": true, "learn-book": false, "care-firstaid": false} {
		doc, err := c.Open(id)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		design := filepath.Join(dir, "parent"+DesignEnding)
		if err := WriteDesign(design, store.File{Doc: doc}); err != nil {
			t.Fatal(err)
		}
		list, err := MakeSet(t.Context(), design, dir, family.Titles([]string{"ONE", "TWO"}), false)
		if err != nil || len(list) != 2 || list[1].Member.Turned != turned {
			t.Errorf("%s: %+v, %v", id, list, err)
		}
		two, err := ReadDesign(filepath.Join(dir, "two"+DesignEnding))
		if err != nil {
			t.Fatal(err)
		}
		was, _ := doc.Color("base")
		if is, _ := two.Doc.Color("base"); (is != was) != turned {
			t.Errorf("the base of %s is %v, it was %v", id, is, was)
		}
	}
}
