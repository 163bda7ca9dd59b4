package desk

import (
	"context"
	"path/filepath"

	"badgekiln/app/studio"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/store"
)

// keeper is the journal of a working copy.
type keeper struct{ *drawing.History }

// Saved tells the journal what the file holds now.
func (k keeper) Saved(f store.File) error {
	data, err := drawing.DesignBytes(f)
	if err != nil {
		return err
	}
	return k.History.Saved(data)
}

// Past reads a working copy with all that can be undone in it.
func (s studioDesk) Past(_ context.Context, id string) (studio.Past, studio.Keeper, error) {
	p, h, err := drawing.OpenHistory(s.file(id))
	if err != nil {
		return studio.Past{}, nil, err
	}
	return studio.Past{Trail: p.Trail, Blobs: p.Blobs, Clean: p.Clean}, keeper{h}, nil
}

// Versions lists the named states of a working copy.
func (s studioDesk) Versions(_ context.Context, id string) ([]studio.Version, error) {
	list, err := drawing.VersionsOf(s.file(id))
	out := make([]studio.Version, len(list))
	for i, v := range list {
		out[i] = studio.Version{ID: v.Path, Name: v.Name, At: v.At}
	}
	return out, err
}

// KeepVersion keeps a state under a name.
func (s studioDesk) KeepVersion(_ context.Context, id, name string, f store.File) error {
	return drawing.KeepVersion(s.file(id), name, f, s.now())
}

// Version reads a named state.
func (s studioDesk) Version(_ context.Context, v studio.Version) (store.File, error) {
	return drawing.ReadDesign(filepath.Clean(v.ID))
}
