package studio

import (
	"cmp"
	"context"
	"image"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

// prefPacks are the folders that emblems can be taken from, one a line.
const prefPacks = "studio.packs"

// shownPieces is how many pictures of a pack are drawn at once; a search finds
// the rest.
const shownPieces = 120

func (s *studio) packs() []string {
	return slices.DeleteFunc(strings.Split(s.env.Prefs.String(prefPacks, ""), "\n"), func(p string) bool { return p == "" })
}

// addPack asks for a folder and opens it as a pack.
func (s *studio) addPack() {
	s.env.ChooseFile(kit.Choose{Title: s.env.T("studio.pack.title"), Folder: true}, func(folder string) { s.openPack(folder, true) })
}

// openPack reads a pack and lets one of its pictures be chosen. One that can be
// read is offered again.
func (s *studio) openPack(folder string, fresh bool) {
	kit.Run(s.env.Tasks, func(ctx context.Context) (Pack, error) { return s.r.engine.Pack(ctx, folder) }, func(p Pack, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		if fresh {
			list := append([]string{folder}, slices.DeleteFunc(s.packs(), func(f string) bool { return f == folder })...)
			s.env.Prefs.SetString(prefPacks, strings.Join(list[:min(len(list), 12)], "\n"))
		}
		s.choosePiece(p)
	})
}

// packMenu offers the packs there are, and another folder.
func (s *studio) packMenu(then func()) []kit.MenuItem {
	var items []kit.MenuItem
	for _, folder := range s.packs() {
		items = append(items, kit.MenuItem{Text: folder[strings.LastIndexAny(folder, `/\`)+1:], Icon: "folder", Act: func() { then(); s.openPack(folder, false) }})
	}
	if len(items) > 0 {
		items = append(items, kit.MenuItem{})
	}
	return append(items, kit.MenuItem{Text: s.env.T("studio.pack.add"), Icon: "plus", Act: func() { then(); s.addPack() }})
}

// hits are the pictures that fit all words typed.
func (p Pack) hits(typed string) []Piece {
	words := strings.Fields(strings.ToLower(typed))
	var out []Piece
	for _, one := range p.Pieces {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(one.Name, w) }) {
			out = append(out, one)
		}
	}
	return out
}

// choosePiece shows a pack, with a search.
func (s *studio) choosePiece(p Pack) {
	t := s.env.T
	search := kit.NewEntry(t("studio.emblem.search"))
	search.SetPlaceHolder(t("studio.emblem.search"))
	grid := kit.VBox(0)
	scroll := kit.Scroll(grid)
	text := rgba(kit.Color(kit.ColorText))
	ink := designer.FillColor(designer.Color{R: text[0], G: text[1], B: text[2], A: 255})
	px, fonts := int(float64(kit.Px(44))*s.scale()), s.fonts
	work := kit.NewLatest[[]image.Image](s.env.Tasks)
	var d *kit.Dialog
	fill := func(typed string) {
		list := p.hits(typed)
		show := list[:min(len(list), shownPieces)]
		work.Run(func(ctx context.Context) ([]image.Image, error) { return s.pieces(ctx, show, fonts, ink, px) }, func(pics []image.Image, err error) {
			if err != nil {
				s.fail(err)
				return
			}
			tiles, rover := s.pieceTiles(show, pics, func(one Piece) { d.Close(); s.addPiece(p, one) })
			search.OnSubmitted = func(string) { rover.Focus(s.canvas(), 0) } // to what was found
			grid.Objects = []fyne.CanvasObject{tiles}
			if len(list) == 0 {
				grid.Objects = []fyne.CanvasObject{kit.Second(t("studio.emblem.none", "text", typed))}
			}
			if n := unread(pics); n > 0 {
				grid.Objects = append(grid.Objects, kit.Inset(10, 0, 0, 0, kit.Hint(t("studio.pack.unread", "count", strconv.Itoa(n)))))
			}
			if n := len(list) - len(show); n > 0 {
				grid.Objects = append(grid.Objects, kit.Inset(10, 0, 0, 0, kit.Hint(t("studio.pack.rest", "count", strconv.Itoa(n)))))
			}
			scroll.Refresh()
		})
	}
	search.OnChanged = fill
	licence := p.Licence
	if p.Credit != "" {
		licence += ", " + p.Credit
	}
	note := t("studio.pack.licence", "licence", licence)
	if p.Licence == "" {
		note = t("studio.pack.no-licence")
	}
	d = s.env.NewDialog(p.Name, kit.Framed(kit.Inset(0, 0, 12, 0, search), kit.Inset(10, 0, 0, 0, kit.Hint(note)), nil, nil, scroll),
		kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() }))
	d.Sized(560, 500).Focus(search).OnClosed(work.Cancel)
	fill("")
	d.Show()
}

// pieces draws pictures of a pack; one that cannot be read stays empty.
func (s *studio) pieces(ctx context.Context, list []Piece, fonts *typeset.Fonts, ink designer.Paint, px int) ([]image.Image, error) {
	out := make([]image.Image, len(list))
	for i, one := range list {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, err := s.r.engine.Piece(ctx, one.File, ink)
		if err != nil {
			continue
		}
		m := render.NewMeasure(fonts, nil)
		doc := designer.Document{Width: 100, Height: 100, Layers: []*designer.Layer{placedIn(m, d.Layer, 92, geom.Pt(50, 50))}}
		if out[i], _, err = render.Image(ctx, doc, render.Options{Width: px, Fonts: fonts}); err != nil {
			out[i] = nil
		}
	}
	return out, nil
}

// unread counts the pictures that could not be drawn.
func unread(pics []image.Image) int {
	n := 0
	for _, m := range pics {
		if m == nil {
			n++
		}
	}
	return n
}

// placedIn is a layer whose larger side is as long as said, about a middle.
func placedIn(m edit.Measure, l *designer.Layer, side float64, middle geom.Point) *designer.Layer {
	b := edit.Box(m, l)
	n := *l
	most := max(b.W(), b.H())
	if most <= 0 {
		return &n
	}
	at := n.Place.Apply(b.Middle())
	k := side / most / max(n.Place.Parts().SX, 1e-6)
	n.Place = n.Place.Then(geom.Move(-at.X, -at.Y)).Then(geom.Scale(k, k)).Then(geom.Move(middle.X, middle.Y))
	return &n
}

func (s *studio) pieceTiles(list []Piece, pics []image.Image, take func(Piece)) (fyne.CanvasObject, *kit.Rover) {
	tiles := make([]*kit.Item, 0, len(list))
	for i, one := range list {
		if pics[i] == nil {
			continue
		}
		pic := &canvas.Image{FillMode: canvas.ImageFillContain, Image: pics[i]}
		pic.SetMinSize(fyne.NewSquareSize(kit.Px(44)))
		tile := kit.NewTile(one.Name, kit.Pad(8, pic), func() { take(one) })
		tile.SetTip(one.Name)
		tiles = append(tiles, tile)
	}
	return wall(tiles)
}

// addPiece puts a picture of a pack into the middle. Where it comes from, and
// under what licence, goes along with the design.
func (s *studio) addPiece(p Pack, one Piece) {
	session := s.session
	slot := designer.Fill("accent")
	if _, ok := session.Settled().Color("accent"); !ok {
		slot = designer.FillColor(designer.Color{A: 255})
	}
	kit.Run(s.env.Tasks, func(ctx context.Context) (Drawing, error) { return s.r.engine.Piece(ctx, one.File, slot) }, func(d Drawing, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		if session != s.session {
			return
		}
		about := designer.Credits{Author: cmp.Or(d.About.Author, p.Credit), Licence: cmp.Or(d.About.Licence, p.Licence), Source: d.About.Source}
		s.addCredited(d, 200, s.middle(), credited(session.Settled().About, p.Name, about))
	})
}

// credited adds to where a design comes from something that is in it: what that
// is called, who made it, and under what licence.
func credited(c designer.Credits, name string, of designer.Credits) designer.Credits {
	add := func(text, more string) string {
		if more == "" || strings.Contains(text, more) {
			return text
		}
		if text == "" {
			return more
		}
		return text + "; " + more
	}
	source := name
	if of.Author != "" {
		source += ": " + of.Author
	}
	if of.Source != "" {
		source += " (" + of.Source + ")"
	}
	c.Source = add(c.Source, source)
	if of.Licence != "" {
		c.Licence = add(c.Licence, of.Licence+" ("+name+")")
	}
	return c
}

// addDrawing puts an SVG file into the design, as layers round a place. One that
// cannot be a part of another, because it is too large, becomes a design of its
// own.
func (s *studio) addDrawing(path string, at geom.Point) {
	black := designer.FillColor(designer.Color{A: 255})
	s.putDrawing(at, func(ctx context.Context) (Drawing, error) { return s.r.engine.Piece(ctx, path, black) },
		func(error) { s.r.openFile(path) })
}

// addCredited adds a drawing, so large and round a place, with who made it, as one
// step: what is undone alone would leave the picture without its credit.
func (s *studio) addCredited(d Drawing, side float64, at geom.Point, about designer.Credits) {
	if len(d.Blobs) > 0 {
		s.hold(d.Blobs)
	}
	_, err := s.session.Add("step.add", placedIn(s.measure, d.Layer, side, at), geom.Point{}, edit.SetAbout(about))
	s.try(err)
	s.focus()
}
