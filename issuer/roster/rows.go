package roster

import (
	"encoding/binary"
	"encoding/json"
	"hash/maphash"
	"iter"
	"maps"
	"slices"
	"strings"

	"badgekiln/issuer/dense"
)

// Rows are the rows of a list, kept so closely that a million people take as
// much memory as their file. A Person is made anew whenever a row is asked for:
// whoever changes it changes nothing here. The zero Rows is empty.
type Rows struct {
	meta  dense.Rows[rowMeta]
	texts dense.Store
	last  [slots]string // what the row before said
	room  []byte
}

type rowMeta struct {
	at         dense.Ref
	row, other uint32
	state      byte
	whole      bool // there is a person
}

// The members of a person by their places in a record. Dates come first and are
// of a fixed size, for some are settled only when all rows were read.
const (
	atIssuedOn = iota
	atExpires
	atEmail
	atName
	atGiven
	atFamily
	atNarrative
	atNote
	atLanguage
	atImage
	atBadge
	atEvidence
	atExtra
	atRaw
	slots
)

const dateSize = 10

func states() []State { return []State{Ready, Duplicate, Conflict, Bad} }

// RowsOf packs some rows.
func RowsOf(list ...Row) Rows {
	var r Rows
	for _, row := range list {
		r.add(row, "")
	}
	return r
}

// Len is how many rows there are.
func (r *Rows) Len() int { return r.meta.Len() }

// At is the i-th row, from 0.
func (r *Rows) At(i int) Row {
	m := r.meta.At(i)
	row := Row{Row: int(m.row), State: states()[m.state], Other: int(m.other)}
	if m.whole {
		row.Person, _ = r.person(i)
	}
	return row
}

// All goes through the rows in order.
func (r *Rows) All() iter.Seq2[int, Row] {
	return func(yield func(int, Row) bool) {
		for i := range r.Len() {
			if !yield(i, r.At(i)) {
				return
			}
		}
	}
}

// State is that of the i-th row.
func (r *Rows) State(i int) State { return states()[r.meta.At(i).state] }

// SetState says how the i-th row stands.
func (r *Rows) SetState(i int, s State) {
	r.meta.At(i).state = byte(slices.Index(states(), s)) // #nosec G115 -- few
}

func (r *Rows) setOther(i, other int) { r.meta.At(i).other = uint32(other) } // #nosec G115 -- a row

// Number is the number of the i-th row, as a spreadsheet counts.
func (r *Rows) Number(i int) int { return int(r.meta.At(i).row) }

