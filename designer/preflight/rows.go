package preflight

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
	"badgekiln/designer/typeset"
)

// RowFinding is what is wrong with a text of one row of a roster.
type RowFinding struct {
	Finding
	Row  int // as the roster counts
	Rows int // how many rows have the same said of the same text; this is the worst
}

// RowReport is what was found of a design with the rows of a roster.
type RowReport struct {
	Read     int          // rows
	Texts    int          // layers that differ from row to row
	Findings []RowFinding // the worst row of each text and code, bad ones first
	Closest  []RowFinding // for each text that fits everywhere, its fullest row
}

// TextRoom is the code of a text that fits: {name} {text} {percent}.
const TextRoom = "text-room"

// RowChecks lists what is looked for in each row; its words are
// "preflight.row.<code>", with {text} besides what the code itself has.
func RowChecks() []string { return []string{TextMissing, TextOverflow, TextSmall, TextRoom} }

// Rows looks at every text with merge fields as each row fills it: letters that
// no font has, texts too long for their room at their least size, and those
// that are set too small to be read. A text that many rows say is set once.
func Rows(ctx context.Context, doc designer.Document, o Options, rows iter.Seq2[int, map[string]string]) (RowReport, error) {
	c := rowChecker{doc: doc, fonts: o.Fonts, said: map[string][]RowFinding{}, worst: map[string]*RowFinding{}, closest: map[string]*RowFinding{}}
	texts := map[string]bool{}
	for number, fields := range rows {
		if err := ctx.Err(); err != nil {
			return RowReport{}, err
		}
		c.read++
		all := maps.Clone(o.Fields)
		if all == nil {
			all = map[string]string{}
		}
		maps.Copy(all, fields)
		for _, t := range varying(merge.Apply(doc, all)) {
			texts[t.layer.ID] = true
			c.row(number, t, merge.Fill(t.layer.Text.Content, all))
		}
	}
	return c.report(len(texts)), nil
}

// varying lists the texts to be seen that say something of a person.
func varying(doc designer.Document) []placed {
	var list []placed
	var walk func(layers []*designer.Layer, into geom.Affine)
	walk = func(layers []*designer.Layer, into geom.Affine) {
		for _, l := range layers {
			at := placed{l, l.Place.Then(into)}
			switch {
			case l.Hidden || l.Opacity == 0:
			case l.Text != nil && len(merge.Names(l.Text.Content, nil)) > 0:
				list = append(list, at)
			case l.Group != nil:
				walk(l.Group.Layers, at.place)
			}
		}
	}
	walk(doc.Layers, geom.Identity())
	return list
}

// rowChecker is a roster under way.
type rowChecker struct {
	doc     designer.Document
	fonts   *typeset.Fonts
	read    int
	said    map[string][]RowFinding // by layer and text
	worst   map[string]*RowFinding  // by layer and code
	closest map[string]*RowFinding  // by layer
}

// mostSaid is how many texts are remembered.
const mostSaid = 1 << 15

func (c *rowChecker) row(number int, t placed, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	key := t.layer.ID + "\x00" + text
	list, known := c.said[key]
	if !known {
		list = c.look(t, text)
		if len(c.said) < mostSaid {
			c.said[key] = list
		}
	}
	for _, f := range list {
		f.Row = number
		in, at := c.worst, f.Layer+"\x00"+f.Code
		if f.Code == TextRoom {
			in, at = c.closest, f.Layer
		}
		if had := in[at]; had == nil {
			f.Rows = 1
			in[at] = &f
		} else if had.Rows++; worse(f.Finding, had.Finding) {
			f.Rows = had.Rows
			in[at] = &f
		}
	}
}

// worse compares two findings of one code.
func worse(a, b Finding) bool {
	if a.Code == TextSmall {
		return a.Measured < b.Measured
	}
	return a.Measured > b.Measured
}

// look judges one text.
func (c *rowChecker) look(t placed, text string) []RowFinding {
	laid := c.fonts.Lay(*t.layer.Text, text)
	var list []RowFinding
	note := func(f Finding, pairs ...string) {
		f.Layer, f.Values = t.layer.ID, map[string]string{"name": nameOf(t.layer), "text": text}
		for i := 0; i+1 < len(pairs); i += 2 {
			f.Values[pairs[i]] = pairs[i+1]
		}
		list = append(list, RowFinding{Finding: f})
	}
	if n := len(laid.Missing); n > 0 {
		note(Finding{Code: TextMissing, Severity: Bad, Measured: float64(n)}, "letters", string(laid.Missing))
	}
	share := c.share(t.layer.Text, text, laid)
	if laid.Overflow {
		note(Finding{Code: TextOverflow, Severity: Bad, Measured: share, Wanted: 100}, "percent", decimal(share, 0))
		return list
	}
	if px := math.Round(10*laid.Size*scaleOf(t.place)*smallAt/c.doc.Width) / 10; px < pixelsAtLeast {
		note(Finding{Code: TextSmall, Severity: Warn, Measured: px, Wanted: pixelsAtLeast}, "px", decimal(px, 1))
	}
	note(Finding{Code: TextRoom, Severity: Info, Measured: share, Wanted: 100}, "percent", decimal(share, 0))
	return list
}

// share is how much of its room a text that was set takes, in percent. In a box
// it is the height that counts, on a circle the length of the line.
func (c *rowChecker) share(t *designer.Text, text string, laid typeset.Laid) float64 {
	room, took := t.Room, laid.Bounds.W()
	switch {
	case t.Arc != nil:
		room = math.Abs(t.Arc.Sweep) * math.Pi / 180 * t.Arc.Radius
		free := *t
		free.Size, free.MinSize, free.Room, free.Arc = laid.Size, 0, 0, nil
		free.Track *= laid.Size / t.Size
		took = c.fonts.Lay(free, text).Bounds.W()
	case t.Box != nil:
		room, took = t.Box.H, 0
		for _, caret := range laid.Carets {
			took = max(took, caret.Foot.Y)
		}
	}
	if room <= 0 {
		return 0
	}
	return math.Round(100 * took / room)
}

func (c *rowChecker) report(texts int) RowReport {
	r := RowReport{Read: c.read, Texts: texts}
	rank := func(f RowFinding) int { return slices.Index([]Severity{Bad, Warn, Info}, f.Severity) }
	for _, key := range slices.Sorted(maps.Keys(c.worst)) {
		r.Findings = append(r.Findings, *c.worst[key])
	}
	slices.SortStableFunc(r.Findings, func(a, b RowFinding) int {
		return cmp.Or(rank(a)-rank(b), slices.Index(RowChecks(), a.Code)-slices.Index(RowChecks(), b.Code), cmp.Compare(b.Rows, a.Rows))
	})
	for _, id := range slices.Sorted(maps.Keys(c.closest)) {
		if c.worst[id+"\x00"+TextOverflow] == nil {
			r.Closest = append(r.Closest, *c.closest[id])
		}
	}
	return r
}
