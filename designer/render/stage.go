package render

import (
	"context"
	"encoding/binary"
	"image"
	"math"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
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
	colors bool // some colours of the design depend on fields
}

// part is a layer with what is known of it beforehand.
type part struct {
	layer  *designer.Layer
	under  geom.Affine     // what holds it
	clip   image.Rectangle // where it is drawn
	vary   bool
	fixed  *tile           // how it looks in every picture; nil: nothing, or it varies
	parts  []*part         // of a group that is put together pixel by pixel; else a leaf
	place  int             // of a leaf that varies: its place among leaves
	reach  image.Rectangle // of a leaf: the band it keeps to
	base   *tile           // of such a group: without what varies, not thinned
	below  *deep           // of such a group: what lies below the first that varies
	first  int             // which that is
	solid  *solid          // of one that has a shadow
	over   []*part         // of a leaf: the groups around it that have one
	open   bool            // of a leaf: fields settle more of it than what it says
	direct *direct         // of a text that needs no tile; nil of others
	shown  *tile           // of one that only may be there or not: how it looks then
}

// solid says where a group is opaque by what never varies in it. What varies on
// such ground does not change the shadow of the group.
type solid struct {
	shade shade
	room  image.Rectangle // of the group
	mask  mask
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

// NewStage cuts a design. The fields in o.Fields are the same for all, others
// differ. Trials are fields to find out with where texts may stand.
func NewStage(ctx context.Context, doc designer.Document, o Options, trials []map[string]string) (*Stage, error) {
	size, err := sized(doc, o)
	if err != nil {
		return nil, err
	}
	doc = merge.Apply(doc, o.Fields)
	s := &Stage{size: size, colors: slices.ContainsFunc(doc.Slots, func(s designer.Slot) bool { return s.Field != "" })}
	s.job = job{
		doc: doc, size: size, view: view(doc, size), options: &o, measure: NewMeasure(o.Fonts, o.Fields), images: &images{},
		ramps: &memo[*designer.Stop, *ramp]{}, kept: map[*designer.Layer]*tile{}, once: true,
	}
	c := cutter{Stage: s, trials: trials}
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
	s.plain()
	return s, nil
}

// cutter draws what is the same in every picture.
type cutter struct {
	*Stage
	job    job
	trials []map[string]string
	report Report
}

// cut looks at a layer that is held under m; nil when it is never seen.
func (c *cutter) cut(l *designer.Layer, m geom.Affine, clip image.Rectangle) *part {
	own := l.Place.Then(m)
	if _, ok := own.Inverse(); !ok || l.Hidden || c.job.options.Hide[l.ID] || !(l.Opacity > 0) {
		return nil
	}
	p := &part{layer: l, under: m, clip: clip, vary: c.different(l)}
	switch {
	case !p.vary:
		p.fixed = c.job.layer(l, m, clip, &c.report)
		if p.fixed != nil {
			p.fixed.kept = true
		}
		return p
	case c.onlyThere(l):
		plain := *l
		plain.When = nil
		if p.shown = c.job.layer(&plain, m, clip, &c.report); p.shown == nil {
			return nil
		}
		p.shown.kept = true
	case l.Group != nil:
		if c.cutGroup(p, own) {
			return p
		}
	}
	p.place, p.open = len(c.leaves), c.open(l)
	c.leaves = append(c.leaves, p)
	return p
}

// cutGroup cuts a group that varies; false when it is drawn whole for each
// picture.
func (c *cutter) cutGroup(p *part, own geom.Affine) bool {
	l := p.layer
	s, cast := c.job.shadeOf(l.Shadow, p.under)
	room := p.clip
	if cast {
		room = s.room(p.clip)
	}
	first := len(c.leaves)
	for _, child := range l.Group.Layers {
		if q := c.cut(child, own, room); q != nil {
			p.parts = append(p.parts, q)
		}
	}
	shadow, _, there := merge.Open(l, c.Stage.job.doc.Slots, c.job.options.Fields)
	whole := l.Clip != nil || l.Mask != nil || shadow || there
	if !cast && !whole {
		return true
	}
	c.keep(p.parts)
	if !whole && c.grounded(p, s, c.leaves[first:]) {
		return true
	}
	p.parts, c.leaves = nil, c.leaves[:first]
	return false
}

// onlyThere tells whether all that fields decide about a layer is whether it is
// there.
func (c *cutter) onlyThere(l *designer.Layer) bool {
	if l.When == nil {
		return false
	}
	plain := *l
	plain.When = nil
	return !c.different(&plain)
}

// open tells whether fields settle anything in a layer but what texts say.
func (c *cutter) open(l *designer.Layer) bool {
	if c.colors { // the way to each tone that points to one is not looked for
		return true
	}
	all := append([]*designer.Layer{l}, inside(l)...)
	return slices.ContainsFunc(all, func(l *designer.Layer) bool {
		return l.When != nil || l.Image != nil && l.Image.Field != "" || slices.ContainsFunc(merge.Tones(l), func(t designer.Tone) bool { return t.Field != "" })
	})
}

// inside lists all layers that a layer holds, at any depth.
func inside(l *designer.Layer) []*designer.Layer {
	var out []*designer.Layer
	for _, q := range held(l) {
		out = append(append(out, q), inside(q)...)
	}
	return out
}

// held lists the layers that a layer holds, as its own and in its mask.
func held(l *designer.Layer) []*designer.Layer {
	var out []*designer.Layer
	if l.Group != nil {
		out = append(out, l.Group.Layers...)
	}
	if l.Mask != nil {
		out = append(out, l.Mask.Layers...)
	}
	return out
}

// grounded tells whether what varies in a group stands on what is opaque, for
// most of the trials at least. Else the group is drawn for each picture.
func (c *cutter) grounded(p *part, s shade, leaves []*part) bool {
	g := &solid{shade: s}
	for _, q := range p.parts {
		if q.fixed != nil {
			g.room = g.room.Union(q.fixed.rect)
		}
	}
	g.mask = mask{rect: g.room, pix: make([]uint8, g.room.Dx()*g.room.Dy())}
	for _, q := range p.parts {
		if q.fixed == nil {
			continue
		}
		r := q.fixed.rect
		for y := r.Min.Y; y < r.Max.Y; y++ {
			from, to := q.fixed.row(r.Min.X, y), g.mask.row(y)[r.Min.X-g.room.Min.X:]
			for x := range r.Dx() {
				if from[4*x+3] == 255 {
					to[x] = 255
				}
			}
		}
	}
	j, fails := c.job, 0
	for _, fields := range c.trials {
		j.measure = NewMeasure(j.options.Fonts, fields)
		for _, q := range leaves {
			f := merge.Filler{Fields: fields, Slots: j.doc.Slots, All: true}
			if t := j.layer(f.Layer(q.layer), q.under, q.clip, &Report{}); t != nil && !g.bears(t) {
				fails++
				break
			}
		}
	}
	if 2*fails > len(c.trials) {
		return false
	}
	p.solid = g
	if p.still(&c.job); p.base == nil {
		p.solid = nil
		return false
	}
	for _, q := range leaves {
		q.over = append(q.over, p)
	}
	return true
}

// bears tells whether a tile stands on opaque ground only.
func (g *solid) bears(t *tile) bool {
	if !t.rect.In(g.room) {
		return false
	}
	for y := t.rect.Min.Y; y < t.rect.Max.Y; y++ {
		row := t.row(t.rect.Min.X, y)[:4*t.rect.Dx()]
		ground := g.mask.row(y)[t.rect.Min.X-g.room.Min.X:][:t.rect.Dx()]
		x := 0
		for x+8 <= len(ground) && binary.LittleEndian.Uint64(ground[x:]) == math.MaxUint64 {
			x += 8
		}
		for ; x < len(ground); x++ {
			if ground[x] == 0 && row[4*x+3] != 0 {
				return false
			}
		}
	}
	return true
}

// different tells whether anything of a layer depends on fields.
func (c *cutter) different(l *designer.Layer) bool {
	shadow, look, there := merge.Open(l, c.Stage.job.doc.Slots, c.job.options.Fields)
	return shadow || look || there || slices.ContainsFunc(held(l), c.different)
}

// keep remembers what is the same in a group that is drawn for each picture.
func (c *cutter) keep(parts []*part) {
	for _, q := range parts {
		if !q.vary {
			c.Stage.job.kept[q.layer] = q.fixed
		}
		c.keep(q.parts)
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
		h.leaves(fields, true)
		for i, r := range h.seen {
			reach[i] = reach[i].Union(r)
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
			t = p.still(j)
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

// still is a part without what varies in it, and readies a group for being put
// together.
func (p *part) still(j *job) *tile {
	if !p.vary || p.parts == nil {
		return p.fixed
	}
	if p.base == nil {
		var (
			parts []*tile
			room  image.Rectangle
		)
		for _, q := range p.parts {
			if t := q.still(j); t != nil {
				parts = append(parts, t)
				room = room.Union(t.rect)
			}
		}
		plain := j.together(parts, room)
		if plain == nil {
			return nil
		}
		p.base = plain
		if p.solid != nil {
			p.base = j.cast(plain, p.solid.shade, p.clip)
		}
		p.base.kept = true
		p.ground()
	}
	t := p.base.cut(p.base.rect)
	t.kept = false
	t.thin(p.layer.Opacity)
	t.blend = p.layer.Blend
	return t
}

// ground puts together what lies below all that varies in a group.
func (p *part) ground() {
	var parts []*tile
	var room image.Rectangle
	for p.first = 0; p.first < len(p.parts) && !p.parts[p.first].vary; p.first++ {
		if t := p.parts[p.first].fixed; t != nil {
			parts, room = append(parts, t), room.Union(t.rect)
		}
	}
	p.below = newDeep(room)
	for _, t := range parts {
		p.below.lay(t, room)
	}
}

// cut copies the part of a tile that lies in a rectangle.
func (t *tile) cut(r image.Rectangle) *tile {
	r = r.Intersect(t.rect)
	out := &tile{rect: r, pix: make([]uint8, 4*r.Dx()*r.Dy()), kept: true, blend: t.blend}
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
