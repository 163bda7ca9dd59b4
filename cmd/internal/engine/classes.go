package engine

import (
	"context"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

// ClassChange is what to set about a badge class; nil leaves as it is.
type ClassChange struct {
	Slug        string
	Name        *string
	Description *string
	Criteria    *string // a text, or an address
	CriteriaURL *string // an address beside the text; "" leaves an address given as Criteria
	Tags        []string
	SetTags     bool
	Expires     *string
	Rule        *issuer.Rule
	Language    *string
	PublicNames *bool
	Schema      *bool
	Picture     *drawing.Picture
	More        func(*issuer.ClassMore) error // changes the further members; nil leaves them
	// Design is a .badge file. Without a Picture one is drawn from it; a Picture
	// without a Design takes the design away.
	Design []byte
	fonts  map[string][]byte // font files that the design is kept with
}

// Classes lists the newest version of every class; slug narrows to an issuer.
func (e *Engine) Classes(ctx context.Context, slug string) ([]issuer.BadgeClass, error) {
	var list []issuer.BadgeClass
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.Classes(slug)
		return err
	})
	return list, err
}

// AddClass makes a badge class, as a draft until its first award.
func (e *Engine) AddClass(ctx context.Context, issuerSlug string, change ClassChange) (issuer.BadgeClass, error) {
	i, err := e.Issuer(ctx, issuerSlug)
	if err != nil {
		return issuer.BadgeClass{}, err
	}
	c := issuer.BadgeClass{Issuer: i.Slug, Version: 1, Rule: issuer.Once, State: issuer.Draft, Slug: change.Slug}
	if err := apply(&c, change); err != nil {
		return c, err
	}
	if c.Slug == "" {
		c.Slug = issuer.Slug(c.Name, "badge")
	}
	if change.PublicNames != nil {
		c.PublicNames = *change.PublicNames
	}
	if change.Picture == nil && change.Design == nil {
		return c, issuer.Fail(issuer.Usage, "class-no-picture")
	}
	if err := checkClass(c); err != nil {
		return c, err
	}
	if change, err = e.draw(ctx, change, "", i.Slug); err != nil {
		return c, err
	}
	err = e.update(ctx, func(t *ledger.Tx) error {
		if _, err := t.Class(c.Slug, 0); err == nil {
			return issuer.Fail(issuer.Usage, "class-exists", "class", c.Slug)
		} else if issuer.CodeOf(err) != "class-unknown" {
			return err
		}
		if err := complete(t, &c, change); err != nil {
			return err
		}
		return t.AddClass(c)
	})
	return c, err
}

// EditClass makes a new version of a class. What was awarded keeps the version
// it was awarded under. An edit that changes nothing makes none.
func (e *Engine) EditClass(ctx context.Context, slug string, change ClassChange) (issuer.BadgeClass, error) {
	var c issuer.BadgeClass
	change, err := e.draw(ctx, change, slug, "")
	if err != nil {
		return c, err
	}
	err = e.update(ctx, func(t *ledger.Tx) error {
		old, err := t.Class(slug, 0)
		if err != nil {
			return err
		}
		if change.PublicNames != nil && *change.PublicNames != old.PublicNames {
			if err := t.SetPublicNames(slug, *change.PublicNames); err != nil {
				return err
			}
			old.PublicNames = *change.PublicNames
		}
		c = old
		c.Tags = slices.Clone(old.Tags)
		if err := apply(&c, change); err != nil {
			return err
		}
		if err := checkClass(c); err != nil {
			return err
		}
		c.Version++
		if err := complete(t, &c, change); err != nil {
			return err
		}
		if same(old, c) {
			c = old
			return nil
		}
		return t.EditClass(c)
	})
	return c, err
}

