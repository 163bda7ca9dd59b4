// Package cure takes away what the preflight found: for a finding it tries the
// changes that a designer would try, the smallest first, and gives the first
// after which the finding is gone and none worse has come.
//
// It knows findings and edits. It must not know words, files or windows.
package cure

import (
	"context"
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
)

// Can tells whether there is a cure to be tried for a code.
func Can(code string) bool {
	return slices.Contains([]string{
		preflight.TextContrast, preflight.TextSmall, preflight.TitleLost, preflight.TextOverflow, preflight.TextNear,
		preflight.TextCut, preflight.NotSquare, preflight.EdgeOnWhite, preflight.EdgeOnDark, preflight.NoAlt,
		preflight.EmblemFaint, preflight.TextEmpty,
	}, code)
}

// Find gives the document in which a finding is gone; ok is false when none of
// what was tried takes it away. The document that was given is not changed.
func Find(ctx context.Context, doc designer.Document, f preflight.Finding, o preflight.Options) (cured designer.Document, ok bool, err error) {
	before, err := preflight.Check(ctx, doc, o)
	if err != nil {
		return doc, false, err
	}
	for _, try := range tries(doc, f) {
		next, err := try(doc)
		if err != nil {
			continue // it does not fit this design
		}
		after, err := preflight.Check(ctx, next, o)
		if err != nil {
			return doc, false, err
		}
		if !has(after, f) && !worse(before, after, f) {
			return next, true, nil
		}
	}
	return doc, false, nil
}

func has(r preflight.Report, f preflight.Finding) bool {
	return slices.ContainsFunc(r.Findings, func(g preflight.Finding) bool { return g.Code == f.Code && g.Layer == f.Layer })
}

// worse tells whether a change brought a finding that was not there, as bad as
// the one it took away.
func worse(before, after preflight.Report, f preflight.Finding) bool {
	rank := func(s preflight.Severity) int {
		return slices.Index([]preflight.Severity{preflight.Bad, preflight.Warn, preflight.Info}, s)
	}
	return slices.ContainsFunc(after.Findings, func(g preflight.Finding) bool {
		return rank(g.Severity) <= rank(f.Severity) && !has(before, g)
	})
}

// tries are the changes to be tried, in order.
func tries(doc designer.Document, f preflight.Finding) []edit.Edit {
	switch f.Code {
	case preflight.TextContrast, preflight.EmblemFaint:
		return repainted(doc, f.Layer)
	case preflight.TextSmall, preflight.TitleLost:
		return enlarged(f)
	case preflight.TextOverflow:
		return append(roomier(f.Layer), reduced(f.Layer)...)
	case preflight.TextNear, preflight.TextCut:
		return slices.Concat(shrinking(doc, f.Layer), wrapping(doc, f.Layer), drawnIn(doc, f.Layer))
	case preflight.NotSquare:
		return []edit.Edit{squared}
	case preflight.EdgeOnWhite:
		return rimmed(doc, "ink", "base-deep", "base", "metal-dark")
	case preflight.EdgeOnDark:
		return rimmed(doc, "paper", "tint", "metal-light", "pop")
	case preflight.NoAlt:
		return []edit.Edit{described}
	case preflight.TextEmpty:
		return []edit.Edit{edit.Delete([]string{f.Layer})}
	}
	return nil
}

// repainted paints a layer by each colour of the design, and by black and white
// when none is enough.
func repainted(doc designer.Document, id string) []edit.Edit {
	order := []string{"paper", "ink", "pop", "base-deep", "tint", "accent-deep", "base", "accent"}
	var out []edit.Edit
	for _, slot := range order {
		if _, ok := doc.Color(slot); ok {
			out = append(out, edit.SetFill([]string{id}, designer.Fill(slot)))
		}
	}
	for _, s := range doc.Slots {
		if !slices.Contains(order, s.Name) {
			out = append(out, edit.SetFill([]string{id}, designer.Fill(s.Name)))
		}
	}
	for _, c := range []designer.Color{{R: 255, G: 255, B: 255, A: 255}, {A: 255}} {
		out = append(out, edit.SetFill([]string{id}, designer.FillColor(c)))
	}
	return out
}

// enlarged sets a text larger, by what is missing and then by more.
func enlarged(f preflight.Finding) []edit.Edit {
	var out []edit.Edit
	k := 1.1
	if f.Measured > 0 && f.Wanted > f.Measured {
		k = f.Wanted / f.Measured * 1.02
	}
	for _, by := range []float64{k, k * 1.1, k * 1.25} {
		out = append(out, scaledText(f.Layer, by))
	}
	return out
}

// roomier gives a straight text more room, as far as the safe area goes.
func roomier(id string) []edit.Edit {
	var out []edit.Edit
	for _, share := range []float64{0.5, 0.65, 0.8, 0.92} {
		out = append(out, func(doc designer.Document) (designer.Document, error) {
			l := edit.Find(doc, id)
			if l == nil || l.Text == nil || l.Text.Arc != nil || l.Text.Room >= share*doc.Width {
				return doc, designer.Fail("nothing-selected")
			}
			return edit.SetText([]string{id}, func(t *designer.Text) {
				t.Room = share * doc.Width
				t.MinSize = min(t.Size, max(t.MinSize, 34))
			})(doc)
		})
	}
	return out
}

// reduced sets a text smaller until it fits.
func reduced(id string) []edit.Edit {
	out := []edit.Edit{edit.SetText([]string{id}, func(t *designer.Text) { t.MinSize = min(t.Size, 24) })}
	for _, by := range []float64{0.9, 0.8, 0.7, 0.6, 0.5, 0.4} {
		out = append(out, scaledText(id, by))
	}
	return out
}

