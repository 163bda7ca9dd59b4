package family_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/family"
	"badgekiln/designer/geom"
)

// TestATitleNeedsAText: a member that would say nothing of its own is refused,
// and told which texts there are.
func TestATitleNeedsAText(t *testing.T) {
	t.Parallel()
	doc := parent()
	doc.Layers[2].Role, doc.Layers[2].Name = "", "Club"
	one := family.Member{Name: "ONE", Title: "ONE"}
	var fault *designer.Fault
	if _, err := family.Make(doc, nil, one); !errors.As(err, &fault) || fault.Code != "set-no-title" || !strings.Contains(fault.Values["texts"], "Club") {
		t.Errorf("%v", err)
	}
	if made := make1(t, doc, nil, family.In("title", []family.Member{one})[0]); made.Layers[2].Text.Content != "ONE" {
		t.Errorf("it says %q", made.Layers[2].Text.Content)
	}
	if _, err := family.Make(doc, nil, family.In("disc", []family.Member{one})[0]); !errors.As(err, &fault) {
		t.Errorf("a disc says a title: %v", err)
	}
	doc.Layers = slices.Delete(doc.Layers, 2, 3)
	if _, err := family.Make(doc, nil, one); !errors.As(err, &fault) || fault.Code != "set-no-text" {
		t.Errorf("%v", err)
	}
}

// does gives the design after some edits.
func does(t *testing.T, doc designer.Document, edits ...edit.Edit) designer.Document {
	t.Helper()
	out, err := edit.All(edits...)(doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestWhatIsByHandStays: of a member that was changed, and a parent that was, each
// change is there, and where both changed the same it is the one by hand.
func TestWhatIsByHandStays(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	dot := func(id string) *designer.Layer {
		return &designer.Layer{ID: id, Opacity: 1, Place: geom.Move(10, 10), Fill: designer.Fill("pop"), Shape: &designer.Shape{Kind: "ellipse", W: 9, H: 9}}
	}
	m := family.Titles([]string{"ONE", "TWO"})[1]
	made := make1(t, parent(), c, m)
	pop := made
	pop.Slots = append(slices.Clone(made.Slots), designer.Slot{Name: "pop", Color: shade(200)})
	pop.Slots[0].Color = shade(99)
	pop.About.Alt = "Two"
	now := does(t, pop,
		edit.SetOpacity([]string{"sign"}, 0.5),
		edit.SetText([]string{"title"}, func(x *designer.Text) { x.Size = 44 }),
		edit.AddLayer("own", 0, dot("mine")), edit.AddLayer("", 1, dot("low")),
		edit.Delete([]string{"dot"}))
	changed := does(t, parent(),
		edit.SetFill([]string{"sign"}, designer.Fill("ink")),
		edit.SetText([]string{"title"}, func(x *designer.Text) { x.Size, x.Track = 70, 3 }),
		edit.AddLayer("", 4, dot("top")))
	changed.About.Licence, changed.Slots[4].Color = "MIT", shade(77)
	next := make1(t, changed, c, m)
	out, ok := family.Keep(made, now, next)
	if !ok {
		t.Fatal("nothing was kept")
	}
	var ids []string
	edit.Walk(out, func(l *designer.Layer) { ids = append(ids, l.ID) })
	if want := []string{"disc", "low", "sign", "title", "own", "mine", "top"}; !slices.Equal(ids, want) {
		t.Errorf("layers %v, not %v", ids, want)
	}
	sign, title := edit.Find(out, "sign"), edit.Find(out, "title")
	if sign.Opacity != 0.5 || sign.Fill.Tone.Slot != "ink" {
		t.Errorf("the emblem is %+v", sign)
	}
	if x := title.Text; x.Size != 44 || x.Track != 3 || x.Content != "TWO" {
		t.Errorf("the title is %+v", x)
	}
	base, _ := out.Color("base")
	ink, _ := out.Color("ink")
	if popped, ok := out.Color("pop"); base != shade(99) || ink != shade(77) || !ok || popped != shade(200) {
		t.Errorf("colours %v", out.Slots)
	}
	if out.About.Alt != "Two" || out.About.Licence != "MIT" || out.Name != "TWO" {
		t.Errorf("%q %+v", out.Name, out.About)
	}
	// Untouched, it is what is made anew; and a parent that stays changes nothing.
	if same, _ := family.Keep(made, made, next); !cmp.Equal(same, next) {
		t.Error(cmp.Diff(next, same))
	}
	if same, _ := family.Keep(made, now, made); !cmp.Equal(same, now) {
		t.Error(cmp.Diff(now, same))
	}
}

// TestByHandGoesOnWhereLayersWereMoved: an order by hand holds, a layer that one
// of the two put into a group is there once, and one that was made into another
// kind stays that.
func TestByHandGoesOnWhereLayersWereMoved(t *testing.T) {
	t.Parallel()
	made := parent()
	now := does(t, made, edit.Reorder([]string{"sign"}, "", 4), edit.Update([]string{"disc"}, func(l *designer.Layer) {
		l.Shape, l.Path = nil, &designer.Outline{Path: geom.R(0, 0, 40, 40).Path()}
	}))
	next := does(t, made, edit.Reorder([]string{"title"}, "own", 0), edit.SetOpacity([]string{"disc"}, 0.9))
	out, ok := family.Keep(made, now, next)
	var ids []string
	edit.Walk(out, func(l *designer.Layer) { ids = append(ids, l.ID) })
	if want := []string{"disc", "own", "title", "dot", "sign"}; !ok || !slices.Equal(ids, want) {
		t.Errorf("layers %v, not %v", ids, want)
	}
	if disc := out.Layers[0]; disc.Path == nil || disc.Shape != nil || disc.Opacity != 0.9 {
		t.Errorf("the disc is %+v", disc)
	}
	// A parent that is of metal now has no rim any more: what was inside it cannot
	// be told apart, and what is made anew holds.
	c := catalogue(t)
	silver := family.Levels(c, func(s string) string { return s })[1]
	was := make1(t, made, c, silver)
	metal := does(t, parent(), edit.SetFill([]string{"disc"}, designer.Fill("metal")))
	metal.Slots = append(slices.Clone(metal.Slots), designer.Slot{Name: "metal", Color: shade(90)})
	byHand := does(t, was, edit.SetOpacity([]string{"sign"}, 0.5))
	again := make1(t, metal, c, silver)
	if out, _ := family.Keep(was, byHand, again); out.Check() != nil {
		t.Error(out.Check())
	}
}
