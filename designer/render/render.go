package render

import (
	"context"
	"encoding/binary"
	"image"
	"math"
	"slices"
	"sync"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
	"badgekiln/designer/typeset"
)

// Options are what a picture needs besides its design.
type Options struct {
	Width  int                               // pixels; the height follows the document
	Fonts  *typeset.Fonts                    // nil draws no text
	Blob   func(hash string) ([]byte, error) // the bytes of an imported picture; nil: there are none
	Fields map[string]string                 // merge fields; one without a value stays as {name}
	Hide   map[string]bool                   // ids of layers to leave out
}

// Report says what could not be drawn as it should be, by layer id.
type Report struct {
	Missing  map[string][]rune // letters that no font has
	Overflow map[string]bool   // texts larger than their room at their least size
	Broken   map[string]error  // pictures that cannot be shown: *designer.Fault
}

// Whole tells that there is nothing to report.
func (r Report) Whole() bool { return len(r.Missing)+len(r.Overflow)+len(r.Broken) == 0 }

// MostSide is the largest width and height of a picture in pixels.
const MostSide = 4096

// Height gives the height in pixels that goes with a width.
func Height(doc designer.Document, width int) int {
	return max(int(math.Round(float64(width)*doc.Height/doc.Width)), 1)
}

// Image draws a design. A picture that cannot be shown is an error; other
// flaws are reported.
func Image(ctx context.Context, doc designer.Document, o Options) (*image.RGBA, Report, error) {
	var into *image.RGBA
	report, err := drawn(ctx, doc, o, func(d *deep) {
		into = image.NewRGBA(d.rect)
		d.write(into, d.rect)
	})
	return into, report, err
}

// StraightImage is Straight of what Image gives, in less time.
func StraightImage(ctx context.Context, doc designer.Document, o Options) (*image.NRGBA, Report, error) {
	var into *image.NRGBA
	report, err := drawn(ctx, doc, o, func(d *deep) {
		into = image.NewNRGBA(d.rect)
		d.straight(into)
	})
	return into, report, err
}

// drawn draws a design and has the picture written, unless there is an error.
func drawn(ctx context.Context, doc designer.Document, o Options, write func(*deep)) (Report, error) {
	size, err := sized(doc, o)
	if err != nil {
		return Report{}, err
	}
	doc = merge.Apply(doc, o.Fields)
	s := sheets.Get().(*sheet)
	defer sheets.Put(s)
	c := NewCanvas(o)
	c.doc, c.size, c.view, c.once, c.workers = doc, size, view(doc, size), true, s.painters
	defer func() { s.painters = c.workers }()
	whole := &s.whole
	whole.reset(image.Rectangle{Max: size})
	var report Report
	for items := range slices.Chunk(c.items(doc), mostWorkers) { // few large layers at a time
		drawn, err := c.draw(ctx, items)
		if err != nil {
			return Report{}, err
		}
		for _, r := range drawn {
			report.add(r.report)
		}
		layAll(whole, drawn)
		for _, r := range drawn {
			if r.tile != nil {
				c.workers[0].done(r.pix)
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	for _, fault := range report.Broken {
		return report, fault
	}
	write(whole)
	return report, nil
}

// layAll puts layers over a picture, some rows at a time, which stay near the
// core.
func layAll(whole *deep, drawn []*raster) {
	for y := whole.rect.Min.Y; y < whole.rect.Max.Y; y += stripRows {
		rows := image.Rect(whole.rect.Min.X, y, whole.rect.Max.X, min(y+stripRows, whole.rect.Max.Y))
		for _, r := range drawn {
			if r.tile != nil {
				whole.lay(r.tile, rows)
			}
		}
	}
}

// sheet is what drawing a picture needs for itself, whichever it is.
type sheet struct {
	painters []*painter
	whole    deep
}

// sheets are those at rest: clean memory costs as much as drawing.
var sheets = sync.Pool{New: func() any { return &sheet{} }} //nolint:gochecknoglobals // memory only

// sized gives the pixels of a picture.
func sized(doc designer.Document, o Options) (image.Point, error) {
	if o.Width < 1 || !(doc.Width > 0) || !(doc.Height > 0) {
		return image.Point{}, designer.Fail("picture-size")
	}
	if h := float64(o.Width) * doc.Height / doc.Width; o.Width > MostSide || h > MostSide {
		return image.Point{}, designer.Fail("picture-size")
	}
	return image.Pt(o.Width, Height(doc, o.Width)), nil
}

// view maps document units to the pixels of a picture.
func view(doc designer.Document, size image.Point) geom.Affine {
	return geom.Scale(float64(size.X)/doc.Width, float64(size.Y)/doc.Height)
}

// Straight takes the alpha out of the colours again, as files store them.
func Straight(m *image.RGBA) *image.NRGBA {
	b := m.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		from := m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):][:4*b.Dx()]
		to := out.Pix[y*out.Stride:][:4*b.Dx()]
		was, straight := uint32(0), uint32(0) // most pixels are as the one before them
		for i := 0; i+4 <= len(from) && i+4 <= len(to); i += 4 {
			if c := binary.LittleEndian.Uint32(from[i : i+4]); c != was {
				was, straight = c, straightened(c)
			}
			binary.LittleEndian.PutUint32(to[i:i+4], straight)
		}
	}
	return out
}
