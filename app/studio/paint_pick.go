package studio

import (
	"fmt"
	"math"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
)

// paintPick chooses a paint: none, one of the design's colours, or another one,
// which becomes a colour of the design.
type paintPick struct {
	s      *studio
	name   string
	swatch *kit.Swatch
	choice *kit.Select
	box    fyne.CanvasObject
	set    func(designer.Paint)
	// fade makes a gradient of a layer's paint, or takes another look of the one
	// there is; nil where there is none.
	fade  func(func(l *designer.Layer, p designer.Paint) designer.Paint)
	now   designer.Paint
	stops *fyne.Container
	angle *kit.NumberEntry
	round *kit.Select
	disc  *roundFields
	grade fyne.CanvasObject
}

// The values of the choice that are no slot.
const (
	paintNone     = ""
	paintMixed    = "\x00mixed"
	paintGradient = "\x00gradient"
	paintOther    = "\x00other"
	paintFree     = "\x00free"
)

func newPaintPick(s *studio, name string, set func(designer.Paint)) *paintPick {
	p := &paintPick{s: s, name: name, set: set}
	p.swatch = kit.NewSwatch(name, designer.Color{}.NRGBA(), func() { p.swatchTapped() })
	p.choice = kit.NewSelect(name, nil, nil, "", p.chosen)
	p.box = kit.HBox(6, p.swatch, kit.Spread(kit.Exactly(100, 0, p.choice)))
	return p
}

// fading adds what a gradient needs: its colours, its kind, its angle or centre.
func (p *paintPick) fading(fade func(func(*designer.Layer, designer.Paint) designer.Paint)) *paintPick {
	p.fade = fade
	t := p.s.env.T
	p.stops = kit.Chips(5)
	p.angle = kit.NewNumberEntry(t("studio.paint.angle"), 0, -360, 360, "°", func(v float64) {
		p.fade(func(l *designer.Layer, g designer.Paint) designer.Paint { return turned(g, p.s.measure.Bounds(l), v) })
	}).Sign(p.s.env.Decimal())
	kinds := []string{string(designer.Linear), string(designer.Radial)}
	p.round = kit.NewSelect(t("studio.paint.kind"), kinds, []string{t("studio.paint.linear"), t("studio.paint.radial")}, kinds[0], func(v string) {
		p.fade(func(l *designer.Layer, g designer.Paint) designer.Paint {
			return gradient(designer.PaintKind(v), g.Stops, p.s.measure.Bounds(l))
		})
	})
	p.disc = newRoundFields(p)
	p.grade = kit.VBox(6, p.stops, kit.HBox(6, kit.Spread(kit.Exactly(80, 0, p.round)), kit.Exactly(68, 0, p.angle)), p.disc.box)
	return p
}

// gradient fills a box from its top down, or from its middle outwards.
func gradient(kind designer.PaintKind, stops []designer.Stop, b geom.Rect) designer.Paint {
	m := b.Middle()
	if kind == designer.Radial {
		return designer.Paint{Kind: kind, Stops: stops, From: m, To: geom.Pt(m.X+max(b.W(), b.H())/2, m.Y), Ratio: 1, Focus: m}
	}
	return designer.Paint{Kind: kind, Stops: stops, From: geom.Pt(m.X, b.Min.Y), To: geom.Pt(m.X, b.Max.Y)}
}

// turned lays a linear gradient across a box in a direction, as style sheets
// count: 0° is up, 90° to the right.
func turned(g designer.Paint, b geom.Rect, degrees float64) designer.Paint {
	if g.Kind != designer.Linear {
		return g
	}
	sin, cos := math.Sincos((degrees - 90) * math.Pi / 180)
	reach := math.Abs(cos)*b.W()/2 + math.Abs(sin)*b.H()/2
	m := b.Middle()
	g.From, g.To = geom.Pt(m.X-cos*reach, m.Y-sin*reach), geom.Pt(m.X+cos*reach, m.Y+sin*reach)
	return g
}

// angleOf is the direction turned would give.
func angleOf(g designer.Paint) float64 {
	d := g.To.Sub(g.From)
	return math.Mod(round(math.Atan2(d.Y, d.X)*180/math.Pi+450), 360)
}

// begin makes a gradient out of a plain paint: from its colour to the deeper
// one of the same name, or to ink, or to one a shade darker.
func (p *paintPick) begin() {
	doc := p.s.session.Document()
	p.fade(func(l *designer.Layer, g designer.Paint) designer.Paint {
		if g.Kind == designer.Linear || g.Kind == designer.Radial {
			return g
		}
		from := g.Tone
		if g.Kind == designer.NoPaint && len(doc.Slots) > 0 {
			from = designer.SlotTone(doc.Slots[0].Name)
		}
		to := deeper(doc.Resolve(from), from.Alpha)
		for _, name := range []string{from.Slot + "-deep", "ink"} {
			if _, ok := doc.Color(name); ok && name != from.Slot {
				to = designer.SlotTone(name)
				break
			}
		}
		return gradient(designer.Linear, []designer.Stop{{At: 0, Tone: from}, {At: 1, Tone: to}}, p.s.measure.Bounds(l))
	})
}

