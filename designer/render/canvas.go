package render

import (
	"context"
	"image"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
)

// Canvas is a renderer with a memory, for a design that is being worked on. It
// serves one goroutine at a time.
//
// What a layer looks like is remembered by its address; what lies below and
// above the layers that change is put together beforehand. So a drag costs
// what the dragged layer costs, however many others there are.
type Canvas struct {
	options Options
	measure *Measure
	images  images
	workers []*painter // one for each layer that is drawn at once

	seen    []item // the visible layers last drawn, from the bottom up
	slots   []designer.Slot
	doc     designer.Document // the one last drawn, with fields settled in it
	size    image.Point
	view    geom.Affine
	into    *image.RGBA // where they were drawn
	rasters map[item]*raster
	strips  []deep // a few rows each, one for each core
	below   frozen
	above   frozen
	filled  map[*designer.Layer]*designer.Layer // layers with fields settled in them, as they are without
	last    [2]int                              // how many layers below and above stayed the same the last time
	once    bool                                // for one picture only
	loose   bool                                // what is dragged may stand beside its place
	wider   map[item]*raster                    // of layers about to be dragged: with what lies outside of the picture
}

// item is a visible layer; hide says which of the layers in it are left out.
type item struct {
	layer *designer.Layer
	hide  string
}

// frozen is a number of layers put together.
type frozen struct {
	items   []item
	picture *deep // nil: not yet
	rows    [][]run
}

// NewCanvas makes a canvas that has drawn nothing.
func NewCanvas(o Options) *Canvas {
	return &Canvas{options: o, measure: NewMeasure(o.Fonts, o.Fields)}
}

// Measure is the canvas's own, with the same fonts and fields.
func (c *Canvas) Measure() *Measure { return c.measure }

// Hide says which layers are left out from the next Draw on.
func (c *Canvas) Hide(ids map[string]bool) { c.options.Hide = ids }

// Forget drops what is remembered of pictures, so that one that was missing is
// asked for again.
func (c *Canvas) Forget() {
	c.images.known = nil
	c.anew()
}

// anew has everything drawn anew with the next Draw.
func (c *Canvas) anew() {
	c.seen, c.rasters, c.into, c.below, c.above = nil, nil, nil, frozen{}, frozen{}
	c.filled, c.wider = nil, nil
}

// fill settles the layers that depend on fields. One that was settled for the
// last picture is the same again, so that it is known by its address.
func (c *Canvas) fill(doc designer.Document) designer.Document {
	if len(c.options.Fields) == 0 {
		return doc
	}
	f := merge.Filler{Fields: c.options.Fields, Slots: doc.Slots}
	layers, filled := slices.Clone(doc.Layers), map[*designer.Layer]*designer.Layer{}
	for i, l := range doc.Layers {
		n, known := c.filled[l]
		if !known {
			n = f.Layer(l)
		}
		layers[i], filled[l] = n, n
	}
	c.filled, doc.Layers = filled, layers
	doc.Slots = merge.Slots(doc.Slots, c.options.Fields)
	return doc
}

// Draw draws a design into a picture whose size is that of Image, with the
// same pixels, and tells which of them may have changed since the last Draw. A
// picture that cannot be shown is left out and reported.
func (c *Canvas) Draw(ctx context.Context, doc designer.Document, into *image.RGBA) (image.Rectangle, Report, error) {
	size, err := sized(doc, c.options)
	if err != nil {
		return image.Rectangle{}, Report{}, err
	}
	if into.Rect != (image.Rectangle{Max: size}) {
		return image.Rectangle{}, Report{}, designer.Fail("picture-size")
	}
	whole := into.Rect
	if size != c.size || view(doc, size) != c.view || !slices.Equal(doc.Slots, c.slots) {
		c.anew()
		c.size, c.view, c.slots = size, view(doc, size), slices.Clone(doc.Slots)
	}
	doc = c.fill(doc)
	c.doc = doc
	c.settle()
	now := c.items(doc)
	if err := c.render(ctx, now); err != nil {
		return image.Rectangle{}, Report{}, err
	}
	dirty := c.compose(now, into, whole)
	for _, i := range now {
		c.rasters[i].since = nil // nothing else is held on to
	}
	var report Report
	for _, i := range now {
		report.add(c.rasters[i].report)
	}
	return dirty, report, nil
}

