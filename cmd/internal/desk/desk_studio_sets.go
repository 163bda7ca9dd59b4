package desk

import (
	"context"
	"path/filepath"

	"badgekiln/app/studio"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/family"
	"badgekiln/designer/store"
)

// MakeSet makes a set of a working copy, beside it.
func (s studioDesk) MakeSet(_ context.Context, id string, members []family.Member) (int, error) {
	list, err := engine.MakeSet(s.file(id), s.dir(), members)
	return len(list), err
}

// RemakeSet makes it again.
func (s studioDesk) RemakeSet(_ context.Context, id, before string) (int, error) {
	list, err := engine.RemakeSet(s.file(id), before, s.now())
	return len(list), err
}

// templateFolder holds the templates of one's own, beside the designs.
const templateFolder = "templates"

func (s studioDesk) templates() string { return filepath.Join(s.dir(), templateFolder) }

// Templates lists the templates of one's own.
func (s studioDesk) Templates(context.Context) ([]studio.Design, error) {
	list, err := engine.DesignsIn(s.templates())
	out := make([]studio.Design, len(list))
	for i, e := range list {
		out[i] = studio.Design{ID: filepath.Base(e.Path), Name: e.Name, Changed: e.Changed, Trouble: e.Err}
	}
	return out, err
}

// Template reads one.
func (s studioDesk) Template(_ context.Context, id string) (store.File, error) {
	return engine.ReadDesign(filepath.Join(s.templates(), filepath.Base(id)))
}

// KeepTemplate adds one.
func (s studioDesk) KeepTemplate(_ context.Context, f store.File) error {
	path, err := engine.NewDesignPathIn(s.templates(), f.Doc.Name)
	if err != nil {
		return err
	}
	return engine.WriteDesign(path, f)
}
