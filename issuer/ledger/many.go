package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"badgekiln/issuer"
)

// What a batch asks about each of its awards it asks here about hundreds at
// once: a question to the database costs more than most answers.

// ahead is what Issue has to know about an award that is pending.
type ahead struct {
	nonce      []byte
	once, said string
}

const aheadColumns = "a.nonce, coalesce(s.once_key, ''), " + saidColumns + " FROM awards a JOIN states s ON s.award = a.id "

// Ahead reads what Issue is going to ask about the rows of a batch from first
// to last. Whatever else the transaction does before, those must not be issued
// or changed otherwise than by Issue.
func (t *Tx) Ahead(batch string, first, last int) error {
	t.ahead = map[string]ahead{}
	return t.each("SELECT a.id, "+aheadColumns+"WHERE a.batch = ? AND a.row BETWEEN ? AND ? AND s.state = 'pending'",
		[]any{batch, first, last}, func(scan func(...any) error) error {
			var id string
			var a ahead
			err := scan(&id, &a.nonce, &a.once, &a.said)
			t.ahead[id] = a
			return err
		})
}

// pending reads what Issue has to know; false when the award is not pending.
func (t *Tx) pending(id string) (a ahead, found bool, err error) {
	if a, found = t.ahead[id]; found {
		delete(t.ahead, id) // it is not pending any more
		return a, true, nil
	}
	err = t.row("SELECT "+aheadColumns+"WHERE a.id = ? AND s.state = 'pending'", id).Scan(&a.nonce, &a.once, &a.said)
	if none(err) {
		return a, false, nil
	}
	return a, err == nil, err
}

// Whole is an award with all its signed faces.
type Whole struct {
	Award issuer.Award
	Faces []FrozenFace
}

// FrozenFace is a signed face with its bytes. Err says why they cannot be given.
type FrozenFace struct {
	issuer.Face
	Bytes []byte
	Err   error

	n int64
}

// Wholes reads awards with their faces, oldest face first, and keeps the order
// of the ids. Code "award-unknown" when there is no such award.
func (t *Tx) Wholes(ids []string) ([]Whole, error) {
	asked, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read awards: %w", err)
	}
	list := make([]Whole, 0, len(ids))
	err = t.each(wholeAwards, []any{string(asked)}, func(scan func(...any) error) error {
		a, err := scanAward(scan)
		list = append(list, Whole{Award: a})
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		if i >= len(list) || list[i].Award.ID != id {
			return nil, issuer.Fail(issuer.Usage, "award-unknown", "id", id)
		}
	}
	at := 0
	err = t.each(wholeFaces, []any{string(asked)}, func(scan func(...any) error) error {
		f, err := t.frozenFace(scan)
		for err == nil && list[at].Award.ID != f.Award {
			at++
		}
		if err == nil {
			list[at].Faces = append(list[at].Faces, f)
		}
		return err
	})
	for _, w := range list {
		slices.SortFunc(w.Faces, func(a, b FrozenFace) int { return int(a.n - b.n) })
	}
	return list, err
}

// The order of the ids is the order of the loops: CROSS JOIN keeps it.
const (
	wholeAwards = awardSelect + " FROM json_each(?) j CROSS JOIN awards a ON a.id = j.value CROSS JOIN states s ON s.award = a.id"
	wholeFaces  = faceSelect + `, f.n, coalesce(f.shape, ''), coalesce(f.vals, x''), coalesce(f.proof, ''), f.whole
		FROM json_each(?) j CROSS JOIN faces f ON f.award = j.value CROSS JOIN identities i ON i.id = f.identity WHERE f.sha256 IS NOT NULL`
)

func (t *Tx) frozenFace(scan func(...any) error) (f FrozenFace, err error) {
	var shape, proof string
	var values, whole []byte
	f.Face, err = scanFace(func(dest ...any) error { return scan(append(dest, &f.n, &shape, &values, &proof, &whole)...) })
	if err != nil {
		return f, err
	}
	f.Bytes, f.Err = t.thaw(f.ID, f.SHA256, shape, values, proof, whole)
	if f.Err != nil && issuer.CodeOf(f.Err) == "" { // not about the face
		return f, f.Err
	}
	return f, nil
}

// thaw gives the bytes that were frozen as these parts, and no others: what is
// spliced must have the hash of the day of issue.
func (t *Tx) thaw(id, hash, shape string, values []byte, proof string, whole []byte) ([]byte, error) {
	if whole == nil && len(values) == 0 {
		if erased, err := t.erasedFace(id); err != nil || erased {
			return nil, errors.Join(err, issuer.Fail(issuer.Input, "face-erased", "id", id))
		}
	}
	if whole == nil {
		s, err := t.shape(shape)
		if err != nil {
			return nil, err
		}
		whole, _ = issuer.Join(s.kind, s.text, values, proof)
	}
	if sum := sha256.Sum256(whole); hex.EncodeToString(sum[:]) != hash {
		return nil, issuer.Fail(issuer.Broken, "face-damaged", "id", id)
	}
	return whole, nil
}

// shape is a stored shape and how it is joined.
type shape struct {
	kind string
	text []byte
}

// shape reads a shape once in a transaction; one that is missing
// is empty and gives no face its bytes.
func (t *Tx) shape(name string) (s shape, err error) {
	if s, known := t.shapes[name]; known {
		return s, nil
	}
	if err = t.row("SELECT kind, text FROM shapes WHERE hash = ?", name).Scan(&s.kind, &s.text); err != nil && !none(err) {
		return s, err
	}
	t.shapes[name] = s
	return s, nil
}
