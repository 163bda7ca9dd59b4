package ledger

import (
	"strings"

	"badgekiln/issuer"
)

// PersonByEmail finds who owns an address (trimmed, lower case).
func (t *Tx) PersonByEmail(email string) (p issuer.Person, found bool, err error) {
	err = t.row(`SELECT p.id, p.name, p.given_name, p.family_name, a.email FROM addresses a
		JOIN persons p ON p.id = a.person WHERE a.email = ?`, email).
		Scan(&p.ID, &p.Name, &p.GivenName, &p.FamilyName, &p.Email)
	if none(err) {
		return p, false, nil
	}
	return p, err == nil, err
}

// PersonByName finds somebody without an address by the name.
func (t *Tx) PersonByName(name string) (p issuer.Person, found bool, err error) {
	err = t.row("SELECT id, name, given_name, family_name FROM persons WHERE name_key = ?", NameKey(name)).
		Scan(&p.ID, &p.Name, &p.GivenName, &p.FamilyName)
	if none(err) {
		return p, false, nil
	}
	return p, err == nil, err
}

// Person reads one person, with one of the addresses.
func (t *Tx) Person(id string) (p issuer.Person, err error) {
	err = t.row(`SELECT id, name, given_name, family_name,
		coalesce((SELECT min(email) FROM addresses WHERE person = persons.id), '') FROM persons WHERE id = ?`, id).
		Scan(&p.ID, &p.Name, &p.GivenName, &p.FamilyName, &p.Email)
	return p, err
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
	if err := t.exec("INSERT INTO persons (id, name, given_name, family_name, name_key, made) VALUES (?,?,?,?,?,?)",
		p.ID, p.Name, p.GivenName, p.FamilyName, key, Stamp(t.now)); err != nil {
		return p, err
	}
	if p.Email == "" {
		return p, nil
	}
	return p, t.exec("INSERT INTO addresses (email, person) VALUES (?,?)", p.Email, p.ID)
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
