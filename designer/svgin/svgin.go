package svgin

import (
	"strconv"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// What a file may hold. A drawing that a person made stays far below.
const (
	MostFile  = 16 << 20 // bytes
	mostNodes = 100_000  // elements in the file
	mostDeep  = 200      // elements within elements
	mostSteps = 50_000   // elements drawn, those that are used again counted again
	mostUses  = 24       // uses within uses
	mostNotes = 200
	deepest   = designer.MostDeep - 4 // groups within groups that are kept

	mostLetters = MostFile // bytes of elements that are drawn again, each time anew
)

// Options are what an import needs besides the file.
type Options struct {
	Name string  // of the design when the file has no title
	Side float64 // the longer side of the design, in units; 0: that of a badge

	// Wide says how wide a text is set in one line; nil: about as wide as letters
	// are. Where a text begins that others stand before, or that follows a line
	// from its start, depends on it.
	Wide func(designer.Text) float64
}

// Note is something that could not be brought over as it was. Code is the key
// of its sentence in the words ("svgin.<code>").
type Note struct {
	Code   string
	Values map[string]string // what: the element concerned
	Times  int               // how often
}

// Result is an SVG file as a design.
type Result struct {
	Doc   designer.Document
	Blobs map[string][]byte // the pictures in it, by their SHA-256, hex
	Notes []Note            // in the order met; each once
}

// Read reads an SVG file. Errors are a *designer.Fault.
func Read(data []byte, o Options) (Result, error) {
	root, sheets, err := parse(data)
	if err != nil {
		return Result{}, err
	}
	if o.Side <= 0 {
		o.Side = designer.Side
	}
	b := &builder{
		root: root, ids: map[string]*node{}, taken: map[string]bool{}, blobs: map[string][]byte{},
		seen: map[string]int{}, measure: render.NewMeasure(nil, nil), o: o,
	}
	root.each(func(n *node) {
		if id := n.attr("id"); id != "" && b.ids[id] == nil {
			b.ids[id] = n
		}
	})
	for _, sheet := range sheets {
		b.rules = append(b.rules, b.sheet(sheet, len(b.rules))...)
	}
	doc, err := b.document(o)
	if err != nil {
		return Result{}, err
	}
	return Result{Doc: doc, Blobs: b.blobs, Notes: b.notes}, nil
}

// builder is an import under way.
type builder struct {
	root    *node
	ids     map[string]*node
	rules   []rule
	taken   map[string]bool // ids of layers
	blobs   map[string][]byte
	notes   []Note
	seen    map[string]int // where in notes
	steps   int
	letters int
	layers  int
	using   []*node // uses under way, outermost first
	fault   *designer.Fault
	measure *render.Measure
	o       Options
	fine    float64 // pixels for each unit of the file, where something is drawn
	drawn   int     // pixels of what had to be drawn
}

// note lists what could not be brought over.
func (b *builder) note(code string, pairs ...string) {
	key := code
	values := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = short(pairs[i+1])
		key += "\x00" + values[pairs[i]]
	}
	if at, ok := b.seen[key]; ok {
		b.notes[at].Times++
		return
	}
	if len(b.notes) < mostNotes {
		b.seen[key] = len(b.notes)
		b.notes = append(b.notes, Note{Code: code, Values: values, Times: 1})
	}
}

// short keeps what a hostile file says to a line.
func short(text string) string {
	r := []rune(text)
	for i, c := range r {
		if c < ' ' {
			r[i] = ' '
		}
	}
	if len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return string(r)
}

