package award

import (
	"encoding/binary"
	"encoding/hex"
	"iter"
	"maps"
	"slices"
	"strings"

	"badgekiln/issuer/dense"
	"badgekiln/issuer/roster"
)

// Rows are a plan's rows. They are kept closely, for there can be a million: what
// the list says of people stays in the list, and a Row is made anew whenever it
// is asked for. The zero Rows is empty.
type Rows struct {
	list  *roster.Reading // whose rows these are, one by one; nil: each says itself who it is about
	rows  dense.Rows[packed]
	texts dense.Store
	room  []byte
	fixes map[int]*Correction
	by    *drafter // what New rows become; nil when that is of no interest
}

// packed is a row. Whatever most rows do not have lies in a record.
type packed struct {
	id         [16]byte
	at         dense.Ref
	row, first uint32
	state      byte
	flags      byte
}

const (
	flagRecord    = 1 << iota // there is a record
	flagID                    // id is one; others lie in the record
	flagFresh                 // becomes an award when the plan is confirmed
	flagKnown                 // of a fresh one: the ledger knows the person
	flagCorrected             // see Row.Corrected
)

func planStates() []string { return []string{New, Same, Changed, Conflict, Bad} }

// Len is how many rows there are.
func (r *Rows) Len() int { return r.rows.Len() }

// Append adds a row at the end.
func (r *Rows) Append(row Row) {
	p := r.pack(r.Len(), row)
	r.rows.Append(p)
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

// List is all rows at once: for plans that are known to be short.
func (r *Rows) List() []Row {
	list := make([]Row, 0, r.Len())
	for _, row := range r.All() {
		list = append(list, row)
	}
	return list
}

// State is that of the i-th row.
func (r *Rows) State(i int) string { return planStates()[r.rows.At(i).state] }

// Fresh tells whether the i-th row becomes an award when the plan is confirmed.
func (r *Rows) Fresh(i int) bool { return r.rows.At(i).flags&flagFresh != 0 }

// id is that of the i-th row's award.
func (r *Rows) id(i int) string {
	if p := r.rows.At(i); p.flags&flagID != 0 {
		return uuidText(p.id)
	}
	return r.At(i).ID
}

// set puts another row in the place of one.
func (r *Rows) set(i int, row Row) { *r.rows.At(i) = r.pack(i, row) }

func (r *Rows) pack(i int, row Row) packed {
	p := packed{row: uint32(row.Row), first: uint32(row.first)} // #nosec G115 -- rows
	p.state = byte(slices.Index(planStates(), row.State))       // #nosec G115 -- few
	if row.fix != nil {
		if r.fixes == nil {
			r.fixes = map[int]*Correction{}
		}
		r.fixes[i] = row.fix
	}
	if row.Corrected {
		p.flags |= flagCorrected
	}
	if row.draft != nil {
		p.flags |= flagFresh
		p.first = uint32(row.draft.nth) // #nosec G115 -- a fresh row repeats none
		if row.draft.person.ID != "" {
			p.flags |= flagKnown
		}
	}
	odd := row.ID
	if id, ok := uuidBytes(row.ID); ok {
		p.id, odd = id, ""
		p.flags |= flagID
	}
	if r.list != nil && odd+row.Why == "" && len(row.Values) == 0 && len(row.Notes) == 0 {
		return p
	}
	rec := dense.AppendText(r.room[:0], odd)
	if r.list == nil {
		rec = dense.AppendText(dense.AppendText(rec, row.Email), row.Name)
	}
	rec = r.texts.AppendWord(rec, row.Why)
	rec = r.values(rec, row.Values)
	rec = binary.AppendUvarint(rec, uint64(len(row.Notes)))
	for _, n := range row.Notes {
		rec = r.values(r.texts.AppendWord(rec, n.Code), n.Values)
	}
	r.room = rec
	p.at = r.texts.Put(rec)
	p.flags |= flagRecord
	return p
}

func (r *Rows) values(rec []byte, values map[string]string) []byte {
	rec = binary.AppendUvarint(rec, uint64(len(values)))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		rec = r.texts.AppendWord(rec, name)
		if name == "date" || name == "reason" || name == "batch" || name == "key" { // mostly the same
			rec = r.texts.AppendWord(rec, values[name])
		} else {
			rec = dense.AppendText(rec, values[name])
		}
	}
	return rec
}

// At is the i-th row, from 0.
func (r *Rows) At(i int) Row {
	p := r.rows.At(i)
	row := Row{Row: int(p.row), State: planStates()[p.state], Corrected: p.flags&flagCorrected != 0, fix: r.fixes[i]}
	if p.flags&flagFresh == 0 {
		row.first = int(p.first)
	} else if r.by != nil {
		row.planned = func() (*draft, string) { return r.by.draft(r.list.Rows.At(i).Person) }
	}
	if p.flags&flagID != 0 {
		row.ID = uuidText(p.id)
	}
	if r.list != nil {
		if person := r.list.Rows.At(i).Person; person != nil {
			row.Email, row.Name = person.Email, person.Name
		}
	}
	if p.flags&flagRecord == 0 {
		return row
	}
	rec := r.texts.Read(p.at)
	if odd := rec.Text(); odd != "" {
		row.ID = odd
	}
	if r.list == nil {
		row.Email, row.Name = rec.Text(), rec.Text()
	}
	row.Why = rec.Text()
	row.Values = readValues(&rec)
	for range rec.Number() {
		row.Notes = append(row.Notes, Note{Code: rec.Text(), Values: readValues(&rec)})
	}
	return row
}

func readValues(rec *dense.Reader) map[string]string {
	n := rec.Number()
	if n == 0 {
		return nil
	}
	values := make(map[string]string, n)
	for range n {
		name := rec.Text()
		values[name] = rec.Text()
	}
	return values
}

// written notes that a fresh row is an award now.
func (r *Rows) written(i int, id string) {
	p := r.rows.At(i)
	p.flags &^= flagFresh | flagKnown
	p.first = 0
	if p.id, _ = uuidBytes(id); p.id != [16]byte{} {
		p.flags |= flagID
	}
}

// find is where the row of a number is.
func (r *Rows) find(number int) (int, bool) {
	low, high := 0, r.Len()
	for low < high {
		if mid := (low + high) / 2; int(r.rows.At(mid).row) < number {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < r.Len() && int(r.rows.At(low).row) == number
}

// uuidBytes are those of a UUID in lower case.
func uuidBytes(text string) (id [16]byte, ok bool) {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return id, false
	}
	_, err := hex.Decode(id[:], []byte(text[:8]+text[9:13]+text[14:18]+text[19:23]+text[24:]))
	return id, err == nil && text == strings.ToLower(text)
}

func uuidText(id [16]byte) string {
	var text [36]byte
	hex.Encode(text[:8], id[:4])
	hex.Encode(text[9:13], id[4:6])
	hex.Encode(text[14:18], id[6:8])
	hex.Encode(text[19:23], id[8:10])
	hex.Encode(text[24:], id[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}
