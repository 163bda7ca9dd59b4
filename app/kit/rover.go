package kit

import (
	"slices"

	"fyne.io/fyne/v2"
)

// Rover makes one stop for Tab of items that belong together: arrows walk among
// them, and Tab goes on behind the last. Without it a list of filters is as many
// presses of Tab as it has rows. Tab comes to the item that is the stop, which is
// the one that is on, or the one the arrows came to last.
type Rover struct {
	items   []*Item
	stop    *Item
	across  func() int // how many stand beside each other; nil: all in one column
	arrives func(int)  // the arrows came to an item; or nil
	leaving bool
}

// NewRover makes one stop of items: the one that is on, or else the first.
func NewRover(items ...*Item) *Rover {
	r := &Rover{items: items}
	for _, i := range items {
		i.rover = r
		if i.on && r.stop == nil {
			r.stop = i
		}
	}
	if r.stop == nil && len(items) > 0 {
		r.stop = items[0]
	}
	return r
}

// Grid says how many items stand beside each other, which up and down leap over.
func (r *Rover) Grid(across func() int) *Rover { r.across = across; return r }

// Arriving says what else happens when the arrows come to an item.
func (r *Rover) Arriving(f func(to int)) *Rover { r.arrives = f; return r }

// Chooses has the arrows press what they come to, as among the choices of a radio.
func (r *Rover) Chooses() *Rover { return r.Arriving(func(to int) { r.items[to].Act() }) }

// SetStop says which item Tab comes to.
func (r *Rover) SetStop(i *Item) {
	if slices.Contains(r.items, i) {
		r.stop = i
	}
}

// Stop is the item that Tab comes to; nil without any.
func (r *Rover) Stop() *Item { return r.stop }

// Focus gives the keys to one of the items, the last one where there are not so
// many. c is where they are shown, which new ones do not know yet.
func (r *Rover) Focus(c fyne.Canvas, to int) {
	if len(r.items) > 0 && c != nil {
		r.stop = r.items[min(max(to, 0), len(r.items)-1)]
		c.Focus(r.stop)
	}
}

// Focused is which of the items has the keys; -1 for none.
func (r *Rover) Focused() int {
	return slices.IndexFunc(r.items, func(i *Item) bool { return i.focused })
}

// key walks; it tells whether it was meant.
func (r *Rover) key(from *Item, k fyne.KeyName) bool {
	if k == fyne.KeyTab {
		held, _ := Modifiers()
		r.leave(held&fyne.KeyModifierShift != 0)
		return true
	}
	at := slices.Index(r.items, from)
	to, known := r.way(at, k)
	if !known {
		return false
	}
	if to >= 0 && to < len(r.items) && to != at {
		r.Focus(canvasOf(from), to)
		if r.arrives != nil {
			r.arrives(to)
		}
	}
	return true
}

// way is where a key leads from an item.
func (r *Rover) way(at int, k fyne.KeyName) (to int, known bool) {
	row := 1
	if r.across != nil {
		row = max(r.across(), 1)
	}
	switch k {
	case fyne.KeyUp:
		return at - row, true
	case fyne.KeyDown:
		return at + row, true
	case fyne.KeyLeft:
		return at - 1, true
	case fyne.KeyRight:
		return at + 1, true
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return len(r.items) - 1, true
	}
	return at, false
}

// leave goes on to what stands behind the items, or before them.
func (r *Rover) leave(back bool) {
	c := canvasOf(r.stop)
	if c == nil {
		return
	}
	r.leaving = true // past the items between, none of which gets the keys
	tabLeads(r.stop)
	if back {
		c.Focus(r.items[0])
		c.FocusPrevious()
	} else {
		c.Focus(r.items[len(r.items)-1])
		c.FocusNext()
	}
	r.leaving = false
	if i, ok := c.Focused().(*Item); ok && i.rover == r { // there is nothing else
		c.Unfocus()
		c.Focus(r.stop)
	}
}

// came tells whether an item lets the keys pass that came to it: on their way out,
// or to the item that is the stop.
func (r *Rover) came(i *Item) bool {
	if r.leaving || i == r.stop {
		return r.leaving
	}
	c := canvasOf(i)
	if c == nil || r.stop.off || !r.stop.Visible() {
		r.stop = i
		return false
	}
	c.Focus(r.stop)
	return true
}
