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

// ThisBuild reads ours once: hashing them takes a moment.
var ThisBuild = sync.OnceValue(func() Build { //nolint:gochecknoglobals // a constant that has to be computed
	return BuildWith(Sources())
})

// BuildWith is a build with other fonts.
func BuildWith(list []typeset.Source) Build {
	o := Build{list: list, base: map[string]bool{}}
	for _, s := range o.list {
		o.hashes = append(o.hashes, store.Hash(s.Data))
	}
	for _, f := range assets.BaseFonts() {
		o.base[store.Hash(f.Data)] = true
	}
	return o
}

// Record gives a design as it is kept to be drawn again: with the fonts of this
// build that a person's name may need, so that another build, which has others,
// draws the same picture. A design that is the same for everybody has its
// picture. The files of fonts that not every build has are given beside it.
func (o Build) Record(file store.File) ([]byte, map[string][]byte, error) {
	file.Doc.Drawn = nil
	fonts := map[string][]byte{}
	if len(PersonalFields(file.Doc)) > 0 {
		for i, s := range o.list {
			file.Doc.Drawn = append(file.Doc.Drawn, designer.Carried{Family: s.Family, Weight: s.Weight, Italic: s.Italic, Blob: o.hashes[i]})
			if !o.base[o.hashes[i]] {
				fonts[o.hashes[i]] = s.Data
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
	o, known := ThisBuild(), map[string][]byte{}
	for i, hash := range o.hashes {
		known[hash] = o.list[i].Data
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
func (o Build) Lacks(file store.File) (hashes []string) {
	for _, f := range file.Doc.Drawn {
		if !slices.Contains(o.hashes, f.Blob) && !slices.Contains(hashes, f.Blob) {
			hashes = append(hashes, f.Blob)
		}
	}
	return hashes
}
