package drawing

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/svgin"
	"badgekiln/issuer"
)

// What a folder of pictures may hold to be a pack.
const (
	mostPack    = 20000   // pictures
	mostPackSVG = 4 << 20 // bytes of one; a drawing with a photo in it has some
)

// Pack is a folder of SVG files that emblems can be taken from.
type Pack struct {
	Folder  string
	Name    string
	Licence string // what its licence is called, "" when nothing says
	Credit  string // who made it, "" when nothing says
	Pieces  []PackPiece
}

// PackPiece is a picture of a pack.
type PackPiece struct {
	File string
	Name string // for people: "arrow left"
}

// ReadPack lists the pictures of a folder and those in it, by name. Nothing but
// names and licence is read.
func ReadPack(dir string) (Pack, error) {
	p := Pack{Folder: dir, Name: filepath.Base(dir)}
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return p, issuer.Fail(issuer.Input, "pack-unreadable", "file", dir).At(dir).Because(err)
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == dir:
			return err
		case err != nil:
			return fs.SkipDir // a folder that cannot be read holds nothing for us
		case d.IsDir() && path != dir && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case !d.Type().IsRegular() || !strings.EqualFold(filepath.Ext(path), ".svg"):
			return nil
		case len(p.Pieces) == mostPack:
			return fs.SkipAll
		}
		name := strings.TrimSuffix(d.Name(), filepath.Ext(d.Name()))
		words := strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '_' || r == '.' || r == ' ' }), " ")
		if in := filepath.Base(filepath.Dir(path)); filepath.Dir(path) != dir && !strings.Contains(words, strings.ToLower(in)) {
			words += " " + strings.ToLower(in) // outline, filled, a theme
		}
		p.Pieces = append(p.Pieces, PackPiece{File: path, Name: words})
		return nil
	})
	if err != nil {
		return p, issuer.Fail(issuer.Input, "pack-unreadable", "file", dir).At(dir).Because(err)
	}
	if len(p.Pieces) == 0 {
		return p, issuer.Fail(issuer.Input, "pack-empty", "file", dir).At(dir)
	}
	slices.SortStableFunc(p.Pieces, func(a, b PackPiece) int { return strings.Compare(a.Name, b.Name) })
	p.Licence, p.Credit = licenceOf(dir)
	return p, nil
}

// Drawn is a drawing as one layer, with the photos in it by their SHA-256, what it
// says of who made it, and what could not be brought over.
type Drawn struct {
	Layer *designer.Layer
	About designer.Credits
	Blobs map[string][]byte
	Notes []svgin.Note
}

// PackLayer reads a picture of a pack as one layer: itself when it is one, or a
// group. Lines that are to take the colour of the text around them take the
// fill that is given.
func PackLayer(path string, fill designer.Paint) (Drawn, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostPackSVG {
		return Drawn{}, issuer.Fail(issuer.Input, "pack-picture", "file", path).At(path).Because(err)
	}
	data, err := ReadImport(path)
	if err != nil {
		return Drawn{}, err
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	d, err := DrawingLayer(name, data, fill)
	if err == nil {
		d.Layer.Name = name
	}
	return d, err
}

// DrawingLayer is PackLayer for SVG that lies in no file; name is what it is
// called when it has no title.
func DrawingLayer(name string, data []byte, fill designer.Paint) (Drawn, error) {
	f, notes, err := ImportDesign(data, name)
	if err != nil {
		return Drawn{}, err
	}
	if len(f.Doc.Layers) == 0 {
		return Drawn{}, issuer.Fail(issuer.Input, "pack-picture", "file", name).At(name)
	}
	all := f.Doc.Layers[0]
	if len(f.Doc.Layers) > 1 {
		all = &designer.Layer{ID: "pack", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: f.Doc.Layers}}
	}
	all = painted(all, fill)
	all.Name = f.Doc.Name
	return Drawn{all, f.Doc.About, f.Blobs, notes}, nil
}

// painted gives black, which is what the colour around an icon is when it
// stands alone, another paint.
func painted(l *designer.Layer, fill designer.Paint) *designer.Layer {
	black := designer.Color{A: 255}
	is := func(p designer.Paint) bool {
		return p.Kind == designer.Solid && p.Tone.Slot == "" && p.Tone.Color == black
	}
	n := *l
	if is(n.Fill) {
		n.Fill = fill
	}
	if n.Stroke != nil && is(n.Stroke.Paint) {
		s := *n.Stroke
		s.Paint, n.Stroke = fill, &s
	}
	if n.Group != nil {
		inner := make([]*designer.Layer, len(n.Group.Layers))
		for i, k := range n.Group.Layers {
			inner[i] = painted(k, fill)
		}
		n.Group = &designer.Group{Layers: inner}
	}
	return &n
}
