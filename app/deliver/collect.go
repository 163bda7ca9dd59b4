package deliver

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// collections shows the collections of somebody signed in, and puts the badges of
// the batch into one of them.
func (b *backpackSide) collections(a Account) {
	r, t := b.r, b.r.env.T
	list := container.NewStack(kit.Hint(t("deliver.collect.text")))
	name := kit.NewTextField(t("deliver.collect.name"), t("deliver.collect.name.hint"), "", nil)
	var d *kit.Dialog
	put := func() {
		if word := strings.TrimSpace(name.Text()); word != "" && r.at != "" {
			d.Close()
			b.collect(a, word)
		}
	}
	name.Entry.OnSubmitted = func(string) { put() }
	do := kit.NewButton(t("deliver.collect.do"), "plus", kit.Primary, put)
	do.SetEnabled(r.at != "" && r.stop == nil)
	shut := kit.NewButton(t("app.close"), "", kit.Plain, func() { d.Close() })
	d = r.env.NewDialog(t("deliver.collect.of", "owner", r.owner(a)), kit.VBox(12, kit.Exactly(0, 200, list), name), shut, do).Sized(560, 0)
	d.Show()
	kit.Run(r.env.Tasks, func(ctx context.Context) ([]Collection, error) { return r.engine.Collections(ctx, a.ID) }, func(all []Collection, err error) {
		switch {
		case err != nil:
			list.Objects = []fyne.CanvasObject{r.env.ErrorBanner(err)}
		case len(all) == 0:
			list.Objects = []fyne.CanvasObject{kit.Hint(t("deliver.collect.none"))}
		default:
			list.Objects = []fyne.CanvasObject{collectionTable(r, all, func(one Collection) { name.SetText(one.Name) })}
		}
		list.Refresh()
	})
}

func collectionTable(r *Room, all []Collection, choose func(Collection)) fyne.CanvasObject {
	t := r.env.T
	table := kit.NewTable("deliver.collections", []kit.TableColumn{
		{Title: t("deliver.collect.name")}, {Title: t("deliver.collect.badges"), Width: 90}, {Title: t("deliver.collect.link")},
	}, func(row, col int) kit.TableCell {
		if row >= len(all) {
			return kit.TableCell{}
		}
		one := all[row]
		return kit.TableCell{Text: []string{one.Name, r.env.Count(one.Badges), one.Link}[col], Second: col > 0}
	})
	table.OnSelect = func(row int) {
		if row >= 0 && row < len(all) {
			choose(all[row])
		}
	}
	table.SetCount(len(all))
	return kit.CardWith(1, table)
}

// collect puts the badges of the batch that are in somebody's backpack into a
// collection there.
func (b *backpackSide) collect(a Account, name string) {
	r, batch := b.r, b.r.at
	online(r, b.server(), "deliver.busy.collect", func(ctx context.Context, _ func(int, int)) (Collected, error) {
		return r.engine.Collect(ctx, a.ID, name, batch)
	}, func(done Collected, err error) {
		if err != nil {
			return
		}
		tone, key := kit.OK, "deliver.collect.done"
		switch {
		case done.Added+done.There == 0:
			tone, key = kit.Warn, "deliver.collect.nothing"
		case done.Made:
			key = "deliver.collect.made"
		}
		t := r.env.T
		r.note = kit.Banner(tone, t(key, "name", name), t("deliver.collect.counts", "added", r.env.Count(done.Added), "there", r.env.Count(done.There), "missing", r.env.Count(done.Missing)))
	})
}
