package engine

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"
	"badgekiln/issuer/keys"
	"badgekiln/issuer/ledger"
)

// IssuerChange is what to set about an issuer; nil leaves as it is.
type IssuerChange struct {
	Slug        string // "" means the only one, or a new one named after Name
	Name        *string
	URL         *string
	Email       *string
	Description *string
	BaseURL     *string // "" takes the web space away
	Timezone    *string
	Image       *drawing.Picture
	Method      *issuer.Method                  // https or did:web; with web space only
	More        func(*issuer.ProfileMore) error // changes the further members; nil leaves them
}

// Issuer is a profile and who it signs as.
type Issuer struct {
	issuer.Profile
	Identity issuer.Identity
	Key      issuer.Key
}

// Issuers lists the issuers with their present identities.
func (e *Engine) Issuers(ctx context.Context) ([]Issuer, error) {
	var list []Issuer
	err := e.View(ctx, func(t *ledger.Tx) error {
		profiles, err := t.Issuers()
		if err != nil {
			return err
		}
		for _, p := range profiles {
			i, err := withIdentity(t, p)
			if err != nil {
				return err
			}
			list = append(list, i)
		}
		return nil
	})
	return list, err
}

func withIdentity(t *ledger.Tx, p issuer.Profile) (Issuer, error) {
	i := Issuer{Profile: p}
	who, found, err := t.CurrentIdentity(p.Slug)
	if err != nil || !found {
		return i, err
	}
	i.Identity = who
	keyring, err := t.KeysOf(who.ID)
	if err != nil {
		return i, err
	}
	for _, k := range keyring {
		if k.Retired.IsZero() || i.Key.ID == "" {
			i.Key = k
		}
	}
	return i, nil
}

// Issuer gives the issuer of a slug, or the only one when slug is "".
func (e *Engine) Issuer(ctx context.Context, slug string) (Issuer, error) {
	list, err := e.Issuers(ctx)
	if err != nil {
		return Issuer{}, err
	}
	i, err := pick(list, slug)
	if err != nil {
		return Issuer{}, err
	}
	return *i, nil
}

func pick(list []Issuer, slug string) (*Issuer, error) {
	if slug == "" {
		switch len(list) {
		case 0:
			return nil, issuer.Fail(issuer.Usage, "issuer-none")
		case 1:
			return &list[0], nil
		}
		var names []string
		for _, i := range list {
			names = append(names, i.Slug)
		}
		return nil, issuer.Fail(issuer.Usage, "issuer-several", "issuers", strings.Join(names, ", "))
	}
	for i := range list {
		if list[i].Slug == slug {
			return &list[i], nil
		}
	}
	return nil, issuer.Fail(issuer.Usage, "issuer-unknown", "issuer", slug)
}

// SetIssuer makes or changes an issuer. A new one gets a signing key, stored
// durably before anything names it. Web space, taken or given, begins another
// identity; earlier ones stay ours.
func (e *Engine) SetIssuer(ctx context.Context, change IssuerChange) (Issuer, error) {
	return e.setIssuer(ctx, change, func(slug string) (issuer.Key, error) { return e.makeKey(keys.Ed25519, slug) })
}

func (e *Engine) setIssuer(ctx context.Context, change IssuerChange, newKey func(slug string) (issuer.Key, error)) (Issuer, error) {
	list, err := e.Issuers(ctx)
	if err != nil {
		return Issuer{}, err
	}
	p, isNew, err := e.changed(list, change)
	if err != nil {
		return Issuer{}, err
	}
	var key issuer.Key
	if isNew {
		if key, err = newKey(p.Slug); err != nil {
			return Issuer{}, err
		}
		key.Issuer = p.Slug
	}
	var out Issuer
	err = e.update(ctx, func(t *ledger.Tx) error {
		if change.Image != nil {
			if p.Image, err = t.PutBlob(change.Image.Type, change.Image.Bytes); err != nil {
				return err
			}
			p.ImageType = change.Image.Type
		}
		if err := t.SetIssuer(p); err != nil {
			return err
		}
		if isNew {
			if err := t.AddKey(key); err != nil {
				return err
			}
		}
		if err := settleIdentity(t, p, change.Method); err != nil {
			return err
		}
		out, err = withIdentity(t, p)
		return err
	})
	return out, err
}

// changed applies a change to the profile it means and checks the result.
func (e *Engine) changed(list []Issuer, change IssuerChange) (p issuer.Profile, isNew bool, err error) {
	slug := change.Slug
	switch {
	case slug == "" && len(list) == 0 && change.Name != nil:
		slug = issuer.Slug(*change.Name, "issuer")
	case slug == "":
		known, err := pick(list, "")
		if err != nil {
			return p, false, err
		}
		slug = known.Slug
	}
	if !goodSlug(slug) {
		return p, false, issuer.Fail(issuer.Usage, "slug-unusable", "slug", slug)
	}
	p = issuer.Profile{Slug: slug, Timezone: localZone(e.env.Getenv)}
	isNew = true
	if known, err := pick(list, slug); err == nil {
		p, isNew = known.Profile, false
	}
	for _, f := range []struct {
		from *string
		to   *string
	}{{change.Name, &p.Name}, {change.URL, &p.URL}, {change.Email, &p.Email}, {change.Description, &p.Description}, {change.Timezone, &p.Timezone}} {
		if f.from != nil {
			*f.to = strings.TrimSpace(*f.from)
		}
	}
	if change.Email != nil && p.Email != "" && !issuer.IsAddress(p.Email) {
		return p, isNew, issuer.Fail(issuer.Usage, "issuer-email", "email", p.Email)
	}
	if change.BaseURL != nil {
		if p.BaseURL, err = BaseURL(*change.BaseURL); err != nil {
			return p, isNew, err
		}
	}
	if change.More != nil {
		if err := change.More(&p.More); err != nil {
			return p, isNew, err
		}
	}
	return p, isNew, checkProfile(p)
}

