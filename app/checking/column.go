package checking

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// column is a long column about one thing. It stays where one scrolled it while
// something in it changes, and begins at the top for another thing.
type column struct {
	scroll *container.Scroll
	box    *fyne.Container
	about  any
}

func newColumn(gap, side float32) *column {
	c := &column{box: kit.VBox(gap)}
	c.scroll = kit.Scroll(kit.Inset(16, side, 24, side, c.box))
	return c
}

func (c *column) show(about any, objects []fyne.CanvasObject) {
	if about != c.about {
		c.about = about
		c.scroll.ScrollToTop()
	}
	c.box.Objects = objects
	c.box.Refresh()
	c.scroll.Refresh()
}
