package checking

import (
	"context"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// canEndorse tells whether one could speak for what a badge stands for: not for
// one that does not hold together.
func (r *Room) canEndorse(i *item) bool {
	if !r.engine.Ledger() || i.stage != answered {
		return false
	}
	switch i.result.Verdict {
	case Trusted, Untrusted, Consistent:
		return true
	case OtherPerson, Expired, Revoked, Altered, NotABadge:
	}
	return false
}

// askEndorse asks who speaks, for what and in which words.
func (r *Room) askEndorse(i *item) {
	kit.Run(r.env.Tasks, r.engine.Endorsers, func(who []Endorser, err error) {
		switch {
		case err != nil:
			r.tell(r.env.ErrorBanner(err))
		case len(who) == 0:
			r.tell(kit.Banner(kit.Info, "", r.env.T("checking.endorse.nobody")))
		default:
			r.endorseDialog(i, who)
		}
	})
}

func (r *Room) endorseDialog(i *item, who []Endorser) {
	e := Endorsing{Question: Question{Input: i.input, Record: i.record, Online: i.online}, By: who[0].ID, As: "class"}
	kinds := []string{"class", "issuer", "award"}
	var names []string
	for _, kind := range kinds {
		names = append(names, r.env.T("checking.endorse.as."+kind))
	}
	rows := []fyne.CanvasObject{kit.Body(r.env.T("checking.endorse.text")).In(kit.ColorText2)}
	if len(who) > 1 {
		var ids, texts []string
		for _, one := range who {
			ids, texts = append(ids, one.ID), append(texts, one.Name)
		}
		word := r.env.T("checking.endorse.by")
		rows = append(rows, kit.NewField(word, "", kit.NewSelect(word, ids, texts, e.By, func(id string) { e.By = id })))
	}
	word := r.env.T("checking.endorse.as")
	comment := kit.NewTextArea(r.env.T("checking.endorse.comment"), r.env.T("checking.endorse.comment.hint"), "", 4, func(text string) { e.Comment = text })
	rows = append(rows, kit.NewField(word, "", kit.NewSelect(word, kinds, names, e.As, func(kind string) { e.As = kind })), comment)
	name := i.result.Name
	if name == "" {
		name = i.name(r.env.T("checking.endorse.badge"))
	}
	var d *kit.Dialog
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(r.env.T("checking.endorse.do"), "", kit.Primary, func() {
		d.Close()
		r.env.ChooseFile(kit.Choose{Title: r.env.T("checking.endorse.folder"), Button: r.env.T("checking.endorse.here"), Folder: true}, func(path string) {
			e.Folder = path
			r.endorse(e)
		})
	})
	d = r.env.NewDialog(r.env.T("checking.endorse.title", "name", name), kit.VBox(12, rows...), no, yes).Sized(520, 0).Focus(comment.Entry)
	d.Show()
}

// endorse says it, and where the files are.
func (r *Room) endorse(e Endorsing) {
	kit.Run(r.env.Tasks, func(ctx context.Context) (string, error) { return r.engine.Endorse(ctx, e) }, func(about string, err error) {
		if err != nil {
			r.tell(r.env.ErrorBanner(err))
			return
		}
		show := kit.NewButton(r.env.T("checking.endorse.open"), "folder", kit.Plain, func() { r.env.OpenFolder(e.Folder) })
		r.tell(kit.Banner(kit.OK, r.env.T("checking.endorse.done"), r.env.T("checking.endorse.send", "about", about), show))
	})
}
