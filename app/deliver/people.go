package deliver

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// people is who of the batch was reached and how, those whom nothing reached
// first, and then those of whom nobody knows; and the desk, where badges are handed over.
func (r *Room) people() fyne.CanvasObject {
	t := r.env.T
	list := make([]Person, 0, len(r.batch.People))
	list = append(list, r.batch.People...)
	slices.SortStableFunc(list, func(a, b Person) int { return cmp.Compare(unsure(a), unsure(b)) })
	table := kit.NewTable("deliver.people", []kit.TableColumn{
		{Title: t("deliver.column.person"), Weight: 1.3},
		{Title: t("deliver.column.address")},
		{Title: t("deliver.column.reached"), Width: 140},
		{Title: t("deliver.column.code"), Width: 110},
		{Title: t("deliver.column.given"), Width: 130},
	}, func(row, col int) kit.TableCell { return r.personCell(list, row, col) })
	table.OnOpen = func(row int) { r.give(list[row].Award, !list[row].Given.IsZero()) }
	table.OnSelect = func(row int) {
		if row >= 0 && row < len(list) && r.chosen != list[row].Award {
			r.chosen = list[row].Award
			r.side(list[row])
		}
	}
	table.SetCount(len(list))
	at := container.NewStack()
	r.mail.detail = at
	for i, p := range list {
		if p.Award == r.chosen {
			table.Select(i)
			r.side(p)
		}
	}
	return kit.Beside(16, 300, 560, kit.CardWith(1, table), kit.Scroll(kit.VBox(14, r.desk(), at)))
}

// unsure puts those first whom somebody should look after.
func unsure(p Person) int {
	switch p.Way {
	case "none":
		return 0
	case waySaved:
		return 1
	}
	return 2
}

func (r *Room) personCell(list []Person, row, col int) kit.TableCell {
	if row >= len(list) {
		return kit.TableCell{}
	}
	p := list[row]
	switch col {
	case 0:
		return kit.TableCell{Text: p.Name}
	case 1:
		return kit.TableCell{Text: p.Email, Second: true}
	case 2:
		return kit.TableCell{Text: r.env.T("deliver.way." + p.Way), Icon: iconOf(p.Way), Tone: wayTone(p.Way), Chip: true}
	case 3:
		return kit.TableCell{Text: p.Code, Mono: true}
	}
	given := !p.Given.IsZero()
	return kit.TableCell{Check: true, On: given, Text: r.when(p.Given), Act: func() { r.give(p.Award, given) }}
}

// desk is where a code is typed.
func (r *Room) desk() fyne.CanvasObject {
	t := r.env.T
	if r.typed == nil {
		r.typed = kit.NewEntry(t("deliver.desk.code"))
		r.typed.OnSubmitted = func(string) { r.giveTyped() }
	}
	do := kit.NewButton(t("deliver.desk.do"), "check", kit.Plain, r.giveTyped)
	given := 0
	for _, p := range r.batch.People {
		if !p.Given.IsZero() {
			given++
		}
	}
	return kit.CardWith(16, kit.VBox(10, kit.Section(t("deliver.desk")),
		kit.NewField(t("deliver.desk.code"), t("deliver.desk.hint"), r.typed), kit.HBox(0, do),
		kit.Hint(t("deliver.desk.count", "given", r.env.Count(given), "all", r.env.Count(len(r.batch.People))))))
}

// giveTyped takes the code at once, so that the next one can be typed while this
// one is looked up.
func (r *Room) giveTyped() {
	code := r.typed.Text
	if code != "" && r.stop == nil {
		r.typed.SetText("")
		r.give(code, false)
	}
}

// give notes what was handed over.
func (r *Room) give(who string, undo bool) {
	if who == "" || r.stop != nil {
		return
	}
	at := r.at
	type out struct {
		name    string
		changed bool
	}
	kit.Run(r.env.Tasks, func(ctx context.Context) (o out, err error) {
		o.name, o.changed, err = r.engine.Give(ctx, at, who, undo)
		return o, err
	}, func(o out, err error) {
		t := r.env.T
		switch {
		case err != nil:
			r.note = r.env.ErrorBanner(err)
		case !o.changed:
			r.note = kit.Banner(kit.Warn, t("deliver.given.already", "name", o.name), "")
		case undo:
			r.note = kit.Banner(kit.Info, t("deliver.given.undone", "name", o.name), "")
		default:
			r.note = kit.Banner(kit.OK, t("deliver.given", "name", o.name), "",
				kit.NewButton(t("deliver.given.undo"), "undo", kit.Quiet, func() { r.give(who, true) }))
		}
		r.Shown()
	})
}

// side is the person chosen.
func (r *Room) side(p Person) {
	t := r.env.T
	column := []fyne.CanvasObject{kit.Strong(p.Name).Wrapping(kit.Wrapped), kit.Hint(p.Email)}
	switch {
	case p.Claim != "":
		word := t("deliver.claim.told")
		if !p.Told.IsZero() {
			word = t("deliver.claim.untold")
		}
		column = append(column, kit.ReadOnly(t("deliver.claim.page"), t("deliver.claim.hint"), p.Claim), kit.HBox(8,
			kit.NewButton(t("deliver.claim.copy"), "copy", kit.Plain, func() { r.env.Copy(p.Claim) }),
			kit.NewButton(word, "check", kit.Quiet, func() { r.tell(p) })))
	case r.batch.Web:
		column = append(column, kit.Hint(t("deliver.claim.none")),
			kit.HBox(0, kit.NewButton(t("deliver.claim.make"), "globe", kit.Plain, r.claims)))
	}
	column = append(column, kit.Hint(t("deliver.push.none")))
	r.mail.detail.Objects = []fyne.CanvasObject{kit.CardWith(16, kit.VBox(10, column...))}
	r.mail.detail.Refresh()
}

func (r *Room) tell(p Person) {
	at := r.at
	kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.Tell(ctx, at, p.Award, !p.Told.IsZero()) }, func(err error) {
		if err != nil {
			r.env.Fail(err)
		}
		r.Shown()
	})
}

// claims makes pages of their own, after asking whether they name their people.
func (r *Room) claims() {
	t := r.env.T
	at := r.at
	names := kit.NewCheck(t("deliver.claim.names"), false, nil)
	var d *kit.Dialog
	do := kit.NewButton(t("deliver.claim.make"), "globe", kit.Primary, func() {
		d.Close()
		run(r, "deliver.busy.claims", func(ctx context.Context, _ func(int, int)) (int, error) {
			return r.engine.MakeClaims(ctx, at, names.On())
		}, func(n int, err error) {
			if err == nil {
				r.note = kit.Banner(kit.OK, r.count("deliver.claim.made", n), t("deliver.claim.made.next"))
			}
		})
	})
	no := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() })
	d = r.env.NewDialog(t("deliver.claim.make"), kit.VBox(10, kit.Body(t("deliver.claim.text")), names), no, do).Sized(460, 0)
	d.Show()
}
