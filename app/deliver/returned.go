package deliver

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// What mails that came back say is read from files, as any mail program saves them:
// this program opens nobody's mailbox.

// mailEndings are what such files are called.
func mailEndings() []string { return []string{".eml", ".mbox", ".msg", ".mail"} }

// isMail tells whether a dropped file is meant as a mail. Folders have no ending, and
// are meant as folders of mails where mails are looked at.
func (r *Room) isMail(path string) bool {
	ending := strings.ToLower(filepath.Ext(path))
	return slices.Contains(mailEndings(), ending) || ending == "" && r.tab == tabOutbox
}

// backCard is where mails that came back are given to the room.
func (r *Room) backCard() fyne.CanvasObject {
	t := r.env.T
	folder := kit.NewButton(t("deliver.returned.folder"), "folder", kit.Quiet, func() {
		r.env.ChooseFile(kit.Choose{Title: t("deliver.returned"), Button: t("deliver.returned.read"), Folder: true}, func(path string) { r.readBack([]string{path}) })
	})
	return kit.CardWith(16, kit.VBox(10, kit.Section(t("deliver.returned")), kit.Hint(t("deliver.returned.text")),
		kit.NewDropZone(t("deliver.returned.drop"), t("deliver.returned.drop.text"), 96, r.chooseBack), kit.HBox(0, folder)))
}

func (r *Room) chooseBack() {
	t := r.env.T
	r.env.ChooseFile(kit.Choose{Title: t("deliver.returned"), Button: t("deliver.returned.read"), Extensions: mailEndings(), Recent: true},
		func(path string) { r.readBack([]string{path}) })
}

// readBack reads them, and shows what came of each.
func (r *Room) readBack(paths []string) {
	run(r, "deliver.busy.returned", func(ctx context.Context, _ func(int, int)) ([]Returned, error) {
		return r.engine.ReadBack(ctx, paths)
	}, func(list []Returned, err error) {
		if err != nil {
			return
		}
		t, read := r.env.T, len(list)
		list = slices.DeleteFunc(list, func(b Returned) bool { return b.State == "no-bounce" })
		slices.SortStableFunc(list, func(a, b Returned) int { return cmp.Compare(weight(a.State), weight(b.State)) })
		r.tab, r.only, r.back = tabOutbox, "", list
		switch {
		case len(list) > 0:
			r.note = nil
		case read == 0:
			r.back, r.note = nil, kit.Banner(kit.Warn, t("deliver.returned.empty"), t("deliver.returned.empty.text"))
		default:
			r.back, r.note = nil, kit.Banner(kit.Info, t("deliver.returned.none"), r.count("deliver.returned.none.text", read))
		}
	})
}

// weight orders what is told: what is lost first.
func weight(state string) int {
	return slices.Index([]string{"bounced", "known", "unsure", "delayed", "not-ours", "arrived"}, state)
}

// cameBack tells of each mail that came back.
func (r *Room) cameBack() fyne.CanvasObject {
	t, list := r.env.T, r.back
	lost := 0
	for _, b := range list {
		if b.State == "bounced" {
			lost++
		}
	}
	detail := container.NewStack(r.oneBack(list[0]))
	side := kit.VBox(0, detail)
	table := kit.NewTable("deliver.returned", []kit.TableColumn{
		{Title: t("deliver.column.person")},
		{Title: t("deliver.column.to")},
		{Title: t("deliver.column.state"), Width: 160},
		{Title: t("deliver.column.answer"), Weight: 1.2},
	}, func(row, col int) kit.TableCell { return r.backCell(list, row, col) })
	table.OnSelect = func(row int) {
		if row >= 0 && row < len(list) {
			detail.Objects = []fyne.CanvasObject{r.oneBack(list[row])}
			side.Refresh() // it may have become higher
		}
	}
	table.SetCount(len(list))
	table.Select(0)
	done := kit.NewButton(t("deliver.returned.done"), "chevron-left", kit.Plain, func() { r.turn(tabOutbox) })
	head := kit.HBox(12, done, kit.Spread(kit.Upright(kit.Strong(r.count("deliver.returned.lost", lost)).Wrapping(kit.Ellipsis))))
	return kit.VBox(12, head, kit.Spread(kit.Beside(16, 320, 560, kit.CardWith(1, table), kit.Scroll(side))))
}

func (r *Room) backCell(list []Returned, row, col int) kit.TableCell {
	if row >= len(list) {
		return kit.TableCell{}
	}
	b := list[row]
	switch col {
	case 0:
		return kit.TableCell{Text: b.Name}
	case 1:
		return kit.TableCell{Text: b.Email, Second: true}
	case 2:
		tone, icon := b.tone()
		return kit.TableCell{Text: r.env.T("deliver.returned.state." + b.State), Icon: icon, Tone: tone, Chip: true}
	}
	return kit.TableCell{Text: b.Answer, Second: true}
}

func (b Returned) tone() (tone kit.Tone, icon string) {
	switch b.State {
	case "bounced":
		return kit.Err, "error"
	case "unsure":
		return kit.Warn, "warn"
	case "arrived":
		return kit.OK, "check"
	case "delayed":
		return kit.Neutral, "clock"
	}
	return kit.Neutral, ""
}

// oneBack says what one of them means, and what can be done.
func (r *Room) oneBack(b Returned) fyne.CanvasObject {
	t := r.env.T
	who := cmp.Or(b.Name, b.Email, filepath.Base(b.File))
	tone, _ := b.tone()
	column := []fyne.CanvasObject{kit.Strong(who).Wrapping(kit.Wrapped)}
	if b.Email != "" && b.Email != who {
		column = append(column, kit.Hint(b.Email))
	}
	column = append(column, kit.Banner(tone, "", t("deliver.returned.means."+b.State, "name", who)))
	if b.State == "bounced" || b.State == "known" {
		advice := "deliver.returned.wrong"
		if b.Soft {
			advice = "deliver.returned.soft"
		}
		column = append(column, kit.Body(t(advice)))
	}
	if b.Answer != "" {
		column = append(column, r.answer(b.Answer))
	}
	return kit.CardWith(16, kit.VBox(10, append(column, kit.Hint(t("deliver.returned.file", "file", filepath.Base(b.File))))...))
}
