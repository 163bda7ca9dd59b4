package studio

import (
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// textProps are the properties of text.
type textProps struct {
	p       *props
	box     *section
	content *kit.Entry
	rows    int    // how many lines it shows
	writes  string // the layer the content field writes to
	font    *kit.Select
	size    *kit.NumberEntry
	align   *kit.Segmented
	arc     fyne.CanvasObject
	radius  *slide
	start   *slide
	spacing *slide
	shrink  *kit.Check
	upright *kit.Check
	bend    *kit.Button
	ids     []string
}

func newTextProps(p *props) *textProps {
	t := &textProps{p: p}
	word := p.s.env.T
	t.content = kit.NewMultiEntry(word("studio.text.content"), 1)
	t.content.Wrapping = fyne.TextWrapOff
	t.content.Scroll = fyne.ScrollHorizontalOnly
	t.content.OnChanged = func(text string) {
		if p.syncing || t.writes == "" {
			return
		}
		p.s.try(p.s.session.Tick("step.text", "content "+t.writes, edit.SetContent(t.writes, text)))
	}
	families := ownFamilies(p.s.fonts)
	t.font = kit.NewSelect(word("studio.text.font"), families, t.fontNames(families), "", func(v string) {
		t.do("step.font", func(x *designer.Text) { x.Font.Family = v })
	}).Opening(func() { p.s.chooseFont(t.ids, t.font.Value()) })
	t.size = p.num("studio.text.size", 1, 600, "", func(v float64) {
		t.tick("step.font", "size", func(x *designer.Text) { x.Size, x.MinSize = v, min(x.MinSize, v) })
	})
	aligns := []string{string(designer.Start), string(designer.Middle), string(designer.End)}
	tips := []string{word("studio.text.left"), word("studio.text.centre"), word("studio.text.right")}
	t.align = kit.NewSegmented(aligns, tips, []string{"text-left", "text-center", "text-right"}, "", func(v string) {
		t.do("step.text", func(x *designer.Text) { x.Align = designer.Align(v) })
	})
	t.radius = newSlide(p, "studio.text.radius", 10, 320, 1, "", "step.radius", func(v float64) edit.Edit {
		return t.arcEdit(func(a *designer.Arc) { a.Radius = v })
	})
	t.start = newSlide(p, "studio.text.start", -180, 180, 1, "°", "step.arc-turn", func(v float64) edit.Edit {
		return t.arcEdit(func(a *designer.Arc) { a.Middle = v + middleOf(*a) })
	})
	t.spacing = newSlide(p, "studio.text.spacing", -20, 60, 0.5, "", "step.text", func(v float64) edit.Edit {
		return edit.SetText(t.ids, func(x *designer.Text) { x.Track = v })
	})
	t.shrink = kit.NewCheck(word("studio.text.shrink"), false, func(on bool) {
		t.do("step.text", func(x *designer.Text) {
			x.MinSize = 0
			if on {
				x.MinSize = x.Size / 2
			}
		})
	})
	t.upright = kit.NewCheck(word("studio.text.upright"), false, func(bool) {
		if !p.syncing {
			p.s.try(p.s.session.Do("flip-letters"))
		}
	})
	t.bend = kit.NewIconButton("arc-text", word("action.bend"), t.bendOrNot)
	t.arc = kit.VBox(6, t.radius.row, t.start.row)
	t.box = newSection(
		word("studio.text"), t.content,
		kit.HBox(8, kit.Spread(t.font), kit.Exactly(68, 0, t.size)),
		kit.HBox(8, t.align.Container, kit.Spread(), t.bend),
		t.arc, t.spacing.row, kit.Chips(12, t.shrink, t.upright))
	return t
}

// middleOf is the angle that stands for 0° of the start: the top, or for
// letters that point inwards the bottom.
func middleOf(a designer.Arc) float64 {
	if a.Inside {
		return 90
	}
	return -90
}

func (t *textProps) fontNames(families []string) []string {
	out := make([]string, len(families))
	for i, f := range families {
		if !slices.Contains(designer.Classes(), f) {
			out[i] = f
			continue
		}
		out[i] = t.p.s.env.T("studio.font." + f)
	}
	return out
}

func (t *textProps) do(label string, f func(*designer.Text)) {
	if !t.p.syncing {
		t.p.s.try(t.p.s.session.Apply(label, edit.SetText(t.ids, f)))
	}
}

func (t *textProps) tick(label, key string, f func(*designer.Text)) {
	t.p.s.try(t.p.s.session.Tick(label, key, edit.SetText(t.ids, f)))
}

func (t *textProps) arcEdit(f func(*designer.Arc)) edit.Edit {
	return edit.SetText(t.ids, func(x *designer.Text) {
		if x.Arc != nil {
			f(x.Arc)
		}
	})
}

func (t *textProps) bendOrNot() {
	name := "bend"
	if sel := t.p.s.session.Selected(); len(sel) > 0 && sel[0].Text != nil && sel[0].Text.Arc != nil {
		name = "straighten"
	}
	t.p.s.try(t.p.s.session.Do(name))
}

func (t *textProps) sync(sel []*designer.Layer) {
	texts := only(sel, func(l *designer.Layer) bool { return l.Text != nil })
	t.p.part(t.box, len(texts) > 0)
	t.ids = idsOf(texts)
	t.writes = ""
	if len(texts) == 0 {
		return
	}
	word := t.p.s.env.T
	t.p.show(t.content, len(texts) == 1)
	if len(texts) == 1 {
		t.writes = texts[0].ID
		t.high(texts[0].Text.Content)
		if t.content.Text != texts[0].Text.Content {
			t.content.SetText(texts[0].Text.Content)
		}
	}
	family, mixed := shared(texts, func(l *designer.Layer) string { return l.Text.Font.Family })
	families := ownFamilies(t.p.s.fonts)
	names := t.fontNames(families)
	if mixed {
		family = ""
		t.font.Placeholder(word("studio.mixed"))
	} else if !word0(families, family) {
		families, names = append(families, family), append(names, family)
	}
	t.font.SetChoices(families, names, family)
	size, mixed := shared(texts, func(l *designer.Layer) float64 { return round(l.Text.Size) })
	t.p.putNum(t.size, size, mixed)
	align, _ := shared(texts, func(l *designer.Layer) designer.Align { return l.Text.Align })
	t.align.Put(string(align))
	track, mixed := shared(texts, func(l *designer.Layer) float64 { return round(l.Text.Track) })
	t.spacing.put(track, mixed)
	small, _ := shared(texts, func(l *designer.Layer) bool { return l.Text.MinSize > 0 })
	t.shrink.Put(small)
	t.syncArc(texts)
}

// mostLines is how many lines of a text are shown at once.
const mostLines = 4

// high gives the content as many lines as the text has.
func (t *textProps) high(content string) {
	if rows := min(strings.Count(content, "\n")+1, mostLines); rows != t.rows {
		t.rows = rows
		t.content.SetMinRowsVisible(rows)
		t.p.moved = true
	}
}

func (t *textProps) syncArc(texts []*designer.Layer) {
	word := t.p.s.env.T
	bent, mixed := shared(texts, func(l *designer.Layer) bool { return l.Text.Arc != nil })
	on := bent && !mixed
	t.p.show(t.arc, on)
	t.p.show(t.upright, on)
	title := "studio.text"
	tip := "action.bend"
	if on {
		title, tip = "studio.text.arc", "action.straighten"
	}
	t.bend.SetOn(on)
	t.bend.SetTip(word(tip))
	t.box.title.SetText(word(title))
	if !on {
		return
	}
	radius, mixed := shared(texts, func(l *designer.Layer) float64 { return round(l.Text.Arc.Radius) })
	t.radius.put(radius, mixed)
	start, mixed := shared(texts, func(l *designer.Layer) float64 {
		v := l.Text.Arc.Middle - middleOf(*l.Text.Arc)
		return round(math.Mod(v+540, 360) - 180)
	})
	t.start.put(start, mixed)
	inside, _ := shared(texts, func(l *designer.Layer) bool { return l.Text.Arc.Inside })
	a := *texts[0].Text.Arc
	below := math.Sin(a.Middle*math.Pi/180) > 0
	t.upright.Put(inside == below)
}

func word0(list []string, v string) bool {
	for _, w := range list {
		if w == v {
			return true
		}
	}
	return false
}

// round keeps what a number field shows.
func round(v float64) float64 { return math.Round(v*100) / 100 }
