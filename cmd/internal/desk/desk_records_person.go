package desk

import (
	"cmp"
	"context"

	"badgekiln/app/records"
	"badgekiln/issuer/ledger"
)

// Person tells by which addresses somebody is known.
func (d Records) Person(ctx context.Context, email string) (records.Person, error) {
	k, _, err := d.engine.Person(ctx, email)
	return known(k), err
}

func known(k ledger.Known) records.Person {
	return records.Person{ID: k.ID, Name: cmp.Or(k.Name, k.Email), Addresses: k.Emails}
}

// SamePerson takes an address for another one of the same person: somebody who
// is known by it is the same from now on.
func (d Records) SamePerson(ctx context.Context, id, email string) (records.Person, error) {
	if _, _, err := d.engine.Person(ctx, email); err != nil {
		k, _, err := d.engine.AddAddress(ctx, id, email)
		return known(k), err
	}
	m, err := d.engine.MergePeople(ctx, id, email)
	if err != nil {
		return records.Person{}, err
	}
	p := known(m.Known)
	names, err := d.classNames(ctx)
	for _, class := range m.Twice {
		p.Twice = append(p.Twice, cmp.Or(names[class], class))
	}
	return p, err
}

// SplitAddress takes an address for somebody else's, and gives that person.
func (d Records) SplitAddress(ctx context.Context, email string) (records.Person, error) {
	alone, _, err := d.engine.SplitPerson(ctx, email)
	return known(alone), err
}