// put shows a paint; mixed stands for several.
func (p *paintPick) put(paint designer.Paint, mixed bool) {
	doc, t := p.s.session.Document(), p.s.env.T
	values, texts := []string{paintNone}, []string{t("studio.paint.none")}
	for _, slot := range doc.Slots {
		values, texts = append(values, slot.Name), append(texts, p.s.slotName(slot.Name))
	}
	values, texts = append(values, paintOther), append(texts, t("studio.paint.other"))
	p.now = paint
	now := paintNone
	switch {
	case mixed:
		now = paintMixed
		values, texts = append(values, paintMixed), append(texts, t("studio.mixed"))
	case paint.Kind == designer.Solid && paint.Tone.Slot != "":
		now = paint.Tone.Slot
	case paint.Kind == designer.Solid:
		now = paintFree
		values, texts = append(values, paintFree), append(texts, paint.Tone.Color.String())
	case paint.Kind != designer.NoPaint:
		now = paintGradient
	}
	if p.fade != nil || now == paintGradient {
		values, texts = append(values, paintGradient), append(texts, t("studio.paint.gradient"))
	}
	p.choice.SetChoices(values, texts, now)
	if p.fade != nil {
		p.s.props.show(p.grade, now == paintGradient)
		if now == paintGradient {
			p.showStops()
			p.round.Put(string(paint.Kind))
			show(p.angle, paint.Kind == designer.Linear)
			p.s.props.putNum(p.angle, angleOf(paint), false)
			p.disc.put(paint, p.layer())
		}
	}
	if mixed || paint.Kind == designer.NoPaint {
		p.swatch.SetNone()
		return
	}
	p.swatch.SetColor(doc.Resolve(first(paint)).NRGBA())
}

// layer is the one whose paint is shown, or nil.
func (p *paintPick) layer() *designer.Layer {
	if ids := p.s.session.Selection(); len(ids) > 0 {
		return edit.Find(p.s.session.Document(), ids[0])
	}
	return nil
}

// first is the tone a paint shows first.
func first(paint designer.Paint) designer.Tone {
	if paint.Kind == designer.Solid || len(paint.Stops) == 0 {
		return paint.Tone
	}
	return paint.Stops[0].Tone
}

func (p *paintPick) chosen(value string) {
	switch value {
	case paintMixed, paintFree:
	case paintGradient:
		if p.fade != nil {
			p.begin()
		}
	case paintNone:
		p.set(designer.Paint{})
	case paintOther:
		p.other()
	default:
		p.set(designer.Fill(value))
	}
}

// swatchTapped changes the colour that is shown, and all that is painted by it.
func (p *paintPick) swatchTapped() {
	if p.fade != nil && len(p.now.Stops) > 0 && p.choice.Value() == paintGradient {
		p.stopTapped(p.swatch, 0) // another plain colour would end the gradient
		return
	}
	slot := first(p.now).Slot
	if _, ok := p.s.session.Document().Color(slot); ok && p.now.Kind != designer.NoPaint && p.choice.Value() != paintMixed {
		p.s.slots.change(slot)
		return
	}
	p.other()
}

// other asks for a colour and makes a slot of it.
func (p *paintPick) other() {
	from := designer.Color{R: 0x27, G: 0x60, B: 0x8f, A: 255}
	if p.now.Kind != designer.NoPaint && p.choice.Value() != paintMixed {
		from = p.s.session.Document().Resolve(first(p.now))
	}
	p.ask(from, p.set)
}

// ask asks for a colour and paints with a slot of it.
func (p *paintPick) ask(from designer.Color, set func(designer.Paint)) {
	chosen := from
	p.s.pickColor(p.s.env.T("studio.paint.other"), from, func(c designer.Color) { chosen = c }, func() {
		for _, slot := range p.s.session.Document().Slots {
			if slot.Color == chosen {
				set(designer.Fill(slot.Name))
				return
			}
		}
		p.s.newSlot(chosen, set)
	}, p.s.props.sync)
}

// newSlot paints with a colour that is in no slot yet, as one step: it becomes
// a slot of its own.
func (s *studio) newSlot(c designer.Color, set func(designer.Paint)) {
	n, name := len(s.session.Document().Slots)+1, ""
	for name == "" {
		try := fmt.Sprintf("own-%d", n)
		if _, taken := s.session.Document().Color(try); !taken {
			name = try
		}
		n++
	}
	s.pending = &designer.Slot{Name: name, Color: c}
	set(designer.Fill(name))
	s.pending = nil
}
