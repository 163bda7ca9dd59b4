package studio

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
)

// hasLock tells whether a row shows its lock: closed always, open under the
// pointer.
func (l *layerList) hasLock(row layerRow) bool { return row.layer.Locked || l.over == row.layer.ID }

// MouseIn is Fyne's.
func (l *layerList) MouseIn(ev *desktop.MouseEvent) { l.MouseMoved(ev) }

// MouseMoved shows what the pointer is on.
func (l *layerList) MouseMoved(ev *desktop.MouseEvent) {
	row, ok := l.rowUnder(ev.Position.Y)
	if !ok {
		l.MouseOut()
		return
	}
	l.hover(row.layer.ID)
	l.tell(l.partAt(row, ev.Position.X))
}

// MouseOut is Fyne's.
func (l *layerList) MouseOut() {
	l.tell(nil, "")
	l.hover("")
}

func (l *layerList) hover(id string) {
	if l.over != id {
		l.over = id
		l.Refresh()
	}
}

// overName hears of the pointer on the name of a row, which has a tooltip of its
// own when it is cut off.
type overName struct {
	l *layerList
	k *rowLook
}

// MouseIn is Fyne's.
func (o overName) MouseIn(*desktop.MouseEvent) {
	o.l.tell(nil, "")
	if i := slices.Index(o.l.looks, o.k); i >= 0 && i < len(o.l.rows) {
		o.l.hover(o.l.rows[i].layer.ID)
	}
}

// MouseMoved is Fyne's.
func (overName) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (o overName) MouseOut() { o.l.hover("") }

// partAt is the part of a row that has a tooltip at a place, and what that says.
func (l *layerList) partAt(row layerRow, x float32) (fyne.CanvasObject, string) {
	k, t := l.looks[l.row(row.layer.ID)], l.host.T
	on := func(o fyne.CanvasObject) bool {
		return o.Visible() && x >= o.Position().X && x < o.Position().X+o.Size().Width
	}
	word := func(is bool, yes, no string) string {
		if is {
			return t(yes)
		}
		return t(no)
	}
	switch {
	case on(k.eye):
		return k.eye, word(row.layer.Hidden, "studio.layer.show", "studio.layer.hide")
	case on(k.lock):
		return k.lock, word(row.layer.Locked, "studio.layer.unlock", "studio.layer.lock")
	case on(k.clip):
		return k.clip, t("studio.layer.clipped")
	case on(k.field):
		return k.field, t("studio.layer.field")
	}
	return nil, ""
}

// tell shows the tooltip of a part instead of the last one.
func (l *layerList) tell(part fyne.CanvasObject, text string) {
	if part == l.told {
		return
	}
	if l.told != nil {
		kit.HideTip(l.told)
	}
	if l.told = part; part != nil {
		kit.ShowTip(part, text)
	}
}
