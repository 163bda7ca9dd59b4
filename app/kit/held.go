package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// held is the part of a widget that is only a container with a memory. Fyne
// draws containers and widgets, but not what embeds a container.
type held struct {
	widget.BaseWidget
	Container *fyne.Container
}

func (h *held) hold(me fyne.Widget, c *fyne.Container) {
	h.Container = c
	h.ExtendBaseWidget(me)
}

// CreateRenderer is Fyne's.
func (h *held) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.Container) }
