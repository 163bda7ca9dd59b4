package render

import (
	"rsc.io/qr"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
)

// codeKey is what a QR code looks like, but for its size.
type codeKey struct {
	content string
	level   designer.CodeLevel
}

// code is the outline of a QR code; nil when it has no content, or more than
// fits into one.
func (m *Measure) code(c *designer.Code) *geom.Path {
	key := codeKey{merge.Fill(c.Content, m.fields), c.Level}
	var dots *geom.Path
	if key.content == c.Content {
		dots = m.codes.of(key, func() *geom.Path { return drawDots(key) })
	} else { // another one for each person
		dots = drawDots(key)
	}
	if dots.Empty() {
		return nil
	}
	count := dots.Coords[0].X // the first point says how many dots there are
	k := c.Side / (count + float64(2*c.Quiet))
	rest := &geom.Path{Verbs: dots.Verbs[1:], Coords: dots.Coords[1:]}
	return rest.Mapped(geom.Move(float64(c.Quiet), float64(c.Quiet)).Then(geom.Scale(k, k)))
}

// drawDots draws a QR code, each dot one unit wide: a rectangle for each run in a
// row. Before them stands a move to how many dots a row has.
func drawDots(key codeKey) *geom.Path {
	levels := map[designer.CodeLevel]qr.Level{
		designer.CodeLow: qr.L, "": qr.M, designer.CodeMedium: qr.M, designer.CodeQuartile: qr.Q, designer.CodeHigh: qr.H,
	}
	if key.content == "" || len(key.content) > designer.MostCode {
		return nil
	}
	code, err := qr.Encode(key.content, levels[key.level])
	if err != nil {
		return nil
	}
	out := &geom.Path{}
	out.Move(geom.Pt(float64(code.Size), 0))
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				x0, y0, x1, y1 := float64(from), float64(y), float64(x), float64(y+1)
				out.Move(geom.Pt(x0, y0))
				out.Line(geom.Pt(x1, y0))
				out.Line(geom.Pt(x1, y1))
				out.Line(geom.Pt(x0, y1))
				out.Close()
			}
		}
	}
	return out
}
