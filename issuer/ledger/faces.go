package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"badgekiln/issuer"
)

// AddFace writes a face as planned: id, time, key and place in a status list
// are fixed, bytes are still to come. later marks a face added to an award
// made before, which gets an event of its own.
func (t *Tx) AddFace(f issuer.Face, later bool) error {
	var nonce []byte
	if later {
		drawn, err := t.Random(16)
		if err != nil {
			return err
		}
		nonce = drawn
	}
	var list, index, pause, place any
	if f.Status != nil {
		list, index = f.Status.List, f.Status.Index
	}
	if f.Pause != nil {
		pause, place = f.Pause.List, f.Pause.Index
	}
	return t.later(newFace, f.ID, f.Award, string(f.Format), f.Identity.ID, orNull(f.Key), Stamp(f.Created),
		list, index, pause, place, nonce)
}

// Frozen is what a signed face is stored as.
type Frozen struct {
	Kind   string // as for issuer.Join
	Shape  []byte
	Values []byte // as issuer.EncodeValues gives them
	Proof  string // "" for formats nobody signs
	Whole  []byte // the document itself

	settled bool
	fits    bool // splicing gives Whole, which then is not kept
	sum     [sha256.Size]byte
}

// Settled finds out whether splicing gives the document back and what its hash
// is, and lets go of what need not be stored. FreezeFace does so too; whoever
// freezes many does it on all cores before.
func (z Frozen) Settled() Frozen {
	if z.settled {
		return z
	}
	spliced, fits := issuer.Join(z.Kind, z.Shape, z.Values, z.Proof)
	z.settled, z.fits, z.sum = true, fits && bytes.Equal(spliced, z.Whole), sha256.Sum256(z.Whole)
	if z.fits {
		z.Whole = nil
	}
	return z
}

// Sum is the SHA-256 of the document, hex: a face's SHA256.
func (z Frozen) Sum() string {
	if !z.settled {
		z.sum = sha256.Sum256(z.Whole)
	}
	return hex.EncodeToString(z.sum[:])
}

// FreezeFace stores a face's bytes for ever. If splicing does not give them
// back, the whole is kept instead.
func (t *Tx) FreezeFace(f issuer.Face, z Frozen) error {
	return t.freeze(nowFrozen, "id", f.ID, z)
}

// Place is where a face lies, for ever.
type Place int64

// FreezeAt is FreezeFace for a face that need not be looked for.
func (t *Tx) FreezeAt(at Place, z Frozen) error { return t.freeze(nowFrozenAt, "n", int64(at), z) }

// freeze does that for the face with a key in a column, which the kind goes by.
func (t *Tx) freeze(k kind, column string, key any, z Frozen) error {
	z = z.Settled()
	if !z.fits {
		return t.exec("UPDATE faces SET whole = ?, sha256 = ? WHERE "+column+" = ?", z.Whole, z.sum[:], key)
	}
	name, known := t.known[string(z.Shape)]
	if !known {
		shape := sha256.Sum256(z.Shape)
		name = hex.EncodeToString(shape[:])
		if err := t.exec("INSERT INTO shapes (hash, kind, text) VALUES (?,?,?) ON CONFLICT DO NOTHING", name, z.Kind, z.Shape); err != nil {
			return err
		}
		t.known[string(z.Shape)] = name
	}
	return t.later(k, key, name, z.Values, orNull(z.Proof), z.sum[:])
}

// RecordFace writes the event of a face added later.
func (t *Tx) RecordFace(f issuer.Face) error {
	var nonce []byte
	if err := t.row("SELECT nonce FROM faces WHERE id = ?", f.ID).Scan(&nonce); err != nil {
		return err
	}
	_, err := t.record(f.Created, FaceMade, f.Award, nonce, faceBody{Format: f.Format, ID: f.ID, SHA256: f.SHA256})
	return err
}

const faceSelect = `SELECT f.id, f.award, f.format, coalesce(f.key, ''), f.created, coalesce(f.status_list, ''),
	coalesce(f.status_index, 0), coalesce(f.pause_list, ''), coalesce(f.pause_index, 0), coalesce(f.sha256, x''), i.id, i.issuer, i.method, i.uri, i.base_url`

