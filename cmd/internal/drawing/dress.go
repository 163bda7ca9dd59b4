package drawing

import (
	"bytes"
	"cmp"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/merge"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
	"badgekiln/issuer"
)

// MostFontFile is the largest font file that is read, in bytes: collections are
// large.
const MostFontFile = 128 << 20

// FontFile is a font of somebody's, to set texts in.
type FontFile struct {
	Data     []byte
	Index    int    // which font of a collection
	Instance string // of a variable font: where in its room; "" for where it stands
	Letters  bool   // only the letters that the texts have go with the design
}

// ReadFont reads a font of this machine.
func ReadFont(path string, index int, instance string) (FontFile, error) {
	f, err := os.Open(path) // #nosec G304 -- a font of this machine, or one that was named
	if err != nil {
		return FontFile{}, issuer.Fail(issuer.Input, "file-unreadable", "file", path).At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, MostFontFile+1))
	if err == nil && len(data) > MostFontFile {
		return FontFile{}, designer.Fail("font-large", "limit", strconv.Itoa(MostFontFile>>20))
	}
	return FontFile{Data: data, Index: index, Instance: instance}, err
}

// Alone draws with this font and no other.
func (f FontFile) Alone(said typeset.Described) (*typeset.Fonts, error) {
	data, err := typeset.Extract(f.Data, f.Index)
	if err != nil {
		return nil, err
	}
	return typeset.NewFonts([]typeset.Source{{
		Family: said.Family, Weight: said.Weight, Italic: said.Italic, Data: data, Instance: f.Instance, Foreign: true,
	}})
}

// Dressed is what became of the texts that a font was wanted for.
type Dressed struct {
	Font     typeset.Described
	Texts    int  // that have it now
	Outlined bool // the font stays here: they are outlines
	Part     bool // only their letters go with the design
	Large    bool // it is too large to go with the design whole
}

// Styled is the font of a file whose style is called so ("Bold Italic"), or that
// is at such an instance (wght=650) of a variable font; "" for the first. False
// when there is none.
func Styled(data []byte, style string) (FontFile, bool, error) {
	list, err := typeset.Faces(bytes.NewReader(data))
	if err != nil {
		return FontFile{}, false, err
	}
	if strings.Contains(style, "=") && typeset.Instance(style) {
		return FontFile{Data: data, Instance: style}, true, nil
	}
	for _, d := range list {
		if style == "" && (len(list) == 1 || d.Index == 0 && d.Instance == "") || style != "" && strings.EqualFold(d.Style, style) {
			return FontFile{Data: data, Index: d.Index, Instance: d.Instance}, true, nil
		}
	}
	// A variable font that is asked for nothing stands where its maker put it.
	return FontFile{Data: data}, style == "", nil
}

// WithFont gives a design whose texts (by their ids; nil: all) are set in a font
// file. The font goes with the design; one whose licence bits keep it where it
// is, or that is too large, leaves its letters or their outlines, of texts that
// are the same for everybody.
func WithFont(file store.File, from FontFile, ids []string) (store.File, Dressed, error) {
	data, err := typeset.Extract(from.Data, from.Index)
	if err != nil {
		return file, Dressed{}, err
	}
	said, err := typeset.Describe(data, from.Instance)
	if err != nil {
		return file, Dressed{}, err
	}
	if said.Family == "" || slices.Contains(designer.Classes(), said.Family) {
		return file, Dressed{}, issuer.Fail(issuer.Input, "font-nameless")
	}
	d := dresser{file: file, said: said, ids: ids, done: Dressed{Font: said, Large: len(data) > typeset.MostFont}}
	if err := d.choose(data, from.Letters); err != nil {
		return file, d.done, err
	}
	with, err := d.dress()
	if err != nil {
		return file, d.done, err
	}
	return with, d.done, with.Doc.Check()
}

// dresser sets texts of a design in a font.
type dresser struct {
	file  store.File
	said  typeset.Described
	ids   []string // nil for all
	data  []byte   // what goes along
	fonts *typeset.Fonts
	done  Dressed
	fault error
}