// items lists the visible layers.
func (c *Canvas) items(doc designer.Document) []item {
	out := make([]item, 0, len(doc.Layers))
	for _, l := range doc.Layers {
		if !l.Hidden && !c.options.Hide[l.ID] {
			out = append(out, item{l, c.hidden(l)})
		}
	}
	return out
}

// hidden names the layers of a group that are left out.
func (c *Canvas) hidden(l *designer.Layer) string {
	if l.Group == nil || len(c.options.Hide) == 0 {
		return ""
	}
	var ids []string
	var look func(*designer.Layer)
	look = func(l *designer.Layer) {
		if c.options.Hide[l.ID] {
			ids = append(ids, l.ID)
		}
		if l.Group != nil {
			for _, child := range l.Group.Layers {
				look(child)
			}
		}
	}
	look(l)
	sort.Strings(ids)
	return strings.Join(ids, "\x00")
}

// job is for drawing layers with a painter.
func (c *Canvas) job(p *painter) *job {
	return &job{
		doc: c.doc, size: c.size, view: c.view, options: &c.options,
		measure: c.measure, images: &c.images, painter: p, once: c.once,
	}
}

// draw draws layers, several at once.
func (c *Canvas) draw(ctx context.Context, items []item) ([]*raster, error) {
	drawn := make([]*raster, len(items))
	var (
		next atomic.Int64
		wait sync.WaitGroup
	)
	work := func(p *painter) {
		j := c.job(p)
		for ctx.Err() == nil {
			k := int(next.Add(1)) - 1
			if k >= len(items) {
				return
			}
			drawn[k] = c.one(j, items[k])
		}
	}
	n := max(min(runtime.GOMAXPROCS(0), len(items), mostWorkers), 1)
	for len(c.workers) < n {
		c.workers = append(c.workers, &painter{})
	}
	for _, p := range c.workers[1:n] {
		wait.Go(func() { work(p) })
	}
	work(c.workers[0])
	wait.Wait()
	return drawn, ctx.Err()
}

// one draws a layer.
func (c *Canvas) one(j *job, i item) *raster {
	if c.once {
		return j.draw(i.layer)
	}
	if r := c.move(j, i); r != nil {
		return r
	}
	if _, _, _, moved := c.movedFrom(i); moved {
		if r := j.drawWide(i.layer, c.wide()); r != nil {
			return r
		}
	}
	if r := c.regroup(j, i); r != nil {
		return r
	}
	r := j.draw(i.layer)
	r.wide = r.tile != nil && r.rect.In(image.Rectangle{Max: c.size}.Inset(1)) && j.uncut(i.layer, r.rect)
	return r
}

// render draws the layers that are not remembered and forgets those no longer
// there, apart from those of the last picture, which tell what changed.
func (c *Canvas) render(ctx context.Context, now []item) error {
	kept := make(map[item]*raster, len(now))
	var missing []item
	for _, i := range now {
		if known, ok := c.rasters[i]; ok {
			kept[i] = known
		} else {
			missing = append(missing, i)
		}
	}
	drawn, err := c.draw(ctx, missing)
	if err != nil {
		return err
	}
	for k, i := range missing {
		kept[i] = drawn[k]
	}
	for _, i := range c.seen {
		if known, ok := c.rasters[i]; ok {
			kept[i] = known
		}
	}
	for i, old := range c.rasters { // its memory serves the next step of a drag
		if kept[i] == nil && old.tile != nil && !old.kept {
			c.workers[0].done(old.pix)
		}
	}
	c.rasters = kept
	return nil
}

// mostWorkers is how many layers are drawn at once: more would wait for memory.
const mostWorkers = 4

