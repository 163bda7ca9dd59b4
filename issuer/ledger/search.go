package ledger

import (
	"bytes"
	"database/sql"
	"slices"
	"strings"
)

// A search goes through texts that were made for it: of a thousand awards at a
// time the folded names and the addresses, a line each. Which of them are worth
// looking at, lists by sequences of letters tell. Any substring in any script
// is found; nothing depends on where words begin. Texts and lists hold what the
// awards say and are dropped by the ledger itself when an award's words change
// or are erased; what has no texts is searched in the awards.

const chunkAwards = 1024 // as in the migration

// oneLine keeps a line of the texts, or a word looked for in them, one line.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }

// cover makes the texts of all chunks that are full and have none, and the
// lists of the segments that are made of them.
func (t *Tx) cover() error {
	var full, have, segments int
	if err := t.row(`SELECT (coalesce((SELECT max(n) FROM awards), 0) + 1) / ?, (SELECT count(*) FROM search_chunks),
		(SELECT count(*) FROM search_segments WHERE stale = 0)`, chunkAwards).Scan(&full, &have, &segments); err != nil {
		return err
	}
	if have < full {
		covered, err := t.covered()
		if err != nil {
			return err
		}
		for chunk := range int64(full) {
			if covered[chunk] {
				continue
			}
			if err := t.coverChunk(chunk); err != nil {
				return err
			}
		}
	}
	if segments >= full/segmentChunks {
		return nil
	}
	return t.coverSegments(full / segmentChunks)
}

// covered tells which chunks have texts.
func (t *Tx) covered() (map[int64]bool, error) {
	chunks := map[int64]bool{}
	err := t.each("SELECT chunk FROM search_chunks", nil, func(scan func(...any) error) error {
		var chunk int64
		err := scan(&chunk)
		chunks[chunk] = true
		return err
	})
	return chunks, err
}

func (t *Tx) coverChunk(chunk int64) error {
	var names, emails bytes.Buffer
	first := chunk * chunkAwards
	next := first
	err := t.each("SELECT n, coalesce(name, ''), coalesce(email, '') FROM awards WHERE n BETWEEN ?1 AND ?2 ORDER BY n",
		[]any{first, first + chunkAwards - 1}, func(scan func(...any) error) error {
			var n int64
			var name, email string
			if err := scan(&n, &name, &email); err != nil {
				return err
			}
			for ; next < n; next++ { // an award that is not there has an empty line
				names.WriteByte('\n')
				emails.WriteByte('\n')
			}
			names.WriteString(oneLine(searchable(name)))
			emails.WriteString(oneLine(email))
			return nil
		})
	if err != nil {
		return err
	}
	if err := t.exec(`INSERT INTO search_chunks (chunk, oldest, newest) SELECT ?1, coalesce(min(awarded), 0), coalesce(max(awarded), 0)
		FROM listed WHERE n BETWEEN ?2 AND ?3`, chunk, first, first+chunkAwards-1); err != nil {
		return err
	}
	return t.exec("INSERT INTO search_texts (chunk, names, emails) VALUES (?,?,?)", chunk, names.Bytes(), emails.Bytes())
}

// word is one word of a search as each of the places that may hold it has it.
type word struct {
	name, email string  // part of either
	id          string  // the beginning of an award's, or one of a face's
	numbers     []int64 // of awards that id names, in order
}

// Fewer letters than these are no beginning of a number, which is random and
// would be found among any awards.
const (
	idBegins = 4
	noID     = "none"
)

func wordsOf(search string) (words []word) {
	for _, text := range searchWords(search) {
		w := word{name: oneLine(searchable(text)), email: oneLine(strings.ToLower(text))}
		w.id = strings.TrimSuffix(strings.TrimPrefix(w.email, "urn:uuid:"), ".json")
		w.id = w.id[strings.LastIndexByte(w.id, '/')+1:]
		if w.name == "" { // nothing but accents, which no folded name has
			w.name = w.email
		}
		if len(w.id) < idBegins || strings.Trim(w.id, "0123456789abcdef-") != "" {
			w.id = noID
		}
		words = append(words, w)
	}
	// The longest is the rarest, as a rule.
	slices.SortStableFunc(words, func(a, b word) int { return len(b.name) - len(a.name) })
	return words
}

// holds tells whether an award holds the word.
func (w word) holds(n int64, name, email string) bool {
	if strings.Contains(name, w.name) || strings.Contains(email, w.email) {
		return true
	}
	_, named := slices.BinarySearch(w.numbers, n)
	return named
}

// numbersOf gives the awards a number names: by its beginning, or by all of
// that of a face.
func (t *Tx) numbersOf(id string) (numbers []int64, err error) {
	if id == noID {
		return nil, nil
	}
	err = t.each(`SELECT n FROM awards WHERE id >= ?1 AND id < ?1 || 'g'
		UNION SELECT n FROM awards WHERE id = (SELECT award FROM faces WHERE id = ?1) ORDER BY n`, []any{id}, func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		numbers = append(numbers, n)
		return err
	})
	return numbers, err
}

// span is a segment as a search sees it.
type span struct {
	first, end     int64          // award numbers
	listed         bool           // it has lists by sequences of letters
	full           map[int64]bool // the chunks that have texts
	may            *field         // what is worth looking at; nil when that is not known
	sure           bool           // all of that holds the words
	oldest, newest int64          // days of the awards; only where the order depends on them
}

func (s span) segment() int64 { return s.first / segmentAwards }

