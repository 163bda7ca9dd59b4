package engine

import (
	"badgekiln/assets"
	"badgekiln/designer/typeset"
)

// Fonts are the fonts that designs are drawn with. Reading them takes a
// moment: a program does it once.
func Fonts() (*typeset.Fonts, error) {
	var sources []typeset.Source
	for _, f := range assets.Fonts() {
		sources = append(sources, typeset.Source{Family: f.Family, Weight: f.Weight, Italic: f.Italic, Data: f.Data})
	}
	return typeset.NewFonts(sources)
}
