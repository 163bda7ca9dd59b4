package display

import (
	"context"
	"image"
	"math"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

// Options are what a list needs besides the design.
type Options struct {
	Fonts  *typeset.Fonts
	Blob   func(hash string) ([]byte, error)
	Fields map[string]string
	Pixels int // width of what has to become a picture, if it filled the design; 0: twice a badge's
}

// List is a design taken apart.
type List struct {
	Doc    designer.Document
	Items  []Item // from the bottom up
	Notes  []Note
	Report render.Report // letters that no font has, texts that do not fit
}

// Note is something that no format says and that is a picture therefore. Code
// is the key of its sentence in the words ("export.<code>").
type Note struct {
	Code  string
	Layer string // its name
}

// Item is something drawn. It has a Path, a Picture or Items.
type Item struct {
	Layer   *designer.Layer
	Place   geom.Affine // to the units of what holds it
	Opacity float64     // of the whole
	Shadow  *Shadow     // or nil; it lies below the whole
	Blend   designer.Blend
	Clip    *designer.Outline // in the item's own units, or nil
	Mask    *Mask             // or nil; what clip and mask leave casts the shadow

	Path    *geom.Path
	EvenOdd bool
	Fill    Ink
	Line    *Line  // or nil; drawn over the fill
	Text    string // what a text says
	Laid    typeset.Laid

	Picture *Picture
	Items   []Item // of a group
}

// Mask is items, in the units of the item they belong to, that say how much of
// it is shown: by their alpha, or by how light they are, too.
type Mask struct {
	Items []Item
	Light bool
}

// Shadow is a shadow in the units of what holds the item.
type Shadow struct {
	DX, DY, Sigma float64
	Color         designer.Color
}

// Ink is a paint with its colours resolved. The zero Ink paints nothing.
type Ink struct {
	Kind     designer.PaintKind // NoPaint, Solid, Linear or Radial
	Color    designer.Color
	Stops    []Stop
	From, To geom.Point  // of Linear
	Round    geom.Affine // of Radial: maps the unit circle about the origin to its edge
	Focus    geom.Point  // of Radial: where it begins, in the unit circle
}

// Stop is a colour of a gradient.
type Stop struct {
	At    float64
	Color designer.Color
}

// Line is a stroke.
type Line struct {
	Ink    Ink
	Width  float64
	Cap    designer.Cap
	Join   designer.Join
	Miter  float64
	Dash   []float64
	Offset float64
}

// Picture is a raster picture in a box at the origin of its item.
type Picture struct {
	Image image.Image
	W, H  float64
	Photo bool // it was a JPEG: lossy compression does it no harm
}

// lister takes a design apart.
type lister struct {
	ctx     context.Context
	doc     designer.Document
	options Options
	measure *render.Measure
	list    List
	err     error
}

// Of takes a design apart. A picture that cannot be shown is an error, as when
// the design is drawn.
func Of(ctx context.Context, doc designer.Document, o Options) (List, error) {
	if o.Pixels <= 0 {
		o.Pixels = 2 * designer.Side
	}
	if !(doc.Width > 0) || !(doc.Height > 0) {
		return List{}, designer.Fail("picture-size")
	}
	doc = merge.Apply(doc, o.Fields)
	l := &lister{ctx: ctx, doc: doc, options: o, measure: render.NewMeasure(o.Fonts, o.Fields)}
	l.list.Doc = doc
	l.list.Report = render.Report{Missing: map[string][]rune{}, Overflow: map[string]bool{}, Broken: map[string]error{}}
	l.list.Items = l.items(doc.Layers, geom.Identity())
	if l.err == nil {
		l.err = ctx.Err()
	}
	return l.list, l.err
}

// items takes layers apart that are held under m.
func (l *lister) items(layers []*designer.Layer, m geom.Affine) []Item {
	var out []Item
	for _, layer := range layers {
		if l.err != nil || l.ctx.Err() != nil {
			return nil
		}
		if _, ok := layer.Place.Inverse(); !ok || layer.Hidden || !(layer.Opacity > 0) {
			continue
		}
		if code, ok := unsaid(layer); ok {
			l.list.Notes = append(l.list.Notes, Note{Code: code, Layer: name(layer)})
			if item, ok := l.raster(layer, m); ok {
				out = append(out, item)
			}
			continue
		}
		if item, ok := l.item(layer, m); ok {
			item.Shadow, item.Blend, item.Clip = l.shadow(layer.Shadow), layer.Blend, layer.Clip
			if layer.Mask != nil {
				item.Mask = &Mask{l.items(layer.Mask.Layers, layer.Place.Then(m)), layer.Mask.Light}
				if len(item.Mask.Items) == 0 {
					continue // nothing is let through
				}
			}
			out = append(out, item)
		}
	}
	return out
}

func name(l *designer.Layer) string {
	if l.Name != "" {
		return l.Name
	}
	return l.ID
}

// unsaid tells whether a layer has something that formats do not say.
func unsaid(l *designer.Layer) (code string, yes bool) {
	paints := []designer.Paint{l.Fill}
	if l.Stroke != nil {
		paints = append(paints, l.Stroke.Paint)
	}
	for _, p := range paints {
		switch p.Kind {
		case designer.NoPaint, designer.Solid, designer.Linear, designer.Radial:
		default:
			return "paint", true
		}
	}
	return "", false
}

func (l *lister) item(layer *designer.Layer, m geom.Affine) (Item, bool) {
	item := Item{Layer: layer, Place: layer.Place, Opacity: layer.Opacity}
	switch {
	case layer.Group != nil:
		item.Items = l.items(layer.Group.Layers, layer.Place.Then(m))
		return item, len(item.Items) > 0
	case layer.Image != nil:
		return l.picture(item)
	}
	if laid, ok := l.measure.Laid(layer); ok {
		item.Text, item.Laid = merge.Fill(layer.Text.Content, l.options.Fields), laid
		if len(laid.Missing) > 0 {
			l.list.Report.Missing[layer.ID] = laid.Missing
		}
		if laid.Overflow {
			l.list.Report.Overflow[layer.ID] = true
		}
	}
	item.Path = l.measure.Outline(layer)
	if item.Path.Empty() {
		return item, false
	}
	item.EvenOdd = layer.Path != nil && layer.Path.EvenOdd
	item.Fill = l.ink(layer.Fill)
	item.Line = l.line(layer.Stroke)
	return item, item.Fill.Kind != designer.NoPaint || item.Line != nil
}

func (l *lister) line(s *designer.Stroke) *Line {
	if s == nil || !(s.Width > 0) {
		return nil
	}
	out := &Line{Ink: l.ink(s.Paint), Width: s.Width, Cap: s.Cap, Join: s.Join, Miter: s.Miter, Dash: s.Dash, Offset: s.Offset}
	if out.Ink.Kind == designer.NoPaint {
		return nil
	}
	if !(out.Miter > 0) {
		out.Miter = 4
	}
	sum := 0.0
	for _, d := range out.Dash {
		sum += d
	}
	if !(sum > 0) {
		out.Dash = nil
	}
	return out
}

func (l *lister) shadow(s *designer.Shadow) *Shadow {
	if s == nil {
		return nil
	}
	c := l.doc.Resolve(s.Tone)
	if c.A == 0 {
		return nil
	}
	return &Shadow{DX: s.DX, DY: s.DY, Sigma: max(s.Blur, 0) / 2, Color: c}
}

// ink resolves a paint. A gradient without a length is its last colour.
func (l *lister) ink(p designer.Paint) Ink {
	switch p.Kind {
	case designer.Solid:
		if c := l.doc.Resolve(p.Tone); c.A > 0 {
			return Ink{Kind: designer.Solid, Color: c}
		}
		return Ink{}
	case designer.Linear, designer.Radial:
	default:
		return Ink{}
	}
	if len(p.Stops) == 0 {
		return Ink{}
	}
	out := Ink{Kind: p.Kind, From: p.From, To: p.To}
	for _, s := range p.Stops {
		out.Stops = append(out.Stops, Stop{min(max(s.At, 0), 1), l.doc.Resolve(s.Tone)})
	}
	slices.SortStableFunc(out.Stops, func(a, b Stop) int {
		switch {
		case a.At < b.At:
			return -1
		case a.At > b.At:
			return 1
		}
		return 0
	})
	last := Ink{Kind: designer.Solid, Color: out.Stops[len(out.Stops)-1].Color}
	axis := p.To.Sub(p.From)
	if !(axis.Length() > 0) || len(out.Stops) == 1 {
		return last
	}
	if p.Kind == designer.Linear {
		return out
	}
	ratio := p.Ratio
	if !(ratio > 0) {
		ratio = 1
	}
	out.Round = geom.Affine{A: axis.X, B: axis.Y, C: -axis.Y * ratio, D: axis.X * ratio, E: p.From.X, F: p.From.Y}
	unit, ok := out.Round.Inverse()
	if !ok {
		return last
	}
	out.Focus = unit.Apply(p.Focus)
	if far := out.Focus.Length(); far > 0.99 { // as it is drawn in pixels
		out.Focus = out.Focus.Times(0.99 / far)
	}
	return out
}

// Alpha tells whether any colour of an ink can be seen through.
func (i Ink) Alpha() bool {
	if i.Kind == designer.Solid {
		return i.Color.A < 255
	}
	return slices.ContainsFunc(i.Stops, func(s Stop) bool { return s.Color.A < 255 })
}

// Mixes tells whether anything an item holds mixes its colours with what lies
// below it: such a group is a picture of its own first.
func (it Item) Mixes() bool {
	return slices.ContainsFunc(it.Items, func(k Item) bool { return k.Blend != designer.Normal })
}

// Reach is the room of an item without its shadow, in the units around it.
func (it Item) Reach() geom.Rect {
	var box geom.Rect
	switch {
	case it.Picture != nil:
		box = geom.R(0, 0, it.Picture.W, it.Picture.H)
	case it.Path != nil:
		box = it.Path.Bounds()
	}
	for _, kid := range it.Items {
		r := kid.Reach()
		if s := kid.Shadow; s != nil {
			r = r.Union(s.Reach(r))
		}
		box = box.Union(r)
	}
	if it.Line != nil {
		grow := it.Line.Width / 2
		if it.Line.Join != designer.JoinRound && it.Line.Join != designer.JoinBevel {
			grow *= it.Line.Miter
		}
		box = box.Grow(grow * math.Sqrt2)
	}
	return it.Place.Bounds(box)
}

// Reach is the room of the shadow of what has a room.
func (s *Shadow) Reach(of geom.Rect) geom.Rect {
	r := of.Grow(3*s.Sigma + 1)
	d := geom.Pt(s.DX, s.DY)
	return geom.Rect{Min: r.Min.Add(d), Max: r.Max.Add(d)}
}
