package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/verify"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// webFlags are how documents on the web are asked for.
func (a *app) webFlags(flags *pflag.FlagSet, o *engine.VerifyOptions) {
	flags.BoolVar(&o.Offline, "offline", false, a.flag("verify", "offline"))
	flags.StringVar(&o.Map, "map", "", a.flag("verify", "map"))
	flags.BoolVar(&o.Loopback, "loopback", false, a.flag("verify", "loopback"))
	flags.StringVar(&o.Proxy, "proxy", "", a.flag("verify", "proxy"))
}

// importView is one badge taken on record, as results show it.
type importView struct {
	Input      string          `json:"input"`
	State      string          `json:"state"` // imported, known, own, none
	ID         string          `json:"id"`
	Badge      string          `json:"badge"`
	Name       string          `json:"name"`
	Issuer     string          `json:"issuer"`
	IssuerName string          `json:"issuer_name"`
	Version    string          `json:"version"`
	Format     string          `json:"format"`
	Verdict    verify.Verdict  `json:"verdict"`
	Status     verify.Status   `json:"status"`
	Made       string          `json:"made,omitempty"`
	Fields     json.RawMessage `json:"fields,omitempty"`
	Text       string          `json:"text,omitempty"`
}

func viewImported(one engine.Imported) importView {
	r := one.Result
	return importView{
		Input: one.Input, State: one.State, ID: one.ID, Badge: r.ID, Name: r.Name, Issuer: r.Issuer, IssuerName: r.IssuerName,
		Version: r.Version, Format: r.Format, Verdict: r.Verdict, Status: r.Status,
	}
}

func viewImport(one ledger.Import) importView {
	return importView{
		Input: one.Source, State: engine.ImportKnown, ID: one.ID, Badge: one.Badge, Name: one.Name, Issuer: one.Issuer,
		IssuerName: one.IssuerName, Version: one.Version, Format: one.Format, Verdict: verify.Verdict(one.Verdict),
		Status: verify.Status(one.Status), Made: stamp(one.Made),
	}
}

func (a *app) importVerb() *cobra.Command {
	var o engine.VerifyOptions
	c := a.verb("import", takes(1, -1), func(ctx context.Context, args []string) error {
		o.Stdin = a.console.in
		return a.with(ctx, engine.Open, func(e *engine.Engine) error {
			if err := a.clock(ctx, e); err != nil {
				return err
			}
			progress, end := a.stages()
			list, err := e.Import(ctx, args, o, progress, a.say)
			end()
			if err != nil {
				return err
			}
			return a.showImported(list)
		})
	})
	a.webFlags(c.Flags(), &o)
	return a.dryFlag(c, "import")
}

func (a *app) showImported(list []engine.Imported) error {
	value := struct {
		Imports []importView `json:"imports"`
		DryRun  bool         `json:"dry_run,omitempty"`
	}{Imports: []importView{}, DryRun: a.dry}
	counts := map[string]int{}
	for _, one := range list {
		value.Imports = append(value.Imports, viewImported(one))
		if counts[one.State]++; one.State == engine.ImportNone {
			a.worse(statusNo)
		}
	}
	return a.console.Result(value, func(w io.Writer) {
		for _, one := range list {
			if one.State == engine.ImportOwn {
				continue
			}
			_, _ = fmt.Fprintf(w, "%s  %s\n", a.words.T("cli.import.state."+one.State), one.Input)
			if name := one.Result.Name; name != "" {
				a.line(w, "cli.verify.what", "name", name, "issuer", firstOf(one.Result.IssuerName, one.Result.Issuer), "version", one.Result.Version)
			}
			for _, reason := range one.Result.Reasons {
				_, _ = fmt.Fprintln(w, "    "+reason)
			}
		}
		if n := counts[engine.ImportOwn]; n > 0 {
			_, _ = fmt.Fprintln(w, a.counted("cli.import.own", n))
		}
		_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.import.sum"), counts[engine.ImportNew]))
		a.drily(w)
	})
}

func (a *app) importsVerb() *cobra.Command {
	return a.verb("imports", takes(0, 1), func(ctx context.Context, args []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			if len(args) == 1 {
				return a.showImport(ctx, e, args[0])
			}
			list, err := e.Imports(ctx)
			if err != nil {
				return err
			}
			views := make([]importView, 0, len(list))
			var t table
			for _, one := range list {
				views = append(views, viewImport(one))
				t.add(one.ID, one.Made.Format(time.DateOnly), a.words.T("cli.verdict."+one.Verdict), one.Version, one.Name, firstOf(one.IssuerName, one.Issuer))
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.imports.none") })
		})
	})
}

// showImport shows all that one badge on record says.
func (a *app) showImport(ctx context.Context, e *engine.Engine, id string) error {
	one, err := e.ImportByID(ctx, id)
	if err != nil {
		return err
	}
	v := viewImport(one)
	v.Fields, v.Text = one.Fields, string(one.Text)
	return a.console.Result(v, func(w io.Writer) {
		a.line(w, "cli.imports.one", "id", one.ID, "date", one.Made.Format(time.DateOnly), "source", one.Source,
			"verdict", a.words.T("cli.verdict."+one.Verdict))
		a.line(w, "cli.verify.what", "name", one.Name, "issuer", firstOf(one.IssuerName, one.Issuer), "version", one.Version)
		var said any
		if json.Unmarshal(one.Fields, &said) == nil {
			if text, err := json.MarshalIndent(said, "    ", "  "); err == nil {
				_, _ = fmt.Fprintln(w, "    "+string(text))
			}
		}
	})
}
