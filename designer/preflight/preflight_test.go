package preflight_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"math/rand/v2"
	"slices"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
	"badgekiln/designer/typeset"

	"golang.org/x/image/font/gofont/gobold"
)

func fonts(t *testing.T) *typeset.Fonts {
	t.Helper()
	f, err := typeset.NewFonts([]typeset.Source{{Family: "sans", Weight: 700, Data: gobold.TTF}})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func rgb(v uint32) designer.Color {
	return designer.Color{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}

func disc(id string, radius float64, c designer.Color) *designer.Layer {
	return &designer.Layer{
		ID: id, Name: id, Opacity: 1, Place: geom.Move(300-radius, 300-radius), Fill: designer.FillColor(c),
		Shape: &designer.Shape{Kind: "ellipse", W: 2 * radius, H: 2 * radius},
	}
}

func words(id, content string, size float64, c designer.Color) *designer.Layer {
	return &designer.Layer{
		ID: id, Name: id, Opacity: 1, Place: geom.Move(300, 320), Fill: designer.FillColor(c),
		Text: &designer.Text{Content: content, Font: designer.Font{Family: "sans"}, Size: size, Align: designer.Middle},
	}
}

func inFont(l *designer.Layer, family string) *designer.Layer {
	l.Text.Font.Family = family
	return l
}

func sound(layers ...*designer.Layer) designer.Document {
	base := []*designer.Layer{disc("rim", 290, rgb(0xffffff)), disc("disc", 278, rgb(0x12304d))}
	return designer.Document{
		Width: 600, Height: 600, Layers: append(base, layers...),
		About: designer.Credits{Licence: "CC0-1.0", Alt: "A disc."},
	}
}

func cross(t *testing.T, id string, c designer.Color) *designer.Layer {
	t.Helper()
	path, err := geom.ReadPath("M260 200H340V260H400V340H340V400H260V340H200V260H260Z")
	if err != nil {
		t.Fatal(err)
	}
	return &designer.Layer{ID: id, Opacity: 1, Place: geom.Identity(), Fill: designer.FillColor(c), Path: &designer.Outline{Path: path}}
}

func diamond(t *testing.T, id string, c designer.Color) *designer.Layer {
	t.Helper()
	path, err := geom.ReadPath("M300 180L420 300L300 420L180 300Z")
	if err != nil {
		t.Fatal(err)
	}
	return &designer.Layer{ID: id, Opacity: 1, Place: geom.Identity(), Fill: designer.FillColor(c), Path: &designer.Outline{Path: path}}
}

// kit is a case that a cross is cut out of.
func kit(t *testing.T, id string, c designer.Color) *designer.Layer {
	t.Helper()
	path, err := geom.ReadPath("M180 180H420V420H180ZM270 220V270H220V330H270V380H330V330H380V270H330V220Z")
	if err != nil {
		t.Fatal(err)
	}
	return &designer.Layer{ID: id, Emblem: "first-aid", Opacity: 1, Place: geom.Identity(), Fill: designer.FillColor(c), Path: &designer.Outline{Path: path, EvenOdd: true}}
}

// A green cross, a red one on blue and a red disc on white are nobody's.
func TestOtherSignsAreFree(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]designer.Document{
		"green":   sound(disc("field", 200, rgb(0xffffff)), cross(t, "c", rgb(0x2c6549))),
		"on blue": sound(disc("field", 200, rgb(0x1d3fbb)), cross(t, "c", rgb(0xc01818))),
		"a case":  sound(disc("field", 200, rgb(0xffffff)), kit(t, "c", rgb(0x2c6549))),
		"diamond": sound(disc("field", 200, rgb(0xd02020)), diamond(t, "c", rgb(0xffffff))),
		"a disc":  sound(disc("field", 200, rgb(0xffffff)), disc("c", 90, rgb(0xc01818))),
	} {
		if f, found := codes(t, doc)[preflight.Protected]; found {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func placedAt(l *designer.Layer, x, y float64) *designer.Layer {
	l.Place = geom.Move(x, y)
	return l
}

func roled(role string, l *designer.Layer) *designer.Layer {
	l.Role = role
	return l
}

// blob gives a picture of 64 × 64 pixels, or one that nothing makes small.
func blob(hash string) ([]byte, error) {
	m := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	switch hash {
	case "one":
	case "noise":
		m = image.NewNRGBA(image.Rect(0, 0, 300, 300))
		chance := rand.New(rand.NewPCG(1, 2))
		for i := range m.Pix {
			m.Pix[i] = uint8(chance.Uint32()) | 0x80
		}
	default:
		return nil, errors.New("none")
	}
	var out bytes.Buffer
	err := png.Encode(&out, m)
	return out.Bytes(), err
}

func codes(t *testing.T, doc designer.Document) map[string]preflight.Finding {
	t.Helper()
	r, err := preflight.Check(context.Background(), doc, preflight.Options{Fonts: fonts(t), Blob: blob, Fields: map[string]string{"class.name": "X"}})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]preflight.Finding{}
	for _, f := range r.Findings {
		found[f.Code] = f
		if slices.Contains(r.Fine, f.Code) {
			t.Errorf("%s is found and fine", f.Code)
		}
	}
	if len(found)+len(r.Fine)+len(r.Open) != len(preflight.Checks()) {
		t.Errorf("%d found and %d fine are not all checks", len(found), len(r.Fine))
	}
	return found
}

// What is not there yet is neither fine nor wrong.
func TestNothingToJudgeIsNotFine(t *testing.T) {
	t.Parallel()
	r, err := preflight.Check(t.Context(), designer.Document{Width: 600, Height: 600}, preflight.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{preflight.EmblemFaint, preflight.TextSmall, preflight.TitleLost, preflight.EdgeOnDark, preflight.PictureGone} {
		if slices.Contains(r.Fine, code) || !slices.Contains(r.Open, code) {
			t.Errorf("of an empty design %s is fine", code)
		}
	}
	if !slices.Contains(r.Fine, preflight.NotSquare) {
		t.Error("that it is square can be told")
	}
}

func TestASoundDesignHasNothing(t *testing.T) {
	t.Parallel()
	picture := &designer.Layer{ID: "p", Opacity: 1, Place: geom.Move(270, 400), Image: &designer.Picture{Blob: "one", W: 64, H: 64}}
	if found := codes(t, sound(words("title", "HELLO", 80, rgb(0xffffff)), picture)); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

func TestWhatIsFound(t *testing.T) {
	t.Parallel()
	wide := sound(words("title", "HELLO", 80, rgb(0xffffff)))
	wide.Width = 800
	tight := words("t", "MUCH TOO LONG FOR THIS", 80, rgb(0xffffff))
	tight.Text.Room, tight.Text.MinSize = 100, 60
	group := sound(&designer.Layer{
		ID: "g", Opacity: 1, Place: geom.Scale(0.4, 0.4).Then(geom.Move(180, 180)),
		Group: &designer.Group{Layers: []*designer.Layer{words("t", "HI", 80, rgb(0xffffff))}},
	})
	photo := func(id, blob string, side float64) *designer.Layer {
		return &designer.Layer{ID: id, Opacity: 1, Place: geom.Move(250, 250), Image: &designer.Picture{Blob: blob, W: side, H: side}}
	}
	bare := sound(words("t", "HELLO", 80, rgb(0xffffff)))
	bare.About = designer.Credits{}
	for name, c := range map[string]struct {
		doc      designer.Document
		code     string
		severity preflight.Severity
		layer    string
	}{
		"tiny":           {sound(words("t", "HELLO", 30, rgb(0xffffff))), preflight.TextSmall, preflight.Bad, "t"},
		"small":          {sound(words("t", "HELLO", 44, rgb(0xffffff))), preflight.TextSmall, preflight.Warn, "t"},
		"small in group": {group, preflight.TextSmall, preflight.Bad, "t"},
		"pale":           {sound(words("t", "HELLO", 50, rgb(0x3a5a78))), preflight.TextContrast, preflight.Bad, "t"},
		"same colour":    {sound(words("t", "HELLO", 50, rgb(0x12304d))), preflight.TextContrast, preflight.Bad, "t"},
		"large and pale": {sound(words("t", "HI", 120, rgb(0x7a92a8))), preflight.TextContrast, preflight.Info, "t"},
		"on nothing":     {designer.Document{Width: 600, Height: 600, Layers: []*designer.Layer{words("t", "HELLO", 80, rgb(0xffffff))}}, preflight.TextContrast, preflight.Bad, "t"},
		"letters":        {sound(words("t", "HI 漢", 80, rgb(0xffffff))), preflight.TextMissing, preflight.Bad, "t"},
		"font gone":      {sound(inFont(words("t", "HI", 80, rgb(0xffffff)), "Nowhere Sans")), preflight.FontGone, preflight.Warn, "t"},
		"overflow":       {sound(tight), preflight.TextOverflow, preflight.Bad, "t"},
		"empty text":     {sound(words("t", " ", 80, rgb(0xffffff))), preflight.TextEmpty, preflight.Info, "t"},
		"field":          {sound(words("t", "{name} {class.name}", 60, rgb(0xffffff))), preflight.Fields, preflight.Info, "t"},
		"picture gone":   {sound(photo("p", "none", 64)), preflight.PictureGone, preflight.Bad, "p"},
		"picture coarse": {sound(photo("p", "one", 100)), preflight.PictureRough, preflight.Warn, "p"},
		"wide":           {wide, preflight.NotSquare, preflight.Warn, ""},
		"empty":          {designer.Document{Width: 600, Height: 600}, preflight.Nothing, preflight.Bad, ""},
		"white":          {designer.Document{Width: 600, Height: 600, Layers: []*designer.Layer{disc("d", 280, rgb(0xf4f4f4))}}, preflight.EdgeOnWhite, preflight.Warn, ""},
		"dark":           {designer.Document{Width: 600, Height: 600, Layers: []*designer.Layer{disc("d", 280, rgb(0x202020))}}, preflight.EdgeOnDark, preflight.Warn, ""},
		"corners":        {designer.Document{Width: 600, Height: 600, Layers: []*designer.Layer{disc("d", 500, rgb(0x888888))}}, preflight.Corners, preflight.Info, ""},
		"cut":            {sound(words("t", "REACHES OVER THE EDGE", 80, rgb(0xffffff))), preflight.TextCut, preflight.Bad, "t"},
		"near the edge":  {sound(placedAt(words("t", "HI", 60, rgb(0xffffff)), 38, 330)), preflight.TextNear, preflight.Warn, "t"},
		"title lost":     {sound(roled("title", words("t", "HELLO", 40, rgb(0xffffff)))), preflight.TitleLost, preflight.Warn, "t"},
		"faint emblem":   {sound(roled("emblem", disc("e", 80, rgb(0x2a4a68)))), preflight.EmblemFaint, preflight.Warn, "e"},
		"large file":     {sound(&designer.Layer{ID: "p", Opacity: 1, Place: geom.Scale(2, 2), Image: &designer.Picture{Blob: "noise", W: 300, H: 300}}), preflight.FileLarge, preflight.Info, ""},
		"red cross":      {sound(disc("field", 200, rgb(0xffffff)), cross(t, "c", rgb(0xc01818))), preflight.Protected, preflight.Warn, "c"},
		"white cross":    {sound(disc("field", 200, rgb(0xd02020)), cross(t, "c", rgb(0xffffff))), preflight.Protected, preflight.Warn, "c"},
		"cut-out cross":  {sound(disc("field", 200, rgb(0xffffff)), kit(t, "c", rgb(0xc01818))), preflight.Protected, preflight.Warn, "c"},
		"licence":        {bare, preflight.NoLicence, preflight.Info, ""},
		"alt":            {bare, preflight.NoAlt, preflight.Info, ""},
	} {
		f, ok := codes(t, c.doc)[c.code]
		if !ok || f.Severity != c.severity || f.Layer != c.layer {
			t.Errorf("%s: found %+v (%v), want %s %s of %q", name, f, ok, c.severity, c.code, c.layer)
		}
	}
}

// What cannot be seen is not judged: a hidden text, and one that lies below
// something else.
func TestHiddenTextIsNotJudged(t *testing.T) {
	t.Parallel()
	hidden := words("t", "HELLO", 50, rgb(0x12304d))
	hidden.Hidden = true
	if found := codes(t, sound(hidden)); len(found) > 0 {
		t.Errorf("hidden: %+v", found)
	}
	below := codes(t, sound(words("t", "HELLO", 50, rgb(0x3a5a78)), disc("lid", 200, rgb(0xaa2020))))
	if _, found := below[preflight.TextContrast]; found {
		t.Errorf("below a lid: %+v", below)
	}
}

func TestContrast(t *testing.T) {
	t.Parallel()
	if got := preflight.Contrast(rgb(0xffffff), rgb(0)); got < 20.99 || got > 21.01 {
		t.Errorf("white on black is %.2f", got)
	}
	if got := preflight.Contrast(rgb(0x767676), rgb(0xffffff)); got < 4.53 || got > 4.55 {
		t.Errorf("grey on white is %.2f, want 4.54", got)
	}
}
