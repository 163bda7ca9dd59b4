package designer

import "slices"

// Carried is a font that travels with a design: whoever opens it draws the same
// letters. A text names its family.
type Carried struct {
	Family string
	Weight int // 100 to 900
	Italic bool
	Blob   string // SHA-256 of the font file's bytes, hex

	Instance string // of a variable font: where in its room, as wght=650,wdth=75; or ""
	Part     bool   // only letters of the texts it was taken along for are in it
}

// MostFonts is how many fonts travel with a design.
const MostFonts = 8

// Classes are the fonts that every machine can draw. No font that travels has
// such a name.
func Classes() []string {
	return []string{"sans", "sans-bold", "sans-condensed", "serif", "script", "mono"}
}

// mostDrawn is how many fonts of the programs a design was drawn with.
const mostDrawn = 200

// soundDrawn tells whether what is on record of the fonts of the programs can be.
func soundDrawn(fonts []Carried) bool {
	return len(fonts) <= mostDrawn && !slices.ContainsFunc(fonts, func(f Carried) bool {
		return f.Family == "" || len(f.Family) > MostField || f.Weight < 1 || f.Weight > 1000 || f.Blob == "" || f.Instance != "" || f.Part
	})
}

// soundFonts tells what is wrong with the fonts of a design; nil for nothing.
func soundFonts(fonts []Carried) *Fault {
	if len(fonts) > MostFonts {
		return Fail("unsound-fonts", "limit", "8")
	}
	for i, f := range fonts {
		same := func(k Carried) bool { return k.Family == f.Family && k.Weight == f.Weight && k.Italic == f.Italic }
		if f.Family == "" || len(f.Family) > MostField || slices.Contains(Classes(), f.Family) || f.Weight < 1 || f.Weight > 1000 || f.Blob == "" || len(f.Instance) > MostField ||
			slices.ContainsFunc(fonts[:i], same) {
			return Fail("unsound-font", "family", f.Family)
		}
	}
	return nil
}
