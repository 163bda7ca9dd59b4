package engine

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/bulk"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// fieldsOfAward are the merge fields that every award has, and that differ from
// person to person. Without web space there is no page to verify at.
func fieldsOfAward(a issuer.Award, page string) map[string]string {
	fields := map[string]string{
		"name": a.Name, "email": a.Email, "id": a.ID, "issued_on": a.IssuedOn.Format("2006-01-02"),
		"expires": "", "narrative": a.Narrative, "language": a.Language, "verify_url": page,
		"criteria_note": noteOf(a), "evidence": strings.Join(a.Evidence, " "), "image": portraitOf(a),
	}
	if !a.Expires.IsZero() {
		fields["expires"] = a.Expires.Format("2006-01-02")
	}
	return fields
}

// noteOf is what an award says of how the criteria were met.
func noteOf(a issuer.Award) string {
	for _, e := range a.More.Evidence {
		if e.ID == "" && e.Narrative != "" {
			return e.Narrative
		}
	}
	return ""
}

// PersonalFields lists the merge fields that differ from person to person in the
// design of a class version; none when the class came as a picture. Version 0 is
// the newest.
func (e *Engine) PersonalFields(ctx context.Context, slug string, version int) ([]string, error) {
	data, err := e.ClassDesign(ctx, slug, version)
	if err != nil || data == nil {
		return nil, err
	}
	file, err := drawing.ParseDesign(data, "")
	return drawing.PersonalFields(file.Doc), err
}

// Fed tells which of a design's fields a list, or every award, has something
// for; the others stay empty.
func Fed(fields []string, list *roster.Reading) (fed, empty []string) {
	columns := map[string]string{}
	if list != nil && len(fields) > 0 {
		for _, c := range list.Columns {
			columns[c.Field] = c.Field
		}
		for p := range list.People.All() { // constants and joined columns are no columns
			for name := range p.Extra {
				columns[name] = name
			}
		}
	}
	for _, name := range fields {
		_, award := fieldsOfAward(issuer.Award{}, "")[fieldKey(name)]
		if award || valueOf(columns, name) != "" {
			fed = append(fed, name)
		} else {
			empty = append(empty, name)
		}
	}
	return fed, empty
}

// own is a class whose pictures show something of their owners.
type own struct {
	plan   *bulk.Plan
	fields []string // personal ones of the design
	shows  []string // those of them that are pictures
	always bool     // every award has something for one of them
}

// fill gives the fields of one award; false when it has nothing to show, and
// its picture is that of its class.
func (o *own) fill(a issuer.Award, page string) (map[string]string, bool) {
	own := fieldsOfAward(a, page)
	fields, some := make(map[string]string, len(o.fields)), o.always
	for _, name := range o.fields {
		value, mine := own[name]
		if text := valueOf(a.Fields, name); !mine || name == roster.FieldImage && text != "" {
			value = text
		}
		if value == "" && !mine {
			value = own[fieldKey(name)]
		}
		if slices.Contains(o.shows, name) {
			value = o.picture(a.Fields, value)
		}
		fields[name] = value
		some = some || value != ""
	}
	fields["language"] = a.Language // how dates are written, whether or not it is shown
	return fields, some
}

// picture is a value that is a picture. If a design shows one alone, the only one
// there is will do: a later version of a class may call it otherwise. The name of
// a file is none, and nothing is read to draw a badge.
func (o *own) picture(fields map[string]string, value string) string {
	if _, ok := drawing.PictureIn(value); ok {
		return value
	}
	if len(o.shows) > 1 {
		return ""
	}
	only := ""
	for _, other := range fields {
		if _, ok := drawing.PictureIn(other); ok {
			if only != "" && only != other {
				return ""
			}
			only = other
		}
	}
	return only
}

// paints remembers what was prepared for a class, for whoever hands out one
// award after the other.
type paints struct {
	fonts func(context.Context, store.File) (store.File, error) // adds what a design was kept with
	lock  sync.Mutex
	order []string
	known map[string]*own
}

// mostPaints is how many classes are remembered.
const mostPaints = 4

// plan gives what was prepared for a class; nil when the picture is the same
// for everybody.
func (p *paints) plan(ctx context.Context, class issuer.BadgeClass, by issuer.Profile, design []byte) (*own, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	key := class.Design + "\x00" + class.Name + "\x00" + by.Name
	if plan, ok := p.known[key]; ok {
		return plan, nil
	}
	file, err := drawing.ParseDesign(design, "")
	if err != nil {
		return nil, err
	}
	if file, err = p.fonts(ctx, file); err != nil {
		return nil, err
	}
	var one *own
	if fields := drawing.PersonalFields(file.Doc); len(fields) > 0 {
		one = &own{fields: fields, shows: drawing.PictureFields(file.Doc)}
		every := fieldsOfAward(issuer.Award{}, "")
		one.always = slices.ContainsFunc(fields, func(name string) bool {
			_, has := every[fieldKey(name)]
			return has && name != roster.FieldImage && name != roster.FieldEvidence && name != roster.FieldNote
		})
		known := map[string]string{"class.name": class.Name, "issuer.name": by.Name}
		if one.plan, err = drawing.PersonalPictures(ctx, file, drawing.ClassSide, known); err != nil {
			return nil, err
		}
	}
	if len(p.order) == mostPaints {
		delete(p.known, p.order[0])
		p.order = p.order[1:]
	}
	if p.known == nil {
		p.known = map[string]*own{}
	}
	p.known[key], p.order = one, append(p.order, key)
	return one, nil
}

// paint is award.Clerk's Paint.
func (p *paints) paint(ctx context.Context, class issuer.BadgeClass, by issuer.Profile, design []byte) (award.Painter, error) {
	own, err := p.plan(ctx, class, by, design)
	if own == nil || err != nil {
		return nil, err // no painter: the picture is the same for everybody
	}
	return func(ctx context.Context, dst []byte, a issuer.Award, page string) ([]byte, bool, error) {
		fields, some := own.fill(a, page)
		if !some {
			return dst, true, nil
		}
		out, report, err := own.plan.Encode(ctx, dst, fields)
		return out, report.Whole(), err
	}, nil
}

// fieldKey makes names of fields comparable with headings: lower case, letters
// and digits, and one _ for whatever stands between.
func fieldKey(name string) string {
	var out strings.Builder
	gap := false
	for _, r := range strings.ToLower(name) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '.' {
			gap = out.Len() > 0
			continue
		}
		if gap {
			out.WriteByte('_')
			gap = false
		}
		out.WriteRune(r)
	}
	return out.String()
}

// valueOf looks up what a row says under the name that a design has for it:
// {course_name} is the column "Course name".
func valueOf(fields map[string]string, name string) string {
	if value, ok := fields[name]; ok || len(fields) == 0 {
		return value
	}
	best, key := "", fieldKey(name)
	for column := range fields {
		if fieldKey(column) == key && (best == "" || column < best) {
			best = column
		}
	}
	return fields[best]
}

// portraitOf is the picture of a person that an award carries; "" without.
func portraitOf(a issuer.Award) string {
	if a.More.Image == nil {
		return ""
	}
	if _, ok := drawing.PictureIn(a.More.Image.ID); !ok {
		return "" // somewhere in a network: nothing is fetched to draw a badge
	}
	return a.More.Image.ID
}