const faceColumns = faceSelect + " FROM faces f JOIN identities i ON i.id = f.identity "

func scanFace(scan func(...any) error) (f issuer.Face, err error) {
	var created, list, pause string
	var index, place int
	var sum []byte
	if err = scan(&f.ID, &f.Award, &f.Format, &f.Key, &created, &list, &index, &pause, &place, &sum,
		&f.Identity.ID, &f.Identity.Issuer, &f.Identity.Method, &f.Identity.URI, &f.Identity.BaseURL); err != nil {
		return f, err
	}
	f.SHA256 = hex.EncodeToString(sum)
	if list != "" {
		f.Status = &issuer.StatusRef{List: list, Index: index}
	}
	if pause != "" {
		f.Pause = &issuer.StatusRef{List: pause, Index: place}
	}
	f.Created, err = parsed(created)
	return f, err
}

func (t *Tx) faces(where string, args ...any) ([]issuer.Face, error) {
	var list []issuer.Face
	err := t.each(faceColumns+where, args, func(scan func(...any) error) error {
		f, err := scanFace(scan)
		list = append(list, f)
		return err
	})
	return list, err
}

// Faces lists an award's faces, oldest first. Planned ones have no SHA256.
func (t *Tx) Faces(award string) ([]issuer.Face, error) {
	return t.faces("WHERE f.award = ? ORDER BY f.n", award)
}

// PlacedFace is a face and where it lies.
type PlacedFace struct {
	issuer.Face
	At Place
}

// FacesOf gives the faces of a batch's rows from first to last, by award.
func (t *Tx) FacesOf(batch string, first, last int) (map[string][]PlacedFace, error) {
	by := map[string][]PlacedFace{}
	return by, t.each(facesOf, []any{batch, first, last}, func(scan func(...any) error) (err error) {
		var f PlacedFace
		f.Face, err = scanFace(func(dest ...any) error { return scan(append(dest, &f.At)...) })
		by[f.Award] = append(by[f.Award], f)
		return err
	})
}

const facesOf = faceSelect + `, f.n FROM faces f JOIN identities i ON i.id = f.identity
	WHERE f.award IN (SELECT id FROM awards WHERE batch = ? AND row BETWEEN ? AND ?) ORDER BY f.n`

// PlannedFaces lists up to limit faces added later to a batch's awards and not
// signed yet; "" means any batch.
func (t *Tx) PlannedFaces(batch string, limit int) ([]issuer.Face, error) {
	return t.faces(`JOIN awards a ON a.id = f.award WHERE f.sha256 IS NULL AND f.nonce IS NOT NULL
		AND (?1 = '' OR a.batch = ?1) ORDER BY f.n LIMIT ?2`, batch, limit)
}

// FaceByID finds a face by its bare id.
func (t *Tx) FaceByID(id string) (f issuer.Face, found bool, err error) {
	f, err = scanFace(t.row(faceColumns+"WHERE f.id = ?", id).Scan)
	if none(err) {
		return f, false, nil
	}
	return f, err == nil, err
}

// FaceBytes gives a face's bytes as they were frozen, and refuses to give
// others: what is spliced must have the hash of the day of issue.
func (t *Tx) FaceBytes(id string) ([]byte, error) {
	var values, whole, sum []byte
	var shape, proof string
	err := t.row("SELECT coalesce(shape, ''), coalesce(vals, x''), coalesce(proof, ''), whole, coalesce(sha256, x'') FROM faces WHERE id = ?", id).
		Scan(&shape, &values, &proof, &whole, &sum)
	if err != nil {
		return nil, fmt.Errorf("read face %s: %w", id, err)
	}
	if len(sum) == 0 {
		return nil, issuer.Fail(issuer.Input, "face-pending", "id", id)
	}
	return t.thaw(id, hex.EncodeToString(sum), shape, values, proof, whole)
}

// erasedFace tells whether the person a face was made for was erased.
func (t *Tx) erasedFace(id string) (erased bool, err error) {
	err = t.row(`SELECT p.erased IS NOT NULL FROM faces f JOIN awards a ON a.id = f.award JOIN persons p ON p.id = a.person WHERE f.id = ?`, id).Scan(&erased)
	return erased, err
}
