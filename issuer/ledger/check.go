package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// Finding is one fault that a check found. Code is a key of the words table
// ("ledger.<code>").
type Finding struct {
	Code   string        `json:"code"`
	Values issuer.Values `json:"values,omitempty"`
}

// Report says what a check looked at and what it found. Notes are facts that
// are no faults, such as an unfinished batch.
type Report struct {
	Events   int       `json:"events"`
	Awards   int       `json:"awards"`
	Faces    int       `json:"faces"`
	Blobs    int       `json:"blobs"`
	Findings []Finding `json:"findings"`
	Notes    []Finding `json:"notes"`
}

// Check reads everything and compares it with what it claims to be: the file,
// the chain, every face against its hash, states against events.
func (l *Ledger) Check(ctx context.Context) (Report, error) {
	c := checker{Report: Report{Findings: []Finding{}, Notes: []Finding{}}}
	err := l.View(ctx, func(t *Tx) error {
		for _, part := range []func(*Tx) error{c.file, c.chain, c.blobs, c.faces, c.states, c.listed, c.batches, c.registry, c.imports, c.endorsements, c.pictures, c.deliveriesTold, c.handoutsTold} {
			if err := part(t); err != nil {
				return err
			}
		}
		return nil
	})
	return c.Report, err
}

type checker struct{ Report }

func (c *checker) find(code string, pairs ...string) {
	c.Findings = append(c.Findings, Finding{Code: code, Values: issuer.KV(pairs...)})
}

// file asks SQLite whether pages, indexes and foreign keys are whole.
func (c *checker) file(t *Tx) error {
	err := t.each("PRAGMA integrity_check(20)", nil, func(scan func(...any) error) error {
		var text string
		err := scan(&text)
		if err == nil && text != "ok" {
			c.find("page", "detail", text)
		}
		return err
	})
	if err != nil {
		return err
	}
	return t.each("PRAGMA foreign_key_check", nil, func(scan func(...any) error) error {
		var table, parent string
		var row, key any
		err := scan(&table, &row, &parent, &key)
		c.find("reference", "table", table, "parent", parent)
		return err
	})
}

// chain walks the events: numbers without a gap, each hash over the one
// before, each payload still what was committed to.
func (c *checker) chain(t *Tx) error {
	var last []byte
	return t.each(`SELECT e.seq, e.at, e.kind, e.subject, e.commitment, e.hash, p.nonce, p.body FROM events e
		LEFT JOIN payloads p ON p.seq = e.seq ORDER BY e.seq`, nil, func(scan func(...any) error) error {
		var seq int64
		var at, kind, subject string
		var commitment, hash, nonce, body []byte
		if err := scan(&seq, &at, &kind, &subject, &commitment, &hash, &nonce, &body); err != nil {
			return err
		}
		c.Events++
		if seq != int64(c.Events) || !bytes.Equal(hash, link(last, commitment, seq, at, kind, subject)) {
			c.find("chain", "seq", strconv.FormatInt(seq, 10), "kind", kind)
		}
		if nonce != nil && !bytes.Equal(commitment, commit(nonce, body)) {
			c.find("payload", "seq", strconv.FormatInt(seq, 10), "kind", kind)
		}
		last = hash
		return nil
	})
}

func (c *checker) blobs(t *Tx) error {
	return t.each("SELECT 'blob', hash, bytes FROM blobs UNION ALL SELECT 'shape', hash, text FROM shapes", nil,
		func(scan func(...any) error) error {
			var what, hash string
			var data []byte
			if err := scan(&what, &hash, &data); err != nil {
				return err
			}
			c.Blobs++
			if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != hash {
				c.find("blob", "what", what, "hash", hash)
			}
			return nil
		})
}

