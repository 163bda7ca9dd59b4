package drawing

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"badgekiln/assets"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
)

// Fonts are the fonts that designs are drawn with. Reading them takes a
// moment: a program does it once.
func Fonts() (*typeset.Fonts, error) { return typeset.NewFonts(Sources()) }

// Sources are their files.
func Sources() []typeset.Source {
	var list []typeset.Source
	for _, f := range assets.Fonts() {
		list = append(list, typeset.Source{Family: f.Family, Also: f.Also, Weight: f.Weight, Italic: f.Italic, Data: f.Data})
	}
	return list
}

// FontsOf are the fonts that a design is drawn with: ours, or those of ours that
// are on record with it, and those that travel with it. One that cannot be read
// is left out; ours stand for it.
func FontsOf(file store.File) (*typeset.Fonts, error) {
	list, kept := drawnWith(file)
	if !kept {
		list = Sources()
	}
	for _, f := range file.Doc.Fonts {
		data, err := file.Blob(f.Blob)
		if err != nil {
			continue
		}
		if len(data) > typeset.MostFont {
			continue
		}
		if _, err := typeset.Describe(data, f.Instance); err != nil {
			continue
		}
		list = append(list, typeset.Source{Family: f.Family, Weight: f.Weight, Italic: f.Italic, Data: data, Instance: f.Instance, Foreign: true})
	}
	return typeset.NewFonts(list)
}

// SystemFont is a font of this machine.
type SystemFont struct {
	typeset.Described

	Path string
}

// mostSystemFonts bounds how many files are looked at.
const mostSystemFonts = 10_000

// SystemFonts lists the fonts in the usual folders of this machine whose family
// has a text in it, by family, weight and slant.
func SystemFonts(getenv func(string) string, text string) []SystemFont {
	var list []SystemFont
	seen := 0
	for _, dir := range fontFolders(getenv) {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if seen++; seen > mostSystemFonts {
				return fs.SkipAll
			}
			if end := strings.ToLower(filepath.Ext(path)); err != nil || !d.Type().IsRegular() || !slices.Contains(FontEndings(), end) {
				return nil //nolint:nilerr // what cannot be looked at is not there
			}
			faces, err := glance(path)
			if err != nil {
				return nil //nolint:nilerr // it is none, whatever it is called
			}
			for _, said := range faces {
				if said.Family != "" && strings.Contains(strings.ToLower(said.Family), strings.ToLower(text)) {
					list = append(list, SystemFont{said, path})
				}
			}
			return nil
		})
	}
	slices.SortFunc(list, func(a, b SystemFont) int {
		slant := func(f SystemFont) int {
			if f.Italic {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Weight, b.Weight), cmp.Compare(slant(a), slant(b)),
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.Index, b.Index), cmp.Compare(a.Instance, b.Instance))
	})
	return list
}

// FontEndings are those of the font files that are read; the last two hold
// several fonts.
func FontEndings() []string { return []string{".ttf", ".otf", ".ttc", ".otc"} }

func glance(path string) ([]typeset.Described, error) {
	f, err := os.Open(path) // #nosec G304 -- a font of this machine
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return typeset.Faces(f)
}

// fontFolders are where systems and people keep fonts.
func fontFolders(getenv func(string) string) []string {
	home := getenv("HOME")
	switch runtime.GOOS {
	case "darwin":
		return []string{"/System/Library/Fonts", "/Library/Fonts", filepath.Join(home, "Library", "Fonts")}
	case "windows":
		return []string{filepath.Join(getenv("WINDIR"), "Fonts"), filepath.Join(getenv("LOCALAPPDATA"), "Microsoft", "Windows", "Fonts")}
	}
	list := []string{"/usr/share/fonts", "/usr/local/share/fonts"}
	if data := getenv("XDG_DATA_HOME"); data != "" {
		list = append(list, filepath.Join(data, "fonts"))
	}
	if home != "" {
		list = append(list, filepath.Join(home, ".local", "share", "fonts"), filepath.Join(home, ".fonts"))
	}
	return list
}
