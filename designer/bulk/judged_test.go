package bulk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/designer/bulk"
	"badgekiln/designer/render"
)

// TestWriteForReaders writes personal pictures, and beside each the pixels of
// the same picture drawn whole, for programs of other people to read (`make
// conformance`). BADGEKILN_PICTURES is the folder.
func TestWriteForReaders(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("BADGEKILN_PICTURES")
	if dir == "" {
		t.Skip("BADGEKILN_PICTURES names no folder")
	}
	ctx := context.Background()
	made, apart := 0, 0
	for seed := range uint64(12) {
		c := &chance{Rand: rand.New(rand.NewPCG(seed, 23))}
		doc := c.design()
		width := 64 + c.IntN(160)
		if seed == 0 {
			doc, width = seal(), 600
		}
		plan, err := bulk.Prepare(ctx, doc, bulk.Options{Width: width, Fonts: fonts(), Blob: blob})
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range names() {
			fields := fieldsOf(i)
			fields["name"] = name
			file, _, err := plan.Encode(ctx, nil, fields)
			if err != nil {
				t.Fatal(err)
			}
			m, _, err := render.Image(ctx, doc, render.Options{Width: width, Fonts: fonts(), Blob: blob, Fields: fields})
			if err != nil {
				t.Fatal(err)
			}
			whole := render.Straight(m)
			base := filepath.Join(dir, fmt.Sprintf("%02d-%02d-%dx%d", seed, i, whole.Rect.Dx(), whole.Rect.Dy()))
			for path, data := range map[string][]byte{base + ".png": file, base + ".rgba": whole.Pix} {
				if err := os.WriteFile(path, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			made++
		}
		apart += plan.Apart()
	}
	t.Logf("%d pictures, %d of them drawn whole", made, apart)
}
