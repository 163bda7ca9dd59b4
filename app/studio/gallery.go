package studio

import (
	"context"
	"image"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/brand"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
)

// The shelves of the gallery besides the families of templates.
const (
	shelfOwn  = "own"
	shelfAll  = "all"
	shelfMine = "mine" // templates of one's own
	shelfGone = "gone" // deleted designs
)

// piece is what a tile stands for: a working copy, or a template.
type piece struct {
	key, title, detail, family string
	own                        *Design
	mine                       *Design // a template of one's own
	gone                       *Design // a deleted design
	template                   string
	words                      string                    // what a search looks in
	in                         map[string]designer.Color // colours chosen for the template, or nil
}

// gallery is the first view of the room: designs of one's own, and templates.
type gallery struct {
	r       *Room
	shelf   string
	pieces  []piece
	chosen  string
	tiles   map[string]*tile
	pics    map[string]image.Image
	bad     map[string]error
	queue   []piece
	drawing bool
	reading *kit.Latest[read]
	state   *kit.Text
	search  *kit.Entry
	shelves *fyne.Container
	grid    *container.Scroll
	side    *fyne.Container
	page    fyne.CanvasObject
	scale   float64
	trouble error
	loaded  bool
	checks  *kit.Latest[judged]
	pressed pressed
	order   []*tile    // as they are shown
	rows    *kit.Rover // the shelves
	field   *kit.Rover // the tiles
	palette *kit.Rover // the palettes beside the chosen template; or nil
}

// read is what the gallery reads when it comes up.
type read struct {
	own       []Design
	catalogue *template.Catalogue
	mine      []Design
	gone      []Design
	brand     brand.Kit
	branded   bool
}

func newGallery(r *Room) *gallery {
	g := &gallery{
		r: r, shelf: shelfAll, tiles: map[string]*tile{}, pics: map[string]image.Image{}, bad: map[string]error{},
		reading: kit.NewLatest[read](r.env.Tasks), checks: kit.NewLatest[judged](r.env.Tasks),
	}
	g.build()
	return g
}

func (g *gallery) build() {
	t := g.r.env.T
	g.state = kit.Second("").Wrapping(kit.Ellipsis)
	g.search = kit.NewEntry(t("designs.search"))
	g.search.SetPlaceHolder(t("designs.search"))
	g.search.Icon = kit.IconIn("search", kit.ColorText3)
	g.search.OnChanged = func(string) { g.fill() }
	g.search.OnSubmitted = func(string) { g.toTiles() }
	head := kit.Inset(8, 24, 8, 24, kit.HBox(
		12,
		kit.Spread(kit.VBox(0, kit.Title(t("designs.title")), g.state)),
		kit.AtLeast(240, 34, g.search),
		kit.NewMenuButton(t("studio.brand.menu"), "palette", kit.Plain, g.r.brand.menu),
		kit.NewButton(t("designs.blank"), "plus", kit.Plain, g.r.newBlank),
		kit.NewButton(t("designs.open"), "folder", kit.Plain, g.r.chooseFile),
	))
	g.shelves = container.New(kit.Column(2))
	g.grid = kit.Scroll(container.NewStack())
	g.side = container.NewStack()
	body := kit.Framed(nil, nil,
		sideLine(kit.Exactly(208, 0, kit.Scroll(kit.Inset(14, 10, 14, 10, g.shelves))), true),
		sideLine(kit.On(kit.ColorSurface, kit.Exactly(286, 0, g.side)), false),
		g.grid)
	g.page = kit.Framed(kit.Framed(nil, kit.Rule(), nil, nil, kit.AtLeast(0, 64, head)), nil, nil, nil, body)
}

// shown reads the list again.
func (g *gallery) shown() {
	g.scale = g.r.scale()
	g.reading.Run(func(ctx context.Context) (read, error) {
		var out read
		var err error
		if out.catalogue, err = g.r.engine.Catalogue(); err != nil {
			return out, err
		}
		if out.own, err = g.r.engine.Designs(ctx); err != nil {
			return out, err
		}
		if out.mine, err = g.r.engine.Templates(ctx); err != nil {
			return out, err
		}
		if out.gone, err = g.r.engine.DeletedDesigns(ctx); err != nil {
			return out, err
		}
		out.brand, out.branded, err = g.r.engine.Brand(ctx)
		return out, err
	}, func(out read, err error) {
		g.trouble = err
		g.set(out)
	})
}

