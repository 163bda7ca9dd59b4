package render

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"
)

func sample(size int) *image.NRGBA {
	return Seal(size, "FIRST FIRING", "HAFENWERK MAKERSPACE", "2026")
}

func TestSealIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(sample(300).Pix, sample(300).Pix) {
		t.Error("two seals of the same texts differ")
	}
}

func TestSealCornersAreTransparent(t *testing.T) {
	t.Parallel()
	for _, size := range []int{64, 90, 600} {
		seal := sample(size)
		last := size - 1
		for _, p := range []image.Point{{0, 0}, {last, 0}, {0, last}, {last, last}} {
			if a := seal.NRGBAAt(p.X, p.Y).A; a != 0 {
				t.Errorf("size %d: corner %v has alpha %d, want 0", size, p, a)
			}
		}
	}
}

func TestSealStaysInsideTheGrid(t *testing.T) {
	t.Parallel()
	seal := sample(600)
	box := image.Rectangle{}
	for y := range 600 {
		for x := range 600 {
			if seal.NRGBAAt(x, y).A > 0 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if room := image.Rect(4, 4, 596, 596); !box.In(room) {
		t.Errorf("the silhouette is %v, want it inside %v", box, room)
	}
}

func TestSealColoursFromTheOutsideIn(t *testing.T) {
	t.Parallel()
	seal := Seal(600, "X", "", "")
	at := func(name string, x, y int, want color.NRGBA) {
		t.Helper()
		got := seal.NRGBAAt(x, y)
		near := func(a, b uint8) bool { return math.Abs(float64(a)-float64(b)) <= 12 }
		if !near(got.R, want.R) || !near(got.G, want.G) || !near(got.B, want.B) || got.A != want.A {
			t.Errorf("%s at (%d, %d) is %v, want about %v", name, x, y, got, want)
		}
	}
	at("rim", 300, 10, color.NRGBA{0xff, 0xe3, 0xb8, 0xff})
	at("field", 300, 30, color.NRGBA{0xb4, 0x47, 0x1d, 0xff})
	at("ring", 300, 120, color.NRGBA{0xff, 0xe3, 0xb8, 0xff})
	at("disc", 300, 132, color.NRGBA{0x1f, 0x63, 0x73, 0xff})
	at("pot", 300, 250, color.NRGBA{0xff, 0xf4, 0xe2, 0xff})
	at("ribbon", 100, 350, color.NRGBA{0xff, 0xf4, 0xe2, 0xff})
	at("fold", 110, 450, color.NRGBA{0x4a, 0x16, 0x06, 0xff})
}

// The flame is asymmetrical on purpose; everything else is a mirror image.
func TestSealIsSymmetrical(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"", " "} {
		seal := Seal(600, title, "", "")
		for y := range 600 {
			for x := range 300 {
				if math.Abs(float64(x)-300) < 60 && y > 120 && y < 270 {
					continue
				}
				a, b := seal.NRGBAAt(x, y), seal.NRGBAAt(599-x, y)
				if math.Abs(float64(a.G)-float64(b.G)) > 4 || math.Abs(float64(a.A)-float64(b.A)) > 4 {
					t.Fatalf("title %q: (%d, %d) is %v, its mirror image %v", title, x, y, a, b)
				}
			}
		}
	}
}

// Ground and letter are taken from the same place, without and with the text.
func TestSealTextContrast(t *testing.T) {
	t.Parallel()
	bare := Seal(600, " ", "", "")
	cases := map[string]struct {
		seal *image.NRGBA
		ink  color.NRGBA
	}{
		"title":    {Seal(600, "FIRST FIRING", "", ""), color.NRGBA{0x4a, 0x16, 0x06, 0xff}},
		"upper":    {Seal(600, " ", "HAFENWERK MAKERSPACE", ""), color.NRGBA{0xff, 0xf4, 0xe2, 0xff}},
		"lower":    {Seal(600, " ", "", "2026"), color.NRGBA{0xf8, 0xbd, 0x45, 0xff}},
		"long arc": {Seal(600, " ", strings.Repeat("HAFENWERK ", 8), ""), color.NRGBA{0xff, 0xf4, 0xe2, 0xff}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			worst, letters := math.Inf(1), 0
			for y := range 600 {
				for x := range 600 {
					ground := bare.NRGBAAt(x, y)
					if c.seal.NRGBAAt(x, y) != c.ink || ground == c.ink {
						continue
					}
					letters++
					worst = math.Min(worst, contrast(c.ink, ground))
				}
			}
			if letters < 500 {
				t.Fatalf("only %d pixels of text: it was not drawn", letters)
			}
			if worst < 4.5 {
				t.Errorf("contrast is %.2f : 1, want at least 4.5", worst)
			}
		})
	}
}

func TestSealLongTitleStaysOnTheRibbon(t *testing.T) {
	t.Parallel()
	bare, seal := Seal(600, " ", "", ""), Seal(600, "ADVANCED KILN OPERATION AND CARE", "", "")
	for y := range 600 {
		for x := range 600 {
			if bare.NRGBAAt(x, y) != seal.NRGBAAt(x, y) && (x < 80 || x > 520 || y < 346 || y > 438) {
				t.Fatalf("the title leaves its ribbon at (%d, %d)", x, y)
			}
		}
	}
}

func TestSealWithoutTitleHasNoRibbon(t *testing.T) {
	t.Parallel()
	if a := Seal(600, "", "", "").NRGBAAt(8, 390).A; a != 0 {
		t.Errorf("alpha at the ribbon's tail is %d, want 0", a)
	}
}

func TestSealTakesAnyText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Ünïcode", "日本語", "\xff\xfe", "a\nb", strings.Repeat("M", 2000)} {
		Seal(64, text, text, text)
	}
}

func TestSealIsASmallFile(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&file, sample(600)); err != nil {
		t.Fatal(err)
	}
	if file.Len() >= 200_000 {
		t.Errorf("the picture has %d bytes, want less than 200,000", file.Len())
	}
}

// contrast is the contrast ratio of WCAG 2.
func contrast(a, b color.NRGBA) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
