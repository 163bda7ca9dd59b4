package render_test

import (
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// FuzzText draws any text in any size, straight, in a box, on an arc, as a
// field, with a shadow: nothing panics, and the picture is as large as it was
// asked for.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "Badge", "שלום (12) x", "नमूना", "a\nb\r\nc\t", "\u202eabc\u202c", "👩‍🚀", "\xff\xfe", "x\u0300\u0301\u0302", "{name|upper}", "ﷺ\u0640\u200d", "\U000e0041"} {
		f.Add(seed, 20.0, 100.0)
	}
	f.Fuzz(func(t *testing.T, content string, size, room float64) {
		if len(content) > 300 {
			return
		}
		for _, text := range []designer.Text{
			{Content: content, Room: room, MinSize: 2},
			{Content: "{name}", Box: &designer.Box{W: room, H: room / 2}, Valign: designer.Centre, Align: designer.Middle},
			{Content: content, Arc: &designer.Arc{Radius: room, Middle: -90, Sweep: 200, Inside: len(content)%2 == 0}, Track: size / 10},
		} {
			text.Size, text.Font = size, designer.Font{Family: "sans-bold"}
			doc := designer.Document{Width: 100, Height: 80, Layers: []*designer.Layer{{
				ID: "t", Opacity: 1, Place: geom.Rotate(room).Then(geom.Move(50, 40)), Fill: designer.FillColor(designer.Color{A: 255}), Text: &text,
				Shadow: &designer.Shadow{DX: 1, DY: 1, Blur: 2, Tone: designer.Tone{Color: designer.Color{A: 255}, Alpha: 1}},
			}}}
			if doc.Check() != nil {
				continue // no sound document
			}
			m, _, err := render.Image(t.Context(), doc, render.Options{Width: 50, Fonts: fonts(), Fields: map[string]string{"name": content}})
			if err != nil || m.Rect.Dx() != 50 || m.Rect.Dy() != 40 {
				t.Errorf("%v, %v", m.Rect, err)
			}
		}
	})
}
