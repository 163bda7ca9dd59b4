package studio

import (
	"image/color"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
)

// mostStops is how many colours of a gradient are offered; more are shown.
const mostStops = 8

// showStops shows the colours of a gradient; a press changes one.
func (p *paintPick) showStops() {
	p.stops.Objects = nil
	doc := p.s.session.Document()
	for i, stop := range p.now.Stops {
		w := kit.NewSwatch(p.s.env.T("studio.paint.stop", "number", strconv.Itoa(i+1)), doc.Resolve(stop.Tone).NRGBA(), nil)
		w.OnTap(func() { p.stopTapped(w, i) })
		p.stops.Objects = append(p.stops.Objects, w)
	}
	p.stops.Refresh()
}

// stopTapped offers what can become of one colour of a gradient.
func (p *paintPick) stopTapped(by fyne.CanvasObject, i int) {
	doc, t := p.s.session.Document(), p.s.env.T
	if i >= len(p.now.Stops) {
		return
	}
	stop := p.now.Stops[i]
	change := func(f func(designer.Paint) designer.Paint) func() {
		return func() { p.fade(func(_ *designer.Layer, g designer.Paint) designer.Paint { return f(g) }) }
	}
	var items []kit.MenuItem
	for _, slot := range doc.Slots {
		items = append(items, kit.MenuItem{
			Text: p.s.slotName(slot.Name), Bands: []color.NRGBA{slot.Color.NRGBA()}, Checked: slot.Name == stop.Tone.Slot,
			Act: change(func(g designer.Paint) designer.Paint { return withStop(g, i, slot.Name) }),
		})
	}
	if len(items) > 0 {
		items = append(items, kit.MenuItem{})
	}
	items = append(items,
		kit.MenuItem{Text: t("studio.paint.other"), Icon: "palette", Act: func() {
			p.ask(doc.Resolve(stop.Tone), func(paint designer.Paint) {
				change(func(g designer.Paint) designer.Paint { return withStop(g, i, paint.Tone.Slot) })()
			})
		}},
		kit.MenuItem{
			Text: t("studio.paint.stop.add"), Icon: "plus", Off: len(p.now.Stops) >= mostStops,
			Act: change(func(g designer.Paint) designer.Paint { return moreStops(g, i) }),
		},
		kit.MenuItem{
			Text: t("studio.paint.stop.remove"), Icon: "trash", Off: len(p.now.Stops) < 3,
			Act: change(func(g designer.Paint) designer.Paint { return lessStops(g, i) }),
		},
		kit.MenuItem{
			Text: t("studio.paint.stop.turn"), Icon: "flip-horizontal",
			Act: change(turnedAbout),
		})
	kit.PopMenu(by, fyne.NewPos(0, by.Size().Height+2), items...)
}

// withStop is a gradient with another colour at one place.
func withStop(g designer.Paint, i int, slot string) designer.Paint {
	if i >= len(g.Stops) {
		return g
	}
	g.Stops = slices.Clone(g.Stops)
	g.Stops[i].Tone = designer.Tone{Slot: slot, Alpha: g.Stops[i].Tone.Alpha}
	return g
}

// moreStops is a gradient with one more colour, half way to the next one or,
// behind the last, to the one before; it begins as the one beside it.
func moreStops(g designer.Paint, i int) designer.Paint {
	if i >= len(g.Stops) {
		return g
	}
	next := i + 1
	if next == len(g.Stops) {
		next = i
	}
	one := g.Stops[i]
	one.At = (g.Stops[max(next-1, 0)].At + g.Stops[next].At) / 2
	g.Stops = slices.Insert(slices.Clone(g.Stops), next, one)
	return g
}

// lessStops is a gradient without one of its colours.
func lessStops(g designer.Paint, i int) designer.Paint {
	if i >= len(g.Stops) || len(g.Stops) < 3 {
		return g
	}
	g.Stops = slices.Delete(slices.Clone(g.Stops), i, i+1)
	return g
}

// turnedAbout is a gradient whose colours stand the other way round.
func turnedAbout(g designer.Paint) designer.Paint {
	g.Stops = slices.Clone(g.Stops)
	slices.Reverse(g.Stops)
	for i := range g.Stops {
		g.Stops[i].At = 1 - g.Stops[i].At
	}
	return g
}

// deeper is a colour a good shade darker or, where it is nearly black, lighter.
func deeper(c designer.Color, alpha float64) designer.Tone {
	if max(c.R, c.G, c.B) < 64 {
		c.R, c.G, c.B = c.R+90, c.G+90, c.B+90
	} else {
		c.R, c.G, c.B = c.R/2, c.G/2, c.B/2
	}
	return designer.Tone{Color: c, Alpha: alpha}
}
