package ledger

import (
	"time"

	"badgekiln/issuer"
)

// Trust is an issuer the user put on the list.
type Trust struct {
	URI   string
	Name  string // as the user or the issuer calls it; may be empty
	Added time.Time
}

// The events of the list.
const (
	TrustAdded   = "trust.added"
	TrustRemoved = "trust.removed"
)

// Trusts lists the issuers on the user's list, in the order of their names.
func (t *Tx) Trusts() ([]Trust, error) {
	list := []Trust{}
	err := t.each("SELECT uri, name, added FROM trusts ORDER BY name, uri", nil, func(scan func(...any) error) error {
		var one Trust
		var added string
		if err := scan(&one.URI, &one.Name, &added); err != nil {
			return err
		}
		var err error
		one.Added, err = parsed(added)
		list = append(list, one)
		return err
	})
	return list, err
}

// AddTrust puts an issuer on the list. added is false when it was there.
func (t *Tx) AddTrust(uri, name string) (added bool, err error) {
	var n int
	if err := t.row("SELECT count(*) FROM trusts WHERE uri = ?", uri).Scan(&n); err != nil || n > 0 {
		return false, err
	}
	if err := t.exec("INSERT INTO trusts (uri, name, added) VALUES (?,?,?)", uri, name, Stamp(t.now)); err != nil {
		return false, err
	}
	_, err = t.record(t.now, TrustAdded, uri, nil, map[string]string{"name": name})
	return true, err
}

// RemoveTrust takes an issuer off the list. The failure has the code
// trust-unknown when it is not there.
func (t *Tx) RemoveTrust(uri string) error {
	var name string
	if err := t.row("SELECT name FROM trusts WHERE uri = ?", uri).Scan(&name); none(err) {
		return issuer.Fail(issuer.Input, "trust-unknown", "issuer", uri)
	} else if err != nil {
		return err
	}
	if err := t.exec("DELETE FROM trusts WHERE uri = ?", uri); err != nil {
		return err
	}
	_, err := t.record(t.now, TrustRemoved, uri, nil, map[string]string{"name": name})
	return err
}
