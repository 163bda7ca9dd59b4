package ledger

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"

	"badgekiln/issuer"
)

// HostedFace is a face with the award it stands for, for publishing.
type HostedFace struct {
	Face  issuer.Face
	Award issuer.Award
	Bytes []byte // nil for a person who was erased
}

const (
	hostedWhole = faceSelect + ", f.n, coalesce(f.shape, ''), coalesce(f.vals, x''), coalesce(f.proof, ''), f.whole"
	hostedAfter = hostedWhole + ` FROM faces f JOIN identities i ON i.id = f.identity
		WHERE i.base_url = ? AND f.n > ? AND f.sha256 IS NOT NULL ORDER BY f.n LIMIT ?`
	// The order of the ids is that of the loops: CROSS JOIN keeps it.
	hostedOf   = " FROM json_each(?) j CROSS JOIN faces f ON f.id = j.value CROSS JOIN identities i ON i.id = f.identity WHERE f.sha256 IS NOT NULL"
	hostedKnow = faceSelect + ", f.vals IS NULL AND f.whole IS NULL" + hostedOf
)

// HostedAfter lists up to limit signed faces of a base URL's identities, in
// order, beginning after the face with number n; next is the number to go on
// after. An empty list is the end.
func (t *Tx) HostedAfter(base string, n int64, limit int) (list []HostedFace, next int64, err error) {
	next = n
	err = t.each(hostedAfter, []any{base, n, limit}, func(scan func(...any) error) error {
		f, err := t.frozenFace(scan)
		list, next = append(list, HostedFace{Face: f.Face, Bytes: f.Bytes}), f.n
		return notErased(f, err)
	})
	if err == nil {
		err = t.awardsOf(list)
	}
	return list, next, err
}

// Hosted reads some signed faces with their awards, in the order of their ids.
func (t *Tx) Hosted(ids []string) (list []HostedFace, err error) {
	asked, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read faces: %w", err)
	}
	err = t.each(hostedWhole+hostedOf, []any{string(asked)}, func(scan func(...any) error) error {
		f, err := t.frozenFace(scan)
		list = append(list, HostedFace{Face: f.Face, Bytes: f.Bytes})
		return notErased(f, err)
	})
	if err == nil {
		err = t.awardsOf(list)
	}
	return list, err
}

// HostedWithout is Hosted for who wants no bytes: they are empty for a face that
// has some.
func (t *Tx) HostedWithout(ids []string) (list []HostedFace, err error) {
	asked, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read faces: %w", err)
	}
	err = t.each(hostedKnow, []any{string(asked)}, func(scan func(...any) error) (err error) {
		var one HostedFace
		var bare bool
		if one.Face, err = scanFace(func(dest ...any) error { return scan(append(dest, &bare)...) }); !bare {
			one.Bytes = []byte{}
		}
		list = append(list, one)
		return err
	})
	if err == nil {
		err = t.awardsOf(list)
	}
	return list, err
}

// notErased is what went wrong with a face, other than that its person was erased.
func notErased(f FrozenFace, err error) error {
	if err == nil && issuer.CodeOf(f.Err) != "face-erased" {
		err = f.Err
	}
	return err
}

// awardsOf fills in the awards of faces. Those of one award stand side by side.
func (t *Tx) awardsOf(list []HostedFace) error {
	var ids []string
	for i, one := range list {
		if i == 0 || list[i-1].Face.Award != one.Face.Award {
			ids = append(ids, one.Face.Award)
		}
	}
	asked, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("read awards: %w", err)
	}
	at := 0
	err = t.each(wholeAwards, []any{string(asked)}, func(scan func(...any) error) error {
		a, err := scanAward(scan)
		for err == nil && at < len(list) && list[at].Face.Award == a.ID {
			list[at].Award = a
			at++
		}
		return err
	})
	if err == nil && at < len(list) {
		err = issuer.Fail(issuer.Usage, "award-unknown", "id", list[at].Face.Award)
	}
	return err
}

// HostedMark is a signed face as far as its public files depend on it, without
// reading or checking its bytes.
type HostedMark struct {
	N        int64 // its number, to go on after
	ID       string
	Format   issuer.Format
	Class    string
	Version  int
	Language string
	State    issuer.State
	Bare     bool // of a person who was erased: there are no bytes
	SHA256   [sha256.Size]byte
	// Words is all that the ledger says of face and award, as one text that
	// differs when anything does.
	Words string
	// Inputs is what the face's page on the target was made of; zero for a page
	// that is not there, or of which nobody said so.
	Inputs [sha256.Size]byte
}

const (
	markSelect = `SELECT f.n, f.id, f.format, a.class, a.version, coalesce(a.language, ''), s.state, f.vals IS NULL AND f.whole IS NULL, f.sha256,
		json_array(hex(f.sha256), f.identity, f.award, f.key, f.created, a.person, a.issued_on, a.expires, a.valid_from, a.name, a.email, a.evidence,
			a.narrative, a.subject, a.salt, a.more, s.reason), `
	marksAfter = markSelect + `coalesce(p.inputs, x'')
		FROM faces f JOIN identities i ON i.id = f.identity JOIN awards a ON a.id = f.award JOIN states s ON s.award = a.id
		LEFT JOIN published p ON p.target = ?2 AND p.path = 'a/' || substr(f.id, 1, 2) || '/' || f.id || '.html'
		WHERE i.base_url = ?1 AND f.n > ?3 AND f.sha256 IS NOT NULL ORDER BY f.n LIMIT ?4`
	marksOf = markSelect + `x'' FROM json_each(?) j CROSS JOIN faces f ON f.id = j.value CROSS JOIN awards a ON a.id = f.award CROSS JOIN states s ON s.award = a.id
		WHERE f.sha256 IS NOT NULL`
)

// HostedMarks lists up to limit signed faces of a base URL's identities as
// HostedAfter does, but only what tells whether their files are still right.
func (t *Tx) HostedMarks(base, target string, n int64, limit int) ([]HostedMark, error) {
	return t.marks(marksAfter, limit, base, target, n, limit)
}

// MarksOf tells the same of some faces, in the order of their ids, but nothing of a
// target.
func (t *Tx) MarksOf(ids []string) ([]HostedMark, error) {
	asked, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read faces: %w", err)
	}
	return t.marks(marksOf, len(ids), string(asked))
}

func (t *Tx) marks(query string, about int, args ...any) ([]HostedMark, error) {
	list := make([]HostedMark, 0, about)
	err := t.each(query, args, func(scan func(...any) error) error {
		var one HostedMark
		var sum, inputs sql.RawBytes
		err := scan(&one.N, &one.ID, &one.Format, &one.Class, &one.Version, &one.Language, &one.State, &one.Bare, &sum, &one.Words, &inputs)
		copy(one.SHA256[:], sum)
		copy(one.Inputs[:], inputs)
		list = append(list, one)
		return err
	})
	return list, err
}
