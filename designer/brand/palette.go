package brand

import (
	"cmp"
	"image"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/preflight"
)

// The slots a palette fills. Metals are not among them: they tell a level.
const (
	base, baseDeep     = "base", "base-deep"
	accent, accentDeep = "accent", "accent-deep"
	pop, tint          = "pop", "tint"
	ink, paper         = "ink", "paper"
)

// Change is a colour of the logo that was moved so that texts can be read.
type Change struct {
	Slot     string
	From, To designer.Color
}

// Palette makes the colours of the slots from those of a picture. Code
// "brand-colourless" when nothing is drawn there but white or nothing at all.
func Palette(m image.Image) (map[string]designer.Color, []Change, error) {
	return FromTones(Tones(m))
}

// FromTones is Palette of colours that are known.
func FromTones(tones []Tone) (map[string]designer.Color, []Change, error) {
	strong := slices.DeleteFunc(slices.Clone(tones), func(t Tone) bool { return t.at.l > 0.97 && t.at.c < 0.02 })
	if len(strong) == 0 {
		return nil, nil, designer.Fail("brand-colourless")
	}
	var vivid []Tone
	for _, t := range strong {
		if t.at.c >= 0.045 {
			vivid = append(vivid, t)
		}
	}
	w := &work{colors: map[string]designer.Color{paper: {R: 255, G: 255, B: 255, A: 255}}}
	b, a := leads(strong, vivid)
	light, bright := lightest(vivid, b, a)
	w.strong(base, baseDeep, b)
	w.strong(accent, accentDeep, a)
	w.put(tint, lch{0.93, min(0.03, b.at.c), b.at.h})
	w.reach(base, tint, 4.5)
	w.reach(baseDeep, tint, 7)
	w.reach(accent, tint, 3)
	w.put(ink, lch{0.2, min(0.035, b.at.c), b.at.h})
	w.bright(light, bright)
	slices.SortFunc(w.changes, func(a, b Change) int { return cmp.Compare(a.Slot, b.Slot) })
	return w.colors, w.changes, nil
}

// leads finds the two colours that carry paper: the darkest strong one, and the
// widest of another hue. A logo in one hue has both in it, one deeper.
func leads(strong, vivid []Tone) (b, a Tone) {
	if len(vivid) == 0 {
		b = slices.MinFunc(strong, func(x, y Tone) int { return cmp.Compare(x.at.l, y.at.l) })
		a = b
		a.at = lch{min(b.at.l+0.22, 0.5), b.at.c, b.at.h}
		a.Color = a.at.color()
		return b, a
	}
	b = slices.MinFunc(vivid, func(x, y Tone) int { return cmp.Compare(x.at.l, y.at.l) })
	// Among colours of about one lightness the widest leads.
	for _, t := range vivid {
		if t.at.l-b.at.l < 0.08 && t.Share > b.Share {
			b = t
		}
	}
	best := -1.0
	for _, t := range vivid {
		// A pale colour would have to become another one to carry paper.
		worth := t.Share * t.at.c
		if preflight.Contrast(t.Color, designer.Color{R: 255, G: 255, B: 255, A: 255}) < 3 {
			worth /= 100
		}
		if between(t.at.h, b.at.h) >= 40 && worth > best {
			best, a = worth, t
		}
	}
	if best >= 0 {
		return b, a
	}
	// One hue: its brightest is the accent, and the base goes deeper.
	a = slices.MaxFunc(vivid, func(x, y Tone) int { return cmp.Compare(x.at.c, y.at.c) })
	b.at.l = min(b.at.l, 0.36)
	b.Color = b.at.color()
	return b, a
}

// lightest is the bright colour that stands on the strong ones: the lightest
// vivid one, or one of the accent's hue.
func lightest(vivid []Tone, b, a Tone) (lch, designer.Color) {
	best := Tone{}
	for _, t := range vivid {
		if t.Color != b.Color && t.Color != a.Color && t.at.l > 0.62 && t.at.l > best.at.l {
			best = t
		}
	}
	if best.at.l > 0 {
		return best.at, best.Color
	}
	p := lch{0.87, min(max(a.at.c, 0.02), 0.12), a.at.h}
	return p, p.color()
}

// work is a palette in the making.
type work struct {
	colors  map[string]designer.Color
	changes []Change
}

func (w *work) put(slot string, p lch) { w.colors[slot] = p.color() }

// strong puts a colour that carries paper, and its deep one.
func (w *work) strong(slot, deep string, t Tone) {
	p := t.at
	w.colors[slot] = t.Color
	for preflight.Contrast(w.colors[paper], w.colors[slot]) < 4.5 && p.l > 0 {
		p.l -= 0.02
		w.put(slot, p)
	}
	w.told(slot, t.Color)
	p.l -= 0.12
	w.put(deep, lch{max(p.l, 0.12), p.c, p.h})
	w.reach(deep, paper, 7)
}

// reach deepens a colour until it stands out from another.
func (w *work) reach(slot, from string, least float64) {
	was := w.colors[slot]
	p := toneAt(was)
	for preflight.Contrast(w.colors[slot], w.colors[from]) < least && p.l > 0 && p.l < 1 {
		p.l -= 0.02
		w.put(slot, p)
	}
	if slot == base || slot == accent {
		w.told(slot, was)
	}
}

// bright puts the light colour. Where no lightness of it is enough, the strong
// ones under it go deeper.
func (w *work) bright(p lch, from designer.Color) {
	w.colors[pop] = from
	enough := func() bool {
		return preflight.Contrast(w.colors[pop], w.colors[base]) >= 4.5 && preflight.Contrast(w.colors[pop], w.colors[accent]) >= 3 &&
			preflight.Contrast(w.colors[pop], w.colors[ink]) >= 7 && preflight.Contrast(w.colors[pop], w.colors[baseDeep]) >= 4.5
	}
	for !enough() && p.l < 0.95 {
		p.l = min(p.l+0.02, 0.95)
		w.put(pop, p)
	}
	w.told(pop, from)
	w.reach(base, pop, 4.5)
	w.reach(accent, pop, 3)
	w.reach(baseDeep, pop, 4.5)
}

// told remembers that a colour is not the logo's any more.
func (w *work) told(slot string, from designer.Color) {
	to := w.colors[slot]
	if to == from {
		return
	}
	for i := range w.changes {
		if w.changes[i].Slot == slot {
			w.changes[i].To = to
			return
		}
	}
	w.changes = append(w.changes, Change{slot, from, to})
}
