package main

import (
	"context"
	"io"
	"path/filepath"
	"strconv"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/cure"
	"badgekiln/designer/family"
	"badgekiln/designer/preflight"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// setFlags say which set is made of a design.
type setFlags struct {
	levels, again bool
	steps         int
	titles        []string
	layer, out    string
}

func (a *app) designSetVerb() *cobra.Command {
	var f setFlags
	c := a.verb("design.set", takes(1, 1), func(ctx context.Context, args []string) error { return a.designSet(ctx, args[0], f) })
	c.Flags().BoolVar(&f.levels, "levels", false, a.flag("design.set", "levels"))
	c.Flags().IntVar(&f.steps, "steps", 0, a.flag("design.set", "steps"))
	c.Flags().StringArrayVar(&f.titles, "title", nil, a.flag("design.set", "title"))
	c.Flags().StringVar(&f.layer, "layer", "", a.flag("design.set", "layer"))
	c.Flags().BoolVar(&f.again, "again", false, a.flag("design.set", "again"))
	c.Flags().StringVarP(&f.out, "out", "o", "", a.flag("design.set", "out"))
	c.MarkFlagsMutuallyExclusive("levels", "steps", "title", "again")
	c.MarkFlagsOneRequired("levels", "steps", "title", "again")
	return a.dryFlag(c, "design.set")
}

// mostSteps is how many steps a set may have.
const mostSteps = 99

// members are those that are asked for.
func (f setFlags) members(a *app, name string) ([]family.Member, error) {
	switch {
	case f.layer != "" && len(f.titles) == 0:
		return nil, issuer.Fail(issuer.Usage, "set-layer")
	case f.levels:
		c, err := drawing.Templates()
		if err != nil {
			return nil, err
		}
		return family.Levels(c, func(l string) string { return a.words.T("level." + l) }), nil
	case f.steps != 0:
		if f.steps < 1 || f.steps > mostSteps {
			return nil, issuer.Fail(issuer.Usage, "steps-outside", "steps", strconv.Itoa(f.steps), "most", strconv.Itoa(mostSteps))
		}
		return family.Steps(f.steps, func(n string) string { return a.words.T("family.step", "number", n) }), nil
	}
	members := family.Titles(f.titles)
	if f.layer == "" {
		return members, nil
	}
	file, err := drawing.ReadDesign(name)
	if err != nil {
		return nil, err
	}
	ids, err := fieldChange{layers: []string{f.layer}}.named(file.Doc)
	if err != nil {
		return nil, err
	}
	return family.In(ids[0], members), nil
}

// designSet makes a set of a design, or makes it again.
func (a *app) designSet(ctx context.Context, name string, f setFlags) error {
	var list []drawing.SetMember
	var err error
	if f.again {
		if list, err = drawing.RemakeSet(name, a.words.T("family.before"), time.Now(), a.dry); err == nil && len(list) == 0 {
			err = issuer.Fail(issuer.Input, "set-none", "file", name).At(name)
		}
	} else {
		dir := f.out
		if dir == "" {
			dir = filepath.Dir(name)
		}
		var members []family.Member
		if members, err = f.members(a, name); err == nil {
			members = family.Named(members, func(layer string) string { return a.words.T("family.layer." + layer) })
			list, err = drawing.MakeSet(ctx, name, dir, members, a.dry)
		}
	}
	if err != nil {
		return err
	}
	type view struct {
		File  string `json:"file"`
		Label string `json:"label,omitempty"`
		Title string `json:"title,omitempty"`

		ByHand bool `json:"kept_by_hand,omitempty"`
		Tight  bool `json:"title_too_long,omitempty"`
	}
	views := []view{}
	var t table
	for _, m := range list {
		path := filepath.Join(filepath.Dir(name), filepath.FromSlash(m.File))
		views = append(views, view{path, m.Member.Label, m.Member.Title, m.ByHand, m.Tight})
		said := []string{path, m.Member.Label + m.Member.Title}
		if m.ByHand {
			said = append(said, a.words.T("cli.design.set.by-hand"))
		}
		if m.Tight {
			said = append(said, a.words.T("cli.design.set.tight"))
		}
		t.add(said...)
	}
	return a.console.Result(views, func(w io.Writer) {
		a.listed(w, t, "cli.design.set.none")
		a.drily(w)
	})
}

func (a *app) designCureVerb() *cobra.Command {
	var host, out string
	c := a.verb("design.cure", takes(1, 1), func(ctx context.Context, args []string) error { return a.designCure(ctx, args[0], host, out) })
	c.Flags().StringVar(&host, "for", "", a.flag("design.check", "for"))
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("design.cure", "out"))
	return require(a.dryFlag(c, "design.cure"), "out")
}

// designCure mends what the preflight found, as far as there is a cure.
func (a *app) designCure(ctx context.Context, name, host, out string) error {
	how := drawing.Checking{}
	var err error
	if host != "" {
		if how.Host, err = preflight.HostNamed(host); err != nil {
			return err
		}
	}
	file, err := a.design(name)
	if err != nil {
		return err
	}
	cured := []preflightView{}
	tried := map[string]bool{}
	report, err := drawing.Preflight(ctx, file, how)
	for i := 0; err == nil && i < len(report.Findings); {
		f := report.Findings[i]
		if !cure.Can(f.Code) || tried[f.Code+" "+f.Layer] {
			i++
			continue
		}
		tried[f.Code+" "+f.Layer] = true
		next, ok, failed := drawing.Cure(ctx, file, f, how)
		if err = failed; err != nil || !ok {
			continue
		}
		cured = append(cured, a.preflightView("preflight.", f))
		file = next
		report, err = drawing.Preflight(ctx, file, how)
		i = 0
	}
	if err != nil {
		return err
	}
	if err := a.putDesign(ctx, out, file); err != nil || out == stdio {
		return err
	}
	value := struct {
		File  string          `json:"file"`
		Cured []preflightView `json:"cured"`
		Left  []preflightView `json:"left"`
	}{out, cured, []preflightView{}}
	for _, f := range report.Findings {
		value.Left = append(value.Left, a.preflightView("preflight.", f))
	}
	return a.console.Result(value, func(w io.Writer) {
		for _, v := range value.Cured {
			a.line(w, "cli.design.cure.one", "message", v.Message)
		}
		for _, v := range value.Left {
			a.line(w, "cli.design.cure.left", "message", v.Message)
		}
		a.line(w, a.dried("cli.design.cure.done"), "file", out)
		a.drily(w)
	})
}
