package engine

import (
	"context"
	"slices"
	"sync"

	"badgekiln/designer"
	"badgekiln/designer/bulk"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
)

// personalFields are the merge fields that differ from person to person.
func personalFields() []string {
	return []string{"name", "email", "id", "issued_on", "expires", "narrative", "language", "verify_url", "image"}
}

// fieldsOfAward fills them. Without web space there is no page to verify at.
func fieldsOfAward(a issuer.Award, page string) map[string]string {
	fields := map[string]string{
		"name": a.Name, "email": a.Email, "id": a.ID, "issued_on": a.IssuedOn.Format("2006-01-02"),
		"expires": "", "narrative": a.Narrative, "language": a.Language, "verify_url": page,
		"image": portraitOf(a),
	}
	if !a.Expires.IsZero() {
		fields["expires"] = a.Expires.Format("2006-01-02")
	}
	return fields
}

// PersonalFields lists the merge fields of a design that differ from person to
// person. The picture of its class leaves them empty; the files of an award
// fill them.
func PersonalFields(doc designer.Document) []string {
	var names []string
	for _, name := range bulk.Fields(doc) {
		if slices.Contains(personalFields(), name) {
			names = append(names, name)
		}
	}
	return names
}

// PersonalFields lists those of the design of a class version; none when the
// class came as a picture. Version 0 is the newest.
func (e *Engine) PersonalFields(ctx context.Context, slug string, version int) ([]string, error) {
	data, err := e.ClassDesign(ctx, slug, version)
	if err != nil || data == nil {
		return nil, err
	}
	file, err := ParseDesign(data, "")
	return PersonalFields(file.Doc), err
}

// emptied gives the fields of a design that are the same for everybody: those
// known, and nothing for the rest, so that no braces are left.
func emptied(doc designer.Document, known map[string]string) map[string]string {
	fields := map[string]string{}
	for _, name := range bulk.Fields(doc) {
		fields[name] = known[name]
	}
	return fields
}

// PersonalPictures prepares the pictures of many people: a design as files
// have it, so many pixels wide. known are the fields that are the same for all.
// Those of one person are filled when theirs is made.
func PersonalPictures(ctx context.Context, file store.File, width int, known map[string]string) (*bulk.Plan, error) {
	fonts, err := Fonts()
	if err != nil {
		return nil, err
	}
	same := emptied(file.Doc, known)
	for _, name := range PersonalFields(file.Doc) {
		delete(same, name)
	}
	return bulk.Prepare(ctx, file.Doc, bulk.Options{Width: width, Fonts: fonts, Blob: blobOf(file), Fields: same})
}

// paints remembers what was prepared for a class, for whoever hands out one
// award after the other.
type paints struct {
	lock  sync.Mutex
	order []string
	known map[string]*bulk.Plan
}

// mostPaints is how many classes are remembered.
const mostPaints = 4

// plan gives what was prepared for a class; nil when the picture is the same
// for everybody.
func (p *paints) plan(ctx context.Context, class issuer.BadgeClass, by issuer.Profile, design []byte) (*bulk.Plan, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	key := class.Design + "\x00" + class.Name + "\x00" + by.Name
	if plan, ok := p.known[key]; ok {
		return plan, nil
	}
	file, err := ParseDesign(design, "")
	if err != nil {
		return nil, err
	}
	var plan *bulk.Plan
	if len(PersonalFields(file.Doc)) > 0 {
		known := map[string]string{"class.name": class.Name, "issuer.name": by.Name}
		if plan, err = PersonalPictures(ctx, file, ClassSide, known); err != nil {
			return nil, err
		}
	}
	if len(p.order) == mostPaints {
		delete(p.known, p.order[0])
		p.order = p.order[1:]
	}
	if p.known == nil {
		p.known = map[string]*bulk.Plan{}
	}
	p.known[key], p.order = plan, append(p.order, key)
	return plan, nil
}

// paint is award.Clerk's Paint.
func (p *paints) paint(ctx context.Context, class issuer.BadgeClass, by issuer.Profile, design []byte) (award.Painter, error) {
	plan, err := p.plan(ctx, class, by, design)
	if plan == nil || err != nil {
		return nil, err // no painter: the picture is the same for everybody
	}
	return func(ctx context.Context, dst []byte, a issuer.Award, page string) ([]byte, bool, error) {
		out, report, err := plan.Encode(ctx, dst, fieldsOfAward(a, page))
		return out, report.Whole(), err
	}, nil
}
