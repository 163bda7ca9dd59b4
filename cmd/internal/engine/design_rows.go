package engine

import (
	"context"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// PreflightRows looks at the texts of a design as the rows of a roster fill
// them, which is how awarding them would. Rows without a day are of today.
func PreflightRows(ctx context.Context, file store.File, known map[string]string, people roster.People, today time.Time) (preflight.RowReport, error) {
	doc := file.Doc
	fonts, err := drawing.FontsOf(file)
	if err != nil {
		return preflight.RowReport{}, err
	}
	own := own{fields: drawing.PersonalFields(doc), shows: drawing.PictureFields(doc)}
	rows := func(yield func(int, map[string]string) bool) {
		for p := range people.All() {
			if fields, _ := own.fill(drafted(p, today), ""); !yield(p.Row, fields) {
				return
			}
		}
	}
	return preflight.Rows(ctx, doc, preflight.Options{Fonts: fonts, Fields: drawing.Emptied(doc, known)}, rows)
}

// drafted is the award of a row as far as its picture shows it.
func drafted(p *roster.Person, today time.Time) issuer.Award {
	a := issuer.Award{
		Row: p.Row, ID: "00000000-0000-4000-8000-000000000000", Name: p.Name, Email: p.Email,
		Narrative: p.Narrative, Language: p.Language, IssuedOn: today, Evidence: p.Evidence, Fields: award.FieldsBeside(p),
	}
	if p.Note != "" {
		a.More.Evidence = append(a.More.Evidence, issuer.Evidence{Narrative: p.Note})
	}
	if !p.IssuedOn.IsZero() {
		a.IssuedOn = p.IssuedOn.In(today.Location())
	}
	if !p.Expires.IsZero() {
		a.Expires = p.Expires.End(today.Location())
	}
	return a
}
