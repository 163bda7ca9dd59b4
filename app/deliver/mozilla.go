package deliver

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// mozilla is what only a Mozilla Backpack offers: a page by which people put badges
// in themselves, and what they show there in public.
func (b *backpackSide) mozilla(h Host) fyne.CanvasObject {
	r, t := b.r, b.r.env.T
	page := kit.NewButton(t("deliver.packs.page"), "file", kit.Quiet, func() { b.savePage(h) })
	page.SetEnabled(r.stop == nil && r.at != "")
	shown := kit.NewButton(t("deliver.packs.shown"), "eye", kit.Quiet, func() { b.askShown(h) })
	shown.SetEnabled(r.stop == nil)
	return kit.Chips(8, page, shown)
}

func (b *backpackSide) savePage(h Host) {
	r, batch := b.r, b.r.at
	r.env.ChooseFile(kit.Choose{Title: r.env.T("deliver.packs.page"), Save: true, Name: r.env.T("deliver.packs.page.file") + ".html", Extensions: []string{".html"}}, func(path string) {
		run(r, "deliver.busy.page", func(ctx context.Context, _ func(int, int)) (int, error) {
			return r.engine.SavePage(ctx, h.ID, batch, path)
		}, func(n int, err error) {
			if err == nil {
				r.note = kit.Banner(kit.OK, r.count("deliver.packs.page.saved", n, "file", path), r.env.T("deliver.packs.page.next"))
			}
		})
	})
}

// bake has the host bake a published badge: whether a stranger understands it.
func (b *backpackSide) bake(award string) {
	r, host := b.r, b.at
	online(r, b.server(), "deliver.busy.bake", func(ctx context.Context, _ func(int, int)) (string, error) {
		return r.engine.CheckBaked(ctx, host, award)
	}, func(url string, err error) {
		if err == nil {
			r.note = kit.Banner(kit.OK, r.env.T("deliver.packs.baked"), url)
		}
	})
}

// askShown asks whose public badges are looked at, and shows them.
func (b *backpackSide) askShown(h Host) {
	r, t := b.r, b.r.env.T
	list := container.NewStack(kit.Hint(t("deliver.packs.shown.text")))
	email := kit.NewTextField(t("deliver.packs.shown.who"), "", "", nil)
	var d *kit.Dialog
	var save *kit.Button
	look := func() {
		who := strings.TrimSpace(email.Text())
		if who == "" {
			return
		}
		kit.Run(r.env.Tasks, func(ctx context.Context) ([]Shown, error) { return r.engine.Displayed(ctx, h.ID, who) }, func(all []Shown, err error) {
			switch {
			case err != nil:
				list.Objects = []fyne.CanvasObject{r.env.ErrorBanner(err)}
			case len(all) == 0:
				list.Objects = []fyne.CanvasObject{kit.Hint(t("displayer.none"))}
			default:
				list.Objects = []fyne.CanvasObject{shownTable(r, all)}
			}
			save.SetEnabled(err == nil && len(all) > 0)
			list.Refresh()
		})
	}
	email.Entry.OnSubmitted = func(string) { look() }
	save = kit.NewButton(t("deliver.packs.shown.save"), "file", kit.Plain, func() {
		who := strings.TrimSpace(email.Text())
		d.Close()
		r.env.ChooseFile(kit.Choose{Title: t("deliver.packs.shown.save"), Save: true, Name: t("deliver.packs.shown.file") + ".html", Extensions: []string{".html"}}, func(path string) {
			run(r, "deliver.busy.page", func(ctx context.Context, _ func(int, int)) (string, error) {
				return path, r.engine.SaveDisplayed(ctx, h.ID, who, path)
			}, func(_ string, err error) {
				if err == nil {
					r.note = kit.Banner(kit.OK, t("deliver.paper.saved", "file", path), "")
				}
			})
		})
	})
	save.SetEnabled(false)
	shut := kit.NewButton(t("app.close"), "", kit.Plain, func() { d.Close() })
	see := kit.NewButton(t("deliver.packs.shown.look"), "search", kit.Primary, look)
	d = r.env.NewDialog(t("deliver.packs.shown"), kit.VBox(12, email, kit.Exactly(0, 240, list)), shut, save, see).Sized(620, 0)
	d.Show()
}

func shownTable(r *Room, all []Shown) fyne.CanvasObject {
	t := r.env.T
	table := kit.NewTable("deliver.shown", []kit.TableColumn{
		{Title: t("deliver.packs.shown.badge")}, {Title: t("deliver.packs.shown.issuer")}, {Title: t("deliver.packs.shown.group")}, {Title: t("deliver.column.when"), Width: 110},
	}, func(row, col int) kit.TableCell {
		if row >= len(all) {
			return kit.TableCell{}
		}
		one := all[row]
		return kit.TableCell{Text: []string{one.Badge, one.Issuer, one.Group, one.Day}[col], Second: col > 0}
	})
	table.SetCount(len(all))
	return kit.CardWith(1, table)
}
