package engine

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"unicode"

	"badgekiln/designer/render"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

// Sketches draws the badges of one class before they are awarded.
type Sketches struct {
	Portraits *Portraits // of the list that is planned; may be nil
	engine    *Engine
	own       *own // nil: the picture is the same for everybody
	same      []byte
	page      string // where a badge's page would be; "" without web space
}

// Sketch is one badge as it would be.
type Sketch struct {
	Picture  []byte // PNG or SVG
	Missing  string // letters that no font has, each once
	Crowded  bool   // a text is larger than its room at its least size
	Personal bool   // it shows something of its owner
}

// Whole tells that it shows all it should.
func (s Sketch) Whole() bool { return s.Missing == "" && !s.Crowded }

// Sketches prepares the pictures of a class version.
func (e *Engine) Sketches(ctx context.Context, class issuer.BadgeClass) (*Sketches, error) {
	var by issuer.Profile
	var design, picture []byte
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		if by, err = t.Issuer(class.Issuer); err != nil {
			return err
		}
		if class.Design != "" {
			if _, design, err = t.Blob(class.Design); err != nil {
				return err
			}
		}
		_, picture, err = t.Blob(class.Image)
		return err
	})
	if err != nil {
		return nil, err
	}
	s := &Sketches{same: picture, engine: e}
	if by.BaseURL != "" { // as long as any
		s.page = by.BaseURL + issuer.FacePagePath("00000000-0000-4000-8000-000000000000")
	}
	if design != nil {
		s.own, err = e.paints.plan(ctx, class, by, design)
	}
	return s, err
}

// Sketch draws the badge of an award that is or is to be.
func (s *Sketches) Sketch(ctx context.Context, a issuer.Award) (Sketch, error) {
	if s.own == nil {
		return Sketch{Picture: s.same}, nil
	}
	var err error
	if a.ID == "" {
		a.Fields, err = s.Portraits.fill(ctx, a.Row, a.Fields)
	} else {
		err = s.engine.View(ctx, func(t *ledger.Tx) (err error) {
			a.Fields, err = award.Shown(t, a.Fields)
			return err
		})
	}
	if err != nil {
		return Sketch{}, err
	}
	fields, some := s.own.fill(a, s.page)
	if !some {
		return Sketch{Picture: s.same}, nil
	}
	picture, report, err := s.own.plan.Encode(ctx, nil, fields)
	return Sketch{Picture: picture, Personal: true, Crowded: len(report.Overflow) > 0, Missing: missing(report)}, err
}

func missing(r render.Report) string {
	seen := map[rune]bool{}
	var letters []rune
	for _, list := range r.Missing {
		for _, c := range list {
			if !seen[c] {
				seen[c] = true
				letters = append(letters, c)
			}
		}
	}
	slices.Sort(letters)
	return string(letters)
}

// mostTried is how many badges are drawn to find the worst of many.
const mostTried = 300

// Worst finds the award whose badge suffers most: one that does not show all it
// should, otherwise the one with the longest texts. Of many it tries those with
// the longest texts and the rarest letters. names are those of all, by any
// number; of gives the award of one. -1 is none.
func (s *Sketches) Worst(ctx context.Context, names iter.Seq2[int, string], of func(int) (issuer.Award, error)) (int, error) {
	tried, err := heaviest(ctx, names)
	if err != nil || len(tried) == 0 {
		return -1, err
	}
	if s.own == nil {
		return tried[0], nil
	}
	for _, i := range tried {
		a, err := of(i)
		if err != nil {
			return -1, err
		}
		drawn, err := s.Sketch(ctx, a)
		if err != nil {
			return -1, err
		}
		if !drawn.Whole() {
			return i, nil
		}
	}
	return tried[0], nil
}

// heaviest are the mostTried names that are hardest to draw, the hardest first;
// only twice as many are held at once.
func heaviest(ctx context.Context, names iter.Seq2[int, string]) ([]int, error) {
	type one struct{ number, heft int }
	list := make([]one, 0, 2*mostTried)
	light := -1 // no lighter one can be among them
	cut := func() {
		slices.SortStableFunc(list, func(a, b one) int { return cmp.Compare(b.heft, a.heft) })
		if len(list) > mostTried {
			list = list[:mostTried]
			light = list[mostTried-1].heft
		}
	}
	for i, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if h := heft(name); h > light {
			if list = append(list, one{i, h}); len(list) == cap(list) {
				cut()
			}
		}
	}
	cut()
	numbers := make([]int, len(list))
	for i, o := range list {
		numbers[i] = o.number
	}
	return numbers, nil
}

// heft is how hard a name is to draw: its length, and letters beyond those that
// every font has.
func heft(name string) int {
	n := 0
	for _, c := range name {
		n++
		if c > unicode.MaxLatin1 {
			n++
		}
		if c > 0x2fff { // wide, and in few fonts
			n += 2
		}
	}
	return n
}
