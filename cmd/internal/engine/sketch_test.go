package engine

import (
	"context"
	"testing"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"
)

// The worst badge is the one that does not show its owner's name whole.
func TestTheWorstBadgeIsFound(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, _, _ := sampled(t, world(t))
	doc, err := catalogue(t).Open("seal-scalloped")
	if err != nil {
		t.Fatal(err)
	}
	if doc, err = template.WithText(doc, template.RoleOrg, "{name}"); err != nil {
		t.Fatal(err)
	}
	design, err := drawing.DesignBytes(store.File{Doc: doc})
	if err != nil {
		t.Fatal(err)
	}
	class, err := e.EditClass(ctx, "first-firing", ClassChange{Design: design})
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.Sketches(ctx, class)
	if err != nil {
		t.Fatal(err)
	}
	awards := []issuer.Award{{Name: "Ada Quill"}, {Name: "A Longer Name"}, {Name: "X\ue123"}, {Name: "Bo"}}
	worst := func(awards []issuer.Award) (int, error) {
		names := func(yield func(int, string) bool) {
			for i, a := range awards {
				if !yield(i, a.Name) {
					return
				}
			}
		}
		return s.Worst(ctx, names, func(i int) (issuer.Award, error) { return awards[i], nil })
	}
	i, err := worst(awards)
	if err != nil || i != 2 {
		t.Fatalf("the worst is %d, %v", i, err)
	}
	drawn, err := s.Sketch(ctx, awards[2])
	if err != nil || !drawn.Personal || drawn.Missing != "\ue123" || len(drawn.Picture) == 0 {
		t.Errorf("%d bytes, missing %q, %v", len(drawn.Picture), drawn.Missing, err)
	}
	if i, err = worst(awards[:2]); err != nil || i != 1 {
		t.Errorf("of two good ones the longer is %d, %v", i, err)
	}
	if i, err = worst(nil); err != nil || i != -1 {
		t.Errorf("of none it is %d, %v", i, err)
	}
}
