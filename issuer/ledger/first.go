package ledger

import (
	"cmp"
	"errors"
	"fmt"
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
		return t.firstFound(q, words, limit)
	}
	return numbers[:min(len(numbers), limit)], len(numbers) > limit, err
}

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

func (t *Tx) firstFound(q Query, words []word, limit int) (numbers []int64, more bool, err error) {
	spans, err := t.spans(words)
	if err != nil {
		return nil, false, err
	}
	for i, s := range spans {
		if q.By == ByAwarded {
			if spans[i].oldest, spans[i].newest, err = t.daysOf(s); err != nil {
				return nil, false, err
			}
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return q.before(q.best(a), q.best(b)) })
	var found []dated
	for _, s := range spans {
		if len(found) >= limit && q.before(found[limit-1], q.best(s)) < 0 {
			more = true
			break
		}
		part, rest, err := t.firstOf(q, words, s, found, limit)
		if err != nil {
			return nil, false, err
		}
		found = append(found, part...)
		slices.SortFunc(found, q.before)
		more = more || rest || len(found) > limit
		found = found[:min(len(found), limit)]
	}
	for _, f := range found {
		numbers = append(numbers, f.n)
	}
	return numbers, more, nil
}

// daysOf tells from when to when the awards of a span are.
func (t *Tx) daysOf(s span) (oldest, newest int64, err error) {
	query := "SELECT coalesce(min(oldest), 0), coalesce(max(newest), 0) FROM search_chunks WHERE chunk >= ?1 / 1024 AND chunk < ?2 / 1024"
	if s.may == nil { // some of it has no texts
		query = "SELECT coalesce(min(awarded), 0), coalesce(max(awarded), 0) FROM listed WHERE n >= ?1 AND n < ?2"
	}
	err = t.row(query, s.first, s.end).Scan(&oldest, &newest)
	return oldest, newest, err
}

// firstOf gives the first awards of a span that hold all words, as far as they
// can come among the first of those found already.
func (t *Tx) firstOf(q Query, words []word, s span, found []dated, limit int) (part []dated, rest bool, err error) {
	may := s.may
	if may == nil {
		var held []int64
		if err := t.searchSpan(words, s, &held); err != nil {
			return nil, false, err
		}
		may = new(field)
		for _, n := range held {
			may.add(int(n - s.first))
		}
	}
	list, err := t.ordered(q, s.first, may)
	if err != nil {
		return nil, false, err
	}
	for some := range slices.Chunk(list, 64) { // a few at a time: the first are mostly enough
		if len(part) >= limit || len(found) >= limit && q.before(found[limit-1], some[0]) < 0 {
			return part, true, nil
		}
		if s.may != nil {
			if some, err = t.heldOf(words, some); err != nil {
				return nil, false, err
			}
		}
		part = append(part, some...)
	}
	return part, false, nil
}

// heldOf keeps what holds all words.
func (t *Tx) heldOf(words []word, list []dated) ([]dated, error) {
	numbers := make([]int64, 0, len(list))
	for _, d := range list {
		numbers = append(numbers, d.n)
	}
	held, err := t.holding(words, numbers)
	return slices.DeleteFunc(list, func(d dated) bool { return !slices.Contains(held, d.n) }), err
}

// ordered puts awards of a span into the order of a query, without those that
// it leaves out.
func (t *Tx) ordered(q Query, first int64, of *field) ([]dated, error) {
	var list []dated
	of.each(func(i int) { list = append(list, dated{n: first + int64(i)}) })
	if len(list) == 0 {
		return nil, nil
	}
	if q.By == ByAwarded || q.Class != "" || q.Standing != "" || !q.Since.IsZero() {
		var err error
		if list, err = t.datedOf(q, first, of, list); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(list, q.before)
	return list, nil
}

func (t *Tx) datedOf(q Query, first int64, of *field, list []dated) ([]dated, error) {
	where, args := q.where(t.now)
	from, with := "listed l", []any{first, first + segmentAwards}
	if len(list) <= 10*few {
		numbers := make([]int64, 0, len(list))
		for _, d := range list {
			numbers = append(numbers, d.n)
		}
		text, err := asJSON(numbers)
		if err != nil {
			return nil, err
		}
		from, with = "json_each(?) wanted CROSS JOIN listed l ON l.n = wanted.value", append([]any{text}, with...)
	}
	at := "l.awarded"
	if q.By != ByAwarded {
		at = "0"
	}
	var text string
	if err := t.row("SELECT coalesce(group_concat(l.n || ' ' || "+at+"), '') FROM "+from+" WHERE l.n >= ? AND l.n < ? AND "+where, append(with, args...)...).Scan(&text); err != nil {
		return nil, err
	}
	list = list[:0]
	for pair := range strings.SplitSeq(text, ",") {
		if pair == "" {
			break
		}
		n, at, _ := strings.Cut(pair, " ")
		var d dated
		var err, bad error
		d.n, err = strconv.ParseInt(n, 10, 64)
		d.at, bad = strconv.ParseInt(at, 10, 64)
		if err = errors.Join(err, bad); err != nil {
			return nil, fmt.Errorf("find awards: %w", err)
		}
		if of.has(int(d.n - first)) {
			list = append(list, d)
		}
	}
	return list, nil
}
