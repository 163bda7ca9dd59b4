package drawing

import (
	"path/filepath"
	"testing"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/store"
)

// named is a step that only gives the design another name.
func named(t designer.Trail, name string) designer.Trail {
	doc := t.Steps[t.Now].Doc
	doc.Name = name
	n := len(t.Steps)
	t.Steps = append(t.Steps[:n:n], designer.TrailStep{Serial: n, Label: "step.name", At: time.Unix(int64(n), 0).UTC(), Doc: doc})
	t.Now = n
	return t
}

func openPast(t *testing.T, path string) (Past, *History) {
	t.Helper()
	p, h, err := OpenHistory(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return p, h
}

func saveAs(t *testing.T, h *History, path string, doc designer.Document) {
	t.Helper()
	f := store.File{Doc: doc}
	if err := WriteDesign(path, f); err != nil {
		t.Fatal(err)
	}
	data, err := DesignBytes(f)
	if err != nil {
		t.Fatal(err)
	}
	if h == nil {
		return
	}
	if err := h.Saved(data); err != nil {
		t.Fatal(err)
	}
}

// TestHistoryLivesOn: steps outlive saving, a kill before saving, a kill between
// saving and saying so, and a new name; a file that others changed begins anew.
func TestHistoryLivesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "one.badge")
	doc := designer.Document{Name: "first", Width: 600, Height: 600, Layers: []*designer.Layer{}}
	saveAs(t, nil, path, doc)

	p, h := openPast(t, path)
	trail := named(p.Trail, "second")
	put := func(h *History, trail designer.Trail) {
		t.Helper()
		if err := h.Put(trail, nil); err != nil {
			t.Fatal(err)
		}
	}
	put(h, trail)
	saveAs(t, h, path, trail.Steps[1].Doc)
	trail = named(trail, "third")
	put(h, trail) // and killed: the file still says second

	p, _ = openPast(t, path)
	if p.Clean || len(p.Trail.Steps) != 3 || p.Trail.Now != 2 || p.Trail.Steps[2].Doc.Name != "third" {
		t.Fatalf("after a kill: clean %v, %d steps, %q", p.Clean, len(p.Trail.Steps), p.Trail.Steps[p.Trail.Now].Doc.Name)
	}
	saveAs(t, nil, path, p.Trail.Steps[2].Doc) // saved, and killed before the journal said so

	p, h = openPast(t, path)
	if !p.Clean || len(p.Trail.Steps) != 3 {
		t.Fatalf("saved: clean %v, %d steps", p.Clean, len(p.Trail.Steps))
	}
	saveAs(t, h, path, p.Trail.Steps[2].Doc)

	other := filepath.Join(filepath.Dir(path), "two.badge")
	if err := KeepVersion(path, "before the feast", store.File{Doc: doc}, time.Now()); err != nil {
		t.Fatal(err)
	}
	saveAs(t, nil, other, p.Trail.Steps[2].Doc)
	if err := MoveHistory(path, other); err != nil {
		t.Fatal(err)
	}
	p, _ = openPast(t, other)
	list, err := VersionsOf(other)
	if err != nil || len(list) != 1 || list[0].Name != "before the feast" || len(p.Trail.Steps) != 3 {
		t.Fatalf("under another name: %d steps, versions %v, %v", len(p.Trail.Steps), list, err)
	}

	saveAs(t, nil, other, designer.Document{Name: "by another program", Width: 600, Height: 600, Layers: []*designer.Layer{}})
	if p, _ = openPast(t, other); len(p.Trail.Steps) != 1 || p.Trail.Steps[0].Doc.Name != "by another program" {
		t.Fatalf("a changed file has %d steps and says %q", len(p.Trail.Steps), p.Trail.Steps[0].Doc.Name)
	}
}
