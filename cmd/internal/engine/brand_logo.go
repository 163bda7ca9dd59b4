package engine

import (
	"bytes"
	"image"
	_ "image/png" // logos are kept as PNG
	"maps"
	"strconv"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
)

// WithLogo puts a logo, a PNG, into a design as the studio does: onto a layer, or
// where it belongs for "". It tells the layer that it became.
func WithLogo(file store.File, picture []byte, name, on string) (store.File, *designer.Layer, error) {
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
	doc, err := edit.PlaceLogo(render.NewMeasure(fonts, nil), logo)(file.Doc)
	if err != nil {
		return file, nil, err
	}
	blobs := maps.Clone(file.Blobs)
	if blobs == nil {
		blobs = map[string][]byte{}
	}
	blobs[logo.Blob] = picture
	return store.File{Doc: doc, Blobs: blobs}, edit.Find(doc, id), nil
}
