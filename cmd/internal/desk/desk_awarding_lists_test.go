package desk

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/app/awarding"
	"badgekiln/app/badges"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
)

// A list is kept, awarded without its file, found among the lists, and
// forgotten; those who hold a badge become a list.
func TestKeptLists(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := Awarding{sampleDesk(t)}
	pasted := awarding.List{Text: "name,email\nAda,ada@example.org\nBo,bo@example.org\nEve,nowhere\n"}
	if n, err := d.Keep(ctx, "Autumn", pasted, awarding.Choices{}); err != nil || n != 2 {
		t.Fatalf("%d people kept, %v", n, err)
	}
	b, err := d.Begin(ctx)
	if err != nil || len(b.Kept) != 1 || b.Kept[0].Name != "Autumn" || b.Kept[0].People != 2 || b.Kept[0].Made.IsZero() {
		t.Fatalf("kept %+v, %v", b.Kept, err)
	}
	kept := awarding.List{Kept: "Autumn"}
	r, err := d.Read(ctx, "first-firing", kept, awarding.Choices{}, nil)
	if err != nil || r.Name != "Autumn" || r.Ready != 2 || r.Bad != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	order := awarding.Order{Class: "first-firing", List: kept, Names: "{name}"}
	if got, err := d.Award(ctx, order, never); err != nil || got.Awarded != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	name, err := d.KeepHolders(ctx, "first-firing")
	if err != nil || name != "Holders of First Firing" {
		t.Fatalf("%q, %v", name, err)
	}
	p, err := d.Plan(ctx, awarding.Order{Class: "first-firing", List: awarding.List{Kept: name}, Names: "{name}"}, nil)
	if err != nil || p.Rows.Len() != 2 || p.Counts[awarding.StateSame] != 2 {
		t.Errorf("%+v, %v", p.Counts, err)
	}
	if err := d.Forget(ctx, "Autumn"); err != nil {
		t.Error(err)
	}
	if b, err := d.Begin(ctx); err != nil || len(b.Kept) != 1 || b.Kept[0].Name != name {
		t.Errorf("kept %+v, %v", b.Kept, err)
	}
}

// Everybody's own picture lies beside the list that names it: who has one gets
// it into the badge, who names one that is not there is told before.
func TestOwnPicturesBesideTheList(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	desk := emptyDesk(t)
	design := drawnDesign(t, desk)
	path := filepath.Join(desk.engine.DesignsDir(), design)
	file, err := drawing.ReadDesign(path)
	if err != nil {
		t.Fatal(err)
	}
	s := edit.NewSession(file.Doc, edit.Env{Now: desk.now, NewID: func() string { return "portrait" }})
	if _, err := s.AddPortrait("Picture", "image", 400, geom.Pt(300, 300)); err != nil {
		t.Fatal(err)
	}
	if err := drawing.WriteDesign(path, store.File{Doc: s.Document(), Blobs: file.Blobs}); err != nil {
		t.Fatal(err)
	}
	art, err := desk.Badges().FromDesign(ctx, design)
	if err != nil {
		t.Fatal(err)
	}
	_, err = desk.Badges().Save(ctx, badges.Draft{
		Texts: badges.Texts{Name: "Photo", Description: "D", Criteria: "C", Rule: badges.Once}, IssuerName: "Club", IssuerEmail: "a@club.example", Art: art,
	})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	red := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		red.SetNRGBA(i%64, i/64, color.NRGBA{R: 0xFF, A: 0xFF})
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, red); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"ada.png": picture.Bytes(), "people.csv": []byte("name,email,image\nAda,ada@example.org,ada.png\nBo,bo@example.org,bo.png\n")} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d, list := Awarding{desk}, awarding.List{Path: filepath.Join(folder, "people.csv")}
	r, err := d.Read(ctx, "photo", list, awarding.Choices{}, nil)
	if err != nil || r.Bad != 1 || !r.Rows.At(1).Bad || len(r.Findings) != 1 || r.Findings[0].Column != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	order := awarding.Order{Class: "photo", List: list, Names: "{name}", Folder: filepath.Join(folder, "out"), Choices: awarding.Choices{SkipBad: true}}
	got, err := d.Award(ctx, order, never)
	if err != nil || got.Awarded != 1 || len(got.Badges) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	m := got.Badges[0].Picture
	if c := color.NRGBAModel.Convert(m.At(m.Bounds().Dx()/2, m.Bounds().Dy()/2)).(color.NRGBA); c.R < 0xF0 || c.G > 0x10 || c.B > 0x10 {
		t.Errorf("in the middle of the badge is %v, not the picture", c)
	}
}
