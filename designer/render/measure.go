package render

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
	"badgekiln/designer/typeset"
)

// Measure knows how large layers are and what they look like in outline. It
// remembers what it measured, by address, and is safe for concurrent use.
type Measure struct {
	fonts  *typeset.Fonts
	fields map[string]string
	texts  memo[*designer.Text, typeset.Laid]
	shapes memo[*designer.Shape, *geom.Path]
	paths  memo[*designer.Outline, geom.Rect]
	codes  memo[codeKey, *geom.Path]
}

// NewMeasure makes a Measure that sets texts in fonts, their merge fields
// filled from fields.
func NewMeasure(fonts *typeset.Fonts, fields map[string]string) *Measure {
	return &Measure{fonts: fonts, fields: fields}
}

// Bounds is the room of a layer in its own units, without stroke and shadow: a
// group's is around its visible children.
func (m *Measure) Bounds(l *designer.Layer) geom.Rect {
	switch {
	case l.Shape != nil:
		return geom.R(0, 0, l.Shape.W, l.Shape.H)
	case l.Path != nil:
		return m.paths.of(l.Path, func() geom.Rect { return tight(l.Path.Path) })
	case l.Text != nil:
		return m.lay(l.Text).Bounds
	case l.Image != nil:
		return geom.R(0, 0, l.Image.W, l.Image.H)
	case l.Code != nil:
		return geom.R(0, 0, l.Code.Side, l.Code.Side)
	case l.Group != nil:
		var all geom.Rect
		for _, child := range l.Group.Layers {
			if !child.Hidden {
				all = all.Union(child.Place.Bounds(m.Bounds(child)))
			}
		}
		return all
	}
	return geom.Rect{}
}

// Outline is what a layer fills, in its own units; nil for a group and for a
// picture, which fill their Bounds.
func (m *Measure) Outline(l *designer.Layer) *geom.Path {
	switch {
	case l.Shape != nil:
		return m.shapes.of(l.Shape, l.Shape.Outline)
	case l.Path != nil:
		return l.Path.Path
	case l.Text != nil:
		return m.lay(l.Text).Outline
	case l.Code != nil:
		return m.code(l.Code)
	}
	return nil
}

// Laid is a text layer's setting, and false for any other layer.
func (m *Measure) Laid(l *designer.Layer) (typeset.Laid, bool) {
	if l.Text == nil {
		return typeset.Laid{}, false
	}
	return m.lay(l.Text), true
}

// Stroke is the outline of a layer's stroke in its own units, filled by the
// non-zero rule; nil without one.
func (m *Measure) Stroke(l *designer.Layer) *geom.Path {
	outline := m.Outline(l)
	if l.Stroke == nil || outline.Empty() {
		return nil
	}
	return strokeOutline(outline, *l.Stroke, 1)
}

func (m *Measure) lay(t *designer.Text) typeset.Laid {
	return m.texts.of(t, func() typeset.Laid {
		if m.fonts == nil {
			return typeset.Laid{Outline: &geom.Path{}}
		}
		return m.fonts.Lay(*t, merge.Fill(t.Content, m.fields))
	})
}

// glyphs sets a text that is only drawn, and not looked at again.
func (m *Measure) glyphs(t *designer.Text, into []typeset.Glyph) typeset.Laid {
	if m.fonts == nil {
		return typeset.Laid{}
	}
	return m.fonts.Glyphs(*t, merge.Fill(t.Content, m.fields), into)
}
