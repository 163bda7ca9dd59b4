package kit

import "image/color"

// ColorSlot is a named colour that a colour picker offers.
type ColorSlot struct {
	Name  string
	Label string
	Color color.NRGBA
}

// PickColor asks for a colour: slots first, then figures and sliders. preview,
// which may be nil, is told of every change, and calls shown when the window shows
// it: the dialog then follows in the same paint. done is told once, with ok false
// when the person changed their mind. slot is "" for a free colour.
func (e Env) PickColor(title string, start color.NRGBA, slot string, slots []ColorSlot,
	preview func(c color.NRGBA, slot string, shown func()), done func(c color.NRGBA, slot string, ok bool),
) {
	newPicker(e, title, start, slot, slots, preview, done).show()
}
