package drawing

import (
	"bytes"
	"context"
	"image"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/geom"
	"badgekiln/designer/pdfout"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/svgin"
	"badgekiln/designer/svgout"
	"badgekiln/issuer"
)

// The kinds of files that are drawings, not pixels.
const (
	SVG PictureKind = "svg"
	PDF PictureKind = "pdf"
)

// Export says how a design is written.
type Export struct {
	Kind   PictureKind
	Width  int // pixels; of SVG and PDF, the size they are shown in
	Few    bool
	Fields map[string]string
}

// Written is a design written.
type Written struct {
	Data  []byte
	Notes []ExportNote
}

// ExportNote says what the format could not say: "export.<code>" in the words.
type ExportNote struct {
	Code   string
	Values map[string]string
}

// KindOf reads the kind of file off its name; false when none is made of it.
func KindOf(name string) (PictureKind, bool) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".png":
		return PNG, true
	case ".jpg", ".jpeg":
		return JPEG, true
	case ".svg":
		return SVG, true
	case ".pdf":
		return PDF, true
	}
	return "", false
}

// ExportDesign writes a design as a picture or a drawing: the one place for
// both programs. SVG and PNG say who made what is in them.
func ExportDesign(ctx context.Context, file store.File, o Export) (Written, error) {
	switch o.Kind {
	case SVG, PDF:
		return drawing(ctx, file, o)
	case PNG:
		if o.Few {
			m, err := DrawDesign(ctx, file, o.Width, o.Fields)
			if err != nil {
				return Written{}, err
			}
			data, err := pngenc.Few(render.Straight(m))
			return Written{Data: withCredits(data, file.Doc.About)}, err
		}
	}
	data, err := RenderDesign(ctx, file, o.Kind, o.Width, o.Fields)
	if o.Kind == PNG {
		data = withCredits(data, file.Doc.About)
	}
	return Written{Data: data}, err
}

// drawing writes SVG or PDF.
func drawing(ctx context.Context, file store.File, o Export) (Written, error) {
	fonts, err := FontsOf(file)
	if err != nil {
		return Written{}, err
	}
	how := display.Options{Fonts: fonts, Blob: BlobOf(file), Fields: o.Fields, Pixels: 2 * o.Width}
	list, err := display.Of(ctx, file.Doc, how)
	if err != nil {
		return Written{}, err
	}
	var out Written
	for _, n := range list.Notes {
		out.Notes = append(out.Notes, ExportNote{n.Code, map[string]string{"layer": n.Layer}})
	}
	if o.Kind == SVG {
		out.Data, err = svgout.Write(list, float64(o.Width))
	} else {
		out.Data, err = pdfout.Write(ctx, list, float64(o.Width), how)
	}
	return out, err
}

// ImportDesign makes a design of an SVG file, in layers, or of a picture, as
// one layer. name is that of the file.
func ImportDesign(data []byte, name string) (store.File, []svgin.Note, error) {
	title := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	if title == "" || name == "-" {
		title = "badge"
	}
	if isPicture(data) {
		file, err := pictureDesign(data, title)
		return file, nil, err
	}
	fonts, err := Fonts()
	if err != nil {
		return store.File{}, nil, err
	}
	wide := func(t designer.Text) float64 { return fonts.Lay(t, t.Content).Bounds.W() }
	in, err := svgin.Read(data, svgin.Options{Name: title, Wide: wide})
	if err != nil {
		return store.File{}, nil, err
	}
	return store.File{Doc: in.Doc, Blobs: in.Blobs}, in.Notes, nil
}

// ReadImport reads a file that a design is to be made of.
func ReadImport(path string) ([]byte, error) {
	f, err := os.Open(path) // #nosec G304 -- the user's file
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "design-unreadable", "file", path).At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, MostImport+1))
	switch {
	case err != nil:
		return nil, issuer.Fail(issuer.Input, "design-unreadable", "file", path).At(path).Because(err)
	case len(data) > MostImport:
		return nil, issuer.Fail(issuer.Input, "design-too-large", "file", path, "limit", strconv.Itoa(MostImport>>20)).At(path)
	}
	return data, nil
}

func isPicture(data []byte) bool {
	for _, head := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8", "GIF8"} {
		if bytes.HasPrefix(data, []byte(head)) {
			return true
		}
	}
	return false
}

// pictureDesign is a picture on a square canvas, as large as it fits.
func pictureDesign(data []byte, title string) (store.File, error) {
	m, err := render.Decode(data)
	if err != nil {
		return store.File{}, err
	}
	clean, err := pngenc.Encode(Upright(m))
	if err != nil {
		return store.File{}, err
	}
	w, h := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	k := designer.Side / max(w, h)
	hash := store.Hash(clean)
	layer := &designer.Layer{
		ID: "picture", Name: title, Opacity: 1, Place: geom.Move((designer.Side-w*k)/2, (designer.Side-h*k)/2),
		Image: &designer.Picture{Blob: hash, W: w * k, H: h * k},
	}
	doc := designer.Document{Name: title, Width: designer.Side, Height: designer.Side, Layers: []*designer.Layer{layer}}
	if err := doc.Check(); err != nil {
		return store.File{}, err
	}
	return store.File{Doc: doc, Blobs: map[string][]byte{hash: clean}}, nil
}

// Upright is a picture with straight alpha. What its file said besides its
// pixels stays behind: a camera's place, or a badge baked into it.
func Upright(m image.Image) image.Image {
	if n, ok := m.(*image.NRGBA); ok {
		return n
	}
	b := m.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(x, y, m.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}

// MostImport is the largest file that is imported, in bytes.
const MostImport = max(svgin.MostFile, 32<<20)
