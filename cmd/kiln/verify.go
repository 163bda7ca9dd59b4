package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/verify"

	"github.com/spf13/cobra"
)

func (a *app) verifyVerb() *cobra.Command {
	var o engine.VerifyOptions
	var anyIssuer, verbose bool
	var report string
	c := a.verb("verify", takes(1, -1), func(ctx context.Context, args []string) error {
		o.Stdin = a.console.in
		results, err := a.check(ctx, args, o)
		if len(results) < len(args) {
			return err
		}
		if err != nil { // of several inputs one could not be read; it is answered too
			a.worse(int(issuer.Input))
		}
		for _, r := range results {
			if !r.Accepted(anyIssuer) {
				a.worse(statusNo)
			}
		}
		if err := a.saveReport(ctx, report, results); err != nil {
			return err
		}
		value := struct {
			Results []verify.Result `json:"results"`
		}{results}
		return a.console.Result(value, func(w io.Writer) { a.showResults(w, results, anyIssuer, verbose) })
	})
	flags := c.Flags()
	flags.StringVar(&o.Recipient, "recipient", "", a.flag("verify", "recipient"))
	a.webFlags(flags, &o)
	flags.BoolVar(&o.Refresh, "refresh", false, a.flag("verify", "refresh"))
	flags.StringArrayVar(&o.Trust, "trust", nil, a.flag("verify", "trust"))
	flags.BoolVar(&anyIssuer, "any-issuer", false, a.flag("verify", "any-issuer"))
	flags.BoolVar(&verbose, "verbose", false, a.flag("verify", "verbose"))
	flags.StringVar(&report, "report", "", a.flag("verify", "report"))
	return c
}

// saveReport writes what was found out into a file, as JSON when its name says
// so, otherwise as a text.
func (a *app) saveReport(ctx context.Context, path string, results []verify.Result) error {
	if path == "" {
		return nil
	}
	env, err := a.world(ctx)
	if err != nil {
		return err
	}
	r := engine.VerifyReport{Made: env.Now(), Results: results}
	data := []byte(r.Text(a.say))
	if strings.EqualFold(filepath.Ext(path), ".json") {
		if data, err = r.JSON(); err != nil {
			return err
		}
	}
	return engine.SaveFile(path, data)
}

// check verifies with our own ledger where there is one. Without one everybody
// is a stranger, which is no fault; a ledger that was named must be there.
func (a *app) check(ctx context.Context, inputs []string, o engine.VerifyOptions) (results []verify.Result, err error) {
	path, err := a.ledgerPath()
	named := a.ledger != "" || a.env("KILN_LEDGER") != ""
	if err != nil || !named && !ledger.Exists(path) {
		env, err := a.world(ctx)
		if err != nil {
			return nil, err
		}
		return engine.VerifyWithout(ctx, inputs, o, env, a.say)
	}
	err = a.looking(ctx, func(e *engine.Engine) (err error) {
		results, err = e.Verify(ctx, inputs, o, a.say)
		return err
	})
	return results, err
}

// showResults writes one line for each input that says whether it holds, then
// why not; with verbose everything that was looked at.
func (a *app) showResults(w io.Writer, results []verify.Result, anyIssuer, verbose bool) {
	good := 0
	for _, r := range results {
		if r.Accepted(anyIssuer) {
			good++
		}
		_, _ = fmt.Fprintf(w, "%s  %s\n", a.words.T("cli.verdict."+headOf(r)), r.Input)
		a.showWhat(w, r)
		for _, reason := range r.Reasons {
			_, _ = fmt.Fprintln(w, "    "+reason)
		}
		if !verbose {
			a.showSeveral(w, r)
			continue
		}
		for _, c := range r.Checks {
			mark := "cli.verify.check.no"
			switch {
			case c.OK:
				mark = "cli.verify.check.ok"
			case c.Remark():
				mark = "cli.verify.check.note"
			}
			_, _ = fmt.Fprintf(w, "      %s %s: %s\n", a.words.T(mark), c.Name, c.Detail)
		}
	}
	if len(results) > 1 {
		_, _ = fmt.Fprintln(w, a.counted("cli.verify.sum", len(results), "good", fmt.Sprint(good)))
	}
}

// showSeveral says that a picture holds more badges than were read: an answer
// about one of them must not pass for one about the picture.
func (a *app) showSeveral(w io.Writer, r verify.Result) {
	for _, c := range r.Checks {
		if c.Code == "note-repeated" {
			_, _ = fmt.Fprintln(w, "    "+c.Detail)
			return
		}
	}
}

// headOf is what stands before a result: its verdict, or what that means where
// one word has to do for two things.
func headOf(r verify.Result) string {
	switch {
	case r.Early():
		return "early"
	case r.Verdict == verify.Revoked && r.Status == verify.StatusSuspended:
		return "suspended"
	}
	return string(r.Verdict)
}

// showWhat says which badge it is. Of a picture with two the one that could be
// read furthest tells.
func (a *app) showWhat(w io.Writer, r verify.Result) {
	for _, one := range append([]verify.Result{r}, r.Credentials...) {
		if one.Name != "" {
			a.line(w, "cli.verify.what", "name", one.Name, "issuer", firstOf(one.IssuerName, one.Issuer), "version", r.Version)
			return
		}
	}
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}
