package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (a *app) issuerVerbs() *cobra.Command {
	return a.group("issuer", nil, a.issuerSetVerb(), a.issuerShowVerb(), a.issuerListVerb())
}

// issuerView is an issuer as results show it.
type issuerView struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	URL         string       `json:"url"`
	Email       string       `json:"email"`
	BaseURL     string       `json:"base_url"`
	Timezone    string       `json:"timezone"`
	DID         string       `json:"did"` // of the newest usable key, whoever the issuer signs as
	Description string       `json:"description"`
	Image       string       `json:"image"` // SHA-256 of the picture
	Identity    identityView `json:"identity"`
	More        any          `json:"more,omitempty"` // further members, under the names of --more
	DryRun      bool         `json:"dry_run,omitempty"`
}

type identityView struct {
	Method string `json:"method"`
	URI    string `json:"uri"`
	From   string `json:"from"`
}

func viewIssuer(i engine.Issuer) issuerView {
	v := issuerView{
		ID: i.Slug, Name: i.Name, URL: i.URL, Email: i.Email, BaseURL: i.BaseURL, Timezone: i.Timezone,
		Description: i.Description, Image: i.Image,
		Identity: identityView{string(i.Identity.Method), i.Identity.URI, stamp(i.Identity.From)},
	}
	if more := moreView(i.More); more != nil {
		v.More = more
	}
	if i.Key.ID != "" && i.Key.Retired.IsZero() {
		v.DID = "did:key:" + i.Key.Multibase
	}
	return v
}

func (a *app) issuerSetVerb() *cobra.Command {
	var change engine.IssuerChange
	var image, more string
	var method, phone *string
	c := a.verb("issuer.set", takes(0, 0), nil)
	texts := map[string]**string{
		"name": &change.Name, "url": &change.URL, "email": &change.Email, "base-url": &change.BaseURL,
		"timezone": &change.Timezone, "description": &change.Description, "method": &method, "phone": &phone,
	}
	for name, to := range texts {
		c.Flags().Var(optionalText{to}, name, a.flag("issuer.set", name))
	}
	c.Flags().StringVar(&change.Slug, "id", "", a.flag("issuer.set", "id"))
	c.Flags().StringVar(&image, "image", "", a.flag("issuer.set", "image"))
	c.Flags().StringVar(&more, "more", "", a.flag("issuer.set", "more"))
	c.RunE = func(c *cobra.Command, _ []string) (err error) {
		if !anyFlag(c) {
			return issuer.Fail(issuer.Usage, "nothing-to-set", "use", c.UseLine())
		}
		if image != "" {
			if change.Image, err = drawing.ReadPicture(image); err != nil {
				return err
			}
		}
		if method != nil {
			how := issuer.Method(*method)
			change.Method = &how
		}
		change.More = profileMore(more, phone)
		if change.Slug == "" {
			change.Slug = a.issuer
		}
		return a.issuerSet(c.Context(), change)
	}
	return a.dryFlag(c, "issuer.set")
}

// profileMore changes the further members of a profile; nil when nothing was
// given.
func profileMore(file string, phone *string) func(*issuer.ProfileMore) error {
	if file == "" && phone == nil {
		return nil
	}
	return func(m *issuer.ProfileMore) error {
		if file != "" {
			if err := readMore(file, m); err != nil {
				return err
			}
		}
		if phone != nil {
			m.Phone = strings.TrimSpace(*phone)
		}
		return nil
	}
}

// anyFlag tells whether one of the verb's own flags was given that says what to
// do.
func anyFlag(c *cobra.Command) (given bool) {
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { given = given || f.Changed && f.Name != "dry-run" })
	return given
}

// optionalText is a flag that tells "not given" from "given and empty".
type optionalText struct{ to **string }

func (o optionalText) Set(text string) error { *o.to = &text; return nil }
func (o optionalText) Type() string          { return "string" }
func (o optionalText) String() string {
	if o.to == nil || *o.to == nil {
		return ""
	}
	return **o.to
}

