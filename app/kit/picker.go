package kit

import (
	"encoding/hex"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
)

// picker is the dialog of PickColor.
type picker struct {
	env     Env
	title   string
	start   color.NRGBA
	slot    string
	slots   []ColorSlot
	preview func(color.NRGBA, string, func())
	done    func(color.NRGBA, string, bool)

	now      color.NRGBA
	at       string // slot chosen now
	h, s, v  float64
	a        float64
	shown    *Swatch
	swatches []*Swatch
	entry    *TextField
	sliders  []*Slider
	d        *Dialog
	settled  bool
	typing   bool
}

func newPicker(e Env, title string, start color.NRGBA, slot string, slots []ColorSlot,
	preview func(color.NRGBA, string, func()), done func(color.NRGBA, string, bool),
) *picker {
	p := &picker{env: e, title: title, start: start, slot: slot, slots: slots, preview: preview, done: done, now: start, at: slot}
	p.h, p.s, p.v = toHSV(start)
	p.a = float64(start.A) / 255
	return p
}

func (p *picker) show() {
	t := p.env.T
	p.shown = NewSwatch(t("app.color.now"), p.now, nil).Side(34)
	p.entry = NewTextField(t("app.color.hex"), "", HexOf(p.now), p.typed)
	rows := []fyne.CanvasObject{}
	if len(p.slots) > 0 {
		chips := []fyne.CanvasObject{}
		for _, s := range p.slots {
			sw := NewSwatch(s.Label, s.Color, func() { p.take(s) }).Side(28).SetOn(s.Name == p.at)
			p.swatches = append(p.swatches, sw)
			chips = append(chips, sw)
		}
		rows = append(rows, NewField(t("app.color.slots"), "", Chips(6, chips...)))
	}
	if recent := recentColors(p.env.Prefs); len(recent) > 0 {
		chips := []fyne.CanvasObject{}
		for _, c := range recent {
			chips = append(chips, NewSwatch(HexOf(c), c, func() { p.take(ColorSlot{Color: c}) }).Side(28))
		}
		rows = append(rows, NewField(t("app.color.recent"), "", Chips(6, chips...)))
	}
	rows = append(rows, HBox(12, p.shown, Spread(p.entry.Field)))
	p.sliders = []*Slider{
		p.slider("app.color.hue", p.h, 360, func(x float64) color.Color { return fromHSV(x*360, 1, 1, 1) }, func(x float64) { p.h = x }),
		p.slider("app.color.saturation", p.s*100, 100, func(x float64) color.Color { return fromHSV(p.h, x, max(p.v, .3), 1) }, func(x float64) { p.s = x / 100 }),
		p.slider("app.color.brightness", p.v*100, 100, func(x float64) color.Color { return fromHSV(p.h, p.s, x, 1) }, func(x float64) { p.v = x / 100 }),
		p.slider("app.color.alpha", p.a*100, 100, nil, func(x float64) { p.a = x / 100 }),
	}
	for _, s := range p.sliders {
		rows = append(rows, NewField(s.name, "", s))
	}
	no := NewButton(t("app.cancel"), "", Plain, func() { p.d.Close() })
	yes := NewButton(t("app.color.do"), "", Primary, p.accept)
	p.d = p.env.NewDialog(p.title, VBox(10, rows...), no, yes).Sized(360, 0).Focus(p.entry.Entry)
	if p.preview != nil {
		p.d.Aside()
	}
	p.d.OnClosed(func() {
		if !p.settled {
			p.done(p.start, p.slot, false)
		}
	})
	p.d.Show()
}

func (p *picker) slider(word string, value, most float64, track func(float64) color.Color, set func(float64)) *Slider {
	return NewSlider(p.env.T(word), value, 0, most, 1, func(x float64) {
		set(x)
		p.turn(fromHSV(p.h, p.s, p.v, p.a), "")
	}, nil).Track(track).Held()
}

func (p *picker) accept() {
	if _, ok := ParseHex(p.entry.Text()); !ok {
		p.entry.SetError(p.env.T("app.color.hex.wrong"))
		return
	}
	p.settled = true
	RememberColor(p.env.Prefs, p.now)
	p.d.Close()
	p.done(p.now, p.at, true)
}

