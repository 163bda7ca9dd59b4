package ledger

import (
	"encoding/json"
	"fmt"
	"time"

	"badgekiln/issuer"
)

// Batch is one plan carried out: a class and a roster, or what a script sent.
type Batch struct {
	ID       string
	Class    string
	Version  int
	Source   string // roster, script, one
	Mark     string // the same command gives the same mark
	Round    int    // counts deliberate repeats of a mark
	Roster   string // the file's name, for people
	SHA256   string // of the file, hex; it goes into the event only
	Options  json.RawMessage
	Planned  time.Time // the time of everything that follows from the plan
	Finished time.Time // zero while rows are pending
	Undone   time.Time // zero unless it was taken back
}

// The sources of awards.
const (
	SourceRoster = "roster"
	SourceScript = "script"
	SourceRenew  = "renew"
)

const batchColumns = `SELECT id, class, version, source, mark, round, roster, options, planned, coalesce(finished, ''), coalesce(undone, '') FROM batches `

func scanBatch(scan func(...any) error) (b Batch, err error) {
	var options, planned, finished, undone string
	if err = scan(&b.ID, &b.Class, &b.Version, &b.Source, &b.Mark, &b.Round, &b.Roster, &options, &planned, &finished, &undone); err != nil {
		return b, err
	}
	b.Options = json.RawMessage(options)
	if b.Planned, err = parsed(planned); err != nil {
		return b, err
	}
	if b.Finished, err = parsed(finished); err != nil {
		return b, err
	}
	b.Undone, err = parsed(undone)
	return b, err
}

// BatchByMark finds the latest round of a mark.
func (t *Tx) BatchByMark(mark string) (b Batch, found bool, err error) {
	b, err = scanBatch(t.row(batchColumns+"WHERE mark = ? ORDER BY round DESC LIMIT 1", mark).Scan)
	if none(err) {
		return b, false, nil
	}
	return b, err == nil, err
}

// Batch reads one batch; code "batch-unknown" when there is none.
func (t *Tx) Batch(id string) (Batch, error) {
	b, err := scanBatch(t.row(batchColumns+"WHERE id = ?", id).Scan)
	if none(err) {
		return b, issuer.Fail(issuer.Usage, "batch-unknown", "batch", id)
	}
	return b, err
}

// Batches lists all batches, oldest first.
func (t *Tx) Batches() ([]Batch, error) {
	var list []Batch
	err := t.each(batchColumns+"ORDER BY rowid", nil, func(scan func(...any) error) error {
		b, err := scanBatch(scan)
		list = append(list, b)
		return err
	})
	return list, err
}

// AddBatch writes a plan's head; id and nonce are drawn here and the time is
// the transaction's. counts is what the plan found, for the event.
func (t *Tx) AddBatch(b Batch, counts any) (Batch, error) {
	id, err := t.NewID()
	if err != nil {
		return b, err
	}
	nonce, err := t.Random(16)
	if err != nil {
		return b, err
	}
	b.ID, b.Planned = id, t.now
	if err := t.exec(`INSERT INTO batches (id, class, version, source, mark, round, roster, options, planned, nonce)
		VALUES (?,?,?,?,?,?,?,?,?,?)`, b.ID, b.Class, b.Version, b.Source, b.Mark, b.Round, b.Roster,
		string(b.Options), Stamp(b.Planned), nonce); err != nil {
		return b, err
	}
	said := map[string]any{"class": b.Class, "version": b.Version, "source": b.Source, "roster": b.Roster, "plan": counts}
	if b.SHA256 != "" {
		said["sha256"] = b.SHA256
	}
	_, err = t.record(t.now, BatchPlanned, b.ID, nil, said)
	return b, err
}

// FinishBatch closes a batch that has nothing pending. A batch already closed
// by another program stays as it is.
func (t *Tx) FinishBatch(b Batch) error {
	pending, err := t.CountPending(b.ID)
	if err != nil {
		return err
	}
	if pending > 0 {
		return fmt.Errorf("finish batch: %d awards are pending", pending)
	}
	var nonce []byte
	err = t.row("SELECT nonce FROM batches WHERE id = ? AND finished IS NULL", b.ID).Scan(&nonce)
	if none(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := t.exec("UPDATE batches SET finished = ? WHERE id = ?", Stamp(b.Planned), b.ID); err != nil {
		return err
	}
	_, err = t.record(b.Planned, BatchFinished, b.ID, nonce, map[string]any{"class": b.Class})
	return err
}
