package engine

import (
	"testing"

	"badgekiln/cmd/internal/drawing"
)

// The design of the sample's badge, which people were awarded, is known as such
// until it is another one.
func TestDesignOfAnAwardedBadgeIsKnown(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	e, files, order := sampled(t, world(t))
	f, err := drawing.ReadDesign(files.Design)
	if err != nil {
		t.Fatal(err)
	}
	awards, err := e.DesignAwarded(ctx, f)
	if err != nil || awards != "" {
		t.Fatalf("before an award %q: %v", awards, err)
	}
	_, say := testWords(t)
	if _, err := e.Award(ctx, order, say); err != nil {
		t.Fatal(err)
	}
	if awards, err = e.DesignAwarded(ctx, f); err != nil || awards != "First Firing" {
		t.Errorf("after an award %q: %v", awards, err)
	}
	f.Doc.Name = "Another"
	if awards, err = e.DesignAwarded(ctx, f); err != nil || awards != "" {
		t.Errorf("another design is known as %q: %v", awards, err)
	}
}
