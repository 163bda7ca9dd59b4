package awarding

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"badgekiln/app/kit"
)

// chooseFile lets somebody choose a list.
func (r *Room) chooseFile() {
	if r.step == atRun {
		return
	}
	r.env.ChooseFile(kit.Choose{Title: r.t("choose.title"), Button: r.t("choose.do"), Extensions: kit.ListEndings(), Recent: true},
		func(path string) { r.choose(List{Path: path}) })
}

// chooseFolder lets somebody choose where the files go.
func (r *Room) chooseFolder(into *kit.Entry) {
	folder := r.outFolder()
	kit.Run(r.env.Tasks, func(context.Context) (string, error) { return existing(folder), nil }, func(start string, _ error) {
		r.env.ChooseFile(kit.Choose{Title: r.t("choose.folder.title"), Button: r.t("choose.folder.do"), Folder: true, Start: start},
			func(path string) { into.SetText(path) })
	})
}

func saving(e Engine, l List, c Choices, path string) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) { return e.SaveBad(ctx, l, c, path) }
}

// folderOf is the folder of a list; "" for a pasted one.
func folderOf(path string) string {
	if path == "" {
		return ""
	}
	return filepath.Dir(path)
}

// existing is the nearest folder on the way to a path that is there.
func existing(path string) string {
	for path != "" && path != filepath.Dir(path) {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return path
		}
		path = filepath.Dir(path)
	}
	return ""
}

// saveBad writes the rows that cannot be awarded into a file of their own.
func (r *Room) saveBad() {
	list, choices := r.list, r.choices
	r.env.ChooseFile(kit.Choose{Title: r.t("bad.save.title"), Save: true, Start: folderOf(list.Path), Name: r.t("bad.save.name") + tableEnding(list.Path), Extensions: []string{".csv", ".xlsx"}}, func(path string) {
		kit.Run(r.env.Tasks, saving(r.engine, list, choices, path), func(n int, err error) {
			if err != nil {
				r.env.Fail(err)
				return
			}
			r.env.Tell(r.counted("bad.saved", n), kit.Body(path))
		})
	})
}

// tableEnding is the ending of a table that goes back to whoever made a list:
// a workbook for a workbook, as the program it came from opens it best.
func tableEnding(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx", ".xlsm", ".ods":
		return ".xlsx"
	}
	return ".csv"
}
