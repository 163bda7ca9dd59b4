package desk

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"badgekiln/app/awarding"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
	"badgekiln/issuer/verify"
)

// order reads the list anew and makes the engine's order; report may be nil.
func (d Awarding) order(ctx context.Context, o awarding.Order, report awarding.Report) (engine.Order, error) {
	public, err := d.publicNames(ctx, o.Class)
	if err != nil {
		return engine.Order{}, err
	}
	list, err := d.read(ctx, o.List, o.Choices, seen{public: public, report: report})
	if err != nil {
		return engine.Order{}, err
	}
	out := engine.Order{Out: o.Folder, Names: o.Names, Request: award.Request{
		Class: o.Class, List: list, ListName: d.listName(o.List), Mapping: mapping(o.Choices),
		Report:  planned(report),
		SkipBad: o.Choices.SkipBad, AllowNoEmail: o.Choices.NoAddress, Again: o.Again, Correct: o.Correct, More: o.More,
	}}
	if out.Portraits, err = d.portraits(ctx, o.Class, o.List, list); err != nil {
		return out, err
	}
	for _, f := range o.Formats {
		out.Formats = append(out.Formats, issuer.Format(f))
	}
	return out, award.Out{Path: o.Folder, Names: o.Names}.Check()
}

// portraits looks up the pictures that a list names; they lie beside it.
func (d Awarding) portraits(ctx context.Context, class string, l awarding.List, r *roster.Reading) (*engine.Portraits, error) {
	if class == "" || !d.Begun() {
		return nil, nil
	}
	folder := ""
	if l.Path != "" {
		folder = filepath.Dir(l.Path)
	}
	return d.engine.Portraits(ctx, class, r, folder)
}

// Plan says what an order would do.
func (d Awarding) Plan(ctx context.Context, o awarding.Order, report awarding.Report) (awarding.Plan, error) {
	order, err := d.order(ctx, o, report)
	if err != nil {
		return awarding.Plan{}, err
	}
	p, err := d.engine.Plan(ctx, order.Request)
	if err != nil {
		return awarding.Plan{}, err
	}
	out, err := d.plan(ctx, p, order.List.Problems)
	out.Looks = &looks{d: d, class: p.Class, rows: p.Rows, portraits: order.Portraits}
	return out, err
}

// left are the texts of a badge's picture that only its template said.
func (d Awarding) left(ctx context.Context, c issuer.BadgeClass) (texts []string, err error) {
	data, err := d.engine.ClassDesign(ctx, c.Slug, c.Version)
	if err != nil || data == nil {
		return nil, err
	}
	file, err := drawing.ParseDesign(data, "")
	if err != nil {
		return nil, err
	}
	found, err := d.engine.LeftOfTemplate(ctx, file, c.Issuer)
	for _, one := range found {
		texts = append(texts, one.Values["text"])
	}
	return texts, err
}

// plan is a plan as the room shows it. A bad row is told in the list's words.
func (d Awarding) plan(ctx context.Context, p award.Plan, problems []roster.Problem) (awarding.Plan, error) {
	class, err := d.class(ctx, p.Class)
	if err != nil {
		return awarding.Plan{}, err
	}
	left, err := d.left(ctx, p.Class)
	if err != nil {
		return awarding.Plan{}, err
	}
	return awarding.Plan{
		Left:  left,
		Class: class, Known: p.Known, Done: p.Done, Hosted: class.Hosted, Rows: &planRows{d: d, rows: p.Rows, problems: problems},
		Counts: map[string]int{
			awarding.StateNew: p.Counts.New, awarding.StateSame: p.Counts.Same, awarding.StateChanged: p.Counts.Changed,
			awarding.StateConflict: p.Counts.Conflict, awarding.StateBad: p.Counts.Bad,
		},
	}, nil
}

// planned tells how far planning is; nil without anybody to tell.
func planned(report awarding.Report) func(done, total int) {
	if report == nil {
		return nil
	}
	return func(done, total int) { report(awarding.StagePlan, done, total) }
}

