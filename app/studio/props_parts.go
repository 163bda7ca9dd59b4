package studio

import (
	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/preflight"
)

// placeProps are where things are, how large, how turned, how opaque.
type placeProps struct {
	p                *props
	box              *section
	x, y, w, h, r, o *kit.NumberEntry
	even             *kit.Check
	ids              []string
}

func newPlaceProps(p *props) *placeProps {
	q := &placeProps{p: p}
	t := p.s.env.T
	set := func(f func(*edit.Placed, float64)) func(float64) {
		return func(v float64) {
			now, ok := p.s.session.Placed()
			if !ok {
				return
			}
			f(&now, v)
			p.s.try(p.s.session.SetPlaced(now, q.even.On()))
		}
	}
	q.x = p.num("studio.place.x", -20000, 20000, "", set(func(n *edit.Placed, v float64) { n.X = v }))
	q.y = p.num("studio.place.y", -20000, 20000, "", set(func(n *edit.Placed, v float64) { n.Y = v }))
	q.w = p.num("studio.place.w", 0.1, 20000, "", set(func(n *edit.Placed, v float64) { n.W = v }))
	q.h = p.num("studio.place.h", 0.1, 20000, "", set(func(n *edit.Placed, v float64) { n.H = v }))
	q.r = p.num("studio.place.turn", -360, 360, "°", set(func(n *edit.Placed, v float64) { n.Turn = v }))
	q.o = p.num("studio.place.opacity", 0, 100, "%", func(v float64) {
		p.s.try(p.s.session.Tick("step.opacity", "opacity", edit.SetOpacity(q.ids, v/100)))
	})
	q.even = kit.NewCheck(t("studio.place.even"), true, nil)
	pair := func(a string, x fyne.CanvasObject, b string, y fyne.CanvasObject) fyne.CanvasObject {
		return kit.Columns(10, []float32{1, 1}, labelled(t(a), 14, x), labelled(t(b), 14, y))
	}
	q.box = newSection(
		t("studio.place"),
		pair("studio.short.x", q.x, "studio.short.y", q.y),
		pair("studio.short.w", q.w, "studio.short.h", q.h),
		pair("studio.short.r", q.r, "studio.short.o", q.o), q.even)
	return q
}

func (q *placeProps) sync(sel []*designer.Layer) {
	q.p.part(q.box, len(sel) > 0)
	q.ids = idsOf(sel)
	at, ok := q.p.s.session.Placed()
	if len(sel) == 0 || !ok {
		return
	}
	q.p.putNum(q.x, round(at.X), false)
	q.p.putNum(q.y, round(at.Y), false)
	q.p.putNum(q.w, round(at.W), false)
	q.p.putNum(q.h, round(at.H), false)
	q.p.putNum(q.r, round(at.Turn), false)
	o, mixed := shared(sel, func(l *designer.Layer) float64 { return round(l.Opacity * 100) })
	q.p.putNum(q.o, o, mixed)
}

// shapeProps are the numbers of parametric shapes.
type shapeProps struct {
	p     *props
	box   *section
	kind  *kit.Select
	rows  *fyne.Container
	built string
	nums  map[string]*slide
	ids   []string
}

func newShapeProps(p *props) *shapeProps {
	q := &shapeProps{p: p, rows: kit.VBox(6)}
	var kinds, names []string
	for _, k := range designer.ShapeKinds() {
		kinds, names = append(kinds, k.Name), append(names, p.s.env.T("shape."+k.Name))
	}
	q.kind = kit.NewSelect(p.s.env.T("studio.shape.kind"), kinds, names, "", func(v string) {
		if !p.syncing {
			p.s.try(p.s.session.Apply("step.number", edit.SetKind(q.ids, v)))
		}
	})
	q.box = newSection(p.s.env.T("studio.shape"), q.kind, q.rows)
	return q
}

