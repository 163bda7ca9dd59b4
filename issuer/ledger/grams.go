package ledger

import (
	"bytes"
	"cmp"
	"database/sql"
	"encoding/binary"
	"math/bits"
	"slices"
)

// A search begins with the sequences of three bytes that its words have: for
// each, and for each segment of eight chunks, the ledger keeps the awards
// that have it in the name or the address. What is in the lists of all
// sequences of a word may hold the word, so that a few pages of the file tell
// which of a million awards are worth looking at.

const (
	segmentChunks = 8
	segmentAwards = segmentChunks * chunkAwards // as in the migration
	segmentBits   = 20                          // of a place
	mostGrams     = 8                           // of a word, the rarest; more hardly narrow it
)

// field is a set of the awards of a segment.
type field [segmentAwards / 64]uint64

func (f *field) add(i int)      { f[i>>6] |= 1 << (i & 63) }
func (f *field) has(i int) bool { return f[i>>6]>>(i&63)&1 == 1 }

func (f *field) fill() {
	for i := range f {
		f[i] = ^uint64(0)
	}
}

// narrow keeps what is in both.
func (f *field) narrow(by *field) {
	for i := range f {
		f[i] &= by[i]
	}
}

func (f *field) widen(by *field) {
	for i := range f {
		f[i] |= by[i]
	}
}

// none tells whether nothing of a stretch of whole words is in the set.
func (f *field) none(from, count int) bool {
	for _, w := range f[from/64 : (from+count)/64] {
		if w != 0 {
			return false
		}
	}
	return true
}

func (f *field) count() (n int) {
	for _, w := range f {
		n += bits.OnesCount64(w)
	}
	return n
}

// each lists what is in the set, in order.
func (f *field) each(do func(i int)) {
	for at, w := range f {
		for ; w != 0; w &= w - 1 {
			do(at<<6 + bits.TrailingZeros64(w))
		}
	}
}

// pack writes a set, given in order, in the fewer bytes of two ways.
func pack(list []uint16) []byte {
	var out []byte
	last := 0
	for _, i := range list {
		out = binary.AppendUvarint(out, uint64(int(i)-last)) // #nosec G115 -- in order
		last = int(i)
	}
	if len(out) < segmentAwards/8 {
		return out
	}
	out = make([]byte, segmentAwards/8)
	for _, i := range list {
		out[i>>3] |= 1 << (i & 7)
	}
	return out
}

// unpack reads a set; what is damaged gives fewer, as nothing else depends on
// it.
func (f *field) unpack(data []byte) {
	*f = field{}
	if len(data) == segmentAwards/8 {
		for i := range f {
			f[i] = binary.LittleEndian.Uint64(data[i*8:])
		}
		return
	}
	at := 0
	for len(data) > 0 {
		d, n := binary.Uvarint(data)
		if n <= 0 || d >= segmentAwards || at+int(d) >= segmentAwards {
			return
		}
		at += int(d)
		f.add(at)
		data = data[n:]
	}
}

// gramsOf gives the sequences of three bytes of a text, which do not go over
// lines.
func gramsOf(text []byte, found func(gram uint32)) {
	for i := 2; i < len(text); i++ {
		if text[i] == '\n' {
			i += 2
			continue
		}
		found(uint32(text[i-2])<<16 | uint32(text[i-1])<<8 | uint32(text[i]))
	}
}

// coverSegments makes the lists of all segments whose chunks all have texts.
func (t *Tx) coverSegments(full int) error {
	var todo []int64
	stale := map[int64]bool{}
	err := t.each(`SELECT c.chunk / ?1, EXISTS (SELECT 1 FROM search_segments s WHERE s.segment = c.chunk / ?1) FROM search_chunks c
		WHERE c.chunk / ?1 NOT IN (SELECT segment FROM search_segments WHERE stale = 0) GROUP BY 1 HAVING count(*) = ?1`,
		[]any{segmentChunks}, func(scan func(...any) error) error {
			var segment int64
			var old bool
			err := scan(&segment, &old)
			todo, stale[segment] = append(todo, segment), old
			return err
		})
	for _, segment := range todo {
		if err == nil && segment < int64(full) {
			err = t.coverSegment(segment, stale[segment])
		}
	}
	return err
}

