package render

import (
	"cmp"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// TestCoverage holds both rules against many thin lines through each pixel, on
// paths that cross themselves, go over the same way twice and leave the picture.
func TestCoverage(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(1, 2))
	for n := range 400 {
		path := &geom.Path{}
		var edges [][2]geom.Point
		for range 1 + chance.IntN(4) {
			corners := make([]geom.Point, 3+chance.IntN(5))
			spread := []float64{60, 8, 2}[n%3]
			from := geom.Pt(chance.Float64()*20-5, chance.Float64()*20-5)
			for i := range corners {
				corners[i] = from.Add(geom.Pt(chance.Float64()*spread-spread/4, chance.Float64()*spread-spread/4))
				if n%5 == 0 { // corners in the corners of pixels, lines along their edges
					corners[i] = geom.Pt(math.Round(corners[i].X), math.Round(corners[i].Y))
				}
			}
			for range 1 + chance.IntN(2) { // some of them twice
				if chance.IntN(2) == 0 {
					slices.Reverse(corners)
				}
				for i, c := range corners {
					if i == 0 {
						path.Move(c)
					} else {
						path.Line(c)
					}
					edges = append(edges, [2]geom.Point{c, corners[(i+1)%len(corners)]})
				}
				path.Close()
			}
		}
		for _, evenOdd := range []bool{false, true} {
			m := (&painter{}).cover(path, evenOdd, image.Rect(0, 0, 30, 30))
			if m == nil {
				continue
			}
			for y := m.rect.Min.Y; y < m.rect.Max.Y; y++ {
				want := covered(edges, evenOdd, y, 30)
				for x, got := range m.row(y) {
					if d := float64(got) - 255*want[x+m.rect.Min.X]; math.Abs(d) > 5 {
						t.Fatalf("%v, even-odd %v: pixel %d, %d is %d, not %.1f", edges, evenOdd, x+m.rect.Min.X, y, got, 255*want[x+m.rect.Min.X])
					}
				}
			}
		}
	}
}

// covered is how much of each pixel of a row is inside, by thin lines.
func covered(edges [][2]geom.Point, evenOdd bool, y, width int) []float64 {
	const lines = 128
	type crossing struct {
		x   float64
		way int
	}
	out := make([]float64, width)
	for i := range lines {
		at := float64(y) + (float64(i)+0.5)/lines
		var met []crossing
		for _, e := range edges {
			p, q, way := e[0], e[1], 1
			if p.Y > q.Y {
				p, q, way = q, p, -1
			}
			if p.Y <= at && at < q.Y {
				met = append(met, crossing{p.X + (at-p.Y)/(q.Y-p.Y)*(q.X-p.X), way})
			}
		}
		slices.SortFunc(met, func(a, b crossing) int { return cmp.Compare(a.x, b.x) })
		winding := 0
		for k, c := range met {
			if winding += c.way; winding == 0 || evenOdd && winding%2 == 0 {
				continue
			}
			for x := range out {
				out[x] += max(min(met[k+1].x, float64(x+1))-max(c.x, float64(x)), 0) / lines
			}
		}
	}
	return out
}

// TestManyEdges has more edges in a row than are taken apart exactly.
func TestManyEdges(t *testing.T) {
	t.Parallel()
	path := &geom.Path{}
	for i := range 3000 { // a fan: all of a square is covered, and again and again
		path.Move(geom.Pt(0, 0))
		path.Line(geom.Pt(float64(i%50), 20))
		path.Line(geom.Pt(40, 20))
		path.Line(geom.Pt(40, 0))
		path.Close()
	}
	m := (&painter{}).cover(path, false, image.Rect(0, 0, 40, 20))
	for y := range 20 {
		for x, v := range m.row(y) {
			if v < 250 && x > y {
				t.Fatalf("pixel %d, %d is %d", x, y, v)
			}
		}
	}
}

// sum is the covered area in pixels.
func sum(path *geom.Path) float64 {
	m := (&painter{}).cover(path, false, image.Rect(0, 0, 200, 200))
	total := 0.0
	if m != nil {
		for _, v := range m.pix {
			total += float64(v) / 255
		}
	}
	return total
}