// same tells whether two versions say the same.
func same(a, b issuer.BadgeClass) bool {
	return a.Name == b.Name && a.Description == b.Description && a.Criteria == b.Criteria && slices.Equal(a.Tags, b.Tags) &&
		a.Language == b.Language && a.Expires == b.Expires && a.Rule == b.Rule && a.Schema == b.Schema && a.Image == b.Image && a.Design == b.Design && reflect.DeepEqual(a.More, b.More)
}

// ArchiveClass takes a class out of use; nothing awarded changes.
func (e *Engine) ArchiveClass(ctx context.Context, slug string) (issuer.BadgeClass, error) {
	var c issuer.BadgeClass
	err := e.update(ctx, func(t *ledger.Tx) (err error) {
		if c, err = t.Class(slug, 0); err != nil || c.State == issuer.Archived {
			return err
		}
		c.State = issuer.Archived
		return t.SetClassState(slug, issuer.Archived)
	})
	return c, err
}

func apply(c *issuer.BadgeClass, change ClassChange) error {
	for _, f := range []struct{ from, to *string }{
		{change.Name, &c.Name},
		{change.Description, &c.Description},
		{change.Expires, &c.Expires},
		{change.Language, &c.Language},
	} {
		if f.from != nil {
			*f.to = strings.TrimSpace(*f.from)
		}
	}
	if change.Criteria != nil {
		text := strings.TrimSpace(*change.Criteria)
		c.Criteria = issuer.Criteria{Narrative: text}
		if !strings.ContainsAny(text, " \n\t") && (strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")) {
			c.Criteria = issuer.Criteria{URL: text}
		}
	}
	if change.CriteriaURL != nil {
		if page := strings.TrimSpace(*change.CriteriaURL); page != "" || change.Criteria == nil {
			c.Criteria.URL = page
		}
	}
	if change.SetTags {
		c.Tags = change.Tags
	}
	if change.Rule != nil {
		c.Rule = *change.Rule
	}
	if change.Schema != nil {
		c.Schema = *change.Schema
	}
	if change.More != nil {
		return change.More(&c.More)
	}
	return nil
}

func checkClass(c issuer.BadgeClass) error {
	for _, need := range []struct{ code, value string }{
		{"class-no-name", c.Name}, {"class-no-description", c.Description}, {"class-no-criteria", c.Criteria.Narrative + c.Criteria.URL},
	} {
		if need.value == "" {
			return issuer.Fail(issuer.Usage, need.code)
		}
	}
	if c.Criteria.URL != "" {
		if u, err := url.Parse(c.Criteria.URL); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.ContainsAny(c.Criteria.URL, " \t\r\n") {
			return issuer.Fail(issuer.Usage, "url-unusable", "url", c.Criteria.URL)
		}
	}
	if !goodSlug(c.Slug) {
		return issuer.Fail(issuer.Usage, "slug-unusable", "slug", c.Slug)
	}
	texts := append([]string{c.Name, c.Description, c.Criteria.Narrative, c.Criteria.URL, c.Language}, c.Tags...)
	for _, text := range texts {
		if hasControl(text) {
			return issuer.Fail(issuer.Usage, "control-character", "text", text)
		}
	}
	if err := c.More.Check(); err != nil {
		return err
	}
	_, err := award.After(time.Unix(0, 0), c.Expires)
	return err
}

// complete stores the picture with its design and draws what a version keeps
// for ever.
func complete(t *ledger.Tx, c *issuer.BadgeClass, change ClassChange) (err error) {
	p := change.Picture
	if p != nil {
		if c.Image, err = t.PutBlob(p.Type, p.Bytes); err != nil {
			return err
		}
		c.ImageType, c.DataImage, c.Design = p.Type, p.Small, ""
	}
	if p != nil && len(change.Design) > 0 {
		if c.Design, err = t.PutBlob(designType, change.Design); err != nil {
			return err
		}
		for _, data := range change.fonts {
			if _, err = t.PutBlob(fontType, data); err != nil {
				return err
			}
		}
	}
	id, err := t.NewID()
	c.URN, c.Made = "urn:uuid:"+id, t.Now()
	return err
}
