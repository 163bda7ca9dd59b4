package typeset

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// deepest is the greatest explicit level (Unicode's bidirectional algorithm,
// BD2), and mostOpen how many brackets wait for their partners (BD16).
const (
	deepest  = 125
	mostOpen = 63
)

// embedding resolves the levels of a text: UAX #9 up to and with rule L1, the
// text being one line. The libraries at hand keep to themselves where a number
// after right-to-left letters ends and the line's own text goes on.
func embedding(text []rune, rtl bool) []int {
	base := 0
	if rtl {
		base = 1
	}
	levels := make([]int, 0, len(text))
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && classOf(text[to]) != bidi.B {
			to++
		}
		to = min(to+1, len(text)) // P1: the separator belongs to what it ends
		levels = append(levels, resolve(text[from:to], base)...)
		from = to
	}
	return levels
}

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// resolver is a paragraph under way.
type resolver struct {
	text    []rune
	base    int
	first   []bidi.Class // as the text says
	class   []bidi.Class // as resolved so far
	level   []int
	partner []int // of an isolate's beginning: its end, of an end: its beginning; or -1
	removed []bool
}

func resolve(text []rune, base int) []int {
	n := len(text)
	r := &resolver{text: text, base: base, first: make([]bidi.Class, n), level: make([]int, n), partner: make([]int, n), removed: make([]bool, n)}
	plain := base == 0
	for i, c := range text {
		r.first[i] = classOf(c)
		switch r.first[i] {
		case bidi.L, bidi.EN, bidi.ES, bidi.CS, bidi.WS, bidi.ON:
		default:
			plain = false
		}
	}
	if plain {
		return r.level
	}
	r.class = slices.Clone(r.first)
	r.match()
	r.explicit()
	for _, s := range r.sequences() {
		s.weak()
		s.brackets()
		s.neutral()
	}
	r.implicit()
	r.spaces()
	return r.level
}

