package render

import (
	"fmt"
	"image"
	"math"
	"testing"

	"golang.org/x/image/vector"

	"badgekiln/designer/geom"
)

// BenchmarkCover compares our coverage with that of the rasteriser by
// accumulation that knows no rule, both with curves taken apart alike.
func BenchmarkCover(b *testing.B) {
	const side = 600
	circle, star, letters := &geom.Path{}, &geom.Path{}, &geom.Path{}
	circle.Circle(geom.Pt(300, 300), 290, true)
	for i := range 16 {
		p := geom.Polar(geom.Pt(300, 300), []float64{290, 120}[i%2], float64(i)*22.5)
		if i == 0 {
			star.Move(p)
		} else {
			star.Line(p)
		}
	}
	star.Close()
	for i := range 60 { // about as large as letters are
		c := geom.Pt(30+float64(i%12)*49, 100+float64(i/12)*90)
		letters.Circle(c, 18, true)
		letters.Circle(c, 12, false)
	}
	for name, path := range map[string]*geom.Path{"circle": circle, "star": star, "letters": letters} {
		b.Run(fmt.Sprint(name, "/ours"), func(b *testing.B) {
			p := &painter{}
			for b.Loop() {
				p.done(p.cover(path, false, image.Rect(0, 0, side, side)).pix)
			}
		})
		b.Run(fmt.Sprint(name, "/accumulated"), func(b *testing.B) {
			p := &painter{}
			var r vector.Rasterizer
			for b.Loop() {
				p.done(accumulated(p, &r, path, side))
			}
		})
	}
}

func accumulated(p *painter, r *vector.Rasterizer, path *geom.Path, side int) []uint8 {
	rect := pixels(path.Bounds(), image.Rect(0, 0, side, side))
	pix := p.bytes(rect.Dx() * rect.Dy())
	r.Reset(rect.Dx(), rect.Dy())
	x0, y0 := float64(rect.Min.X), float64(rect.Min.Y)
	line := func(q geom.Point) { r.LineTo(float32(q.X-x0), float32(q.Y-y0)) }
	var pen geom.Point
	for verb, q := range path.Steps() {
		switch verb {
		case geom.MoveTo:
			r.MoveTo(float32(q[0].X-x0), float32(q[0].Y-y0))
		case geom.LineTo:
			line(q[0])
		case geom.QuadTo:
			quadPieces(pen, q[0], q[1], fine, line)
		case geom.CubeTo:
			cubePieces(pen, q[0], q[1], q[2], fine, line)
		case geom.ClosePath:
			r.ClosePath()
		}
		if len(q) > 0 {
			pen = q[len(q)-1]
		}
	}
	alpha := &image.Alpha{Pix: pix, Stride: rect.Dx(), Rect: image.Rect(0, 0, rect.Dx(), rect.Dy())}
	r.Draw(alpha, alpha.Rect, image.Opaque, image.Point{})
	return pix
}

// FuzzCover: whatever its coordinates, a path is covered without harm.
func FuzzCover(f *testing.F) {
	f.Add([]byte{0, 0, 30, 0, 30, 30, 0, 30}, 1.0, false)
	f.Add([]byte{0, 200, 30, 0, 255, 30, 0, 30, 9, 9}, 1e300, true)
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, math.Inf(1), true)
	f.Fuzz(func(t *testing.T, data []byte, scale float64, evenOdd bool) {
		path := &geom.Path{}
		for i := 0; i+1 < min(len(data), 400); i += 2 {
			p := geom.Pt((float64(data[i])-64)*scale, (float64(data[i+1])-64)*scale)
			switch {
			case i == 0 || data[i]%16 == 0:
				path.Move(p)
			case data[i]%16 == 1:
				path.Close()
			default:
				path.Line(p)
			}
		}
		if m := (&painter{}).cover(path, evenOdd, image.Rect(0, 0, 64, 64)); m != nil && len(m.pix) != m.rect.Dx()*m.rect.Dy() {
			t.Fatal("another size")
		}
	})
}
