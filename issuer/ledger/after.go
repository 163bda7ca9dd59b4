package ledger

import (
	"strings"
	"time"

	"badgekiln/issuer"
)

// What happens to awards after they were issued.
const (
	AwardSuperseded = "award.superseded"
	AwardUndone     = "award.undone"
	BatchUndone     = "batch.undone"
	PersonErased    = "person.erased"
)

// Supersede takes an award back because another one, with the id by, says it
// better. The person is free for that one.
func (t *Tx) Supersede(a issuer.Award, by, reason string) error {
	return t.gone(a, issuer.Superseded, AwardSuperseded, map[string]any{"by": by, "reason": reason}, reason)
}

// Undo takes back an award that nobody has seen, planned or issued. Its row and
// its history stay; the person is free.
func (t *Tx) Undo(a issuer.Award) error {
	return t.gone(a, issuer.Undone, AwardUndone, map[string]any{}, "")
}

func (t *Tx) gone(a issuer.Award, state issuer.State, kind string, body any, reason string) error {
	seq, err := t.record(t.now, kind, a.ID, nil, body)
	if err != nil {
		return err
	}
	return t.exec("UPDATE states SET state = ?, reason = ?, once_key = NULL, seq = ? WHERE award = ?", string(state), reason, seq, a.ID)
}

// UndoBatch notes that a batch was taken back: the same list makes another one.
func (t *Tx) UndoBatch(b Batch, awards int) error {
	if _, err := t.record(t.now, BatchUndone, b.ID, nil, map[string]any{"class": b.Class, "awards": awards}); err != nil {
		return err
	}
	return t.exec("UPDATE batches SET undone = ? WHERE id = ?", Stamp(t.now), b.ID)
}

// The ways by which an award leaves the house.
const (
	ReleasedSite  = "site"  // its hosted files were published
	ReleasedMail  = "mail"  // it was sent to somebody
	ReleasedPush  = "push"  // it was put into a backpack
	ReleasedPrint = "print" // it was handed over on paper
)

// MarkReleased notes that awards left the house. Noted again, the first time
// stands.
func (t *Tx) MarkReleased(way string, at time.Time, awards ...string) error {
	for _, id := range awards {
		if err := t.exec("INSERT INTO releases (award, way, at) VALUES (?,?,?) ON CONFLICT DO NOTHING", id, way, Stamp(at)); err != nil {
			return err
		}
	}
	return nil
}

// Untouched tells whether no award of a batch has left the house; otherwise way
// and count say how the most did.
func (t *Tx) Untouched(batch string) (untouched bool, way string, count int, err error) {
	err = t.row(`SELECT r.way, count(*) FROM releases r JOIN awards a ON a.id = r.award
		WHERE a.batch = ? GROUP BY r.way ORDER BY 2 DESC LIMIT 1`, batch).Scan(&way, &count)
	if none(err) {
		return true, "", 0, nil
	}
	return false, way, count, err
}

// Latest follows an award that was corrected to the one that stands for it now;
// any other is given back as it is.
func (t *Tx) Latest(a issuer.Award) (issuer.Award, error) {
	for a.State == issuer.Superseded {
		next, err := scanAward(t.row(awardColumns+"WHERE a.replaces = ? ORDER BY a.n DESC LIMIT 1", a.ID).Scan)
		if none(err) {
			return a, nil
		}
		if err != nil {
			return a, err
		}
		a = next
	}
	return a, nil
}

// Expiring lists the awards that hold now and expire by a time, the first to
// expire first. Those whose person holds a later one of the class are left out:
// they were renewed.
func (t *Tx) Expiring(class string, by time.Time) ([]issuer.Award, error) {
	return t.awards(`WHERE s.state = 'issued' AND a.expires IS NOT NULL AND unixepoch(a.expires) > ?1 AND unixepoch(a.expires) <= ?2
		AND (?3 = '' OR s.class = ?3) AND NOT EXISTS (
			SELECT 1 FROM awards b JOIN states o ON o.award = b.id WHERE o.person IN (`+strings.ReplaceAll(recordsOf, "?1", "s.person")+`) AND o.class = s.class
			AND o.state IN ('issued', 'pending') AND (b.expires IS NULL OR unixepoch(b.expires) > unixepoch(a.expires)))
		ORDER BY unixepoch(a.expires), a.n`, t.now.Unix(), by.Unix(), class)
}

// Outlasting is an award of the same person and class that holds longer than
// this one.
func (t *Tx) Outlasting(a issuer.Award) (later issuer.Award, found bool, err error) {
	until := int64(0)
	if !a.Expires.IsZero() {
		until = a.Expires.Unix()
	}
	later, err = scanAward(t.row(awardColumns+`WHERE `+anyRecordOf+` AND s.class = ?2 AND s.award <> ?3 AND s.state IN ('issued', 'pending')
		AND (a.expires IS NULL OR unixepoch(a.expires) > ?4) ORDER BY a.n DESC LIMIT 1`, a.Person, a.Class, a.ID, until).Scan)
	if none(err) {
		return later, false, nil
	}
	return later, err == nil, err
}

// SetReason words why an award was superseded once the place of its successor
// is known. The event keeps the reason as it was given.
func (t *Tx) SetReason(award, reason string) error {
	return t.exec("UPDATE states SET reason = ? WHERE award = ? AND state = 'superseded'", reason, award)
}

// SourceOf tells where an award came from: roster, script, renewal.
func (t *Tx) SourceOf(award string) (source string, err error) {
	err = t.row("SELECT source FROM awards WHERE id = ?", award).Scan(&source)
	return source, err
}

// HolderOf finds the award that stands under a once key; none under "".
func (t *Tx) HolderOf(once string) (a issuer.Award, found bool, err error) {
	a, err = scanAward(t.row(awardColumns+"WHERE s.once_key = ?", once).Scan)
	if none(err) || once == "" {
		return issuer.Award{}, false, nil
	}
	return a, err == nil, err
}
