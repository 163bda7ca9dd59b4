package studio

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer/store"
)

func TestGallerySearchUseDuplicateRename(t *testing.T) {
	b, r, f := open(t, kittest.English)
	r.showList()
	g := r.gallery
	if g.shelf != shelfOwn || len(g.tiles) != 1 {
		t.Fatalf("shelf %q with %d tiles", g.shelf, len(g.tiles))
	}
	b.Press(t, "Duplicate")
	if len(f.files) != 2 || len(g.tiles) != 2 {
		t.Fatalf("%d designs, %d tiles", len(f.files), len(g.tiles))
	}
	b.Press(t, "Rename…")
	b.Type(t, "Name", "Second Firing")
	b.Press(t, "Rename design")
	if f.names["design-2"] != "Second Firing" {
		t.Fatalf("names: %v", f.names)
	}
	b.Press(t, "All templates")
	all := len(g.tiles)
	g.search.SetText("speaker")
	if n := len(g.tiles); n == 0 || n >= all {
		t.Fatalf("a search leaves %d of %d", n, all)
	}
	b.Press(t, "Use this template")
	if !r.inStudio() || r.studio.session.Document().Template == "" || r.studio.session.Editing() == "" {
		t.Fatal("a template does not open with its title ready to type")
	}
	r.showList()
	g.search.SetText("owl of nowhere")
	b.Settle()
	if !kittest.Says(r.Content(), "Nothing for “owl of nowhere”") {
		t.Fatal("no word of a search without hits")
	}
	if len(b.Errors) > 0 {
		t.Fatal(b.Errors)
	}
}

func TestEmptyListSaysHowToBegin(t *testing.T) {
	b := kittest.New(t, kittest.English)
	r := New(b.Env, newFake(t))
	b.Show(r.Content())
	r.Shown()
	b.Press(t, "Your designs")
	if !kittest.Says(r.Content(), "No design yet") {
		t.Fatal("an empty shelf says nothing")
	}
	b.Press(t, "Blank")
	b.Settle()
	if !r.inStudio() || !kittest.Says(r.Content(), "An empty badge") {
		t.Fatal("a blank canvas says nothing")
	}
	b.Press(t, "Add shape")
	if len(r.studio.session.Document().Layers) != 1 || kittest.Says(r.Content(), "An empty badge") {
		t.Fatal("the first shape is not there")
	}
}

func TestDroppedDesignIsOpened(t *testing.T) {
	b, r, f := open(t, kittest.English)
	path := filepath.Join(t.TempDir(), "other.BADGE")
	doc := sampleDoc()
	doc.Name = "Dropped"
	if err := os.WriteFile(path, f.bytes(store.File{Doc: doc}), 0o600); err != nil {
		t.Fatal(err)
	}
	if !r.Dropped([]string{path}) || r.studio.session.Document().Name != "Dropped" {
		t.Fatal("a dropped design is not opened")
	}
	if r.Dropped([]string{"list.csv"}) {
		t.Fatal("a list is not for this room")
	}
	if err := os.WriteFile(path, []byte("no zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.Dropped([]string{path})
	if len(b.Errors) != 1 {
		t.Fatalf("a broken file gives %d errors", len(b.Errors))
	}
}

func TestClassDesignIsCopiedOnce(t *testing.T) {
	_, r, f := open(t, kittest.English)
	r.Arrive(kit.Route{What: WhatClass, ID: "design-1"})
	if len(f.files) != 1 || r.studio.design.ID != "design-1" {
		t.Fatalf("%d designs, %q open", len(f.files), r.studio.design.ID)
	}
	doc := sampleDoc()
	doc.Name = "Awarded"
	f.files["elsewhere"] = f.bytes(store.File{Doc: doc})
	before := len(f.names)
	for range 2 {
		r.Arrive(kit.Route{What: WhatClass, ID: "elsewhere"})
	}
	if len(f.names) != before+1 || r.studio.session.Document().Name != "Awarded" {
		t.Fatalf("%d copies of %q", len(f.names)-before, r.studio.session.Document().Name)
	}
}

func TestASecondPressOpensATile(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	r.showList()
	g := r.gallery
	press := func() { g.tiles[g.chosen].Tapped(nil) }
	for range 2 { // not soon enough
		press()
		b.Clock = b.Clock.Add(2 * twice)
	}
	if r.inStudio() {
		t.Fatal("one press opens it")
	}
	press()
	press()
	if !r.inStudio() {
		t.Error("a second press does not open it")
	}
}

// The keys go from the search to what was found, among the tiles, and to a shelf
// and stay there.
func TestGalleryByKeys(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	r.showList()
	g := r.gallery
	g.toShelf(shelfAll)
	b.Settle()
	c := r.env.Window.Canvas()
	c.Focus(g.search)
	g.search.OnSubmitted("")
	press := func(key fyne.KeyName) { c.Focused().TypedKey(&fyne.KeyEvent{Name: key}) }
	at := func() int {
		return slices.IndexFunc(g.order, func(k *tile) bool { return c.Focused() == fyne.Focusable(k.Item) && k.On() })
	}
	for i, one := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyLeft, 0}, {fyne.KeyRight, 1}, {fyne.KeyDown, 1 + g.across()}, {fyne.KeyLeft, g.across()}, {fyne.KeyUp, 0}, {fyne.KeyUp, 0}} {
		if press(one.key); at() != one.want {
			t.Fatalf("key %d: at tile %d, not %d", i, at(), one.want)
		}
	}
	if g.across() < 2 || len(r.Panes()) != 4 {
		t.Errorf("%d tiles beside each other, %d panes", g.across(), len(r.Panes()))
	}
	c.Focus(g.rows.Stop())
	g.toShelf(shelfOwn)
	if c.Focused() != fyne.Focusable(g.rows.Stop()) {
		t.Error("the shelf lost the keys")
	}
	g.toTiles()
	if press(fyne.KeyReturn); !r.inStudio() {
		t.Error("Enter does not open the tile")
	}
}
