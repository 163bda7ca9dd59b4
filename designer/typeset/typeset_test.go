package typeset_test

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rivo/uniseg"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/typeset"
	"badgekiln/designer/typeset/typetest"
)

var fonts = sync.OnceValue(func() *typeset.Fonts {
	f, err := typeset.NewFonts(typetest.Sources())
	if err != nil {
		panic(err)
	}
	return f
})

func style(change func(*designer.Text)) designer.Text {
	t := designer.Text{Size: 100, Font: designer.Font{Family: "sans"}}
	if change != nil {
		change(&t)
	}
	return t
}

// wide is how far the carets of a line lie apart.
func wide(l typeset.Laid) float64 {
	left, right := math.Inf(1), math.Inf(-1)
	for _, c := range l.Carets {
		left, right = min(left, c.Foot.X), max(right, c.Foot.X)
	}
	return right - left
}

func near(a, b, by float64) bool { return math.Abs(a-b) <= by }

func TestKerningAndLigatures(t *testing.T) {
	t.Parallel()
	f, plain := fonts(), style(nil)
	if pair, apart := wide(f.Lay(plain, "AV")), wide(f.Lay(plain, "A"))+wide(f.Lay(plain, "V")); pair >= apart-1 {
		t.Errorf("AV is as wide as A and V: %g, %g", pair, apart)
	}
	// One glyph for two letters still has a caret between them.
	carets := f.Lay(plain, "fi").Carets
	if len(carets) != 3 || !(carets[0].Foot.X < carets[1].Foot.X && carets[1].Foot.X < carets[2].Foot.X) {
		t.Errorf("fi: %v", carets)
	}
}

func TestAlign(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"Badge", "שלום"} {
		rtl := content != "Badge"
		for align, share := range map[designer.Align]float64{designer.Start: 0, designer.Middle: 0.5, designer.End: 1, "": 0} {
			if rtl {
				share = 1 - share
			}
			l := fonts().Lay(style(func(s *designer.Text) { s.Align = align }), content)
			left := math.Inf(1)
			for _, c := range l.Carets {
				left = min(left, c.Foot.X)
			}
			if !near(left, -share*wide(l), 0.01) {
				t.Errorf("%s %s: begins at %g of %g", content, align, left, wide(l))
			}
		}
	}
}

func TestShrink(t *testing.T) {
	t.Parallel()
	f := fonts()
	for _, track := range []float64{0, 20} {
		whole := wide(f.Lay(style(func(s *designer.Text) { s.Track = track }), "Recipient"))
		fit := func(room, least float64) typeset.Laid {
			return f.Lay(style(func(s *designer.Text) { s.Track, s.Room, s.MinSize = track, room, least }), "Recipient")
		}
		if l := fit(whole, 10); l.Size != 100 || l.Overflow {
			t.Errorf("it has room enough, and shrank to %g", l.Size)
		}
		if l := fit(whole/2, 10); !near(l.Size, 50, 0.01) || !near(wide(l), whole/2, 0.01) || l.Overflow {
			t.Errorf("half the room: size %g, %g of %g", l.Size, wide(l), whole)
		}
		if l := fit(whole/2, 70); l.Size != 70 || !l.Overflow {
			t.Errorf("below its floor: size %g, overflow %v", l.Size, l.Overflow)
		}
		if l := fit(whole/2, 0); l.Size != 100 || !l.Overflow {
			t.Errorf("without a floor it never shrinks: size %g, overflow %v", l.Size, l.Overflow)
		}
	}
}

func TestFallback(t *testing.T) {
	t.Parallel()
	l := fonts().Lay(style(nil), "Ab א ش Ж नम\u200d")
	if !slices.Equal(l.Missing, []rune{'न', 'म'}) {
		t.Errorf("missing %q", string(l.Missing))
	}
	if l := fonts().Lay(style(func(s *designer.Text) { s.Font.Family = "nobody's" }), "Ab"); l.Outline.Empty() {
		t.Error("an unknown family draws nothing")
	}
	if _, err := typeset.NewFonts(nil); err == nil {
		t.Error("no fonts are fonts")
	}
	if _, err := typeset.NewFonts([]typeset.Source{{Family: "sans", Data: []byte("junk")}}); err == nil {
		t.Error("junk is a font")
	}
}

