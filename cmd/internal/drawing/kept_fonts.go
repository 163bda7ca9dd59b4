package drawing

import (
	"slices"
	"sync"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
)

// Build is the fonts of a build of the programs in their order, and their hashes.
type Build struct {
	list   []typeset.Source
	hashes []string
	base   map[string]bool // hashes of those that every build has
}

// ThisBuild is the one that runs.
func ThisBuild() Build { return builtin() }

// builtin reads its fonts once: hashing them takes a moment.
var builtin = sync.OnceValue(func() Build { //nolint:gochecknoglobals // a constant that has to be computed
	return BuildWith(Sources())
})

// BuildWith is a build with other fonts.
func BuildWith(list []typeset.Source) Build {
	b := Build{list: list, base: map[string]bool{}}
	for _, s := range list {
		b.hashes = append(b.hashes, store.Hash(s.Data))
	}
	for _, f := range assets.BaseFonts() {
		b.base[store.Hash(f.Data)] = true
	}
	return b
}

// Record gives a design as it is kept to be drawn again: with the fonts of this
// build that a person's name may need, so that another build, which has others,
// draws the same picture. A design that is the same for everybody has its
// picture. The files of fonts that not every build has are given beside it.
func (b Build) Record(file store.File) ([]byte, map[string][]byte, error) {
	file.Doc.Drawn = nil
	fonts := map[string][]byte{}
	if len(PersonalFields(file.Doc)) > 0 {
		for i, s := range b.list {
			file.Doc.Drawn = append(file.Doc.Drawn, designer.Carried{Family: s.Family, Weight: s.Weight, Italic: s.Italic, Blob: b.hashes[i]})
			if !b.base[b.hashes[i]] {
				fonts[b.hashes[i]] = s.Data
			}
		}
	}
	data, err := DesignBytes(file)
	return data, fonts, err
}

// Unrecorded is a design that was recorded as a person made it.
func Unrecorded(data []byte) ([]byte, error) {
	file, err := ParseDesign(data, "")
	if err != nil || file.Doc.Drawn == nil {
		return data, nil //nolint:nilerr // whoever reads it finds what is wrong with it
	}
	file.Doc.Drawn = nil
	return DesignBytes(file)
}

// drawnWith are the fonts of the programs that a design was drawn with, as far
// as they are there; false when nothing is on record.
func drawnWith(file store.File) ([]typeset.Source, bool) {
	if file.Doc.Drawn == nil {
		return nil, false
	}
	b, known := ThisBuild(), map[string][]byte{}
	for i, hash := range b.hashes {
		known[hash] = b.list[i].Data
	}
	var list []typeset.Source
	for _, f := range file.Doc.Drawn {
		data, own := known[f.Blob]
		if !own {
			data = file.Blobs[f.Blob]
		}
		if data != nil {
			list = append(list, typeset.Source{Family: f.Family, Weight: f.Weight, Italic: f.Italic, Data: data, Foreign: !own})
		}
	}
	return list, len(list) > 0
}

// Lacks lists the hashes of the fonts that a design was drawn with and that this
// build has not.
func (b Build) Lacks(file store.File) (hashes []string) {
	for _, f := range file.Doc.Drawn {
		if !slices.Contains(b.hashes, f.Blob) && !slices.Contains(hashes, f.Blob) {
			hashes = append(hashes, f.Blob)
		}
	}
	return hashes
}
