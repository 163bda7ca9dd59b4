package engine

import (
	"context"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// People lists people by name, up to limit; search is part of a name or of an
// address. more tells that there are others.
func (e *Engine) People(ctx context.Context, search string, limit int) (list []ledger.Known, more bool, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		list, more, err = t.People(search, limit)
		return err
	})
	return list, more, err
}

// Person is one person with all awards, of whichever address. name is an
// address, an id, or a name that nobody else has.
func (e *Engine) Person(ctx context.Context, name string) (k ledger.Known, awards []issuer.Award, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		if k, err = t.FindPerson(name); err != nil {
			return err
		}
		awards, err = t.AwardsOf(k.Records)
		return err
	})
	return k, awards, err
}

// Merged is what came of taking people for one.
type Merged struct {
	ledger.Known
	Changed bool
	Twice   []string // classes that can be had once, of which the person holds two now
}

// MergePeople takes others for the first person from now on. Nobody's awards
// change; SplitPerson takes them apart again.
func (e *Engine) MergePeople(ctx context.Context, names ...string) (m Merged, err error) {
	err = e.update(ctx, func(t *ledger.Tx) error {
		m = Merged{}
		head, err := t.FindPerson(names[0])
		if err != nil {
			return err
		}
		for _, name := range names[1:] {
			other, err := t.FindPerson(name)
			if err != nil {
				return err
			}
			changed, err := t.Merge(head.ID, other.ID)
			if err != nil {
				return err
			}
			m.Changed = m.Changed || changed
		}
		if m.Known, err = t.Known(head.ID); err == nil {
			m.Twice, err = t.HeldTwice(m.Records)
		}
		return err
	})
	return m, err
}

// SplitPerson takes an address or a record apart from the person it was taken
// for, and gives both.
func (e *Engine) SplitPerson(ctx context.Context, name string) (alone, rest ledger.Known, err error) {
	err = e.update(ctx, func(t *ledger.Tx) error {
		before, err := t.FindPerson(name)
		if err != nil {
			return err
		}
		record, err := t.Split(name)
		if err != nil {
			return err
		}
		if alone, err = t.Known(record); err != nil {
			return err
		}
		other := before.Records[0]
		if other == record {
			other = before.Records[1]
		}
		rest, err = t.Known(other)
		return err
	})
	return alone, rest, err
}

// AddAddress gives a person one more address. The code of one that is none is
// "correct-address".
func (e *Engine) AddAddress(ctx context.Context, name, email string) (k ledger.Known, changed bool, err error) {
	fix, err := Fix("", nil, &email, nil, nil, nil, nil)
	if err != nil {
		return k, false, err
	}
	err = e.update(ctx, func(t *ledger.Tx) error {
		if k, err = t.FindPerson(name); err != nil {
			return err
		}
		if changed, err = t.AddAddress(k.ID, *fix.Email); err == nil {
			k, err = t.Known(k.ID)
		}
		return err
	})
	return k, changed, err
}

// Lists lists the lists of people that are kept.
func (e *Engine) Lists(ctx context.Context) (lists []ledger.List, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		lists, err = t.Lists()
		return err
	})
	return lists, err
}

// ListPeople reads the people of a kept list.
func (e *Engine) ListPeople(ctx context.Context, name string) (people []issuer.Person, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		people, err = t.ListPeople(name)
		return err
	})
	return people, err
}

// KeepList keeps the people of a list under a name, instead of one it had
// before: those rows that can be awarded. Whoever is not known yet is from now
// on.
func (e *Engine) KeepList(ctx context.Context, name string, list *roster.Reading) (int, error) {
	people := make([]issuer.Person, 0, list.People.Len())
	for p := range list.People.All() {
		people = append(people, issuer.Person{Name: p.Name, GivenName: p.GivenName, FamilyName: p.FamilyName, Email: p.Email})
	}
	return e.keepList(ctx, name, func(*ledger.Tx) ([]issuer.Person, error) { return people, nil })
}

// KeepHolders keeps those who hold a badge under a name.
func (e *Engine) KeepHolders(ctx context.Context, name, class string) (int, error) {
	return e.keepList(ctx, name, func(t *ledger.Tx) ([]issuer.Person, error) {
		if _, err := t.Class(class, 0); err != nil {
			return nil, err
		}
		awards, err := t.Awards(ledger.Filter{Class: class, State: issuer.Issued})
		people := make([]issuer.Person, 0, len(awards))
		for _, a := range awards {
			people = append(people, issuer.Person{ID: a.Person, Email: a.Email})
		}
		return people, err
	})
}

func (e *Engine) keepList(ctx context.Context, name string, who func(*ledger.Tx) ([]issuer.Person, error)) (n int, err error) {
	name = strings.TrimSpace(name)
	if name == "" || hasControl(name) || len(name) > 200 {
		return 0, issuer.Fail(issuer.Usage, "list-name", "list", name)
	}
	err = e.update(ctx, func(t *ledger.Tx) error {
		people, err := who(t)
		if err != nil {
			return err
		}
		if err := t.PutList(name, people); err != nil {
			return err
		}
		people, err = t.ListPeople(name)
		n = len(people)
		return err
	})
	return n, err
}

// DropList forgets a list, and nobody on it.
func (e *Engine) DropList(ctx context.Context, name string) error {
	return e.update(ctx, func(t *ledger.Tx) error { return t.DropList(name) })
}

// ReadList reads a kept list as if it came in a file.
func (e *Engine) ReadList(ctx context.Context, name string, o roster.Options) (*roster.Reading, error) {
	people, err := e.ListPeople(ctx, name)
	if err != nil {
		return nil, err
	}
	t := Table{{"email", "name", "given_name", "family_name"}}
	for _, p := range people {
		t = append(t, []string{p.Email, p.Name, p.GivenName, p.FamilyName})
	}
	o.Encoding, o.Delimiter, o.Header, o.Sheet = "utf-8", ",", roster.WithHeading, ""
	return roster.Parse(t.CSV(','), name, o)
}
