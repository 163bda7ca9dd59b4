package ledger

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"time"

	"badgekiln/issuer"
)

// StatusList is a list of states that an issuer publishes, signed.
type StatusList struct {
	Name     string
	Identity issuer.Identity
	Key      string
	Made     time.Time
	Doc      []byte // as published; nil until first signed
}

// StatusSize is the number of places in a list: the least the standard allows
// (Bitstring Status List v1.0), so that one person hides among many.
const StatusSize = 131072

// fullAt is how many places of a list are given out before another begins. A
// random place is then still found at the fourth try on average.
const fullAt = StatusSize * 3 / 4

// openList is the list places are drawn from, and how many are given out.
type openList struct {
	name string
	used int
}

// DrawStatus draws an unused place in a list of an identity and key, in no
// order. When all lists are full it begins another.
func (t *Tx) DrawStatus(identity int64, key string) (issuer.StatusRef, error) {
	list, err := t.openList(identity, key)
	if err != nil {
		return issuer.StatusRef{}, err
	}
	for {
		drawn, err := t.Random(4)
		if err != nil {
			return issuer.StatusRef{}, err
		}
		place := int(binary.BigEndian.Uint32(drawn) % StatusSize)
		var taken int
		if err := t.row("SELECT count(*) FROM faces WHERE status_list = ? AND status_index = ?", list.name, place).Scan(&taken); err != nil {
			return issuer.StatusRef{}, err
		}
		if taken == 0 {
			list.used++
			return issuer.StatusRef{List: list.name, Index: place}, nil
		}
	}
}

func (t *Tx) openList(identity int64, key string) (*openList, error) {
	who := key + "/" + strconv.FormatInt(identity, 10)
	if l := t.lists[who]; l != nil && l.used < fullAt {
		return l, nil
	}
	l := &openList{}
	err := t.row(`SELECT l.name, count(f.status_list) FROM status_lists l LEFT JOIN faces f ON f.status_list = l.name
		WHERE l.identity = ? AND l.key = ? GROUP BY l.name HAVING count(f.status_list) < ? ORDER BY l.rowid LIMIT 1`,
		identity, key, fullAt).Scan(&l.name, &l.used)
	if none(err) {
		var name []byte
		if name, err = t.Random(8); err == nil {
			l.name = hex.EncodeToString(name)
			err = t.exec("INSERT INTO status_lists (name, identity, key, purpose, size, made) VALUES (?,?,?,'revocation',?,?)",
				l.name, identity, key, StatusSize, Stamp(t.now))
		}
	}
	t.lists[who] = l
	return l, err
}

// StatusLists lists the lists of an identity; 0 means all.
func (t *Tx) StatusLists(identity int64) ([]StatusList, error) {
	var list []StatusList
	err := t.each("SELECT name, identity, key, made, doc FROM status_lists WHERE ?1 = 0 OR identity = ?1 ORDER BY rowid", []any{identity},
		func(scan func(...any) error) error {
			var s StatusList
			var made string
			err := scan(&s.Name, &s.Identity.ID, &s.Key, &made, &s.Doc)
			if err == nil {
				s.Made, err = parsed(made)
			}
			list = append(list, s)
			return err
		})
	for i := range list {
		if err == nil {
			list[i].Identity, err = t.Identity(list[i].Identity.ID)
		}
	}
	return list, err
}

// RevokedIn lists the places of a list whose awards no longer stand.
func (t *Tx) RevokedIn(list string) ([]int, error) {
	var places []int
	err := t.each(`SELECT f.status_index FROM faces f JOIN states s ON s.award = f.award
		WHERE f.status_list = ? AND s.state NOT IN ('pending', 'issued') ORDER BY f.status_index`, []any{list},
		func(scan func(...any) error) error {
			var place int
			err := scan(&place)
			places = append(places, place)
			return err
		})
	return places, err
}

// PutStatusDoc stores a list as it is to be published.
func (t *Tx) PutStatusDoc(list string, doc []byte, at time.Time) error {
	return t.exec("UPDATE status_lists SET doc = ?, doc_made = ? WHERE name = ?", doc, Stamp(at), list)
}
