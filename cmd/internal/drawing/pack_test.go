package drawing

import (
	"os"
	"path/filepath"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/store"
)

// TestFolderIsAPack: names are searched by words, the licence is found, hidden
// folders and what is no SVG are left out, and lines take the colour given.
func TestFolderIsAPack(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ReadPack(dir); err == nil {
		t.Error("an empty folder is a pack")
	}
	put("package.json", `{"name":"icons","license":"ISC"}`)
	put("icons/outline/arrow-left.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"><path d="M5 12h14"/><path d="M5 12l6 6"/></svg>`)
	put("icons/photo.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>`)
	put("icons/.hidden/x.svg", `<svg/>`)
	put("icons/readme.md", "x")
	p, err := ReadPack(filepath.Join(dir, "icons"))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Pieces) != 2 || p.Pieces[0].Name != "arrow left outline" || p.Licence != "ISC" {
		t.Fatalf("%+v", p)
	}
	d, err := PackLayer(p.Pieces[0].File, designer.Fill("accent"))
	if err != nil {
		t.Fatal(err)
	}
	if l := d.Layer; l.Group == nil || len(l.Group.Layers) != 2 || l.Group.Layers[0].Stroke.Paint.Tone.Slot != "accent" {
		t.Errorf("%+v", l)
	}
	if _, err := PackLayer(p.Pieces[1].File, designer.Fill("accent")); err == nil {
		t.Error("an empty picture is an emblem")
	}
}

// A drawing that lies in no file is called by its title, and brings the photos in
// it along.
func TestDrawingBringsTitleAndPhotos(t *testing.T) {
	const photo = `<image width="8" height="6" href="data:image/jpeg;base64,` + pressRed + `"/>`
	for head, want := range map[string]string{"<title>Pot</title>": "Pot", photo: "Drawing"} {
		svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" onload="x"/>` + head + `</svg>`
		d, err := DrawingLayer("Drawing", []byte(svg), designer.Fill("accent"))
		if err != nil || d.Layer.Name != want {
			t.Fatalf("%+v, %v", d.Layer, err)
		}
		if len(d.Notes) != 1 || d.Notes[0].Code != "script" {
			t.Errorf("lost are %+v", d.Notes)
		}
		doc := designer.Document{Layers: []*designer.Layer{d.Layer}}
		if used := store.Used(doc); len(used) != len(d.Blobs) || (head == photo) != (len(used) == 1) {
			t.Errorf("%v are used, and %d come along", used, len(d.Blobs))
		}
	}
}