func checkProfile(p issuer.Profile) error {
	if p.Name == "" {
		return issuer.Fail(issuer.Usage, "issuer-no-name")
	}
	for _, text := range []string{p.Name, p.Description, p.Email} {
		if hasControl(text) {
			return issuer.Fail(issuer.Usage, "control-character", "text", text)
		}
	}
	if _, err := time.LoadLocation(p.Timezone); err != nil || p.Timezone == "" || p.Timezone == "Local" {
		return issuer.Fail(issuer.Usage, "timezone-unknown", "timezone", p.Timezone)
	}
	if p.URL != "" {
		if u, err := url.Parse(p.URL); err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
			return issuer.Fail(issuer.Usage, "url-unusable", "url", p.URL)
		}
	}
	if p.BaseURL != "" && !p.More.Scope.Admits(p.BaseURL) {
		return issuer.Fail(issuer.Usage, "scope-excludes-own", "base", p.BaseURL)
	}
	return p.More.Check()
}

// DIDWeb is the did:web of an issuer below a base URL: its document lies beside
// the profile.
func DIDWeb(base, slug string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	parts := []string{strings.ReplaceAll(u.Host, ":", "%3A")}
	for part := range strings.SplitSeq(u.EscapedPath(), "/") {
		if part != "" {
			parts = append(parts, inDID(part))
		}
	}
	return "did:web:" + strings.Join(append(parts, "i", slug), ":")
}

// inDID writes a part of a path as identifiers take it (DID 1.0 §3.1): an address may
// hold more as it is, such as the ~ of a home page, and a colon would be a stroke.
func inDID(part string) string {
	var out strings.Builder
	for i := range len(part) {
		switch c := part[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte(".-_%", c) >= 0:
			out.WriteByte(c)
		default:
			_, _ = fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}

// methodOf says how an issuer with web space is to be known: as asked, or as it
// is now.
func methodOf(t *ledger.Tx, p issuer.Profile, asked *issuer.Method) (issuer.Method, error) {
	if asked == nil {
		have, _, err := t.CurrentIdentity(p.Slug)
		if have.Method == issuer.DIDWeb {
			return issuer.DIDWeb, err
		}
		return issuer.HTTPS, err
	}
	switch {
	case *asked != issuer.HTTPS && *asked != issuer.DIDWeb:
		return "", issuer.Fail(issuer.Usage, "method-unknown", "method", string(*asked))
	case p.BaseURL == "":
		return "", issuer.Fail(issuer.Usage, "method-needs-base-url", "method", string(*asked), "issuer", p.Slug)
	}
	return *asked, nil
}

// settleIdentity makes the identity that fits the profile the current one: its
// web address or did:web, or without web space the newest key itself.
func settleIdentity(t *ledger.Tx, p issuer.Profile, asked *issuer.Method) error {
	method, err := methodOf(t, p, asked)
	if err != nil {
		return err
	}

	all, err := t.Keys(p.Slug)
	if err != nil {
		return err
	}
	usable := all[:0:0]
	for _, k := range all {
		if k.Retired.IsZero() {
			usable = append(usable, k)
		}
	}
	if len(usable) == 0 {
		return nil // every key is retired; "key new" comes next
	}
	var newest issuer.Key // that a did:key can be made of: Data Integrity wants Ed25519
	for _, k := range usable {
		if k.Algorithm == issuer.Ed25519 {
			newest = k
		}
	}
	want := issuer.Identity{Issuer: p.Slug, Method: issuer.DIDKey, URI: "did:key:" + newest.Multibase}
	if newest.ID == "" && p.BaseURL == "" {
		return nil
	}
	if p.BaseURL != "" {
		want = issuer.Identity{Issuer: p.Slug, Method: issuer.HTTPS, URI: p.BaseURL + issuer.ProfilePath(p.Slug), BaseURL: p.BaseURL}
		if method == issuer.DIDWeb {
			want.Method, want.URI = method, DIDWeb(p.BaseURL, p.Slug)
		}
	}
	have, found, err := t.CurrentIdentity(p.Slug)
	if err != nil {
		return err
	}
	if !found || have.URI != want.URI {
		if other, taken, err := t.IdentityByURI(want.URI); err != nil || taken && other.Issuer != p.Slug {
			if err == nil {
				err = issuer.Fail(issuer.Usage, "identity-taken", "uri", want.URI)
			}
			return err
		}
		if have, err = t.BeginIdentity(want); err != nil {
			return err
		}
	}
	if want.Method == issuer.DIDKey {
		if err := t.BindKey(have.ID, newest.ID); err != nil {
			return err
		}
	}
	return bindKeys(t, p.Slug, all)
}

// bindKeys publishes every key of an issuer under each of its identities with
// web space, past ones too: what was issued there must stay revocable when the
// key of those days is gone.
func bindKeys(t *ledger.Tx, slug string, all []issuer.Key) error {
	identities, err := t.Identities(slug)
	if err != nil {
		return err
	}
	for _, who := range identities {
		if who.BaseURL == "" {
			continue
		}
		for _, k := range all {
			if err := t.BindKey(who.ID, k.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
