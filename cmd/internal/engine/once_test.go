package engine

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
)

// batch has a batch awarded, and counts for how many classes a painter was
// asked for, how many pictures those painted, and how many different pixels the
// pictures have.
func batch(t *testing.T, people int, personal bool) (asked, drawn, looks int) {
	t.Helper()
	ctx := context.Background()
	e, files, order := sampled(t, world(t))
	if personal {
		file, err := drawing.ReadDesign(files.Design)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := template.WithText(file.Doc, template.RoleOrg, "{name}")
		if err != nil {
			t.Fatal(err)
		}
		design, err := drawing.DesignBytes(store.File{Doc: doc})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.EditClass(ctx, files.Class, ClassChange{Design: design}); err != nil {
			t.Fatal(err)
		}
	}
	var count, pictures atomic.Int64
	e.clerk.Paint = func(ctx context.Context, class issuer.BadgeClass, by issuer.Profile, design []byte) (award.Painter, error) {
		count.Add(1)
		paint, err := e.paints.paint(ctx, class, by, design)
		if paint == nil || err != nil {
			return nil, err
		}
		return func(ctx context.Context, dst []byte, a issuer.Award, page string) ([]byte, bool, error) {
			pictures.Add(1)
			return paint(ctx, dst, a, page)
		}, nil
	}
	var csv strings.Builder
	csv.WriteString("email,name\n")
	for i := range people {
		fmt.Fprintf(&csv, "p%d@people.example,Person %d\n", i, i)
	}
	order.List = readPeople(t, csv.String())
	_, say := testWords(t)
	got, err := e.Award(ctx, order, say)
	if err != nil || got.Awarded != people {
		t.Fatalf("%d awarded: %v", got.Awarded, err)
	}
	seen := map[string]bool{}
	for _, row := range got.Plan.Rows.All() {
		data, err := os.ReadFile(filepath.Join(order.Out, row.ID+".png"))
		if err != nil {
			t.Fatal(err)
		}
		seen[pixels(data)] = true
	}
	return int(count.Load()), int(pictures.Load()), len(seen)
}

// pixels are the bytes that a picture's pixels are packed into.
func pixels(data []byte) string {
	var out strings.Builder
	for rest := data[8:]; len(rest) >= 12; {
		n := 12 + int(binary.BigEndian.Uint32(rest))
		if string(rest[4:8]) == "IDAT" {
			out.Write(rest[8 : n-4])
		}
		rest = rest[n:]
	}
	return out.String()
}

// A design without fields is drawn and packed when its class is made, and never
// again: a thousand people with two faces each ask for a painter once, and their
// pictures are the same bytes.
func TestWhatIsTheSameIsPackedOnce(t *testing.T) {
	t.Parallel()
	if asked, drawn, looks := batch(t, 1000, false); asked != 1 || drawn != 0 || looks != 1 {
		t.Errorf("without fields: asked %d times, %d pictures painted, %d looks", asked, drawn, looks)
	}
	if asked, drawn, looks := batch(t, 20, true); asked != 1 || drawn != 20 || looks != 20 {
		t.Errorf("with a name: asked %d times, %d pictures painted, %d looks", asked, drawn, looks)
	}
}