// Find is where the row of a number is.
func (r *Rows) Find(number int) (i int, found bool) {
	low, high := 0, r.Len()
	for low < high {
		if mid := (low + high) / 2; r.Number(mid) < number {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < r.Len() && r.Number(low) == number
}

// Email is the address in the i-th row; "" when there is none.
func (r *Rows) Email(i int) string {
	m := r.meta.At(i)
	if !m.whole {
		return ""
	}
	rec := r.texts.Read(m.at)
	mask := rec.Number()
	if mask>>atEmail&1 == 0 {
		return ""
	}
	rec.Skip(datesIn(mask) * dateSize)
	return rec.Text()
}

func datesIn(mask uint64) int { return int(mask&1 + mask>>1&1) } // #nosec G115 -- at most 2

// add packs a row at the end. raw is the address as it stands in the list, where
// cleaning changed it.
func (r *Rows) add(row Row, raw string) {
	m := rowMeta{row: uint32(row.Row), other: uint32(row.Other), whole: row.Person != nil} // #nosec G115 -- rows
	m.state = byte(slices.Index(states(), row.State))                                      // #nosec G115 -- few
	if m.whole {
		m.at = r.texts.Put(r.packed(row.Person, raw))
	}
	r.meta.Append(m)
}

// drop takes the last row away.
func (r *Rows) drop() { r.meta.Drop() }

// Forget forgets the people: numbers and states stay, for somebody who shows the
// cells.
func (r *Rows) Forget() {
	for i := range r.Len() {
		r.meta.At(i).whole = false
	}
	r.texts = dense.Store{}
}

// settled is called after the last row: nothing of a file's text is held on to.
func (r *Rows) settled() { r.last, r.room = [slots]string{}, nil }

// packed is a person as a record.
func (r *Rows) packed(p *Person, raw string) []byte {
	texts := [slots]string{
		atEmail: p.Email, atName: p.Name, atGiven: p.GivenName, atFamily: p.FamilyName, atNarrative: p.Narrative,
		atNote: p.Note, atLanguage: p.Language, atImage: p.Image, atBadge: p.Badge, atRaw: raw,
	}
	var mask uint64
	for i, text := range texts {
		if text != "" {
			mask |= 1 << i
		}
	}
	for _, one := range [...]struct {
		has   bool
		place int
	}{{!p.IssuedOn.IsZero(), atIssuedOn}, {!p.Expires.IsZero(), atExpires}, {len(p.Evidence) > 0, atEvidence}, {len(p.Extra) > 0, atExtra}} {
		if one.has {
			mask |= 1 << one.place
		}
	}
	rec := binary.AppendUvarint(r.room[:0], mask)
	for _, d := range []Date{p.IssuedOn, p.Expires} {
		if !d.IsZero() {
			rec = d.append(rec)
		}
	}
	for i, text := range texts {
		if text != "" {
			rec = r.append(rec, i, text)
		}
	}
	if len(p.Evidence) > 0 {
		rec = binary.AppendUvarint(rec, uint64(len(p.Evidence)))
		for _, text := range p.Evidence {
			rec = r.append(rec, atEvidence, text)
		}
	}
	if len(p.Extra) > 0 {
		rec = binary.AppendUvarint(rec, uint64(len(p.Extra)))
		for _, name := range slices.Sorted(maps.Keys(p.Extra)) {
			rec = r.texts.AppendWord(rec, name)
			rec = r.append(rec, atExtra, p.Extra[name])
		}
	}
	r.room = rec
	return rec
}

// append appends a text; one that the row before says in the same place is kept
// once for all that do.
func (r *Rows) append(rec []byte, place int, text string) []byte {
	if r.last[place] == text && len(text) > 1 {
		return r.texts.AppendWord(rec, text)
	}
	r.last[place] = text
	return dense.AppendText(rec, text)
}

// person unpacks one.
func (r *Rows) person(i int) (p *Person, raw string) {
	m := r.meta.At(i)
	rec := r.texts.Read(m.at)
	mask := rec.Number()
	has := func(place int) bool { return mask>>place&1 == 1 }
	p = &Person{Row: int(m.row)}
	for place, d := range []*Date{&p.IssuedOn, &p.Expires} {
		if has(place) {
			d.read(rec.Skip(dateSize))
		}
	}
	for place, to := range [slots]*string{
		atEmail: &p.Email, atName: &p.Name, atGiven: &p.GivenName, atFamily: &p.FamilyName, atNarrative: &p.Narrative,
		atNote: &p.Note, atLanguage: &p.Language, atImage: &p.Image, atBadge: &p.Badge, atRaw: &raw,
	} {
		if to != nil && has(place) {
			*to = rec.Text()
		}
	}
	if has(atEvidence) {
		p.Evidence = make([]string, rec.Number())
		for i := range p.Evidence {
			p.Evidence[i] = rec.Text()
		}
	}
	if has(atExtra) {
		n := rec.Number()
		p.Extra = make(map[string]string, n)
		for range n {
			name := rec.Text()
			p.Extra[name] = rec.Text()
		}
	}
	return p, raw
}

// raw is the address of the i-th row as it stands in the list, by its number.
func (r *Rows) raw(i int) map[int]string {
	if p, raw := r.person(i); raw != "" {
		return map[int]string{p.Row: raw}
	}
	return nil
}

// setDate changes a date that was there when the row was packed.
func (r *Rows) setDate(i int, field string, d Date) {
	rec := r.texts.Bytes(r.meta.At(i).at)
	mask, skip := binary.Uvarint(rec)
	if field == FieldExpires && mask>>atIssuedOn&1 == 1 {
		skip += dateSize
	}
	d.append(rec[skip:skip])
}

func (d Date) append(to []byte) []byte {
	to = append(to, byte(d.Precision), byte(d.Month), byte(d.Day), byte(d.Hour), byte(d.Minute), byte(d.Second)) // #nosec G115 -- read back alike
	to = binary.LittleEndian.AppendUint16(to, uint16(d.Year))                                                    // #nosec G115 -- the same
	return binary.LittleEndian.AppendUint16(to, uint16(d.Offset))                                                // #nosec G115 -- the same
}

func (d *Date) read(from string) {
	d.Precision, d.Month, d.Day = Precision(from[0]), int8(from[1]), int8(from[2])        // #nosec G115 -- written so
	d.Hour, d.Minute, d.Second = int8(from[3]), int8(from[4]), int8(from[5])              // #nosec G115 -- written so
	d.Year, d.Offset = int16(from[6])|int16(from[7])<<8, int16(from[8])|int16(from[9])<<8 // #nosec G115 -- written so
}

// People are the rows that can be awarded, in order.
type People struct{ rows *Rows }

// Len is how many there are.
func (p People) Len() (n int) {
	if p.rows == nil {
		return 0
	}
	for i := range p.rows.Len() {
		if p.rows.State(i) == Ready {
			n++
		}
	}
	return n
}

// All goes through them.
func (p People) All() iter.Seq[*Person] {
	return func(yield func(*Person) bool) {
		for i := 0; p.rows != nil && i < p.rows.Len(); i++ {
			if p.rows.State(i) == Ready {
				if one, _ := p.rows.person(i); !yield(one) {
					return
				}
			}
		}
	}
}

// List is all of them at once: for lists that are known to be short.
func (p People) List() []*Person { return slices.AppendSeq([]*Person{}, p.All()) }

// MarshalJSON writes the people as an array.
func (p People) MarshalJSON() ([]byte, error) { return json.Marshal(p.List()) }

// finder finds rows by what makes two the same person's.
type finder struct {
	rows  *Rows
	index dense.Index
	seed  maphash.Seed
}

func newFinder(rows *Rows) *finder { return &finder{rows: rows, seed: maphash.MakeSeed()} }

// before is the first row with the key of this one; without any, this is it.
func (f *finder) before(i int, key string) (first int, found bool) {
	hash := maphash.String(f.seed, key)
	email, _, _ := strings.Cut(key, "\x00")
	first, found = f.index.Find(hash, func(place int) bool {
		if f.rows.Email(place) != email {
			return false
		}
		p, _ := f.rows.person(place)
		return p.key() == key
	})
	if !found {
		f.index.Add(hash, i)
	}
	return first, found
}