func (a *app) issuerSet(ctx context.Context, change engine.IssuerChange) error {
	open := opening(engine.OpenExisting)
	if change.Name != nil { // perhaps somebody new, and perhaps the first
		open = func(ctx context.Context, path string, env engine.Env) (*engine.Engine, error) {
			if err := engine.ProveIssuer(ctx, path, change, env); err != nil {
				return nil, err
			}
			return engine.Open(ctx, path, env)
		}
	}
	return a.with(ctx, open, func(e *engine.Engine) error {
		before, err := e.Issuers(ctx)
		if err != nil {
			return err
		}
		i, err := e.SetIssuer(ctx, change)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(before, func(b engine.Issuer) bool { return b.Slug == i.Slug })
		if a.dry && at < 0 { // in earnest it would be another key
			i.Key = issuer.Key{}
			if i.Identity.Method == issuer.DIDKey {
				i.Identity.URI = ""
			}
		}
		v := viewIssuer(i)
		v.DryRun = a.dry
		return a.console.Result(v, func(w io.Writer) {
			done := "cli.issuer.set.changed"
			if at < 0 {
				done = "cli.issuer.set.made"
			}
			a.line(w, a.dried(done), "name", i.Name, "id", i.Slug)
			a.showIssuer(w, i)
			for _, word := range a.issuerRemarks(i, before, at) {
				_, _ = fmt.Fprintln(w, word)
			}
			a.drily(w)
		})
	})
}

// issuerRemarks says what follows from a profile that was just set.
func (a *app) issuerRemarks(i engine.Issuer, before []engine.Issuer, at int) (remarks []string) {
	host := ""
	if u, err := url.Parse(i.BaseURL); err == nil {
		host = u.Hostname()
	}
	switch {
	case i.BaseURL == "":
		remarks = append(remarks, a.words.T("cli.hosting"))
	case engine.Unreachable(i.BaseURL):
		remarks = append(remarks, a.words.T("cli.issuer.set.unreachable", "host", host))
	}
	if i.BaseURL != "" && i.Email == "" {
		remarks = append(remarks, a.words.T("cli.issuer.set.no-email"))
	}
	switch {
	case at < 0, before[at].BaseURL == i.BaseURL:
	case before[at].BaseURL != "":
		remarks = append(remarks, a.words.T("cli.issuer.set.moved", "old", before[at].BaseURL))
	default:
		remarks = append(remarks, a.words.T("cli.issuer.set.hosted"))
	}
	if len(before) == 0 && !a.dry {
		remarks = append(remarks, a.words.T("cli.issuer.set.next"))
	}
	return remarks
}

func (a *app) showIssuer(w io.Writer, i engine.Issuer) {
	v := viewIssuer(i)
	f := a.facts()
	f.say("web-page", v.URL)
	f.say("email", v.Email)
	f.say("description", v.Description)
	f.say("more", string(moreView(i.More)))
	f.say("base-url", v.BaseURL)
	f.say("timezone", v.Timezone)
	f.say("signs-as", v.Identity.URI)
	if v.DID != v.Identity.URI {
		f.say("did", v.DID)
	}
	f.print(w, "  ")
}

func (a *app) issuerShowVerb() *cobra.Command {
	return a.verb("issuer.show", takes(0, 1), func(ctx context.Context, args []string) error {
		slug := a.issuer
		if len(args) > 0 {
			slug = args[0]
		}
		return a.looking(ctx, func(e *engine.Engine) error {
			i, err := e.Issuer(ctx, slug)
			if err != nil {
				return err
			}
			return a.console.Result(viewIssuer(i), func(w io.Writer) {
				_, _ = fmt.Fprintf(w, "%s (%s)\n", i.Name, i.Slug)
				a.showIssuer(w, i)
			})
		})
	})
}

func (a *app) issuerListVerb() *cobra.Command {
	return a.verb("issuer.list", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, err := e.Issuers(ctx)
			if err != nil {
				return err
			}
			views := make([]issuerView, 0, len(list))
			var t table
			for _, i := range list {
				views = append(views, viewIssuer(i))
				t.add(i.Slug, i.Name, i.Identity.URI)
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.issuer.list.none") })
		})
	})
}

// listed prints a table, or says that there is nothing.
func (a *app) listed(w io.Writer, t table, none string) {
	if len(t.rows) == 0 {
		a.line(w, none)
		return
	}
	t.print(w, "")
}

// classOf reads one version of a class; 0 is the newest.
func classOf(ctx context.Context, e *engine.Engine, slug string, version int) (c issuer.BadgeClass, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		c, err = t.Class(slug, version)
		return err
	})
	return c, err
}
