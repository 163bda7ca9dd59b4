package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"time"

	"badgekiln/issuer"
)

// Import is a badge issued elsewhere and taken on record. What it says is a
// stranger's word: nothing in this program takes it as evidence, and verdict
// and status are those of the day it was taken in.
type Import struct {
	ID         string
	Made       time.Time
	Source     string // the file's name or the address it came from
	Version    string // of the standard
	Format     string
	Badge      string // the badge's own id
	Name       string // of what it was awarded for
	Issuer     string // id of its issuer
	IssuerName string
	Verdict    string
	Status     string
	Fields     json.RawMessage // what it says
	Text       []byte          // as it was found
	Picture    string          // blob hash of the picture it came in, or ""
}

// ImportMade is the event of taking a badge on record.
const ImportMade = "import.made"

// AddImport takes a badge on record. One that is there is given back with
// added false; the same text is never taken twice.
func (t *Tx) AddImport(one Import) (_ Import, added bool, err error) {
	sum := sha256.Sum256(one.Text)
	var id string
	err = t.row("SELECT id FROM imports WHERE sha256 = ?", sum[:]).Scan(&id)
	if err == nil {
		known, err := t.Import(id)
		return known, false, err
	}
	if !none(err) {
		return one, false, err
	}
	if one.ID, err = t.NewID(); err != nil {
		return one, false, err
	}
	one.Made = t.now
	if err := t.exec(`INSERT INTO imports (id, sha256, made, source, version, format, badge, name, issuer, issuer_name, verdict, status, fields, text, picture)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, one.ID, sum[:], Stamp(one.Made), one.Source, one.Version, one.Format, one.Badge, one.Name,
		one.Issuer, one.IssuerName, one.Verdict, one.Status, string(one.Fields), one.Text, orNull(one.Picture)); err != nil {
		return one, false, err
	}
	_, err = t.record(t.now, ImportMade, one.ID, nil, map[string]string{
		"version": one.Version, "format": one.Format, "issuer": one.Issuer, "name": one.Name, "verdict": one.Verdict,
	})
	return one, true, err
}

const importColumns = `SELECT id, made, source, version, format, badge, name, issuer, issuer_name, verdict, status, fields, text, coalesce(picture, '') FROM imports`

// Imports lists the badges on record, the newest first.
func (t *Tx) Imports() ([]Import, error) { return t.imports(" ORDER BY n DESC") }

func (t *Tx) imports(where string, args ...any) ([]Import, error) {
	list := []Import{}
	err := t.each(importColumns+where, args, func(scan func(...any) error) error {
		var one Import
		var made, fields string
		if err := scan(&one.ID, &made, &one.Source, &one.Version, &one.Format, &one.Badge, &one.Name, &one.Issuer, &one.IssuerName,
			&one.Verdict, &one.Status, &fields, &one.Text, &one.Picture); err != nil {
			return err
		}
		var err error
		one.Made, err = parsed(made)
		one.Fields = json.RawMessage(fields)
		list = append(list, one)
		return err
	})
	return list, err
}

// Import finds one by its id or the beginning of it. The failure has the code
// import-unknown or import-several.
func (t *Tx) Import(id string) (Import, error) {
	list, err := t.imports(" WHERE substr(id, 1, length(?1)) = ?1 ORDER BY n LIMIT 2", strings.ToLower(id))
	switch {
	case err != nil:
		return Import{}, err
	case len(list) == 0 || id == "":
		return Import{}, issuer.Fail(issuer.Input, "import-unknown", "id", id)
	case len(list) > 1:
		return Import{}, issuer.Fail(issuer.Input, "import-several", "id", id)
	}
	return list[0], nil
}

// imports compares the badges on record with what was recorded when they were
// taken in.
func (c *checker) imports(t *Tx) error {
	return t.each(`SELECT i.id, i.sha256, i.text, EXISTS (SELECT 1 FROM events e WHERE e.kind = ? AND e.subject = i.id) FROM imports i`, []any{ImportMade},
		func(scan func(...any) error) error {
			var id string
			var sum, text []byte
			var told bool
			err := scan(&id, &sum, &text, &told)
			if have := sha256.Sum256(text); !bytes.Equal(have[:], sum) || !told {
				c.find("import-changed", "id", id)
			}
			return err
		})
}
