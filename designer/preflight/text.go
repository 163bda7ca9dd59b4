package preflight

import (
	"image"
	"math"
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/merge"
)

// What text needs to be read.
const (
	smallAt       = 90  // pixels: how wide a backpack shows a badge in a list
	pixelsToRead  = 7.0 // of letters' size there
	pixelsAtLeast = 5.0
	ratioToRead   = 4.5
	ratioOfLarge  = 3.0 // enough for large letters
	largeUnits    = 60  // of 600
)

// text looks at the setting of one text.
func (c *checker) text(t placed) {
	laid, _ := c.measure.Laid(t.layer)
	name := nameOf(t.layer)
	if strings.TrimSpace(t.layer.Text.Content) == "" {
		c.note(Finding{Code: TextEmpty, Severity: Info, Layer: t.layer.ID}, "name", name)
		return
	}
	if open := openFields(t.layer.Text.Content, c.o.Fields); len(open) > 0 {
		c.note(Finding{Code: Fields, Severity: Info, Layer: t.layer.ID}, "name", name, "fields", strings.Join(open, ", "))
	}
	for _, text := range merge.Unread(t.layer.Text.Content) {
		c.note(Finding{Code: FieldFormat, Severity: Bad, Layer: t.layer.ID}, "name", name, "text", text)
	}
	if len(laid.Missing) > 0 {
		c.note(Finding{Code: TextMissing, Severity: Bad, Layer: t.layer.ID, Measured: float64(len(laid.Missing))}, "name", name, "letters", string(laid.Missing))
	}
	if family := t.layer.Text.Font.Family; family != "" && c.o.Fonts != nil && !c.o.Fonts.Has(family) {
		c.note(Finding{Code: FontGone, Severity: Warn, Layer: t.layer.ID}, "name", name, "family", family)
	}
	if laid.Overflow {
		c.note(Finding{Code: TextOverflow, Severity: Bad, Layer: t.layer.ID}, "name", name)
	}
	units := laid.Size * scaleOf(t.place)
	px := math.Round(10*units*smallAt/c.doc.Width) / 10
	if px < pixelsToRead {
		severity := Warn
		if px < pixelsAtLeast && !mayDissolve(t.layer.Role) {
			severity = Bad
		}
		c.note(Finding{Code: TextSmall, Severity: severity, Layer: t.layer.ID, Measured: px, Wanted: pixelsToRead}, "name", name, "px", decimal(px, 1))
	}
	c.title(t, units)
	c.near(t)
	c.legible(t, units)
}

// mayDissolve tells whether a text by its role may be lost in a list: the
// place, the date, a number of a series.
func mayDissolve(role string) bool {
	return slices.Contains([]string{"org", "date", "number", "subtitle"}, role)
}

// openFields lists the merge fields of a text that have no value.
func openFields(content string, fields map[string]string) []string {
	var open []string
	for _, name := range merge.Names(content, fields) {
		if name != "" && !slices.Contains(open, name) {
			open = append(open, name)
		}
	}
	return open
}

// contrast compares a text's pixels with what lies below them. Where it lies
// on nothing, the worse of white and dark ground counts.
func (c *checker) contrast(t placed, with *image.RGBA) error {
	below, err := c.draw(map[string]bool{t.layer.ID: true})
	if err != nil {
		return err
	}
	alone, err := c.draw(c.allBut(t.layer.ID))
	if err != nil {
		return err
	}
	ratios := inkRatios(alone, with, below)
	if len(ratios) == 0 {
		return nil // nothing of it shows
	}
	slices.Sort(ratios)
	at := 0.1 // of its pixels the worst, but for what a curve's edge leaves
	if t.layer.Stroke != nil {
		at = 0.8 // letters or their outline: one of the two stands out
	}
	ratio := ratios[int(at*float64(len(ratios)-1))]
	laid, _ := c.measure.Laid(t.layer)
	large := laid.Size*scaleOf(t.place)*designer.Side/c.doc.Width >= largeUnits
	if ratio = math.Round(ratio*10) / 10; ratio >= ratioToRead {
		return nil
	}
	severity := Bad
	if large && ratio >= ratioOfLarge {
		severity = Info
	}
	c.note(Finding{Code: TextContrast, Severity: severity, Layer: t.layer.ID, Measured: ratio, Wanted: ratioToRead},
		"name", nameOf(t.layer), "ratio", decimal(ratio, 1), "wanted", decimal(ratioToRead, 1))
	return nil
}

// allBut hides every layer but one and the groups around it.
func (c *checker) allBut(id string) map[string]bool {
	hide := map[string]bool{}
	var walk func(layers []*designer.Layer) bool
	walk = func(layers []*designer.Layer) bool {
		found := false
		for _, l := range layers {
			has := l.ID == id || l.Group != nil && walk(l.Group.Layers)
			hide[l.ID] = !has
			found = found || has
		}
		return found
	}
	walk(c.doc.Layers)
	return hide
}

// inkRatios gives the contrast of every pixel that a text covers wholly.
// alone shows the text by itself, with the whole and below the whole but it.
func inkRatios(alone, with, below *image.RGBA) []float64 {
	most := uint8(0)
	for i := 3; i < len(alone.Pix); i += 4 {
		most = max(most, alone.Pix[i])
	}
	if most < 16 {
		return nil
	}
	least := most - most/64
	var ratios []float64
	for i := 0; i+3 < len(alone.Pix) && i+3 < len(with.Pix); i += 4 {
		if alone.Pix[i+3] < least || [4]uint8(with.Pix[i:i+4]) == [4]uint8(below.Pix[i:i+4]) && covered(alone.Pix[i:], with.Pix[i:]) {
			continue
		}
		ratios = append(ratios, min(
			contrast(over(with.Pix[i:], white()), over(below.Pix[i:], white())),
			contrast(over(with.Pix[i:], dark()), over(below.Pix[i:], dark())),
		))
	}
	return ratios
}

// covered tells whether a text's pixel lies below something else: the whole
// does not show its colour.
func covered(alone, with []uint8) bool {
	for i := range 3 {
		if d := int(alone[i]) - int(with[i]); d > 6 || d < -6 {
			return true
		}
	}
	return false
}

func nameOf(l *designer.Layer) string {
	if l.Name != "" {
		return l.Name
	}
	return l.ID
}
