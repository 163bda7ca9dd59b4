package studio

import (
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
)

// TestCodeIsAddedAndChanged adds a QR code and writes something else into it.
func TestCodeIsAddedAndChanged(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	s := r.studio
	s.addCode()
	sel := s.session.Selected()
	if len(sel) != 1 || sel[0].Code == nil || sel[0].Code.Content != "{verify_url}" {
		t.Fatalf("selected %+v", sel)
	}
	q := s.props.code
	if q.writes != sel[0].ID || q.content.Text != "{verify_url}" {
		t.Fatalf("the panel writes to %q and shows %q", q.writes, q.content.Text)
	}
	q.content.SetText("https://example.org/a")
	q.set("level", func(c *designer.Code) { c.Level = designer.CodeHigh })
	if c := s.session.Selected()[0].Code; c.Content != "https://example.org/a" || c.Level != designer.CodeHigh || sel[0].Code.Content != "{verify_url}" {
		t.Fatalf("now %+v, before %+v", c, sel[0].Code)
	}
}
