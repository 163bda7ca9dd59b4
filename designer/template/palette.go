package template

import (
	"slices"

	"badgekiln/designer"
)

// Palettes are the colours that designs can come in. The slots of a template
// have the same names in every palette, so that each fits each.
type Palettes struct {
	Slots    []string  `json:"slots"` // in showing order
	Palettes []Palette `json:"palettes"`
	Levels   []Level   `json:"levels"`
}

// Palette gives slots their colours.
type Palette struct {
	Name   string                    `json:"name"`
	Level  string                    `json:"level"` // whose metals it comes with
	Colors map[string]designer.Color `json:"colors"`
}

// Level gives the three metals their colours. A level must never be told by
// its metal alone.
type Level struct {
	Name   string                    `json:"name"`
	Colors map[string]designer.Color `json:"colors"`
}

// Palettes lists them in showing order.
func (c *Catalogue) Palettes() []Palette { return slices.Clone(c.palettes.Palettes) }

// Levels lists them from the lowest.
func (c *Catalogue) Levels() []Level { return slices.Clone(c.palettes.Levels) }

// Palette finds one by name. Code "palette-unknown" when there is none.
func (c *Catalogue) Palette(name string) (Palette, error) {
	for _, p := range c.palettes.Palettes {
		if p.Name == name {
			return p, nil
		}
	}
	return Palette{}, designer.Fail("palette-unknown", "palette", name)
}

// Level finds one by name. Code "level-unknown" when there is none.
func (c *Catalogue) Level(name string) (Level, error) {
	for _, l := range c.palettes.Levels {
		if l.Name == name {
			return l, nil
		}
	}
	return Level{}, designer.Fail("level-unknown", "level", name)
}

// Slots gives the slots of a palette, in showing order.
func (c *Catalogue) Slots(p Palette) []designer.Slot {
	list := make([]designer.Slot, 0, len(c.palettes.Slots))
	for _, name := range c.palettes.Slots {
		list = append(list, designer.Slot{Name: name, Color: p.Colors[name]})
	}
	return list
}

// Recolour gives a design in another palette and level. Either may be zero and
// then changes nothing. Slots of one's own keep their colours.
func Recolour(doc designer.Document, p Palette, l Level) designer.Document {
	doc.Slots = slices.Clone(doc.Slots)
	for i, s := range doc.Slots {
		if c, ok := p.Colors[s.Name]; ok {
			doc.Slots[i].Color = c
		}
		if c, ok := l.Colors[s.Name]; ok {
			doc.Slots[i].Color = c
		}
	}
	return doc
}

// Avoids tells whether a palette would make a protected sign of the template,
// such as a red cross on white.
func (t Template) Avoids(palette string) bool { return slices.Contains(t.Avoid, palette) }
