package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"
)

// The kinds of events. A kind once written keeps its meaning for ever.
const (
	LedgerMade     = "ledger.made"
	IssuerSet      = "issuer.set"
	IdentityBegan  = "identity.began"
	KeyMade        = "key.made"
	KeyRetired     = "key.retired"
	ClassAdded     = "class.added"
	ClassEdited    = "class.edited"
	ClassState     = "class.state"
	BatchPlanned   = "batch.planned"
	BatchFinished  = "batch.finished"
	AwardIssued    = "award.issued"
	AwardRevoked   = "award.revoked"
	AwardSuspended = "award.suspended"
	AwardResumed   = "award.resumed"
	FaceMade       = "face.made"
	BackupMade     = "backup.made"
	LedgerRestore  = "ledger.restored"
)

// Event is one entry of the chain. Body is empty once the person it was about
// has been erased.
type Event struct {
	Seq     int64           `json:"seq"`
	At      string          `json:"at"`
	Kind    string          `json:"kind"`
	Subject string          `json:"subject"`
	Body    json.RawMessage `json:"body,omitempty"`
	// Who did it, as the program was told; the list it goes back to, and the
	// SHA-256 of that, hex.
	Who        string `json:"who,omitempty"`
	File       string `json:"file,omitempty"`
	FileSHA256 string `json:"file_sha256,omitempty"`
}

type chainHead struct {
	seq  int64
	hash []byte
}

// commit is the commitment of a payload: SHA-256(nonce + body).
func commit(nonce, body []byte) []byte {
	h := sha256.New()
	h.Write(nonce)
	h.Write(body)
	return h.Sum(nil)
}

// link is an event's hash: over the one before, the commitment and the open
// members, each with its length, so that no two entries read alike.
func link(previous, commitment []byte, seq int64, at, kind, subject string) []byte {
	h := sha256.New()
	h.Write(previous)
	h.Write(commitment)
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(seq)) // #nosec G115 -- counts from 1
	h.Write(n[:])
	for _, text := range []string{at, kind, subject} {
		binary.BigEndian.PutUint64(n[:], uint64(len(text)))
		h.Write(n[:])
		h.Write([]byte(text))
	}
	return h.Sum(nil)
}

// record appends an event. A nil nonce is drawn; planned work brings the one
// drawn with the plan, so that a resumed run writes the same chain.
func (t *Tx) record(at time.Time, kind, subject string, nonce []byte, body any) (int64, error) {
	if err := t.signIn(); err != nil {
		return 0, err
	}
	if t.head == nil {
		head := &chainHead{}
		err := t.row("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").Scan(&head.seq, &head.hash)
		if err != nil && !none(err) {
			return 0, err
		}
		t.head = head
	}
	if nonce == nil {
		drawn, err := t.Random(16)
		if err != nil {
			return 0, err
		}
		nonce = drawn
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		return 0, fmt.Errorf("record %s: %w", kind, err)
	}
	payload := bytes.TrimSuffix(text.Bytes(), []byte("\n"))
	seq, commitment := t.head.seq+1, commit(nonce, payload)
	hash := link(t.head.hash, commitment, seq, Stamp(at), kind, subject)
	if err := t.later(newEvent, seq, Stamp(at), kind, subject, commitment, hash); err != nil {
		return 0, err
	}
	if err := t.later(newPayload, seq, nonce, string(payload)); err != nil {
		return 0, err
	}
	t.head = &chainHead{seq: seq, hash: hash}
	return seq, nil
}

// Record appends an event about something the ledger stores no row for.
func (t *Tx) Record(kind, subject string, body any) error {
	_, err := t.record(t.now, kind, subject, nil, body)
	return err
}

// LastEventAt is the latest time any of the last ten thousand events carries;
// zero in an empty ledger.
func (t *Tx) LastEventAt() (time.Time, error) {
	var at string
	if err := t.row("SELECT coalesce(max(at), '') FROM (SELECT at FROM events ORDER BY seq DESC LIMIT 10000)").Scan(&at); err != nil {
		return time.Time{}, err
	}
	return parsed(at)
}

// EventsOf lists what happened to a subject, oldest first; "" lists all.
func (t *Tx) EventsOf(subject string) ([]Event, error) {
	// A condition that also allows all makes SQLite look at each of a million.
	where, args := "", []any{}
	if subject != "" {
		where, args = "WHERE e.subject = ?", []any{subject}
	}
	return t.events(where+" ORDER BY e.seq", args)
}

// events reads the events e that the rest of a statement chooses, with who did
// them.
func (t *Tx) events(rest string, args []any) ([]Event, error) {
	var events []Event
	err := t.each(`SELECT e.seq, e.at, e.kind, e.subject, coalesce(p.body, '') FROM events e
		LEFT JOIN payloads p ON p.seq = e.seq `+rest, args,
		func(scan func(...any) error) error {
			var e Event
			var body string
			if err := scan(&e.Seq, &e.At, &e.Kind, &e.Subject, &body); err != nil {
				return err
			}
			if body != "" {
				e.Body = json.RawMessage(body)
			}
			events = append(events, e)
			return nil
		})
	if err != nil {
		return nil, err
	}
	return t.withHands(events)
}
