package ledger

import (
	"bytes"
	"cmp"
	"database/sql"
	"slices"
	"strings"
)

// A search goes through texts that were made for it: of a thousand awards at a
// time the folded names and the addresses, a line each, and beside them which
// sequences of three bytes they have. A word whose sequences a chunk does not
// have is not in it, so that of a million awards little more is read than what
// holds the word. Any substring in any script is found; nothing depends on
// where words begin. The texts hold what the awards say and are dropped by the
// ledger itself when an award's words change or are erased; what has no texts
// is searched in the awards.

const (
	chunkAwards = 1024    // as in the migration
	gramBits    = 1 << 16 // a tenth of them is set by a thousand people
)

// gram is where three bytes have their bit.
func gram(a, b, c byte) uint32 {
	return (uint32(a)<<16 | uint32(b)<<8 | uint32(c)) * 2654435761 >> 16
}

// gramsOf sets the bits of a text's sequences, which do not go over lines.
func gramsOf(bits, text []byte) {
	for i := 2; i < len(text); i++ {
		if text[i] == '\n' {
			i += 2
			continue
		}
		g := gram(text[i-2], text[i-1], text[i])
		bits[g>>3] |= 1 << (g & 7)
	}
}

// has tells whether a word may be where these bits come from.
func has(bits []byte, word string) bool {
	for i := 2; i < len(word); i++ {
		if g := gram(word[i-2], word[i-1], word[i]); bits[g>>3]&(1<<(g&7)) == 0 {
			return false
		}
	}
	return true
}

// oneLine keeps a line of the texts, or a word looked for in them, one line.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }

// cover makes the texts of all chunks that are full and have none.
func (t *Tx) cover() error {
	var full, have int
	if err := t.row("SELECT (coalesce((SELECT max(n) FROM awards), 0) + 1) / ?, (SELECT count(*) FROM search_chunks)", chunkAwards).Scan(&full, &have); err != nil || have >= full {
		return err
	}
	covered, err := t.covered()
	if err != nil {
		return err
	}
	for chunk := range int64(full) {
		if _, done := slices.BinarySearch(covered, chunk); done {
			continue
		}
		if err := t.coverChunk(chunk); err != nil {
			return err
		}
	}
	return nil
}

// covered lists the chunks that have texts, in order.
func (t *Tx) covered() (chunks []int64, err error) {
	err = t.each("SELECT chunk FROM search_chunks ORDER BY chunk", nil, func(scan func(...any) error) error {
		var chunk int64
		err := scan(&chunk)
		chunks = append(chunks, chunk)
		return err
	})
	return chunks, err
}

func (t *Tx) coverChunk(chunk int64) error {
	var names, emails bytes.Buffer
	next := chunk * chunkAwards
	err := t.each("SELECT n, coalesce(name, ''), coalesce(email, '') FROM awards WHERE n BETWEEN ?1 AND ?2 ORDER BY n",
		[]any{next, next + chunkAwards - 1}, func(scan func(...any) error) error {
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
	bits := make([]byte, gramBits/8)
	gramsOf(bits, names.Bytes())
	gramsOf(bits, emails.Bytes())
	if err := t.exec("INSERT INTO search_chunks (chunk, grams) VALUES (?,?)", chunk, bits); err != nil {
		return err
	}
	return t.exec("INSERT INTO search_texts (chunk, names, emails) VALUES (?,?,?)", chunk, names.Bytes(), emails.Bytes())
}

// word is one word of a search as each of the places that may hold it has it.
type word struct {
	name, email string  // part of either
	id          string  // the beginning of an award's, or one of a face's
	numbers     []int64 // of awards that id names, in order
	chunks      int     // where it may be
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
	return words
}

// search gives the numbers of all awards that hold all words, in order.
func (t *Tx) search(words []word) ([]int64, error) {
	byID := map[int64]bool{}
	for i, w := range words {
		var err error
		if words[i].numbers, err = t.numbersOf(w.id); err != nil {
			return nil, err
		}
		for _, n := range words[i].numbers {
			byID[n/chunkAwards] = true
		}
	}
	var found []int64
	chunks, next, err := t.mayHold(words, byID)
	if err != nil {
		return nil, err
	}
	for _, c := range chunks {
		if c.bare {
			err = t.searchAwards(words, c.chunk*chunkAwards, (c.chunk+1)*chunkAwards, &found)
		} else {
			err = t.searchChunk(words, c.chunk, &found)
		}
		if err != nil {
			return nil, err
		}
	}
	return found, t.searchAwards(words, next*chunkAwards, 1<<62, &found)
}

// place is a chunk worth looking into; bare when it has no texts.
type place struct {
	chunk int64
	bare  bool
}

// mayHold lists the chunks that may hold all words, in order, and the one after
// the last that has texts. Those in sure hold an award that a word names by its
// number. Words come out with the rarest first.
func (t *Tx) mayHold(words []word, sure map[int64]bool) (places []place, next int64, err error) {
	err = t.each("SELECT chunk, grams FROM search_chunks ORDER BY chunk", nil, func(scan func(...any) error) error {
		var chunk int64
		var bits sql.RawBytes
		if err := scan(&chunk, &bits); err != nil {
			return err
		}
		for ; next < chunk; next++ {
			places = append(places, place{next, true})
		}
		next++
		all := len(bits) == gramBits/8
		for i, w := range words {
			held := all && (has(bits, w.name) || has(bits, w.email))
			if all = all && held; held {
				words[i].chunks++
			}
		}
		if all || sure[chunk] {
			places = append(places, place{chunk, false})
		}
		return nil
	})
	slices.SortStableFunc(words, func(a, b word) int {
		return cmp.Or(cmp.Compare(a.chunks, b.chunks), cmp.Compare(len(b.name), len(a.name)))
	})
	return places, next, err
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