func (t *Tx) coverSegment(segment int64, again bool) error {
	const placeBits = 16 // more than segmentAwards needs
	var all []uint64
	err := t.each("SELECT chunk, names, emails FROM search_texts WHERE chunk >= ? AND chunk < ?", []any{segment * segmentChunks, (segment + 1) * segmentChunks},
		func(scan func(...any) error) error {
			var chunk int64
			var names, emails sql.RawBytes
			if err := scan(&chunk, &names, &emails); err != nil {
				return err
			}
			for _, text := range [][]byte{names, emails} {
				at := uint64(chunk%segmentChunks) * chunkAwards // #nosec G115 -- counts from 0
				for len(text) > 0 {
					line, rest, _ := bytes.Cut(text, []byte{'\n'})
					gramsOf(line, func(gram uint32) { all = append(all, uint64(gram)<<placeBits|at) })
					text, at = rest, at+1
				}
			}
			return nil
		})
	if err != nil {
		return err
	}
	if again {
		if err := t.exec("DELETE FROM search_grams WHERE place & ? = ?", 1<<segmentBits-1, segment); err != nil {
			return err
		}
	}
	slices.Sort(all)
	var list []uint16
	for i := 0; i < len(all); {
		gram := all[i] >> placeBits
		for list = list[:0]; i < len(all) && all[i]>>placeBits == gram; i++ {
			if n := uint16(all[i]); len(list) == 0 || list[len(list)-1] != n { // #nosec G115 -- the bits of the place
				list = append(list, n)
			}
		}
		if err := t.exec("INSERT INTO search_grams (place, awards) VALUES (?,?)", int64(gram)<<segmentBits|segment, pack(list)); err != nil { // #nosec G115 -- 24 bits
			return err
		}
	}
	return t.exec("INSERT INTO search_segments (segment) VALUES (?) ON CONFLICT (segment) DO UPDATE SET stale = 0", segment)
}

// mayHold gives, for each of these segments, the awards that may hold a word. A
// name is folded and an address is not, so that the word may differ in the two.
func (t *Tx) mayHold(w word, segments []int64) (map[int64]*field, error) {
	fields, err := t.haveAll(w.name, segments)
	if err != nil {
		return nil, err
	}
	if w.email != w.name {
		others, err := t.haveAll(w.email, segments)
		if err != nil {
			return nil, err
		}
		for segment, f := range fields {
			f.widen(others[segment])
		}
	}
	for _, n := range w.numbers {
		if f := fields[n/segmentAwards]; f != nil {
			f.add(int(n % segmentAwards))
		}
	}
	return fields, nil
}

// haveAll gives the awards that have all sequences of a text.
func (t *Tx) haveAll(text string, segments []int64) (map[int64]*field, error) {
	fields := map[int64]*field{}
	for _, segment := range segments {
		fields[segment] = new(field)
		fields[segment].fill()
	}
	if len(segments) == 0 {
		return fields, nil
	}
	grams, err := t.rarest(text, segments[0])
	if err != nil {
		return nil, err
	}
	first, last := slices.Min(segments), slices.Max(segments)
	for _, g := range grams {
		left, err := t.narrow(g, first, last, fields)
		if err != nil || left <= len(segments) { // about one in each: reading on is more work than looking
			return fields, err
		}
	}
	return fields, nil
}

// narrow takes out of the sets what does not have a sequence, and tells how
// many are left.
func (t *Tx) narrow(gram, first, last int64, fields map[int64]*field) (left int, err error) {
	var held field
	seen := make(map[int64]bool, len(fields))
	err = t.each("SELECT place, awards FROM search_grams WHERE place BETWEEN ?1 << ?2 | ?3 AND ?1 << ?2 | ?4", []any{gram, segmentBits, first, last}, func(scan func(...any) error) error {
		var place int64
		var data sql.RawBytes
		if err := scan(&place, &data); err != nil {
			return err
		}
		segment := place & (1<<segmentBits - 1)
		if f := fields[segment]; f != nil {
			held.unpack(data)
			f.narrow(&held)
			left += f.count()
			seen[segment] = true
		}
		return nil
	})
	for segment, f := range fields {
		if !seen[segment] {
			*f = field{}
		}
	}
	return left, err
}

// rarest gives the sequences of a text, the rarest of one segment first. What
// is rare there is hardly frequent elsewhere.
func (t *Tx) rarest(text string, segment int64) (list []int64, err error) {
	length := map[int64]int64{}
	gramsOf([]byte(text), func(gram uint32) { length[int64(gram)] = 0 })
	for gram := range length {
		var size int64
		if err := t.row("SELECT coalesce((SELECT length(awards) FROM search_grams WHERE place = ?1 << ?2 | ?3), 0)", gram, segmentBits, segment).Scan(&size); err != nil {
			return nil, err
		}
		length[gram] = size
		list = append(list, gram)
	}
	slices.SortFunc(list, func(a, b int64) int { return cmp.Or(cmp.Compare(length[a], length[b]), cmp.Compare(a, b)) })
	return list[:min(len(list), mostGrams)], nil
}
