package ledger

import (
	"time"

	"badgekiln/issuer"
)

// List is a list of people that is kept under a name, to be awarded from.
type List struct {
	Name   string
	Made   time.Time
	People int
}

// Lists lists the lists, by name.
func (t *Tx) Lists() ([]List, error) {
	var list []List
	err := t.each("SELECT l.name, l.made, (SELECT count(*) FROM list_people p WHERE p.list = l.name) FROM lists l ORDER BY l.name", nil,
		func(scan func(...any) error) error {
			var one List
			var made string
			err := scan(&one.Name, &made, &one.People)
			if err == nil {
				one.Made, err = parsed(made)
			}
			list = append(list, one)
			return err
		})
	return list, err
}

// ListPeople reads a list's people in their order, as they are called today,
// each once and with the address the list has for them. Code "list-unknown".
func (t *Tx) ListPeople(name string) ([]issuer.Person, error) {
	var have int
	if err := t.row("SELECT count(*) FROM lists WHERE name = ?", name).Scan(&have); err != nil {
		return nil, err
	}
	if have == 0 {
		return nil, issuer.Fail(issuer.Usage, "list-unknown", "list", name)
	}
	var people []issuer.Person
	seen := map[string]bool{}
	err := t.each(`SELECT p.id, p.name, p.given_name, p.family_name,
		coalesce((SELECT a.email FROM addresses a WHERE a.email = l.email), (SELECT min(a.email) FROM addresses a WHERE a.person = l.person), '')
		FROM list_people l LEFT JOIN same_people s ON s.person = l.person JOIN persons p ON p.id = coalesce(s.head, l.person)
		WHERE l.list = ? ORDER BY l.n`, []any{name}, func(scan func(...any) error) error {
		var p issuer.Person
		err := scan(&p.ID, &p.Name, &p.GivenName, &p.FamilyName, &p.Email)
		if !seen[p.ID] {
			seen[p.ID] = true
			people = append(people, p)
		}
		return err
	})
	return people, err
}

// PutList keeps a list of people under a name, instead of one it had before.
// Somebody without an ID is found by the address, or without one by the name,
// and is made known if nobody is found.
func (t *Tx) PutList(name string, people []issuer.Person) error {
	if err := t.exec("INSERT INTO lists (name, made) VALUES (?,?) ON CONFLICT DO NOTHING", name, Stamp(t.now)); err != nil {
		return err
	}
	if err := t.exec("DELETE FROM list_people WHERE list = ?", name); err != nil {
		return err
	}
	for i, p := range people {
		if err := t.Err(); err != nil {
			return err
		}
		known, err := t.acquaint(p)
		if err != nil {
			return err
		}
		if err := t.exec("INSERT INTO list_people (list, n, person, email) VALUES (?,?,?,?) ON CONFLICT DO NOTHING", name, i+1, known.ID, orNull(p.Email)); err != nil {
			return err
		}
	}
	return nil
}

// acquaint finds somebody or makes him or her known.
func (t *Tx) acquaint(p issuer.Person) (issuer.Person, error) {
	if p.ID != "" {
		return p, nil
	}
	find := func() (issuer.Person, bool, error) { return t.PersonByEmail(p.Email) }
	if p.Email == "" {
		find = func() (issuer.Person, bool, error) { return t.PersonByName(p.Name) }
	}
	known, found, err := find()
	if err != nil || found {
		return known, err
	}
	return t.AddPerson(p)
}

// DropList forgets a list, and nobody on it. Code "list-unknown".
func (t *Tx) DropList(name string) error {
	if _, err := t.ListPeople(name); err != nil {
		return err
	}
	if err := t.exec("DELETE FROM list_people WHERE list = ?", name); err != nil {
		return err
	}
	return t.exec("DELETE FROM lists WHERE name = ?", name)
}

// listsNamed tells of lists that are called after somebody who is erased: what
// a list is called is its owner's to say.
func (t *Tx) listsNamed(words personWords, done *Erased) error {
	lists, err := t.Lists()
	for _, l := range lists {
		if words.in(l.Name) {
			done.Left = append(done.Left, Finding{Code: "list", Values: issuer.KV("list", l.Name)})
		}
	}
	return err
}
