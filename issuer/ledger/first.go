package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// FirstAwards gives the beginning of what FindAwards gives, and whether there
// may be more. Of a long list it reads little more than that beginning, in the
// orders in which awards come about: as they were filed, and by their day.
// Others have to look at all there is.
func (t *Tx) FirstAwards(q Query, limit int) (numbers []int64, more bool, err error) {
	words := wordsOf(q.Search)
	switch {
	case q.By != ByFiled && q.By != ByAwarded || q.Batch != "":
		numbers, err = t.FindAwards(q)
	case len(words) == 0:
		numbers, err = t.numbers(q, "", nil, limit+1)
	default:
		numbers, more, err = t.firstFound(q, words, limit)
		if !errors.Is(err, errInVain) {
			return numbers, more, err
		}
		numbers, err = t.FindAwards(q)
	}
	return numbers[:min(len(numbers), limit)], len(numbers) > limit, err
}

// errInVain ends a search for the first when so many of those that might hold
// the words do not that looking through the texts is less work.
var errInVain = errors.New("looked in vain")

// dated is an award in its order: by the day, if the order asks for it, then as
// filed.
type dated struct{ at, n int64 }

// before compares in the order that a query asks for.
func (q Query) before(a, b dated) int {
	c := cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.n, b.n))
	if q.Down {
		return -c
	}
	return c
}

// best is what could come first of a span.
func (q Query) best(s span) dated {
	if q.Down {
		return dated{s.newest, s.end}
	}
	return dated{s.oldest, s.first}
}

// sieve finds the first awards that hold all words.
type sieve struct {
	*Tx
	q     Query
	words []word
	limit int
	vain  int    // how many it looked at that do not
	spans []span // in the order in which they may have the first
	known int    // how many of them are looked into
	at    map[int64]span
	found []dated // in order, the best so far
}

func (t *Tx) firstFound(q Query, words []word, limit int) (numbers []int64, more bool, err error) {
	s := sieve{Tx: t, q: q, words: words, limit: limit, at: map[int64]span{}}
	if s.spans, err = t.spans(words); err != nil {
		return nil, false, err
	}
	if q.By == ByAwarded {
		if err := s.days(); err != nil {
			return nil, false, err
		}
	}
	slices.SortFunc(s.spans, func(a, b span) int { return q.before(q.best(a), q.best(b)) })
	if err := s.know(1); err != nil {
		return nil, false, err
	}
	walks := false
	for _, p := range s.spans[:s.known] {
		walks = walks || p.may.count() > often
	}
	ends := false
	if walks {
		more, ends, err = s.walk()
	}
	if !ends && err == nil {
		more, err = s.gather()
	}
	for _, f := range s.found {
		numbers = append(numbers, f.n)
	}
	return numbers, more, err
}

// often is how many awards of a segment may hold the words when going through
// the awards in their order finds one sooner than looking up the days of all of
// these.
const often = 64

// days finds out from when to when the segments are.
func (s *sieve) days() error {
	days := map[int64][2]int64{}
	err := s.each("SELECT chunk / ?, min(oldest), max(newest) FROM search_chunks GROUP BY 1", []any{segmentChunks}, func(scan func(...any) error) error {
		var segment, oldest, newest int64
		err := scan(&segment, &oldest, &newest)
		days[segment] = [2]int64{oldest, newest}
		return err
	})
	for i := range s.spans {
		p := &s.spans[i]
		p.oldest, p.newest = days[p.segment()][0], days[p.segment()][1]
		if !p.listed && err == nil { // some of it may have no texts
			err = s.row("SELECT coalesce(min(awarded), 0), coalesce(max(awarded), 0) FROM listed WHERE n >= ? AND n < ?", p.first, p.end).Scan(&p.oldest, &p.newest)
		}
	}
	return err
}

// know looks into so many segments, and then into some more: each time more, as
// the first have little.
func (s *sieve) know(count int) error {
	for s.known < min(count, len(s.spans)) {
		some := s.spans[s.known:min(len(s.spans), 2*s.known+3)]
		if err := s.narrowed(s.words, some); err != nil {
			return err
		}
		for i := range some {
			if p := &some[i]; p.may == nil {
				var held []int64
				if err := s.searchSpan(s.words, *p, &held); err != nil {
					return err
				}
				p.may, p.sure = new(field), true
				for _, n := range held {
					p.may.add(int(n - p.first))
				}
			}
			s.at[some[i].segment()] = some[i]
		}
		s.known += len(some)
	}
	return nil
}

// knowAll looks into the segments of some awards.
func (s *sieve) knowAll(list []dated) error {
	for _, d := range list {
		for {
			if _, ok := s.at[d.n/segmentAwards]; ok || s.known == len(s.spans) {
				break
			}
			if err := s.know(s.known + 1); err != nil {
				return err
			}
		}
	}
	return nil
}

