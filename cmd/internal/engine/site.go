package engine

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/site"
)

// Site is one export: whose site, and where it goes.
type Site struct {
	Issuer string // slug; "" for the only one
	Base   string // an earlier base URL; "" for that of today
	Out    string // a folder, or a file ending in .zip
}

func (s Site) zipped() bool { return strings.EqualFold(filepath.Ext(s.Out), ".zip") }

// folder is the folder that gets the files, or the archive.
func (s Site) folder() string {
	if s.zipped() {
		return filepath.Dir(s.Out)
	}
	return s.Out
}

// Exported is what became of an export.
type Exported struct {
	Base    string
	Earlier []string // further base URLs that still serve badges of this issuer
	Count   site.Count
}

// ExportSite writes the tree a web server shows under a base URL of an issuer.
func (e *Engine) ExportSite(ctx context.Context, s Site, words site.Words) (Exported, error) {
	base, earlier, err := e.siteBase(ctx, s.Issuer, s.Base)
	if err != nil {
		return Exported{}, err
	}
	done := Exported{Base: base, Earlier: earlier}
	write := site.WriteDir
	if s.zipped() {
		write = site.WriteZip
	}
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		done.Count, err = write(s.Out, siteOf(ctx, t, base, words))
		return err
	})
	return done, err
}

// siteBase tells which base URL is meant, and which others the issuer's badges
// also lie under.
func (e *Engine) siteBase(ctx context.Context, slug, asked string) (base string, others []string, err error) {
	i, err := e.Issuer(ctx, slug)
	if err != nil {
		return "", nil, err
	}
	err = e.View(ctx, func(t *ledger.Tx) error {
		all, err := t.Identities(i.Slug)
		for _, who := range all {
			if who.BaseURL != "" && !slices.Contains(others, who.BaseURL) {
				others = append(others, who.BaseURL)
			}
		}
		return err
	})
	base = i.BaseURL
	if asked != "" {
		base = strings.TrimSuffix(asked, "/") + "/"
		if known, err := BaseURL(asked); err == nil && base != i.BaseURL && !slices.Contains(others, base) {
			base = known // typed in another way
		}
	}
	switch {
	case err != nil:
	case base == "":
		err = issuer.Fail(issuer.Usage, "site-no-base-url", "issuer", i.Slug)
	case !slices.Contains(others, base):
		err = issuer.Fail(issuer.Usage, "site-other-base-url", "url", asked, "issuer", i.Slug)
	}
	return base, slices.DeleteFunc(others, func(other string) bool { return other == base }), err
}

// source shows one state of the ledger to site.
type source struct{ t *ledger.Tx }

func (s source) Issuers(_ context.Context, base string) ([]site.Issuer, error) {
	all, err := s.t.Identities("")
	if err != nil {
		return nil, err
	}
	offered, err := offersLinkedIn(s.t)
	if err != nil {
		return nil, err
	}
	var list []site.Issuer
	for _, who := range all {
		if who.BaseURL != base {
			continue
		}
		profile, err := s.t.Issuer(who.Issuer)
		if err != nil {
			return nil, err
		}
		keys, err := s.t.KeysOf(who.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, site.Issuer{Profile: profile, Identity: who, Keys: keys, NoLinkedIn: !offered})
	}
	return list, nil
}

func (s source) Classes(ctx context.Context, base string) ([]issuer.BadgeClass, error) {
	here, err := s.Issuers(ctx, base)
	if err != nil {
		return nil, err
	}
	all, err := s.t.ClassVersions("")
	return slices.DeleteFunc(all, func(c issuer.BadgeClass) bool {
		return !slices.ContainsFunc(here, func(i site.Issuer) bool { return i.Profile.Slug == c.Issuer })
	}), err
}

func (s source) Blob(_ context.Context, hash string) ([]byte, error) {
	_, data, err := s.t.Blob(hash)
	return data, err
}

func (s source) Faces(ctx context.Context, base string) iter.Seq2[site.Face, error] {
	return func(yield func(site.Face, error) bool) {
		for n := int64(0); ; {
			list, next, err := s.t.HostedAfter(base, n, 200)
			if err = errors.Join(err, ctx.Err()); err != nil {
				yield(site.Face{}, err)
				return
			}
			if len(list) == 0 {
				return
			}
			for _, h := range list {
				if !yield(site.Face{Face: h.Face, Award: h.Award, Bytes: h.Bytes}, nil) {
					return
				}
			}
			n = next
		}
	}
}

func (s source) Gone(_ context.Context, base string) (map[string][]ob2.Gone, error) {
	all, err := s.t.Identities("")
	if err != nil {
		return nil, err
	}
	by := map[string][]ob2.Gone{}
	for _, who := range all {
		if who.BaseURL != base {
			continue
		}
		gone, err := s.t.GoneSigned(who.ID)
		if err != nil {
			return nil, err
		}
		for _, g := range gone {
			by[who.Issuer] = append(by[who.Issuer], ob2.Gone{ID: "urn:uuid:" + g.Face, Reason: g.Reason})
		}
	}
	return by, nil
}

func (s source) Lists(_ context.Context, base string) ([]site.List, error) {
	all, err := s.t.StatusLists(0)
	var list []site.List
	for _, l := range all {
		if l.Identity.BaseURL == base && l.Doc != nil {
			list = append(list, site.List{Name: l.Name, Bytes: l.Doc})
		}
	}
	return list, err
}

func (s source) Endorsements(_ context.Context, base string) ([]site.File, error) {
	all, err := s.t.Endorsements("")
	var list []site.File
	for _, e := range all {
		if path := issuer.EndorsementPath(e.Format, e.ID); e.Identity.BaseURL == base && path != "" {
			list = append(list, site.File{Path: path, Bytes: e.Bytes})
		}
	}
	return list, err
}
