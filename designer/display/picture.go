package display

import (
	"bytes"
	"context"
	"errors"
	"image"
	"math"

	"github.com/disintegration/imaging"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// picture decodes an imported picture: it is turned as its file says, and what
// else the file says stays behind.
func (l *lister) picture(item Item) (Item, bool) {
	from := item.Layer.Image
	m, photo, ok := l.pixels(from)
	if !ok {
		return item, false
	}
	if !(from.W > 0) || !(from.H > 0) {
		return item, false
	}
	item.Picture = &Picture{Image: m, W: from.W, H: from.H, Photo: photo}
	line := l.line(item.Layer.Stroke)
	if line == nil {
		return item, true
	}
	// The frame lies over the picture, and both are one.
	frame := Item{Layer: item.Layer, Place: geom.Identity(), Opacity: 1, Path: geom.R(0, 0, from.W, from.H).Path(), Line: line}
	inner := item
	inner.Place, inner.Opacity = geom.Identity(), 1
	item.Picture, item.Items = nil, []Item{inner, frame}
	return item, true
}

// pixels gives what a picture shows; false when that is nothing.
func (l *lister) pixels(p *designer.Picture) (m image.Image, photo, ok bool) {
	switch {
	case p.Blob == "" && p.Field == "":
		return nil, false, false
	case p.Blob == "":
		return render.Nobody(), false, true
	case l.options.Blob == nil:
		l.err = designer.Fail("picture-missing")
		return nil, false, false
	}
	data, err := l.options.Blob(p.Blob)
	if err != nil {
		var known *designer.Fault
		if l.err = err; !errors.As(err, &known) {
			l.err = designer.Fail("picture-missing").Because(err)
		}
		return nil, false, false
	}
	if m, err = render.Decode(data); err != nil {
		l.err = err
		return nil, false, false
	}
	if part := render.Middle(m.Bounds(), p.W, p.H); p.Crop && part != m.Bounds() {
		m = imaging.Crop(m, part)
	}
	return m, bytes.HasPrefix(data, []byte("\xff\xd8")), true
}

// raster draws a layer that is held under m, with all there is to it, as a
// picture as large as the design.
func (l *lister) raster(layer *designer.Layer, m geom.Affine) (Item, bool) {
	back, ok := m.Inverse()
	if !ok {
		return Item{}, false
	}
	whole := *layer
	whole.Blend = designer.Normal // how it meets what lies below is not for the picture
	alone := l.doc
	alone.Layers = []*designer.Layer{{ID: layer.ID + "+", Opacity: 1, Place: m, Group: &designer.Group{Layers: []*designer.Layer{&whole}}}}
	width := min(l.options.Pixels, render.MostSide, max(int(render.MostSide*l.doc.Width/l.doc.Height), 1))
	drawn, report, err := render.Image(l.ctx, alone, render.Options{Width: width, Fonts: l.options.Fonts, Blob: l.options.Blob, Fields: l.options.Fields})
	if err != nil {
		l.err = err
		return Item{}, false
	}
	for id, missing := range report.Missing {
		l.list.Report.Missing[id] = missing
	}
	for id := range report.Overflow {
		l.list.Report.Overflow[id] = true
	}
	return Item{
		Layer: layer, Place: back, Opacity: 1, Blend: layer.Blend,
		Picture: &Picture{Image: render.Straight(drawn), W: l.doc.Width, H: l.doc.Height},
	}, true
}

// Shade draws the shadow of an item as a picture: its colour with the blurred
// coverage as alpha, scale pixels for each unit. It lies in a room in the units
// of what holds the item.
func (l List) Shade(ctx context.Context, item Item, scale float64, o Options) (*image.NRGBA, geom.Rect, error) {
	s := item.Shadow
	room := s.Reach(item.Reach())
	side := max(room.W(), room.H())
	if !(side > 0) || math.IsInf(side, 0) {
		return nil, room, nil
	}
	scale = min(scale, 2000/side)
	plain := *item.Layer
	plain.Shadow, plain.Opacity = nil, 1
	doc := l.Doc
	doc.Width, doc.Height = room.W(), room.H()
	shift := geom.Move(s.DX-room.Min.X, s.DY-room.Min.Y)
	doc.Layers = []*designer.Layer{{ID: plain.ID + "+", Opacity: 1, Place: shift, Group: &designer.Group{Layers: []*designer.Layer{&plain}}}}
	width := max(int(math.Ceil(room.W()*scale)), 1)
	drawn, _, err := render.Image(ctx, doc, render.Options{Width: width, Fonts: o.Fonts, Blob: o.Blob, Fields: o.Fields})
	if err != nil {
		return nil, room, err
	}
	w, h := drawn.Rect.Dx(), drawn.Rect.Dy()
	cover := make([]float32, w*h)
	for i := range cover {
		cover[i] = float32(drawn.Pix[4*i+3])
	}
	gauss(cover, w, h, s.Sigma*float64(w)/room.W())
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i, v := range cover {
		a := float64(v) * float64(s.Color.A) / 255
		out.Pix[4*i], out.Pix[4*i+1], out.Pix[4*i+2], out.Pix[4*i+3] = s.Color.R, s.Color.G, s.Color.B, uint8(min(a+0.5, 255))
	}
	return out, room, nil
}

// gauss blurs a plane, first along rows, then along columns.
func gauss(plane []float32, w, h int, sigma float64) {
	if sigma < 0.1 {
		return
	}
	n := int(math.Ceil(3 * sigma))
	kernel := make([]float32, 2*n+1)
	sum := 0.0
	for i := range kernel {
		v := math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		kernel[i] = float32(v)
		sum += v
	}
	for i := range kernel {
		kernel[i] /= float32(sum)
	}
	along := func(count, length, step, next int) {
		line := make([]float32, length+2*n)
		for k := range count {
			base := k * next
			for i := range length {
				line[n+i] = plane[base+i*step]
			}
			for i := range length {
				v := float32(0)
				for j, share := range kernel {
					v += share * line[i+j]
				}
				plane[base+i*step] = v
			}
		}
	}
	along(h, w, 1, w)
	along(w, h, w, 1)
}