func scaledText(id string, by float64) edit.Edit {
	return edit.SetText([]string{id}, func(t *designer.Text) {
		t.Size *= by
		t.MinSize *= by
	})
}

// shrinking has a straight text shrink to a part of the width, which a long name
// needs: the letters of short ones stay as they are.
func shrinking(doc designer.Document, id string) []edit.Edit {
	var out []edit.Edit
	unit := edit.Total(doc, id).Parts().SX
	for _, least := range []float64{34, 24, 16} {
		for _, share := range []float64{0.85, 0.7, 0.55} {
			out = append(out, func(doc designer.Document) (designer.Document, error) {
				l := edit.Find(doc, id)
				if l == nil || l.Text == nil || l.Text.Arc != nil || l.Text.Box != nil || !(unit > 0) {
					return doc, designer.Fail("nothing-selected")
				}
				return edit.SetText([]string{id}, func(t *designer.Text) {
					t.Room = share * doc.Width / unit
					t.MinSize = min(t.Size, least/unit)
				})(doc)
			})
		}
	}
	return out
}

// wrapping gives a straight text that runs from its middle two or three lines.
func wrapping(doc designer.Document, id string) []edit.Edit {
	var out []edit.Edit
	unit := edit.Total(doc, id).Parts().SX
	for _, lines := range []float64{2, 3} {
		out = append(out, func(doc designer.Document) (designer.Document, error) {
			l := edit.Find(doc, id)
			if l == nil || l.Text == nil || l.Text.Arc != nil || l.Text.Box != nil || l.Text.Align != designer.Middle || !(unit > 0) {
				return doc, designer.Fail("nothing-selected")
			}
			box := designer.Box{W: 0.85 * doc.Width / unit, H: lines * 1.2 * l.Text.Size}
			middle := geom.Pt(box.W/2, box.H/2+0.35*l.Text.Size) // of capitals over the baseline
			return edit.All(
				edit.SetText([]string{id}, func(t *designer.Text) {
					t.Room, t.Box, t.Valign, t.MinSize = 0, &box, designer.Centre, min(t.Size, 24/unit)
				}),
				edit.Update([]string{id}, func(l *designer.Layer) { l.Place = geom.Move(-middle.X, -middle.Y).Then(l.Place) }),
			)(doc)
		})
	}
	return out
}

// drawnIn moves a layer towards the middle, and then makes it smaller about it.
func drawnIn(doc designer.Document, id string) []edit.Edit {
	middle := geom.Pt(doc.Width/2, doc.Height/2)
	var out []edit.Edit
	for _, k := range []float64{0.97, 0.94, 0.9, 0.85, 0.8, 0.7} {
		out = append(out, placed(id, geom.Scale(k, k).About(middle)))
	}
	return out
}

// placed puts a layer of the document's top, or the group it stands in, through
// a map.
func placed(id string, m geom.Affine) edit.Edit {
	return func(doc designer.Document) (designer.Document, error) {
		top := id
		for _, l := range doc.Layers {
			if l.ID == id {
				break
			}
			if l.Group != nil && inside(l, id) {
				top = l.ID
			}
		}
		return edit.Update([]string{top}, func(l *designer.Layer) { l.Place = l.Place.Then(m) })(doc)
	}
}

func inside(l *designer.Layer, id string) bool {
	return slices.ContainsFunc(l.Group.Layers, func(k *designer.Layer) bool {
		return k.ID == id || k.Group != nil && inside(k, id)
	})
}

// squared gives the design as much room on its short sides as on its long ones.
func squared(doc designer.Document) (designer.Document, error) {
	side := max(doc.Width, doc.Height)
	by := geom.Move((side-doc.Width)/2, (side-doc.Height)/2)
	var ids []string
	for _, l := range doc.Layers {
		ids = append(ids, l.ID)
	}
	next, err := edit.Update(ids, func(l *designer.Layer) { l.Place = l.Place.Then(by) })(doc)
	next.Width, next.Height = side, side
	return next, err
}

// rimmed draws a line round the lowest layer, in colours that are seen where it
// is not, and makes the design that much smaller.
func rimmed(doc designer.Document, slots ...string) []edit.Edit {
	var out []edit.Edit
	middle := geom.Pt(doc.Width/2, doc.Height/2)
	for _, slot := range slots {
		if _, ok := doc.Color(slot); !ok {
			continue
		}
		out = append(out, func(doc designer.Document) (designer.Document, error) {
			if len(doc.Layers) == 0 {
				return doc, designer.Fail("nothing-selected")
			}
			low := doc.Layers[0]
			next, err := edit.SetStroke([]string{low.ID}, &designer.Stroke{Paint: designer.Fill(slot), Width: 14, Join: designer.JoinRound})(doc)
			if err != nil || low.Stroke != nil && low.Stroke.Width >= 14 {
				return next, err
			}
			var ids []string
			for _, l := range next.Layers {
				ids = append(ids, l.ID)
			}
			return edit.Update(ids, func(l *designer.Layer) { l.Place = l.Place.Then(geom.Scale(0.975, 0.975).About(middle)) })(next)
		})
	}
	return out
}

// described says what the picture shows by what is written on it.
func described(doc designer.Document) (designer.Document, error) {
	var said []string
	edit.Walk(doc, func(l *designer.Layer) {
		if l.Text != nil && !l.Hidden && !strings.Contains(l.Text.Content, "{") {
			said = append(said, strings.Join(strings.Fields(l.Text.Content), " "))
		}
	})
	slices.Reverse(said) // what stands on top is read first
	text := strings.TrimSpace(strings.Join(said, " · "))
	if text == "" {
		text = doc.Name
	}
	if text == "" {
		return doc, designer.Fail("nothing-selected")
	}
	about := doc.About
	about.Alt = text
	return edit.SetAbout(about)(doc)
}