// sentence begins a clause with a capital letter, as it stands alone in a cell.
func sentence(text string) string {
	for _, r := range text {
		return strings.ToUpper(string(r)) + text[len(string(r)):]
	}
	return text
}

// Award carries an order out.
func (d Awarding) Award(ctx context.Context, o awarding.Order, report awarding.Report) (awarding.Result, error) {
	begun := d.now()
	order, err := d.order(ctx, o, nil)
	if err != nil {
		return awarding.Result{}, err
	}
	defer func() { _ = order.Portraits.Close() }()
	order.Progress = engine.Progress(report)
	got, err := d.engine.Award(ctx, order, d.words.Fill)
	if err == nil && len(o.Choices.Fields) > 0 {
		err = d.engine.RememberShape(ctx, order.List.Shape(), o.Choices.Fields)
	}
	return d.result(ctx, got, o.Folder, o.Names, order.List.Problems, err, func(r *awarding.Result) { r.Took = d.now().Sub(begun) })
}

// Finish ends what an earlier run left, without its list.
func (d Awarding) Finish(ctx context.Context, batch, folder, names string, report awarding.Report) (awarding.Result, error) {
	begun := d.now()
	got, err := d.engine.Finish(ctx, batch, folder, names, engine.Progress(report), d.words.Fill)
	return d.result(ctx, got, folder, names, nil, err, func(r *awarding.Result) { r.Took = d.now().Sub(begun) })
}

// Undo takes a whole batch back.
func (d Awarding) Undo(ctx context.Context, batch, folder, names string) (awarding.Undone, error) {
	done, err := d.engine.Undo(ctx, batch, folder, names)
	return awarding.Undone{Awards: len(done.Awards), Removed: done.Removed, Left: done.Left}, err
}

// result says what became of a run. failed is how it ended; what was done
// before is told all the same.
func (d Awarding) result(ctx context.Context, got engine.Outcome, folder, names string, problems []roster.Problem, failed error,
	more func(*awarding.Result),
) (awarding.Result, error) {
	calm := context.WithoutCancel(ctx) // a cancelled run is told about, too
	r := awarding.Result{Awarded: got.Awarded, Corrected: got.Corrected, Batch: got.Plan.Batch, Folder: folder, Written: got.Written.Files, Right: got.Written.Right}
	if got.Plan.Class.Slug == "" {
		return r, failed
	}
	var err error
	if r.Plan, err = d.plan(calm, got.Plan, problems); err != nil || failed != nil {
		return r, cmp.Or(failed, err)
	}
	if folder != "" {
		r.Report = filepath.Join(folder, "report.csv")
	}
	for _, row := range got.Plan.Rows.All() {
		if len(r.Badges) == showBadges {
			break
		}
		if row.ID == "" || row.State != award.New && row.State != award.Same {
			continue
		}
		files, err := d.engine.FilesOf(calm, row.ID, names)
		if err != nil {
			continue // it does not stand any more
		}
		baked := files[len(files)-1]
		if len(r.Badges) == 0 {
			r.Proof = d.prove(calm, filepath.Join(folder, baked.Name), row.Name)
		}
		r.Badges = append(r.Badges, awarding.Badge{Name: cmp.Or(row.Name, row.Email), Picture: decoded(baked.Data)})
	}
	more(&r)
	return r, nil
}

// prove opens a written badge again and verifies it, without asking anybody
// outside.
func (d Awarding) prove(ctx context.Context, path, name string) awarding.Proof {
	if strings.EqualFold(filepath.Ext(filepath.Dir(path)), ".zip") {
		return awarding.Proof{}
	}
	p := awarding.Proof{Name: name, File: path}
	results, err := d.engine.Verify(ctx, []string{path}, engine.VerifyOptions{Offline: true}, d.words.Fill)
	if err != nil || len(results) == 0 {
		p.Reasons = []string{d.words.T("awarding.proof.unread", "file", path)}
		return p
	}
	p.Holds = results[0].Verdict == verify.Trusted
	if !p.Holds {
		p.Reasons = results[0].Reasons
	}
	return p
}
