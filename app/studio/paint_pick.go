package studio

import (
	"fmt"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
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

// put shows a paint; mixed stands for several.
func (p *paintPick) put(paint designer.Paint, mixed bool) {
	doc, t := p.s.session.Document(), p.s.env.T
	values, texts := []string{paintNone}, []string{t("studio.paint.none")}
	for _, slot := range doc.Slots {
		values, texts = append(values, slot.Name), append(texts, p.s.slotName(slot.Name))
	}
	values, texts = append(values, paintOther), append(texts, t("studio.paint.other"))
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
		values, texts = append(values, paintGradient), append(texts, t("studio.paint.gradient"))
	}
	p.choice.SetChoices(values, texts, now)
	if mixed || paint.Kind == designer.NoPaint {
		p.swatch.SetNone()
		return
	}
	p.swatch.SetColor(doc.Resolve(first(paint)).NRGBA())
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
	case paintMixed, paintGradient, paintFree:
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
	value := p.choice.Value()
	if _, ok := p.s.session.Document().Color(value); ok {
		p.s.slots.change(value)
		return
	}
	p.other()
}

// other asks for a colour and makes a slot of it.
func (p *paintPick) other() {
	from := designer.Color{R: 0x27, G: 0x60, B: 0x8f, A: 255}
	chosen := from
	p.s.pickColor(p.s.env.T("studio.paint.other"), from, func(c designer.Color) { chosen = c }, func() {
		doc := p.s.session.Document()
		for _, slot := range doc.Slots {
			if slot.Color == chosen {
				p.set(designer.Fill(slot.Name))
				return
			}
		}
		p.s.newSlot(chosen, p.set)
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
