package ledger

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"badgekiln/issuer"
)

// What happens to people. The events name records by their ids alone.
const (
	PersonMerged  = "person.merged"
	PersonSplit   = "person.split"
	PersonAddress = "person.address"
)

// Known is a person as the ledger knows one: all records that are the same.
type Known struct {
	issuer.Person          // the head; Email is the first address
	Emails        []string // of all records, the head's first
	Records       []string // the head first
	Awards        int      // that stand
	Made          time.Time
}

// Known reads a person by one of the records.
func (t *Tx) Known(person string) (k Known, err error) {
	if k.Records, err = t.Records(person); err != nil {
		return k, err
	}
	var made string
	if err = t.row("SELECT id, name, given_name, family_name, made FROM persons WHERE id = ?", k.Records[0]).
		Scan(&k.ID, &k.Name, &k.GivenName, &k.FamilyName, &made); err != nil {
		return k, err
	}
	if k.Made, err = parsed(made); err != nil {
		return k, err
	}
	for _, id := range k.Records {
		if err := t.each("SELECT email FROM addresses WHERE person = ? ORDER BY email", []any{id}, func(scan func(...any) error) error {
			var email string
			err := scan(&email)
			k.Emails = append(k.Emails, email)
			return err
		}); err != nil {
			return k, err
		}
	}
	if len(k.Emails) > 0 {
		k.Email = k.Emails[0]
	}
	return k, t.row("SELECT count(*) FROM states s WHERE "+anyRecordOf+" AND s.state IN ('pending', 'issued', 'suspended')", person).Scan(&k.Awards)
}

// FindPerson reads a person by an address, an id of a record, or a name that
// nobody else has. The codes of failures are "people-unknown" and
// "people-several".
func (t *Tx) FindPerson(name string) (Known, error) {
	name = strings.TrimSpace(name)
	p, found, err := t.PersonByEmail(strings.ToLower(name))
	if err != nil {
		return Known{}, err
	}
	if found {
		return t.Known(p.ID)
	}
	var heads []string
	err = t.each(`SELECT DISTINCT coalesce(s.head, p.id) FROM persons p LEFT JOIN same_people s ON s.person = p.id
		WHERE p.erased IS NULL AND (p.id = ?1 OR p.name <> '' AND p.name = ?2 COLLATE NOCASE)`, []any{strings.ToLower(name), name}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		heads = append(heads, id)
		return err
	})
	switch {
	case err != nil:
		return Known{}, err
	case len(heads) == 0:
		return Known{}, issuer.Fail(issuer.Usage, "people-unknown", "person", name)
	case len(heads) > 1:
		return Known{}, issuer.Fail(issuer.Usage, "people-several", "person", name)
	}
	return t.Known(heads[0])
}

// People lists people by name, up to limit; search is part of a name, in any
// case and without accents, or of an address. more tells that there are others.
func (t *Tx) People(search string, limit int) (list []Known, more bool, err error) {
	heads, err := t.heads(strings.TrimSpace(search), limit+1)
	if err != nil {
		return nil, false, err
	}
	if more = len(heads) > limit; more {
		heads = heads[:limit]
	}
	for _, id := range heads {
		k, err := t.Known(id)
		if err != nil {
			return nil, false, err
		}
		list = append(list, k)
	}
	return list, more, nil
}

// heads finds people in the order of their names.
func (t *Tx) heads(search string, limit int) (heads []string, err error) {
	folded, small := searchable(search), strings.ToLower(search)
	seen := map[string]bool{}
	type found struct{ name, id string }
	var all []found
	take := func(scan func(...any) error) error {
		var id, name, head, emails string
		if err := scan(&id, &name, &head, &emails); err != nil {
			return err
		}
		if seen[head] || search != "" && !strings.Contains(searchable(name), folded) && !strings.Contains(emails, small) {
			return t.Err()
		}
		seen[head] = true
		all = append(all, found{searchable(name), head})
		return nil
	}
	err = t.each(`SELECT p.id, p.name, coalesce(s.head, p.id), coalesce((SELECT group_concat(email, char(10)) FROM addresses WHERE person = p.id), '')
		FROM persons p LEFT JOIN same_people s ON s.person = p.id WHERE p.erased IS NULL`, nil, take)
	slices.SortFunc(all, func(a, b found) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id)) })
	for _, one := range all[:min(len(all), limit)] {
		heads = append(heads, one.id)
	}
	return heads, err
}

// SameName lists people of a name whatever its case, up to limit, with an address
// of each record. It is a suggestion: two people can have one name.
func (t *Tx) SameName(name string, limit int) (list []issuer.Person, err error) {
	err = t.each(`SELECT DISTINCT h.id, h.name, coalesce((SELECT min(email) FROM addresses WHERE person = p.id), '') FROM persons p
		LEFT JOIN same_people s ON s.person = p.id JOIN persons h ON h.id = coalesce(s.head, p.id)
		WHERE p.name = ?1 COLLATE NOCASE AND p.name <> '' LIMIT ?2`, []any{name, limit}, func(scan func(...any) error) error {
		var p issuer.Person
		err := scan(&p.ID, &p.Name, &p.Email)
		list = append(list, p)
		return err
	})
	return list, err
}

