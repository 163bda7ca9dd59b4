package drawing

import (
	"bytes"
	"context"
	"image"
	_ "image/png" // logos are kept as PNG
	"maps"
	"strconv"

	"badgekiln/designer"
	"badgekiln/designer/cure"
	"badgekiln/designer/edit"
	"badgekiln/designer/preflight"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
)

// WithLogo puts a logo, a PNG, into a design as the studio does: onto a layer, or
// where it belongs for "", on a plate where it would be lost. It tells the layer
// that it became.
func WithLogo(ctx context.Context, file store.File, picture []byte, name, on string) (store.File, *designer.Layer, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return file, nil, designer.Fail("brand-unreadable").Because(err)
	}
	fonts, err := FontsOf(file)
	if err != nil {
		return file, nil, err
	}
	id := "logo"
	for n := 2; edit.Find(file.Doc, id) != nil; n++ {
		id = "logo-" + strconv.Itoa(n)
	}
	logo := edit.Logo{ID: id, Name: name, Blob: store.Hash(picture), W: float64(size.Width), H: float64(size.Height), On: on}
	with := store.File{Doc: file.Doc, Blobs: map[string][]byte{logo.Blob: picture}}
	maps.Copy(with.Blobs, file.Blobs)
	if logo.Plate, err = cure.LogoPlate(ctx, file.Doc, logo, preflight.Options{Fonts: fonts, Blob: with.Blob}); err != nil {
		return file, nil, err
	}
	if with.Doc, err = edit.PlaceLogo(render.NewMeasure(fonts, nil), logo)(file.Doc); err != nil {
		return file, nil, err
	}
	return with, edit.Find(with.Doc, id), nil
}
