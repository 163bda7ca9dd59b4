package studio

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/render"
)

// sampleNames are people a design is tried with: short and long, in many
// scripts.
func sampleNames(env kit.Env) []string {
	return strings.Split(strings.Trim(env.T("studio.names"), "⟦⟧"), "\n")
}

// nameBar shows whose name fills the merge fields.
type nameBar struct {
	s     *studio
	who   *kit.Text
	row   *kit.Text
	page  *fyne.Container
	shown bool
}

func newNameBar(s *studio) *nameBar {
	n := &nameBar{s: s, who: kit.Line("").Strong(), row: kit.Second("")}
	t := s.env.T
	row := kit.HBox(6,
		kit.Second(t("studio.names.showing")), kit.Exactly(150, 0, n.who), n.row,
		kit.NewIconButton("chevron-left", t("studio.names.back"), func() { n.step(-1) }).Small(),
		kit.NewIconButton("chevron-right", t("studio.names.next"), func() { n.step(1) }).Small(),
		kit.NewButton(t("studio.names.longest"), "", kit.Link, n.longest).Small())
	n.page = container.NewStack(kit.NewFill(kit.ColorRaised).Edge(kit.ColorLine, 1).Round(6), kit.Inset(4, 12, 4, 12, row))
	n.page.Hide()
	return n
}

// fields are the values of merge fields as the canvas shows them.
func (s *studio) fields() map[string]string { return fieldsFor(s.env, sampleNames(s.env)[s.sample]) }

// fieldsFor fills what awarding fills, with examples.
func fieldsFor(env kit.Env, name string) map[string]string {
	return map[string]string{
		"name":        name,
		"issued_on":   env.Now().Format("2006-01-02"),
		"class.name":  env.T("studio.sample.class"),
		"issuer.name": env.T("studio.sample.issuer"),
		"number":      env.T("studio.sample.number"),
	}
}

func (n *nameBar) all() []string { return sampleNames(n.s.env) }

// refresh shows the bar when the design has a field.
func (n *nameBar) refresh() {
	on := false
	edit.Walk(n.s.session.Document(), func(l *designer.Layer) { on = on || isField(l) })
	n.who.SetText(n.all()[n.s.sample])
	n.row.SetText(n.s.env.T("studio.names.row", "row", strconv.Itoa(n.s.sample+1), "rows", strconv.Itoa(len(n.all()))))
	if on != n.shown {
		n.shown = on
		show(n.page, on)
		n.s.board.settle()
	}
}

func (n *nameBar) step(by int) { n.to((n.s.sample + by + len(n.all())) % len(n.all())) }

// longest goes to the name that takes most room.
func (n *nameBar) longest() {
	best, most := 0, 0.0
	for i, name := range n.all() {
		m := render.NewMeasure(n.s.fonts, nil)
		if w := m.Bounds(&designer.Layer{Text: &designer.Text{Content: name, Size: 40, Font: designer.Font{Family: "sans"}}}).W(); w > most {
			best, most = i, w
		}
	}
	n.to(best)
}

func (n *nameBar) to(i int) {
	n.s.sample = i
	n.s.measure.Measure = render.NewMeasure(n.s.fonts, n.s.fields())
	n.refresh()
	n.s.paper.renew()
	n.s.board.overlay()
	n.s.props.sync()
	n.s.strip.soon()
}
