package render

import (
	"encoding/binary"
	"image"

	"badgekiln/designer"
)

// run is a piece of a row of what lies above.
type run struct {
	from, to int
	kind     runKind
}

type runKind uint8

const (
	mixed runKind = iota
	nothing
	opaque
)

// leastRun is how many pixels are worth a run of their own.
const leastRun = 16

// runsOf cuts a row that begins at x into runs; short ones become part of a
// mixed one.
func runsOf(row []uint64, x int) []run {
	var out []run
	for i := 0; i < len(row); {
		kind, from := kindOf(row[i]), i
		for i < len(row) && kindOf(row[i]) == kind {
			i++
		}
		if i-from < leastRun {
			kind = mixed
		}
		if n := len(out); n > 0 && out[n-1].kind == kind {
			out[n-1].to = x + i
			continue
		}
		out = append(out, run{x + from, x + i, kind})
	}
	return out
}

func kindOf(v uint64) runKind {
	switch v >> 48 {
	case 0:
		return nothing
	case 65535:
		return opaque
	}
	return mixed
}

// restacked is what rows are put together from while a layer is dragged: what
// lies below and above it is one picture each.
type restacked struct {
	into   *image.RGBA
	below  *deep   // nil: nothing
	middle []*tile // that may be seen
	above  *frozen // nil: nothing
	same   bool    // into has what is opaque above already
}

// rows brings rows of a room up to date; line is scratch for one of them.
func (s *restacked) rows(room image.Rectangle, line *deep) {
	for y := room.Min.Y; y < room.Max.Y; y++ {
		x := room.Min.X
		for _, r := range s.above.runs(y) {
			from, to := max(r.from, x), min(r.to, room.Max.X)
			if from >= to {
				continue
			}
			s.piece(x, from, y, nothing, line)
			s.piece(from, to, y, r.kind, line)
			x = to
		}
		s.piece(x, room.Max.X, y, nothing, line)
	}
}

// piece brings a piece of a row up to date, above which all is of a kind.
func (s *restacked) piece(x0, x1, y int, above runKind, line *deep) {
	if x0 >= x1 || above == opaque && s.same {
		return
	}
	out := s.into.Pix[s.into.PixOffset(x0, y):][:4*(x1-x0)]
	if above == nothing && len(s.middle) == 1 && s.middle[0].blend == "" {
		s.single(x0, x1, y, out)
		return
	}
	line.reset(image.Rect(x0, y, x1, y+1))
	if above != opaque {
		if s.below != nil {
			line.copyFrom(s.below, line.rect)
		}
		for _, t := range s.middle {
			line.lay(t, line.rect)
		}
	}
	if above != nothing {
		line.over(s.above.picture, line.rect)
	}
	line.write(s.into, line.rect)
}

// single is a piece of which nothing but one layer and what lies below is seen.
func (s *restacked) single(x0, x1, y int, out []uint8) {
	t := s.middle[0]
	left, right := min(max(t.rect.Min.X, x0), x1), min(max(t.rect.Max.X, x0), x1)
	if y < t.rect.Min.Y || y >= t.rect.Max.Y {
		left, right = x1, x1
	}
	s.ground(x0, left, y, out[:4*(left-x0)])
	s.ground(right, x1, y, out[4*(right-x0):])
	if left >= right {
		return
	}
	out, top := out[4*(left-x0):4*(right-x0)], t.row(left, y)[:4*(right-left)]
	below, skip := s.below.from(left, y)
	if skip < 0 || skip+right-left > len(below) {
		s.edge(top, out, below, skip)
		return
	}
	below = below[skip:][:right-left]
	var ( // many pixels are as the one before
		lastTop  uint32
		lastDown uint64
		last     uint32
	)
	for i, v := range below {
		c := binary.LittleEndian.Uint32(top[4*i : 4*i+4])
		if c>>24 < 255 {
			if c != lastTop || v != lastDown {
				lastTop, lastDown, last = c, v, narrow(widen(c)+scale(v, uint64(255-c>>24)))
			}
			c = last
		}
		binary.LittleEndian.PutUint32(out[4*i:4*i+4], c)
	}
}

// edge is single where what lies below does not reach all along.
func (*restacked) edge(top, out []uint8, below []uint64, skip int) {
	if len(below) == 0 {
		copy(out, top)
		return
	}
	for i := range len(out) / 4 {
		c := binary.LittleEndian.Uint32(top[4*i : 4*i+4])
		if k := i + skip; k >= 0 && k < len(below) && c>>24 < 255 {
			c = narrow(widen(c) + scale(below[k], uint64(255-c>>24)))
		}
		binary.LittleEndian.PutUint32(out[4*i:4*i+4], c)
	}
}

