package render

import (
	"context"
	"image"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Stage is a design cut into what is the same in every picture, drawn once, and
// what depends on merge fields. It never changes and serves any number of
// goroutines, each with a Hand of its own. What comes out are the pixels of
// Image.
type Stage struct {
	job    job // without a painter and a measure: what every Hand draws with
	size   image.Point
	parts  []*part
	leaves []*part // of them, those that are drawn for each picture
	base   *image.NRGBA
	bands  []stageBand
}

// part is a layer with what is known of it beforehand.
type part struct {
	layer *designer.Layer
	under geom.Affine // what holds it
	vary  bool
	fixed *tile   // how it looks in every picture; nil: nothing, or it varies
	parts []*part // of a group that is put together pixel by pixel; else a leaf
	place int     // of a leaf that varies: its place among leaves
	reach image.Rectangle
}

// stageBand is what a band of rows is put together from.
type stageBand struct {
	rows   image.Rectangle
	lowest int         // the first layer that varies in it
	below  *deep       // all below that one
	from   []stagePart // that one and all above it
}

// stagePart is a part as far as it matters to a band.
type stagePart struct {
	*part
	fixed *tile // cut down to the band
}

// NewStage cuts a design. varies tells which texts depend on the fields that
// differ; those in o.Fields are the same for all. Trials are fields to find out
// with where such texts may stand.
func NewStage(
	ctx context.Context, doc designer.Document, o Options, varies func(*designer.Text) bool, trials []map[string]string,
) (*Stage, error) {
	size, err := sized(doc, o)
	if err != nil {
		return nil, err
	}
	s := &Stage{size: size}
	s.job = job{
		doc: doc, size: size, view: view(doc, size), options: &o, measure: NewMeasure(o.Fonts, o.Fields), images: &images{},
		ramps: &memo[*designer.Stop, *ramp]{}, kept: map[*designer.Layer]*tile{},
	}
	c := cutter{Stage: s, varies: varies}
	c.job = s.job
	c.job.painter = &painter{}
	whole := image.Rectangle{Max: size}
	for _, l := range doc.Layers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if p := c.cut(l, c.job.view, whole); p != nil {
			s.parts = append(s.parts, p)
		}
	}
	for _, fault := range c.report.Broken {
		return nil, fault
	}
	if err := s.rehearse(ctx, trials); err != nil {
		return nil, err
	}
	s.compose(&c.job)
	return s, nil
}

// cutter draws what is the same in every picture.
type cutter struct {
	*Stage
	job    job
	varies func(*designer.Text) bool
	report Report
}

// cut looks at a layer that is held under m; nil when it is never seen.
func (c *cutter) cut(l *designer.Layer, m geom.Affine, clip image.Rectangle) *part {
	own := l.Place.Then(m)
	if _, ok := own.Inverse(); !ok || l.Hidden || c.job.options.Hide[l.ID] || !(l.Opacity > 0) {
		return nil
	}
	p := &part{layer: l, under: m, vary: c.different(l)}
	switch {
	case !p.vary:
		p.fixed = c.job.layer(l, m, clip, &c.report)
		return p
	case l.Group != nil && !c.shaded(l, m):
		for _, child := range l.Group.Layers {
			if q := c.cut(child, own, clip); q != nil {
				p.parts = append(p.parts, q)
			}
		}
		return p
	case l.Group != nil:
		c.keep(l, m, clip)
	}
	p.place = len(c.leaves)
	c.leaves = append(c.leaves, p)
	return p
}

// different tells whether anything of a layer depends on fields.
func (c *cutter) different(l *designer.Layer) bool {
	if l.Group != nil {
		return slices.ContainsFunc(l.Group.Layers, c.different)
	}
	if l.Code != nil {
		return c.varies(&designer.Text{Content: l.Code.Content})
	}
	return l.Text != nil && c.varies(l.Text)
}

func (c *cutter) shaded(l *designer.Layer, m geom.Affine) bool {
	_, cast := c.job.shadeOf(l.Shadow, m)
	return cast
}

// keep draws what is the same in a group whose shadow is not.
func (c *cutter) keep(l *designer.Layer, m geom.Affine, clip image.Rectangle) {
	own := l.Place.Then(m)
	if _, ok := own.Inverse(); !ok {
		return
	}
	if s, cast := c.job.shadeOf(l.Shadow, m); cast {
		clip = s.room(clip)
	}
	for _, child := range l.Group.Layers {
		switch {
		case !c.different(child):
			t := c.job.layer(child, own, clip, &c.report)
			if t != nil {
				t.kept = true
			}
			c.Stage.job.kept[child] = t
		case child.Group != nil:
			c.keep(child, own, clip)
		}
	}
}

