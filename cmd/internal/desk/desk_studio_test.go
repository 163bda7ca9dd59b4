package desk

import (
	"bytes"
	"context"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/store"
)

// unbegun is a desk whose ledger is still to be made.
func unbegun(t *testing.T) *Desk {
	t.Helper()
	return &Desk{
		path: filepath.Join(t.TempDir(), "deep", "ledger.db"), memo: &memo{},
		env: engine.Env{Now: func() time.Time { return time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC) }, Getenv: func(string) string { return "" }},
	}
}

func sealFile(t *testing.T, s studioDesk) store.File {
	t.Helper()
	c, err := s.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := c.Open("seal-scalloped")
	if err != nil {
		t.Fatal(err)
	}
	doc.Name = "First Firing"
	return store.File{Doc: doc}
}

func TestDesignsAreKeptBeforeThereIsALedger(t *testing.T) {
	s := studioDesk{unbegun(t)}
	ctx := t.Context()
	if list, err := s.Designs(ctx); err != nil || len(list) != 0 {
		t.Fatalf("%v, %v", list, err)
	}
	f := sealFile(t, s)
	d, err := s.AddDesign(ctx, f.Doc.Name, f)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.AddDesign(ctx, f.Doc.Name, f)
	if err != nil || second.ID == d.ID {
		t.Fatalf("the same name gives %q and %q: %v", d.ID, second.ID, err)
	}
	list, err := s.Designs(ctx)
	if err != nil || len(list) != 2 || list[0].Name != "First Firing" || list[0].Trouble != nil {
		t.Fatalf("%+v, %v", list, err)
	}
	back, err := s.Design(ctx, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	want, err := store.Bytes(f)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := store.Bytes(back); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("what is read back differs: %v", err)
	}
}

func TestSavingTheSameTouchesNothing(t *testing.T) {
	s := studioDesk{unbegun(t)}
	ctx := t.Context()
	f := sealFile(t, s)
	d, err := s.AddDesign(ctx, "First Firing", f)
	if err != nil {
		t.Fatal(err)
	}
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(s.file(d.ID), old, old); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveDesign(ctx, d.ID, f); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(s.file(d.ID)); err != nil || !info.ModTime().Equal(old) {
		t.Fatalf("an unchanged design was written again: %v", err)
	}
	f.Doc.Name = "Second"
	if err := s.SaveDesign(ctx, d.ID, f); err != nil {
		t.Fatal(err)
	}
	if back, err := s.Design(ctx, d.ID); err != nil || back.Doc.Name != "Second" {
		t.Fatalf("a changed one was not: %v", err)
	}
}

func TestRenameImportAndExport(t *testing.T) {
	s := studioDesk{unbegun(t)}
	ctx := t.Context()
	f := sealFile(t, s)
	d, err := s.AddDesign(ctx, "First Firing", f)
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.RenameDesign(ctx, d.ID, "Night Kiln")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.file(d.ID)); !os.IsNotExist(err) {
		t.Fatal("the old file is still there")
	}
	if back, err := s.Design(ctx, n.ID); err != nil || back.Doc.Name != "Night Kiln" {
		t.Fatalf("renamed to %q: %v", back.Doc.Name, err)
	}
	out := filepath.Join(t.TempDir(), "elsewhere.badge")
	if err := s.ExportDesign(ctx, out, f); err != nil {
		t.Fatal(err)
	}
	in, err := s.ImportDesign(ctx, out)
	if err != nil || in.Name != "First Firing" {
		t.Fatalf("imported %+v: %v", in, err)
	}
	same, err := s.ImportDesign(ctx, s.file(in.ID))
	if err != nil || same.ID != in.ID {
		t.Fatalf("a working copy was copied: %+v, %v", same, err)
	}
	drawing := filepath.Join(t.TempDir(), "medal.svg")
	if err := s.ExportPicture(ctx, drawing, f, 90, false, nil); err != nil {
		t.Fatal(err)
	}
	if d, err := s.ImportDesign(ctx, drawing); err != nil || d.Name != f.Doc.Name || len(d.Lost) > 0 {
		t.Fatalf("imported %+v: %v", d, err)
	}
	if err := os.WriteFile(drawing, []byte(`<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/><script/></svg>`), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err := s.ImportDesign(ctx, drawing); err != nil || d.Name != "medal" || len(d.Lost) != 1 || d.Lost[0].Code != "script" {
		t.Fatalf("imported %+v: %v", d, err)
	}
	pic := filepath.Join(t.TempDir(), "badge.png")
	if err := s.ExportPicture(ctx, pic, f, 90, false, nil); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(pic)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil || m.Bounds().Dx() != 90 {
		t.Fatalf("exported %v: %v", m, err)
	}
	held, w, h, err := s.ReadPicture(ctx, pic)
	if err != nil || w != 90 || h != 90 || len(held) == 0 {
		t.Fatalf("a picture of %d × %d: %v", w, h, err)
	}
	if _, err := s.ClassDesign(context.Background(), "none"); err == nil {
		t.Fatal("a class without a ledger has a design")
	}
	if a, b := s.NewID(), s.NewID(); a == b || a == "" {
		t.Fatal("two ids are the same")
	}
}

// A template of one's own that was deleted lies among the deleted designs, and
// comes back among the templates.
func TestDeletedTemplateComesBack(t *testing.T) {
	s := studioDesk{unbegun(t)}
	ctx := t.Context()
	if err := s.KeepTemplate(ctx, sealFile(t, s)); err != nil {
		t.Fatal(err)
	}
	list, err := s.Templates(ctx)
	if err != nil || len(list) != 1 {
		t.Fatalf("kept: %v, %v", list, err)
	}
	if _, err := s.DeleteTemplate(ctx, list[0].ID); err != nil {
		t.Fatal(err)
	}
	left, err := s.Templates(ctx)
	gone, gerr := s.DeletedDesigns(ctx)
	if err != nil || gerr != nil || len(left) != 0 || len(gone) != 1 || !gone[0].Template {
		t.Fatalf("deleted: %v left, %v gone: %v, %v", left, gone, err, gerr)
	}
	back, err := s.RestoreDesign(ctx, gone[0].ID)
	if err != nil || !back.Template {
		t.Errorf("back: %+v, %v", back, err)
	}
	if list, err = s.Templates(ctx); err != nil || len(list) != 1 {
		t.Errorf("after that: %v, %v", list, err)
	}
}

// A deleted design takes what can be undone in it along, and comes back whole.
func TestDeletedDesignComesBackWithItsPast(t *testing.T) {
	s := studioDesk{unbegun(t)}
	ctx := t.Context()
	d, err := s.AddDesign(ctx, "First Firing", sealFile(t, s))
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Design(ctx, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.KeepVersion(ctx, d.ID, "Before", f); err != nil {
		t.Fatal(err)
	}
	aside, err := s.DeleteDesign(ctx, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := s.Designs(ctx); err != nil || len(list) != 0 {
		t.Fatalf("after deleting there are %v: %v", list, err)
	}
	back, err := s.RestoreDesign(ctx, aside)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := s.Versions(ctx, back.ID); err != nil || len(list) != 1 || list[0].Name != "Before" {
		t.Errorf("its versions are %v: %v", list, err)
	}
	if _, err := os.Stat(aside); !os.IsNotExist(err) {
		t.Error("a copy stays behind")
	}
}
