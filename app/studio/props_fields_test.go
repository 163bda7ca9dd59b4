package studio

import (
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
)

// What depends on each person is said in the panel: who sees a layer, the
// picture, the colour; every step can be undone.
func TestFieldsAreSaidInThePanel(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	s := r.studio
	s.addPortrait()
	one := func() *designer.Layer { return s.session.Selected()[0] }
	q := s.props.fields
	if one().Image == nil || one().Image.Field != "image" || q.picture.Text != "image" || !q.pictureRow.Visible() || q.tintRow.Visible() {
		t.Fatalf("%+v, the panel shows %q", one().Image, q.picture.Text)
	}
	q.picture.SetText("photo")
	if one().Image.Field != "photo" {
		t.Errorf("the field is %q", one().Image.Field)
	}
	q.test.Choose(string(designer.Equals))
	q.field.SetText("level")
	q.value.SetText("Gold | Silver")
	if w := one().When; w == nil || *w != (designer.When{Field: "level", Test: designer.Equals, Value: "Gold | Silver"}) || !q.valueRow.Visible() {
		t.Errorf("it is there for %+v", w)
	}
	q.test.Choose(always)
	if one().When != nil || q.fieldRow.Visible() {
		t.Errorf("it is there for %+v", one().When)
	}
	s.session.Undo()
	if one().When == nil || q.test.Value() != string(designer.Equals) {
		t.Error("undo does not bring it back")
	}
	if _, err := s.session.AddShape("ellipse", 90, 90, s.middle()); err != nil {
		t.Fatal(err)
	}
	q.tint.SetText("hue")
	if one().Fill.Tone.Field != "hue" {
		t.Errorf("the fill is %+v", one().Fill)
	}
	s.session.Select()
	first := s.doc().Slots[0].Name
	if q.slot.Value() != first || q.tint.Text != "" {
		t.Fatalf("it shows %q from %q", q.slot.Value(), q.tint.Text)
	}
	q.tint.SetText("level")
	if s.doc().Slots[0].Field != "level" {
		t.Errorf("the colour is %+v", s.doc().Slots[0])
	}
}

// TestFieldShots draws the part of the panel to be looked at, as TestShots does.
func TestFieldShots(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	s.addPortrait()
	s.props.fields.test.Choose(string(designer.Equals))
	s.props.fields.field.SetText("Kursstufe und Abschluss")
	s.props.page.ScrollToBottom()
	b.Shot(t, "fields-portrait")
	s.session.Select()
	s.props.page.ScrollToBottom()
	b.Shot(t, "fields-design")
	if len(b.Errors) > 0 {
		t.Fatal(b.Errors)
	}
}
