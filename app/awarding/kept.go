package awarding

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// kept are the lists that the ledger keeps, and a way to those who hold a badge.
func (r *Room) kept() fyne.CanvasObject {
	holders := kit.NewButton(r.t("kept.holders.do"), "people", kit.Quiet, r.askHolders).Small()
	head := kit.Exactly(0, 44, kit.Inset(0, 8, 0, 16, kit.HBox(8, kit.Spread(kit.Strong(r.t("kept"))), holders)))
	rows := []fyne.CanvasObject{}
	for _, k := range r.begin.Kept {
		rows = append(rows, kit.Rule(), r.keptRow(k))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Inset(0, 16, 10, 16, kit.Hint(r.t("kept.none"))))
	}
	return kit.CardWith(0, kit.VBox(0, head, kit.VBox(0, rows...), kit.Gap(0, 4)))
}

func (r *Room) keptRow(k Kept) fyne.CanvasObject {
	about := r.t("kept.about", "people", r.counted("kept.people", k.People), "age", r.ago(k.Made))
	line := kit.HBox(12, kit.NewGlyph("people", kit.ColorOK, 18), kit.Spread(kit.Line(k.Name)), kit.Second(about))
	row := kit.NewRow(k.Name, kit.Exactly(0, 38, kit.Inset(0, 12, 0, 16, line)), func() { r.choose(List{Kept: k.Name}) }).Bar()
	row.SetOn(k.Name == r.list.Kept)
	forget := kit.NewIconButton("trash", r.t("kept.forget", "list", isolate(k.Name)), func() {
		r.env.Ask(r.t("kept.forget", "list", isolate(k.Name)), r.t("kept.forget.text"), r.t("kept.forget.do"), true, func() {
			kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.Forget(ctx, k.Name) }, r.keptChanged)
		})
	})
	return kit.Inset(0, 8, 0, 0, kit.HBox(0, kit.Spread(row), forget.Small()))
}

// keptChanged reads again which lists there are.
func (r *Room) keptChanged(err error) {
	if err != nil {
		r.env.Fail(err)
		return
	}
	r.env.Saved()
	if r.list.Kept != "" && r.step == atList {
		r.list = List{}
	}
	r.beginAgain()
}

// askHolders asks of which badge the holders are to be the list.
func (r *Room) askHolders() {
	var d *kit.Dialog
	rows := []fyne.CanvasObject{}
	for i, c := range r.begin.Classes {
		if i > 0 {
			rows = append(rows, kit.Rule())
		}
		rows = append(rows, kit.NewRow(c.Name, kit.Inset(8, 12, 8, 12, kit.Body(c.Name)), func() {
			d.Close()
			kit.Run(r.env.Tasks, func(ctx context.Context) (string, error) { return r.engine.KeepHolders(ctx, c.Slug) }, func(name string, err error) {
				if err != nil {
					r.env.Fail(err)
					return
				}
				r.env.Saved()
				r.choose(List{Kept: name})
			})
		}))
	}
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
	body := kit.VBox(8, kit.Body(r.t("kept.holders.text")).In(kit.ColorText2), kit.Exactly(0, 300, kit.Scroll(kit.VBox(0, rows...))))
	d = r.env.NewDialog(r.t("kept.holders.title"), body, no).Sized(480, 0)
	d.Show()
}

// askKeep asks under which name the people of the list are to be kept.
func (r *Room) askKeep() {
	name := kit.NewTextField(r.t("keep.name"), r.t("keep.hint"), r.keepName(), nil)
	var d *kit.Dialog
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(r.t("keep.do"), "", kit.Primary, func() {
		d.Close()
		list, choices, as := r.list, r.choices, strings.TrimSpace(name.Text())
		kit.Run(r.env.Tasks, func(ctx context.Context) (int, error) { return r.engine.Keep(ctx, as, list, choices) }, func(n int, err error) {
			if r.keptChanged(err); err == nil {
				r.env.Tell(r.counted("keep.done", n), kit.Body(r.t("keep.done.text", "list", isolate(as))))
			}
		})
	})
	name.Entry.OnChanged = func(text string) { yes.SetEnabled(strings.TrimSpace(text) != "") }
	d = r.env.NewDialog(r.t("keep.title"), kit.VBox(12, kit.Body(r.t("keep.text")).In(kit.ColorText2), name), no, yes).Sized(480, 0).Focus(name.Entry)
	d.Show()
}

// keepName is what a list may be called: as its file without the ending.
func (r *Room) keepName() string {
	name := r.listName()
	if i := strings.LastIndexByte(name, '.'); r.list.Path != "" && i > 0 {
		name = name[:i]
	}
	return name
}