// faces rebuilds every face and compares it with its hash, and what the events
// said about it with what the row says.
func (c *checker) faces(t *Tx) error {
	told := map[string]string{}
	err := t.each("SELECT e.kind, p.body FROM events e JOIN payloads p ON p.seq = e.seq WHERE e.kind IN (?, ?)",
		[]any{AwardIssued, FaceMade}, func(scan func(...any) error) error {
			var kind, body string
			if err := scan(&kind, &body); err != nil {
				return err
			}
			var issued issuedBody
			var one faceBody
			if kind == AwardIssued && json.Unmarshal([]byte(body), &issued) == nil {
				for _, f := range issued.Faces {
					told[f.ID] = f.SHA256
				}
			}
			if kind == FaceMade && json.Unmarshal([]byte(body), &one) == nil {
				told[one.ID] = one.SHA256
			}
			return nil
		})
	if err != nil {
		return err
	}
	err = t.each(`SELECT f.id, f.award, f.format, coalesce(s.kind, ''), coalesce(s.text, x''), coalesce(f.vals, x''), coalesce(f.proof, ''), f.whole, f.sha256,
			coalesce(f.status_list, ''), coalesce(f.status_index, -1), coalesce(f.pause_list, ''),
			coalesce(f.pause_index, -1), coalesce(k.id, ''), coalesce(k.multibase, ''), coalesce(a.email, ''), coalesce(a.salt, ''),
			p.erased IS NOT NULL AND f.vals IS NULL AND f.whole IS NULL AND EXISTS (SELECT 1 FROM events e WHERE e.subject = p.id AND e.kind = 'person.erased')
		FROM faces f LEFT JOIN shapes s ON s.hash = f.shape LEFT JOIN keys k ON k.id = f.key LEFT JOIN awards a ON a.id = f.award
		LEFT JOIN persons p ON p.id = a.person WHERE f.sha256 IS NOT NULL`, nil, func(scan func(...any) error) error {
		var id, award, kind, proof string
		var shape, values, whole, sum []byte
		var row faceRow
		var erased bool
		if err := scan(&id, &award, &row.format, &kind, &shape, &values, &proof, &whole, &sum, &row.list, &row.place,
			&row.pause, &row.pausePlace, &row.keyID, &row.key, &row.email, &row.salt, &erased); err != nil {
			return err
		}
		c.Faces++
		if erased { // its bytes are gone, as was asked for
			delete(told, id)
			return nil
		}
		if whole == nil {
			whole, _ = issuer.Join(kind, shape, values, proof)
		}
		got := sha256.Sum256(whole)
		want, known := told[id]
		delete(told, id)
		switch {
		case !bytes.Equal(got[:], sum), known && want != hex.EncodeToString(sum):
			c.find("face", "id", id, "award", award)
		case !row.fits(whole):
			c.find("face-row", "id", id, "award", award)
		}
		return nil
	})
	for _, id := range slices.Sorted(maps.Keys(told)) {
		c.find("face-gone", "id", id)
	}
	return err
}

// faceRow is what the ledger's own columns say of a face. Revoking and
// recognising go by them, so they have to say what the face says.
type faceRow struct {
	format      issuer.Format
	list, pause string
	place       int
	pausePlace  int
	keyID, key  string // key is its multibase
	email, salt string
}

func (r faceRow) fits(face []byte) bool {
	header := ""
	if r.format.Token() {
		first, rest, _ := strings.Cut(string(face), ".")
		payload, _, _ := strings.Cut(rest, ".")
		said, err := base64.RawURLEncoding.DecodeString(first)
		if err != nil {
			return false
		}
		if face, err = base64.RawURLEncoding.DecodeString(payload); err != nil {
			return false
		}
		header = string(said)
	}
	says := func(about, want string) bool {
		return !bytes.Contains(face, []byte(about)) || bytes.Contains(face, []byte(want))
	}
	// What others say for a badge has keys and places of its own in it.
	others := bytes.Contains(face, []byte(`"EndorsementCredential"`))
	signs := !strings.Contains(header, `"kid"`) || strings.Contains(header, "/"+r.keyID+".") || strings.Contains(header, "#"+r.key+`"`)
	return signs && (others && r.list == "" || says(`"statusListIndex"`, "/"+issuer.StatusPath(r.list)+"#"+strconv.Itoa(r.place)+`"`)) &&
		(others && r.pause == "" || says(`"statusPurpose":"suspension"`, "/"+issuer.StatusPath(r.pause)+"#"+strconv.Itoa(r.pausePlace)+`"`)) &&
		(others && r.format.Token() || says(`"verificationMethod"`, "#"+r.key+`"`)) &&
		(r.email == "" || says(`"hashed":true`, issuer.IdentityHash(r.email, r.salt)))
}

