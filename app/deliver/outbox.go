package deliver

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// outbox is what is on its way, with what the other side said.
func (r *Room) outbox() fyne.CanvasObject {
	if r.back != nil {
		return r.cameBack()
	}
	t := r.env.T
	kinds := r.kinds()
	if !slices.Contains(kinds, r.only) {
		r.only = ""
	}
	list := slices.DeleteFunc(slices.Clone(r.batch.Posts), func(p Post) bool { return r.only != "" && p.Kind != r.only })
	if len(list) == 0 {
		return kit.Empty("mail", t("deliver.outbox.none"), t("deliver.outbox.none.text"),
			kit.NewButton(t("deliver.tab.mail"), "mail", kit.Plain, func() { r.turn(tabMail) }),
			kit.NewButton(t("deliver.action.returned"), "folder", kit.Quiet, r.chooseBack))
	}
	detail := container.NewStack()
	detail.Hide() // until a row is chosen
	side := kit.VBox(14, detail, r.backCard())
	if n := unsent(list); n > 0 && r.stop == nil {
		side.Add(kit.HBox(0, kit.NewButton(r.count("deliver.calloff", n), "close", kit.Quiet, r.callOff)))
	}
	table := kit.NewTable("deliver.outbox", []kit.TableColumn{
		{Title: t("deliver.column.person")},
		{Title: t("deliver.column.to")},
		{Title: t("deliver.column.state"), Width: 150},
		{Title: t("deliver.column.answer")},
		{Title: t("deliver.column.when"), Width: 120},
	}, func(row, col int) kit.TableCell { return r.postCell(list, row, col) })
	table.OnSelect = func(row int) {
		if row < 0 || row >= len(list) {
			return
		}
		detail.Objects = []fyne.CanvasObject{r.post(list[row])}
		detail.Show()
		side.Refresh() // it has become higher
	}
	table.SetCount(len(list))
	body := kit.Beside(16, 300, 560, kit.CardWith(1, table), kit.Scroll(side))
	if len(kinds) < 3 { // with "all", nothing to choose from
		return body
	}
	texts := make([]string, len(kinds))
	for i, kind := range kinds {
		texts[i] = t("deliver.kind." + kind)
	}
	choose := kit.NewSegmented(kinds, texts, nil, r.only, func(kind string) { r.only = kind; r.show() })
	return kit.VBox(12, kit.HBox(0, choose), kit.Spread(body))
}

// unsent is how many of a list can be called off.
func unsent(list []Post) (n int) {
	for _, p := range list {
		if p.State == "waiting" || p.State == "held" || p.State == "failed" {
			n++
		}
	}
	return n
}

// callOff takes back what is not sent yet of what is shown. It can be sent later all the
// same: nobody got it.
func (r *Room) callOff() {
	at, kind := r.at, r.only
	kit.Run(r.env.Tasks, func(ctx context.Context) (int, error) { return r.engine.CallOff(ctx, at, kind) }, func(n int, err error) {
		if err != nil {
			r.note = r.env.ErrorBanner(err)
		} else {
			r.note = kit.Banner(kit.OK, r.count("deliver.calloff.done", n), "")
		}
		r.Shown()
	})
}

// kinds are the ways that something of the batch goes by, and "" for all.
func (r *Room) kinds() []string {
	kinds := []string{""}
	for _, p := range r.batch.Posts {
		if !slices.Contains(kinds, p.Kind) {
			kinds = append(kinds, p.Kind)
		}
	}
	return kinds
}

func (r *Room) postCell(list []Post, row, col int) kit.TableCell {
	if row >= len(list) {
		return kit.TableCell{}
	}
	p := list[row]
	switch col {
	case 0:
		return kit.TableCell{Text: p.Name}
	case 1:
		return kit.TableCell{Text: p.To, Icon: iconOf(p.Kind), Second: true}
	case 2:
		return kit.TableCell{Text: r.env.T("delivery.state." + p.State), Icon: stateIcon(p.State), Tone: toneOf(p.State), Chip: true}
	case 3:
		return kit.TableCell{Text: p.Answer, Second: true}
	}
	return kit.TableCell{Text: r.when(p.At), Second: true}
}

func toneOf(state string) kit.Tone {
	switch state {
	case "delivered":
		return kit.OK
	case "failed", "bounced":
		return kit.Err
	case "held":
		return kit.Warn
	}
	return kit.Neutral
}

func stateIcon(state string) string {
	switch state {
	case "delivered":
		return "check"
	case "failed", "bounced":
		return "error"
	case "saved":
		return "folder"
	}
	return "clock"
}

// post is one delivery.
func (r *Room) post(p Post) fyne.CanvasObject {
	t := r.env.T
	column := []fyne.CanvasObject{kit.Strong(p.Name).Wrapping(kit.Wrapped), kit.Hint(p.To)}
	if p.Why != "" {
		column = append(column, kit.Banner(toneOf(p.State), "", p.Why))
	}
	if p.Answer != "" {
		column = append(column, r.answer(p.Answer))
	}
	if p.Tries > 0 {
		column = append(column, kit.Hint(r.count("deliver.tries", p.Tries)))
	}
	if p.Kind == byFiles && p.State == "bounced" {
		column = append(column, kit.Hint(t("deliver.files.again")))
	}
	return kit.CardWith(16, kit.VBox(10, column...))
}

// answer is all that the other side said.
func (r *Room) answer(text string) fyne.CanvasObject {
	return kit.NewField(r.env.T("deliver.column.answer"), "", kit.CardWith(10, kit.Body(text)))
}
