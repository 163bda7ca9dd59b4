package kit

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Bar is a bar that fills.
type Bar struct {
	widget.BaseWidget
	part   float32
	height float32
	track  *Fill
	fill   *Fill
}

// NewBar makes one of a height: 8 in lanes, 12 as the headline of a run.
func NewBar(height float32) *Bar {
	b := &Bar{height: height, track: NewFill(ColorSunken).Round(height / 2), fill: NewFill(ColorAccent).Round(height / 2)}
	b.ExtendBaseWidget(b)
	return b
}

// Set fills it to a part between 0 and 1.
func (b *Bar) Set(part float32) {
	b.part = min(max(part, 0), 1)
	b.Refresh()
}

// Part is how full it is.
func (b *Bar) Part() float32 { return b.part }

// CreateRenderer is Fyne's.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer { return barLook{b} }

type barLook struct{ b *Bar }

func (r barLook) Layout(s fyne.Size) {
	h := min(Px(r.b.height), s.Height)
	y := (s.Height - h) / 2
	r.b.track.Move(fyne.NewPos(0, y))
	r.b.track.Resize(fyne.NewSize(s.Width, h))
	r.b.fill.Move(fyne.NewPos(0, y))
	r.b.fill.Resize(fyne.NewSize(s.Width*r.b.part, h))
	r.b.fill.Hidden = r.b.part == 0
}
func (r barLook) MinSize() fyne.Size           { return fyne.NewSize(Px(40), Px(r.b.height)) }
func (r barLook) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.b.track, r.b.fill} }
func (r barLook) Destroy()                     {}
func (r barLook) Refresh()                     { r.Layout(r.b.Size()); r.b.track.Refresh(); r.b.fill.Refresh() }

// BusyBar shows a task in a page: what and how many, how long it still takes,
// the bar, and Cancel.
type BusyBar struct {
	held
	env    Env
	name   *Text
	left   *Text
	bar    *Bar
	Cancel *Button
}

// NewBusyBar makes one; cancel may be nil for what cannot be stopped.
func (e Env) NewBusyBar(name string, cancel func()) *BusyBar {
	b := &BusyBar{env: e, name: Strong(name), left: Second(""), bar: NewBar(8)}
	b.Cancel = NewButton(e.T("app.cancel"), "stop", Plain, cancel).Small()
	b.Cancel.Hidden = cancel == nil
	head := HBox(12, Spread(b.name), b.left, b.Cancel)
	b.hold(b, VBox(8, head, b.bar))
	return b
}

// Set shows how far it is.
func (b *BusyBar) Set(p Progress) {
	text := p.Name
	if p.Total > 0 {
		text = b.env.T("app.busy.count", "name", p.Name, "done", b.env.Count(p.Done), "total", b.env.Count(p.Total))
		b.bar.Set(float32(p.Done) / float32(p.Total))
	}
	b.name.SetText(text)
	b.left.SetText(b.env.TimeLeft(p.Left))
	b.Container.Refresh()
}

// TimeLeft is a time left in words, "" for none known.
func (e Env) TimeLeft(d time.Duration) string {
	switch s := int(d.Seconds()); {
	case s <= 0:
		return ""
	case s == 1:
		return e.T("app.busy.second")
	case s < 90:
		return e.T("app.busy.seconds", "n", strconv.Itoa(s))
	default:
		return e.T("app.busy.minutes", "n", strconv.Itoa((s+30)/60))
	}
}

// Count writes a number as this language groups its thousands.
func (e Env) Count(n int) string { return grouped(n, e.T("app.thousands")) }

// Counted is the sentence about a number, with one of its own for one where there is such.
func (e Env) Counted(key string, n int, pairs ...string) string {
	if n == 1 && e.Has(key+".one") {
		key += ".one"
	}
	return e.T(key, append(pairs, "count", e.Count(n))...)
}

// Decimal is the sign before the places of a number in this language.
func (e Env) Decimal() string { return strings.Trim(e.T("app.decimal"), "⟦⟧") }

func grouped(n int, between string) string {
	text := strconv.Itoa(n)
	low := 0
	if n < 0 {
		low = 1
	}
	for at := len(text) - 3; at > low; at -= 3 {
		text = text[:at] + between + text[at:]
	}
	return text
}

// Count writes a number with a comma between thousands. Env.Count does it as
// the language does.
func Count(n int) string { return grouped(n, ",") }
