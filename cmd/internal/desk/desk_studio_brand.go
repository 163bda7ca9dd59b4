package desk

import (
	"context"
	"os"
	"path/filepath"

	"badgekiln/app/studio"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/brand"
	"badgekiln/designer/store"
	"badgekiln/issuer"
)

// Logo finds the colours in a picture of a logo.
func (s studioDesk) Logo(ctx context.Context, path string) (studio.Logo, error) {
	l, err := drawing.ReadLogo(ctx, path)
	return studio.Logo(l), err
}

func (s studioDesk) brandFile() string { return filepath.Join(s.dir(), drawing.BrandFile) }

// Brand is the one beside the designs.
func (s studioDesk) Brand(context.Context) (brand.Kit, bool, error) {
	return drawing.ReadBrand(s.brandFile())
}

// KeepBrand puts one there.
func (s studioDesk) KeepBrand(_ context.Context, kit brand.Kit) error {
	return drawing.WriteBrand(s.brandFile(), kit)
}

// ReadBrand reads one that was handed on.
func (s studioDesk) ReadBrand(_ context.Context, path string) (brand.Kit, error) {
	kit, found, err := drawing.ReadBrand(path)
	if err == nil && !found {
		err = issuer.Fail(issuer.Input, "file-missing", "file", path).At(path)
	}
	return kit, err
}

// WriteBrand writes one to be handed on.
func (s studioDesk) WriteBrand(_ context.Context, path string, kit brand.Kit) error {
	return drawing.WriteBrand(path, kit)
}

// WithBrand gives a design the colours, texts and fonts of one.
func (s studioDesk) WithBrand(_ context.Context, f store.File, kit brand.Kit) (store.File, []string, error) {
	with, missed := drawing.WithBrand(os.Getenv, f, kit)
	return with, missed, with.Doc.Check()
}
