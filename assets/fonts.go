package assets

import (
	"io/fs"
	"path"
	"slices"
	"strings"

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
	Also   string // another name of it, or ""
	Weight int
	Italic bool
	Data   []byte
}

// shown are the fonts that make fonts fetches for the classes, the first of a
// class being its usual one.
func shown() []showing {
	return []showing{
		{"sans-bold", 800, false, "montserrat-800.ttf"},
		{"sans-bold", 900, false, "montserrat-900.ttf"},
		{"sans", 600, false, "inter-600.ttf"},
		{"sans", 400, false, "inter-400.ttf"},
		{"sans-condensed", 700, false, "barlow-condensed-700.ttf"},
		{"serif", 700, false, "playfair-display-700.ttf"},
		{"serif", 400, false, "playfair-display-400.ttf"},
		{"serif", 400, true, "playfair-display-400-italic.ttf"},
		{"script", 400, false, "great-vibes-400.ttf"},
		{"mono", 700, false, "jetbrains-mono-700.ttf"},
	}
}

type showing struct {
	class  string
	weight int
	italic bool
	file   string
}

// lent are fetched, too: for letters that nothing else has. Han is Japanese
// first, then as Korea and China write what Japan does not.
func lent() []lending {
	return []lending{
		{"devanagari", "noto-sans-devanagari-700.woff"},
		{"thai", "noto-sans-thai-700.woff"},
		{"japanese", "noto-sans-jp-700.woff"},
		{"korean", "noto-sans-kr-700.woff"},
		{"chinese", "noto-sans-sc-700.woff"},
		{"bengali", "noto-sans-bengali-700.woff"},
		{"tamil", "noto-sans-tamil-700.woff"},
		{"telugu", "noto-sans-telugu-700.woff"},
		{"gujarati", "noto-sans-gujarati-700.woff"},
		{"gurmukhi", "noto-sans-gurmukhi-700.woff"},
		{"kannada", "noto-sans-kannada-700.woff"},
		{"malayalam", "noto-sans-malayalam-700.woff"},
		{"sinhala", "noto-sans-sinhala-700.woff"},
		{"khmer", "noto-sans-khmer-700.woff"},
		{"myanmar", "noto-sans-myanmar-700.woff"},
		{"lao", "noto-sans-lao-700.woff"},
		{"ethiopic", "noto-sans-ethiopic-700.woff"},
		{"georgian", "noto-sans-georgian-700.woff"},
		{"emoji", "noto-emoji-700.ttf"},
	}
}

type lending struct{ family, file string }

// Fonts lists the fonts of designs. The first of a class is what it looks like
// when no weight is asked for; a letter that a font lacks is looked for in the
// others, in this order. A class that was fetched (make fonts) leaves the base
// font its own name.
func Fonts() []Font { return FontsWith(display) }

// FontsWith is Fonts with what was fetched into a folder.
func FontsWith(folder fs.FS) []Font {
	var list []Font
	fetched := map[string]bool{}
	for _, s := range shown() {
		if data, err := fs.ReadFile(folder, "display/"+s.file); err == nil {
			list = append(list, Font{Family: s.class, Weight: s.weight, Italic: s.italic, Data: data})
			fetched[s.class] = true
		}
	}
	for _, f := range BaseFonts() {
		if own := baseNames()[f.Family]; fetched[f.Family] {
			f.Family = own
		} else {
			f.Also = own // as a design of a build that has more says it
		}
		list = append(list, f)
	}
	for _, l := range lent() {
		if data, err := fs.ReadFile(folder, "display/"+l.file); err == nil {
			list = append(list, Font{Family: l.family, Weight: 700, Data: data})
		}
	}
	return list
}

// baseNames are the names of the base fonts whose class another font shows.
func baseNames() map[string]string {
	return map[string]string{
		"sans-bold": "Roboto", "sans": "Roboto", "sans-condensed": "Roboto Condensed",
		"serif": "Liberation Serif", "script": "Liberation Serif", "mono": "DejaVu Sans Mono",
	}
}

// BaseFonts lists the fonts that are there in every build.
func BaseFonts() []Font {
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

// FontPaper is the licence of a fetched font.
type FontPaper struct{ Name, Text string }

// FontPapers lists the licences of the fetched fonts, by name.
func FontPapers() []FontPaper {
	entries, err := fs.ReadDir(display, "display")
	if err != nil {
		return nil
	}
	var list []FontPaper
	for _, e := range entries {
		if path.Ext(e.Name()) != ".txt" {
			continue
		}
		if data, err := fs.ReadFile(display, "display/"+e.Name()); err == nil {
			list = append(list, FontPaper{strings.TrimSuffix(e.Name(), ".txt"), string(data)})
		}
	}
	slices.SortFunc(list, func(a, b FontPaper) int { return strings.Compare(a.Name, b.Name) })
	return list
}