// Merge takes two people for one from now on; the first stays the head. It
// reports false when they were the same before. Awards stay with the records
// they were given to, so that Split takes the two apart again.
func (t *Tx) Merge(head, other string) (changed bool, err error) {
	if head, err = t.Head(head); err != nil {
		return false, err
	}
	if other, err = t.Head(other); err != nil || other == head {
		return false, err
	}
	if err := t.exec("UPDATE same_people SET head = ?1 WHERE head = ?2", head, other); err != nil {
		return false, err
	}
	if err := t.exec("INSERT INTO same_people (person, head, made) VALUES (?,?,?)", other, head, Stamp(t.now)); err != nil {
		return false, err
	}
	return true, t.Record(PersonMerged, head, map[string]any{"with": other})
}

// AddAddress gives a person one more address (trimmed, lower case); false when
// it is the person's already. Somebody else's has the code
// "people-address-taken".
func (t *Tx) AddAddress(person, email string) (changed bool, err error) {
	head, err := t.Head(person)
	if err != nil {
		return false, err
	}
	owner, found, err := t.PersonByEmail(email)
	switch {
	case err != nil, found && owner.ID == head:
		return false, err
	case found:
		return false, issuer.Fail(issuer.Input, "people-address-taken", "email", email, "name", owner.Name)
	}
	if err := t.exec("INSERT INTO addresses (email, person) VALUES (?,?)", email, head); err != nil {
		return false, err
	}
	if err := t.exec("UPDATE persons SET name_key = NULL WHERE id = ?", head); err != nil {
		return false, err
	}
	return true, t.Record(PersonAddress, head, map[string]any{})
}

// Split takes an address, or a record by its id, apart from the person it was
// taken for: a record that was merged stands alone again with all its
// addresses; an address that was added to a record becomes somebody new. It
// gives the record that stands alone now. The codes of failures are
// "people-unknown", "people-split-alone" and "people-split-held".
func (t *Tx) Split(name string) (record string, err error) {
	name = strings.ToLower(strings.TrimSpace(name))
	var owner string
	err = t.row("SELECT person FROM addresses WHERE email = ?1 UNION SELECT id FROM persons WHERE id = ?1 AND erased IS NULL", name).Scan(&owner)
	if none(err) {
		return "", issuer.Fail(issuer.Usage, "people-unknown", "person", name)
	}
	if err != nil {
		return "", err
	}
	records, err := t.Records(owner)
	if err != nil {
		return "", err
	}
	var addresses int
	if err := t.row("SELECT count(*) FROM addresses WHERE person = ?", owner).Scan(&addresses); err != nil {
		return "", err
	}
	switch {
	case name != owner && addresses > 1:
		return t.splitAddress(owner, name)
	case len(records) > 1:
		return owner, t.splitRecord(owner, records)
	}
	return "", issuer.Fail(issuer.Input, "people-split-alone", "person", name)
}

// splitRecord lets a record stand alone. Those that stay have another head when
// it was theirs.
func (t *Tx) splitRecord(owner string, records []string) error {
	if owner == records[0] {
		next := records[1]
		if err := t.exec("DELETE FROM same_people WHERE person = ?", next); err != nil {
			return err
		}
		if err := t.exec("UPDATE same_people SET head = ?1 WHERE head = ?2", next, owner); err != nil {
			return err
		}
		return t.Record(PersonSplit, next, map[string]any{"from": owner})
	}
	if err := t.exec("DELETE FROM same_people WHERE person = ?", owner); err != nil {
		return err
	}
	return t.Record(PersonSplit, records[0], map[string]any{"from": owner})
}

// splitAddress makes somebody new of one address of a record. A badge given to
// it was given to the record, and cannot move.
func (t *Tx) splitAddress(owner, email string) (string, error) {
	var held int
	if err := t.row("SELECT count(*) FROM states s JOIN awards a ON a.id = s.award WHERE s.person = ? AND a.email = ?", owner, email).Scan(&held); err != nil {
		return "", err
	}
	if held > 0 {
		return "", issuer.Fail(issuer.Input, "people-split-held", "email", email)
	}
	p, err := t.Person(owner)
	if err != nil {
		return "", err
	}
	if err := t.exec("DELETE FROM addresses WHERE email = ?", email); err != nil {
		return "", err
	}
	alone, err := t.AddPerson(issuer.Person{Name: p.Name, GivenName: p.GivenName, FamilyName: p.FamilyName, Email: email})
	if err != nil {
		return "", err
	}
	return alone.ID, t.Record(PersonSplit, owner, map[string]any{"from": alone.ID})
}

// AwardsOf lists the awards of a person's records, oldest first.
func (t *Tx) AwardsOf(records []string) (list []issuer.Award, err error) {
	for _, id := range records {
		some, err := t.awards("WHERE s.person = ? ORDER BY a.n", id)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	slices.SortStableFunc(list, func(a, b issuer.Award) int { return a.IssuedOn.Compare(b.IssuedOn) })
	return list, nil
}

// HeldTwice lists the classes, of those that can be had once, of which records
// that are one person hold more than one badge.
func (t *Tx) HeldTwice(records []string) (classes []string, err error) {
	held := map[string]int{}
	for _, id := range records {
		err := t.each("SELECT class FROM states WHERE person = ? AND state IN ('pending', 'issued', 'suspended')", []any{id}, func(scan func(...any) error) error {
			var class string
			err := scan(&class)
			held[class]++
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for _, slug := range slices.Sorted(maps.Keys(held)) {
		class, err := t.Class(slug, 0)
		if err != nil {
			return nil, err
		}
		if held[slug] > 1 && class.Rule == issuer.Once {
			classes = append(classes, slug)
		}
	}
	return classes, nil
}
