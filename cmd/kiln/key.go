package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/jws"

	"github.com/spf13/cobra"
)

func (a *app) keyVerbs() *cobra.Command {
	return a.group("key", nil, a.keyNewVerb(), a.keyListVerb(), a.keyRetireVerb(), a.keyExportVerb(), a.keyRecoveryVerb())
}

// keyView is the public half of a key as results show it.
type keyView struct {
	ID        string `json:"id"`
	Issuer    string `json:"issuer"`
	Algorithm string `json:"algorithm"`
	Multibase string `json:"multibase"`
	DID       string `json:"did"`
	Made      string `json:"made"`
	State     string `json:"state"` // in-use, retired, lost, compromised
	Retired   string `json:"retired"`
	Worthless bool   `json:"worthless"` // a sample's
	DryRun    bool   `json:"dry_run,omitempty"`
}

func viewKey(k issuer.Key) keyView {
	v := keyView{
		ID: k.ID, Issuer: k.Issuer, Algorithm: k.Algorithm, Multibase: k.Multibase, DID: "did:key:" + k.Multibase,
		Made: stamp(k.Made), State: "in-use", Retired: stamp(k.Retired), Worthless: k.Worthless,
	}
	if v.Retired != "" {
		v.State = k.Reason
	}
	return v
}

func (a *app) keyNewVerb() *cobra.Command {
	var alg string
	c := a.verb("key.new", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.working(ctx, func(e *engine.Engine) error { return a.keyNew(ctx, e, alg) })
	})
	c.Flags().StringVar(&alg, "alg", "ed25519", a.flag("key.new", "alg"))
	return a.dryFlag(c, "key.new")
}

func (a *app) keyNew(ctx context.Context, e *engine.Engine, alg string) error {
	k, err := e.NewKey(ctx, a.issuer, alg)
	if err != nil {
		return err
	}
	i, err := e.Issuer(ctx, k.Issuer)
	if err != nil {
		return err
	}
	if a.dry { // in earnest it would be another key
		v := keyView{Issuer: k.Issuer, Algorithm: k.Algorithm, State: "in-use", DryRun: true}
		return a.console.Result(v, func(w io.Writer) {
			a.line(w, "cli.key.new.done.dry", "issuer", i.Name)
			a.drily(w)
		})
	}
	return a.console.Result(viewKey(k), func(w io.Writer) {
		a.line(w, "cli.key.new.done", "id", k.ID, "issuer", i.Name)
		a.line(w, "cli.key.new.identity", "uri", i.Identity.URI)
	})
}

func (a *app) keyListVerb() *cobra.Command {
	return a.verb("key.list", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, err := e.Keys(ctx, a.issuer)
			if err != nil {
				return err
			}
			views := make([]keyView, 0, len(list))
			var t table
			for _, k := range list {
				v := viewKey(k)
				views = append(views, v)
				t.add(v.ID, v.Issuer, v.Algorithm, v.Made[:10], a.words.T("cli.key.state."+v.State), v.Multibase)
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.key.list.none") })
		})
	})
}

func (a *app) keyRetireVerb() *cobra.Command {
	var lost, compromised bool
	var since string
	c := a.verb("key.retire", takes(1, 1), func(ctx context.Context, args []string) error {
		reason := "retired"
		switch {
		case lost && compromised:
			return issuer.Fail(issuer.Usage, "flags-exclude", "flags", "--lost, --compromised")
		case lost:
			reason = "lost"
		case compromised:
			reason = "compromised"
		}
		at, err := day(since)
		if err != nil {
			return err
		}
		return a.working(ctx, func(e *engine.Engine) error { return a.keyRetire(ctx, e, args[0], reason, at) })
	})
	c.Flags().BoolVar(&lost, "lost", false, a.flag("key.retire", "lost"))
	c.Flags().BoolVar(&compromised, "compromised", false, a.flag("key.retire", "compromised"))
	c.Flags().StringVar(&since, "since", "", a.flag("key.retire", "since"))
	return a.dryFlag(c, "key.retire")
}

func (a *app) keyRetire(ctx context.Context, e *engine.Engine, id, reason string, at time.Time) error {
	k, err := e.RetireKeyAt(ctx, id, reason, at)
	if err != nil {
		return err
	}
	all, err := e.Keys(ctx, k.Issuer)
	if err != nil {
		return err
	}
	left := 0
	for _, other := range all {
		if other.Retired.IsZero() && other.ID != k.ID {
			left++
		}
	}
	v := viewKey(k)
	v.DryRun = a.dry
	return a.console.Result(v, func(w io.Writer) {
		a.line(w, a.dried("cli.key.retire."+reason), "id", k.ID)
		if left == 0 {
			a.line(w, a.dried("cli.key.retire.none-left"))
		}
		a.drily(w)
	})
}

func (a *app) keyExportVerb() *cobra.Command {
	var public bool
	var form string
	c := a.verb("key.export", takes(1, 1), func(ctx context.Context, args []string) error {
		if !public {
			return issuer.Fail(issuer.Usage, "key-public-only")
		}
		return a.looking(ctx, func(e *engine.Engine) error {
			k, err := findKey(ctx, e, args[0])
			if err != nil {
				return err
			}
			value, text, err := publicForm(k, form)
			if err != nil {
				return err
			}
			return a.console.Result(value, func(w io.Writer) { _, _ = fmt.Fprintln(w, text) })
		})
	})
	c.Flags().StringVar(&form, "form", "multikey", a.flag("key.export", "form"))
	c.Flags().BoolVar(&public, "public", false, a.flag("key.export", "public"))
	return c
}

func findKey(ctx context.Context, e *engine.Engine, id string) (issuer.Key, error) {
	list, err := e.Keys(ctx, "")
	if err != nil {
		return issuer.Key{}, err
	}
	for _, k := range list {
		if k.ID == id || k.Multibase == id || "did:key:"+k.Multibase == id {
			return k, nil
		}
	}
	return issuer.Key{}, issuer.Fail(issuer.Usage, "key-unknown", "key", id)
}

// publicForm writes the public half of a key as Multikey, JWK or PEM: as JSON,
// and as the text people paste.
func publicForm(k issuer.Key, form string) (value any, text string, err error) {
	if form == "multikey" {
		return engine.NewMultikey(k), k.Multibase, nil
	}
	public, err := jws.ParseMultibase(k.Multibase)
	if err != nil {
		return nil, "", err
	}
	switch form {
	case "jwk":
		data := issuer.Bytes(jws.JWK(public))
		return json.RawMessage(data), string(data), nil
	case "pem":
		text, err := jws.PEM(public)
		return map[string]string{"publicKeyPem": text}, strings.TrimSuffix(text, "\n"), err
	}
	return nil, "", issuer.Fail(issuer.Usage, "key-form", "form", form)
}
