package studio

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// props is the panel at the right: what can be set about what is selected, and
// about the design when nothing is.
type props struct {
	s        *studio
	page     *container.Scroll
	sections []*section
	text     *textProps
	place    *placeProps
	shape    *shapeProps
	code     *codeProps
	fields   *fieldProps
	paint    *paintProps
	shadow   *shadowProps
	about    *aboutProps
	syncing  bool
	moved    bool // something appeared or went
}

func newProps(s *studio) *props {
	p := &props{s: s}
	p.about, p.text, p.shape = newAboutProps(p), newTextProps(p), newShapeProps(p)
	p.code, p.fields = newCodeProps(p), newFieldProps(p)
	p.place, p.paint, p.shadow = newPlaceProps(p), newPaintProps(p), newShadowProps(p)
	p.sections = []*section{p.about.box, p.text.box, p.shape.box, p.code.box, p.place.box, p.paint.box, p.shadow.box, p.fields.box}
	var objects []fyne.CanvasObject
	for _, b := range p.sections {
		objects = append(objects, b.all)
	}
	p.page = kit.Scroll(container.New(kit.Column(0), objects...))
	return p
}

// sync shows what the selection is like now. What is typed meanwhile stays.
func (p *props) sync() {
	if p.s.session == nil {
		return
	}
	p.syncing = true
	defer func() { p.syncing = false }()
	sel := p.s.session.Selected()
	p.about.sync(sel)
	p.text.sync(sel)
	p.shape.sync(sel)
	p.code.sync(sel)
	p.place.sync(sel)
	p.paint.sync(sel)
	p.shadow.sync(sel)
	p.fields.sync(sel)
	if p.moved {
		p.moved = false
		p.page.Refresh()
	}
}

// show shows something or hides it, and notes that places have changed. A drag
// on the canvas changes only figures and lays nothing out again.
func (p *props) show(o fyne.CanvasObject, on bool) {
	if o.Visible() != on {
		show(o, on)
		p.moved = true
	}
}

func (p *props) part(b *section, on bool) { p.show(b.all, on) }

// section is a part of the panel that folds.
type section struct {
	title *kit.Text
	mark  *kit.Glyph
	head  *kit.Item
	body  *fyne.Container
	all   *fyne.Container
	rule  fyne.CanvasObject
}

func newSection(title string, rows ...fyne.CanvasObject) *section {
	b := &section{title: kit.Strong(title), mark: kit.NewGlyph("chevron-down", kit.ColorText3, 14), rule: kit.Rule()}
	b.body = kit.Inset(0, 14, 12, 14, container.New(kit.Column(8), rows...))
	b.head = kit.NewRow(title, kit.AtLeast(0, 36, kit.Inset(0, 14, 0, 14, kit.HBox(6, b.mark, kit.Spread(b.title)))), b.fold)
	b.all = container.New(kit.Column(0), b.head, b.body, b.rule)
	return b
}

func (b *section) fold() {
	open := !b.body.Hidden
	show(b.body, !open)
	icon := "chevron-down"
	if open {
		icon = "chevron-right"
	}
	b.mark.Set(icon, kit.ColorText3)
	b.all.Refresh()
}

// labelled puts a short label before a control.
func labelled(label string, width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return kit.HBox(6, kit.Exactly(width, 0, kit.Line(label).With(kit.SizeSmall).In(kit.ColorText2)), kit.Spread(o))
}

// num makes a number field that does an edit; mixed values are told in words.
func (p *props) num(word string, least, most float64, unit string, set func(float64)) *kit.NumberEntry {
	n := kit.NewNumberEntry(p.s.env.T(word), 0, least, most, unit, func(v float64) {
		if !p.syncing {
			set(v)
		}
	}).Sign(p.s.env.Decimal())
	take := n.OnSubmitted
	n.OnSubmitted = func(text string) {
		// What was taken is done: the next keys, such as undo, are the canvas's.
		if take(text); !n.IsWrong() {
			p.s.focus()
		}
	}
	return n
}

func (p *props) putNum(n *kit.NumberEntry, v float64, mixed bool) {
	switch {
	case n.Focused() && n.Value() == v:
	case mixed:
		n.PutMixed(p.s.env.T("studio.mixed"))
	default:
		n.Put(v)
	}
}

// slide is a slider with a number beside it. Turning it is one step.
type slide struct {
	p   *props
	bar *kit.Slider
	num *kit.NumberEntry
	row fyne.CanvasObject
}

// newSlide makes one; to gives the edit for a value.
func newSlide(p *props, word string, least, most, step float64, unit, label string, to func(v float64) edit.Edit) *slide {
	sl := &slide{p: p}
	var g *edit.Gesture
	sl.bar = kit.NewSlider(p.s.env.T(word), least, least, most, step, func(v float64) {
		if p.syncing {
			return
		}
		if g == nil {
			g = p.s.session.Begin(label)
		}
		p.s.try(g.Preview(to(v)))
	}, func(float64) {
		if g != nil {
			g.Commit()
			g = nil
		}
	})
	sl.num = p.num(word, least, most, unit, func(v float64) { p.s.try(p.s.session.Tick(label, label+" number", to(v))) })
	sl.row = kit.HBox(8, kit.Exactly(64, 0, kit.Line(p.s.env.T(word)).With(kit.SizeSmall).In(kit.ColorText2)), kit.Spread(sl.bar), kit.Exactly(68, 0, sl.num))
	return sl
}

func (sl *slide) put(v float64, mixed bool) {
	if sl.bar.Value() != v {
		sl.bar.Put(v)
	}
	sl.p.putNum(sl.num, v, mixed)
}

// shared reads a value off several layers, and whether they differ in it.
func shared[T comparable](layers []*designer.Layer, read func(*designer.Layer) T) (v T, mixed bool) {
	for i, l := range layers {
		if i == 0 {
			v = read(l)
		} else if read(l) != v {
			return v, true
		}
	}
	return v, false
}

// idsOf gives the ids of layers.
func idsOf(layers []*designer.Layer) []string {
	out := make([]string, len(layers))
	for i, l := range layers {
		out[i] = l.ID
	}
	return out
}

// only keeps the layers a part of the panel is about; none if it is not about
// all of them.
func only(layers []*designer.Layer, is func(*designer.Layer) bool) []*designer.Layer {
	for _, l := range layers {
		if !is(l) {
			return nil
		}
	}
	return layers
}
