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
	Purpose  string // Revocation or Suspension
	Made     time.Time
	Doc      []byte // as published; nil until first signed
}

// The purposes of lists, in the words of the standard.
const (
	Revocation = "revocation"
	Suspension = "suspension"
)

// StatusSize is the number of places in a list: the least the standard allows
// (Bitstring Status List v1.0), so that one person hides among many.
const StatusSize = 131072

// fullAt is how many places of a list are given out before another begins. A
// random place is then still found at the fourth try on average.
const fullAt = StatusSize * 3 / 4

// openList is the list places are drawn from, and how many are given out.
type openList struct {
	name  string
	used  int
	drawn int    // in this transaction
	taken []bool // by place; nil while few are drawn and each is looked up
}

// fewDrawn is how many places of a list a transaction looks up one by one
// before it reads which are taken.
const fewDrawn = 64

// DrawStatus draws an unused place in a list of an identity, key and purpose,
// in no order. When all lists are full it begins another.
func (t *Tx) DrawStatus(identity int64, key, purpose string) (issuer.StatusRef, error) {
	list, err := t.openList(identity, key, purpose)
	if err != nil {
		return issuer.StatusRef{}, err
	}
	for {
		drawn, err := t.Random(4)
		if err != nil {
			return issuer.StatusRef{}, err
		}
		place := int(binary.BigEndian.Uint32(drawn) % StatusSize)
		taken, err := t.taken(list, place)
		if err != nil {
			return issuer.StatusRef{}, err
		}
		if !taken {
			list.used++
			return issuer.StatusRef{List: list.name, Index: place}, nil
		}
	}
}

// taken tells whether a place of a list is given out; if not, it is from now on.
func (t *Tx) taken(list *openList, place int) (bool, error) {
	if list.drawn++; list.taken == nil && list.drawn <= fewDrawn {
		var n int
		err := t.row(`SELECT (SELECT count(*) FROM faces WHERE status_list = ?1 AND status_index = ?2) +
			(SELECT count(*) FROM faces WHERE pause_list = ?1 AND pause_index = ?2)`, list.name, place).Scan(&n)
		return n > 0, err
	}
	if list.taken == nil {
		list.taken = make([]bool, StatusSize)
		if err := t.each("SELECT status_index FROM faces WHERE status_list = ?1 UNION ALL SELECT pause_index FROM faces WHERE pause_list = ?1",
			[]any{list.name}, func(scan func(...any) error) error {
				var at int
				err := scan(&at)
				if at >= 0 && at < StatusSize {
					list.taken[at] = true
				}
				return err
			}); err != nil {
			return false, err
		}
	}
	was := list.taken[place]
	list.taken[place] = true
	return was, nil
}

func (t *Tx) openList(identity int64, key, purpose string) (*openList, error) {
	who := purpose + "/" + key + "/" + strconv.FormatInt(identity, 10)
	if l := t.lists[who]; l != nil && l.used < fullAt {
		return l, nil
	}
	l := &openList{}
	column := "status_list"
	if purpose == Suspension {
		column = "pause_list"
	}
	err := t.row(`SELECT l.name, count(f.`+column+`) FROM status_lists l LEFT JOIN faces f ON f.`+column+` = l.name
		WHERE l.identity = ? AND l.key = ? AND l.purpose = ? GROUP BY l.name HAVING count(f.`+column+`) < ? ORDER BY l.rowid LIMIT 1`,
		identity, key, purpose, fullAt).Scan(&l.name, &l.used)
	if none(err) {
		var name []byte
		if name, err = t.Random(8); err == nil {
			l.name = hex.EncodeToString(name)
			err = t.exec("INSERT INTO status_lists (name, identity, key, purpose, size, made) VALUES (?,?,?,?,?,?)",
				l.name, identity, key, purpose, StatusSize, Stamp(t.now))
		}
	}
	t.lists[who] = l
	return l, err
}

// StatusLists lists the lists of an identity; 0 means all.
func (t *Tx) StatusLists(identity int64) ([]StatusList, error) {
	var list []StatusList
	err := t.each("SELECT name, identity, key, purpose, made, doc FROM status_lists WHERE ?1 = 0 OR identity = ?1 ORDER BY rowid", []any{identity},
		func(scan func(...any) error) error {
			var s StatusList
			var made string
			err := scan(&s.Name, &s.Identity.ID, &s.Key, &s.Purpose, &made, &s.Doc)
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

// SetIn lists the places of a list that are set: awards that no longer stand,
// or that are suspended, as is the list's purpose.
func (t *Tx) SetIn(list StatusList) ([]int, error) {
	query := `SELECT f.status_index FROM faces f JOIN states s ON s.award = f.award
		WHERE f.status_list = ? AND s.state NOT IN ('pending', 'issued', 'suspended') ORDER BY f.status_index`
	if list.Purpose == Suspension {
		query = `SELECT f.pause_index FROM faces f JOIN states s ON s.award = f.award
			WHERE f.pause_list = ? AND s.state = 'suspended' ORDER BY f.pause_index`
	}
	var places []int
	err := t.each(query, []any{list.Name}, func(scan func(...any) error) error {
		var place int
		err := scan(&place)
		places = append(places, place)
		return err
	})
	return places, err
}

// GoneSigned lists the signed 2.0 badges of an identity that do not hold, by
// face id, with the reason.
func (t *Tx) GoneSigned(identity int64) ([]GoneFace, error) {
	var list []GoneFace
	err := t.each(`SELECT f.id, s.reason FROM faces f JOIN states s ON s.award = f.award
		WHERE f.identity = ? AND f.format = 'ob2-signed' AND f.sha256 IS NOT NULL AND s.state NOT IN ('pending', 'issued') ORDER BY f.n`,
		[]any{identity}, func(scan func(...any) error) error {
			var g GoneFace
			err := scan(&g.Face, &g.Reason)
			list = append(list, g)
			return err
		})
	return list, err
}

// GoneFace is a signed 2.0 badge that does not hold.
type GoneFace struct {
	Face   string // its id
	Reason string
}

// PutStatusDoc stores a list as it is to be published.
func (t *Tx) PutStatusDoc(list string, doc []byte, at time.Time) error {
	return t.exec("UPDATE status_lists SET doc = ?, doc_made = ? WHERE name = ?", doc, Stamp(at), list)
}
