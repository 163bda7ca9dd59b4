package render

import (
	"bytes"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"sync"

	"github.com/disintegration/imaging"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// MostPixels is the largest picture that is decoded.
const MostPixels = 40_000_000

// Decode reads an imported picture: PNG, JPEG or GIF. Its size is looked at
// before anything is unpacked, so that a small file cannot fill the memory.
func Decode(data []byte) (image.Image, error) {
	var (
		config image.Config
		open   func() (image.Image, error)
		err    error
	)
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		config, err = png.DecodeConfig(bytes.NewReader(data))
		open = func() (image.Image, error) { return png.Decode(bytes.NewReader(data)) }
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
		config, err = jpeg.DecodeConfig(bytes.NewReader(data))
		open = func() (image.Image, error) {
			return imaging.Decode(bytes.NewReader(data), imaging.AutoOrientation(true))
		}
	case bytes.HasPrefix(data, []byte("GIF8")):
		config, err = gif.DecodeConfig(bytes.NewReader(data))
		open = func() (image.Image, error) { return gif.Decode(bytes.NewReader(data)) }
	default:
		return nil, designer.Fail("picture-kind")
	}
	if err != nil {
		return nil, designer.Fail("picture-unreadable").Because(err)
	}
	if config.Width < 1 || config.Height < 1 || config.Width > MostPixels/config.Height {
		return nil, designer.Fail("picture-large")
	}
	m, err := open()
	if err != nil {
		return nil, designer.Fail("picture-unreadable").Because(err)
	}
	return m, nil
}

// images remembers decoded pictures by hash, and the copies of the size last
// asked for.
type images struct {
	lock  sync.Mutex
	known map[string]*decoded
	clock int
}

type decoded struct {
	lock  sync.Mutex // so that several are decoded at once
	ready bool
	whole image.Image
	err   error
	used  int
	scale image.Point // what small was asked for
	crop  bool
	small *image.RGBA
}

// mostImages is how many pictures are remembered.
const mostImages = 16

// get gives a picture of about w by h pixels. One that is cropped is cut to their
// shape about its middle. Where only a field says which picture it is, and nothing
// is known of that, it is nobody's.
func (c *images) get(p *designer.Picture, blob func(string) ([]byte, error), w, h float64) (*image.RGBA, error) {
	if p.Blob == "" {
		return Nobody(), nil
	}
	d := c.of(p.Blob)
	d.lock.Lock()
	defer d.lock.Unlock()
	if d.open(p.Blob, blob); d.err != nil {
		return nil, d.err
	}
	return d.sized(w, h, p.Crop), nil
}

// of gives what is remembered of a picture, or a place to remember it in.
func (c *images) of(hash string) *decoded {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.clock++
	if d, ok := c.known[hash]; ok {
		d.used = c.clock
		return d
	}
	if len(c.known) >= mostImages {
		oldest := ""
		for h, k := range c.known {
			if oldest == "" || k.used < c.known[oldest].used {
				oldest = h
			}
		}
		delete(c.known, oldest)
	}
	if c.known == nil {
		c.known = map[string]*decoded{}
	}
	d := &decoded{used: c.clock}
	c.known[hash] = d
	return d
}

// open decodes a picture that is not decoded yet. One that is not there may be
// the next time.
func (d *decoded) open(hash string, blob func(string) ([]byte, error)) {
	if d.ready {
		return
	}
	if blob == nil {
		d.err = designer.Fail("picture-missing")
		return
	}
	data, err := blob(hash)
	if err != nil {
		var known *designer.Fault
		if d.err = err; !errors.As(err, &known) {
			d.err = designer.Fail("picture-missing").Because(err)
		}
		return
	}
	d.ready = true
	d.whole, d.err = Decode(data)
}

// sized gives the picture in about the pixels it is shown in: a large one is
// made smaller by a good filter, a small one stays as it is.
func (d *decoded) sized(w, h float64, crop bool) *image.RGBA {
	from := d.whole.Bounds()
	if crop {
		from = Middle(from, w, h)
	}
	want := image.Pt(
		min(max(int(math.Ceil(w)), 1), from.Dx()),
		min(max(int(math.Ceil(h)), 1), from.Dy()),
	)
	if d.small != nil && d.scale == want && d.crop == crop {
		return d.small
	}
	cut := d.whole
	if from != d.whole.Bounds() {
		cut = imaging.Crop(d.whole, from)
	}
	var straight *image.NRGBA
	if want == from.Size() {
		straight = imaging.Clone(cut)
	} else {
		straight = imaging.Resize(cut, want.X, want.Y, imaging.Lanczos)
	}
	d.scale, d.crop, d.small = want, crop, image.NewRGBA(straight.Rect)
	for i := 0; i+4 <= len(straight.Pix); i += 4 {
		s := straight.Pix[i : i+4]
		c := premultiplied(designer.Color{R: s[0], G: s[1], B: s[2], A: s[3]})
		copy(d.small.Pix[i:i+4], c[:])
	}
	return d.small
}

