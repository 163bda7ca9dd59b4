package studio

import (
	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// panes are what F6 walks through: the search, the shelf, the tile.
func (g *gallery) panes() []fyne.Focusable {
	out := []fyne.Focusable{g.search}
	if g.onShelf != nil {
		out = append(out, g.onShelf)
	}
	if k := g.tiles[g.chosen]; k != nil {
		out = append(out, k.Item)
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

// toShelf shows another shelf. Its row is a new one, which keeps the keys.
func (g *gallery) toShelf(shelf string) {
	_, held := g.canvas().Focused().(*kit.Item)
	g.shelf = shelf
	g.fillShelves()
	g.fill()
	g.grid.ScrollToTop()
	if held && g.onShelf != nil {
		g.canvas().Focus(g.onShelf)
	}
}

// arrow goes from a tile to the one beside, above or below it, and chooses that.
func (g *gallery) arrow(from *tile, key fyne.KeyName, shown []piece) bool {
	at := -1
	for i, k := range g.order {
		if k == from {
			at = i
		}
	}
	across := g.across()
	step, known := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1, fyne.KeyUp: -across, fyne.KeyDown: across}[key]
	if !known || at < 0 {
		return false
	}
	if to := at + step; to >= 0 && to < len(g.order) {
		g.choose(shown[to].key)
		g.canvas().Focus(g.order[to].Item)
	}
	return true
}

// across is how many tiles stand beside each other.
func (g *gallery) across() int {
	n := 0
	for _, k := range g.order {
		if k.Position().Y == g.order[0].Position().Y {
			n++
		}
	}
	return max(n, 1)
}
