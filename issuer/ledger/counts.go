package ledger

import (
	"time"

	"badgekiln/issuer"
)

// ClassCount says how many awards of one version of a class stand.
type ClassCount struct {
	Class   string
	Version int
	Awards  int
}

// CountByClass counts the standing awards of every version of every class.
// Versions nobody holds are left out.
func (t *Tx) CountByClass() ([]ClassCount, error) {
	var list []ClassCount
	err := t.each(`SELECT class, version, count(*) FROM listed WHERE state = ? GROUP BY class, version ORDER BY class, version`, []any{string(issuer.Issued)},
		func(scan func(...any) error) error {
			var c ClassCount
			if err := scan(&c.Class, &c.Version, &c.Awards); err != nil {
				return err
			}
			list = append(list, c)
			return nil
		})
	return list, err
}

// CountByKey counts the credentials each key signed, by key id.
func (t *Tx) CountByKey() (map[string]int, error) {
	counts := map[string]int{}
	err := t.each("SELECT key, count(*) FROM faces WHERE key IS NOT NULL AND sha256 IS NOT NULL GROUP BY key", nil,
		func(scan func(...any) error) error {
			var id string
			var n int
			if err := scan(&id, &n); err != nil {
				return err
			}
			counts[id] = n
			return nil
		})
	return counts, err
}

// LastOf is when something of a kind happened last; zero when it never did. It
// is quick for kinds of which there are few: not for awards and credentials.
func (t *Tx) LastOf(kind string) (time.Time, error) {
	var at string
	where := "kind = ?"
	if kind != AwardIssued && kind != FaceMade {
		where += " AND kind NOT IN ('award.issued', 'face.made')" // as the index has it
	}
	if err := t.row("SELECT coalesce(max(at), '') FROM events WHERE "+where, kind).Scan(&at); err != nil {
		return time.Time{}, err
	}
	return parsed(at)
}

// LatestEvents lists up to limit events, the newest first.
func (t *Tx) LatestEvents(limit int) ([]Event, error) {
	return t.events("WHERE e.kind <> 'hand.changed' ORDER BY e.seq DESC LIMIT ?", []any{limit})
}