func (d *dresser) meant(l *designer.Layer) bool {
	return l.Text != nil && (d.ids == nil || slices.Contains(d.ids, l.ID))
}

func (d *dresser) font() designer.Font {
	return designer.Font{Family: d.said.Family, Weight: d.said.Weight, Italic: d.said.Italic}
}

func (d *dresser) source() typeset.Source {
	return typeset.Source{
		Family: d.said.Family, Weight: d.said.Weight, Italic: d.said.Italic, Data: d.data, Instance: d.said.Instance, Foreign: true,
	}
}

// choose finds how the font goes along: whole, in part, or as outlines.
func (d *dresser) choose(data []byte, letters bool) (err error) {
	d.data, d.done.Outlined = data, !d.said.Travels
	switch {
	case d.done.Outlined || !letters && !d.done.Large:
	case !d.said.Trims && letters:
		return issuer.Fail(issuer.Input, "font-undivided", "family", d.said.Family)
	case !d.said.Trims:
		d.done.Outlined = true
	default:
		var part []byte
		if part, err = d.trimmed(); err == nil && len(part) <= typeset.MostFont {
			d.data, d.done.Part = part, true
			break
		}
		if letters {
			return err
		}
		d.done.Outlined = true
	}
	d.fonts, err = typeset.NewFonts(append(Sources(), d.source()))
	return err
}

// trimmed is the font with what the texts need.
func (d *dresser) trimmed() ([]byte, error) {
	var lines []string
	changed(d.file.Doc.Layers, func(l *designer.Layer) *designer.Layer {
		if d.meant(l) {
			lines = append(lines, l.Text.Content)
			if len(merge.Names(l.Text.Content, nil)) > 0 {
				d.fault = d.personal(l)
			}
		}
		return l
	})
	if d.fault != nil {
		return nil, d.fault
	}
	return typeset.Trim(d.source(), lines, Sources())
}

// personal is why a text that is another for each person cannot have the font.
func (d *dresser) personal(l *designer.Layer) error {
	code, values := "font-stays", []string{"family", d.said.Family, "layer", cmp.Or(l.Name, l.ID)}
	if d.said.Travels {
		code = "font-part"
	}
	if d.done.Large {
		code, values = "font-too-large", append(values, "limit", strconv.Itoa(typeset.MostFont>>20))
	}
	return issuer.Fail(issuer.Input, code, values...)
}

func (d *dresser) dress() (store.File, error) {
	doc := d.file.Doc
	blobs := maps.Clone(d.file.Blobs)
	doc.Layers = changed(doc.Layers, d.layer)
	if d.fault != nil {
		return d.file, d.fault
	}
	if d.done.Outlined {
		return store.File{Doc: doc, Blobs: blobs}.Pruned(), nil
	}
	hash := store.Hash(d.data)
	carried := designer.Carried{
		Family: d.said.Family, Weight: d.said.Weight, Italic: d.said.Italic, Blob: hash, Instance: d.said.Instance, Part: d.done.Part,
	}
	doc.Fonts = append(slices.DeleteFunc(slices.Clone(doc.Fonts), func(f designer.Carried) bool {
		return f.Family == carried.Family && f.Weight == carried.Weight && f.Italic == carried.Italic
	}), carried)
	if blobs == nil {
		blobs = map[string][]byte{}
	}
	blobs[hash] = d.data
	return store.File{Doc: doc, Blobs: blobs}.Pruned(), nil
}

// layer is a text as it is set in the font, or its outlines.
func (d *dresser) layer(l *designer.Layer) *designer.Layer {
	if !d.meant(l) {
		return l
	}
	next, text := *l, *l.Text
	text.Font = d.font()
	next.Text = &text
	if d.done.Outlined {
		if len(merge.Names(text.Content, nil)) > 0 {
			d.fault = d.personal(l)
			return l
		}
		next.Path = &designer.Outline{Path: d.fonts.Lay(text, text.Content).Outline}
		next.Name, next.Text = cmp.Or(l.Name, text.Content), nil
		if next.Path.Path.Empty() {
			return l
		}
	}
	d.done.Texts++
	return &next
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