// rehearse finds the bands in which pictures differ.
func (s *Stage) rehearse(ctx context.Context, trials []map[string]string) error {
	h := s.Hand()
	reach := make([]image.Rectangle, len(s.leaves))
	for _, fields := range trials {
		if err := ctx.Err(); err != nil {
			return err
		}
		h.leaves(fields)
		for i, t := range h.tiles {
			if t != nil {
				reach[i] = reach[i].Union(t.rect)
			}
		}
	}
	type rows struct{ from, to int }
	var all []rows
	for i, r := range reach {
		if r.Empty() {
			continue
		}
		l := s.leaves[i]
		margin := 2
		if l.layer.Text != nil { // letters that no trial has
			own := l.layer.Place.Then(l.under)
			margin += int(l.layer.Text.Size * own.Vector(geom.Pt(0, 1)).Length() / 5)
		}
		all = append(all, rows{max(r.Min.Y-margin, 0), min(r.Max.Y+margin, s.size.Y)})
	}
	slices.SortFunc(all, func(a, b rows) int { return a.from - b.from })
	for _, r := range all {
		if n := len(s.bands); n > 0 && r.from <= s.bands[n-1].rows.Max.Y+8 {
			s.bands[n-1].rows.Max.Y = max(s.bands[n-1].rows.Max.Y, r.to)
			continue
		}
		s.bands = append(s.bands, stageBand{rows: image.Rect(0, r.from, s.size.X, r.to), lowest: -1})
	}
	for i, r := range reach {
		for k := range s.bands {
			if !r.Empty() && r.In(s.bands[k].rows) {
				s.leaves[i].reach = s.bands[k].rows
			}
		}
	}
	return nil
}

// compose puts together what is the same: the whole as it is without anything
// that varies, and for each band what lies below and above that.
func (s *Stage) compose(j *job) {
	whole := newDeep(image.Rectangle{Max: s.size})
	for i, p := range s.parts {
		for k := range s.bands {
			b := &s.bands[k]
			if b.lowest < 0 && p.touches(b.rows) {
				b.lowest = i
				b.below = newDeep(b.rows)
				b.below.copyFrom(whole, b.rows)
			}
			switch {
			case b.lowest < 0:
			case p.vary:
				b.from = append(b.from, stagePart{part: p})
			case p.fixed != nil && p.fixed.rect.Overlaps(b.rows):
				b.from = append(b.from, stagePart{p, p.fixed.cut(b.rows)})
			}
		}
		t := p.fixed
		if p.vary {
			t = p.still(j, whole.rect)
		}
		if t != nil {
			whole.lay(t, whole.rect)
		}
		p.fixed = nil
	}
	m := image.NewRGBA(whole.rect)
	whole.write(m, whole.rect)
	s.base = Straight(m)
}

// touches tells whether something of a part that varies may stand in rows.
func (p *part) touches(rows image.Rectangle) bool {
	if p.parts == nil {
		return p.vary && p.reach == rows
	}
	return slices.ContainsFunc(p.parts, func(q *part) bool { return q.touches(rows) })
}

// still is a part without what varies in it. What it keeps is used again.
func (p *part) still(j *job, clip image.Rectangle) *tile {
	if !p.vary {
		if p.fixed != nil {
			p.fixed.kept = true
		}
		return p.fixed
	}
	var parts []*tile
	for _, q := range p.parts {
		if t := q.still(j, clip); t != nil {
			parts = append(parts, t)
		}
	}
	return p.joined(j, parts, clip)
}

// joined is a group of these tiles, as far as it lies in clip.
func (p *part) joined(j *job, parts []*tile, clip image.Rectangle) *tile {
	var room image.Rectangle
	for _, t := range parts {
		room = room.Union(t.rect)
	}
	t := j.together(parts, room.Intersect(clip))
	if t != nil {
		t.thin(p.layer.Opacity)
	}
	return t
}

// cut copies the part of a tile that lies in a rectangle.
func (t *tile) cut(r image.Rectangle) *tile {
	r = r.Intersect(t.rect)
	out := &tile{rect: r, pix: make([]uint8, 4*r.Dx()*r.Dy()), kept: true}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		copy(out.row(r.Min.X, y)[:4*r.Dx()], t.row(r.Min.X, y))
	}
	return out
}

// Base is the picture without anything that varies, alpha not multiplied in.
// It is not to be changed.
func (s *Stage) Base() *image.NRGBA { return s.base }

// Bands are the rows in which pictures may differ, in order and apart from each
// other.
func (s *Stage) Bands() []image.Rectangle {
	var out []image.Rectangle
	for _, b := range s.bands {
		out = append(out, b.rows)
	}
	return out
}
