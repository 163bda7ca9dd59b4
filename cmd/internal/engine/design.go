package engine

import (
	"context"

	"badgekiln/issuer/ledger"
)

// designType is the media type of a .badge file among the ledger's blobs.
const designType = "application/vnd.badgekiln.design+zip"

// ClassDesign gives the .badge file that the picture of a version of a class
// was drawn from, or nil when it came as a picture; version 0 is the newest.
func (e *Engine) ClassDesign(ctx context.Context, slug string, version int) ([]byte, error) {
	var data []byte
	err := e.View(ctx, func(t *ledger.Tx) error {
		class, err := t.Class(slug, version)
		if err != nil || class.Design == "" {
			return err
		}
		_, data, err = t.Blob(class.Design)
		return err
	})
	return data, err
}
