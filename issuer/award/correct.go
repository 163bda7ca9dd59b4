package award

import (
	"context"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// Correction says what is to be different about an award. A nil member leaves
// that as it is.
type Correction struct {
	ID        string // of the award, or of one of its faces
	Name      *string
	Email     *string // checked and in lower case, as a roster gives it
	Evidence  *[]string
	Narrative *string
	Note      *string // how the criteria were met
	Language  *string
	Expires   *roster.Date // in the issuer's zone; zero: never
	Beside    *Beside
	Anew      bool // a new one even without a difference: signed as the issuer is named now
}

// Beside is what of an award's picture is to be different: fields of the list's
// columns, of which an empty one is taken away, and pictures.
type Beside struct {
	Fields   map[string]string
	Pictures []Picture
}

// Corrected is an award and the one that takes its place. Without a difference
// both are the same.
type Corrected struct{ Old, New issuer.Award }

// NewPlace stands in the reason of a correction for the address of what takes
// the old badge's place.
const NewPlace = "{new}"

// correctAtOnce is how many corrections share a transaction: each signs within.
const correctAtOnce = 200

// Correct puts right what awards say. A frozen credential is never changed:
// each award gives way to another one with a new id, of the same batch, row,
// class version and day; its 3.0 credentials hold from now on and name the day
// of the award. The old ones are taken back as superseded, with the reason. Old
// and new change places in one transaction, so that a person holds exactly one
// of them at any time, and the status lists tell of it at once.
func (c *Clerk) Correct(ctx context.Context, list []Correction, reason string) ([]Corrected, error) {
	var all []Corrected
	for part := range slices.Chunk(list, correctAtOnce) {
		if err := ctx.Err(); err != nil {
			return all, err
		}
		var done []Corrected
		m := c.maker()
		err := c.update(ctx, func(t *ledger.Tx) error {
			done = done[:0]
			stale := staleLists{}
			for _, one := range part {
				got, err := correct(t, m, one, reason, stale)
				if err != nil {
					return err
				}
				done = append(done, got)
			}
			return stale.sign(t, m)
		})
		if err != nil {
			return all, err
		}
		c.at(StepCommitted)
		all = append(all, done...)
	}
	return all, nil
}

// correct does one.
func correct(t *ledger.Tx, m *maker, want Correction, reason string, stale staleLists) (Corrected, error) {
	old, err := t.FindAward(want.ID)
	if err != nil {
		return Corrected{}, err
	}
	if old, err = t.Latest(old); err != nil {
		return Corrected{}, err
	}
	if old.State != issuer.Issued {
		return Corrected{}, issuer.Fail(issuer.Input, "award-not-standing", "id", old.ID, "name", old.Name)
	}
	class, err := t.Class(old.Class, old.Version)
	if err != nil {
		return Corrected{}, err
	}
	zone, err := zoneOf(t, class.Issuer)
	if err != nil {
		return Corrected{}, err
	}
	next, changed := want.apply(old, zone)
	if !changed && !want.Anew {
		return Corrected{old, old}, nil
	}
	if err := personOf(t, old, &next); err != nil {
		return Corrected{}, err
	}
	if err := free(t, class, old, next); err != nil {
		return Corrected{}, err
	}
	made, err := replacement(t, old, next, class)
	if err != nil {
		return Corrected{}, err
	}
	faces, err := t.Faces(old.ID)
	if err != nil {
		return Corrected{}, err
	}
	stale.add(faces)
	by, err := identity(t, class.Issuer, "")
	if err != nil {
		return Corrected{}, err
	}
	// The order matters: the old one lets go of the person before the new one
	// takes hold, and it names an id drawn already.
	plain := strings.TrimRight(strings.ReplaceAll(reason, NewPlace, ""), " :")
	if err := t.Supersede(old, made.ID, plain); err != nil {
		return Corrected{}, err
	}
	if want.Beside != nil {
		if err := put(t, want.Beside.Pictures, made.Fields); err != nil {
			return Corrected{}, err
		}
	}
	if err := t.AddPlanned(made); err != nil {
		return Corrected{}, err
	}
	formats := formatsLike(faces, by.who, made.Email)
	if len(formats) == 0 {
		return Corrected{}, issuer.Fail(issuer.Input, "correct-no-format", "id", old.ID)
	}
	if err := giveFaces(t, m, made.ID, formats, class, by); err != nil {
		return Corrected{}, err
	}
	stale.fresh(by.who.ID)
	if strings.Contains(reason, NewPlace) {
		place, err := placeOf(t, made.ID)
		if err != nil {
			return Corrected{}, err
		}
		if err := t.SetReason(old.ID, strings.ReplaceAll(reason, NewPlace, place)); err != nil {
			return Corrected{}, err
		}
	}
	now, err := t.Award(made.ID)
	return Corrected{old, now}, err
}

// apply gives the award as it should have been.
func (w Correction) apply(a issuer.Award, zone *time.Location) (_ issuer.Award, changed bool) {
	was := a
	set := func(to *string, from *string) {
		if from != nil {
			*to = *from
		}
	}
	set(&a.Name, w.Name)
	set(&a.Email, w.Email)
	set(&a.Narrative, w.Narrative)
	set(&a.Language, w.Language)
	if w.Evidence != nil {
		a.Evidence = *w.Evidence
	}
	if w.Expires != nil {
		a.Expires = w.Expires.End(zone)
	}
	if w.Note != nil {
		a.More = withNote(withoutNote(a.More), *w.Note)
	}
	beside := false
	if w.Beside != nil {
		a.Fields, beside = w.Beside.over(a.Fields)
	}
	same := !beside && a.Name == was.Name && a.Email == was.Email && a.Narrative == was.Narrative && a.Language == was.Language && noteOf(a.More) == noteOf(was.More) &&
		slices.Equal(a.Evidence, was.Evidence) && a.Expires.Equal(was.Expires)
	return a, !same
}

// personOf settles whose the corrected award is, and keeps what is known of the
// person right: a new address belongs to the person from now on, and somebody
// else's makes it that person's award.
func personOf(t *ledger.Tx, old issuer.Award, next *issuer.Award) error {
	if next.Email != old.Email && next.Email != "" {
		other, found, err := t.PersonByEmail(next.Email)
		if err != nil {
			return err
		}
		head, err := t.Head(old.Person)
		switch {
		case err != nil:
			return err
		case !found:
			err = t.MoveAddress(old.Person, old.Email, next.Email)
		case other.ID != head: // otherwise another address of the same person: the award stays with its record
			next.Person = other.ID
		}
		if err != nil {
			return err
		}
	}
	if next.Name == old.Name || next.Person != old.Person {
		return nil
	}
	return t.Rename(next.Person, next.Name)
}

// free makes sure that the person may hold the award beside what he or she
// holds already; it differs from the old one's only after another address.
func free(t *ledger.Tx, class issuer.BadgeClass, old, next issuer.Award) error {
	head, err := t.Head(old.Person)
	if err != nil || next.Person == old.Person || next.Person == head || class.Rule == issuer.Many {
		return err
	}
	held, found, err := t.Holding(class.Slug, next.Person)
	if err != nil || !found || !stands(held) && held.State != issuer.Suspended {
		return err
	}
	return issuer.Fail(issuer.Input, "correct-held", "id", old.ID, "email", next.Email, "held", held.ID)
}

// replacement draws what is random about the new award.
func replacement(t *ledger.Tx, old, next issuer.Award, class issuer.BadgeClass) (ledger.Planned, error) {
	id, err := t.NewID()
	if err != nil {
		return ledger.Planned{}, err
	}
	salt, err := t.Random(16)
	if err != nil {
		return ledger.Planned{}, err
	}
	next.ID, next.Salt, next.Reason = id, "", ""
	if next.Email != "" {
		next.Salt, next.Subject = hex.EncodeToString(salt), ""
	}
	if next.More.AwardedDate == "" {
		next.More.AwardedDate = issuer.Stamp(old.IssuedOn)
	}
	// A clock that was set back makes no credential hold before it was earned.
	next.ValidFrom = t.Now().In(old.IssuedOn.Location())
	if next.ValidFrom.Before(old.IssuedOn) {
		next.ValidFrom = old.IssuedOn
	}
	if !next.Expires.IsZero() && !next.Expires.After(next.ValidFrom) {
		return ledger.Planned{}, issuer.Fail(issuer.Input, "correct-expired", "id", old.ID, "date", next.Expires.Format(time.DateOnly))
	}
	if next.Name != old.Name { // nobody said how the new one comes apart
		next.Fields = maps.Clone(next.Fields)
		delete(next.Fields, roster.FieldGivenName)
		delete(next.Fields, roster.FieldFamilyName)
	}
	source, err := t.SourceOf(old.ID)
	p := ledger.Planned{Award: next, Source: source, Replaces: old.ID}
	p.OnceKey = onceKey(class, &draft{planned: p, person: issuer.Person{ID: next.Person}})
	return p, err
}

// formatsLike are the formats of faces that an identity can make for somebody.
func formatsLike(faces []issuer.Face, who issuer.Identity, email string) []issuer.Format {
	return slices.DeleteFunc(issuer.Formats(), func(f issuer.Format) bool {
		has := slices.ContainsFunc(faces, func(have issuer.Face) bool { return have.Format == f && have.SHA256 != "" })
		return !has || f.NeedsWeb() && who.BaseURL == "" || !f.Verifiable() && email == ""
	})
}

// giveFaces draws, signs and freezes the faces of one award within the
// transaction that planned it.
func giveFaces(t *ledger.Tx, m *maker, id string, formats []issuer.Format, class issuer.BadgeClass, by signers) error {
	if err := by.complete(t, class, formats); err != nil {
		return err
	}
	for _, f := range formats {
		if err := addFace(t, id, f, class, by, false); err != nil {
			return err
		}
	}
	a, err := t.Award(id)
	if err != nil {
		return err
	}
	faces, err := t.Faces(id)
	if err != nil {
		return err
	}
	one, desk := job{award: a}, newDesk(t)
	for _, f := range faces {
		claim, err := desk.claim(a, f)
		if err != nil {
			return err
		}
		one.claims = append(one.claims, claim)
	}
	jobs := []job{one}
	if err := sign(m, jobs); err != nil {
		return err
	}
	_, err = commit(t, jobs[0])
	return err
}

// placeOf is where an award is found: the address of its first hosted face, or
// of any.
func placeOf(t *ledger.Tx, id string) (string, error) {
	faces, err := t.Faces(id)
	if err != nil {
		return "", err
	}
	place := ""
	for _, f := range faces {
		if place == "" || f.Format.Hosted() {
			place = f.Address()
		}
		if f.Format.Hosted() {
			break
		}
	}
	return place, nil
}

// staleLists are the status lists that have to be signed anew, by identity.
type staleLists map[int64][]string

func (s staleLists) add(faces []issuer.Face) {
	for _, f := range faces {
		for _, place := range []*issuer.StatusRef{f.Status, f.Pause} {
			if place != nil && !slices.Contains(s[f.Identity.ID], place.List) { // few, of however many awards
				s[f.Identity.ID] = append(s[f.Identity.ID], place.List)
			}
		}
	}
}

// fresh makes sure that lists begun just now are signed, too.
func (s staleLists) fresh(identity int64) {
	if s[identity] == nil {
		s[identity] = []string{}
	}
}

func (s staleLists) sign(t *ledger.Tx, m *maker) error {
	for id, lists := range s {
		who, err := t.Identity(id)
		if err != nil {
			return err
		}
		by, err := signersOf(t, who, "")
		if err != nil {
			return err
		}
		if err := publishLists(t, m, by, lists); err != nil {
			return err
		}
	}
	return nil
}

// fixOf is what makes a held award say what a row says. What the row leaves
// open stays.
func fixOf(held, row issuer.Award, p *roster.Person) *Correction {
	fix := Correction{ID: held.ID}
	if row.Name != "" {
		fix.Name = &row.Name
	}
	if row.Narrative != "" {
		fix.Narrative = &row.Narrative
	}
	if len(row.Evidence) > 0 {
		fix.Evidence = &row.Evidence
	}
	if p.Note != "" {
		fix.Note = &p.Note
	}
	if row.Language != "" {
		fix.Language = &row.Language
	}
	if !p.Expires.IsZero() && !sameDay(row.Expires, held.Expires) {
		ends := p.Expires
		fix.Expires = &ends
	}
	return &fix
}

// Corrections are what would put right the plan's Changed rows.
func (p Plan) Corrections() []Correction {
	var list []Correction
	for _, i := range slices.Sorted(maps.Keys(p.Rows.fixes)) {
		if p.Rows.State(i) == Changed {
			list = append(list, *p.Rows.fixes[i])
		}
	}
	return list
}

// TakeIn notes what came of the plan's corrections, in their order.
func (p *Plan) TakeIn(done []Corrected) {
	for _, i := range slices.Sorted(maps.Keys(p.Rows.fixes)) {
		row := p.Rows.At(i)
		if row.State != Changed || len(done) == 0 {
			continue
		}
		row.ID, row.Corrected, row.Why = done[0].New.ID, true, "corrected"
		p.Rows.set(i, row)
		done = done[1:]
	}
}