// Middle is the largest part of a picture about its middle that has the shape of
// w by h.
func Middle(r image.Rectangle, w, h float64) image.Rectangle {
	if !(w > 0) || !(h > 0) {
		return r
	}
	x, y := r.Dx(), r.Dy()
	if wide := int(math.Round(float64(y) * w / h)); wide < x {
		x = max(wide, 1)
	} else {
		y = min(max(int(math.Round(float64(x)*h/w)), 1), y)
	}
	at := r.Min.Add(image.Pt((r.Dx()-x)/2, (r.Dy()-y)/2))
	return image.Rectangle{Min: at, Max: at.Add(image.Pt(x, y))}
}

// Nobody is the picture of a person of whom none is known: head and shoulders.
func Nobody() *image.RGBA {
	const side, fine = 128, 3
	m := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			inside := 0
			for i := range fine * fine {
				u := (float64(x) + (float64(i%fine)+0.5)/fine) / side
				v := (float64(y) + (float64(i/fine)+0.5)/fine) / side
				head := math.Hypot(u-0.5, (v-0.39)/1.1) < 0.18
				body := math.Hypot((u-0.5)/0.36, (v-1)/0.36) < 1
				if head || body {
					inside++
				}
			}
			ground, figure := 214, 150
			c := uint8(ground - (ground-figure)*inside/(fine*fine)) // #nosec G115 -- between the two
			copy(m.Pix[m.PixOffset(x, y):], []uint8{c, c, c, 255})
		}
	}
	return m
}

// sampled is a picture as ink, looked at through back.
type sampled struct {
	from *image.RGBA
	back geom.Affine // pixels of the canvas to those of the picture
}

func (s sampled) row(x, y int, out []rgba) {
	w, h := s.from.Rect.Dx(), s.from.Rect.Dy()
	p := s.back.Apply(geom.Pt(float64(x)+0.5, float64(y)+0.5))
	at := func(x, y int) []uint8 {
		x, y = min(max(x, 0), w-1), min(max(y, 0), h-1)
		return s.from.Pix[y*s.from.Stride+4*x:][:4]
	}
	for i := range out {
		fx, fy := p.X+s.back.A*float64(i)-0.5, p.Y+s.back.B*float64(i)-0.5
		x0, y0 := math.Floor(fx), math.Floor(fy)
		ax, ay := uint32((fx-x0)*256), uint32((fy-y0)*256)
		a, b := at(int(x0), int(y0)), at(int(x0)+1, int(y0))
		c, d := at(int(x0), int(y0)+1), at(int(x0)+1, int(y0)+1)
		for k := range 4 {
			top := uint32(a[k])*(256-ax) + uint32(b[k])*ax
			foot := uint32(c[k])*(256-ax) + uint32(d[k])*ax
			out[i][k] = uint8((top*(256-ay) + foot*ay + 1<<15) >> 16) // #nosec G115 -- at most 255
		}
	}
}

// image draws a picture into its box, under any affine map.
func (j *job) image(l *designer.Layer, own geom.Affine, clip image.Rectangle, report *Report) *tile {
	if l.Image.Blob == "" && l.Image.Field == "" { // a person without a picture
		return nil
	}
	box := &geom.Path{}
	corners := geom.R(0, 0, l.Image.W, l.Image.H).Corners()
	for i, q := range corners {
		if i == 0 {
			box.Move(q)
		} else {
			box.Line(q)
		}
	}
	box.Close()
	pic, err := j.images.get(l.Image, j.options.Blob, l.Image.W*math.Hypot(own.A, own.B), l.Image.H*math.Hypot(own.C, own.D))
	if err != nil {
		report.broken(l.ID, err)
		return nil
	}
	cover := j.painter.cover(box.Mapped(own), false, clip)
	if cover == nil {
		return nil
	}
	fit := geom.Scale(l.Image.W/float64(pic.Rect.Dx()), l.Image.H/float64(pic.Rect.Dy())).Then(own)
	back, ok := fit.Inverse()
	if !ok {
		return nil
	}
	room := cover.rect
	var line *mask
	var pen ink
	if l.Stroke != nil {
		if pen = j.inkOf(l.Stroke.Paint, own); pen != nil {
			if path := strokeOutline(box, *l.Stroke, math.Sqrt(math.Abs(own.Det()))); path != nil {
				if line = j.painter.cover(path.Mapped(own), false, clip); line != nil {
					room = room.Union(line.rect)
				}
			}
		}
	}
	t := j.painter.tile(room)
	j.fill(t, cover, sampled{pic, back}, true)
	j.fill(t, line, pen, false)
	return t
}