// states rebuilds where each award stands from the events alone.
func (c *checker) states(t *Tx) error {
	type standing struct{ state, once, about string }
	built := map[string]standing{}
	err := t.each(`SELECT e.kind, e.subject, coalesce(p.body, '') FROM events e LEFT JOIN payloads p ON p.seq = e.seq
		WHERE e.kind IN (?, ?, ?, ?, ?, ?) ORDER BY e.seq`, []any{AwardIssued, AwardRevoked, AwardSuspended, AwardResumed, AwardSuperseded, AwardUndone}, func(scan func(...any) error) error {
		var kind, award, body string
		if err := scan(&kind, &award, &body); err != nil {
			return err
		}
		s := standing{state: string(issuer.Revoked)}
		if kind == AwardIssued {
			var issued issuedBody
			_ = json.Unmarshal([]byte(body), &issued) // a damaged or erased one is told of elsewhere
			s = standing{state: string(issuer.Issued), once: issued.OnceKey}
			if issued.Class != "" {
				s.about = about(issued.Class, issued.Version, issued.Batch, issued.Row, issued.Person, issued.Said)
			}
		} else {
			s.about = built[award].about
		}
		if kind == AwardSuspended || kind == AwardResumed { // the person holds it all the while
			s.once, s.state = built[award].once, string(issuer.Suspended)
		}
		if kind == AwardSuperseded {
			s.state = string(issuer.Superseded)
		}
		if kind == AwardUndone {
			s.state = string(issuer.Undone)
		}
		if kind == AwardResumed {
			s.state = string(issuer.Issued)
		}
		built[award] = s
		return nil
	})
	if err != nil {
		return err
	}
	err = t.each(`SELECT a.id, coalesce(s.state, ''), coalesce(s.once_key, ''), a.class, a.version, a.batch, a.row, a.person, `+saidColumns+`
		FROM awards a LEFT JOIN states s ON s.award = a.id`, nil,
		func(scan func(...any) error) error {
			var id, state, once, class, batch, person, said string
			var version, row int
			if err := scan(&id, &state, &once, &class, &version, &batch, &row, &person, &said); err != nil {
				return err
			}
			c.Awards++
			want, had := built[id]
			delete(built, id)
			if !had {
				want = standing{state: string(issuer.Pending), once: once}
			}
			if state != want.state || once != want.once {
				c.find("state", "id", id, "have", state, "want", want.state)
			}
			if want.about != "" && want.about != about(class, version, batch, row, person, saidSum(said)) {
				c.find("award-row", "id", id)
			}
			return nil
		})
	for id := range built {
		c.find("award-gone", "id", id)
	}
	return err
}

// listed compares what lists of awards go by with the awards.
func (c *checker) listed(t *Tx) error {
	return t.each(`SELECT a.id FROM awards a JOIN states s ON s.award = a.id LEFT JOIN listed l ON l.n = a.n
		WHERE l.n IS NULL OR l.class <> s.class OR l.version <> a.version OR l.state <> s.state OR l.awarded <> coalesce(unixepoch(a.issued_on), 0) OR l.expires IS NOT unixepoch(a.expires)`, nil,
		func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			c.find("listed", "id", id)
			return err
		})
}

// about puts what an award is about into one text to compare.
func about(class string, version int, batch string, row int, person, said string) string {
	return strings.Join([]string{class, strconv.Itoa(version), batch, strconv.Itoa(row), person, said}, "\n")
}

// batches notes what is unfinished, and awards that were issued without all
// of their faces.
func (c *checker) batches(t *Tx) error {
	err := t.each(`SELECT b.id, b.roster, (SELECT count(*) FROM awards a JOIN states s ON s.award = a.id WHERE a.batch = b.id AND s.state = 'pending')
		FROM batches b WHERE b.finished IS NULL`, nil, func(scan func(...any) error) error {
		var id, roster string
		var pending int
		err := scan(&id, &roster, &pending)
		c.Notes = append(c.Notes, Finding{Code: "unfinished", Values: issuer.KV("batch", id, "roster", roster, "pending", strconv.Itoa(pending))})
		return err
	})
	if err != nil {
		return err
	}
	return t.each(`SELECT a.id FROM awards a JOIN states s ON s.award = a.id WHERE s.state <> 'pending'
		AND EXISTS (SELECT 1 FROM events e WHERE e.subject = a.id AND e.kind = 'award.issued')
		AND NOT EXISTS (SELECT 1 FROM persons p WHERE p.id = a.person AND p.erased IS NOT NULL) AND (
		NOT EXISTS (SELECT 1 FROM faces f WHERE f.award = a.id AND f.sha256 IS NOT NULL) OR
		EXISTS (SELECT 1 FROM faces f WHERE f.award = a.id AND f.sha256 IS NULL AND f.nonce IS NULL))`, nil,
		func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			c.find("face-missing", "id", id)
			return err
		})
}