func (g *gallery) set(out read) {
	t := g.r.env.T
	g.pieces = nil
	g.r.brand.set(out.brand, out.branded)
	for _, d := range out.own {
		p := piece{key: shelfOwn + ":" + d.ID, title: d.Name, own: &d, words: strings.ToLower(d.Name)}
		p.detail = g.r.day(d.Changed)
		if d.Trouble != nil {
			g.bad[p.key] = d.Trouble
		} else {
			delete(g.bad, p.key)
		}
		delete(g.pics, p.key)
		g.pieces = append(g.pieces, p)
	}
	for _, d := range out.mine {
		p := piece{key: shelfMine + ":" + d.ID, title: d.Name, mine: &d, words: strings.ToLower(d.Name), detail: g.r.day(d.Changed)}
		if d.Trouble != nil {
			g.bad[p.key] = d.Trouble
		}
		g.pieces = append(g.pieces, p)
	}
	g.pieces = append(g.pieces, g.deleted(out.gone)...)
	if out.catalogue != nil {
		g.r.catalogue = out.catalogue
		for _, m := range out.catalogue.Templates() {
			p := piece{key: "template:" + m.ID, template: m.ID, family: m.Family, title: t("template." + m.ID), detail: t("template.family." + m.Family)}
			p.words = strings.ToLower(strings.Join(append([]string{m.ID, m.Title, p.title, p.detail}, append(m.Tags, m.Emblems...)...), " "))
			p.words += " " + strings.ToLower(g.coloured(out.catalogue, m.Palette)+" "+g.subjects(m))
			g.pieces = append(g.pieces, p)
		}
	}
	if !g.loaded && len(out.own) > 0 {
		g.shelf = shelfOwn
	}
	g.loaded = true
	g.fillShelves()
	g.fill()
}

// subjects is what a template is about, in words of the language.
func (g *gallery) subjects(m template.Template) string {
	var text []string
	for _, key := range m.Subjects() {
		if g.r.env.Has(key) {
			text = append(text, g.r.env.T(key))
		}
	}
	return strings.Join(text, " ")
}

// coloured is what a palette is called and which colours lead in it, in words to
// search by.
func (g *gallery) coloured(c *template.Catalogue, palette string) string {
	t := g.r.env.T
	text := t("palette." + palette)
	p, err := c.Palette(palette)
	if err != nil {
		return text
	}
	for _, slot := range []string{"base", "accent", "pop"} {
		text += " " + t("hue."+brand.Hue(p.Colors[slot]))
	}
	return text
}

// on tells whether a piece stands on a shelf.
func (p piece) on(shelf string) bool {
	switch shelf {
	case shelfOwn:
		return p.own != nil
	case shelfMine:
		return p.mine != nil
	case shelfGone:
		return p.gone != nil
	case shelfAll:
		return p.template != ""
	}
	return p.template != "" && p.family == shelf
}

func (g *gallery) count(shelf string) int {
	n := 0
	for _, p := range g.pieces {
		if p.on(shelf) {
			n++
		}
	}
	return n
}

func (g *gallery) fillShelves() {
	t := g.r.env.T
	var rows []*kit.Item
	add := func(shelf, name string) { rows = append(rows, g.shelfRow(shelf, name)) }
	add(shelfOwn, t("designs.own"))
	if g.count(shelfMine) > 0 {
		add(shelfMine, t("designs.mine"))
	}
	if g.count(shelfGone) > 0 {
		add(shelfGone, t("designs.deleted"))
	}
	own := len(rows)
	add(shelfAll, t("designs.templates"))
	if g.r.catalogue != nil {
		for _, f := range g.r.catalogue.Families() {
			if g.count(f.ID) > 0 {
				add(f.ID, t("template.family."+f.ID))
			}
		}
	}
	g.shelves.Objects = nil
	for i, row := range rows {
		if i == own {
			g.shelves.Objects = append(g.shelves.Objects, kit.Inset(6, 0, 6, 0, kit.Rule()))
		}
		g.shelves.Objects = append(g.shelves.Objects, row)
	}
	held := holds(g.rows)
	g.rows = kit.NewRover(rows...).Chooses()
	g.shelves.Refresh()
	g.keep(held, g.rows)
}

func (g *gallery) shelfRow(shelf, name string) *kit.Item {
	text := kit.Line(name)
	if shelf == g.shelf {
		text.Strong()
	}
	row := kit.AtLeast(0, 32, kit.Inset(0, 10, 0, 10, kit.HBox(8, kit.Spread(text), kit.Second(strconv.Itoa(g.count(shelf))))))
	return kit.NewRow(name, row, func() { g.toShelf(shelf) }).SetOn(shelf == g.shelf)
}

// hits are the pieces that the shelf and the search leave. A search looks on
// all shelves of its kind.
func (g *gallery) hits() []piece {
	words := strings.Fields(strings.ToLower(g.search.Text))
	for i, w := range words { // colours as figures are looked for by what they are called
		if c, err := designer.ParseColor(w); err == nil && strings.HasPrefix(w, "#") {
			words[i] = strings.ToLower(g.r.env.T("hue." + brand.Hue(c)))
		}
	}
	var out []piece
	for _, p := range g.pieces {
		if !p.on(g.shelf) {
			continue
		}
		if allIn(p.words, words) {
			out = append(out, p)
		}
	}
	return out
}