// prefRecent is where the colours chosen last are kept, the latest first.
const prefRecent = "colors.recent"

// mostRecent is how many of them are offered.
const mostRecent = 8

func recentColors(prefs Prefs) []color.NRGBA {
	var out []color.NRGBA
	if prefs == nil {
		return nil
	}
	for _, text := range strings.Fields(prefs.String(prefRecent, "")) {
		if c, ok := ParseHex(text); ok {
			out = append(out, c)
		}
	}
	return out
}

// RememberColor puts a colour in front of those chosen before, which PickColor
// offers again.
func RememberColor(prefs Prefs, chosen color.NRGBA) {
	if prefs == nil {
		return
	}
	list := []string{HexOf(chosen)}
	for _, c := range recentColors(prefs) {
		if c != chosen && len(list) < mostRecent {
			list = append(list, HexOf(c))
		}
	}
	prefs.SetString(prefRecent, strings.Join(list, " "))
}

// take chooses a slot.
func (p *picker) take(s ColorSlot) {
	p.h, p.s, p.v = toHSV(s.Color)
	p.a = float64(s.Color.A) / 255
	p.turn(s.Color, s.Name)
}

// typed takes figures.
func (p *picker) typed(text string) {
	if p.typing {
		return
	}
	c, ok := ParseHex(text)
	if !ok {
		return
	}
	p.entry.SetError("")
	p.h, p.s, p.v = toHSV(c)
	p.a = float64(c.A) / 255
	p.typing = true
	p.turn(c, "")
	p.typing = false
}

// turn takes another colour, tells of it and shows it.
func (p *picker) turn(c color.NRGBA, slot string) {
	p.now, p.at = c, slot
	switch {
	case p.preview == nil:
		p.put()
	case p.typing: // the field shows it already
		p.put()
		p.preview(c, slot, func() {})
	default:
		p.preview(c, slot, p.put)
	}
}

// put shows the colour everywhere in the dialog.
func (p *picker) put() {
	p.shown.SetColor(p.now)
	for i, s := range p.swatches {
		s.SetOn(p.slots[i].Name == p.at)
	}
	if !p.typing {
		p.typing = true
		p.entry.SetText(HexOf(p.now))
		p.typing = false
	}
	for i, v := range []float64{p.h, p.s * 100, p.v * 100, p.a * 100} {
		p.sliders[i].Put(v)
	}
}

// HexOf writes #RRGGBB, or #RRGGBBAA when not opaque.
func HexOf(c color.NRGBA) string {
	data := []byte{c.R, c.G, c.B}
	if c.A != 255 {
		data = append(data, c.A)
	}
	return "#" + strings.ToUpper(hex.EncodeToString(data))
}

// ParseHex reads #RGB, #RRGGBB or #RRGGBBAA; the # may be left out.
func ParseHex(text string) (color.NRGBA, bool) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "#")
	if len(text) == 3 {
		text = text[:1] + text[:1] + text[1:2] + text[1:2] + text[2:] + text[2:]
	}
	data, err := hex.DecodeString(text)
	switch {
	case err == nil && len(data) == 3:
		return color.NRGBA{R: data[0], G: data[1], B: data[2], A: 255}, true
	case err == nil && len(data) == 4:
		return color.NRGBA{R: data[0], G: data[1], B: data[2], A: data[3]}, true
	}
	return color.NRGBA{}, false
}

func toHSV(c color.NRGBA) (h, s, v float64) {
	r, g, b := float64(c.R)/255, float64(c.G)/255, float64(c.B)/255
	most, least := max(r, g, b), min(r, g, b)
	d := most - least
	if most > 0 {
		s = d / most
	}
	switch {
	case d == 0:
	case most == r:
		h = 60 * math.Mod((g-b)/d+6, 6)
	case most == g:
		h = 60 * ((b-r)/d + 2)
	default:
		h = 60 * ((r-g)/d + 4)
	}
	return h, s, most
}

func fromHSV(h, s, v, a float64) color.NRGBA {
	f := func(n float64) uint8 {
		k := math.Mod(n+h/60, 6)
		return uint8(math.Round(255 * (v - v*s*max(0, min(k, 4-k, 1)))))
	}
	return color.NRGBA{R: f(5), G: f(3), B: f(1), A: uint8(math.Round(255 * a))}
}
