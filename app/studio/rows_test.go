package studio

import (
	"strconv"
	"strings"
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer/geom"
)

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
