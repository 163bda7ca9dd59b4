package engine

import (
	"bytes"
	"context"
	"os"
	"testing"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/bulk"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
	"badgekiln/issuer"
)

// TestAnotherBuildDrawsTheSame awards in a build with a font that this one lacks;
// this one draws the same picture from the ledger.
func TestAnotherBuildDrawsTheSame(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, files, _ := sampled(t, world(t))
	font, err := os.ReadFile(os.Getenv("BADGEKILN_VARIABLE"))
	if err != nil {
		t.Skip("BADGEKILN_VARIABLE names no variable font (Noto Sans Georgian, its Latin letters).")
	}
	other := append([]typeset.Source{{Family: "sans", Weight: 600, Data: font}}, drawing.Sources()...)
	text := &designer.Text{Content: "{name}", Font: designer.Font{Family: "sans"}, Size: 60, Align: designer.Middle}
	made := store.File{Doc: designer.Document{Name: "Letters", Width: 600, Height: 600, Layers: []*designer.Layer{
		{ID: "name", Opacity: 1, Place: geom.Move(300, 400), Fill: designer.FillColor(designer.Color{A: 255}), Text: text},
	}}}
	design, fonts, err := drawing.BuildWith(other).Record(made)
	if err != nil || len(fonts) != 1 {
		t.Fatalf("%d fonts, %v", len(fonts), err)
	}
	picture, err := drawing.ClassPicture(ctx, made, nil)
	if err != nil {
		t.Fatal(err)
	}
	class, err := e.EditClass(ctx, files.Class, ClassChange{Design: design, Picture: picture, fonts: fonts})
	if err != nil {
		t.Fatal(err)
	}
	set, err := typeset.NewFonts(other)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{"name": "Ada Öztürk"}
	want := drawnBy(t, made, set, fields)
	here, err := drawing.FontsOf(made)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(want, drawnBy(t, made, here, fields)) {
		t.Fatal("the two builds draw alike: nothing is tried")
	}
	plan, err := e.paints.plan(ctx, class, issuer.Profile{}, design)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := plan.plan.Encode(ctx, nil, fields)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("it looks otherwise here, %v", err)
	}
	kept, err := e.ClassDesign(ctx, files.Class, 0)
	if err != nil {
		t.Fatal(err)
	}
	if as, err := drawing.DesignBytes(made); err != nil || !bytes.Equal(kept, as) {
		t.Errorf("what is edited is not what was made, %v", err)
	}
	if again, err := e.EditClass(ctx, files.Class, ClassChange{Design: kept}); err != nil || again.Version != class.Version+1 {
		t.Errorf("drawn by this build it is version %d, %v", again.Version, err)
	}
}

func drawnBy(t *testing.T, file store.File, fonts *typeset.Fonts, fields map[string]string) []byte {
	t.Helper()
	plan, err := bulk.Prepare(t.Context(), file.Doc, bulk.Options{Width: drawing.ClassSide, Fonts: fonts, Blob: drawing.BlobOf(file)})
	if err != nil {
		t.Fatal(err)
	}
	out, _, err := plan.Encode(t.Context(), nil, fields)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
