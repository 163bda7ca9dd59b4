package settings

import (
	"context"
	"math"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// mostCopies is more days or weeks than anybody keeps copies of.
const mostCopies = 366

// copiesCard is about the copies that lie beside the ledger: how many stay, and
// one now.
func (p *backupPage) copiesCard() fyne.CanvasObject {
	r := p.room
	c := r.state.Copies
	said := r.env.T("settings.copies.none")
	if c.Count > 0 {
		said = r.counted("settings.copies.have", c.Count, "date", kit.Moment(c.Newest))
	}
	number := func(name string, to *int) fyne.CanvasObject {
		label := r.env.T("settings.copies." + name)
		entry := kit.NewNumberEntry(label, float64(*to), 0, mostCopies, "", func(v float64) {
			*to = int(math.Round(v))
			r.state.Copies = c
			days, weeks := c.Days, c.Weeks
			work := func(ctx context.Context) (struct{}, error) { return struct{}{}, r.engine.SetCopies(ctx, days, weeks) }
			kit.Run(r.env.Tasks, work, func(_ struct{}, err error) {
				if err != nil {
					r.env.Fail(err)
					return
				}
				r.env.Saved()
			})
		}).Steps(1, 0)
		return kit.NewField(label, "", kit.Exactly(120, 0, entry))
	}
	do := kit.NewButton(r.env.T("settings.copies.do"), "backup", kit.Plain, p.copyNow)
	do.SetEnabled(!p.busy)
	buttons := []fyne.CanvasObject{do}
	if c.Count > 0 {
		buttons = append(buttons, kit.NewButton(r.env.T("settings.copies.show"), "folder", kit.Quiet, func() { r.env.OpenFolder(c.Folder) }))
	}
	return kit.CardWith(20, kit.VBox(
		16,
		kit.Section(r.env.T("settings.copies.title")), kit.Body(r.env.T("settings.copies.text")).In(kit.ColorText2), kit.Body(said),
		kit.HBox(24, number("days", &c.Days), number("weeks", &c.Weeks)), kit.HBox(8, buttons...),
	))
}

func (p *backupPage) copyNow() {
	p.run("settings.copies.busy", func(ctx context.Context) (bool, error) { return false, p.room.engine.CopyNow(ctx) }, func(_ bool, err error) {
		if err != nil {
			p.room.env.Fail(err)
		}
		p.room.reload()
	})
}
