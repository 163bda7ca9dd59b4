package ledger

import "strings"

// Rows that a batch writes by the thousand wait in memory and go to the
// database many at a time: a statement costs SQLite about as much to begin and
// to make undoable as a row costs to write. Whatever else a transaction asks or
// does comes after the rows that wait, so nobody sees a difference but in time.

// kind is one kind of rows that wait: the statement that writes some of them.
// Kinds are written in their order, each after what it refers to.
type kind int

const (
	newPerson kind = iota
	newAddress
	newAward
	newState
	newFace
	newEvent
	newPayload
	nowIssued
	nowFrozen   // by id
	nowFrozenAt // by number
	kinds
)

// atATime is how many rows of a kind one statement takes.
const atATime = 64

// waiting is how many rows of one kind may wait.
const waiting = 4 * atATime

// wording is a statement around its rows, each of which has so many values.
type wording struct {
	head, tail string
	width      int
}

const frozen = "UPDATE faces SET shape = v.column2, vals = v.column3, proof = v.column4, sha256 = v.column5 FROM (VALUES "

// wordings are the statements of all kinds. OR FAIL: whatever fails ends the
// whole transaction, so that SQLite need not keep a copy of each page to undo one
// statement by. Where a row refers to others it does so all the same.
func wordings() [kinds]wording {
	return [kinds]wording{
		newPerson:  {"INSERT OR FAIL INTO persons (id, name, given_name, family_name, name_key, made) VALUES ", "", 6},
		newAddress: {"INSERT INTO addresses (email, person) VALUES ", "", 2},
		newAward: {`INSERT INTO awards (id, batch, row, class, version, person, source, event_key, issued_on, expires, name, email, evidence,
			narrative, language, fields, salt, subject, more, nonce, replaces, valid_from) VALUES `, "", 22},
		newState: {"INSERT INTO states (award, state, class, person, batch, once_key) VALUES ", "", 6},
		newFace: {`INSERT INTO faces (id, award, format, identity, key, created, status_list, status_index, pause_list, pause_index,
			nonce) VALUES `, "", 11},
		newEvent:    {"INSERT OR FAIL INTO events (seq, at, kind, subject, commitment, hash) VALUES ", "", 6},
		newPayload:  {"INSERT INTO payloads (seq, nonce, body) VALUES ", "", 3},
		nowIssued:   {"UPDATE states SET state = 'issued', seq = v.column2 FROM (VALUES ", ") v WHERE states.award = v.column1", 2},
		nowFrozen:   {frozen, ") v WHERE faces.id = v.column1", 5},
		nowFrozenAt: {frozen, ") v WHERE faces.n = v.column1", 5},
	}
}

// later writes a row of a kind before anything else that comes.
func (t *Tx) later(k kind, values ...any) error {
	t.behind[k] = append(t.behind[k], values...)
	t.waits = true
	if len(t.behind[k]) < waiting*t.wordings[k].width {
		return nil
	}
	return t.catchUp()
}

// catchUp writes all rows that wait.
func (t *Tx) catchUp() error {
	if !t.waits {
		return nil
	}
	t.waits = false
	for k := range kinds {
		values := t.behind[k]
		for rows := atATime; rows > 0; rows /= 2 {
			for n := rows * t.wordings[k].width; len(values) >= n; values = values[n:] {
				if err := t.exec(t.wordings[k].of(rows), values[:n]...); err != nil {
					return err
				}
			}
		}
		clear(t.behind[k])
		t.behind[k] = t.behind[k][:0]
	}
	return nil
}

// of is the statement for so many rows.
func (w wording) of(rows int) string {
	row := "(" + strings.Repeat("?,", w.width-1) + "?)"
	return w.head + strings.Repeat(row+",", rows-1) + row + w.tail
}
