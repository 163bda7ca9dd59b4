package render_test

import (
	"context"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// TestCode draws a QR code: its three finders stand in their corners, what it
// says follows the fields, and what does not fit is reported.
func TestCode(t *testing.T) {
	t.Parallel()
	doc := func(content string) designer.Document {
		l := &designer.Layer{
			ID: "c", Opacity: 1, Place: geom.Identity(), Fill: designer.FillColor(designer.Color{A: 0xff}),
			Code: &designer.Code{Content: content, Side: 290, Quiet: 4},
		}
		if err := l.Check(); err != nil {
			t.Fatal(err)
		}
		return designer.Document{Width: 290, Height: 290, Layers: []*designer.Layer{l}}
	}
	draw := func(content string, fields map[string]string) ([]uint8, render.Report) {
		m, report, err := render.Image(context.Background(), doc(content), render.Options{Width: 290, Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		return m.Pix, report
	}
	dark := func(pix []uint8, x, y int) bool { return pix[(y*290+x)*4+3] == 255 }
	// 21 dots and 8 beside make 29: ten pixels each.
	pix, report := draw("A", nil)
	for _, at := range [][2]int{{45, 45}, {75, 75}, {245, 45}, {45, 245}} {
		if !dark(pix, at[0], at[1]) {
			t.Errorf("no finder at %v", at)
		}
	}
	for _, at := range [][2]int{{35, 45}, {55, 55}, {245, 245 + 10}, {115, 45}} {
		if at != [2]int{245, 255} && dark(pix, at[0], at[1]) {
			t.Errorf("a dot at %v", at)
		}
	}
	if !report.Whole() {
		t.Errorf("reported %+v", report)
	}
	same, _ := draw("{verify_url}", map[string]string{"verify_url": "A"})
	other, _ := draw("{verify_url}", map[string]string{"verify_url": "B"})
	if string(same) != string(pix) || string(other) == string(pix) {
		t.Error("the field is not followed")
	}
	if _, report := draw("", nil); !report.Overflow["c"] {
		t.Error("an empty code is not reported")
	}
}
