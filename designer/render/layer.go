package render

import (
	"image"
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// job is one picture being drawn.
type job struct {
	doc     designer.Document
	size    image.Point
	view    geom.Affine
	options *Options
	measure *Measure
	images  *images
	painter *painter
	ramps   *memo[*designer.Stop, *ramp] // may be nil
	kept    map[*designer.Layer]*tile    // layers of groups that are drawn already
	once    bool                         // texts are drawn and not looked at again
}

// raster is a layer drawn, and what there is to say about it.
type raster struct {
	*tile  // nil when nothing is to be seen
	report Report
	wide   bool       // it is there outside of the picture, too
	slip   geom.Point // how far its place lies from where it stands, in pixels
	loose  bool       // it was moved without regard to that, and to its shadow

	group   *grouped        // of a group that is worked on: what is in it
	since   *raster         // it differs from this one, which was shown before,
	changed image.Rectangle // in this part only
}

// draw gives a top-level layer on the whole picture.
func (j *job) draw(l *designer.Layer) *raster {
	r := &raster{}
	r.tile = j.layer(l, j.view, image.Rectangle{Max: j.size}, &r.report)
	return r
}

// layer draws a layer that is held under m, as far as it lies in clip.
func (j *job) layer(l *designer.Layer, m geom.Affine, clip image.Rectangle, report *Report) *tile {
	if l.Hidden || j.options.Hide[l.ID] || !(l.Opacity > 0) {
		return nil
	}
	own := l.Place.Then(m)
	if _, ok := own.Inverse(); !ok {
		return nil
	}
	s, cast := j.shadeOf(l.Shadow, m)
	room := clip
	if cast {
		room = s.room(clip)
	}
	var t *tile
	switch l.Kind() {
	case designer.KindGroup:
		t = j.group(l, own, room, report)
	case designer.KindImage:
		t = j.image(l, own, room, report)
	default:
		t = j.leaf(l, own, room, report)
	}
	if t = j.cutOut(t, l, own, room, report); t == nil || t.rect.Empty() {
		return nil
	}
	if cast {
		plain := t
		t = j.cast(plain, s, clip)
		j.painter.done(plain.pix)
	}
	if t.rect.Empty() {
		return nil
	}
	t.thin(l.Opacity)
	t.blend = l.Blend
	return t
}

// room is where something must be drawn so that it and its shadow are right in
// clip: what lies outside may throw its shadow inside.
func (s shade) room(clip image.Rectangle) image.Rectangle {
	left, top, right, foot := s.reach()
	return image.Rect(clip.Min.X-right, clip.Min.Y-foot, clip.Max.X+left, clip.Max.Y+top)
}

// group draws what it holds on a layer of its own.
func (j *job) group(l *designer.Layer, own geom.Affine, clip image.Rectangle, report *Report) *tile {
	var (
		parts []*tile
		room  image.Rectangle
	)
	for _, child := range l.Group.Layers {
		t, known := j.kept[child]
		if !known {
			t = j.layer(child, own, clip, report)
		}
		if t != nil {
			parts = append(parts, t)
			room = room.Union(t.rect)
		}
	}
	if len(parts) == 1 && !parts[0].kept {
		return parts[0]
	}
	return j.together(parts, room)
}

// together puts tiles into one, as far as they lie in room.
func (j *job) together(parts []*tile, room image.Rectangle) *tile {
	if len(parts) == 0 || room.Empty() {
		return nil
	}
	d := &j.painter.deep
	if !j.once { // a canvas does not hold on to so much memory
		d = &deep{}
	}
	d.reset(room)
	for _, t := range parts {
		d.lay(t, room)
		if !t.kept {
			j.painter.done(t.pix)
		}
	}
	return d.round(j.painter.tile(room))
}

// leaf fills and strokes an outline.
func (j *job) leaf(l *designer.Layer, own geom.Affine, clip image.Rectangle, report *Report) *tile {
	if l.Text != nil {
		if j.upright(l, own) {
			return j.letters(l, own, clip, report)
		}
		laid := j.measure.lay(l.Text)
		report.text(l.ID, laid.Missing, laid.Overflow)
	}
	outline := j.measure.Outline(l)
	if outline.Empty() {
		if l.Code != nil { // it holds nothing, or more than a code can
			report.text(l.ID, nil, true)
		}
		return nil
	}
	var fill, line *mask
	with := j.inkOf(l.Fill, own)
	if with != nil {
		fill = j.painter.cover(outline.Mapped(own), l.Path != nil && l.Path.EvenOdd, clip)
	}
	var pen ink
	if l.Stroke != nil {
		if pen = j.inkOf(l.Stroke.Paint, own); pen != nil {
			detail := math.Sqrt(math.Abs(own.Det()))
			if path := strokeOutline(outline, *l.Stroke, detail); path != nil {
				line = j.painter.cover(path.Mapped(own), false, clip)
			}
		}
	}
	var room image.Rectangle
	if fill != nil {
		room = room.Union(fill.rect)
	}
	if line != nil {
		room = room.Union(line.rect)
	}
	if room.Empty() {
		return nil
	}
	t := j.painter.tile(room)
	j.fill(t, fill, with, true)
	j.fill(t, line, pen, fill == nil)
	return t
}

func (r *Report) text(id string, missing []rune, overflow bool) {
	if len(missing) > 0 {
		if r.Missing == nil {
			r.Missing = map[string][]rune{}
		}
		r.Missing[id] = missing
	}
	if overflow {
		if r.Overflow == nil {
			r.Overflow = map[string]bool{}
		}
		r.Overflow[id] = true
	}
}

func (r *Report) broken(id string, err error) {
	if r.Broken == nil {
		r.Broken = map[string]error{}
	}
	r.Broken[id] = err
}

// add takes over what another report says.
func (r *Report) add(s Report) {
	for id, missing := range s.Missing {
		r.text(id, missing, false)
	}
	for id := range s.Overflow {
		r.text(id, nil, true)
	}
	for id, err := range s.Broken {
		r.broken(id, err)
	}
}
