package award_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// merge takes the owners of addresses for one person.
func (o *office) merge(t *testing.T, emails ...string) {
	t.Helper()
	err := o.Ledger.Update(context.Background(), func(t *ledger.Tx) error {
		head, err := t.FindPerson(emails[0])
		for _, email := range emails[1:] {
			if err != nil {
				return err
			}
			var other ledger.Known
			if other, err = t.FindPerson(email); err == nil {
				_, err = t.Merge(head.ID, other.ID)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func statesOf(p award.Plan) []string {
	var out []string
	for _, row := range p.Rows.All() {
		out = append(out, row.State+" "+row.Why)
	}
	return out
}

// Somebody who is known by two addresses holds a once-only badge once, whichever
// the list has, and before as after: nothing is merged by itself, and taken
// apart again the two are two.
func TestOnePersonWithTwoAddresses(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "")
	ctx := context.Background()
	o.give(t, request(t, "email,name\nanna@school.org,Anna Ng\n", roster.Options{}))
	second := request(t, "email,name\nanna@home.org,anna NG\nbob@ex.org,Bob\n", roster.Options{})
	p, err := o.Plan(ctx, second)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"new ", "new "}, statesOf(p)); diff != "" {
		t.Errorf("before: %s", diff)
	}
	if n := p.Rows.At(0).Notes; len(n) != 1 || n[0].Code != "same-name" || n[0].Values["email"] != "anna@school.org" || len(p.Rows.At(1).Notes) != 0 {
		t.Errorf("notes %+v", p.Rows)
	}
	o.update(t, func(t *ledger.Tx) error { // the second address, not awarded yet
		_, err := t.AddPerson(issuer.Person{Name: "Anna N.", Email: "anna@home.org"})
		return err
	})
	o.merge(t, "anna@school.org", "anna@home.org")
	if p, err = o.Plan(ctx, second); err != nil || p.Rows.At(0).Values["email"] != "anna@school.org" {
		t.Fatal(p, err)
	}
	if diff := cmp.Diff([]string{"same held-other", "new "}, statesOf(p)); diff != "" {
		t.Errorf("merged: %s", diff)
	}
	o.update(t, func(t *ledger.Tx) error {
		_, err := t.Split("anna@home.org")
		return err
	})
	if p, err = o.Plan(ctx, second); err != nil || p.Rows.At(0).State != award.New {
		t.Errorf("apart: %v, %v", statesOf(p), err)
	}
	o.merge(t, "anna@home.org", "anna@school.org") // now it is the other record that holds it
	if p, err = o.Plan(ctx, second); err != nil || p.Rows.At(0).Why != "held-other" {
		t.Errorf("merged the other way: %v, %v", statesOf(p), err)
	}
}

// Both addresses in one list make one award, and both rows have it.
func TestTwoAddressesInOneList(t *testing.T) {
	t.Parallel()
	for rule, want := range map[issuer.Rule][]string{
		issuer.Once:      {"new ", "same same-person"},
		issuer.Renewable: {"new ", "same same-person"},
		issuer.Many:      {"new ", "new "},
	} {
		o := newOffice(t, rule, "1y", "")
		o.update(t, func(t *ledger.Tx) error {
			p, err := t.AddPerson(issuer.Person{Name: "Anna", Email: "a@ex.org"})
			if err == nil {
				_, err = t.AddAddress(p.ID, "b@ex.org")
			}
			return err
		})
		p := o.give(t, request(t, "email,name\na@ex.org,Anna\nb@ex.org,Anna\n", roster.Options{}))
		if diff := cmp.Diff(want, statesOf(p)); diff != "" {
			t.Errorf("%s: %s", rule, diff)
		}
		if rule != issuer.Many && (p.Rows.At(0).ID == "" || p.Rows.At(0).ID != p.Rows.At(1).ID) {
			t.Errorf("%s: %+v", rule, p.Rows)
		}
		o.whole(t)
	}
}

// People who both held the badge before they were known to be one keep what they
// hold; neither gets another.
func TestPeopleWhoBothHoldItAreMerged(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "")
	csv := "email,name\na@ex.org,Anna\nb@ex.org,Anna\n"
	o.give(t, request(t, csv, roster.Options{}))
	o.merge(t, "a@ex.org", "b@ex.org")
	p := o.give(t, request(t, csv+"\n", roster.Options{}))
	for _, row := range p.Rows.All() {
		if row.State != award.Same {
			t.Errorf("row %d: %s", row.Row, row.State)
		}
	}
	o.update(t, func(t *ledger.Tx) error {
		k, err := t.FindPerson("b@ex.org")
		if err != nil || k.Awards != 2 || !slices.Equal(k.Emails, []string{"a@ex.org", "b@ex.org"}) {
			return issuer.Fail(issuer.Broken, "test", "known", k.Name)
		}
		twice, err := t.HeldTwice(k.Records)
		if !slices.Equal(twice, []string{"maker"}) {
			return issuer.Fail(issuer.Broken, "test")
		}
		return err
	})
	o.whole(t)
}

// A badge is put on another address of its owner, who holds the badge by that one
// as well since before it was known.
func TestAnotherAddressOfTheOwner(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "")
	p := o.give(t, request(t, "email,name\na@ex.org,Anna\nb@ex.org,Anna\n", roster.Options{}))
	o.merge(t, "a@ex.org", "b@ex.org")
	to := "a@ex.org"
	done, err := o.Correct(context.Background(), []award.Correction{{ID: p.Rows.At(1).ID, Email: &to}}, "r")
	if err != nil || done[0].New.Email != to || done[0].New.Person != done[0].Old.Person {
		t.Fatalf("%+v, %v", done, err)
	}
	o.whole(t)
}

