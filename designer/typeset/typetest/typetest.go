// Package typetest holds fonts for tests of the cores, which never import
// assets: the same files under the same classes, so that golden pictures look
// like those of the programs.
package typetest

import (
	"testing"

	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"codeberg.org/go-fonts/dejavu/dejavusansmonobold"
	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifbolditalic"
	"codeberg.org/go-fonts/liberation/liberationserifitalic"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	arabicbold "eliasnaur.com/font/noto/sans/arabic/bold"
	"eliasnaur.com/font/roboto/robotoblack"
	"eliasnaur.com/font/roboto/robotobold"
	"eliasnaur.com/font/roboto/robotocondensedbold"
	"eliasnaur.com/font/roboto/robotomedium"
	"eliasnaur.com/font/roboto/robotoregular"

	"badgekiln/designer/typeset"
)

// Sources lists the fonts.
func Sources() []typeset.Source {
	return []typeset.Source{
		{Family: "sans-bold", Weight: 700, Data: robotobold.TTF},
		{Family: "sans-bold", Weight: 900, Data: robotoblack.TTF},
		{Family: "sans", Weight: 500, Data: robotomedium.TTF},
		{Family: "sans", Weight: 400, Data: robotoregular.TTF},
		{Family: "sans-condensed", Weight: 700, Data: robotocondensedbold.TTF},
		{Family: "arabic", Weight: 700, Data: arabicbold.TTF},
		{Family: "wide", Weight: 700, Data: dejavusansbold.TTF},
		{Family: "serif", Weight: 700, Data: liberationserifbold.TTF},
		{Family: "serif", Weight: 400, Data: liberationserifregular.TTF},
		{Family: "serif", Weight: 400, Italic: true, Data: liberationserifitalic.TTF},
		{Family: "script", Weight: 700, Italic: true, Data: liberationserifbolditalic.TTF},
		{Family: "mono", Weight: 700, Data: dejavusansmonobold.TTF},
	}
}

// Fonts reads them.
func Fonts(tb testing.TB) *typeset.Fonts {
	tb.Helper()
	f, err := typeset.NewFonts(Sources())
	if err != nil {
		tb.Fatal(err)
	}
	return f
}
