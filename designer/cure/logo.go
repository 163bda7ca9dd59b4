package cure

import (
	"context"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/preflight"
	"badgekiln/designer/render"
)

// logoLost is which share of a logo may be lost without a plate.
const logoLost = 0.12

// LogoPlate tells whether a logo needs a light plate where it is put: because
// too much of it is lost without, and less with one.
func LogoPlate(ctx context.Context, doc designer.Document, l edit.Logo, o preflight.Options) (bool, error) {
	lost := func(plate bool, id string) (float64, error) {
		l.Plate = plate
		with, err := edit.PlaceLogo(render.NewMeasure(o.Fonts, o.Fields), l)(doc)
		if err != nil {
			return 0, err
		}
		return preflight.Lost(ctx, with, id, o)
	}
	bare, err := lost(false, l.ID)
	if err != nil || bare <= logoLost {
		return false, err
	}
	laid, err := lost(true, l.ID+edit.LogoPicture)
	return laid < bare, err
}
