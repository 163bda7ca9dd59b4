package awarding

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// Where the files go: into a folder, one archive, or nowhere until somebody
// asks the ledger for them.
const (
	intoFolder  = "folder"
	intoZip     = "zip"
	intoNothing = "nothing"
)

func intoOf(path string) string {
	switch {
	case path == "":
		return intoNothing
	case strings.EqualFold(filepath.Ext(path), ".zip"):
		return intoZip
	}
	return intoFolder
}

// outAs is the path that stands for one of them, from the class's own folder.
func (r *Room) outAs(into string) string {
	c, _ := r.classOf(r.class)
	switch into {
	case intoZip:
		return c.Folder + ".zip"
	case intoNothing:
		return ""
	}
	return c.Folder
}

// undoCard offers to take the whole batch back, which is possible until it was
// published or sent, and says when that was done.
func (r *Room) undoCard() fyne.CanvasObject {
	if u := r.undone; u != nil {
		text := r.counted("undo.removed", u.Removed)
		if u.Left > 0 {
			text += " " + r.counted("undo.left", u.Left)
		}
		return kit.Banner(kit.OK, r.counted("undo.done", u.Awards), text)
	}
	words := kit.VBox(0, kit.Strong(r.t("undo.title")).Wrapping(kit.Wrapped), kit.Second(r.t("undo.text")).Wrapping(kit.Wrapped))
	return kit.Card(kit.HBox(12, kit.NewGlyph("undo", kit.ColorText2, 24), kit.Spread(words), kit.NewButton(r.t("undo.do"), "", kit.Danger, r.askUndo)))
}

func (r *Room) askUndo() {
	res := r.result
	r.env.Ask(r.counted("undo.ask", res.Awarded), r.t("undo.ask.text"), r.t("undo.yes"), true, func() {
		folder := res.Folder
		if intoOf(folder) != intoFolder {
			folder = "" // what is in an archive stays there
		}
		names := r.names
		kit.Run(r.env.Tasks, func(ctx context.Context) (Undone, error) { return r.engine.Undo(ctx, res.Batch, folder, names) }, func(u Undone, err error) {
			if err != nil {
				r.env.Fail(err)
				return
			}
			r.undone = &u
			r.env.Saved()
			r.show()
		})
	})
}
