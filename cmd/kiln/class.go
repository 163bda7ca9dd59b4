package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/preflight"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

func (a *app) classVerbs() *cobra.Command {
	return a.group("class", nil, a.classAddVerb(), a.classListVerb(), a.classShowVerb(), a.classEditVerb(), a.classArchiveVerb())
}

// classView is one version of a badge class as results show it.
type classView struct {
	ID          string       `json:"id"`
	Issuer      string       `json:"issuer"`
	Name        string       `json:"name"`
	Version     int          `json:"version"`
	Versions    int          `json:"versions,omitempty"` // how many there are
	State       string       `json:"state"`
	Rule        string       `json:"rule"`
	Description string       `json:"description"`
	Criteria    criteriaView `json:"criteria"`
	Tags        []string     `json:"tags"`
	Language    string       `json:"language"`
	Expires     string       `json:"expires"`
	PublicNames bool         `json:"public_names"`
	Schema      bool         `json:"schema"`
	Image       string       `json:"image"`  // SHA-256 of the picture
	Design      string       `json:"design"` // SHA-256 of the design it was drawn from, or ""
	Made        string       `json:"made"`
	More        any          `json:"more,omitempty"` // further members, under the names of --more
	DryRun      bool         `json:"dry_run,omitempty"`
}

type criteriaView struct {
	Narrative string `json:"narrative"`
	URL       string `json:"url"`
}

func viewClass(c issuer.BadgeClass) classView {
	v := classView{
		ID: c.Slug, Issuer: c.Issuer, Name: c.Name, Version: c.Version, State: string(c.State), Rule: string(c.Rule),
		Description: c.Description, Criteria: criteriaView{c.Criteria.Narrative, c.Criteria.URL}, Tags: append([]string{}, c.Tags...),
		Language: c.Language, Expires: c.Expires, PublicNames: c.PublicNames, Schema: c.Schema, Image: c.Image, Design: c.Design, Made: stamp(c.Made),
	}
	if more := moreView(c.More); more != nil {
		v.More = more
	}
	return v
}

// viewChanged is a class as a verb made or changed it, or in a dry run would.
func (a *app) viewChanged(c issuer.BadgeClass) classView {
	v := viewClass(c)
	v.DryRun = a.dry
	return v
}

// classFlags are the flags that say what a badge class is.
type classFlags struct {
	change              engine.ClassChange
	image, design       string
	once, renewable     bool
	many, names, schema bool
	more                *classMoreFlags
}

func (a *app) classFlags(c *cobra.Command) *classFlags {
	var f classFlags
	flags := c.Flags()
	for _, text := range []struct {
		name string
		to   **string
	}{
		{"name", &f.change.Name},
		{"description", &f.change.Description},
		{"criteria", &f.change.Criteria},
		{"criteria-url", &f.change.CriteriaURL},
		{"expires", &f.change.Expires},
		{"language", &f.change.Language},
	} {
		flags.Var(optionalText{text.to}, text.name, a.flag("class", text.name))
	}
	flags.StringArrayVar(&f.change.Tags, "tag", nil, a.flag("class", "tag"))
	flags.StringVar(&f.image, "image", "", a.flag("class", "image"))
	flags.StringVar(&f.design, "design", "", a.flag("class", "design"))
	flags.BoolVar(&f.once, "once", false, a.flag("class", "once"))
	flags.BoolVar(&f.renewable, "renewable", false, a.flag("class", "renewable"))
	flags.BoolVar(&f.many, "many", false, a.flag("class", "many"))
	flags.BoolVar(&f.names, "public-names", false, a.flag("class", "public-names"))
	flags.BoolVar(&f.schema, "schema", false, a.flag("class", "schema"))
	f.more = a.classMoreFlags(flags)
	return &f
}

// settle turns the flags that were given into a change.
func (f *classFlags) settle(c *cobra.Command) (change engine.ClassChange, err error) {
	if f.design != "" && f.image != "" {
		return change, issuer.Fail(issuer.Usage, "design-and-image")
	}
	change = f.change
	change.SetTags = c.Flags().Changed("tag")
	change.More = f.more.change()
	for _, r := range []struct {
		given bool
		rule  issuer.Rule
	}{{f.once, issuer.Once}, {f.renewable, issuer.Renewable}, {f.many, issuer.Many}} {
		if r.given && change.Rule != nil {
			return change, issuer.Fail(issuer.Usage, "flags-exclude", "flags", "--once, --renewable, --many")
		}
		if r.given {
			change.Rule = &r.rule
		}
	}
	if c.Flags().Changed("public-names") {
		change.PublicNames = &f.names
	}
	if c.Flags().Changed("schema") {
		change.Schema = &f.schema
	}
	switch {
	case f.image != "":
		change.Picture, err = drawing.ReadPicture(f.image)
	case f.design != "":
		change.Design, err = drawing.ReadDesignBytes(f.design)
	}
	return change, err
}