func TestWeights(t *testing.T) {
	t.Parallel()
	f := fonts()
	if got := f.Weights("sans"); !slices.Equal(got, []int{500, 400}) {
		t.Errorf("%v", got)
	}
	if got := f.Families()[0]; got != "sans-bold" {
		t.Errorf("first family %s", got)
	}
	face := func(weight int, italic bool) float64 {
		return wide(f.Lay(style(func(s *designer.Text) { s.Font = designer.Font{Family: "serif", Weight: weight, Italic: italic} }), "Badgekiln"))
	}
	if usual, bold, light, slanted := face(0, false), face(900, false), face(300, false), face(0, true); usual != bold || usual == light || slanted == usual || slanted == light {
		t.Errorf("%g %g %g %g", usual, bold, light, slanted)
	}
}

// TestOrder reads characters back from left to right by their carets.
func TestOrder(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"abc":           "abc",
		"אבג":           "גבא",
		"ab אב cd":      "ab בא cd",
		"אב ab גד":      "דג ab בא",
		"Ali אב 12 Sm":  "Ali 12 בא Sm",
		"אב 12 גד":      "דג 12 בא",
		"a אב 12":       "a 12 בא",
		"a אב 12% off":  "a 12% בא off",
		"a 12 אב":       "a 12 בא",
		"(אב) 1, 2 and": "and 2 ,1 (בא)",
	} {
		l := fonts().Lay(style(nil), content)
		runes := []rune(content)
		if len(l.Carets) != len(runes)+1 {
			t.Errorf("%s: %d carets", content, len(l.Carets))
			continue
		}
		// A character lies between its leading edge and that of its
		// neighbour: its place is found by drawing it hidden from the rest.
		type placed struct {
			r rune
			x float64
		}
		var all []placed
		for i, r := range runes {
			x := l.Carets[i].Foot.X
			if rtl(r) { // its leading edge is the right one
				x--
			} else {
				x++
			}
			all = append(all, placed{r, x})
		}
		slices.SortStableFunc(all, func(a, b placed) int {
			if a.x < b.x {
				return -1
			}
			return 1
		})
		got := ""
		for _, p := range all {
			got += string(p.r)
		}
		if squeezed(got) != squeezed(want) {
			t.Errorf("%s: %q, not %q", content, got, want)
		}
	}
}

func rtl(r rune) bool { return r >= 0x590 && r < 0x600 }

// squeezed leaves out spaces and brackets, which take their direction from
// their neighbours.
func squeezed(s string) string {
	out := ""
	for _, r := range s {
		if r != ' ' && r != '(' && r != ')' && r != '%' && r != ',' {
			out += string(r)
		}
	}
	return out
}

func TestCarets(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "a", "Zoë", "e\u0301te\u0301", "👩‍🚀 x", "two\nlines", "\n", "مرحبا", "a  b "} {
		for name, change := range map[string]func(*designer.Text){
			"straight": func(*designer.Text) {},
			"arc":      func(s *designer.Text) { s.Arc = &designer.Arc{Radius: 200, Middle: -90, Sweep: 300} },
			"inside":   func(s *designer.Text) { s.Arc = &designer.Arc{Radius: 200, Middle: 90, Sweep: 300, Inside: true} },
			"box":      func(s *designer.Text) { s.Box = &designer.Box{W: 200, H: 400} },
			"narrow":   func(s *designer.Text) { s.Box = &designer.Box{W: 60, H: 400} },
		} {
			l := fonts().Lay(style(change), content)
			want := uniseg.GraphemeClusterCount(content) + 1
			if len(l.Carets) != want {
				t.Errorf("%s %q: %d carets, not %d", name, content, len(l.Carets), want)
			}
			last := -1
			for _, c := range l.Carets {
				if c.At <= last {
					t.Errorf("%s %q: carets go back from %d to %d", name, content, last, c.At)
				}
				last = c.At
				if high := c.Head.Sub(c.Foot).Length(); !near(high, 1.02*l.Size, 0.01) {
					t.Errorf("%s %q: a caret %g high at size %g", name, content, high, l.Size)
				}
			}
			if last != len([]rune(content)) {
				t.Errorf("%s %q: the last caret is before %d", name, content, last)
			}
		}
	}
}