// fill shows the tiles of the shelf.
func (g *gallery) fill() {
	t := g.r.env.T
	hits := g.hits()
	g.state.SetText(t("designs.state", "own", strconv.Itoa(g.count(shelfOwn)), "templates", strconv.Itoa(g.count(shelfAll))))
	if !slices.ContainsFunc(hits, func(p piece) bool { return p.key == g.chosen }) {
		g.chosen = ""
		if len(hits) > 0 {
			g.chosen = hits[0].key
		}
	}
	g.tiles, g.order, g.queue = map[string]*tile{}, nil, nil
	var objects []fyne.CanvasObject
	var items []*kit.Item
	for _, p := range hits {
		k := newTile(p.title, p.detail, func() { g.press(p) }, func() { g.r.use(p) })
		k.SetOn(p.key == g.chosen)
		g.tiles[p.key], g.order = k, append(g.order, k)
		switch {
		case g.bad[p.key] != nil:
			k.troubled(g.r.env.Say(g.bad[p.key]).Text)
		case g.pics[p.key] != nil:
			k.show(g.pics[p.key])
		default:
			g.queue = append(g.queue, p)
		}
		objects, items = append(objects, k.Item), append(items, k.Item)
	}
	held := holds(g.field)
	g.field = kit.NewRover(items...).Grid(g.across).Arriving(func(i int) { g.choose(hits[i].key) })
	if len(objects) == 0 {
		g.grid.Content = g.empty()
	} else {
		g.grid.Content = kit.Inset(16, 20, 20, 20, kit.Tiles(12, 124, 196, objects...))
	}
	g.grid.Refresh()
	g.keep(held, g.field)
	g.showSide()
	g.next()
}

func (g *gallery) empty() fyne.CanvasObject {
	t := g.r.env.T
	switch {
	case g.trouble != nil:
		return kit.Pad(20, g.r.env.ErrorBanner(g.trouble, kit.NewButton(t("designs.again"), "refresh", kit.Plain, g.shown).Small()))
	case !g.loaded:
		return kit.Pad(24, kit.Second(t("designs.reading")))
	case g.search.Text != "":
		return kit.Empty("search", t("designs.none", "text", g.search.Text), "",
			kit.NewButton(t("designs.clear"), "", kit.Plain, func() { g.search.SetText("") }))
	}
	return kit.Empty("designs", t("designs.empty"), t("designs.empty.hint"),
		kit.NewButton(t("designs.empty.template"), "", kit.Primary, func() {
			g.shelf = shelfAll
			g.fillShelves()
			g.fill()
		}), kit.NewButton(t("designs.blank"), "plus", kit.Plain, g.r.newBlank))
}

func (g *gallery) choose(key string) {
	if old := g.tiles[g.chosen]; old != nil {
		old.SetOn(false)
	}
	g.chosen = key
	if now := g.tiles[key]; now != nil {
		now.SetOn(true)
		g.field.SetStop(now.Item)
	}
	g.showSide()
}

// piece is the one chosen.
func (g *gallery) piece() (piece, bool) {
	i := slices.IndexFunc(g.pieces, func(p piece) bool { return p.key == g.chosen })
	if i < 0 {
		return piece{}, false
	}
	return g.pieces[i], true
}

// next draws the tiles that have no picture yet, one after the other.
func (g *gallery) next() {
	if g.drawing || len(g.queue) == 0 {
		return
	}
	p := g.queue[0]
	g.queue = g.queue[1:]
	g.drawing = true
	px := max(int(float64(kit.Px(116))*g.scale), 16)
	kit.Run(g.r.env.Tasks, func(ctx context.Context) (image.Image, error) {
		f, err := g.r.read(ctx, p)
		if err != nil {
			return nil, err
		}
		return g.r.draw(ctx, f, px)
	}, func(m image.Image, err error) {
		g.drawing = false
		if err != nil {
			g.bad[p.key] = err
		} else {
			g.pics[p.key] = m
		}
		if k := g.tiles[p.key]; k != nil {
			if err != nil {
				k.troubled(g.r.env.Say(err).Text)
			} else {
				k.show(m)
			}
		}
		g.next()
	})
}

// read gives the design of a piece.
func (r *Room) read(ctx context.Context, p piece) (store.File, error) {
	if p.own != nil {
		return r.engine.Design(ctx, p.own.ID)
	}
	if p.mine != nil {
		return r.mineFile(ctx, p.mine.ID)
	}
	if p.gone != nil {
		return r.engine.DeletedDesign(ctx, p.gone.ID)
	}
	return r.templateFile(ctx, p.template, p.in)
}

// redraw shows templates in other colours.
func (g *gallery) redraw() {
	for i, p := range g.pieces {
		if p.own == nil && p.gone == nil {
			delete(g.pics, p.key)
		}
		// The brand's colours are what was asked for last.
		g.pieces[i].in = nil
	}
	if !g.r.inStudio() {
		g.fill()
	}
}