func (q *shapeProps) sync(sel []*designer.Layer) {
	shapes := only(sel, func(l *designer.Layer) bool { return l.Shape != nil })
	q.p.part(q.box, len(shapes) > 0)
	q.ids = idsOf(shapes)
	if len(shapes) == 0 {
		return
	}
	kind, mixed := shared(shapes, func(l *designer.Layer) string { return l.Shape.Kind })
	if mixed {
		kind = ""
		q.kind.Placeholder(q.p.s.env.T("studio.mixed"))
	}
	q.kind.Put(kind)
	q.build(kind)
	for name, sl := range q.nums {
		v, mixed := shared(shapes, func(l *designer.Layer) float64 { return round(l.Shape.Number(name)) })
		sl.put(v, mixed)
	}
}

// build makes a slider for each number of a kind.
func (q *shapeProps) build(kind string) {
	if kind == q.built {
		return
	}
	q.built, q.nums, q.rows.Objects = kind, map[string]*slide{}, nil
	for _, k := range designer.ShapeKinds() {
		if k.Name != kind {
			continue
		}
		for _, n := range k.Numbers {
			step := 0.01
			switch {
			case n.Whole:
				step = 1
			case n.Most-n.Least > 100:
				step = 1
			}
			sl := newSlide(q.p, "shape.number."+n.Name, n.Least, min(n.Most, 360), step, "", "step.number", func(v float64) edit.Edit {
				return edit.SetNumber(q.ids, n.Name, v)
			})
			sl.num.Steps(step, 2)
			q.nums[n.Name] = sl
			q.rows.Objects = append(q.rows.Objects, sl.row)
		}
	}
	q.rows.Refresh()
	q.p.moved = true
}

// paintProps are fill and outline.
type paintProps struct {
	p             *props
	box           *section
	fill, outline *paintPick
	width         *kit.NumberEntry
	widthRow      fyne.CanvasObject
	verdict       fyne.CanvasObject
	mark          *kit.Glyph
	said          *kit.Text
	ids           []string
	layers        []*designer.Layer
}

func newPaintProps(p *props) *paintProps {
	q := &paintProps{p: p}
	t := p.s.env.T
	q.fill = newPaintPick(p.s, t("studio.paint.fill"), func(paint designer.Paint) { q.set("step.fill", edit.SetFill(q.ids, paint)) }).
		fading(func(f func(*designer.Layer, designer.Paint) designer.Paint) {
			q.set("step.fill", edit.Update(q.ids, func(l *designer.Layer) { l.Fill = f(l, l.Fill) }))
		})
	q.outline = newPaintPick(p.s, t("studio.paint.outline"), func(paint designer.Paint) {
		q.set("step.stroke", edit.Update(q.ids, func(l *designer.Layer) { l.Stroke = stroked(l.Stroke, paint) }))
	})
	q.width = p.num("studio.paint.width", 0, 200, "", func(v float64) {
		p.s.try(p.s.session.Tick("step.stroke", "width", edit.Update(q.ids, func(l *designer.Layer) {
			if l.Stroke != nil {
				l.Stroke.Width = v
			}
		})))
	})
	q.width.Steps(1, 1)
	q.widthRow = labelled(t("studio.paint.width"), 60, kit.HBox(0, kit.Exactly(84, 0, q.width), kit.Spread()))
	q.mark, q.said = kit.NewGlyph("ok", kit.ColorOK, 16), kit.Body("").With(kit.SizeSmall)
	q.verdict = kit.HBox(6, q.mark, kit.Spread(q.said))
	q.box = newSection(
		t("studio.paint"),
		labelled(t("studio.paint.fill"), 60, q.fill.box), kit.Inset(0, 0, 0, 66, q.fill.grade),
		labelled(t("studio.paint.outline"), 60, q.outline.box), q.widthRow, q.verdict)
	return q
}