func TestArc(t *testing.T) {
	t.Parallel()
	f := fonts()
	lay := func(content string, arc designer.Arc) typeset.Laid {
		return f.Lay(style(func(s *designer.Text) { s.Size, s.MinSize, s.Arc = 40, 5, &arc }), content)
	}
	for _, content := range []string{"ARCS", "شهادة"} {
		top := lay(content, designer.Arc{Radius: 200, Middle: -90, Sweep: 200})
		if b := top.Outline.Bounds(); b.Max.Y > -100 || b.Min.Y < -245 || !near(b.Middle().X, 0, 12) {
			t.Errorf("%s on top lies at %v", content, b)
		}
		foot := lay(content, designer.Arc{Radius: 200, Middle: 90, Sweep: 200, Inside: true})
		if b := foot.Outline.Bounds(); b.Min.Y < 100 || b.Max.Y > 225 || !near(b.Middle().X, 0, 12) {
			t.Errorf("%s below lies at %v", content, b)
		}
		first, last := foot.Carets[0].Foot, foot.Carets[len(foot.Carets)-1].Foot
		if (first.X > last.X) != (content != "ARCS") {
			t.Errorf("%s below runs from %v to %v", content, first, last)
		}
		// All carets stand on the circle below the baseline.
		for _, c := range top.Carets {
			if !near(c.Foot.Length(), 200-0.22*top.Size, 0.01) {
				t.Errorf("%s: a caret at %v", content, c.Foot)
			}
		}
	}
	small := lay("a long text on a short arc", designer.Arc{Radius: 100, Middle: 0, Sweep: 90})
	turn := func(p geom.Point) float64 { return math.Atan2(p.Y, p.X) * 180 / math.Pi }
	if from, to := turn(small.Carets[0].Foot), turn(small.Carets[len(small.Carets)-1].Foot); !near(from, -45, 0.1) || !near(to, 45, 0.1) || small.Overflow {
		t.Errorf("fills %g to %g", from, to)
	}
	if l := lay("a text that is far too long for such a very short arc as this one is", designer.Arc{Radius: 20, Middle: 0, Sweep: 40}); !l.Overflow || l.Size != 5 {
		t.Errorf("size %g, overflow %v", l.Size, l.Overflow)
	}
}

// TestArcSetsTightLettersApart sets letters that point inwards on circles so
// small that their heads would touch.
func TestArcSetsTightLettersApart(t *testing.T) {
	t.Parallel()
	turn := func(radius float64, inside bool, sweep float64) (float64, typeset.Laid) {
		l := fonts().Lay(style(func(s *designer.Text) {
			s.Size, s.MinSize, s.Arc = 18, 4, &designer.Arc{Radius: radius, Middle: 90, Sweep: sweep, Inside: inside}
		}), "FIRING")
		a, b := l.Carets[0].Foot, l.Carets[len(l.Carets)-1].Foot
		if !inside {
			a, b = b, a
		}
		return math.Mod(math.Atan2(a.Y, a.X)-math.Atan2(b.Y, b.X)+4*math.Pi, 2*math.Pi) * radius / l.Size, l
	}
	for radius, wider := range map[float64]float64{200: 1, 85: 1, 50: 1.104, 30: 1.296} {
		in, _ := turn(radius, true, 360)
		out, _ := turn(radius, false, 360)
		if !near(in/out, wider, 0.002) {
			t.Errorf("radius %g: %.3f times as long inside, not %.3f", radius, in/out, wider)
		}
	}
	in, l := turn(30, true, 100)
	if long := in * l.Size / 30 * 180 / math.Pi; !near(long, 100, 0.1) || l.Overflow {
		t.Errorf("fills %g of 100 degrees, overflow %v", long, l.Overflow)
	}
}

