package engine

import (
	"context"
	"slices"
	"strings"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// Checking says what a design is looked at for.
type Checking struct {
	Fields map[string]string
	Host   preflight.Host // none without a name
	Side   int            // of the picture, in pixels; 0: the usual
}

// Preflight looks for what would be lost of a design.
func Preflight(ctx context.Context, file store.File, how Checking) (preflight.Report, error) {
	fonts, err := FontsOf(file)
	if err != nil {
		return preflight.Report{}, err
	}
	begun, err := begunAs(file)
	if err != nil {
		return preflight.Report{}, err
	}
	return preflight.Check(ctx, file.Doc, preflight.Options{Fonts: fonts, Blob: blobOf(file), Fields: how.Fields, Host: how.Host, Side: how.Side, Begun: begun})
}

// LeftOfTemplate are the texts of a design that only its template said. What is
// the name of the issuer by chance, as that of the sample is, is said rightly.
func LeftOfTemplate(file store.File, issuers ...string) ([]preflight.Finding, error) {
	begun, err := begunAs(file)
	if err != nil || begun == nil {
		return nil, err
	}
	return slices.DeleteFunc(preflight.Left(file.Doc, *begun), func(f preflight.Finding) bool {
		said := strings.Join(strings.Fields(f.Values["text"]), " ")
		return slices.ContainsFunc(issuers, func(name string) bool { return strings.EqualFold(said, strings.Join(strings.Fields(name), " ")) })
	}), nil
}

// LeftOfTemplate is the same for a design that a badge of an issuer shows.
func (e *Engine) LeftOfTemplate(ctx context.Context, file store.File, issuer string) ([]preflight.Finding, error) {
	i, err := e.Issuer(ctx, issuer)
	if err != nil {
		return nil, err
	}
	return LeftOfTemplate(file, i.Name)
}

// begunAs is the template that a design was begun from; nil for none of ours.
func begunAs(file store.File) (*designer.Document, error) {
	catalogue, err := Templates()
	if err != nil {
		return nil, err
	}
	if _, known := catalogue.Template(file.Doc.Template); !known {
		return nil, nil
	}
	doc, err := catalogue.Open(file.Doc.Template)
	return &doc, err
}

// PreflightRows looks at the texts of a design as the rows of a roster fill
// them, which is how awarding them would. Rows without a day are of today.
func PreflightRows(ctx context.Context, file store.File, known map[string]string, people roster.People, today time.Time) (preflight.RowReport, error) {
	doc := file.Doc
	fonts, err := FontsOf(file)
	if err != nil {
		return preflight.RowReport{}, err
	}
	own := own{fields: PersonalFields(doc), shows: pictureFields(doc)}
	rows := func(yield func(int, map[string]string) bool) {
		for p := range people.All() {
			if fields, _ := own.fill(drafted(p, today), ""); !yield(p.Row, fields) {
				return
			}
		}
	}
	return preflight.Rows(ctx, doc, preflight.Options{Fonts: fonts, Fields: emptied(doc, known)}, rows)
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