func (a *app) classAddVerb() *cobra.Command {
	c := a.verb("class.add", takes(0, 0), nil)
	f := a.classFlags(c)
	c.Flags().StringVar(&f.change.Slug, "id", "", a.flag("class.add", "id"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		change, err := f.settle(c)
		if err != nil {
			return err
		}
		return a.working(c.Context(), func(e *engine.Engine) error {
			class, err := e.AddClass(c.Context(), a.issuer, change)
			if err != nil {
				return err
			}
			left, err := leftOfTemplate(c.Context(), e, change.Design, class.Issuer)
			if err != nil {
				return err
			}
			return a.console.Result(a.viewChanged(class), func(w io.Writer) {
				a.line(w, a.dried("cli.class.add.done"), "name", class.Name, "id", class.Slug)
				if class.PublicNames {
					a.line(w, "cli.class.add.names")
				}
				a.leftOfTemplate(w, left)
				if !a.dry {
					a.line(w, "cli.class.add.next", "command", a.command(a.ledger, "award", class.Slug))
				}
				a.drily(w)
			})
		})
	}
	return require(a.dryFlag(c, "class.add"), "name", "description", "criteria")
}

func (a *app) classListVerb() *cobra.Command {
	return a.verb("class.list", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, err := e.Classes(ctx, a.issuer)
			if err != nil {
				return err
			}
			views := make([]classView, 0, len(list))
			var t table
			for _, c := range list {
				views = append(views, viewClass(c))
				t.add(c.Slug, a.words.T("cli.class.version", "version", strconv.Itoa(c.Version)),
					a.words.T("cli.class.state."+string(c.State)), c.Issuer, c.Name)
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.class.list.none") })
		})
	})
}

func (a *app) classShowVerb() *cobra.Command {
	var version int
	c := a.verb("class.show", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.looking(ctx, func(e *engine.Engine) error { return a.classShow(ctx, e, args[0], version) })
	})
	c.Flags().IntVar(&version, "version", 0, a.flag("class.show", "version"))
	return c
}

func (a *app) classShow(ctx context.Context, e *engine.Engine, slug string, version int) error {
	var all []issuer.BadgeClass
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		if _, err = t.Class(slug, 0); err == nil {
			all, err = t.ClassVersions(slug)
		}
		return err
	})
	if err != nil {
		return err
	}
	if version == 0 {
		version = len(all)
	}
	if version < 1 || version > len(all) {
		return issuer.Fail(issuer.Usage, "class-version-unknown", "class", slug, "version", strconv.Itoa(version), "newest", strconv.Itoa(len(all)))
	}
	class := all[version-1]
	view := viewClass(class)
	view.Versions = len(all)
	return a.console.Result(view, func(w io.Writer) { a.showClass(w, class, len(all)) })
}

func (a *app) showClass(w io.Writer, c issuer.BadgeClass, versions int) {
	_, _ = fmt.Fprintf(w, "%s (%s)\n", c.Name, c.Slug)
	f := a.facts()
	f.say("version", a.words.T("cli.class.version-of", "version", strconv.Itoa(c.Version), "versions", strconv.Itoa(versions)))
	f.say("state", a.words.T("cli.class.state."+string(c.State)))
	f.say("issuer", c.Issuer)
	f.say("description", c.Description)
	f.say("criteria", c.Criteria.Narrative)
	f.say("criteria", c.Criteria.URL)
	f.say("tags", strings.Join(c.Tags, ", "))
	f.say("language", c.Language)
	f.say("period", c.Expires)
	f.say("rule", a.words.T("cli.class.rule."+string(c.Rule)))
	names := "private"
	if c.PublicNames {
		names = "public"
	}
	f.say("names", a.words.T("cli.class.names."+names))
	f.say("more", string(moreView(c.More)))
	f.say("picture", c.Image)
	f.say("design", c.Design)
	f.print(w, "  ")
}

func (a *app) classEditVerb() *cobra.Command {
	c := a.verb("class.edit", takes(1, 1), nil)
	f := a.classFlags(c)
	c.RunE = func(c *cobra.Command, args []string) error {
		if !anyFlag(c) {
			return issuer.Fail(issuer.Usage, "nothing-to-set", "use", c.UseLine())
		}
		change, err := f.settle(c)
		if err != nil {
			return err
		}
		return a.working(c.Context(), func(e *engine.Engine) error { return a.classEdit(c.Context(), e, args[0], change) })
	}
	return a.dryFlag(c, "class.edit")
}

func (a *app) classEdit(ctx context.Context, e *engine.Engine, slug string, change engine.ClassChange) error {
	old, err := classOf(ctx, e, slug, 0)
	if err != nil {
		return err
	}
	class, err := e.EditClass(ctx, slug, change)
	if err != nil {
		return err
	}
	left, err := leftOfTemplate(ctx, e, change.Design, class.Issuer)
	if err != nil {
		return err
	}
	return a.console.Result(a.viewChanged(class), func(w io.Writer) {
		switch {
		case class.Version != old.Version:
			a.line(w, a.dried("cli.class.edit.done"), "name", class.Name, "version", strconv.Itoa(class.Version))
		case class.PublicNames != old.PublicNames:
			a.line(w, a.dried("cli.class.edit.names"))
		default:
			a.line(w, a.dried("cli.class.edit.same"), "version", strconv.Itoa(class.Version))
		}
		a.leftOfTemplate(w, left)
		a.drily(w)
	})
}

// leftOfTemplate are the texts of a new picture that only its template said.
func leftOfTemplate(ctx context.Context, e *engine.Engine, design []byte, issuer string) ([]preflight.Finding, error) {
	if len(design) == 0 {
		return nil, nil
	}
	file, err := drawing.ParseDesign(design, "")
	if err != nil {
		return nil, err
	}
	return e.LeftOfTemplate(ctx, file, issuer)
}

func (a *app) leftOfTemplate(w io.Writer, left []preflight.Finding) {
	for _, one := range left {
		_, _ = fmt.Fprintln(w, a.words.Fill("preflight."+one.Code, one.Values))
	}
}

func (a *app) classArchiveVerb() *cobra.Command {
	c := a.verb("class.archive", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			class, err := e.ArchiveClass(ctx, args[0])
			if err != nil {
				return err
			}
			return a.console.Result(a.viewChanged(class), func(w io.Writer) {
				a.line(w, a.dried("cli.class.archive.done"), "name", class.Name)
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "class.archive")
}
