package kit

import "fyne.io/fyne/v2"

// tabLeads notes that Tab leads away from a widget: Fyne asks it whether it keeps
// the key right before something else has the focus. Nothing else tells a Tab from
// a click, or from a window that comes in front again, before the next key comes,
// and that may be typed before Tab is let go.
func tabLeads(from fyne.CanvasObject) {
	if root := rootOf(from); root != nil {
		root.left = from
	}
}

// tabbedTo tells whether it is Tab that brings the focus to a widget.
func tabbedTo(to fyne.CanvasObject) bool {
	root := rootOf(to)
	if root == nil {
		return false
	}
	from := root.left
	root.left = nil
	return from != nil && from != to
}