func TestStrokeAreas(t *testing.T) {
	t.Parallel()
	line, corner, circle, square := &geom.Path{}, &geom.Path{}, &geom.Path{}, &geom.Path{}
	line.Move(geom.Pt(50, 50))
	line.Line(geom.Pt(150, 50))
	corner.Move(geom.Pt(50, 50))
	corner.Line(geom.Pt(100, 50))
	corner.Line(geom.Pt(100, 100))
	circle.Circle(geom.Pt(100, 100), 50, true)
	square.Move(geom.Pt(50, 50))
	square.Line(geom.Pt(150, 50))
	square.Line(geom.Pt(150, 150))
	square.Line(geom.Pt(50, 150))
	square.Close()
	there, box := &geom.Path{}, &geom.Path{} // back the same way; corners rounder than the line is wide
	there.Move(geom.Pt(50, 50))
	there.Line(geom.Pt(150, 50))
	there.Line(geom.Pt(100, 50))
	for i, c := range []geom.Point{{X: 52, Y: 52}, {X: 148, Y: 52}, {X: 148, Y: 148}, {X: 52, Y: 148}} {
		from := geom.Polar(c, 2, float64(180+90*i))
		if i == 0 {
			box.Move(from)
		} else {
			box.Line(from)
		}
		box.Arc(c, 2, float64(180+90*i), float64(270+90*i))
	}
	box.Close()
	round := math.Pi * 25 // a disc as wide as the stroke
	for name, one := range map[string]struct {
		path   *geom.Path
		stroke designer.Stroke
		area   float64
	}{
		"butt":           {line, designer.Stroke{}, 1000},
		"square caps":    {line, designer.Stroke{Cap: designer.CapSquare}, 1100},
		"round caps":     {line, designer.Stroke{Cap: designer.CapRound}, 1000 + round},
		"miter":          {corner, designer.Stroke{Join: designer.JoinMiter}, 1000},
		"limited":        {corner, designer.Stroke{Join: designer.JoinMiter, Miter: 1.2}, 987.5},
		"bevel":          {corner, designer.Stroke{Join: designer.JoinBevel}, 987.5},
		"round":          {corner, designer.Stroke{Join: designer.JoinRound}, 975 + round/4},
		"circle":         {circle, designer.Stroke{}, 2 * math.Pi * 50 * 10},
		"closed":         {square, designer.Stroke{}, 110*110 - 90*90},
		"dashes":         {line, designer.Stroke{Dash: []float64{10, 10}}, 500},
		"offset":         {line, designer.Stroke{Dash: []float64{10, 10}, Offset: -5}, 500},
		"odd pattern":    {line, designer.Stroke{Dash: []float64{20}}, 600},
		"dots":           {line, designer.Stroke{Dash: []float64{0, 25}, Cap: designer.CapRound}, 4 * round},
		"round trip":     {square, designer.Stroke{Dash: []float64{40, 40}, Offset: 20, Join: designer.JoinMiter}, 2000 + 0},
		"there and back": {there, designer.Stroke{Join: designer.JoinRound}, 1000 + round/2},
		"round corners":  {box, designer.Stroke{}, 110*110 - 90*90 - (4-math.Pi)*49},
		"too fine":       {line, designer.Stroke{Dash: []float64{1e-9}}, 1000},
		"no pattern":     {line, designer.Stroke{Dash: []float64{0, 0}}, 1000},
		"negative":       {line, designer.Stroke{Dash: []float64{5, -5}}, 1000},
	} {
		one.stroke.Width = 10
		if got := sum(strokeOutline(one.path, one.stroke, 1)); math.Abs(got-one.area) > 0.01*one.area {
			t.Errorf("%s: %.1f, not %.1f", name, got, one.area)
		}
	}
	if p := strokeOutline(line, designer.Stroke{}, 1); p != nil {
		t.Error("a line without width is drawn")
	}
}

// TestSharpBend strokes a curve tighter than the line is wide: no hole.
func TestSharpBend(t *testing.T) {
	t.Parallel()
	p := &geom.Path{}
	p.Move(geom.Pt(40, 150))
	p.Cube(geom.Pt(60, 0), geom.Pt(90, 0), geom.Pt(70, 150))
	m := (&painter{}).cover(strokeOutline(p, designer.Stroke{Width: 60}, 1), false, image.Rect(0, 0, 200, 200))
	for y := 60; y < 140; y++ {
		for x := 45; x < 70; x++ {
			if m.row(y)[x-m.rect.Min.X] != 255 {
				t.Fatalf("a hole at %d, %d", x, y)
			}
		}
	}
}

func TestLanes(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(5, 6))
	for range 100_000 {
		c := chance.Uint32()
		if got := narrow(widen(c)); got != c {
			t.Fatalf("%08x comes back as %08x", c, got)
		}
		v, k := chance.Uint64(), chance.Uint64N(256)
		fine := chance.Uint64N(65536)
		for lane := 0; lane < 64; lane += 16 {
			one := v >> lane & 0xffff
			if got, want := scale(v, k)>>lane&0xffff, one*k/255; got > want+1 || got+2 < want {
				t.Fatalf("%d × %d/255 is %d, not %d", one, k, got, want)
			}
			if got, want := scaleFine(v, fine)>>lane&0xffff, one*fine/65535; got > want+1 || got+2 < want {
				t.Fatalf("%d × %d/65535 is %d, not %d", one, fine, got, want)
			}
		}
	}
	// Laid over anything, a premultiplied colour stays one: no lane overflows.
	for a := range uint32(256) {
		full := uint64(0xffff_ffff_ffff_ffff)
		s := widen(a | a<<8 | a<<16 | a<<24)
		for lane := 0; lane < 64; lane += 16 {
			if s>>lane&0xffff+scale(full, uint64(255-a))>>lane&0xffff > 0xffff {
				t.Fatalf("alpha %d overflows", a)
			}
		}
	}
}

func TestMemo(t *testing.T) {
	t.Parallel()
	var m memo[int, int]
	made := 0
	get := func(k int) int { return m.of(k, func() int { made++; return 2 * k }) }
	for range 3 {
		if get(7) != 14 {
			t.Fatal("not 14")
		}
	}
	if made != 1 {
		t.Errorf("made %d times", made)
	}
	for k := range 10 * memoMost {
		get(k)
		get(7) // asked for all the time, and so never forgotten
	}
	if len(m.new)+len(m.old) > 2*memoMost+2 {
		t.Errorf("%d are remembered", len(m.new)+len(m.old))
	}
	if before := made; get(7) != 14 || made != before {
		t.Error("what was in use was forgotten")
	}
}
