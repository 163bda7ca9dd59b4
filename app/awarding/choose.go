package awarding

import (
	"context"

	"badgekiln/app/kit"
)

// chooseFile lets somebody choose a list.
func (r *Room) chooseFile() {
	if r.step == atRun {
		return
	}
	r.env.ChooseFile(kit.Choose{Title: r.t("choose.title"), Button: r.t("choose.do"), Extensions: []string{".csv", ".tsv", ".txt"}, Recent: true},
		func(path string) { r.choose(List{Path: path}) })
}

// chooseFolder lets somebody choose where the files go.
func (r *Room) chooseFolder(into *kit.Entry) {
	r.env.ChooseFile(kit.Choose{Title: r.t("choose.folder.title"), Button: r.t("choose.folder.do"), Folder: true}, func(path string) { into.SetText(path) })
}

func saving(e Engine, l List, c Choices, path string) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) { return e.SaveBad(ctx, l, c, path) }
}
