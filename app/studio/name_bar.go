package studio

import (
	"cmp"
	"context"
	"slices"
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

// nameBar shows whose row fills the merge fields: of the list that was awarded
// last, those with the longest names first, or of a few that are made up.
type nameBar struct {
	s     *studio
	rows  []map[string]string
	who   *kit.Text
	row   *kit.Text
	first *kit.Button
	page  *fyne.Container
	shown bool
	given bool // the rows are those of a list that somebody gave
}

func newNameBar(s *studio) *nameBar {
	n := &nameBar{s: s, who: kit.Line("").Strong(), row: kit.Second("")}
	n.set(nil)
	t := s.env.T
	n.first = kit.NewIconButton("chevron-left", t("studio.names.back"), func() { n.step(-1) }).Small()
	row := kit.HBox(6,
		kit.Second(t("studio.names.showing")), kit.Exactly(150, 0, n.who), n.row, n.first,
		kit.NewIconButton("chevron-right", t("studio.names.next"), func() { n.step(1) }).Small(),
		kit.NewButton(t("studio.names.longest"), "", kit.Link, n.longest).Small(),
		kit.NewIconButton("table", t("studio.action.names"), s.chooseNames).Small())
	n.page = container.NewStack(kit.NewFill(kit.ColorRaised).Edge(kit.ColorLine, 1).Round(6), kit.Inset(4, 12, 4, 12, row))
	n.page.Hide()
	return n
}

// set takes real rows; none leaves those that are made up.
func (n *nameBar) set(people []map[string]string) {
	n.rows = nil
	for _, name := range sampleNames(n.s.env) {
		n.rows = append(n.rows, fieldsFor(n.s.env, name))
	}
	if len(people) == 0 {
		return
	}
	usual := n.rows[0]
	n.rows = nil
	for _, p := range people {
		row := map[string]string{}
		for field, value := range usual {
			row[field] = value
		}
		for field, value := range p {
			if value != "" {
				row[field] = value
			}
		}
		n.rows = append(n.rows, row)
	}
}

// read asks for rows of the list awarded last, each time a design is opened,
// unless a list was given.
func (n *nameBar) read() {
	if n.given {
		n.to(0)
		return
	}
	n.take(n.s.r.engine.People, func(people []map[string]string, err error) {
		// A ledger that cannot be read says so where it is needed.
		if err == nil && len(people) > 0 {
			n.set(people)
			n.to(0)
		}
	})
}

// readFile takes the rows of a list, until the program ends.
func (n *nameBar) readFile(path string) {
	t := n.s.env.T
	n.take(func(ctx context.Context) ([]map[string]string, error) { return n.s.r.engine.PeopleIn(ctx, path) },
		func(people []map[string]string, err error) {
			switch {
			case err != nil:
				n.s.fail(err)
			case len(people) == 0:
				n.s.env.Tell(t("studio.names.none"), kit.Second(t("studio.names.none.hint")).Wrapping(kit.Wrapped))
			default:
				n.given = true
				n.set(people)
				n.to(0)
			}
		})
}

// take reads people and sorts them: what takes most room comes first.
func (n *nameBar) take(from func(context.Context) ([]map[string]string, error), then func([]map[string]string, error)) {
	session := n.s.session
	kit.Run(n.s.env.Tasks, func(ctx context.Context) ([]map[string]string, error) {
		people, err := from(ctx)
		if err != nil {
			return nil, err
		}
		m := render.NewMeasure(n.s.fonts, nil)
		wide := make(map[string]float64, len(people))
		for _, p := range people {
			wide[p["name"]] = width(m, p["name"])
		}
		slices.SortStableFunc(people, func(a, b map[string]string) int { return cmp.Compare(wide[b["name"]], wide[a["name"]]) })
		return people, nil
	}, func(people []map[string]string, err error) {
		if session == n.s.session {
			then(people, err)
		}
	})
}

// chooseNames asks for a list to try the design with.
func (s *studio) chooseNames() {
	s.env.ChooseFile(kit.Choose{Title: s.env.T("studio.names.title"), Extensions: listEndings(), Recent: true}, s.names.readFile)
}

func width(m *render.Measure, name string) float64 {
	return m.Bounds(&designer.Layer{Text: &designer.Text{Content: name, Size: 40, Font: designer.Font{Family: "sans"}}}).W()
}

// fields are the values of merge fields as the canvas shows them.
func (s *studio) fields() map[string]string { return s.names.rows[min(s.sample, len(s.names.rows)-1)] }

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

// refresh shows the bar when the design has a field.
func (n *nameBar) refresh() {
	on := false
	edit.Walk(n.s.session.Document(), func(l *designer.Layer) { on = on || isField(l) })
	n.who.SetText(n.s.fields()["name"])
	n.row.SetText(n.s.env.T("studio.names.row", "row", strconv.Itoa(n.s.sample+1), "rows", strconv.Itoa(len(n.rows))))
	if on != n.shown {
		n.shown = on
		show(n.page, on)
		n.s.board.settle()
	}
}

func (n *nameBar) step(by int) { n.to((n.s.sample + by + len(n.rows)) % len(n.rows)) }

// longest goes to the name that takes most room.
func (n *nameBar) longest() {
	best, most := 0, 0.0
	m := render.NewMeasure(n.s.fonts, nil)
	for i, row := range n.rows {
		if w := width(m, row["name"]); w > most {
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
