package main

import (
	"context"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"

	"github.com/spf13/cobra"
)

// awardFlags are the flags of award.
type awardFlags struct {
	*rosterFlags
	formats                       []string
	plan, skipBad, correct, again bool
	event, names, out, alg, more  string
	report, images, kept          string
	remember                      bool
	class, list                   string
	mark                          map[string]string // what is remembered of the columns
	o                             roster.Options
	further                       issuer.AwardMore // of the file --more
	portraits                     *engine.Portraits
}

func (a *app) awardVerb() *cobra.Command {
	c := a.verb("award", takes(1, 2), nil)
	f := awardFlags{rosterFlags: a.rosterFlags(c)}
	flags := c.Flags()
	flags.StringVar(&f.images, "images", "", a.flag("award", "images"))
	flags.StringVar(&f.kept, "list", "", a.flag("award", "list"))
	flags.BoolVar(&f.remember, "remember", false, a.flag("award", "remember"))
	flags.StringSliceVar(&f.formats, "format", nil, a.flag("award", "format"))
	flags.BoolVar(&f.plan, "plan", false, a.flag("award", "plan"))
	a.dryFlag(c, "award")
	flags.BoolVar(&f.skipBad, "skip-bad", false, a.flag("award", "skip-bad"))
	flags.BoolVar(&f.correct, "correct", false, a.flag("award", "correct"))
	flags.BoolVar(&f.again, "again", false, a.flag("award", "again"))
	flags.StringVar(&f.event, "key", "", a.flag("award", "key"))
	flags.StringVar(&f.names, "names", "", a.flag("award", "names"))
	flags.StringVar(&f.alg, "alg", "", a.flag("award", "alg"))
	flags.StringVar(&f.more, "more", "", a.flag("award", "more"))
	flags.StringVar(&f.report, "report", "", a.flag("award", "report"))
	flags.StringVarP(&f.out, "out", "o", "", a.flag("award", "out"))
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		if f.class, err = args[0], oneList(c, args, f.kept); err != nil {
			return err
		}
		if f.list = f.kept; f.kept == "" {
			f.list = args[1]
		}
		f.plan = f.plan || a.dry
		if f.o, err = f.options(); err != nil {
			return err
		}
		if err = (award.Out{Path: f.out, Names: f.names}).Check(); err != nil {
			return err
		}
		if f.more != "" {
			if err = readMore(f.more, &f.further); err != nil {
				return err
			}
		}
		switch {
		case f.list == stdio && f.plan:
			return issuer.Fail(issuer.Usage, "stream-plan")
		case f.list == stdio:
			return a.working(c.Context(), func(e *engine.Engine) error { return a.stream(c.Context(), e, f) })
		case f.plan:
			return a.looking(c.Context(), func(e *engine.Engine) error { return a.award(c.Context(), e, f) })
		}
		return a.working(c.Context(), func(e *engine.Engine) error { return a.award(c.Context(), e, f) })
	}
	return c
}

// request is what the flags ask of the engine, without the people.
func (f awardFlags) request() award.Request {
	r := award.Request{
		Class: f.class, ListName: filepath.Base(f.list), Mapping: maps.Clone(f.o.Map),
		SkipBad: f.skipBad, AllowNoEmail: f.allowNoEmail, Again: f.again, EventKey: f.event, Correct: f.correct, Algorithm: f.alg, More: f.further,
	}
	for _, format := range f.formats {
		r.Formats = append(r.Formats, issuer.Format(format))
	}
	if f.mark != nil {
		r.Mapping = maps.Clone(f.mark)
		for field, text := range f.o.Map {
			r.Mapping[field] = text
		}
	}
	for name, said := range f.said(f.o) {
		if said == "" {
			continue
		}
		if r.Mapping == nil {
			r.Mapping = map[string]string{}
		}
		r.Mapping[name] = said
	}
	return r
}