// stride is how many awards are gone through at a time, and strides after how
// many of those it turns out that the words are rare after all.
const (
	stride  = 1024
	strides = 40
)

// walk goes through the awards in the order asked for, and keeps those that
// hold all words. It tells whether it came to an end.
func (s *sieve) walk() (more, ends bool, err error) {
	where, args := s.q.where(s.now)
	after, from := ">", dated{math.MinInt64, math.MinInt64}
	if s.q.Down {
		after, from = "<", dated{math.MaxInt64, math.MaxInt64}
	}
	for range strides {
		place, with := "(l.awarded, l.n) "+after+" (?, ?)", []any{from.at, from.n}
		if s.q.By == ByFiled {
			place, with = "l.n "+after+" ?", []any{from.n}
		}
		list, err := s.pairs("SELECT l.n AS n, "+s.day()+" AS at FROM listed l WHERE "+place+" AND "+where+" ORDER BY "+s.q.order()+" LIMIT "+strconv.Itoa(stride), append(with, args...)...)
		if err != nil || len(list) == 0 {
			return false, true, err
		}
		from = list[len(list)-1]
		end := len(list) < stride
		if err := s.knowAll(list); err != nil {
			return false, false, err
		}
		list = slices.DeleteFunc(list, func(d dated) bool {
			p := s.at[d.n/segmentAwards]
			return !p.may.has(int(d.n - p.first))
		})
		if err := s.keep(list); err != nil {
			return false, false, err
		}
		if len(s.found) >= s.limit || end {
			more = !end || len(s.found) > s.limit
			s.cut()
			return more, true, nil
		}
	}
	s.found = nil
	return false, false, nil
}

// gather takes from one segment after another, the one that may have the first
// at the beginning, until no other can have one before those found.
func (s *sieve) gather() (more bool, err error) {
	for i := range s.spans {
		if len(s.found) >= s.limit && s.q.before(s.found[s.limit-1], s.q.best(s.spans[i])) < 0 {
			return true, nil
		}
		if err := s.know(i + 1); err != nil {
			return false, err
		}
		list, err := s.ordered(s.spans[i])
		if err != nil {
			return false, err
		}
		before := s.found
		s.found = nil
		if err := s.keep(list); err != nil {
			return false, err
		}
		s.found = append(s.found, before...)
		slices.SortFunc(s.found, s.q.before)
		more = more || len(s.found) > s.limit
		s.cut()
	}
	return more, nil
}

func (s *sieve) cut() { s.found = s.found[:min(len(s.found), s.limit)] }

// keep adds those of some awards that hold all words, until there is one more
// than wanted.
func (s *sieve) keep(list []dated) error {
	for len(list) > 0 && len(s.found) <= s.limit {
		part := list[:min(len(list), s.limit+1-len(s.found))]
		list = list[len(part):]
		var asked []int64
		for _, d := range part {
			if !s.at[d.n/segmentAwards].sure {
				asked = append(asked, d.n)
			}
		}
		held, err := s.holding(s.words, asked)
		if err != nil {
			return err
		}
		if s.vain += len(asked) - len(held); s.vain > 10*s.limit {
			return errInVain
		}
		for _, d := range part {
			if s.at[d.n/segmentAwards].sure || slices.Contains(held, d.n) {
				s.found = append(s.found, d)
			}
		}
	}
	return nil
}

// ordered gives the awards of a span that may hold the words in the order of
// the query, without those that it leaves out.
func (s *sieve) ordered(p span) ([]dated, error) {
	var numbers []int64
	p.may.each(func(i int) { numbers = append(numbers, p.first+int64(i)) })
	text, err := asJSON(numbers)
	if err != nil || len(numbers) == 0 {
		return nil, err
	}
	where, args := s.q.where(s.now)
	return s.pairs("SELECT l.n AS n, "+s.day()+" AS at FROM json_each(?) wanted CROSS JOIN listed l ON l.n = wanted.value WHERE "+where+
		" ORDER BY "+s.q.order(), append([]any{text}, args...)...)
}

// day is what of a day the order goes by.
func (s *sieve) day() string {
	if s.q.By == ByAwarded {
		return "l.awarded"
	}
	return "0"
}

// pairs reads numbers and days as one long text, which is much less work than
// as rows.
func (t *Tx) pairs(query string, args ...any) (list []dated, err error) {
	var text string
	if err := t.row("SELECT coalesce(group_concat(n || ' ' || at), '') FROM ("+query+")", args...).Scan(&text); err != nil || text == "" {
		return nil, err
	}
	for pair := range strings.SplitSeq(text, ",") {
		n, at, _ := strings.Cut(pair, " ")
		var d dated
		var bad error
		d.n, err = strconv.ParseInt(n, 10, 64)
		d.at, bad = strconv.ParseInt(at, 10, 64)
		if err = errors.Join(err, bad); err != nil {
			return nil, fmt.Errorf("find awards: %w", err)
		}
		list = append(list, d)
	}
	return list, nil
}
