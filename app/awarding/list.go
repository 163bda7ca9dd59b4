package awarding

import (
	"image"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// picture shows a badge in whatever room it gets.
func picture(m image.Image) fyne.CanvasObject {
	w := kit.NewPictureWell(0, 0, kit.NoGround)
	w.SetImage(m)
	return w
}

// listStep asks which badge, and who gets it.
func (r *Room) listStep() fyne.CanvasObject {
	var content []fyne.CanvasObject
	if r.listErr != nil {
		content = append(content, r.env.ErrorBanner(r.listErr))
	}
	for _, u := range r.begin.Unfinished {
		content = append(content, r.unfinished(u))
	}
	content = append(content, kit.Columns(16, []float32{3, 2}, kit.VBox(16, r.source(), r.newest(), r.kept()), r.whichBadge()))
	return kit.Page(r.head(r.t("list.state"), int(atList)), kit.PageBody(content...), r.listFoot())
}

func (r *Room) listFoot() fyne.CanvasObject {
	left := kit.Second(r.t("list.private"))
	state := r.listName()
	if r.busy {
		state = r.t("reading")
	}
	next := kit.NewButton(r.t("next"), "arrow-right", kit.Primary, r.goOn)
	next.SetEnabled(r.canGoOn())
	if r.list.None() && !r.busy {
		state = r.t("list.none")
	}
	return kit.Foot(left, kit.Second(state), next)
}

// listName is what the chosen list is called.
func (r *Room) listName() string {
	switch {
	case r.list.Path != "":
		return filepath.Base(r.list.Path)
	case r.list.Kept != "":
		return r.list.Kept
	case r.list.None():
		return ""
	}
	return r.t("pasted")
}

// whichBadge is the class to award, and a choice where there are several.
func (r *Room) whichBadge() fyne.CanvasObject {
	c, _ := r.classOf(r.class)
	well := kit.NewPictureWell(160, 160, kit.Sunken)
	well.SetImage(c.Picture)
	content := []fyne.CanvasObject{kit.Label(r.t("list.badge"))}
	if n := len(r.begin.Classes); n > 1 {
		values, texts := make([]string, n), make([]string, n)
		for i, class := range r.begin.Classes {
			values[i], texts[i] = class.Slug, class.Name
		}
		content = append(content, kit.NewSelect(r.t("list.badge"), values, texts, r.class, func(slug string) {
			r.class, r.folder, r.chosen, r.formats = slug, "", false, nil
			r.show()
		}))
	} else {
		content = append(content, kit.Section(c.Name).Wrapping(kit.Wrapped))
	}
	content = append(content, kit.Exactly(0, 176, kit.Inset(8, 0, 8, 0, well)),
		kit.Second(r.t("list.badge.about", "issuer", c.Issuer, "version", r.number(c.Version))).Wrapping(kit.Wrapped))
	return kit.VBox(0, kit.Card(content...))
}

// source is where people come from: a drop, a file, a path, the clipboard.
func (r *Room) source() fyne.CanvasObject {
	drop := kit.NewDropZone(r.t("list.drop"), r.t("list.drop.text"), 96, r.chooseFile)
	path := kit.NewEntry(r.t("list.path"))
	path.SetPlaceHolder(r.t("list.path.hint"))
	open := func() {
		if text := cleanPath(path.Text, r.env.Home); text != "" {
			r.choose(List{Path: text})
		}
	}
	path.OnSubmitted = func(string) { open() }
	row := kit.HBox(8, kit.Spread(path), kit.NewButton(r.t("list.path.do"), "", kit.Plain, open))
	buttons := kit.HBox(8, kit.NewButton(r.t("list.open"), "folder", kit.Plain, r.chooseFile), kit.NewButton(r.t("list.paste"), "paste", kit.Plain, r.pasteList))
	return kit.Card(kit.Section(r.t("list.who")), drop, buttons, kit.NewField(r.t("list.path"), "", row))
}

// cleanPath makes a path of what somebody typed or pasted: quotes, a file
// address and the sign for home are understood.
func cleanPath(text, home string) string {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	text = strings.TrimPrefix(text, "file://")
	if rest, ok := strings.CutPrefix(text, "~"); ok && home != "" && (rest == "" || os.IsPathSeparator(rest[0])) {
		text = home + rest
	}
	return text
}

// shownPath is a path with the sign for home, as cleanPath takes it back.
func shownPath(path, home string) string {
	if rest, ok := strings.CutPrefix(path, home); ok && home != "" && (rest == "" || os.IsPathSeparator(rest[0])) {
		return "~" + rest
	}
	return path
}

// newest are lists that lie about.
func (r *Room) newest() fyne.CanvasObject {
	rows := []fyne.CanvasObject{}
	for i, f := range r.begin.Files {
		if i > 0 {
			rows = append(rows, kit.Rule())
		}
		rows = append(rows, r.fileRow(f))
	}
	if len(rows) == 0 {
		return kit.Card(kit.Strong(r.t("list.newest")), kit.Hint(r.t("list.newest.none")))
	}
	return kit.CardWith(0, kit.VBox(0, kit.Inset(12, 16, 8, 16, kit.Strong(r.t("list.newest"))), kit.VBox(0, rows...), kit.Gap(0, 4)))
}

func (r *Room) fileRow(f File) fyne.CanvasObject {
	about := r.t("list.file.about", "place", r.t("place."+f.Place), "age", r.ago(f.Changed), "size", r.size(f.Size))
	line := kit.HBox(12, kit.NewGlyph("table", kit.ColorOK, 18), kit.Spread(kit.Line(f.Name())), kit.Second(about))
	row := kit.NewRow(f.Name(), kit.Exactly(0, 38, kit.Inset(0, 16, 0, 16, line)), func() { r.choose(List{Path: f.Path}) }).Bar()
	row.SetOn(f.Path == r.list.Path)
	row.SetTip(f.Path)
	return row
}

// unfinished offers to end what was stopped.
func (r *Room) unfinished(u Unfinished) fyne.CanvasObject {
	text := r.t("unfinished.text", "list", u.List, "day", kit.Day(u.Begun.Local()), "awarded", r.number(u.Awarded), "pending", r.number(u.Pending))
	return kit.Banner(kit.Warn, r.t("unfinished.title", "class", u.Name), text,
		kit.NewButton(r.t("unfinished.do"), "play", kit.Plain, func() { r.finish(u.Batch) }))
}

// pasteList takes what is in the clipboard, after a look at it.
func (r *Room) pasteList() {
	text := kit.NewMultiEntry(r.t("paste.text"), 10)
	text.SetText(r.env.Paste())
	text.SetPlaceHolder(r.t("paste.hint"))
	var d *kit.Dialog
	use := kit.NewButton(r.t("paste.do"), "", kit.Primary, func() {
		d.Close()
		if strings.TrimSpace(text.Text) != "" {
			r.choose(List{Text: text.Text})
		}
	})
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
	d = r.env.NewDialog(r.t("paste.title"), container.NewStack(text), no, use).Sized(560, 0).Focus(text)
	d.Show()
}
