package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

// endorsementView is an endorsement as results show it.
type endorsementView struct {
	ID      string        `json:"id"`
	Address string        `json:"address"` // its own id
	Issuer  string        `json:"issuer"`
	Format  issuer.Format `json:"format"`
	About   string        `json:"about"`
	Name    string        `json:"name"`
	Comment string        `json:"comment"`
	Made    string        `json:"made"`
	File    string        `json:"file,omitempty"`
	Text    string        `json:"text,omitempty"`
}

func viewEndorsement(e ledger.Endorsement) endorsementView {
	return endorsementView{
		ID: e.ID, Address: e.Address(), Issuer: e.Identity.Issuer, Format: e.Format, About: e.About, Name: e.Name, Comment: e.Comment, Made: stamp(e.Made),
	}
}

func (a *app) endorseVerb() *cobra.Command {
	var p engine.Praise
	var formats []string
	var out string
	c := a.verb("endorse", takes(1, 1), func(ctx context.Context, args []string) (err error) {
		p.Issuer, p.What, p.Look.Stdin = a.issuer, args[0], a.console.in
		p.Formats = nil
		for _, f := range formats {
			p.Formats = append(p.Formats, issuer.Format(f))
		}
		return a.working(ctx, func(e *engine.Engine) error { return a.endorse(ctx, e, p, out) })
	})
	flags := c.Flags()
	flags.StringVar(&p.As, "as", "", a.flag("endorse", "as"))
	flags.StringVar(&p.Comment, "comment", "", a.flag("endorse", "comment"))
	flags.StringSliceVar(&formats, "format", nil, a.flag("endorse", "format"))
	flags.StringVar(&p.Alg, "alg", "", a.flag("award", "alg"))
	flags.StringVarP(&out, "out", "o", "", a.flag("endorse", "out"))
	a.webFlags(flags, &p.Look)
	return a.dryFlag(c, "endorse")
}

func (a *app) endorse(ctx context.Context, e *engine.Engine, p engine.Praise, out string) error {
	if err := a.clock(ctx, e); err != nil {
		return err
	}
	if out != "" && !a.dry { // before anything is said that could not be handed out
		if err := os.MkdirAll(out, 0o750); err != nil {
			return issuer.Fail(issuer.Input, "out-failed", "file", out).At(out).Because(err)
		}
	}
	made, err := e.Endorse(ctx, p, a.say)
	if err != nil {
		return err
	}
	value := struct {
		Endorsements []endorsementView `json:"endorsements"`
		DryRun       bool              `json:"dry_run,omitempty"`
	}{Endorsements: []endorsementView{}, DryRun: a.dry}
	for _, one := range made {
		v := viewEndorsement(one)
		if out != "" {
			v.File = filepath.Join(out, engine.EndorsementFile(one))
			if !a.dry {
				if err := engine.SaveFile(v.File, one.Bytes); err != nil {
					return err
				}
			}
		}
		value.Endorsements = append(value.Endorsements, v)
	}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.endorse.done"), "name", made[0].Name, "about", made[0].About)
		var t table
		for _, v := range value.Endorsements {
			t.add(string(v.Format), v.ID, firstOf(v.File, v.Address))
		}
		t.print(w, "  ")
		if made[0].Identity.BaseURL != "" {
			a.line(w, "cli.endorse.publish")
		}
		a.drily(w)
	})
}

func (a *app) endorsementsVerb() *cobra.Command {
	return a.verb("endorsements", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, err := e.Endorsements(ctx)
			if err != nil {
				return err
			}
			views := make([]endorsementView, 0, len(list))
			var t table
			for _, one := range list {
				v := viewEndorsement(one)
				v.Text = string(one.Bytes)
				views = append(views, v)
				t.add(v.ID, one.Made.Format(time.DateOnly), string(v.Format), v.Issuer, v.Name, v.About)
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.endorsements.none") })
		})
	})
}