// compose brings the picture up to date and tells where it changed.
func (c *Canvas) compose(now []item, into *image.RGBA, whole image.Rectangle) image.Rectangle {
	before := 0
	for before < len(now) && before < len(c.seen) && now[before] == c.seen[before] {
		before++
	}
	after := 0
	for after < len(now)-before && after < len(c.seen)-before &&
		now[len(now)-1-after] == c.seen[len(c.seen)-1-after] {
		after++
	}
	dirty, sameInto := whole, into == c.into
	if sameInto {
		dirty = c.between(c.seen[before:len(c.seen)-after], now[before:len(now)-after]).Intersect(whole)
	}
	again := c.last == [2]int{before, after}
	c.seen, c.into, c.last = now, into, [2]int{before, after}
	if dirty.Empty() {
		return dirty
	}
	below, middle, above := now[:before], now[before:len(now)-after], now[len(now)-after:]
	// What changes once is drawn in place; what changes twice will change again.
	again = again && sameInto || c.loose
	c.freeze(&c.below, below, again)
	if !c.blends(above) {
		c.freeze(&c.above, above, again)
	}
	if c.restack(below, middle, above, into, dirty, sameInto) {
		return dirty
	}
	c.inStrips(dirty, func(d *deep) {
		if c.below.holds(below) {
			d.copyFrom(c.below.picture, d.rect)
		} else {
			c.layAll(d, below)
		}
		c.layAll(d, middle)
		if c.above.holds(above) {
			d.over(c.above.picture, d.rect)
		} else {
			c.layAll(d, above)
		}
		d.write(into, d.rect)
	})
	return dirty
}

// stripRows is how many rows are put together at once: what they need stays near
// the core.
const stripRows = 16

// inStrips has a picture put together strip by strip, several at once.
func (c *Canvas) inStrips(room image.Rectangle, strip func(*deep)) {
	var (
		next atomic.Int64
		wait sync.WaitGroup
	)
	count := (room.Dy() + stripRows - 1) / stripRows
	work := func(d *deep) {
		for {
			k := int(next.Add(1)) - 1
			if k >= count {
				return
			}
			rows := room
			rows.Min.Y += k * stripRows
			rows.Max.Y = min(rows.Min.Y+stripRows, room.Max.Y)
			d.reset(rows)
			strip(d)
		}
	}
	n := max(min(runtime.GOMAXPROCS(0), count, mostWorkers), 1)
	if len(c.strips) < n {
		c.strips = append(c.strips, make([]deep, n-len(c.strips))...)
	}
	for i := 1; i < n; i++ {
		wait.Go(func() { work(&c.strips[i]) })
	}
	work(&c.strips[0])
	wait.Wait()
}

// between is where layers that took the place of others may look different.
func (c *Canvas) between(was, now []item) image.Rectangle {
	if len(was) == 1 && len(now) == 1 {
		switch r, old := c.rasters[now[0]], c.rasters[was[0]]; {
		case r == old:
			return image.Rectangle{}
		case r.since != nil && r.since == old:
			return r.changed
		}
	}
	return c.around(was).Union(c.around(now))
}

// around is the pixels of some layers.
func (c *Canvas) around(items []item) (r image.Rectangle) {
	for _, i := range items {
		if known := c.rasters[i]; known != nil && known.tile != nil {
			r = r.Union(known.rect)
		}
	}
	return r
}

// layAll puts layers over what is in d.
func (c *Canvas) layAll(d *deep, items []item) {
	for _, i := range items {
		if known := c.rasters[i]; known != nil && known.tile != nil {
			d.lay(known.tile, d.rect)
		}
	}
}

// blends tells whether a layer among these looks at what lies below: then they
// cannot be put together without it.
func (c *Canvas) blends(items []item) bool {
	for _, i := range items {
		if known := c.rasters[i]; known != nil && known.tile != nil && known.blend != "" {
			return true
		}
	}
	return false
}

// holds tells whether a picture is that of items.
func (f *frozen) holds(items []item) bool { return f.picture != nil && slices.Equal(f.items, items) }

// freeze puts items together in f, if that is worth it.
func (c *Canvas) freeze(f *frozen, items []item, again bool) {
	if f.holds(items) {
		return
	}
	f.picture = nil
	if !again || len(items) == 0 {
		return
	}
	f.items = slices.Clone(items)
	f.picture = newDeep(c.around(items).Intersect(image.Rectangle{Max: c.size}))
	c.freezeIn(f)
}