// Erasing one address erases the person behind all of them.
func TestAllRecordsOfAPersonAreErased(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "")
	o.give(t, request(t, "email,name\na@ex.org,Anna Quill\nb@ex.org,Anna Quill-Ng\nc@ex.org,Cy\n", roster.Options{}))
	o.merge(t, "a@ex.org", "b@ex.org")
	o.update(t, func(t *ledger.Tx) error {
		return t.PutList("all", []issuer.Person{{Email: "a@ex.org"}, {Email: "b@ex.org"}, {Email: "c@ex.org"}})
	})
	done, err := o.Erase(context.Background(), "b@ex.org")
	if err != nil || len(done.Awards) != 2 {
		t.Fatalf("%d awards, %v", len(done.Awards), err)
	}
	o.update(t, func(t *ledger.Tx) error {
		for _, email := range []string{"a@ex.org", "b@ex.org"} {
			if _, found, err := t.PersonByEmail(email); found || err != nil {
				return issuer.Fail(issuer.Broken, "test-found", "email", email)
			}
		}
		list, err := t.ListPeople("all")
		if len(list) != 1 || list[0].Email != "c@ex.org" {
			return issuer.Fail(issuer.Broken, "test-list")
		}
		return err
	})
	o.whole(t)
}

// Pictures of people and other columns are kept with the award, follow it through
// a correction, and go with the person.
func TestWhatAPictureIsDrawnWith(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "")
	ctx := context.Background()
	var forged string
	o.update(t, func(t *ledger.Tx) error {
		hash, err := t.PutBlob("image/png", []byte("somebody else"))
		forged = issuer.PictureField(hash)
		return err
	})
	r := request(t, "email,first name,last name,Team,seal\na@ex.org,Anna,Ng,Red,"+forged+"\nb@ex.org,Bo,Li,,\n", roster.Options{})
	r.Pictures = func(row int) ([]award.Picture, error) {
		return []award.Picture{{Field: "image", Type: "image/png", Bytes: []byte("square")}, {Field: "mark", Type: "image/png", Bytes: []byte{byte(row)}}}, nil
	}
	p := o.give(t, r)
	name := "Anna Ngo"
	fixed, err := o.Correct(ctx, []award.Correction{{ID: p.Rows.At(0).ID, Name: &name}}, "r")
	if err != nil {
		t.Fatal(err)
	}
	var hash string
	o.update(t, func(t *ledger.Tx) error {
		a, err := t.Award(fixed[0].New.ID)
		if err != nil {
			return err
		}
		fields, err := award.Shown(t, a.Fields)
		if diff := cmp.Diff(map[string]string{"Team": "Red", "image": "data:image/png;base64,c3F1YXJl", "mark": "data:image/png;base64,Ag=="}, fields); diff != "" {
			return issuer.Fail(issuer.Broken, diff)
		}
		old, _ := t.Award(fixed[0].Old.ID)
		if old.Fields["given_name"] != "Anna" || a.Fields["seal"] != "" {
			return issuer.Fail(issuer.Broken, "fields of the old one")
		}
		hash, _ = issuer.FieldPicture(a.Fields["mark"])
		return err
	})
	if _, err := o.Erase(ctx, "a@ex.org"); err != nil {
		t.Fatal(err)
	}
	o.update(t, func(t *ledger.Tx) error {
		if _, _, found, err := t.FindBlob(hash); found || err != nil {
			return issuer.Fail(issuer.Broken, "her picture is there")
		}
		b, err := t.Award(p.Rows.At(1).ID)
		if err != nil {
			return err
		}
		shared, _ := issuer.FieldPicture(b.Fields["image"])
		if _, _, found, err := t.FindBlob(shared); !found || err != nil {
			return issuer.Fail(issuer.Broken, "his picture is gone")
		}
		return nil
	})
	o.whole(t)
}

func (o *office) update(t *testing.T, do func(*ledger.Tx) error) {
	t.Helper()
	if err := o.Ledger.Update(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// whole fails when the ledger's own check finds something.
func (o *office) whole(t *testing.T) {
	t.Helper()
	report, err := o.Ledger.Check(context.Background())
	if err != nil || len(report.Findings) > 0 {
		t.Errorf("%+v, %v", report.Findings, err)
	}
}

// A badge that was renewed by one of a person's records is not told to expire by
// another.
func TestRenewedByAnotherRecord(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Renewable, "1y", "")
	ctx := context.Background()
	p := o.give(t, request(t, "email,name,issued_on\nb@ex.org,Anna,2026-01-10\n", roster.Options{}))
	o.update(t, func(t *ledger.Tx) error {
		_, err := t.AddPerson(issuer.Person{Name: "Anna", Email: "a@ex.org"})
		return err
	})
	o.merge(t, "a@ex.org", "b@ex.org")
	soon := o.now.AddDate(0, 3, 0)
	expiring := func() (n int) {
		o.update(t, func(t *ledger.Tx) error {
			list, err := t.Expiring("", soon)
			n = len(list)
			return err
		})
		return n
	}
	if n := expiring(); n != 1 {
		t.Fatalf("%d expire", n)
	}
	done, err := o.Renew(ctx, []string{p.Rows.At(0).ID})
	if err != nil || len(done.Awards) != 1 {
		t.Fatal(done, err)
	}
	if n := expiring(); n != 0 {
		t.Errorf("%d expire still", n)
	}
	if again, err := o.Renew(ctx, []string{p.Rows.At(0).ID}); err != nil || len(again.Awards) != 0 || len(again.Already) != 1 {
		t.Errorf("renewed again: %+v, %v", again, err)
	}
	o.whole(t)
}
