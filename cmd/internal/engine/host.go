package engine

import (
	"context"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// host answers for what our own ledger published, as its web server would.
// It answers for nothing else. What many badges share it reads once.
type host struct {
	ctx    context.Context
	l      *ledger.Ledger
	shared map[string][]byte // by address
}

// Hosted gives the document under one of our addresses.
func (h host) Hosted(url string) (body []byte, revoked, ok bool) {
	if body, ok := h.shared[url]; ok {
		return body, false, true
	}
	single := false
	err := h.l.View(h.ctx, func(t *ledger.Tx) (err error) {
		for base, path := range splits(t, url) {
			if body, revoked, err = document(h.ctx, t, base, path); err != nil || body != nil {
				single = strings.HasPrefix(path, "a/")
				return err
			}
		}
		return nil
	})
	if ok = err == nil && body != nil; ok && !single {
		h.shared[url] = body
	}
	return body, revoked, ok
}

// splits gives the ways in which an address lies below a base URL of ours.
func splits(t *ledger.Tx, url string) map[string]string {
	found := map[string]string{}
	all, err := t.Identities("")
	if err != nil {
		return found
	}
	for _, who := range all {
		if path, below := strings.CutPrefix(url, who.BaseURL); below && who.BaseURL != "" {
			found[who.BaseURL] = path
		}
	}
	return found
}

// document builds what lies at a path below a base URL; nil is nothing.
func document(ctx context.Context, t *ledger.Tx, base, path string) (body []byte, revoked bool, err error) {
	part := strings.Split(path, "/")
	src := source{t}
	switch {
	case len(part) == 3 && part[0] == "a":
		return assertion(t, base, path, strings.TrimSuffix(strings.TrimSuffix(part[2], ".json"), ".jwt"))
	case len(part) == 3 && part[0] == "e":
		said, err := src.Endorsements(ctx, base)
		for _, f := range said {
			if f.Path == path {
				return f.Bytes, false, err
			}
		}
		return nil, false, err
	case len(part) == 2 && part[0] == "s":
		lists, err := src.Lists(ctx, base)
		for _, l := range lists {
			if issuer.StatusPath(l.Name) == path {
				return l.Bytes, false, err
			}
		}
		return nil, false, err
	case len(part) != 3 && len(part) != 4:
		return nil, false, nil
	}
	here, err := issuersAt(ctx, src, base)
	if err != nil {
		return nil, false, err
	}
	switch part[0] {
	case "i":
		body, err = issuerFile(ctx, src, here[part[1]], base, path)
	case "b":
		body, err = classFile(t, here, part, path)
	}
	return body, false, err
}

// issuersAt gives who issues under a base URL, by slug.
func issuersAt(ctx context.Context, src source, base string) (map[string]site.Issuer, error) {
	all, err := src.Issuers(ctx, base)
	here := map[string]site.Issuer{}
	for _, one := range all {
		known, twice := here[one.Profile.Slug]
		if !twice {
			known = one
		}
		here[one.Profile.Slug] = site.Both(known, one)
	}
	return here, err
}

func issuerFile(ctx context.Context, src source, one site.Issuer, base, path string) ([]byte, error) {
	if one.Profile.Slug == "" {
		return nil, nil
	}
	gone, err := src.Gone(ctx, base)
	if err != nil {
		return nil, err
	}
	return among(site.IssuerDocuments(one, gone[one.Profile.Slug]), path), nil
}

// among is the document at a path; nil for none.
func among(all []site.Document, path string) []byte {
	for _, d := range all {
		if d.Path == path {
			return issuer.Bytes(d.Doc)
		}
	}
	return nil
}

func assertion(t *ledger.Tx, base, path, id string) ([]byte, bool, error) {
	f, found, err := t.FaceByID(id)
	if err != nil || !found || f.Identity.BaseURL != base || site.FacePath(f) != path || f.SHA256 == "" {
		return nil, false, err
	}
	a, err := t.Award(f.Award)
	if err != nil {
		return nil, false, err
	}
	if a.State != issuer.Issued && f.Format.Hosted() {
		return site.Tombstone(f, a.Reason), true, nil
	}
	body, err := t.FaceBytes(f.ID)
	return body, false, err
}

func classFile(t *ledger.Tx, here map[string]site.Issuer, part []string, path string) ([]byte, error) {
	version := 0
	if len(part) == 4 {
		version, _ = strconv.Atoi(part[2])
	}
	if version < 1 {
		return nil, nil
	}
	class, err := t.Class(part[1], version)
	if issuer.CodeOf(err) == "class-unknown" {
		return nil, nil // no such class is no document
	}
	by, ok := here[class.Issuer]
	if err != nil || !ok {
		return nil, err
	}
	if part[3] == class.ImageFile() {
		_, data, err := t.Blob(class.Image)
		return data, err
	}
	return among(site.ClassDocuments(class, by), path), nil
}

// Status gives the state of the award behind a credential of ours.
func (h host) Status(credential string) (issuer.State, bool) {
	var state issuer.State
	err := h.l.View(h.ctx, func(t *ledger.Tx) error {
		id := credential[strings.LastIndexAny(credential, "/:")+1:]
		f, found, err := t.FaceByID(strings.TrimSuffix(id, ".json"))
		if err != nil || !found || f.Address() != credential || f.SHA256 == "" {
			return err
		}
		a, err := t.Award(f.Award)
		state = a.State
		return err
	})
	return state, err == nil && state != ""
}

// Profile gives the profile and controller document of an issuer of ours.
func (h host) Profile(uri string) ([]byte, bool) {
	if !strings.HasSuffix(uri, "/profile.json") {
		return nil, false
	}
	body, _, ok := h.Hosted(uri)
	return body, ok
}
