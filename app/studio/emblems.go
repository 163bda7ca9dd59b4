package studio

import (
	"context"
	"image"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/template"
)

// chooseEmblem asks for one of the emblems, with a search. With an emblem
// selected, the chosen one takes its place.
func (s *studio) chooseEmblem() {
	if s.r.catalogue == nil {
		return
	}
	t := s.env.T
	search := kit.NewEntry(t("studio.emblem.search"))
	search.SetPlaceHolder(t("studio.emblem.search"))
	grid := container.NewStack()
	scroll := kit.Scroll(grid)
	pics := map[string]image.Image{}
	var d *kit.Dialog
	fill := func(text string) {
		list := emblemsFor(s.env, s.r.catalogue, text)
		if len(list) == 0 {
			grid.Objects = []fyne.CanvasObject{kit.Empty("search", t("studio.emblem.none", "text", text), "")}
			scroll.Refresh()
			return
		}
		var tiles []*kit.Item
		for _, e := range list {
			pic := &canvas.Image{FillMode: canvas.ImageFillContain, Image: pics[e.Name]}
			pic.SetMinSize(fyne.NewSquareSize(kit.Px(44)))
			name := emblemName(s.env, e.Name)
			tile := kit.NewTile(name, kit.Pad(8, pic), func() {
				d.Close()
				s.addEmblem(e.Name)
			})
			tile.SetTip(name)
			tiles = append(tiles, tile)
		}
		shown, rover := wall(tiles)
		search.OnSubmitted = func(string) { rover.Focus(s.canvas(), 0) } // to what was found
		grid.Objects = []fyne.CanvasObject{shown}
		scroll.Refresh()
	}
	search.OnChanged = fill
	d = s.env.NewDialog(t("studio.emblem.title"), kit.Framed(kit.Inset(0, 0, 12, 0, search), nil, nil, nil, scroll),
		kit.NewMenuButton(t("studio.pack.more"), "folder", kit.Plain, func() []kit.MenuItem { return s.packMenu(func() { d.Close() }) }),
		kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() }))
	d.Sized(560, 460).Focus(search)
	text := rgba(kit.Color(kit.ColorText))
	ink := designer.Color{R: text[0], G: text[1], B: text[2], A: 255}
	px := int(float64(kit.Px(44)) * s.scale())
	all := s.r.catalogue.Emblems()
	kit.Run(s.env.Tasks, func(ctx context.Context) (map[string]image.Image, error) {
		return emblemPictures(ctx, all, ink, px)
	}, func(drawn map[string]image.Image, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		pics = drawn
		fill(search.Text)
	})
	d.Show()
}

// wall sets small tiles side by side; they are one stop for Tab.
func wall(tiles []*kit.Item) (fyne.CanvasObject, *kit.Rover) {
	objects := make([]fyne.CanvasObject, len(tiles))
	for i, k := range tiles {
		objects[i] = k
	}
	rover := kit.NewRover(tiles...).Grid(func() int { return inFirstRow(tiles) })
	return kit.Tiles(8, 60, 60, objects...), rover
}

// emblemName is what an emblem is called: the first of its words.
func emblemName(env kit.Env, name string) string {
	if !env.Has("emblem." + name) {
		return name
	}
	called, _, _ := strings.Cut(env.T("emblem."+name), ", ")
	return called
}

// emblemsFor finds emblems by the words of the language too, which stand behind
// those of the catalogue.
func emblemsFor(env kit.Env, c *template.Catalogue, typed string) []template.Emblem {
	list := c.SearchEmblems(strings.TrimSpace(typed))
	words := strings.Fields(strings.ToLower(typed))
	for _, e := range c.Emblems() {
		has := func(f template.Emblem) bool { return f.Name == e.Name }
		if !slices.ContainsFunc(list, has) && env.Has("emblem."+e.Name) && allIn(strings.ToLower(env.T("emblem."+e.Name)), words) {
			list = append(list, e)
		}
	}
	return list
}

// allIn tells whether a text holds each of some words.
func allIn(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// emblemPictures draws emblems in one colour.
func emblemPictures(ctx context.Context, list []template.Emblem, ink designer.Color, px int) (map[string]image.Image, error) {
	out := map[string]image.Image{}
	for _, e := range list {
		l, err := template.NewEmblem(e, e.Name, geom.Pt(50, 50), 96, designer.FillColor(ink))
		if err != nil {
			return nil, err
		}
		doc := designer.Document{Width: 100, Height: 100, Layers: []*designer.Layer{l}}
		m, _, err := render.Image(ctx, doc, render.Options{Width: px})
		if err != nil {
			return nil, err
		}
		out[e.Name] = m
	}
	return out, nil
}
