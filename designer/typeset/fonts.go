package typeset

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Source is the file of one font. Family is a class (sans, sans-bold,
// sans-condensed, serif, script, mono) or the name of a family.
type Source struct {
	Family string
	Weight int // 100 to 900
	Italic bool
	Data   []byte // TrueType or OpenType, never changed

	Also     string // another family it answers to, or ""
	Instance string // of a variable font: where in its room, as wght=650,wdth=75; or ""

	Foreign bool // anybody's: it is read with care, and left out where that fails
}

// Fonts is an ordered set of fonts. A letter that the wanted font lacks is
// taken from the first one that has it. Fonts is safe for concurrent use.
type Fonts struct {
	faces   []*face
	foreign bool
	benches sync.Pool // of *bench
}

// face is one font with the outlines of the glyphs asked for so far. It is
// read when it is first needed: most texts need one of a dozen.
type face struct {
	Source
	once     sync.Once
	font     *font.Font  // nil: not read yet, or unreadable after all
	bad      atomic.Bool // foreign, and drawing with it went wrong
	outlines sync.Map    // font.GID → *geom.Path in ems, y down
}

func (f *face) load() *font.Font {
	f.once.Do(func() {
		if f.Foreign {
			defer func() {
				if recover() != nil {
					f.font = nil
				}
			}()
		}
		if f.Foreign {
			if loader, err := ot.NewLoader(bytes.NewReader(f.Data)); err != nil || heavy(loader) {
				return
			}
		}
		if loaded, err := font.ParseTTF(bytes.NewReader(f.Data)); err == nil {
			mend(loaded.Font)
			f.font = loaded.Font
		}
	})
	return f.font
}

// bench is what one shaping needs for itself: none of it may be shared.
type bench struct {
	shaper    shaping.HarfbuzzShaper
	segmenter shaping.Segmenter
	fonts     *Fonts
	faces     []*font.Face       // as in Fonts, nil until asked for
	of        map[*font.Face]int // place of a face
	setter    setter             // of the text at hand
	chains    map[designer.Font][]int
}

// mostChains is how many fonts asked for a bench remembers.
const mostChains = 64

// chain is that of Fonts, remembered: texts of a batch ask for the same.
func (b *bench) chain(want designer.Font) []int {
	known, ok := b.chains[want]
	if !ok {
		if b.chains == nil || len(b.chains) >= mostChains {
			b.chains = map[designer.Font][]int{}
		}
		known = b.fonts.chain(want)
		b.chains[want] = known
	}
	return known
}

// face gives a face of the bench's own; nil when the font is unreadable.
func (b *bench) face(i int) *font.Face {
	if b.fonts.faces[i].bad.Load() {
		return nil
	}
	if b.faces[i] == nil {
		if loaded := b.fonts.faces[i].load(); loaded != nil {
			b.faces[i] = font.NewFace(loaded)
			if at, ok := variations(b.fonts.faces[i].Instance); ok {
				b.faces[i].SetVariations(at)
			}
			b.of[b.faces[i]] = i
		}
	}
	return b.faces[i]
}

// NewFonts reads the sources; at least one is needed.
func NewFonts(sources []Source) (*Fonts, error) {
	if len(sources) == 0 {
		return nil, designer.Fail("font-none")
	}
	f := &Fonts{}
	for i, s := range sources {
		_, err := ot.NewLoader(bytes.NewReader(s.Data))
		known := &face{Source: s}
		if err == nil && i == 0 && known.load() == nil { // one at least is there to draw with
			err = errors.New("tables are damaged")
		}
		if err != nil {
			return nil, designer.Fail("font-unreadable", "family", s.Family).Because(fmt.Errorf("read font: %w", err))
		}
		f.faces, f.foreign = append(f.faces, known), f.foreign || s.Foreign
	}
	f.benches.New = func() any {
		b := &bench{fonts: f, faces: make([]*font.Face, len(f.faces)), of: map[*font.Face]int{}}
		b.shaper.SetFontCacheSize(len(f.faces))
		return b
	}
	return f, nil
}

// Families lists the families, each once, in order.
func (f *Fonts) Families() []string {
	var names []string
	seen := map[string]bool{}
	for _, known := range f.faces {
		if !seen[known.Family] {
			seen[known.Family] = true
			names = append(names, known.Family)
		}
	}
	return names
}

// Has tells whether there is a family, by either of its names.
func (f *Fonts) Has(family string) bool {
	return slices.ContainsFunc(f.faces, func(known *face) bool { return known.Family == family || family != "" && known.Also == family })
}

// Weights lists the upright weights of a family.
func (f *Fonts) Weights(family string) []int {
	var weights []int
	for _, known := range f.faces {
		if known.Family == family && !known.Italic {
			weights = append(weights, known.Weight)
		}
	}
	return weights
}

// Places tells of each rune of a line from which source it is drawn; −1 of one
// that is not drawn by itself.
func (f *Fonts) Places(want designer.Font, line string) []int {
	b := f.benches.Get().(*bench)
	defer f.benches.Put(b)
	text := []rune(line)
	places := make([]int, len(text))
	for i := range places {
		places[i] = -1
	}
	for _, g := range b.shape(f.chain(want), text, rightToLeft(text)).glyphs {
		for i := range g.n {
			places[g.at+i] = g.face
		}
	}
	return places
}

// chain gives the places of the faces in the order they are asked for a
// letter: the best of the family, the rest of the family, then all others as
// given.
func (f *Fonts) chain(want designer.Font) []int {
	best, least := 0, 1<<30
	if want.Weight == 0 {
		for _, known := range f.faces {
			if known.Family == want.Family {
				want.Weight = known.Weight
				break
			}
		}
	}
	for i, known := range f.faces {
		if far := known.distance(want); far < least {
			best, least = i, far
		}
	}
	order := make([]int, 1, len(f.faces)+1)
	order[0] = best
	for _, family := range []bool{true, false} {
		for i, known := range f.faces {
			if i != best && (known.Family == f.faces[best].Family) == family {
				order = append(order, i)
			}
		}
	}
	return order
}

// distance is how badly a face answers a wish: family before slant before
// weight.
func (f *face) distance(want designer.Font) int {
	far := f.Weight - want.Weight
	if far < 0 {
		far = -far
	}
	if f.Italic != want.Italic {
		far += 1000
	}
	if f.Family != want.Family {
		far += 100_000
		if f.Also != "" && f.Also == want.Family {
			far -= 99_000 // one that is called so goes before
		}
	}
	return far
}

// outline gives a glyph in ems, y down, its origin on the baseline.
func (f *face) outline(own *font.Face, gid font.GID) *geom.Path {
	if known, ok := f.outlines.Load(gid); ok {
		return known.(*geom.Path)
	}
	p := &geom.Path{}
	if data, ok := own.GlyphDataOutline(gid); ok {
		scale := 1 / float64(own.Upem())
		at := func(q ot.SegmentPoint) geom.Point {
			return geom.Pt(float64(q.X)*scale, -float64(q.Y)*scale)
		}
		open := false
		for _, s := range data.Segments {
			switch s.Op {
			case ot.SegmentOpMoveTo:
				if open {
					p.Close()
				}
				open = true
				p.Move(at(s.Args[0]))
			case ot.SegmentOpLineTo:
				p.Line(at(s.Args[0]))
			case ot.SegmentOpQuadTo:
				p.Quad(at(s.Args[0]), at(s.Args[1]))
			case ot.SegmentOpCubeTo:
				p.Cube(at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
			}
		}
		if open {
			p.Close()
		}
	}
	known, _ := f.outlines.LoadOrStore(gid, p)
	return known.(*geom.Path)
}