// ground shows what lies below, alone.
func (s *restacked) ground(x0, x1, y int, out []uint8) {
	if x0 >= x1 {
		return
	}
	clear(out)
	below, skip := s.below.from(x0, y)
	var (
		down uint64
		last uint32
	)
	for i := max(-skip, 0); i < x1-x0 && i+skip < len(below); i++ {
		if v := below[i+skip]; v != down {
			down, last = v, narrow(v)
		}
		binary.LittleEndian.PutUint32(out[4*i:4*i+4], last)
	}
}

// runs gives those of a row; nothing where there is nothing above.
func (f *frozen) runs(y int) []run {
	if f == nil || y < f.picture.rect.Min.Y || y >= f.picture.rect.Max.Y {
		return nil
	}
	return f.rows[y-f.picture.rect.Min.Y]
}

// restack brings the picture up to date where all but some layers lie in one
// picture below and one above; false where they do not.
func (c *Canvas) restack(below, middle, above []item, into *image.RGBA, dirty image.Rectangle, same bool) bool {
	s := restacked{into: into, same: same}
	switch {
	case c.below.holds(below):
		s.below = c.below.picture
	case len(below) > 0:
		return false
	}
	switch {
	case c.above.holds(above):
		s.above = &c.above
	case len(above) > 0:
		return false
	}
	for _, i := range middle {
		if known := c.rasters[i]; known != nil && known.tile != nil && known.rect.Overlaps(dirty) {
			s.middle = append(s.middle, known.tile)
		}
	}
	c.inStrips(dirty, func(d *deep) { s.rows(d.rect, d) })
	return true
}

// freezeIn puts items together in a picture, and cuts its rows into runs.
func (c *Canvas) freezeIn(f *frozen) {
	room := f.picture.rect
	f.rows = make([][]run, room.Dy())
	c.inStrips(room, func(d *deep) {
		c.layAll(d, f.items)
		f.picture.copyFrom(d, d.rect)
		for y := d.rect.Min.Y; y < d.rect.Max.Y; y++ {
			f.rows[y-room.Min.Y] = runsOf(d.row(d.rect.Min.X, y)[:d.rect.Dx()], room.Min.X)
		}
	})
}

// Loosely says whether what is dragged may stand up to half a pixel beside its
// place, as on a screen while a gesture goes on, so that a step costs no drawing.
// The first Draw after it ended draws it where it is.
func (c *Canvas) Loosely(on bool) { c.loose = on }

// ghost marks what is not to be found again: no layer has such a name.
const ghost = "\xff"

// settle has drawn anew what stands beside its place.
func (c *Canvas) settle() {
	if c.loose {
		return
	}
	for k, i := range c.seen {
		if old := c.rasters[i]; old != nil && old.loose {
			gone := item{i.layer, ghost + i.hide}
			delete(c.rasters, i)
			c.rasters[gone], c.seen[k] = old, gone
		}
	}
}

// Ready gets ready for layers of the design last drawn to be dragged: what lies
// below and above them becomes one picture each, and they are drawn with what
// lies outside of the picture. What is in a group that holds one of them is drawn
// by itself. It changes no picture.
func (c *Canvas) Ready(ids map[string]bool) {
	lowest, highest := -1, -1
	for k, i := range c.seen {
		if !ids[i.layer.ID] && !within(i.layer, ids) {
			continue
		}
		if lowest < 0 {
			lowest = k
		}
		highest = k
	}
	if lowest < 0 {
		return
	}
	below, above := c.seen[:lowest], c.seen[highest+1:]
	c.freeze(&c.below, below, true)
	if !c.blends(above) {
		c.freeze(&c.above, above, true)
	}
	c.last = [2]int{len(below), len(above)}
	for _, i := range c.seen { // one group is worked on at a time
		if known := c.rasters[i]; known != nil && !within(i.layer, ids) {
			known.group = nil
		}
	}
	wide := map[item]*raster{}
	for _, i := range c.seen[lowest : highest+1] {
		known := c.rasters[i]
		if known != nil && known.group == nil && !ids[i.layer.ID] && plainGroup(i.layer) {
			known.group = c.parts(c.job(c.workers[0]), i.layer, nil, ids)
		}
		if !ids[i.layer.ID] || known == nil || known.wide {
			continue
		}
		if c.wider[i] != nil {
			wide[i] = c.wider[i]
			continue
		}
		r := &raster{wide: true}
		j := c.job(c.workers[0])
		r.tile = j.layer(i.layer, c.view, c.wide(), &r.report)
		if r.tile != nil && r.rect.In(c.wide().Inset(1)) {
			wide[i] = r
		}
	}
	c.wider = wide
}

// within tells whether a layer holds one of those named.
func within(l *designer.Layer, ids map[string]bool) bool {
	for _, q := range inside(l) {
		if ids[q.ID] {
			return true
		}
	}
	return false
}