// TestBendKeepsItsCircle bends joined letters as tightly as they go: nothing
// leaves the ring that their line is mapped to.
func TestBendKeepsItsCircle(t *testing.T) {
	t.Parallel()
	for _, radius := range []float64{30, 45, 80} {
		flat := fonts().Lay(style(func(s *designer.Text) { s.Size = 24 }), "شهادة تقدير").Outline.Bounds()
		bent := fonts().Lay(style(func(s *designer.Text) { s.Size, s.Arc = 24, &designer.Arc{Radius: radius, Middle: -90} }), "شهادة تقدير")
		// Of the curves' own points, not of the points that steer them.
		for verb, q := range bent.Outline.Steps() {
			if verb == geom.ClosePath {
				continue
			}
			if far := q[len(q)-1].Length(); far > radius-flat.Min.Y+0.5 || far < radius-flat.Max.Y-0.5 {
				t.Errorf("radius %g: a point %g from the middle, the line reaches from %g to %g", radius, far, radius-flat.Max.Y, radius-flat.Min.Y)
				break
			}
		}
	}
}

// TestBoxReadsItsParagraph wraps a line whose number belongs to letters on the
// row before: each row stands as the whole paragraph reads.
func TestBoxReadsItsParagraph(t *testing.T) {
	t.Parallel()
	content := "abc שלום 12 - 34"
	l := fonts().Lay(style(func(s *designer.Text) { s.Size, s.Box = 40, &designer.Box{W: 185, H: 400} }), content)
	at := map[int]typeset.Caret{}
	for _, c := range l.Carets {
		at[c.At] = c
	}
	first, second := at[9], at[14]
	if first.Foot.Y != second.Foot.Y || first.Foot.Y == at[0].Foot.Y {
		t.Fatalf("the numbers stand on other rows: %v", l.Carets)
	}
	if first.Foot.X < second.Foot.X {
		t.Errorf("12 at %g, 34 at %g: numbers after right-to-left letters go on to the left", first.Foot.X, second.Foot.X)
	}
}

func TestBox(t *testing.T) {
	t.Parallel()
	f := fonts()
	lay := func(content string, w, h float64, v designer.Valign) typeset.Laid {
		return f.Lay(style(func(s *designer.Text) {
			s.Size, s.MinSize, s.Box, s.Valign = 40, 10, &designer.Box{W: w, H: h}, v
		}), content)
	}
	content := "Fired a first piece and took it home"
	l := lay(content, 200, 400, designer.Top)
	if b := l.Outline.Bounds(); l.Size != 40 || b.Max.X > 200 || b.Min.X < -2 || b.Min.Y < 0 || b.H() < 130 {
		t.Errorf("size %g in %v", l.Size, l.Outline.Bounds())
	}
	if l.Bounds.W() < 200 || l.Bounds.H() < 400 {
		t.Errorf("the room of a box is the box: %v", l.Bounds)
	}
	y := map[designer.Valign]float64{}
	for _, v := range []designer.Valign{designer.Top, designer.Centre, designer.Bottom} {
		y[v] = lay(content, 200, 400, v).Outline.Bounds().Middle().Y
	}
	if !(y[designer.Top] < 150 && near(y[designer.Centre], 200, 10) && y[designer.Bottom] > 250) {
		t.Errorf("heights %v", y)
	}
	if l := lay(content, 200, 60, ""); l.Size >= 30 || l.Size < 10 || l.Overflow || l.Outline.Bounds().Max.Y > 62 {
		t.Errorf("a low box: size %g, overflow %v", l.Size, l.Overflow)
	}
	if l := lay(content, 200, 10, ""); l.Size != 10 || !l.Overflow {
		t.Errorf("a box too low: size %g, overflow %v", l.Size, l.Overflow)
	}
	if l := lay("Donaudampfschifffahrt", 150, 400, ""); l.Overflow || l.Size >= 40 || l.Outline.Bounds().Max.X > 151 {
		t.Errorf("a long word: size %g in %v", l.Size, l.Outline.Bounds())
	}
	if l := lay("Donaudampfschifffahrt", 30, 400, ""); !l.Overflow || l.Size != 10 || l.Outline.Bounds().Max.X > 31 {
		t.Errorf("a longer word is cut: size %g in %v", l.Size, l.Outline.Bounds())
	}
}

