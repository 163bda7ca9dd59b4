package drawing

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image/jpeg"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/merge"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/issuer"

	"github.com/disintegration/imaging"
)

// portraitSide is how large the picture of a person is at most, in pixels.
const portraitSide = 512

// Portrait makes of a picture file the value of a merge field that is shown as a
// picture: a data: URI of a square, the middle of the picture, without what
// else the file says. It is measured before it is decoded.
func Portrait(data []byte) (string, error) {
	kind, packed, err := PackPortrait(data)
	if err != nil {
		return "", err
	}
	return issuer.DataURI(kind, packed), nil
}

// PackPortrait is that picture itself. A photograph stays a JPEG: as a PNG it would
// take six times the room in the ledger.
func PackPortrait(data []byte) (kind string, packed []byte, err error) {
	if len(data) > MaxPictureFile {
		return "", nil, designer.Fail("picture-large")
	}
	m, err := render.Decode(data)
	if err != nil {
		return "", nil, err
	}
	square := imaging.Crop(m, render.Middle(m.Bounds(), 1, 1))
	if side := square.Rect.Dx(); side > portraitSide {
		square = imaging.Resize(square, portraitSide, portraitSide, imaging.Lanczos)
	}
	if !bytes.HasPrefix(data, []byte("\xff\xd8")) {
		packed, err = pngenc.Encode(square)
		return "image/png", packed, err
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, square, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return "", nil, fmt.Errorf("pack portrait: %w", err)
	}
	return "image/jpeg", out.Bytes(), nil
}

// PictureFields are the merge fields that a design shows as pictures.
func PictureFields(doc designer.Document) (names []string) {
	for _, u := range merge.Uses(doc) {
		if u.Use == merge.Shows {
			names = append(names, u.Field)
		}
	}
	return names
}

// BlobOf looks pictures up among those of a design, and in the data: URIs that
// fields hold.
func BlobOf(file store.File) func(hash string) ([]byte, error) {
	return func(hash string) ([]byte, error) {
		if data, ok := PictureIn(hash); ok {
			return data, nil
		}
		return file.Blob(hash)
	}
}

// PictureIn reads a data: URI of a picture.
func PictureIn(uri string) ([]byte, bool) {
	head, body, ok := strings.Cut(uri, ",")
	if !ok || !strings.HasPrefix(head, "data:image/") || !strings.HasSuffix(head, ";base64") || len(body) > 2*MaxPictureFile {
		return nil, false
	}
	data, err := base64.StdEncoding.DecodeString(body)
	return data, err == nil
}

// FieldPictures reads the files that fields name whose value a design shows as a
// picture. Other fields stay as they are. A field without a value has none.
func FieldPictures(ctx context.Context, doc designer.Document, fields map[string]string) error {
	for _, u := range merge.Uses(doc) {
		path := strings.TrimSpace(fields[u.Field])
		if u.Use != merge.Shows || path == "" || strings.HasPrefix(path, "data:") {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		p, err := ReadPicture(path)
		if err != nil {
			return err
		}
		if fields[u.Field], err = Portrait(p.Bytes); err != nil {
			return err
		}
	}
	return nil
}
