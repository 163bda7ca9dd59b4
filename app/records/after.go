package records

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// stands tells whether the award in the pane is one that somebody holds: it can be
// handed out, and put right.
func (r *Room) stands() bool {
	return r.award != nil && (r.award.State == Valid || r.award.State == Expired)
}

// correct asks what an award should say, the old words beside the new ones.
func (r *Room) correct() {
	if !r.stands() {
		return
	}
	a := r.award
	was := func(text string) string {
		if text == "" {
			return ""
		}
		return r.t("correct.was", "text", "\u2068"+text+"\u2069")
	}
	name := kit.NewTextField(r.t("fact.name"), was(a.Name), a.Name, nil)
	email := kit.NewTextField(r.t("fact.email"), was(a.Email), a.Email, nil)
	words := kit.NewTextField(r.t("fact.narrative"), was(a.Narrative), a.Narrative, nil)
	var d *kit.Dialog
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(r.t("correct.do"), "", kit.Primary, nil)
	ready := func(string) {
		yes.SetEnabled(strings.TrimSpace(name.Text()) != a.Name || strings.TrimSpace(email.Text()) != a.Email || strings.TrimSpace(words.Text()) != a.Narrative)
	}
	name.Entry.OnChanged, email.Entry.OnChanged, words.Entry.OnChanged = ready, ready, ready
	yes.OnTap(func() {
		d.Close()
		c := Correction{ID: a.ID, Name: strings.TrimSpace(name.Text()), Email: strings.TrimSpace(email.Text()), Narrative: strings.TrimSpace(words.Text())}
		kit.Run(r.env.Tasks, func(ctx context.Context) (string, error) { return r.engine.Correct(ctx, c) }, func(id string, err error) {
			if r.done(err) {
				r.say(r.t("correct.done"), r.t("correct.done.text"), "")
				r.Arrive(kit.Route{ID: id})
			}
		})
	})
	d = r.env.NewDialog(r.t("correct.title"), kit.VBox(12, kit.Body(r.t("correct.text")).In(kit.ColorText2), name, email, words), no, yes).Sized(520, 0).Focus(name.Entry)
	ready("")
	d.Show()
}

// done reads everything anew after a change, or says why there was none.
func (r *Room) done(err error) bool {
	if err != nil {
		r.env.Fail(err)
		return false
	}
	r.env.Saved()
	r.Shown()
	return true
}

// renew awards the selection again, after saying what that means.
func (r *Room) renew() {
	numbers := r.numbers()
	if len(numbers) == 0 {
		return
	}
	r.env.Ask(r.counted("renew.title", len(numbers)), r.t("renew.text"), r.counted("renew.do", len(numbers)), false, func() {
		r.renewNow(func(ctx context.Context) ([]string, error) { return r.engine.IDs(ctx, numbers) })
	})
}

func (r *Room) renewNow(ids func(context.Context) ([]string, error)) {
	var already int
	kit.Run(r.env.Tasks, func(ctx context.Context) (int, error) {
		list, err := ids(ctx)
		if err != nil {
			return 0, err
		}
		var n int
		n, already, err = r.engine.Renew(ctx, list)
		return n, err
	}, func(n int, err error) {
		if !r.done(err) {
			return
		}
		text := ""
		if already > 0 {
			text = r.counted("renew.already", already)
		}
		r.say(r.counted("renew.done", n), text, "")
	})
}

// soon is how many days ahead the list of what ends looks.
const soon = 90

// expiring lists what ends soon, and offers to renew it.
func (r *Room) expiring() {
	kit.Run(r.env.Tasks, func(ctx context.Context) ([]Ending, error) { return r.engine.Expiring(ctx, soon) }, func(all []Ending, err error) {
		switch {
		case err != nil:
			r.env.Fail(err)
		case len(all) == 0:
			r.env.Tell(r.t("expiring.none", "days", strconv.Itoa(soon)), kit.Body(r.t("expiring.none.text")))
		default:
			r.showExpiring(all)
		}
	})
}

func (r *Room) showExpiring(all []Ending) {
	table := kit.NewTable(r.t("expiring.table"), []kit.TableColumn{
		{Title: r.t("fact.expires"), Width: 110}, {Title: r.t("col.name"), Weight: 1.3}, {Title: r.t("col.email"), Weight: 1.2}, {Title: r.t("col.badge"), Weight: 1},
	}, func(row, col int) kit.TableCell {
		if row >= len(all) {
			return kit.TableCell{}
		}
		e := all[row]
		return kit.TableCell{Text: []string{kit.Day(e.Expires), e.Name, e.Email, e.Badge}[col], Second: col == 2}
	})
	table.SetCount(len(all))
	var d *kit.Dialog
	no := kit.NewButton(r.env.T("app.close"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(r.counted("renew.do", len(all)), "", kit.Primary, func() {
		d.Close()
		ids := make([]string, len(all))
		for i, e := range all {
			ids[i] = e.ID
		}
		r.renewNow(func(context.Context) ([]string, error) { return ids, nil })
	})
	d = r.env.NewDialog(r.counted("expiring.title", len(all)), kit.VBox(8, kit.Body(r.t("renew.text")).In(kit.ColorText2), kit.Exactly(0, 360, table)), no, yes).Sized(820, 0)
	d.Show()
}

// erase takes a person out of the ledger, for good: the address is typed once
// more.
func (r *Room) erase() {
	if r.award == nil || r.award.Email == "" {
		return
	}
	email := r.award.Email
	again := kit.NewTextField(r.t("erase.type", "email", email), "", "", nil)
	var d *kit.Dialog
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(r.t("erase.do"), "", kit.DangerFilled, func() {
		d.Close()
		kit.Run(r.env.Tasks, func(ctx context.Context) (Erased, error) { return r.engine.Erase(ctx, email) }, func(e Erased, err error) {
			if !r.done(err) {
				return
			}
			rows := []fyne.CanvasObject{kit.Body(r.counted("erase.awards", e.Awards)).In(kit.ColorText2)}
			if len(e.Left) > 0 {
				rows = append(rows, kit.Strong(r.t("erase.left")))
			}
			for _, text := range e.Left {
				rows = append(rows, kit.HBox(8, kit.NewGlyph("warn", kit.ColorWarn, 16), kit.Spread(kit.Body(text))))
			}
			r.env.Tell(r.t("erase.done"), kit.VBox(8, rows...))
		})
	})
	again.Entry.OnChanged = func(text string) { yes.SetEnabled(strings.EqualFold(strings.TrimSpace(text), email)) }
	yes.SetEnabled(false)
	d = r.env.NewDialog(r.t("erase.title"), kit.VBox(12, kit.Body(r.t("erase.text")).In(kit.ColorText2), kit.Banner(kit.Err, r.t("erase.forever"), r.t("erase.forever.text")), again), no, yes).
		Sized(520, 0).Focus(again.Entry)
	d.Show()
}

// saveTable writes what is listed, or the selection, for a spreadsheet program.
func (r *Room) saveTable() {
	numbers := r.numbers()
	if len(numbers) == 0 {
		numbers = r.pages.numbers
	}
	if len(numbers) == 0 {
		return
	}
	r.env.ChooseFile(kit.Choose{Title: r.counted("table.title", len(numbers)), Save: true, Name: r.t("table.name") + ".xlsx", Extensions: []string{".xlsx", ".csv"}}, func(path string) {
		kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.SaveTable(ctx, numbers, path) }, r.saved(path))
	})
}
