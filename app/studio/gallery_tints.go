package studio

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
)

// tint is a palette that a template can be begun in.
type tint struct {
	name   string // for people
	colors map[string]designer.Color
}

// tints are the palettes a template goes with: the one it was drawn in first,
// then those of the brand, then all others. Those that would make a protected
// sign of it are not among them.
func (r *Room) tints(ctx context.Context, id string) ([]tint, error) {
	c, err := r.engine.Catalogue()
	if err != nil {
		return nil, err
	}
	of, _ := c.Template(id)
	doc, err := c.Open(id)
	if err != nil {
		return nil, err
	}
	own := map[string]designer.Color{}
	for _, s := range doc.Slots {
		own[s.Name] = s.Color
	}
	list := []tint{{r.env.T("designs.tints.own"), own}}
	if k := r.brand.held.Load(); k != nil {
		for _, p := range k.Palettes {
			signs, err := r.signs(ctx, of, store.File{Doc: template.Recolour(doc, template.Palette{Colors: p.Colors}, template.Level{})})
			if err != nil {
				return nil, err
			}
			if !signs {
				list = append(list, tint{p.Name, p.Colors})
			}
		}
	}
	for _, p := range c.Palettes() {
		if p.Name != of.Palette && !of.Avoids(p.Name) {
			list = append(list, tint{r.env.T("palette." + p.Name), p.Colors})
		}
	}
	return list, nil
}

// signs tells whether a template that can become a protected sign is one in the
// colours it has now.
func (r *Room) signs(ctx context.Context, of template.Template, f store.File) (bool, error) {
	if len(of.Avoid) == 0 {
		return false, nil
	}
	o, err := r.options(f)
	if err != nil {
		return false, err
	}
	found, err := preflight.Check(ctx, f.Doc, preflight.Options{Fonts: o.Fonts, Blob: o.Blob, Fields: o.Fields})
	return slices.ContainsFunc(found.Findings, func(f preflight.Finding) bool { return f.Code == preflight.Protected }), err
}

// templateFile is a template as it is shown and begun from: dressed in the
// brand, but for colours that would make a protected sign of it. in, if any, are
// colours that somebody chose for it.
func (r *Room) templateFile(ctx context.Context, id string, in map[string]designer.Color) (store.File, error) {
	c, err := r.engine.Catalogue()
	if err != nil {
		return store.File{}, err
	}
	doc, err := c.Open(id)
	if err != nil {
		return store.File{}, err
	}
	doc = template.Worded(doc, layerWords{r.env})
	f, err := r.brand.dress(ctx, store.File{Doc: doc})
	if err != nil {
		return f, err
	}
	if in != nil {
		f.Doc = template.Recolour(f.Doc, template.Palette{Colors: in}, template.Level{})
		return f, nil
	}
	return r.unsigned(ctx, c, id, f, doc.Slots)
}

// unsigned gives a dressed template its own colours back where the brand's would
// make a protected sign of it.
func (r *Room) unsigned(ctx context.Context, c *template.Catalogue, id string, f store.File, own []designer.Slot) (store.File, error) {
	of, _ := c.Template(id)
	signs, err := r.signs(ctx, of, f)
	if signs {
		f.Doc.Slots = own
	}
	return f, err
}

// mineFile gives a template of one's own, in the brand as all templates are.
func (r *Room) mineFile(ctx context.Context, id string) (store.File, error) {
	f, err := r.engine.Template(ctx, id)
	if err != nil {
		return f, err
	}
	own := f.Doc.Slots
	if f, err = r.brand.dress(ctx, f); err != nil {
		return f, err
	}
	c, err := r.engine.Catalogue()
	if err != nil {
		return f, err
	}
	return r.unsigned(ctx, c, f.Doc.Template, f, own)
}

// layerWords are the words of the window for the layers of templates.
type layerWords struct{ env kit.Env }

// Has tells whether there is a word.
func (w layerWords) Has(key string) bool { return w.env.Has(key) }

// T gives it.
func (w layerWords) T(key string, pairs ...string) string { return w.env.T(key, pairs...) }

// tintRow shows the palettes of the chosen template, to be pressed.
func (g *gallery) tintRow(p piece, list []tint, shown []designer.Slot) fyne.CanvasObject {
	row := kit.Chips(4)
	var items []*kit.Item
	marked := false
	for _, one := range list {
		on := !marked && wears(shown, one.colors)
		marked = marked || on
		var bands []fyne.CanvasObject
		for _, slot := range []string{"base", "accent", "pop"} {
			bands = append(bands, canvas.NewRectangle(one.colors[slot].NRGBA()))
		}
		item := kit.NewTile(one.name, kit.Pad(4, kit.Exactly(25, 16, kit.Columns(0, []float32{2, 1, 1}, bands...))), func() { g.tint(p.key, one.colors) }).SetOn(on)
		item.SetTip(one.name)
		row.Objects, items = append(row.Objects, item), append(items, item)
	}
	g.palette = kit.NewRover(items...).Grid(func() int { return inFirstRow(items) })
	return kit.VBox(4, kit.Second(g.r.env.T("designs.tints")), row)
}

// wears tells whether a design has the colours of a palette.
func wears(slots []designer.Slot, colors map[string]designer.Color) bool {
	for _, s := range slots {
		if c, ok := colors[s.Name]; ok && c != s.Color {
			return false
		}
	}
	return len(slots) > 0
}

// tint shows a template in other colours; it is begun in them, too.
func (g *gallery) tint(key string, colors map[string]designer.Color) {
	i := slices.IndexFunc(g.pieces, func(p piece) bool { return p.key == key })
	if i < 0 {
		return
	}
	g.pieces[i].in = colors
	delete(g.pics, key)
	if g.tiles[key] != nil {
		g.queue = append(g.queue, g.pieces[i])
		g.next()
	}
	g.showSide()
}
