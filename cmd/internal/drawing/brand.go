package drawing

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"os"
	"path/filepath"

	"badgekiln/designer"
	"badgekiln/designer/brand"
	"badgekiln/designer/pngenc"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"

	"github.com/disintegration/imaging"
)

// BrandFile is where the brand of a folder of designs is kept.
const BrandFile = "brand" + BrandEnding

// BrandEnding is how files of a brand end.
const BrandEnding = ".badgekit"

// logoLooked is how large a logo is drawn to look at its colours, logoKept how
// large it is kept; both in pixels.
const (
	logoLooked = 320
	logoKept   = 1024
)

// Logo is what is found in a picture of a logo.
type Logo struct {
	Colors  map[string]designer.Color // by slot
	Changes []brand.Change            // which colours are not quite the logo's, to be read on
	Picture []byte                    // PNG
}

// ReadLogo finds the colours of a logo: a picture of pixels, or an SVG.
func ReadLogo(ctx context.Context, path string) (Logo, error) {
	data, err := readPictureFile(path)
	if err != nil {
		return Logo{}, err
	}
	art := ShowPicture(ctx, data, logoKept)
	if art == nil {
		return Logo{}, issuer.Fail(issuer.Input, "picture-damaged", "file", path).At(path)
	}
	var l Logo
	if l.Colors, l.Changes, err = brand.Palette(shrunk(art)); err != nil {
		return Logo{}, issuer.Fail(issuer.Input, "logo-colourless", "file", path).At(path)
	}
	l.Picture, err = pngenc.Encode(art)
	return l, err
}

// shrunk is a picture that is not larger than needed.
func shrunk(m image.Image) image.Image {
	b := m.Bounds()
	if max(b.Dx(), b.Dy()) <= logoLooked {
		return m
	}
	return imaging.Fit(m, logoLooked, logoLooked, imaging.Box)
}

// ReadBrand reads the brand of a file; found is false when there is none.
func ReadBrand(path string) (kit brand.Kit, found bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return kit, false, nil
	}
	if err != nil {
		return kit, false, issuer.Fail(issuer.Input, "brand-unreadable", "file", path).At(path).Because(err)
	}
	if !info.Mode().IsRegular() || info.Size() > brand.MostKit {
		return kit, false, issuer.Fail(issuer.Input, "brand-unreadable", "file", path).At(path)
	}
	data, err := os.ReadFile(path) // #nosec G304 -- the user's file
	if err != nil {
		return kit, false, issuer.Fail(issuer.Input, "brand-unreadable", "file", path).At(path).Because(err)
	}
	if kit, err = brand.ReadKit(data); err != nil {
		return kit, false, brandFault(err, path)
	}
	return kit, true, nil
}

// brandFault says which file is no brand, and why, in the ledger's kind of error.
func brandFault(err error, path string) error {
	var fault *designer.Fault
	if !errors.As(err, &fault) {
		return err
	}
	out := issuer.Fail(issuer.Input, fault.Code, "file", path).At(path)
	for name, value := range fault.Values {
		out.Values[name] = value
	}
	return out
}

// WriteBrand writes a brand, whole or not at all.
func WriteBrand(path string, kit brand.Kit) error {
	data, err := kit.Marshal()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { // #nosec G301 -- a folder to look into
		return issuer.Unwritten(path, err)
	}
	if err := durable.WriteFile(path, data, 0o644); err != nil {
		return issuer.Unwritten(path, err)
	}
	return nil
}
