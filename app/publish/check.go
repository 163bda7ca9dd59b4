package publish

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// right is the look from outside, and when something was sent last.
func (r *Room) right() fyne.CanvasObject {
	t := r.env.T
	p, _ := r.place()
	again := kit.NewButton(t("publish.check.again"), "refresh", kit.Quiet, r.lookHere).Small()
	again.SetEnabled(r.canLook())
	head := kit.Inset(10, 12, 10, 16, kit.HBox(8, kit.Spread(kit.Section(t("publish.check"))), again))
	lines := []fyne.CanvasObject{head}
	add := func(o fyne.CanvasObject) { lines = append(lines, kit.Rule(), kit.Inset(9, 16, 9, 16, o)) }
	switch {
	case p.Check == nil && p.Published.IsZero():
		add(kit.Body(t("publish.check.first")).In(kit.ColorText2))
	case p.Check == nil:
		add(kit.Body(t("publish.check.none")).In(kit.ColorText2))
	default:
		for _, o := range r.found(*p.Check) {
			add(o)
		}
	}
	if p.Check != nil {
		add(kit.Hint(t("publish.check.at", "at", kit.Moment(p.Check.At))))
	}
	column := []fyne.CanvasObject{kit.CardWith(0, kit.VBox(0, lines...))}
	if len(r.state.Waits) > 0 {
		column = append(column, r.after())
	}
	column = append(column, r.pages(), r.names())
	return kit.Inset(0, 12, 12, 1, kit.VBox(12, column...))
}

// found lists what a look found, good things too.
func (r *Room) found(c Check) []fyne.CanvasObject {
	t := r.env.T
	bad := map[string]bool{}
	for _, f := range c.Findings {
		bad[f.Code] = true
	}
	var list []fyne.CanvasObject
	good := func(word string, pairs ...string) { list = append(list, line(kit.OK, t(word, pairs...), "")) }
	if !c.Until.IsZero() && !bad["check-tls-soon"] {
		good("publish.good.tls", "date", kit.Day(c.Until.Local()))
	}
	if c.Looked > 0 {
		if !bad["check-type"] {
			good("publish.good.type")
		}
		if !bad["check-cors"] {
			good("publish.good.cors")
		}
		tone := kit.OK
		if c.Equal < c.Looked {
			tone = kit.Warn
		}
		list = append(list, line(tone, t("publish.good.equal", "equal", r.env.Count(c.Equal), "looked", r.env.Count(c.Looked)), ""))
	}
	for _, f := range c.Findings {
		list = append(list, r.finding(c, f))
	}
	return list
}

func (r *Room) finding(c Check, f Finding) fyne.CanvasObject {
	tone := kit.Warn
	if f.Fault {
		tone = kit.Err
	}
	cure := "cure." + f.Code
	if special := cure + "." + c.Host; r.env.Has(special) {
		cure = special
	}
	more := []fyne.CanvasObject{}
	if resend(f.Code) {
		again := kit.NewButton(r.env.T("publish.finding.again"), "", kit.Plain, func() { r.send(true) }).Small()
		again.SetEnabled(r.stop == nil)
		more = append(more, again)
	}
	if f.Rule != "" {
		more = append(more, kit.NewButton(r.env.T("publish.finding.rule"), "", kit.Plain, func() { r.tell(f.Rule, "publish.finding.rule", r.env.T("cure.where."+c.Host)) }).Small())
	}
	if len(f.Paths) > 0 {
		look := kit.Quiet
		if len(more) == 0 { // without another beside it, it would stand in from the words above
			look = kit.Plain
		}
		more = append(more, kit.NewButton(r.env.T("publish.finding.where"), "", look, func() { r.tell(r.places(f), "publish.finding.where", "") }).Small())
	}
	return line(tone, r.count("finding."+f.Code, f.Count, "detail", f.Detail), r.env.T(cure), more...)
}

// places lists where a finding is, as far as it was kept.
func (r *Room) places(f Finding) string {
	list := strings.Join(f.Paths, "\n")
	if more := f.Count - len(f.Paths); more > 0 {
		list += "\n" + r.env.T("publish.more", "count", r.env.Count(more))
	}
	return list
}

// resend tells whether sending files again cures a finding.
func resend(code string) bool {
	switch code {
	case "check-bytes", "check-cut", "check-missing", "check-picture", "check-picture-other", "check-stale", "check-stale-award", "check-old":
		return true
	}
	return false
}

// line is one thing found: its state, what it is, and what to do.
func line(tone kit.Tone, text, hint string, more ...fyne.CanvasObject) fyne.CanvasObject {
	words := []fyne.CanvasObject{kit.Body(text)}
	if hint != "" {
		words = append(words, kit.Hint(hint))
	}
	if len(more) > 0 {
		words = append(words, kit.HBox(8, more...))
	}
	sign := kit.Inset(0, 6, 0, 0, kit.VBox(0, kit.NewGlyph(tone.Icon(), tone.Ink(), 18)))
	return container.NewBorder(nil, nil, sign, nil, kit.VBox(2, words...)) // the sign beside the first line
}

// tell shows lines that can be copied.
func (r *Room) tell(text, title, above string) {
	t := r.env.T
	column := []fyne.CanvasObject{}
	if above != "" {
		column = append(column, kit.Body(above))
	}
	column = append(column, kit.CardWith(10, kit.Code(text)))
	var d *kit.Dialog
	take := kit.NewButton(t("publish.copy"), "copy", kit.Primary, func() {
		r.env.Copy(text)
		d.Close()
	})
	d = r.env.NewDialog(t(title), kit.VBox(10, column...), kit.NewButton(t("app.close"), "", kit.Plain, func() { d.Close() }), take).Sized(560, 0)
	d.Show()
}
