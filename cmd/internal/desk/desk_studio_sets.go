package desk

import (
	"cmp"
	"context"
	"path/filepath"

	"badgekiln/app/studio"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer"
	"badgekiln/designer/family"
	"badgekiln/designer/store"
	"badgekiln/designer/svgin"
)

// MakeSet makes a set of a working copy, beside it.
func (s studioDesk) MakeSet(ctx context.Context, id string, members []family.Member) (studio.Made, error) {
	return madeOf(drawing.MakeSet(ctx, s.file(id), s.dir(), members, false))
}

// RemakeSet makes it again.
func (s studioDesk) RemakeSet(_ context.Context, id, before string) (studio.Made, error) {
	return madeOf(drawing.RemakeSet(s.file(id), before, s.now(), false))
}

func madeOf(list []drawing.SetMember, err error) (studio.Made, error) {
	made := studio.Made{Members: len(list)}
	for _, m := range list {
		name := cmp.Or(m.Member.Title, m.Member.Label)
		if m.Tight {
			made.TooLong = append(made.TooLong, name)
		}
		if m.ByHand {
			made.ByHand = append(made.ByHand, name)
		}
	}
	return made, err
}

// templateFolder holds the templates of one's own, beside the designs.
const templateFolder = "templates"

func (s studioDesk) templates() string { return filepath.Join(s.dir(), templateFolder) }

// Templates lists the templates of one's own.
func (s studioDesk) Templates(context.Context) ([]studio.Design, error) {
	list, err := drawing.DesignsIn(s.templates())
	out := make([]studio.Design, len(list))
	for i, e := range list {
		out[i] = studio.Design{ID: filepath.Base(e.Path), Name: e.Name, Changed: e.Changed, Trouble: e.Err}
	}
	return out, err
}

// Template reads one.
func (s studioDesk) Template(_ context.Context, id string) (store.File, error) {
	return drawing.ReadDesign(filepath.Join(s.templates(), filepath.Base(id)))
}

// KeepTemplate adds one.
func (s studioDesk) KeepTemplate(_ context.Context, f store.File) error {
	path, err := drawing.NewDesignPathIn(s.templates(), f.Doc.Name)
	if err != nil {
		return err
	}
	return drawing.WriteDesign(path, f)
}

// DeleteTemplate puts one aside.
func (s studioDesk) DeleteTemplate(_ context.Context, id string) (string, error) {
	return drawing.DeleteDesign(filepath.Join(s.templates(), filepath.Base(id)), false)
}

// People gives each row of the list that was awarded last.
func (s studioDesk) People(ctx context.Context, each func(map[string]string)) error {
	if s.engine == nil {
		return nil
	}
	return s.engine.LastPeople(ctx, each)
}

// PeopleIn gives each row of a list in a file.
func (s studioDesk) PeopleIn(ctx context.Context, path string, each func(map[string]string)) error {
	return engine.PeopleIn(ctx, path, s.now(), each)
}

// Pack reads a folder of pictures.
func (s studioDesk) Pack(_ context.Context, folder string) (studio.Pack, error) {
	p, err := drawing.ReadPack(folder)
	out := studio.Pack{Folder: p.Folder, Name: p.Name, Licence: p.Licence, Credit: p.Credit}
	for _, one := range p.Pieces {
		out.Pieces = append(out.Pieces, studio.Piece(one))
	}
	return out, err
}

// Piece reads one of them.
func (s studioDesk) Piece(_ context.Context, file string, fill designer.Paint) (studio.Drawing, error) {
	return drawn(drawing.PackLayer(file, fill))
}

// Drawing reads SVG that lies in no file.
func (s studioDesk) Drawing(_ context.Context, name string, svg []byte, fill designer.Paint) (studio.Drawing, error) {
	return drawn(drawing.DrawingLayer(name, svg, fill))
}

func drawn(d drawing.Drawn, err error) (studio.Drawing, error) {
	return studio.Drawing{Layer: d.Layer, About: d.About, Blobs: d.Blobs, Lost: lostOf(d.Notes)}, err
}

// lostOf is what could not be brought over, as the room has it.
func lostOf(notes []svgin.Note) (lost []studio.Lost) {
	for _, n := range notes {
		lost = append(lost, studio.Lost{Code: n.Code, Values: n.Values})
	}
	return lost
}
