package main

import (
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// mend changes what the art direction itself names as weak, and what the
// preflight finds in some palettes. Each change says why; everything else is as
// it was drawn.
func mend(doc designer.Document) designer.Document {
	m := mender{doc: doc}
	switch doc.Template {
	case "patch-merit", "rosette-wax", "mono-ring", "mono-postmark", "level-medal", "make-gear", "kids-flower":
		m.arcTitles()
	case "ticket-stub", "ticket-boarding", "sport-bib", "sport-pennant":
		m.taller()
	default:
		m.edges()
	}
	m.looked()
	return m.doc
}

type mender struct{ doc designer.Document }

// layer finds a layer by its id. There has to be one.
func (m *mender) layer(id string) *designer.Layer {
	at := slices.IndexFunc(m.doc.Layers, func(l *designer.Layer) bool { return l.ID == id })
	if at < 0 {
		panic("artconv: " + m.doc.Template + " has no layer " + id)
	}
	return m.doc.Layers[at]
}

// say sets the size of a text, with the floor it had by proportion.
func (m *mender) say(id string, size float64) *designer.Text {
	t := m.layer(id).Text
	t.MinSize = float64(int(t.MinSize * size / t.Size))
	t.Size = size
	return t
}

// bend sets a text about its circle by the middle of its capitals.
func (m *mender) bend(id string, size, middle float64) *designer.Text {
	t := m.say(id, size)
	t.Arc.Radius = middle - 0.36*size
	if t.Arc.Inside {
		t.Arc.Radius = middle + 0.36*size
	}
	return t
}

// set puts a text's baseline somewhere else.
func (m *mender) set(id string, size, x, y float64) *designer.Text {
	l := m.layer(id)
	l.Place.E, l.Place.F = x, y
	return m.say(id, size)
}

func (m *mender) line(id, slot string, width float64) {
	m.layer(id).Stroke = &designer.Stroke{Paint: m.paint(slot), Width: width, Cap: designer.CapRound, Join: designer.JoinRound}
}

func (m *mender) paint(slot string) designer.Paint {
	at := slices.IndexFunc(m.doc.Slots, func(s designer.Slot) bool { return s.Name == slot })
	return designer.Paint{Kind: designer.Solid, Tone: designer.Tone{Slot: slot, Color: m.doc.Slots[at].Color, Alpha: 1}}
}

// arcTitles makes titles on and in circles as large as these allow: at 64
// pixels they were lost.
func (m *mender) arcTitles() {
	switch m.doc.Template {
	case "patch-merit":
		m.bend("title", 78, 198).Track = 3
		m.bend("org", 54, 200)
		m.layer("emblem").Place = geom.Scale(2.8, 2.8).Then(geom.Move(165.6, 182))
	case "rosette-wax": // fewer words, larger; a light line where dark pages took the edge
		m.bend("title", 64, 176).Content = "MASTER SCRIBE"
		m.bend("date", 44, 172)
		m.line("wax", "tint", 8)
	case "mono-ring":
		m.bend("title", 62, 219).Track = 4
		m.bend("subtitle", 48, 219)
	case "level-medal":
		m.bend("title", 60, 218).Arc.Sweep = 190
	case "make-gear":
		m.bend("title", 60, 177).Arc.Sweep = 200
		m.bend("subtitle", 48, 177)
	case "kids-flower":
		m.say("title", 64)
	case "mono-postmark": // our fonts run wider than those of the art; white on white had no edge
		t := m.bend("title", 60, 195)
		t.Track, t.Arc.Sweep, t.Arc.Middle = 3, 122, -97
		m.line("paper-disc", "base", 5)
	}
}

// taller gives wide shapes more of the square: they filled half of it. What is
// added lies between their corners, which stay as they are.
func (m *mender) taller() {
	switch m.doc.Template {
	case "ticket-stub":
		m.apart(300, 300, 62)
		m.layer("emblem").Place = geom.Scale(1.34, 1.34).Then(geom.Move(45, 118))
		m.set("org", 44, 178, 198).Room = 186
		m.set("title", 94, 56, 366).Room = 312
		m.set("title-2", 94, 56, 462).Room = 312
		m.set("date", 62, 510, 300).Room = 370
		m.set("number", 40, 552, 300).Room = 350
	case "ticket-boarding": // and its title kept off the picture beside it
		m.apart(200, 440, 52, "barcode")
		head := m.layer("header").Path.Path.Coords // its bite was beside the ticket's
		for i, c := range head {
			if c.X > 390 && c.X < 470 && c.Y < 150 {
				head[i].X += 10
			}
		}
		m.layer("perforation").Place = geom.Move(10, 0)
		m.layer("barcode").Place = geom.Scale(1, 1.2).About(geom.Pt(512, 236))
		m.set("org", 60, 44, 148).Room = 232
		m.layer("plane").Place = geom.Scale(1.25, 1.25).About(geom.Pt(352, 101)).Then(geom.Move(0, 24))
		m.set("number", 78, m.layer("number").Place.E, 156)
		m.set("title", 84, 44, 318)
		m.set("title-2", 84, 404, 318)
		m.set("recipient", 48, 44, 404)
		m.set("date", 60, 44, 492)
	case "sport-bib":
		m.apart(150, 440, 44)
		m.set("org", 76, 300, 146)
		m.set("number", 172, 300, 338)
		m.set("recipient", 58, 300, 410)
		m.set("title", 60, 300, 516).Room = 480
	case "sport-pennant":
		m.stretch(1.24)
		m.set("title", 108, 146, 338)
		m.set("org", 48, 148, 400).Room = 190
		m.set("date", 68, 94, 300).Room = 320
		m.line("pennant", "base-deep", 10)
	}
	if m.doc.Template != "ticket-stub" {
		m.sticker()
	}
}

// apart moves what lies above one height up, and what lies below another down,
// but for layers that are set by themselves.
func (m *mender) apart(above, below, by float64, but ...string) {
	move := func(y float64) float64 {
		switch {
		case y < above:
			return y - by
		case y > below:
			return y + by
		}
		return y
	}
	for _, l := range m.doc.Layers {
		switch {
		case l.Text != nil || l.Emblem != "" || slices.Contains(but, l.ID):
		case l.Shape != nil:
			top, foot := move(l.Place.F), move(l.Place.F+l.Shape.H)
			l.Place.F, l.Shape.H = top, foot-top
		case l.Path != nil:
			for i, c := range l.Path.Path.Coords {
				l.Path.Path.Coords[i].Y = move(c.Y+l.Place.F) - l.Place.F
			}
		}
	}
}

// stretch makes outlines taller about the middle.
func (m *mender) stretch(by float64) {
	for _, l := range m.doc.Layers {
		if l.Path != nil && l.Emblem == "" {
			l.Path.Path = rounded(l.Path.Path.Mapped(geom.Scale(1, by).About(geom.Pt(300, 300))))
		}
	}
}

// edges gives those an outline that shows on every page which had none in some
// palettes.
func (m *mender) edges() {
	switch m.doc.Template {
	case "ticket-postage": // white paper on a white page
		m.line("stamp-paper", "base", 5)
	case "learn-bubbles":
		m.line("name-plate", "base-deep", 8)
	case "code-pixel": // ink on a dark page
		m.line("pixel-edge", "pop", 8)
		m.layer("pixel-edge").Stroke.Join = designer.JoinMiter
	case "flat-horizon":
		m.line("edge", "paper", 8)
	case "bauhaus-poster": // a frame of the sheet's colour goes round the dark foot
		foot := m.layer("foot")
		foot.Place = geom.Move(79, 400)
		foot.Shape.W, foot.Shape.H = 442, 167
		m.set("title", 104, 104, 498).Room = 396
		m.set("org", 40, 104, 548).Room = 396
	case "kids-monster", "hex-cube", "attendee-pass", "rosette-pleated":
		m.sticker()
	case "code-terminal": // red on nearly black was no mass of its own
		m.layer("emblem").Fill = m.paint("metal")
	}
}

// sticker lays a light outline below a silhouette that is dark in dark palettes.
func (m *mender) sticker() {
	under := map[string][]string{
		"kids-monster": {"horns", "body"}, "hex-cube": {"cube-shadow-edge", "title-plate"},
		"ticket-boarding": {"pass"}, "sport-bib": {"bib"}, "sport-pennant": {"pennant"}, "attendee-pass": {"card"}, "rosette-pleated": {"tail-centre", "tails", "pleats-dark"},
	}[m.doc.Template]
	var edges []*designer.Layer
	for _, id := range under {
		l := *m.layer(id)
		wide := 8.0
		if l.Stroke != nil {
			wide += l.Stroke.Width
		}
		l.ID, l.Name, l.Role, l.Shadow, l.Fill = id+"-edge", "Edge", "", nil, designer.Paint{}
		l.Stroke = &designer.Stroke{Paint: m.paint("paper"), Width: wide, Cap: designer.CapRound, Join: designer.JoinRound}
		edges = append(edges, &l)
	}
	m.doc.Layers = append(edges, m.doc.Layers...)
}
