package svgout_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/svgout"
)

// What librsvg draws of an export may differ from our own picture: at 240
// pixels, by more than 48 of 255 on white, in one pixel of 200. Of a hundred
// designs one may differ in a few more: there resvg and Chromium draw what we
// do (see TestWriteForReaders).
const (
	side  = 240
	much  = 48
	share = 0.005
	most  = 0.0075
)

// generated makes designs of what SVG has to say: shapes with gradients, dashes,
// groups that are seen through, shadows, clips, masks, blending.
func generated(r *rand.Rand) designer.Document {
	id := 0
	kinds := []string{"rect", "ellipse", "star", "heart", "gear", "scallop", "shield"}
	var layer func(deep int) *designer.Layer
	outline := func(w float64) *designer.Outline {
		p := designer.Shape{Kind: kinds[r.IntN(len(kinds))], W: w, H: w}.Outline()
		return &designer.Outline{Path: p, EvenOdd: r.IntN(2) == 0}
	}
	tone := func() designer.Tone {
		return designer.Tone{Color: designer.Color{R: uint8(r.IntN(256)), G: uint8(r.IntN(256)), B: uint8(r.IntN(256)), A: 255}, Alpha: []float64{1, 1, 0.6}[r.IntN(3)]} // #nosec G115 -- below 256
	}
	paint := func(w float64) designer.Paint {
		stops := []designer.Stop{{At: 0, Tone: tone()}, {At: 0.4 + 0.2*r.Float64(), Tone: tone()}, {At: 1, Tone: tone()}}
		switch r.IntN(5) {
		case 0:
			return designer.Paint{Kind: designer.Linear, Stops: stops, From: geom.Pt(w*r.Float64(), 0), To: geom.Pt(w, w*r.Float64())}
		case 1:
			return designer.Paint{Kind: designer.Radial, Stops: stops, From: geom.Pt(w/2, w/2), To: geom.Pt(w, w/2), Focus: geom.Pt(w*0.4, w*0.45), Ratio: 0.5 + 0.5*r.Float64()}
		case 2:
			return designer.Paint{Kind: designer.Conic, Stops: stops, From: geom.Pt(w/2, w/2), To: geom.Pt(w, w/2)}
		}
		return designer.Paint{Kind: designer.Solid, Tone: tone()}
	}
	layer = func(deep int) *designer.Layer {
		id++
		w := 80 + 300*r.Float64()
		l := &designer.Layer{
			ID: fmt.Sprint("l", id), Opacity: []float64{1, 1, 0.5}[r.IntN(3)],
			Place: geom.Rotate(360 * r.Float64()).Then(geom.Move(100+400*r.Float64(), 100+400*r.Float64())),
		}
		if deep < 2 && r.IntN(4) == 0 {
			l.Group = &designer.Group{}
			for range 1 + r.IntN(3) {
				l.Group.Layers = append(l.Group.Layers, layer(deep+1))
			}
			l.Place = geom.Scale(0.8, 0.9)
		} else {
			l.Shape, l.Fill = &designer.Shape{Kind: kinds[r.IntN(len(kinds))], W: w, H: w}, paint(w)
		}
		if l.Group == nil && r.IntN(2) == 0 {
			l.Stroke = &designer.Stroke{Paint: designer.Paint{Kind: designer.Solid, Tone: tone()}, Width: 2 + 18*r.Float64(), Join: []designer.Join{designer.JoinRound, designer.JoinMiter, designer.JoinBevel}[r.IntN(3)]}
			if r.IntN(2) == 0 {
				l.Stroke.Dash, l.Stroke.Cap = []float64{20 + 20*r.Float64(), 25}, []designer.Cap{designer.CapRound, designer.CapButt}[r.IntN(2)]
			}
		}
		if r.IntN(4) == 0 {
			l.Shadow = &designer.Shadow{DX: 8, DY: 12, Blur: 4 + 20*r.Float64(), Tone: tone()}
		}
		if r.IntN(5) == 0 {
			l.Clip = outline(w)
		}
		if r.IntN(6) == 0 {
			id++
			m := &designer.Layer{ID: fmt.Sprint("m", id), Opacity: 1, Place: geom.Identity(), Shape: &designer.Shape{Kind: "ellipse", W: w, H: w}, Fill: paint(w)}
			l.Mask = &designer.Mask{Layers: []*designer.Layer{m}, Light: r.IntN(2) == 0}
		}
		if blends := designer.Blends(); r.IntN(4) == 0 {
			l.Blend = blends[r.IntN(len(blends))]
		}
		return l
	}
	doc := designer.Document{Width: designer.Side, Height: designer.Side}
	for range 2 + r.IntN(5) {
		doc.Layers = append(doc.Layers, layer(0))
	}
	return doc
}

// TestAsOthersDraw exports designs and has librsvg draw them: 20, or 100 with
// BADGEKILN_LONG.
func TestAsOthersDraw(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("rsvg-convert"); err != nil {
		t.Skip("there is no rsvg-convert to compare with")
	}
	r := rand.New(rand.NewPCG(7, 8))
	count := 20
	if os.Getenv("BADGEKILN_LONG") != "" {
		count = 100
	}
	worst, noted, above := 0.0, 0, 0
	dir := t.TempDir()
	for n := range count {
		doc := generated(r)
		if err := doc.Check(); err != nil {
			t.Fatal(err)
		}
		list, err := display.Of(t.Context(), doc, display.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(list.Notes) > 0 {
			noted++
		}
		data, err := svgout.Write(list, side)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, fmt.Sprint(n, ".svg"))
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "rsvg-convert", path).Output()
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := png.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		ours, _, err := render.Image(t.Context(), doc, render.Options{Width: side})
		if err != nil {
			t.Fatal(err)
		}
		off := apart(ours, theirs)
		worst = max(worst, off)
		if off > share {
			above++
			t.Logf("design %d: %.2f %% of the pixels differ", n, 100*off)
		}
	}
	if worst > most || above > count/100 {
		t.Errorf("%d designs differ in more than %.1f %% of the pixels", above, 100*share)
	}
	t.Logf("%d designs; at worst %.2f %% of the pixels differ; %d with a part as a picture", count, 100*worst, noted)
}

// apart is the share of pixels that are off by much, on white.
func apart(a, b image.Image) float64 {
	off := 0
	white := func(c color.Color) [3]int {
		r, g, b, alpha := c.RGBA()
		rest := 0xffff - alpha
		return [3]int{int(r+rest) >> 8, int(g+rest) >> 8, int(b+rest) >> 8}
	}
	for y := range side {
		for x := range side {
			p, q := white(a.At(x, y)), white(b.At(x, y))
			for k := range p {
				if d := p[k] - q[k]; d > much || d < -much {
					off++
					break
				}
			}
		}
	}
	return float64(off) / side / side
}
