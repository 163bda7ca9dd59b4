package edit

import (
	"errors"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// What depends on merge fields is set and undone as any other edit.
func TestFields(t *testing.T) {
	d := sit(t, board(rect("a", 0, 0, 10, 10), rect("b", 0, 0, 10, 10)))
	before := d.Document()
	id, err := d.AddPortrait("Picture", "image", 100, geom.Pt(300, 300))
	if err != nil {
		t.Fatal(err)
	}
	if p := d.layer(id).Image; p.Field != "image" || !p.Crop || p.Blob != "" {
		t.Errorf("picture %+v", p)
	}
	var fault *designer.Fault
	if err := d.Apply("step.field", SetPictureField([]string{id}, "")); !errors.As(err, &fault) || fault.Code != "picture-own" {
		t.Errorf("without a field and a picture: %v", err)
	}
	when := &designer.When{Field: "level", Test: designer.Equals, Value: "gold"}
	if err := d.Apply("step.field", All(SetWhen([]string{"a", "b"}, when), SetFillField([]string{"a", id}, "hue"), SetSlotField("base", "level"))); err != nil {
		t.Fatal(err)
	}
	when.Value = "changed outside"
	if a, b := d.layer("a"), d.layer("b"); a.When.Value != "gold" || a.When == b.When || a.Fill.Tone.Field != "hue" || d.Document().Slots[0].Field != "level" {
		t.Errorf("%+v %+v", a, d.Document().Slots)
	}
	if err := d.Apply("step.field", SetWhen([]string{"a"}, &designer.When{Test: "perhaps", Field: "x"})); err == nil {
		t.Error("a test that is none is taken")
	}
	if err := d.Apply("step.field", SetSlotField("none", "level")); err == nil {
		t.Error("a colour that is none is taken")
	}
	d.Undo()
	d.Undo()
	if !same(d.Document().Layers, before.Layers) || d.Document().Slots[0].Field != "" {
		t.Error("it is not undone")
	}
}
