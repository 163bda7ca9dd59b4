package preflight

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"badgekiln/designer"
	"badgekiln/designer/merge"
	"badgekiln/designer/typeset"
)

// Fitting keeps those rows of many that fit a design worst: what one of its
// texts says for them is the longest for its room, or has letters that no font
// has. Only these are remembered, so that a list may have any length.
type Fitting struct {
	doc    designer.Document
	fonts  *typeset.Fonts
	most   int
	texts  []placed // those of every row, unless some are there for some rows only
	names  []string // the fields of the design
	varied bool
	kept   []fittingRow
	read   int
	enough float64 // what a row needs more than to be kept
	needs  map[string]float64
	wide   map[string]map[rune]float64 // by layer
}

// fittingRow is a row that is kept.
type fittingRow struct {
	need   float64
	number int
	fields map[string]string
}

// NewFitting keeps the worst rows, as many as most.
func NewFitting(doc designer.Document, fonts *typeset.Fonts, most int) *Fitting {
	f := &Fitting{doc: doc, fonts: fonts, most: most, texts: varying(doc), names: merge.Fields(doc, nil), enough: -1, needs: map[string]float64{}, wide: map[string]map[rune]float64{}}
	f.varied = slices.ContainsFunc(merge.Uses(doc), func(u merge.Used) bool { return u.Use == merge.Decides })
	return f
}

// Add looks at one more row. A row that is kept is not copied.
func (f *Fitting) Add(fields map[string]string) {
	f.read++
	all, texts := f.whole(fields), f.texts
	if f.varied {
		texts = varying(merge.Apply(f.doc, all))
	}
	need := 0.0
	for _, t := range texts {
		need = max(need, f.need(t, merge.Fill(t.layer.Text.Content, all)))
	}
	if need <= f.enough {
		return
	}
	if f.kept = append(f.kept, fittingRow{need, f.read, fields}); len(f.kept) >= 2*f.most {
		f.cut()
		f.enough = f.kept[len(f.kept)-1].need
	}
}

// whole leaves empty what a row does not have, as awarding does.
func (f *Fitting) whole(fields map[string]string) map[string]string {
	all := fields
	for _, name := range f.names {
		if _, has := all[name]; has {
			continue
		}
		if len(all) == len(fields) {
			if all = maps.Clone(fields); all == nil {
				all = map[string]string{}
			}
		}
		all[name] = ""
	}
	return all
}

// cut sorts what is kept, and forgets the better half.
func (f *Fitting) cut() {
	slices.SortFunc(f.kept, func(a, b fittingRow) int { return cmp.Or(cmp.Compare(b.need, a.need), a.number-b.number) })
	if len(f.kept) > f.most {
		clear(f.kept[f.most:])
		f.kept = f.kept[:f.most]
	}
}

// Read is how many rows were looked at.
func (f *Fitting) Read() int { return f.read }

// Worst gives the rows kept, the worst first, and those that need the same in the
// order they came.
func (f *Fitting) Worst() []map[string]string {
	f.cut()
	rows := make([]map[string]string, len(f.kept))
	for i, r := range f.kept {
		rows[i] = r.fields
	}
	return rows
}

// unwritten is how much worse than too long by its whole room a letter is that
// nobody will see.
const unwritten = 100

// need is how many times the room of a text it takes at the size it was drawn
// with, or 0 where that cannot be more than what is kept.
func (f *Fitting) need(t placed, text string) float64 {
	if strings.TrimSpace(text) == "" || f.enough >= 0 && f.atMost(t, text) <= f.enough {
		return 0
	}
	key := t.layer.ID + "\x00" + text
	need, known := f.needs[key]
	if !known {
		need = f.measured(t, text)
		if len(f.needs) < mostSaid {
			f.needs[key] = need
		}
	}
	return need
}

func (f *Fitting) measured(t placed, text string) float64 {
	if t.layer.Text.Box != nil {
		return f.boxed(*t.layer.Text, text)
	}
	free := unbound(*t.layer.Text)
	laid := f.fonts.Lay(free, text)
	return laid.Bounds.W()/f.room(t) + unwritten*float64(len(laid.Missing))
}

// boxed is the same of a text in a box: how much smaller its letters become, and
// where they do not, how much of the height it takes.
func (f *Fitting) boxed(t designer.Text, text string) float64 {
	t.MinSize = t.Size / 64
	laid := f.fonts.Lay(t, text)
	need, foot := t.Size/laid.Size, 0.0
	for _, c := range laid.Carets {
		foot = max(foot, c.Foot.Y)
	}
	if laid.Size == t.Size {
		need = min(foot/t.Box.H, 1)
	}
	return need + unwritten*float64(len(laid.Missing))
}

// unbound is a text in one line as long as it likes.
func unbound(t designer.Text) designer.Text {
	t.MinSize, t.Room, t.Arc = 0, 0, nil
	return t
}

// room is how long the line of a text may be; one that was given none has the
// design's width.
func (f *Fitting) room(t placed) float64 {
	room := t.layer.Text.Room
	if a := t.layer.Text.Arc; a != nil {
		room = math.Abs(a.Sweep) * math.Pi / 180 * a.Radius
	}
	if room > 0 {
		return room
	}
	return f.doc.Width / max(scaleOf(t.place), 1e-6)
}

// spare is what letters beside each other may take more than each alone.
const spare = 1.1

// atMost is what a text needs at most, by the widths of its letters: much cheaper
// than to set it. Where letters join or break into lines nobody can tell.
func (f *Fitting) atMost(t placed, text string) float64 {
	if t.layer.Text.Box != nil {
		return math.Inf(1)
	}
	wide := f.wide[t.layer.ID]
	if wide == nil {
		wide = map[rune]float64{}
		f.wide[t.layer.ID] = wide
	}
	sum := 0.0
	for _, r := range text {
		w, known := wide[r]
		if !known {
			w = f.letter(t, r)
			wide[r] = w
		}
		sum += w
	}
	return spare * sum / f.room(t)
}

// letter is the width of a letter by itself, endless for one that has to be
// looked at within its text.
func (f *Fitting) letter(t placed, r rune) float64 {
	if !apart(r) {
		return math.Inf(1)
	}
	laid := f.fonts.Lay(unbound(*t.layer.Text), string(r))
	if len(laid.Missing) > 0 || len(laid.Carets) < 2 {
		return math.Inf(1)
	}
	return max(math.Abs(laid.Carets[len(laid.Carets)-1].Foot.X-laid.Carets[0].Foot.X), laid.Bounds.W()) + math.Abs(t.layer.Text.Track)
}

// apart tells of a letter that stands beside others as it does by itself.
func apart(r rune) bool {
	return r >= ' ' && r <= '~' || r >= '\u2010' && r <= '\u2027' ||
		unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
