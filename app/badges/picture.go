package badges

import (
	"context"
	"image"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// picture is the picture the badge would have.
func (e *editor) picture() image.Image {
	if e.form.art.Kind != Kept {
		return e.form.art.Image
	}
	return e.class.Picture
}

// origin says where the picture comes from.
func (e *editor) origin() string {
	t := e.room.env.T
	switch {
	case e.drawing:
		return t("badges.picture.busy")
	case e.form.art.Kind == FromDesign:
		return t("badges.picture.of-design", "name", e.form.art.Title)
	case e.form.art.Kind == FromFile:
		return t("badges.picture.of-file", "name", filepath.Base(e.form.art.Ref))
	case e.class.Design != "":
		return t("badges.picture.of-design", "name", e.class.Design)
	case e.class.Picture != nil:
		return t("badges.picture.kept", "version", e.room.env.Count(e.class.Version()))
	}
	return t("badges.picture.none")
}

func (e *editor) picturePage() []fyne.CanvasObject {
	t := e.room.env.T
	if !e.asked {
		e.askDesigns()
	}
	var column []fyne.CanvasObject
	if text := e.faults[fieldPicture]; text != "" {
		column = append(column, kit.Banner(kit.Err, "", text))
	}
	return append(column,
		kit.Card(append([]fyne.CanvasObject{kit.Strong(t("badges.picture.designs"))}, e.designTiles()...)...),
		e.fileCard(), e.sheet.Picture(&e.form.more), e.sizesCard())
}

// askDesigns reads what a picture can be drawn from.
func (e *editor) askDesigns() {
	e.asked = true
	kit.Run(e.room.env.Tasks, func(ctx context.Context) ([]Design, error) { return e.room.engine.Designs(ctx) }, func(list []Design, err error) {
		if list == nil {
			list = []Design{}
		}
		e.designs = list
		if err != nil {
			e.faults[fieldPicture] = e.room.env.Say(err).Whole()
		}
		if e.tab == tabPicture {
			at := e.room.env.Window.Canvas()
			had := e.path != nil && at.Focused() == fyne.Focusable(e.path)
			if e.build(); had {
				at.Focus(e.path)
			}
		}
	})
}

func (e *editor) designTiles() []fyne.CanvasObject {
	r := e.room
	switch {
	case e.designs == nil:
		return []fyne.CanvasObject{kit.Hint(r.env.T("badges.picture.designs.busy"))}
	case len(e.designs) == 0:
		return []fyne.CanvasObject{
			kit.Body(r.env.T("badges.picture.designs.none")).In(kit.ColorText2),
			kit.HBox(8, kit.NewButton(r.env.T("badges.picture.designs.go"), "designs", kit.Plain, func() { r.env.Go(kit.Route{Room: kit.RoomDesigns}) })),
		}
	}
	tiles := make([]fyne.CanvasObject, 0, len(e.designs))
	for _, d := range e.designs {
		well := kit.NewPictureWell(88, 88, kit.NoGround)
		well.SetImage(d.Small)
		words := kit.Second(d.Title).Wrapping(kit.Ellipsis).Aligned(fyne.TextAlignCenter)
		tile := kit.NewTile(d.Title, kit.Pad(10, kit.VBox(8, well, words)), func() { e.take(FromDesign, d.ID) })
		tiles = append(tiles, tile.SetOn(e.form.art.Kind == FromDesign && e.form.art.Ref == d.ID))
	}
	return []fyne.CanvasObject{kit.Tiles(12, 116, 0, tiles...)}
}

func (e *editor) fileCard() fyne.CanvasObject {
	r := e.room
	t := r.env.T
	path := kit.NewEntry(t("badges.picture.file.example"))
	path.SetPlaceHolder(t("badges.picture.file.example"))
	e.path = path
	if e.form.art.Kind == FromFile {
		path.SetText(e.form.art.Ref)
	}
	use := kit.NewButton(t("badges.picture.file.use"), "", kit.Plain, func() { e.take(FromFile, r.path(path.Text)) })
	use.SetEnabled(strings.TrimSpace(path.Text) != "")
	path.OnChanged = func(text string) { use.SetEnabled(strings.TrimSpace(text) != "") }
	path.OnSubmitted = func(text string) {
		if strings.TrimSpace(text) != "" {
			e.take(FromFile, r.path(text))
		}
	}
	choose := kit.NewButton(t("badges.picture.file.choose"), "folder", kit.Plain, func() {
		r.env.ChooseFile(kit.Choose{Title: t("badges.picture.choose"), Extensions: kit.PictureEndings()}, func(path string) { e.take(FromFile, path) })
	})
	return kit.Card(kit.NewField(t("badges.picture.file"), t("badges.picture.file.hint"), kit.HBox(8, kit.Spread(path), use, choose)))
}

// path is a path as typed or pasted: without quotes, with ~ as the user's
// folder, below it when it does not say where.
func (r *Room) path(typed string) string {
	text := strings.Trim(strings.TrimSpace(typed), `"'`)
	text = strings.TrimPrefix(text, "file://")
	if strings.HasPrefix(text, "~/") {
		text = filepath.Join(r.env.Home, text[2:])
	}
	if text != "" && !filepath.IsAbs(text) {
		text = filepath.Join(r.env.Home, text)
	}
	return text
}

// sizesCard shows the picture as it is met: large, in a list, in a mail, on
// light and on dark.
func (e *editor) sizesCard() fyne.CanvasObject {
	t := e.room.env.T
	img := e.picture()
	if img == nil {
		return kit.Card(kit.Strong(t("badges.picture.sizes")), kit.Body(e.origin()).In(kit.ColorText2))
	}
	well := func(side float32, ground kit.Ground) fyne.CanvasObject {
		w := kit.NewPictureWell(side, side, kit.NoGround)
		w.SetImage(img)
		under := kit.NewPictureWell(side+16, side+16, ground)
		return kit.Exactly(side+16, side+16, stack(under, kit.Pad(8, w)))
	}
	row := kit.Chips(12, well(284, kit.Board), well(90, kit.OnWhite), well(90, kit.OnDark), well(32, kit.OnWhite), well(32, kit.OnDark))
	return kit.Card(kit.Strong(t("badges.picture.sizes")), kit.Hint(t("badges.picture.sizes.note")), row)
}
