package engine

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/merge"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
	"badgekiln/issuer"
)

// Fonts are the fonts that designs are drawn with. Reading them takes a
// moment: a program does it once.
func Fonts() (*typeset.Fonts, error) { return typeset.NewFonts(sources()) }

func sources() []typeset.Source {
	var list []typeset.Source
	for _, f := range assets.Fonts() {
		list = append(list, typeset.Source{Family: f.Family, Weight: f.Weight, Italic: f.Italic, Data: f.Data})
	}
	return list
}

// FontsOf are the fonts that a design is drawn with: ours, and those that travel
// with it. One that cannot be read is left out; ours stand for it.
func FontsOf(file store.File) (*typeset.Fonts, error) {
	list := sources()
	for _, f := range file.Doc.Fonts {
		data, err := file.Blob(f.Blob)
		if err != nil {
			continue
		}
		if _, err := typeset.Describe(data); err != nil {
			continue
		}
		list = append(list, typeset.Source{Family: f.Family, Weight: f.Weight, Italic: f.Italic, Data: data, Foreign: true})
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
			if end := strings.ToLower(filepath.Ext(path)); err != nil || !d.Type().IsRegular() || end != ".ttf" && end != ".otf" {
				return nil //nolint:nilerr // what cannot be looked at is not there
			}
			if said, err := glance(path); err == nil && strings.Contains(strings.ToLower(said.Family), strings.ToLower(text)) {
				list = append(list, SystemFont{said, path})
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
		return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Weight, b.Weight), cmp.Compare(slant(a), slant(b)), cmp.Compare(a.Path, b.Path))
	})
	return list
}

func glance(path string) (typeset.Described, error) {
	f, err := os.Open(path) // #nosec G304 -- a font of this machine
	if err != nil {
		return typeset.Described{}, err
	}
	defer func() { _ = f.Close() }()
	return typeset.Glance(f)
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

// Dressed is what became of the texts that a font was wanted for.
type Dressed struct {
	Font     typeset.Described
	Texts    int  // that have it now
	Outlined bool // its licence bits keep it here: they are outlines
}

// WithFont gives a design whose texts (by their ids; nil: all) are set in a font
// file. The font travels with the design; one whose licence bits keep it where
// it is leaves the outlines of the letters, of texts that are the same for
// everybody.
func WithFont(file store.File, data []byte, ids []string) (store.File, Dressed, error) {
	said, err := typeset.Describe(data)
	if err != nil {
		return file, Dressed{}, err
	}
	if said.Family == "" || slices.Contains(designer.Classes(), said.Family) {
		return file, Dressed{}, issuer.Fail(issuer.Input, "font-nameless")
	}
	done := Dressed{Font: said, Outlined: !said.Travels}
	hash := store.Hash(data)
	carried := designer.Carried{Family: said.Family, Weight: said.Weight, Italic: said.Italic, Blob: hash}
	doc := file.Doc
	doc.Fonts = append(slices.DeleteFunc(slices.Clone(doc.Fonts), func(f designer.Carried) bool {
		return f.Family == carried.Family && f.Weight == carried.Weight && f.Italic == carried.Italic
	}), carried)
	blobs := map[string][]byte{hash: data}
	for name, blob := range file.Blobs {
		blobs[name] = blob
	}
	with := store.File{Doc: doc, Blobs: blobs}
	fonts, err := FontsOf(with)
	if err != nil {
		return file, done, err
	}
	var fault error
	with.Doc.Layers = changed(doc.Layers, func(l *designer.Layer) *designer.Layer {
		if l.Text == nil || ids != nil && !slices.Contains(ids, l.ID) {
			return l
		}
		next, text := *l, *l.Text
		text.Font = designer.Font{Family: said.Family, Weight: said.Weight, Italic: said.Italic}
		next.Text = &text
		if done.Outlined {
			if len(merge.Names(text.Content, nil)) > 0 {
				fault = issuer.Fail(issuer.Input, "font-stays", "family", said.Family, "layer", cmp.Or(l.Name, l.ID))
				return l
			}
			next.Path = &designer.Outline{Path: fonts.Lay(text, text.Content).Outline}
			next.Name, next.Text = cmp.Or(l.Name, text.Content), nil
			if next.Path.Path.Empty() {
				return l
			}
		}
		done.Texts++
		return &next
	})
	if fault != nil {
		return file, done, fault
	}
	if done.Outlined {
		with.Doc.Fonts, with.Blobs = file.Doc.Fonts, file.Blobs
	}
	return with.Pruned(), done, with.Doc.Check()
}

// changed gives layers as a function changes each, groups gone into.
func changed(layers []*designer.Layer, f func(*designer.Layer) *designer.Layer) []*designer.Layer {
	out := make([]*designer.Layer, len(layers))
	for i, l := range layers {
		if out[i] = f(l); l.Group != nil {
			next := *l
			next.Group = &designer.Group{Layers: changed(l.Group.Layers, f)}
			out[i] = &next
		}
	}
	return out
}
