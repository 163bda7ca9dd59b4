package desk

import (
	"context"
	"image"
	"path/filepath"
	"slices"
	"strings"

	"badgekiln/app/badges"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
)

// badgesDesk answers the room Badges.
type badgesDesk struct{ *Desk }

// Badges is what the room Badges asks.
func (d *Desk) Badges() badges.Engine { return badgesDesk{d} }

// The sides of the pictures the room shows, in pixels: a page shows them at
// twice their size at most.
const (
	listSide  = 160
	largeSide = 1200
)

// Overview lists issuers and badge classes.
func (b badgesDesk) Overview(ctx context.Context) (badges.Overview, error) {
	var o badges.Overview
	list, err := b.engine.Issuers(ctx)
	if err != nil {
		return o, err
	}
	names := map[string]string{}
	for _, i := range list {
		o.Issuers = append(o.Issuers, badges.Issuer{ID: i.Slug, Name: i.Name})
		names[i.Slug] = i.Name
	}
	if o.Sample, err = b.engine.IsSample(ctx); err != nil {
		return o, err
	}
	pages, err := b.engine.ClassPages(ctx, "")
	for _, p := range pages {
		c := p.Newest()
		o.Classes = append(o.Classes, badges.Summary{
			Slug: c.Slug, Name: c.Name, Issuer: names[c.Issuer], State: badges.State(c.State), Version: c.Version, Awards: p.Awards(),
			Picture: b.stored(ctx, c.Image, listSide),
		})
	}
	return o, err
}

// stored is a picture of the ledger, made small; nil when it cannot be read,
// which the list shows and a check of the ledger explains.
func (b badgesDesk) stored(ctx context.Context, hash string, side int) image.Image {
	data, err := b.engine.Blob(ctx, hash)
	if err != nil {
		return nil
	}
	return shrunk(data, side)
}

// Class gives one badge class with all its versions.
func (b badgesDesk) Class(ctx context.Context, slug string) (badges.Class, error) {
	pages, err := b.engine.ClassPages(ctx, "")
	if err != nil {
		return badges.Class{}, err
	}
	at := slices.IndexFunc(pages, func(p engine.ClassPage) bool { return p.Newest().Slug == slug })
	if at < 0 {
		return badges.Class{}, issuer.Fail(issuer.Usage, "class-unknown", "class", slug)
	}
	p := pages[at]
	c := p.Newest()
	who, err := b.engine.Issuer(ctx, c.Issuer)
	if err != nil {
		return badges.Class{}, err
	}
	out := badges.Class{
		Texts: textsOf(c), Slug: c.Slug, Issuer: c.Issuer, IssuerName: who.Name, State: badges.State(c.State),
		PublicNames: c.PublicNames, NamesFixed: c.State != issuer.Draft, Picture: b.stored(ctx, c.Image, largeSide),
	}
	if out.Design, err = b.designTitle(ctx, c); err != nil {
		return out, err
	}
	for _, v := range p.Versions {
		out.Versions = append(out.Versions, badges.Version{
			Number: v.Version, Name: v.Name, Made: v.Made, Held: p.Held[v.Version], Picture: b.stored(ctx, v.Image, listSide),
		})
	}
	return out, nil
}

func textsOf(c issuer.BadgeClass) badges.Texts {
	return badges.Texts{
		Name: c.Name, Description: c.Description, Criteria: c.Criteria.Narrative, CriteriaURL: c.Criteria.URL, Tags: c.Tags,
		Language: c.Language, Rule: badges.Rule(c.Rule), Expires: c.Expires, Schema: c.Schema, More: c.More,
	}
}

// FromFile reads a picture from a file.
func (b badgesDesk) FromFile(_ context.Context, path string) (badges.Art, error) {
	p, err := drawing.ReadPicture(path)
	if err != nil {
		return badges.Art{}, err
	}
	return badges.Art{Kind: badges.FromFile, Ref: path, Title: stem(path), Image: shrunk(p.Bytes, largeSide)}, nil
}

// stem is a file's name without folder and ending.
func stem(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

// Save makes a badge class, or a new version of one. Without an issuer it
// makes that first. Pictures are read before anything is made, so that a bad
// one makes nothing.
func (b badgesDesk) Save(ctx context.Context, d badges.Draft) (badges.Class, error) {
	change, err := b.change(d)
	if err != nil {
		return badges.Class{}, err
	}
	if d.Slug != "" {
		if _, err := b.engine.EditClass(ctx, d.Slug, change); err != nil {
			return badges.Class{}, err
		}
		return b.Class(ctx, d.Slug)
	}
	who := d.Issuer
	if d.IssuerName != "" {
		made, err := b.firstIssuer(ctx, d)
		if err != nil {
			return badges.Class{}, err
		}
		who = made
	}
	if change.Slug, err = b.freeSlug(ctx, d.Name); err != nil {
		return badges.Class{}, err
	}
	c, err := b.engine.AddClass(ctx, who, change)
	if err != nil {
		return badges.Class{}, err
	}
	return b.Class(ctx, c.Slug)
}

// firstIssuer makes the issuer, unless an earlier try made it already.
func (b badgesDesk) firstIssuer(ctx context.Context, d badges.Draft) (string, error) {
	list, err := b.engine.Issuers(ctx)
	if err != nil {
		return "", err
	}
	if len(list) > 0 {
		return list[0].Slug, nil
	}
	made, err := b.engine.SetIssuer(ctx, engine.IssuerChange{Name: &d.IssuerName, Email: &d.IssuerEmail})
	return made.Slug, err
}

// freeSlug makes a name for addresses that no class has: two badges may well
// have the same name for people.
func (b badgesDesk) freeSlug(ctx context.Context, name string) (string, error) {
	list, err := b.engine.Classes(ctx, "")
	if err != nil {
		return "", err
	}
	taken := map[string]bool{}
	for _, c := range list {
		taken[c.Slug] = true
	}
	return freeName(issuer.Slug(name, "badge"), taken), nil
}

func (b badgesDesk) change(d badges.Draft) (engine.ClassChange, error) {
	rule := issuer.Rule(d.Rule)
	change := engine.ClassChange{
		Slug: d.Slug, Name: &d.Name, Description: &d.Description, Criteria: &d.Criteria, CriteriaURL: &d.CriteriaURL,
		Tags: d.Tags, SetTags: true, Schema: &d.Schema,
		More: func(m *issuer.ClassMore) error {
			*m = d.More
			return nil
		},
		Expires: &d.Expires, Rule: &rule, Language: &d.Language, PublicNames: &d.PublicNames,
	}
	var err error
	switch d.Art.Kind {
	case badges.FromFile:
		change.Picture, err = drawing.ReadPicture(d.Art.Ref)
	case badges.FromDesign:
		change.Design, err = drawing.ReadDesignBytes(b.designPath(d.Art.Ref))
	}
	return change, err
}

// Archive takes a badge class out of use.
func (b badgesDesk) Archive(ctx context.Context, slug string) (badges.Class, error) {
	if _, err := b.engine.ArchiveClass(ctx, slug); err != nil {
		return badges.Class{}, err
	}
	return b.Class(ctx, slug)
}
