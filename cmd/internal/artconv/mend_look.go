package main

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// looked mends what no figure tells and the eye sees at once on the sheets: what
// runs over its edge, touches its neighbour, or shows the page through a hole.
func (m *mender) looked() {
	switch m.doc.Template {
	case "shield-chevron": // the feet of the lower chevron ran over the line
		m.draw("chevrons", "M175 420L300 342L425 420L425 456L300 378L175 456ZM240 471L300 434L360 471L360 505L300 468L240 505Z")
	case "shield-rays": // the title was bent more than its banner and ran off below
		t := m.layer("title")
		t.Place.F = 1064
		t.Text.Arc.Radius, t.Text.Arc.Sweep = 629.5, 36
	case "kids-cloud": // the page showed between cloud and rainbow, as a dark hole on dark ones
		m.layer("rainbow-3").Fill = m.paint("tint")
	case "kids-rocket": // one star looked out from behind the ground
		for i, c := range m.layer("stars").Path.Path.Coords {
			if c.Y > 380 {
				m.layer("stars").Path.Path.Coords[i] = c.Add(geom.Pt(240, -246))
			}
		}
	case "sport-varsity": // the sash and the number ran over the shield's edge
		m.draw("diagonal", "M86.1 328.7L86.1 326.2L522 120L522 258L139.2 438.5C114.7 407.2 96 370.7 86.1 328.7Z")
		m.draw("diagonal-edge", "M92 323.4L516 122.8M145 435.7L516 260.8")
		m.set("number", 104, 340, 476)
	case "ticket-nametag": // the greeting stuck to the upper edge
		tag := m.layer("tag")
		tag.Place.F, tag.Shape.H = 48, 504
		m.layer("writing-field").Place.F = 246
		m.layer("writing-field").Shape.H = 206
		m.set("title", 112, 300, 160)
		m.set("subtitle", 42, 300, 218)
		m.set("recipient", 110, 300, 385)
		m.set("org", 38, 300, 514)
	case "sport-bib": // the title ran into the pins
		m.set("title", 54, 300, 512).Room = 430
	case "mono-postmark": // the waves ran over the paper's edge, the place was lost at 64 pixels
		m.layer("cancel-waves").Place = geom.Move(-8, 0)
		m.bend("org", 54, 193)
	case "rosette-wreath": // the title lay on the leaves
		m.set("title", 94, 296, 310)
	case "rosette-guilloche": // the picture stood on the title
		m.layer("emblem").Place = geom.Scale(1.1, 1.1).Then(geom.Move(247.2, 180))
		m.set("title", 70, 300, 352)
	}
}

// draw gives a layer another outline.
func (m *mender) draw(id, d string) {
	path, err := geom.ReadPath(d)
	if err != nil {
		panic("artconv: " + m.doc.Template + ": " + err.Error())
	}
	m.layer(id).Path = &designer.Outline{Path: path}
}
