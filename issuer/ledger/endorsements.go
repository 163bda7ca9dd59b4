package ledger

import (
	"encoding/json"

	"badgekiln/issuer"
)

// EndorsementMade is the event of saying something in favour of something.
const EndorsementMade = "endorsement.made"

// Endorsement is one that was made here, with its bytes as they were frozen.
type Endorsement struct {
	issuer.Endorsement // of Profile nothing, of Key the id only
	Bytes              []byte
}

// endorsementBody is what the chain keeps of one: it commits to the bytes.
type endorsementBody struct {
	Format   string `json:"format"`
	Identity int64  `json:"identity"`
	Key      string `json:"key,omitempty"`
	About    string `json:"about"`
	Name     string `json:"name"`
	Comment  string `json:"comment,omitempty"`
	Blob     string `json:"blob"`
}

// AddEndorsement records an endorsement with its bytes.
func (t *Tx) AddEndorsement(e Endorsement) error {
	blob, err := t.PutBlob("application/octet-stream", e.Bytes)
	if err != nil {
		return err
	}
	_, err = t.record(e.Made, EndorsementMade, e.ID, nil, endorsementBody{
		Format: string(e.Format), Identity: e.Identity.ID, Key: e.Key.ID, About: e.About, Name: e.Name, Comment: e.Comment, Blob: blob,
	})
	return err
}

// Endorsements lists those that were made here, oldest first; id narrows to
// one, "" lists all. They are few, so the events themselves are read.
func (t *Tx) Endorsements(id string) ([]Endorsement, error) {
	query, args := "e.kind = ?", []any{EndorsementMade}
	if id != "" {
		query, args = "e.subject = ?2 AND e.kind = ?1", append(args, id)
	}
	list, blobs := []Endorsement{}, []string{}
	err := t.each("SELECT e.subject, e.at, p.body FROM events e JOIN payloads p ON p.seq = e.seq WHERE "+query+" AND p.body IS NOT NULL ORDER BY e.seq", args,
		func(scan func(...any) error) error {
			var e Endorsement
			var at, text string
			if err := scan(&e.ID, &at, &text); err != nil {
				return err
			}
			var body endorsementBody
			err := json.Unmarshal([]byte(text), &body)
			if err == nil {
				e.Made, err = parsed(at)
			}
			e.Format, e.About, e.Name, e.Comment, e.Key.ID = issuer.Format(body.Format), body.About, body.Name, body.Comment, body.Key
			e.Identity.ID = body.Identity
			list, blobs = append(list, e), append(blobs, body.Blob)
			return err
		})
	for i := range list {
		if err == nil {
			_, list[i].Bytes, err = t.Blob(blobs[i])
		}
		if err == nil {
			list[i].Identity, err = t.Identity(list[i].Identity.ID)
		}
	}
	return list, err
}

// endorsements looks for the bytes that the events commit to; blobs compares
// them with their hashes.
func (c *checker) endorsements(t *Tx) error {
	return t.each(`SELECT e.subject, EXISTS (SELECT 1 FROM blobs b WHERE b.hash = json_extract(p.body, '$.blob'))
		FROM events e JOIN payloads p ON p.seq = e.seq WHERE e.kind = ? AND p.body IS NOT NULL`, []any{EndorsementMade},
		func(scan func(...any) error) error {
			var id string
			var there bool
			err := scan(&id, &there)
			if !there {
				c.find("endorsement-lost", "id", id)
			}
			return err
		})
}