// stroked paints a line; one that is new gets a usual width.
func stroked(old *designer.Stroke, paint designer.Paint) *designer.Stroke {
	if paint.Kind == designer.NoPaint {
		return nil
	}
	n := designer.Stroke{Width: 4, Join: designer.JoinRound}
	if old != nil {
		n = *old
	}
	n.Paint = paint
	return &n
}

func (q *paintProps) set(label string, e edit.Edit) {
	if q.p.syncing {
		return
	}
	if slot := q.p.s.pending; slot != nil {
		e = edit.All(edit.SetSlot(slot.Name, slot.Color), e)
	}
	q.p.s.try(q.p.s.session.Apply(label, e))
}

func (q *paintProps) sync(sel []*designer.Layer) {
	painted := only(sel, func(l *designer.Layer) bool { return l.Group == nil && l.Image == nil })
	q.p.part(q.box, len(painted) > 0)
	q.ids, q.layers = idsOf(painted), painted
	if len(painted) == 0 {
		return
	}
	key := func(paint designer.Paint) string {
		k := string(paint.Kind) + paint.Tone.Slot
		if paint.Tone.Slot == "" {
			k += paint.Tone.Color.String()
		}
		for _, s := range paint.Stops {
			k += s.Tone.Slot + s.Tone.Color.String()
		}
		return k
	}
	_, mixed := shared(painted, func(l *designer.Layer) string { return key(l.Fill) })
	q.fill.put(painted[0].Fill, mixed)
	line := func(l *designer.Layer) designer.Paint {
		if l.Stroke == nil {
			return designer.Paint{}
		}
		return l.Stroke.Paint
	}
	_, mixed = shared(painted, func(l *designer.Layer) string { return key(line(l)) })
	q.outline.put(line(painted[0]), mixed)
	width, mixed := shared(painted, func(l *designer.Layer) float64 {
		if l.Stroke == nil {
			return 0
		}
		return round(l.Stroke.Width)
	})
	q.p.putNum(q.width, width, mixed)
	q.p.show(q.widthRow, painted[0].Stroke != nil || mixed)
	q.judge()
}

// judge says how a text stands out from what lies below, as preflight found.
func (q *paintProps) judge() {
	texts := len(q.layers) == 1 && q.layers[0].Text != nil
	q.p.show(q.verdict, texts && len(q.p.s.strip.fine)+len(q.p.s.strip.findgs) > 0)
	if !texts {
		return
	}
	t, tone := q.p.s.env.T, kit.OK
	words := t("studio.paint.contrast.fine")
	if f, bad := q.p.s.strip.contrast(q.layers[0].ID); bad {
		tone, words = kit.Warn, t("studio.paint.contrast", "ratio", f.Said(q.p.s.env.Decimal())["ratio"])
		if f.Severity == preflight.Bad {
			tone = kit.Err
		}
	}
	q.mark.Set(tone.Icon(), tone.Ink())
	q.said.In(tone.Ink())
	q.said.SetText(words)
	q.said.Refresh()
}

// fillWith paints what is selected by a slot.
func (s *studio) fillWith(slot string) {
	s.try(s.session.Apply("step.fill", edit.SetFill(s.session.Selection(), designer.Fill(slot))))
}

// shadowProps are the shadow.
type shadowProps struct {
	p            *props
	box          *section
	on           *kit.Check
	dx, dy, blur *kit.NumberEntry
	rows         fyne.CanvasObject
	ids          []string
}

