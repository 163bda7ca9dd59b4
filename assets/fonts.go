package assets

import (
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
)

// Font is one font that both programs can draw with. Family is the class that
// designs ask for.
type Font struct {
	Family string
	Weight int
	Italic bool
	Data   []byte
}

// Fonts lists the fonts of designs. The first of a class is what it looks like
// when no weight is asked for; a letter that a font lacks is looked for in the
// others, in this order.
func Fonts() []Font {
	return []Font{
		{Family: "sans-bold", Weight: 700, Data: robotobold.TTF},
		{Family: "sans-bold", Weight: 900, Data: robotoblack.TTF},
		{Family: "sans", Weight: 500, Data: robotomedium.TTF},
		{Family: "sans", Weight: 400, Data: robotoregular.TTF},
		{Family: "sans-condensed", Weight: 700, Data: robotocondensedbold.TTF},
		// What those above lack: joined Arabic, then Hebrew and a thousand signs.
		{Family: "arabic", Weight: 700, Data: arabicbold.TTF},
		{Family: "wide", Weight: 700, Data: dejavusansbold.TTF},
		{Family: "serif", Weight: 700, Data: liberationserifbold.TTF},
		{Family: "serif", Weight: 400, Data: liberationserifregular.TTF},
		{Family: "serif", Weight: 400, Italic: true, Data: liberationserifitalic.TTF},
		{Family: "script", Weight: 700, Italic: true, Data: liberationserifbolditalic.TTF},
		{Family: "mono", Weight: 700, Data: dejavusansmonobold.TTF},
	}
}