// award reads the roster, plans, and unless only the plan is wanted carries it
// out.
func (a *app) award(ctx context.Context, e *engine.Engine, f awardFlags) (err error) {
	class, err := a.classFor(ctx, e, f.class)
	if err != nil {
		return err
	}
	f.o.PublicNames = class.PublicNames
	list, err := a.peopleOf(ctx, e, &f)
	if err != nil {
		return err
	}
	f.portraits, err = e.Portraits(ctx, class.Slug, list, f.pictureFolder())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.portraits.Close()) }()
	a.word(list)
	r := f.request()
	r.List = list
	p, err := e.Plan(ctx, r)
	if err != nil {
		return err
	}
	fields, err := e.PersonalFields(ctx, p.Class.Slug, p.Class.Version)
	if err != nil {
		return err
	}
	personal, empty := engine.Fed(fields, list)
	done := a.outcome(f, engine.Outcome{Plan: p}, list.Problems)
	if p.Counts.Bad > 0 && !f.skipBad && !f.plan {
		return refuse(done, f.list)
	}
	if !f.plan {
		if done, err = a.carryOut(ctx, e, f, r); err != nil {
			return err
		}
	}
	if n := done.Plan; n.Changed-done.Corrected+n.Conflict+n.Bad > 0 {
		a.worse(statusNo)
	}
	if f.report != "" && !a.dry {
		if err := engine.SaveReport(f.report, done.outcome.Plan, a.say); err != nil {
			return err
		}
	}
	if f.remember && !a.dry && !f.plan {
		if err := e.RememberShape(ctx, list.Shape(), engine.KnownColumns(list)); err != nil {
			return err
		}
	}
	done.Personal, done.Empty = append([]string{}, personal...), append([]string{}, empty...)
	if i, err := e.Issuer(ctx, class.Issuer); err == nil {
		done.unhosted = i.BaseURL == ""
	}
	return a.console.Result(done, func(w io.Writer) {
		if f.plan {
			a.showPlan(w, done)
		} else {
			a.showAward(w, done)
		}
	})
}

// oneList wants a list that is kept or one that is named, and not both.
func oneList(c *cobra.Command, args []string, kept string) error {
	switch {
	case kept == "" && len(args) < 2:
		return issuer.Fail(issuer.Usage, "argument-missing", "use", c.UseLine())
	case kept != "" && len(args) > 1:
		return issuer.Fail(issuer.Usage, "argument-extra", "argument", args[1], "use", c.UseLine())
	}
	return nil
}

// peopleOf reads the list that is meant.
func (a *app) peopleOf(ctx context.Context, e *engine.Engine, f *awardFlags) (list *roster.Reading, err error) {
	if f.kept != "" {
		return e.ReadList(ctx, f.kept, f.o)
	}
	ask := func(shape string) (map[int]string, error) { return e.ShapeFields(ctx, shape) }
	list, f.mark, err = a.readList(f.list, f.o, f.asked(ask))
	return list, err
}

// pictureFolder is where the pictures lie that a list names: beside it, unless
// the flag says where.
func (f awardFlags) pictureFolder() string {
	if f.images != "" || f.list == stdio || f.kept != "" {
		return f.images
	}
	return filepath.Dir(f.list)
}

// classFor reads the class to award and holds it against --issuer.
func (a *app) classFor(ctx context.Context, e *engine.Engine, slug string) (issuer.BadgeClass, error) {
	c, err := classOf(ctx, e, slug, 0)
	if err == nil && a.issuer != "" && c.Issuer != a.issuer {
		err = issuer.Fail(issuer.Usage, "class-other-issuer", "class", slug, "issuer", c.Issuer, "asked", a.issuer)
	}
	return c, err
}

// carryOut awards, with progress, and asks first what has to be asked.
func (a *app) carryOut(ctx context.Context, e *engine.Engine, f awardFlags, r award.Request) (awarded, error) {
	if err := a.clock(ctx, e); err != nil {
		return awarded{}, err
	}
	progress, end := a.stages()
	got, err := e.Award(ctx, engine.Order{Request: r, Portraits: f.portraits, Out: f.out, Names: f.names, Progress: progress}, a.say)
	end()
	if errors.Is(err, context.Canceled) && got.Awarded > 0 {
		a.console.Say("cli.award.stopped", "count", strconv.Itoa(got.Awarded))
	}
	a.word(r.List)
	done := a.outcome(f, got, r.List.Problems)
	if issuer.CodeOf(err) == "rows-bad" { // a picture turned out to be damaged
		err = refuse(done, f.list)
	}
	return done, err
}

