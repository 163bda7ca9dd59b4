package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"

	"badgekiln/app/studio"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
)

// studioDesk answers the room Designs. It needs no ledger: the folder of
// designs lies where the ledger is or will be. A design is known by the name of
// its file there.
type studioDesk struct{ *Desk }

// Studio is what the room Designs asks.
func (d *Desk) Studio() studio.Engine { return studioDesk{d} }

func (s studioDesk) dir() string { return filepath.Join(filepath.Dir(s.path), engine.DesignFolder) }

func (s studioDesk) file(id string) string { return filepath.Join(s.dir(), filepath.Base(id)) }

// Designs lists the working copies.
func (s studioDesk) Designs(context.Context) ([]studio.Design, error) {
	list, err := drawing.DesignsIn(s.dir())
	if err != nil {
		return nil, err
	}
	out := make([]studio.Design, len(list))
	for i, e := range list {
		out[i] = studio.Design{ID: filepath.Base(e.Path), Name: e.Name, Changed: e.Changed, Trouble: e.Err}
	}
	return out, nil
}

// Design reads one.
func (s studioDesk) Design(_ context.Context, id string) (store.File, error) {
	return drawing.ReadDesign(s.file(id))
}

// SaveDesign replaces one. What is there already byte for byte is left alone,
// so that looking at a design does not make it the newest.
func (s studioDesk) SaveDesign(_ context.Context, id string, f store.File) error {
	data, err := drawing.DesignBytes(f)
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(s.file(id)); err == nil && bytes.Equal(old, data) { // #nosec G304 -- among our designs
		return nil
	}
	return drawing.WriteDesign(s.file(id), f)
}

// AddDesign makes one under a free name.
func (s studioDesk) AddDesign(_ context.Context, name string, f store.File) (studio.Design, error) {
	path, err := drawing.NewDesignPathIn(s.dir(), name)
	if err != nil {
		return studio.Design{}, err
	}
	if err := drawing.WriteDesign(path, f); err != nil {
		return studio.Design{}, err
	}
	return studio.Design{ID: filepath.Base(path), Name: name, Changed: s.now()}, nil
}

// RenameDesign writes it under the new name, and takes the old file away only
// when the new one is there.
func (s studioDesk) RenameDesign(ctx context.Context, id, name string) (studio.Design, error) {
	f, err := s.Design(ctx, id)
	if err != nil {
		return studio.Design{}, err
	}
	if f.Doc.Name == name {
		return studio.Design{ID: id, Name: name, Changed: s.now()}, nil
	}
	f.Doc.Name = name
	d, err := s.AddDesign(ctx, name, f)
	if err != nil {
		return d, err
	}
	if err := drawing.MoveHistory(s.file(id), s.file(d.ID)); err != nil {
		return d, err
	}
	return d, os.Remove(s.file(id))
}

// DeleteDesign puts one aside that nobody was awarded.
func (s studioDesk) DeleteDesign(ctx context.Context, id string) (string, error) {
	if s.engine != nil {
		f, err := s.Design(ctx, id)
		if err != nil {
			return "", err
		}
		if err := s.engine.MayDelete(ctx, f); err != nil {
			return "", err
		}
	}
	return drawing.DeleteDesign(s.file(id), false)
}

// DeletedDesigns lists what was put aside.
func (s studioDesk) DeletedDesigns(context.Context) ([]studio.Design, error) {
	var out []studio.Design
	for _, dir := range []string{s.dir(), s.templates()} {
		list, err := drawing.DeletedDesigns(dir)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			out = append(out, studio.Design{ID: e.Path, Name: e.Name, Changed: e.Changed, Trouble: e.Err, Template: dir == s.templates()})
		}
	}
	return out, nil
}

// DeletedDesign reads one.
func (s studioDesk) DeletedDesign(_ context.Context, aside string) (store.File, error) {
	return drawing.ReadDesign(aside)
}

// RestoreDesign brings it back.
func (s studioDesk) RestoreDesign(_ context.Context, aside string) (studio.Design, error) {
	path, err := drawing.RestoreDesign(aside, false)
	return studio.Design{ID: filepath.Base(path), Changed: s.now(), Template: err == nil && filepath.Dir(path) == s.templates()}, err
}

