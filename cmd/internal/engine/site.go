package engine

import (
	"context"
	"errors"
	"iter"
	"slices"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// ExportSite writes the tree a web server shows under an issuer's base URL.
func (e *Engine) ExportSite(ctx context.Context, slug, dir string, words site.Words) (string, site.Count, error) {
	base, err := e.siteBase(ctx, slug)
	if err != nil {
		return "", site.Count{}, err
	}
	var count site.Count
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		count, err = site.WriteDir(dir, site.Files(ctx, source{t}, base, words))
		return err
	})
	return base, count, err
}

// source shows one state of the ledger to site.
type source struct{ t *ledger.Tx }

func (s source) Issuers(_ context.Context, base string) ([]site.Issuer, error) {
	all, err := s.t.Identities("")
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
		list = append(list, site.Issuer{Profile: profile, Identity: who, Keys: keys})
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
