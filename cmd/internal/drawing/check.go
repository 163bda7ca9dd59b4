package drawing

import (
	"context"
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
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
	return preflight.Check(ctx, file.Doc, preflight.Options{Fonts: fonts, Blob: BlobOf(file), Fields: how.Fields, Host: how.Host, Side: how.Side, Begun: begun})
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
