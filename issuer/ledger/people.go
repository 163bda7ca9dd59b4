package ledger

import (
	"strings"

	"badgekiln/issuer"
)

// One person can have several records, each with its addresses: whoever turned
// out to be the same is taken for one of them, the head. Awards name the record
// they were given to for ever; everything that asks who somebody is, or what
// somebody holds, asks for all records of the head.

// recordsOf are the records of the person that ?1 is a record of.
const recordsOf = `SELECT coalesce((SELECT head FROM same_people WHERE person = ?1), ?1)
	UNION ALL SELECT person FROM same_people WHERE head = coalesce((SELECT head FROM same_people WHERE person = ?1), ?1)`

// anyRecordOf is the condition on a state s to be one of the person ?1.
const anyRecordOf = "s.person IN (" + recordsOf + ")"

// PersonByEmail finds who owns an address (trimmed, lower case).
func (t *Tx) PersonByEmail(email string) (p issuer.Person, found bool, err error) {
	err = t.row(`SELECT p.id, p.name, p.given_name, p.family_name, a.email FROM addresses a
		LEFT JOIN same_people s ON s.person = a.person
		JOIN persons p ON p.id = coalesce(s.head, a.person) WHERE a.email = ?`, email).
		Scan(&p.ID, &p.Name, &p.GivenName, &p.FamilyName, &p.Email)
	if none(err) {
		return p, false, nil
	}
	return p, err == nil, err
}

// PeopleByEmail finds who owns some addresses, by address.
func (t *Tx) PeopleByEmail(emails []string) (map[string]issuer.Person, error) {
	asked, err := asJSON(emails)
	if err != nil {
		return nil, err
	}
	found := map[string]issuer.Person{}
	return found, t.each(`SELECT p.id, p.name, p.given_name, p.family_name, a.email FROM json_each(?) j CROSS JOIN addresses a ON a.email = j.value
		LEFT JOIN same_people s ON s.person = a.person
		JOIN persons p ON p.id = coalesce(s.head, a.person)`, []any{asked}, func(scan func(...any) error) error {
		var p issuer.Person
		err := scan(&p.ID, &p.Name, &p.GivenName, &p.FamilyName, &p.Email)
		found[p.Email] = p
		return err
	})
}

// PersonByName finds somebody without an address by the name.
func (t *Tx) PersonByName(name string) (p issuer.Person, found bool, err error) {
	err = t.row(`SELECT p.id, p.name, p.given_name, p.family_name FROM persons n
		LEFT JOIN same_people s ON s.person = n.id
		JOIN persons p ON p.id = coalesce(s.head, n.id) WHERE n.name_key = ?`, NameKey(name)).
		Scan(&p.ID, &p.Name, &p.GivenName, &p.FamilyName)
	if none(err) {
		return p, false, nil
	}
	return p, err == nil, err
}

// Person reads one record of a person, with one of its addresses.
func (t *Tx) Person(id string) (p issuer.Person, err error) {
	err = t.row(`SELECT id, name, given_name, family_name,
		coalesce((SELECT min(email) FROM addresses WHERE person = persons.id), '') FROM persons WHERE id = ?`, id).
		Scan(&p.ID, &p.Name, &p.GivenName, &p.FamilyName, &p.Email)
	return p, err
}

// Head is the record that stands for all of a person's.
func (t *Tx) Head(person string) (head string, err error) {
	err = t.row("SELECT coalesce((SELECT head FROM same_people WHERE person = ?1), ?1)", person).Scan(&head)
	return head, err
}

// Records lists all records of a person, the head first.
func (t *Tx) Records(person string) (ids []string, err error) {
	err = t.each(recordsOf, []any{person}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// AddPerson stores somebody new; the id is drawn here.
func (t *Tx) AddPerson(p issuer.Person) (issuer.Person, error) {
	id, err := t.NewID()
	if err != nil {
		return p, err
	}
	p.ID = id
	var key any
	if p.Email == "" {
		key = NameKey(p.Name)
	}
	if err := t.later(newPerson, p.ID, p.Name, p.GivenName, p.FamilyName, key, Stamp(t.now)); err != nil {
		return p, err
	}
	if p.Email == "" {
		return p, nil
	}
	return p, t.later(newAddress, p.Email, p.ID)
}

// NameKey folds a name for comparing: case and runs of white space.
func NameKey(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(name)), " ")
}

// MoveAddress gives somebody a corrected address. The one before goes with it,
// unless a badge that stands was given to it.
func (t *Tx) MoveAddress(person, from, to string) error {
	if err := t.exec(`DELETE FROM addresses WHERE email = ?1 AND person = ?2 AND (
		SELECT count(*) FROM awards a JOIN states s ON s.award = a.id WHERE a.email = ?1 AND s.state IN ('pending', 'issued', 'suspended')) <= 1`,
		from, person); err != nil {
		return err
	}
	if err := t.exec("UPDATE persons SET name_key = NULL WHERE id = ?", person); err != nil {
		return err
	}
	return t.exec("INSERT INTO addresses (email, person) VALUES (?,?)", to, person)
}

// Rename corrects a person's name. The parts of it are forgotten: nobody said
// how the new one comes apart.
func (t *Tx) Rename(person, name string) error {
	return t.exec(`UPDATE persons SET name = ?1, given_name = '', family_name = '', name_key = CASE
		WHEN name_key IS NULL OR EXISTS (SELECT 1 FROM persons p WHERE p.name_key = ?2 AND p.id <> ?3) THEN NULL ELSE ?2 END
		WHERE id = ?3`, name, NameKey(name), person)
}