func newShadowProps(p *props) *shadowProps {
	q := &shadowProps{p: p}
	t := p.s.env.T
	q.on = kit.NewCheck(t("studio.shadow.on"), false, func(on bool) {
		if p.syncing {
			return
		}
		var sh *designer.Shadow
		if on {
			sh = &designer.Shadow{DY: 6, Blur: 12, Tone: designer.Tone{Color: designer.Color{A: 255}, Alpha: 0.35}}
		}
		p.s.try(p.s.session.Apply("step.shadow", edit.SetShadow(q.ids, sh)))
	})
	set := func(f func(*designer.Shadow, float64)) func(float64) {
		return func(v float64) {
			p.s.try(p.s.session.Tick("step.shadow", "shadow", edit.Update(q.ids, func(l *designer.Layer) {
				if l.Shadow != nil {
					f(l.Shadow, v)
				}
			})))
		}
	}
	q.dx = p.num("studio.shadow.x", -200, 200, "", set(func(s *designer.Shadow, v float64) { s.DX = v }))
	q.dy = p.num("studio.shadow.y", -200, 200, "", set(func(s *designer.Shadow, v float64) { s.DY = v }))
	q.blur = p.num("studio.shadow.blur", 0, 200, "", set(func(s *designer.Shadow, v float64) { s.Blur = v }))
	q.rows = kit.VBox(8,
		kit.Columns(10, []float32{1, 1}, labelled(t("studio.short.x"), 14, q.dx), labelled(t("studio.short.y"), 14, q.dy)),
		labelled(t("studio.shadow.blur"), 60, kit.HBox(0, kit.Exactly(84, 0, q.blur), kit.Spread())))
	q.box = newSection(t("studio.shadow"), q.on, q.rows)
	return q
}

func (q *shadowProps) sync(sel []*designer.Layer) {
	q.p.part(q.box, len(sel) > 0)
	q.ids = idsOf(sel)
	if len(sel) == 0 {
		return
	}
	on, mixed := shared(sel, func(l *designer.Layer) bool { return l.Shadow != nil })
	q.on.Put(on && !mixed)
	q.p.show(q.rows, on && !mixed)
	if sh := sel[0].Shadow; sh != nil {
		q.p.putNum(q.dx, round(sh.DX), false)
		q.p.putNum(q.dy, round(sh.DY), false)
		q.p.putNum(q.blur, round(sh.Blur), false)
	}
}

// aboutProps are those of the design itself, shown while nothing is selected.
type aboutProps struct {
	p                           *props
	box                         *section
	name, alt, lic, maker, from *kit.TextField
}

func newAboutProps(p *props) *aboutProps {
	q := &aboutProps{p: p}
	t := p.s.env.T
	set := func(key string, f func(*designer.Credits, string)) func(string) {
		return func(text string) {
			if p.syncing {
				return
			}
			about := p.s.session.Document().About
			f(&about, text)
			p.s.try(p.s.session.Tick("studio.step.about", "about "+key, edit.SetAbout(about)))
		}
	}
	q.name = kit.NewTextField(t("studio.about.name"), "", "", func(text string) {
		if !p.syncing && text != "" {
			p.s.try(p.s.session.Tick("step.name", "design name", edit.SetName(text)))
		}
	})
	q.alt = kit.NewTextArea(t("studio.about.alt"), t("studio.about.alt.hint"), "", 3, set("alt", func(c *designer.Credits, v string) { c.Alt = v }))
	q.maker = kit.NewTextField(t("studio.about.author"), "", "", set("author", func(c *designer.Credits, v string) { c.Author = v }))
	q.lic = kit.NewTextField(t("studio.about.licence"), "", "", set("licence", func(c *designer.Credits, v string) { c.Licence = v }))
	q.from = kit.NewTextField(t("studio.about.source"), t("studio.about.source.hint"), "", set("source", func(c *designer.Credits, v string) { c.Source = v }))
	q.box = newSection(t("studio.about"), q.name, q.alt, q.maker, q.lic, q.from)
	return q
}

func (q *aboutProps) sync(sel []*designer.Layer) {
	q.p.part(q.box, len(sel) == 0)
	doc := q.p.s.session.Document()
	put := func(f *kit.TextField, text string) {
		if f.Text() != text && !f.Entry.Focused() {
			f.SetText(text)
		}
	}
	put(q.name, doc.Name)
	put(q.alt, doc.About.Alt)
	put(q.maker, doc.About.Author)
	put(q.lic, doc.About.Licence)
	put(q.from, doc.About.Source)
}
