package awarding

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// lookPane shows somebody's badge as it would be: of the row that is chosen in
// the plan, at first of the one that suffers most.
type lookPane struct {
	r      *Room
	plan   *Plan
	row    int // of the plan, from 0; -1 while there is none
	worst  int // -1 while it is not known
	well   *kit.PictureWell
	who    *kit.Text
	about  *kit.Text
	flaw   *kit.Text
	reader *kit.Latest[Look]
	finder *kit.Latest[int]
}

// rests is how long a selection must rest before its badge is drawn.
const rests = 60 * time.Millisecond

func newLookPane(r *Room, p *Plan) *lookPane {
	l := &lookPane{
		r: r, plan: p, row: -1, worst: -1, well: kit.NewPictureWell(0, 0, kit.Sunken), who: kit.Strong("").Wrapping(kit.Wrapped),
		about: kit.Second("").Wrapping(kit.Wrapped), flaw: kit.Body("").In(kit.ColorWarn),
		reader: kit.NewLatest[Look](r.env.Tasks), finder: kit.NewLatest[int](r.env.Tasks),
	}
	l.well.SetImage(p.Class.Picture)
	l.who.SetText(p.Class.Name)
	return l
}

// begin shows the worst.
func (l *lookPane) begin() {
	if l.plan.Looks == nil {
		return
	}
	l.finder.Run(l.plan.Looks.Worst, func(row int, err error) {
		if err != nil || row < 0 {
			return // the class's own picture stays
		}
		if l.worst = row; l.row < 0 {
			l.show(row)
		}
	})
}

// end gives up what is looked for, and the plan: Fyne remembers a pane for a
// while after it was taken away, and a plan can be long.
func (l *lookPane) end() {
	l.finder.Cancel()
	l.reader.Cancel()
	l.plan = &Plan{}
}

// show draws the badge of a row.
func (l *lookPane) show(row int) {
	if l.plan.Looks == nil || row < 0 || row >= l.plan.Rows.Len() {
		return
	}
	l.row = row
	one, looks := l.plan.Rows.At(row), l.plan.Looks
	l.reader.After(rests, func(ctx context.Context) (Look, error) { return looks.Look(ctx, row) }, func(got Look, err error) {
		name := one.Name
		if name == "" {
			name = one.Email
		}
		l.who.SetText(l.r.t("look.who", "row", strconv.Itoa(one.Row), "name", isolate(name)))
		l.well.SetImage(got.Picture)
		text := l.said(row, got)
		if why := noted(one, "\n"); why != "" {
			text += "\n" + why
		}
		l.about.SetText(text)
		l.flaw.SetText(l.flaws(got, err))
		l.flaw.Hidden = l.flaw.Text() == ""
		l.r.root.Refresh()
	})
}

// said is when the badge is given, and what is special about this row.
func (l *lookPane) said(row int, got Look) string {
	if got.Picture == nil {
		return l.r.t("look.none")
	}
	text := l.r.t("look.dates", "day", kit.Day(got.Awarded))
	if !got.Expires.IsZero() {
		text = l.r.t("look.dates.until", "day", kit.Day(got.Awarded), "end", kit.Day(got.Expires))
	}
	switch {
	case !got.Personal:
		text += " " + l.r.t("look.same")
	case row == l.worst:
		text += " " + l.r.t("look.worst.text")
	}
	return text
}

func (l *lookPane) flaws(got Look, err error) string {
	switch {
	case err != nil:
		return l.r.env.Say(err).Text
	case got.Missing != "":
		return l.r.t("look.missing", "letters", isolate(got.Missing))
	case got.Crowded:
		return l.r.t("look.crowded")
	}
	return ""
}

// step goes to the next row, or the one before, of those that are listed.
func (l *lookPane) step(page *planPage, by int) {
	if at := page.at(l.row) + by; at >= 0 && at < page.count() {
		page.table.Select(at)
	}
}

// content is the pane: picture, whose it is, and a way to the others.
func (l *lookPane) content(page *planPage) fyne.CanvasObject {
	back := kit.NewIconButton("chevron-left", l.r.t("look.back"), func() { l.step(page, -1) })
	next := kit.NewIconButton("chevron-right", l.r.t("look.next"), func() { l.step(page, 1) })
	worst := kit.NewButton(l.r.t("look.worst"), "", kit.Quiet, func() {
		if l.worst >= 0 {
			l.show(l.worst)
		}
	}).Small()
	l.flaw.Hidden = l.flaw.Text() == ""
	rows := []fyne.CanvasObject{kit.Exactly(0, 168, l.well)}
	if l.plan.Looks != nil {
		rows = append(rows, kit.HBox(4, worst, kit.Spread(), back.Small(), next.Small()))
	}
	return kit.VBox(6, append(rows, l.who, l.about, l.flaw)...)
}
