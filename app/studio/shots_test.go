package studio

import (
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

// TestShots draws the screens to be looked at, when KIT_SHOTS names a folder,
// and otherwise sees only that they can be drawn.
func TestShots(t *testing.T) {
	b, r, _ := openJudged(t, kittest.English)
	b.Shot(t, "studio-blankish")
	r.studio.session.Select("title")
	b.Shot(t, "studio-title")
	b.App.Settings().SetTheme(kit.NewTheme("dark", 1))
	r.studio.session.Select("pair")
	b.Shot(t, "studio-dark")
	b.App.Settings().SetTheme(kit.NewTheme("light", 1))
	r.showList()
	b.Shot(t, "gallery-own")
	r.gallery.shelf = shelfAll
	r.gallery.fillShelves()
	r.gallery.fill()
	b.Shot(t, "gallery-all")
	r.useTemplate("seal-scalloped", nil, r.studio.greet)
	b.Shot(t, "studio-template")
	if len(b.Errors) > 0 {
		t.Fatal(b.Errors)
	}
}
