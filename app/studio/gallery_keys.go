package studio

import (
	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// panes are what F6 walks through: the search, the shelf, the tile, the palettes
// beside it.
func (g *gallery) panes() []fyne.Focusable {
	out := []fyne.Focusable{g.search}
	if g.rows != nil {
		out = append(out, g.rows.Stop())
	}
	if k := g.tiles[g.chosen]; k != nil {
		out = append(out, k.Item)
	}
	if g.palette != nil {
		out = append(out, g.palette.Stop())
	}
	return out
}

// toTiles leads the keys from the search to what was found.
func (g *gallery) toTiles() {
	if k := g.tiles[g.chosen]; k != nil {
		g.canvas().Focus(k.Item)
	}
}

func (g *gallery) canvas() fyne.Canvas { return g.r.env.Window.Canvas() }

// toShelf shows another shelf.
func (g *gallery) toShelf(shelf string) {
	g.shelf = shelf
	g.fillShelves()
	g.fill()
	g.grid.ScrollToTop()
}

// holds tells whether one of some items has the keys, which those that take
// their place are to keep.
func holds(r *kit.Rover) bool { return r != nil && r.Focused() >= 0 }

// keep gives the keys to the stop of new items, if those before them held them.
func (g *gallery) keep(held bool, r *kit.Rover) {
	if stop := r.Stop(); held && stop != nil && g.canvas() != nil {
		g.canvas().Focus(stop)
	}
}

// across is how many tiles stand beside each other.
func (g *gallery) across() int {
	items := make([]*kit.Item, len(g.order))
	for i, k := range g.order {
		items[i] = k.Item
	}
	return inFirstRow(items)
}

// inFirstRow counts the items that stand in one row with the first.
func inFirstRow(items []*kit.Item) int {
	n := 0
	for _, i := range items {
		if i.Position().Y == items[0].Position().Y {
			n++
		}
	}
	return max(n, 1)
}