// stages shows the progress of each stage of a run, one after the other.
func (a *app) stages() (engine.Progress, func()) {
	now, step, end := "", func(int, int) {}, func() {}
	return func(stage string, done, total int) {
		if stage != now {
			end()
			now = stage
			step, end = a.console.Progress("cli.progress." + stage)
		}
		step(done, total)
	}, func() { end() }
}

// awarded is the result of award.
type awarded struct {
	Batch     string           `json:"batch"`
	Class     string           `json:"class"`
	Version   int              `json:"version"`
	Formats   []issuer.Format  `json:"formats"`
	Plan      award.Counts     `json:"plan"`
	Awarded   int              `json:"awarded"`
	Corrected int              `json:"corrected,omitempty"`
	Rows      rowViews         `json:"rows"`
	Problems  []roster.Problem `json:"problems"`
	Output    string           `json:"output"`
	Files     *filesView       `json:"files,omitempty"`
	DryRun    bool             `json:"dry_run,omitempty"`
	Personal  []string         `json:"personal_fields"` // of the picture
	Empty     []string         `json:"empty_fields"`    // of the picture, that no column is called like

	outcome  engine.Outcome
	skips    bool // bad rows are left out
	unhosted bool // the issuer has no web space
}

// rowView is one row of a plan as results show it.
type rowView struct {
	Row   int    `json:"row"`
	Email string `json:"email"`
	Name  string `json:"name"`
	State string `json:"state"`
	ID    string `json:"id"`
	Code  string `json:"code"`
	Why   string `json:"why"`
	Note  string `json:"note"` // doubts and suggestions
}

type filesView struct {
	Written int `json:"written"`
	Right   int `json:"right"` // were there already, byte for byte

	Flawed []int `json:"flawed"` // rows whose picture does not show all it should
}

func (a *app) rowView(r award.Row) rowView {
	return rowView{Row: r.Row, Email: r.Email, Name: r.Name, State: r.State, ID: r.ID, Code: r.Why, Why: engine.Why(r, a.say), Note: strings.Join(engine.Notes(r, a.say), "; ")}
}

func (a *app) outcome(f awardFlags, got engine.Outcome, problems []roster.Problem) awarded {
	p := got.Plan
	v := awarded{
		Batch: p.Batch, Class: p.Class.Slug, Version: p.Class.Version, Formats: p.Formats, Plan: p.Counts,
		Awarded: got.Awarded, Corrected: got.Corrected, Rows: rowViews{a, p.Rows}, Problems: append([]roster.Problem{}, problems...),
		DryRun: f.plan, outcome: got, skips: f.skipBad,
	}
	if f.out != "" && !f.plan {
		v.Output, v.Files = f.out, &filesView{got.Written.Files, got.Written.Right, append([]int{}, got.Written.Flawed...)}
	}
	told := map[int]bool{}
	for _, problem := range problems {
		told[problem.Row] = told[problem.Row] || problem.Severity == roster.SeverityBad
	}
	for view := range v.Rows.of(award.Bad) {
		if !told[view.Row] { // the list is right, the plan says no
			v.Problems = append(v.Problems, roster.Problem{Row: view.Row, Code: view.Code, Message: view.Why, Severity: roster.SeverityBad})
		}
	}
	return v
}

// badRows is a failure with everything that is wrong with a roster.
type badRows struct {
	fault    *issuer.Error
	problems []roster.Problem
}

func (b badRows) Error() string { return b.fault.Error() }
func (b badRows) Unwrap() error { return b.fault }

// refuse says that nobody is awarded because of bad rows.
func refuse(v awarded, list string) error {
	return badRows{issuer.Fail(issuer.Input, "rows-bad", "count", strconv.Itoa(v.Plan.Bad), "file", list).At(list), v.Problems}
}
