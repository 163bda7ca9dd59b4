package preflight

import (
	"image"
	"math"
	"strconv"

	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
)

// usualSide is how wide the picture of a badge is made unless told otherwise.
const usualSide = 600

// smallest is the strictest limit of those who read badges, for files of any
// picture; see Hosts. credential is how much of it what is baked in needs: one
// with both standards and a proof takes eight to twelve of them.
const (
	smallest   = 256 * kilobyte
	credential = 12 * kilobyte
)

// file looks at what the badge becomes as a file.
func (c *checker) file() error {
	o := render.Options{Width: c.side(), Fonts: c.o.Fonts, Blob: c.o.Blob, Fields: c.o.Fields}
	m := image.NewRGBA(image.Rect(0, 0, c.side(), render.Height(c.doc, c.side())))
	if _, _, err := render.NewCanvas(o).Draw(c.ctx, c.doc, m); err != nil {
		return err
	}
	data, err := pngenc.Encode(render.Straight(m))
	if err != nil {
		return err
	}
	size := float64(len(data) + credential)
	whole := func(bytes float64) string { return decimal(math.Ceil(bytes/kilobyte), 0) }
	if size > smallest {
		c.note(Finding{Code: FileLarge, Severity: Info, Measured: size, Wanted: smallest}, "kb", whole(size), "wanted", whole(smallest))
	}
	if most := float64(c.o.Host.Bytes); most > 0 && size > most {
		c.host(Finding{Code: HostBytes, Severity: Bad, Measured: size, Wanted: most}, "kb", whole(size), "wanted", whole(most))
	}
	return nil
}

// side is how wide the picture will be.
func (c *checker) side() int {
	if c.o.Side > 0 {
		return c.o.Side
	}
	return usualSide
}

func (c *checker) host(f Finding, pairs ...string) {
	c.note(f, append(pairs, "host", c.o.Host.Title)...)
}

// hosted looks at the rules of the platform that need no more than the picture.
func (c *checker) hosted(m *image.RGBA) {
	h := c.o.Host
	px, side := strconv.Itoa(c.side()), float64(c.side())
	if h.Square && c.doc.Width != c.doc.Height {
		c.host(Finding{Code: HostSquare, Severity: Bad, Measured: c.doc.Width / c.doc.Height, Wanted: 1})
	}
	if c.side() < h.Least {
		c.host(Finding{Code: HostSide, Severity: Bad, Measured: side, Wanted: float64(h.Least)}, "px", px, "wanted", strconv.Itoa(h.Least))
	}
	if h.Keeps > 0 && c.side() > h.Keeps {
		c.host(Finding{Code: HostReduced, Severity: Info, Measured: side, Wanted: float64(h.Keeps)}, "px", px, "wanted", strconv.Itoa(h.Keeps))
	}
	if h.Clear && opaque(m) {
		c.host(Finding{Code: HostCorners, Severity: Warn})
	}
	if h.White {
		c.whiteOutline(m)
	}
}

// What a white outline is: how light, and around how much of the badge.
const (
	whiteLight = 0.8 // of 1
	whiteShare = 0.9
)

// whiteOutline looks whether the outermost band is white nearly everywhere. The
// row of pixels that the edge itself runs through is half transparent, so the
// ones just inside count.
func (c *checker) whiteOutline(m *image.RGBA) {
	b := m.Bounds()
	light := make([]bool, b.Dx()*b.Dy())
	for i := range light {
		p := m.Pix[m.PixOffset(b.Min.X+i%b.Dx(), b.Min.Y+i/b.Dx()):][:4]
		light[i] = p[3] >= solidAlpha && luminance(over(p, dark())) >= whiteLight
	}
	edge, has := outline(m), 0
	for _, at := range edge {
		if anyInside(b, light, at, 2) {
			has++
		}
	}
	if share := float64(has) / float64(max(len(edge), 1)); share < whiteShare {
		percent := math.Round(100 * share)
		c.host(Finding{Code: HostOutline, Severity: Warn, Measured: percent, Wanted: 100 * whiteShare}, "percent", decimal(percent, 0))
	}
}

// legible looks at a text as large as the platform shows it.
func (c *checker) legible(t placed, units float64) {
	shown := c.o.Host.Legible
	px := math.Round(10*units*float64(shown)/c.doc.Width) / 10
	if shown == 0 || px >= pixelsAtLeast || mayDissolve(t.layer.Role) {
		return
	}
	c.host(Finding{Code: HostLegible, Severity: Warn, Layer: t.layer.ID, Measured: px, Wanted: pixelsAtLeast},
		"name", nameOf(t.layer), "px", decimal(px, 1), "shown", strconv.Itoa(shown))
}