// ImportDesign makes a working copy; a file that is one already is used as it
// is.
func (s studioDesk) ImportDesign(ctx context.Context, path string) (studio.Design, error) {
	if strings.EqualFold(filepath.Ext(path), ".svg") {
		return s.importSVG(ctx, path)
	}
	f, err := drawing.ReadDesign(path)
	if err != nil {
		return studio.Design{}, err
	}
	name := f.Doc.Name
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	if abs, err := filepath.Abs(path); err == nil && filepath.Dir(abs) == s.dir() {
		return studio.Design{ID: filepath.Base(abs), Name: name, Changed: s.now()}, nil
	}
	return s.AddDesign(ctx, name, f)
}

// importSVG makes a design of an SVG file.
func (s studioDesk) importSVG(ctx context.Context, path string) (studio.Design, error) {
	data, err := drawing.ReadImport(path)
	if err != nil {
		return studio.Design{}, err
	}
	f, notes, err := drawing.ImportDesign(data, path)
	if err != nil {
		return studio.Design{}, err
	}
	d, err := s.AddDesign(ctx, f.Doc.Name, f)
	d.Lost = lostOf(notes)
	return d, err
}

// ClassDesign reads the design the newest version of a class was drawn from.
func (s studioDesk) ClassDesign(ctx context.Context, class string) (store.File, error) {
	if s.engine == nil {
		return store.File{}, designer.Fail("class-no-design", "class", class)
	}
	data, err := s.engine.ClassDesign(ctx, class, 0)
	if err != nil {
		return store.File{}, err
	}
	if data == nil {
		return store.File{}, designer.Fail("class-no-design", "class", class)
	}
	return drawing.ParseDesign(data, class)
}

// Catalogue holds what a design can begin from.
func (s studioDesk) Catalogue() (*template.Catalogue, error) { return s.memo.catalogue() }

// Fonts are the faces every machine can draw, and those that travel with a
// design.
func (s studioDesk) Fonts(f store.File) (*typeset.Fonts, error) { return s.memo.fontsOf(f) }

// SystemFonts are the fonts of this computer.
func (s studioDesk) SystemFonts(context.Context) ([]studio.MachineFont, error) {
	found := drawing.SystemFonts(os.Getenv, "")
	list := make([]studio.MachineFont, len(found))
	for i, f := range found {
		list[i] = studio.MachineFont{Described: f.Described, Path: f.Path}
	}
	return list, nil
}

// SystemFace draws with one of them alone.
func (s studioDesk) SystemFace(_ context.Context, m studio.MachineFont) (*typeset.Fonts, error) {
	f, err := drawing.ReadFont(m.Path, m.Index, m.Instance)
	if err != nil {
		return nil, err
	}
	return f.Alone(m.Described)
}

// DressIn sets texts of a design in one of them.
func (s studioDesk) DressIn(_ context.Context, file store.File, m studio.MachineFont, ids []string) (store.File, studio.Dressed, error) {
	f, err := drawing.ReadFont(m.Path, m.Index, m.Instance)
	if err != nil {
		return file, studio.Dressed{}, err
	}
	with, done, err := drawing.WithFont(file, f, ids)
	return with, studio.Dressed{Family: done.Font.Family, Outlined: done.Outlined, Part: done.Part, Large: done.Large}, err
}

// ExportPicture writes a design as the kind of file that its path ends in.
func (s studioDesk) ExportPicture(ctx context.Context, path string, f store.File, width int, few bool, fields map[string]string) error {
	kind, ok := drawing.KindOf(path)
	if !ok {
		kind = drawing.PNG
	}
	out, err := drawing.ExportDesign(ctx, f, drawing.Export{Kind: kind, Width: width, Few: few && kind == drawing.PNG, Fields: fields})
	if err != nil {
		return err
	}
	return engine.WriteFile(path, out.Data)
}

// ExportDesign writes a design to any place.
func (s studioDesk) ExportDesign(_ context.Context, path string, f store.File) error {
	return drawing.WriteDesign(path, f)
}

// ReadPicture reads a picture as it can be held by a design.
func (s studioDesk) ReadPicture(_ context.Context, path string) (data []byte, w, h int, err error) {
	return drawing.HeldPicture(path)
}

// NewID gives an id no layer has yet.
func (s studioDesk) NewID() string { return strings.ToLower(rand.Text()[:10]) }
