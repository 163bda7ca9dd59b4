package drawing

import (
	"context"

	"badgekiln/designer/cure"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
)

// Cure gives a design in which a finding of the preflight is gone; ok is false
// when there is no cure for it.
func Cure(ctx context.Context, file store.File, f preflight.Finding, how Checking) (store.File, bool, error) {
	fonts, err := FontsOf(file)
	if err != nil {
		return file, false, err
	}
	doc, ok, err := cure.Find(ctx, file.Doc, f, preflight.Options{Fonts: fonts, Blob: file.Blob, Fields: how.Fields, Side: how.Side, Host: how.Host})
	return store.File{Doc: doc, Blobs: file.Blobs}, ok, err
}