func begins(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// match finds the ends of isolates (BD9).
func (r *resolver) match() {
	var open []int
	for i, c := range r.first {
		r.partner[i] = -1
		switch {
		case begins(c):
			open = append(open, i)
		case c == bidi.PDI && len(open) > 0:
			j := open[len(open)-1]
			open = open[:len(open)-1]
			r.partner[i], r.partner[j] = j, i
		}
	}
}

// status is an entry of the stack of explicit directions.
type status struct {
	level    int
	override bidi.Class // L or R; ON: none
	isolate  bool
}

// next is the least level above that runs in a direction.
func (s status) next(rtl bool) int {
	if rtl {
		return (s.level + 1) | 1
	}
	return (s.level + 2) &^ 1
}

// explicit applies rules X1 to X9.
func (r *resolver) explicit() {
	stack := []status{{r.base, bidi.ON, false}}
	top := func() status { return stack[len(stack)-1] }
	lostIsolates, lostEmbeddings, isolates := 0, 0, 0
	for i, c := range r.first {
		r.level[i] = top().level
		switch c {
		case bidi.RLE, bidi.LRE, bidi.RLO, bidi.LRO:
			r.removed[i] = true
			next := status{top().next(c == bidi.RLE || c == bidi.RLO), bidi.ON, false}
			switch c {
			case bidi.RLO:
				next.override = bidi.R
			case bidi.LRO:
				next.override = bidi.L
			}
			if next.level <= deepest && lostIsolates == 0 && lostEmbeddings == 0 {
				stack = append(stack, next)
			} else if lostIsolates == 0 {
				lostEmbeddings++
			}
			continue
		case bidi.PDF:
			r.removed[i] = true
			switch {
			case lostIsolates > 0:
			case lostEmbeddings > 0:
				lostEmbeddings--
			case !top().isolate && len(stack) > 1:
				stack = stack[:len(stack)-1]
			}
			continue
		case bidi.BN:
			r.removed[i] = true
			continue
		case bidi.B:
			r.level[i] = r.base
			continue
		case bidi.PDI:
			switch {
			case lostIsolates > 0:
				lostIsolates--
			case isolates > 0:
				lostEmbeddings = 0
				for !top().isolate {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				isolates--
			}
			r.level[i] = top().level
		}
		if top().override != bidi.ON {
			r.class[i] = top().override
		}
		if begins(c) {
			next := status{top().next(r.isolates(i)), bidi.ON, true}
			if next.level <= deepest && lostIsolates == 0 && lostEmbeddings == 0 {
				isolates++
				stack = append(stack, next)
			} else {
				lostIsolates++
			}
		}
	}
}

// isolates tells whether the isolate that begins at i runs from right to left.
func (r *resolver) isolates(i int) bool {
	if r.first[i] != bidi.FSI {
		return r.first[i] == bidi.RLI
	}
	end := r.partner[i]
	if end < 0 {
		end = len(r.first)
	}
	for j := i + 1; j < end; j++ { // P2 and P3
		switch c := r.first[j]; {
		case c == bidi.L:
			return false
		case c == bidi.R || c == bidi.AL:
			return true
		case begins(c):
			if r.partner[j] < 0 {
				return false
			}
			j = r.partner[j]
		}
	}
	return false
}

// sequence is an isolating run sequence (BD13).
type sequence struct {
	*resolver
	at         []int // places in the text
	start, end bidi.Class
	own        bidi.Class // direction of its level
}

func direction(level int) bidi.Class {
	if level%2 == 1 {
		return bidi.R
	}
	return bidi.L
}

// sequences applies X10.
func (r *resolver) sequences() []*sequence {
	var runs [][]int
	starts := map[int]int{} // first place of a run → its number
	var kept []int
	for i := range r.text {
		if r.removed[i] {
			continue
		}
		kept = append(kept, i)
		if k := len(runs) - 1; k >= 0 && r.level[runs[k][0]] == r.level[i] {
			runs[k] = append(runs[k], i)
			continue
		}
		starts[i] = len(runs)
		runs = append(runs, []int{i})
	}
	var out []*sequence
	for _, run := range runs {
		if r.first[run[0]] == bidi.PDI && r.partner[run[0]] >= 0 {
			continue // goes on where its isolate began
		}
		s := &sequence{resolver: r}
		for {
			s.at = append(s.at, run...)
			last := run[len(run)-1]
			if !begins(r.first[last]) || r.partner[last] < 0 {
				break
			}
			run = runs[starts[r.partner[last]]]
		}
		s.ends(kept)
		out = append(out, s)
	}
	return out
}

// ends gives a sequence the directions at both its ends.
func (s *sequence) ends(kept []int) {
	level := s.level[s.at[0]]
	before, after := s.base, s.base
	if k, _ := slices.BinarySearch(kept, s.at[0]); k > 0 {
		before = s.level[kept[k-1]]
	}
	last := s.at[len(s.at)-1]
	if k, _ := slices.BinarySearch(kept, last); k+1 < len(kept) && !begins(s.first[last]) {
		after = s.level[kept[k+1]]
	}
	s.own, s.start, s.end = direction(level), direction(max(level, before)), direction(max(level, after))
}

// weak applies W1 to W7.
func (s *sequence) weak() {
	c := s.class
	before, strong := s.start, s.start
	for _, i := range s.at { // W1
		if c[i] == bidi.NSM {
			c[i] = before
			if begins(before) || before == bidi.PDI {
				c[i] = bidi.ON
			}
		}
		before = c[i] // before W2, which comes when all marks have their class
	}
	for _, i := range s.at { // W2 and W3
		switch c[i] {
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.AL:
			strong, c[i] = bidi.AL, bidi.R
		case bidi.EN:
			if strong == bidi.AL {
				c[i] = bidi.AN
			}
		}
	}
	for k := 1; k+1 < len(s.at); k++ { // W4
		a, m, b := c[s.at[k-1]], c[s.at[k]], c[s.at[k+1]]
		if a == b && (m == bidi.ES && a == bidi.EN || m == bidi.CS && (a == bidi.EN || a == bidi.AN)) {
			c[s.at[k]] = a
		}
	}
	for k := 0; k < len(s.at); k++ { // W5
		if c[s.at[k]] != bidi.ET {
			continue
		}
		to := k
		for to < len(s.at) && c[s.at[to]] == bidi.ET {
			to++
		}
		if k > 0 && c[s.at[k-1]] == bidi.EN || to < len(s.at) && c[s.at[to]] == bidi.EN {
			for _, i := range s.at[k:to] {
				c[i] = bidi.EN
			}
		}
		k = to - 1
	}
	strong = s.start
	for _, i := range s.at { // W6 and W7
		switch c[i] {
		case bidi.ES, bidi.ET, bidi.CS:
			c[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.EN:
			if strong == bidi.L {
				c[i] = bidi.L
			}
		}
	}
}

// strong is the direction a class counts as among neutrals: numbers are as
// right-to-left letters. ON: none.
func strong(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN, bidi.AL:
		return bidi.R
	}
	return bidi.ON
}

// brackets applies N0.
func (s *sequence) brackets() {
	type opened struct {
		closer rune
		at     int
	}
	var open []opened
	var pairs [][2]int
search:
	for k, i := range s.at {
		p, _ := bidi.LookupRune(s.text[i])
		if s.class[i] != bidi.ON || !p.IsBracket() {
			continue
		}
		if p.IsOpeningBracket() {
			if len(open) == mostOpen {
				break search
			}
			open = append(open, opened{same([]rune(bidi.ReverseString(string(s.text[i])))[0]), k})
			continue
		}
		for j := len(open) - 1; j >= 0; j-- {
			if open[j].closer == same(s.text[i]) {
				pairs = append(pairs, [2]int{open[j].at, k})
				open = open[:j]
				break
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	for _, p := range pairs {
		s.pair(p[0], p[1])
	}
}

// same gives one of the brackets that are canonically the same.
func same(r rune) rune {
	switch r {
	case 0x2329:
		return 0x3008
	case 0x232a:
		return 0x3009
	}
	return r
}

// pair gives two brackets their direction: that of what they hold, or of what
// lies before them.
func (s *sequence) pair(from, to int) {
	other := false
	found := bidi.ON
	for _, i := range s.at[from+1 : to] {
		switch strong(s.class[i]) {
		case s.own:
			found = s.own
		case bidi.L, bidi.R:
			other = true
		}
	}
	if found == bidi.ON {
		if !other {
			return
		}
		found = s.start
		for k := from - 1; k >= 0; k-- {
			if c := strong(s.class[s.at[k]]); c != bidi.ON {
				found = c
				break
			}
		}
	}
	for _, k := range [2]int{from, to} {
		s.class[s.at[k]] = found
		for k++; k < len(s.at) && s.first[s.at[k]] == bidi.NSM; k++ {
			s.class[s.at[k]] = found
		}
	}
}

// neutral applies N1 and N2.
func (s *sequence) neutral() {
	for k := 0; k < len(s.at); k++ {
		if strong(s.class[s.at[k]]) != bidi.ON {
			continue
		}
		to := k
		for to < len(s.at) && strong(s.class[s.at[to]]) == bidi.ON {
			to++
		}
		before, after := s.start, s.end
		if k > 0 {
			before = strong(s.class[s.at[k-1]])
		}
		if to < len(s.at) {
			after = strong(s.class[s.at[to]])
		}
		if before != after {
			before = s.own
		}
		for _, i := range s.at[k:to] {
			s.class[i] = before
		}
		k = to - 1
	}
}

// implicit applies I1 and I2. What X9 removed goes with what lies before.
func (r *resolver) implicit() {
	before := r.base
	for i, c := range r.class {
		switch {
		case r.removed[i]:
			r.level[i] = before
		case r.level[i]%2 == 0 && c == bidi.R:
			r.level[i]++
		case r.level[i]%2 == 0 && (c == bidi.AN || c == bidi.EN):
			r.level[i] += 2
		case r.level[i]%2 == 1 && (c == bidi.L || c == bidi.AN || c == bidi.EN):
			r.level[i]++
		}
		before = r.level[i]
	}
}

// spaces applies L1: separators, and spaces before them and at the end, stand
// in the paragraph's own direction.
func (r *resolver) spaces() {
	trailing := true
	for i := len(r.first) - 1; i >= 0; i-- {
		switch c := r.first[i]; {
		case c == bidi.B || c == bidi.S:
			trailing = true
		case c == bidi.WS || begins(c) || c == bidi.PDI || r.removed[i]:
		default:
			trailing = false
		}
		if trailing {
			r.level[i] = r.base
		}
	}
}
