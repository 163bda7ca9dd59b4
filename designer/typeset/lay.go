package typeset

import (
	"math"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Laid is a text that has been set. All measures are in the layer's units.
type Laid struct {
	Outline  *geom.Path // filled by the non-zero rule; never nil
	Bounds   geom.Rect  // room of the text: its lines or its box, and whatever sticks out
	Size     float64    // units per em it was set at
	Missing  []rune     // letters that no font has; a box stands for them
	Overflow bool       // even at its least size it is larger than its room
	Carets   []Caret    // one before each character and one at the end, in reading order
	Glyphs   []Glyph    // what Outline is made of, of a text that is not on an arc
}

// Glyph is one glyph of a text that stands upright.
type Glyph struct {
	Outline *geom.Path // in ems, y down; the same address for the same glyph of a font
	At      geom.Point // its origin, in the layer's units
	Joined  bool       // it may lie on its neighbours, so that nothing shows between them
}

// Caret is a place between two characters. At counts runes of the content.
type Caret struct {
	At         int
	Foot, Head geom.Point
}

// How far carets and lines reach from the baseline, in ems.
const (
	above = 0.80
	below = 0.22
)

// setter is one text being set.
type setter struct {
	fonts *Fonts
	bench *bench
	chain []int
	text  designer.Text
	brief bool // neither outline nor carets are asked for
	out   Laid
}

// Lay sets a text: content instead of its Content, whose merge fields the
// caller has filled in. Numbers that make no sense give an empty outline.
func (f *Fonts) Lay(t designer.Text, content string) Laid {
	return f.set(t, content, false, Laid{Outline: &geom.Path{}})
}

// Glyphs sets a text that is not on an arc as Lay does, and leaves out what only
// its editing needs: outline, bounds and carets. The glyphs are added to into.
func (f *Fonts) Glyphs(t designer.Text, content string, into []Glyph) Laid {
	return f.set(t, content, true, Laid{Glyphs: into})
}

func (f *Fonts) set(t designer.Text, content string, brief bool, out Laid) Laid {
	if f.foreign {
		if l, ok := f.carefully(t, content, brief, out); ok {
			return l
		}
	}
	b := f.benches.Get().(*bench)
	l := f.setAt(b, t, content, brief, out)
	f.benches.Put(b)
	return l
}

// carefully sets a text. When that goes wrong by a font that is anybody's, such
// are left out from then on, and so is the bench, whose state nobody knows.
func (f *Fonts) carefully(t designer.Text, content string, brief bool, out Laid) (l Laid, ok bool) {
	b := f.benches.Get().(*bench)
	defer func() {
		if recover() != nil {
			for _, known := range f.faces {
				known.bad.Store(known.Foreign)
			}
			ok = false
		}
	}()
	l = f.setAt(b, t, content, brief, out)
	f.benches.Put(b)
	return l, true
}

func (f *Fonts) setAt(b *bench, t designer.Text, content string, brief bool, out Laid) Laid {
	s := &b.setter
	*s = setter{fonts: f, bench: b, chain: b.chain(t.Font), text: t, brief: brief, out: out}
	if !(t.Size > 0) || math.IsInf(t.Size, 0) {
		return s.out
	}
	switch {
	case t.Arc != nil:
		s.arc(content)
	case t.Box != nil:
		s.box(content)
	default:
		s.straight(content)
	}
	slices.Sort(s.out.Missing)
	s.out.Missing = slices.Compact(s.out.Missing)
	return s.out
}

// track is the tracking at a size: both shrink together.
func (s *setter) track(size float64) float64 { return s.text.Track * size / s.text.Size }

// leading is the distance of baselines at a size.
func (s *setter) leading(size float64) float64 {
	if s.text.Leading > 0 {
		return s.text.Leading * size
	}
	return 1.2 * size
}

// least is the size at which shrinking stops.
func (s *setter) least() float64 {
	if s.text.MinSize > 0 {
		return min(s.text.MinSize, s.text.Size)
	}
	return s.text.Size
}

// fit is the greatest allowed size at which a line that is wide units at Size
// is no wider than room; over tells that there is none.
func (s *setter) fit(wide, room float64) (size float64, over bool) {
	size = s.text.Size
	if wide <= room*(1+1e-9) {
		return size, false
	}
	size = s.text.Size * room / wide
	if size < s.least()*(1-1e-9) {
		return s.least(), true
	}
	return size, false
}

// straight sets lines at the origin.
func (s *setter) straight(content string) {
	var (
		strips []strip
		starts []int
		runes  []rune
		wide   float64
	)
	at := 0
	for _, line := range lines(content) {
		text := []rune(line)
		one := s.bench.shape(s.chain, text, rightToLeft(text))
		strips, starts = append(strips, one), append(starts, at)
		wide = max(wide, one.long(s.text.Size, s.text.Track))
		at += len(text) + 1
		runes = append(append(runes, text...), '\n')
	}
	size := s.text.Size
	if s.text.Room > 0 {
		size, s.out.Overflow = s.fit(wide, s.text.Room)
	}
	s.out.Size = size
	for i := range strips {
		long := strips[i].long(size, s.track(size))
		origin := geom.Pt(-long*anchor(s.text.Align, strips[i].rtl), float64(i)*s.leading(size))
		s.line(&strips[i], runes[starts[i]:], starts[i], origin)
	}
	s.bounds(geom.Rect{})
}

// anchor is how much of a line lies left of its anchor.
func anchor(a designer.Align, rtl bool) float64 {
	switch a {
	case designer.Middle:
		return 0.5
	case designer.End:
		if rtl {
			return 0
		}
		return 1
	}
	if rtl {
		return 1
	}
	return 0
}

// line draws a strip with the left end of its baseline at origin; text is the
// paragraph from the strip's own first rune on, start that rune's place in the
// content.
func (s *setter) line(l *strip, text []rune, start int, origin geom.Point) {
	size, track := s.out.Size, s.track(s.out.Size)
	for i := range l.glyphs {
		g := &l.glyphs[i]
		outline := s.glyph(*g)
		if outline.Empty() {
			continue
		}
		at := geom.Pt(origin.X+g.pen(size, track)+g.dx*size, origin.Y+g.dy*size)
		s.out.Glyphs = append(s.out.Glyphs, Glyph{outline, at, g.joined})
		if !s.brief {
			s.out.Outline.Append(outline.Mapped(geom.Scale(size, size).Then(geom.Move(at.X, at.Y))))
		}
	}
	s.out.Missing = append(s.out.Missing, l.missing...)
	if s.brief {
		return
	}
	for _, stop := range l.stops(text, size, track) {
		x := origin.X + stop.x
		s.out.Carets = append(s.out.Carets, Caret{
			At: start + stop.at, Foot: geom.Pt(x, origin.Y+below*size), Head: geom.Pt(x, origin.Y-above*size),
		})
	}
	s.out.Bounds = s.out.Bounds.Union(geom.R(
		origin.X, origin.Y-above*size, origin.X+max(l.long(size, track), size/20), origin.Y+below*size))
}

func (s *setter) glyph(g glyph) *geom.Path {
	return s.fonts.faces[g.face].outline(s.bench.faces[g.face], g.gid)
}

// bounds closes the work: room together with what was drawn.
func (s *setter) bounds(room geom.Rect) {
	if s.brief {
		return
	}
	s.out.Bounds = s.out.Bounds.Union(room)
	if !s.out.Outline.Empty() {
		s.out.Bounds = s.out.Bounds.Union(s.out.Outline.Bounds())
	}
}
