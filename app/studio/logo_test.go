package studio

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer/brand"
)

// The brand's logo is put down by an action, as one step; without a logo there
// is nothing to do.
func TestTheBrandsLogoIsPlaced(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	r.brand.set(brand.Kit{Name: "Hafenwerk"}, true)
	if s.action("design.place-logo").On() {
		t.Error("a brand without a logo has one to place")
	}
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewNRGBA(image.Rect(0, 0, 80, 40))); err != nil {
		t.Fatal(err)
	}
	r.brand.set(brand.Kit{Name: "Hafenwerk", Logo: logo.Bytes()}, true)
	before := s.session.Document()
	s.action("design.place-logo").Run()
	sel := s.session.Selected()
	if len(sel) != 1 || sel[0].Image == nil || sel[0].Image.W != 2*sel[0].Image.H {
		t.Fatalf("placed %+v", sel)
	}
	if _, err := storeFile(s).Blob(sel[0].Image.Blob); err != nil {
		t.Error(err)
	}
	b.Shot(t, "studio-logo")
	s.session.Undo()
	if !slices.Equal(s.session.Document().Layers, before.Layers) {
		t.Error("it is more than one step")
	}
}