func TestSenseless(t *testing.T) {
	t.Parallel()
	for _, size := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if l := fonts().Lay(designer.Text{Size: size}, "x"); l.Outline == nil || !l.Outline.Empty() {
			t.Errorf("size %g draws something", size)
		}
	}
}

// TestTogether sets texts in several goroutines.
func TestTogether(t *testing.T) {
	t.Parallel()
	want := fonts().Lay(style(nil), "Together שלום مرحبا").Bounds
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			for range 10 {
				if got := fonts().Lay(style(nil), "Together שלום مرحبا").Bounds; got != want {
					t.Errorf("%v, not %v", got, want)
				}
			}
		})
	}
	wait.Wait()
}

func FuzzLay(f *testing.F) {
	for _, seed := range []string{"", "Badge", "שלום (12) x", "نمونه", "a\nb\r\nc", "\u202eabc\u202c", "👩‍🚀", "\xff"} {
		f.Add(seed, 100.0, 50.0)
	}
	f.Fuzz(func(t *testing.T, content string, w, h float64) {
		if len(content) > 500 {
			return
		}
		for _, text := range []designer.Text{
			{Size: 20, MinSize: 2, Room: w},
			{Size: 20, MinSize: 2, Box: &designer.Box{W: w, H: h}},
			{Size: 20, MinSize: 2, Arc: &designer.Arc{Radius: w, Sweep: h}},
		} {
			l := fonts().Lay(text, content)
			if l.Outline == nil || text.Arc == nil && len(l.Carets) == 0 {
				t.Errorf("%q: no outline or caret", content)
			}
		}
	})
}

func BenchmarkLay(b *testing.B) {
	for name, text := range map[string]designer.Text{
		"straight": style(nil),
		"arc":      style(func(s *designer.Text) { s.Arc = &designer.Arc{Radius: 300, Middle: -90, Sweep: 200} }),
		"box":      style(func(s *designer.Text) { s.Box = &designer.Box{W: 300, H: 300} }),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				fonts().Lay(text, "Amara Okafor-Smith")
			}
		})
	}
}

// TestLong sets the longest text a sound document may hold into the smallest
// rooms.
func TestLong(t *testing.T) {
	t.Parallel()
	for _, content := range []string{strings.Repeat("a", designer.MostText), strings.Repeat("ab ", designer.MostText/3), strings.Repeat("ש\n", designer.MostText/3)} {
		for _, text := range []designer.Text{
			style(func(s *designer.Text) { s.Box, s.MinSize = &designer.Box{W: 1, H: 1}, 0.1 }),
			style(func(s *designer.Text) { s.Arc, s.MinSize = &designer.Arc{Radius: 0.01, Sweep: 1}, 0.1 }),
			style(func(s *designer.Text) { s.Room, s.MinSize = 1, 0.1 }),
		} {
			// Short lines do fit into a narrow room.
			if l := fonts().Lay(text, content); !l.Overflow && (text.Room == 0 || !strings.Contains(content, "\n")) {
				t.Errorf("%d letters fit", len(content))
			}
		}
	}
}
