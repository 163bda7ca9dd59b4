package preflight

import (
	"context"

	"badgekiln/designer"
	"badgekiln/designer/merge"
	"badgekiln/designer/render"
)

// What of a layer is lost: what stands out by less than this, at this width.
const (
	lostRatio = 1.6
	lostAt    = 90 // pixels
)

// Lost tells which share of a layer does not stand out from what lies below it,
// on light pages or on dark ones: 0 to 1.
func Lost(ctx context.Context, doc designer.Document, id string, o Options) (float64, error) {
	doc = merge.Apply(doc, o.Fields)
	c := checker{ctx: ctx, doc: doc, o: o, measure: render.NewMeasure(o.Fonts, o.Fields)}
	with, err := c.drawAt(lostAt, nil)
	if err != nil {
		return 0, err
	}
	below, err := c.drawAt(lostAt, map[string]bool{id: true})
	if err != nil {
		return 0, err
	}
	alone, err := c.drawAt(lostAt, c.allBut(id))
	if err != nil {
		return 0, err
	}
	ratios := massRatios(alone, with, below)
	lost := 0
	for _, r := range ratios {
		if r < lostRatio {
			lost++
		}
	}
	if len(ratios) == 0 {
		return 1, nil
	}
	return float64(lost) / float64(len(ratios)), nil
}