// spans lists the segments there are, in the order of the awards, and finds the
// awards that words name by number.
func (t *Tx) spans(words []word) (list []span, err error) {
	for i, w := range words {
		if words[i].numbers, err = t.numbersOf(w.id); err != nil {
			return nil, err
		}
	}
	var last int64
	if err := t.row("SELECT coalesce(max(n), -1) FROM awards").Scan(&last); err != nil {
		return nil, err
	}
	covered, err := t.covered()
	if err != nil {
		return nil, err
	}
	for segment := range last/segmentAwards + 1 {
		list = append(list, span{first: segment * segmentAwards, end: (segment + 1) * segmentAwards, full: covered})
	}
	err = t.each("SELECT segment FROM search_segments WHERE stale = 0", nil, func(scan func(...any) error) error {
		var segment int64
		err := scan(&segment)
		if segment < int64(len(list)) {
			list[segment].listed = true
		}
		return err
	})
	return list, err
}

// narrowed finds out what of some segments is worth looking at.
func (t *Tx) narrowed(words []word, spans []span) error {
	var listed []int64
	for _, s := range spans {
		if s.listed {
			listed = append(listed, s.segment())
		}
	}
	all := map[int64]*field{}
	for _, w := range words {
		may, err := t.mayHold(w, listed)
		if err != nil {
			return err
		}
		for segment, f := range may {
			if before := all[segment]; before != nil {
				f.narrow(before)
			}
			all[segment] = f
		}
	}
	for i := range spans {
		spans[i].may = all[spans[i].segment()]
	}
	return nil
}

// search gives the numbers of all awards that hold all words, in order.
func (t *Tx) search(words []word) (found []int64, err error) {
	spans, err := t.spans(words)
	if err == nil {
		err = t.narrowed(words, spans)
	}
	for _, s := range spans {
		if err == nil {
			err = t.searchSpan(words, s, &found)
		}
	}
	return found, err
}

// few awards are read one by one rather than the texts of all around them.
const few = 50

func (t *Tx) searchSpan(words []word, s span, found *[]int64) error {
	if s.may != nil && s.may.count() <= few {
		var list []int64
		s.may.each(func(i int) { list = append(list, s.first+int64(i)) })
		held, err := t.holding(words, list)
		*found = append(*found, held...)
		return err
	}
	for from := s.first; from < s.end; from += chunkAwards {
		var err error
		switch chunk := from / chunkAwards; {
		case s.may != nil && s.may.none(int(from-s.first), chunkAwards):
		case s.full[chunk]:
			err = t.searchChunk(words, chunk, found)
		default:
			err = t.searchAwards(words, from, from+chunkAwards, found)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// holding gives those of some awards that hold all words, in their order.
func (t *Tx) holding(words []word, numbers []int64) (held []int64, err error) {
	text, err := asJSON(numbers)
	if err != nil || len(numbers) == 0 {
		return nil, err
	}
	err = t.each("SELECT a.n, coalesce(a.name, ''), coalesce(a.email, '') FROM json_each(?) wanted CROSS JOIN awards a ON a.n = wanted.value ORDER BY wanted.key",
		[]any{text}, func(scan func(...any) error) error {
			var n int64
			var name, email string
			if err := scan(&n, &name, &email); err != nil {
				return err
			}
			name, email = oneLine(searchable(name)), oneLine(email)
			if !slices.ContainsFunc(words, func(w word) bool { return !w.holds(n, name, email) }) {
				held = append(held, n)
			}
			return nil
		})
	return held, err
}

// searchChunk looks through a chunk's texts.
func (t *Tx) searchChunk(words []word, chunk int64, found *[]int64) error {
	first := chunk * chunkAwards
	return t.each("SELECT names, emails FROM search_texts WHERE chunk = ?", []any{chunk}, func(scan func(...any) error) error {
		var names, emails sql.RawBytes
		if err := scan(&names, &emails); err != nil {
			return err
		}
		var hits [chunkAwards]uint16 // how many words each award has so far
		for i, w := range words {
			some := false
			mark := func(line int) {
				if line < chunkAwards && int(hits[line]) == i {
					hits[line]++
					some = true
				}
			}
			lines(names, w.name, mark)
			lines(emails, w.email, mark)
			at, _ := slices.BinarySearch(w.numbers, first)
			for ; at < len(w.numbers) && w.numbers[at] < first+chunkAwards; at++ {
				mark(int(w.numbers[at] - first))
			}
			if !some {
				return nil
			}
		}
		for line, n := range hits {
			if int(n) == len(words) {
				*found = append(*found, first+int64(line))
			}
		}
		return nil
	})
}

// lines calls mark for every line that holds a word.
func lines(text []byte, word string, mark func(line int)) {
	line, seek := 0, []byte(word)
	for {
		at := bytes.Index(text, seek)
		if at < 0 {
			return
		}
		line += bytes.Count(text[:at], []byte{'\n'})
		mark(line)
		end := bytes.IndexByte(text[at:], '\n')
		if end < 0 {
			return
		}
		line, text = line+1, text[at+end+1:]
	}
}

// searchAwards looks through awards that have no texts, from one number to
// before another.
func (t *Tx) searchAwards(words []word, from, to int64, found *[]int64) error {
	where, args := []string{"a.n >= ? AND a.n < ?"}, []any{from, to}
	for _, w := range words {
		where = append(where, "(instr("+foldedName+", ?) > 0 OR instr(coalesce(a.email, ''), ?) > 0 OR substr(a.id, 1, ?) = ? OR a.id = (SELECT award FROM faces WHERE id = ?))")
		args = append(args, w.name, w.email, len(w.id), w.id, w.id)
	}
	return t.each("SELECT a.n FROM awards a WHERE "+strings.Join(where, " AND ")+" ORDER BY a.n", args, func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		*found = append(*found, n)
		return err
	})
}