// document builds the layers and the canvas they lie on.
func (b *builder) document(o Options) (designer.Document, error) {
	b.draws(b.root) // for what it notes
	s := b.styleOf(b.root, nil)
	port := view{w: 100, h: 100} // a share of nothing known
	box, boxed := readBox(b.root.attr("viewBox"))
	w, wide := port.length(b.root.attr("width"), axisX, s)
	h, high := port.length(b.root.attr("height"), axisY, s)
	wide, high = wide && w > 0 && !percent(b.root.attr("width")), high && h > 0 && !percent(b.root.attr("height"))
	switch {
	case wide && high:
	case boxed && wide:
		h = w * box.H() / box.W()
	case boxed && high:
		w = h * box.W() / box.H()
	case boxed:
		w, h = box.W(), box.H()
	default:
		if !wide {
			w = 300
		}
		if !high {
			h = 150
		}
	}
	if !boxed {
		box = geom.R(0, 0, w, h)
	}
	ratio := w / h
	if !(ratio >= 1.0/200 && ratio <= 200) || !(w > 0) || !(w <= 1e9) || !(h <= 1e9) {
		return designer.Document{}, designer.Fail("svg-size")
	}
	k := o.Side / max(w, h)
	b.fine = sharp * k * w / box.W()
	doc := designer.Document{Name: o.Name, Width: max(w*k, 1), Height: max(h*k, 1)}
	about, named := b.credits()
	doc.About = about
	if title := b.root.child("title"); title != nil && line(title.words(), mostTitle) != "" {
		named = title.words()
	}
	if named != "" {
		doc.Name = line(named, mostTitle)
	}
	if desc := b.root.child("desc"); desc != nil {
		doc.About.Alt = line(desc.words(), mostAlt)
	}
	m := fit(box, w, h, b.root.attr("preserveAspectRatio")).Then(geom.Scale(k, k))
	if !sound(m) {
		return designer.Document{}, designer.Fail("svg-size")
	}
	inner := view{w: box.W(), h: box.H()}
	layers := b.effects(b.root, s, b.children(b.root, s, inner, 1), inner, true)
	doc.Layers = placed(layers, m)
	if b.fault != nil {
		return designer.Document{}, b.fault
	}
	doc.Layers = b.checked(doc.Layers)
	if len(doc.Layers) == 0 {
		return designer.Document{}, designer.Fail("svg-empty")
	}
	if err := doc.Check(); err != nil {
		return designer.Document{}, err
	}
	return doc, nil
}

// checked leaves out layers with numbers that cannot be drawn.
func (b *builder) checked(layers []*designer.Layer) []*designer.Layer {
	var out []*designer.Layer
	for _, l := range layers {
		if l.Group != nil {
			inner := b.checked(l.Group.Layers)
			if len(inner) == 0 {
				continue
			}
			l.Group = &designer.Group{Layers: inner}
		}
		probe := *l
		if l.Group != nil {
			probe.Group = &designer.Group{}
		}
		if err := probe.Check(); err != nil {
			b.note("number", "what", l.Name)
			continue
		}
		out = append(out, l)
	}
	return out
}

// placed maps layers, which are not yet published.
func placed(layers []*designer.Layer, m geom.Affine) []*designer.Layer {
	for _, l := range layers {
		l.Place = l.Place.Then(m)
		if l.Shadow != nil { // its measures are in the units around the layer
			v := m.Vector(geom.Pt(l.Shadow.DX, l.Shadow.DY))
			l.Shadow.DX, l.Shadow.DY = v.X, v.Y
			l.Shadow.Blur *= size(m)
		}
	}
	return layers
}

// id gives a layer an id of its own, that of the element if it is free.
func (b *builder) id(n *node) string {
	id := n.attr("id")
	if id == "" || len(id) > 60 || b.taken[id] {
		for {
			b.layers++
			if id = "l" + strconv.Itoa(b.layers); !b.taken[id] && b.ids[id] == nil {
				break
			}
		}
	}
	b.taken[id] = true
	return id
}

// layer begins a layer that stands for an element.
func (b *builder) layer(n *node) *designer.Layer {
	return &designer.Layer{ID: b.id(n), Name: n.title(), Opacity: 1, Place: geom.Identity()}
}
