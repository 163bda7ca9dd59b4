package studio

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/preflight"
	"badgekiln/designer/render"
)

// sampleNames are people a design is tried with: short and long, in many
// scripts.
func sampleNames(env kit.Env) []string {
	return strings.Split(strings.Trim(env.T("studio.names"), "⟦⟧"), "\n")
}

// nameBar shows whose row fills the merge fields: of the list that was awarded
// last, those that fit worst first, or of a few that are made up.
type nameBar struct {
	s       *studio
	rows    []map[string]string
	read    int    // how many the list has that they are of
	from    people // where they are from; nil: made up
	given   bool   // that is a list somebody gave
	reading *kit.Latest[int]
	who     *kit.Text
	row     *kit.Text
	first   *kit.Button
	page    *fyne.Container
	shown   bool
}

func newNameBar(s *studio) *nameBar {
	n := &nameBar{s: s, who: kit.Line("").Strong(), row: kit.Second(""), reading: kit.NewLatest[int](s.env.Tasks)}
	for _, name := range sampleNames(s.env) {
		n.rows = append(n.rows, fieldsFor(s.env, name))
	}
	n.read = len(n.rows)
	t := s.env.T
	n.first = kit.NewIconButton("chevron-left", t("studio.names.back"), func() { n.step(-1) }).Small()
	row := kit.HBox(6,
		kit.Second(t("studio.names.showing")), kit.Exactly(150, 0, n.who), n.row, n.first,
		kit.NewIconButton("chevron-right", t("studio.names.next"), func() { n.step(1) }).Small(),
		kit.NewButton(t("studio.names.worst"), "", kit.Link, n.worst).Small(),
		kit.NewIconButton("table", t("studio.action.names"), s.chooseNames).Small())
	n.page = container.NewStack(kit.NewFill(kit.ColorRaised).Edge(kit.ColorLine, 1).Round(6), kit.Inset(4, 12, 4, 12, row))
	n.page.Hide()
	return n
}

// people gives the rows of a list one by one.
type people func(ctx context.Context, each func(row map[string]string)) error

// mostRows is how many rows are stepped through, of however many there are.
const mostRows = 300

// usual is what stands for what a row does not have.
func (n *nameBar) usual() map[string]string { return fieldsFor(n.s.env, sampleNames(n.s.env)[0]) }

// filled is a row with what awarding adds to it.
func filled(row, usual map[string]string) map[string]string {
	all := maps.Clone(usual)
	for field, value := range row {
		if value != "" {
			all[field] = value
		}
	}
	return all
}

// begin asks for rows of the list awarded last, each time a design is opened,
// unless a list was given. A ledger that cannot be read says so where it is
// needed, and of a list that is gone the rows stay.
func (n *nameBar) begin() {
	from := n.from
	if !n.given {
		from = n.s.r.engine.People
	}
	n.take(from, func(int, error) {})
}

// readFile takes the rows of a list, until the program ends.
func (n *nameBar) readFile(path string) {
	t := n.s.env.T
	from := func(ctx context.Context, each func(map[string]string)) error {
		return n.s.r.engine.PeopleIn(ctx, path, each)
	}
	n.take(from, func(read int, err error) {
		switch {
		case err != nil:
			n.s.fail(err)
		case read == 0:
			n.s.env.Tell(t("studio.names.none"), kit.Second(t("studio.names.none.hint")).Wrapping(kit.Wrapped))
		default:
			n.given = true
		}
	})
}

// take looks at all people of a list, and keeps those whose texts fit the design
// worst as it is now, the worst first.
func (n *nameBar) take(from people, then func(read int, err error)) {
	usual, fit := n.usual(), n.fitting(mostRows)
	n.reading.Run(func(ctx context.Context) (int, error) {
		err := from(ctx, func(row map[string]string) { fit.Add(filled(row, usual)) })
		return fit.Read(), err
	}, func(read int, err error) {
		if err == nil && read > 0 {
			n.from, n.rows, n.read = from, fit.Worst(), read
			n.to(0)
		}
		then(read, err)
	})
}

// worst goes to the row that fits the design worst. Of a list, that is looked for
// among all: the design may be another one since.
func (n *nameBar) worst() {
	if n.from != nil {
		n.take(n.from, func(_ int, err error) {
			if err != nil {
				n.s.fail(err)
			}
		})
		return
	}
	fit := n.fitting(1)
	for _, row := range n.rows {
		fit.Add(row)
	}
	first := fit.Worst()[0]["name"]
	n.to(slices.IndexFunc(n.rows, func(row map[string]string) bool { return row["name"] == first }))
}

func (n *nameBar) fitting(most int) *preflight.Fitting {
	return preflight.NewFitting(n.s.session.Settled(), n.s.fonts, most)
}

// chooseNames asks for a list to try the design with.
func (s *studio) chooseNames() {
	s.env.ChooseFile(kit.Choose{Title: s.env.T("studio.names.title"), Extensions: kit.ListEndings(), Recent: true}, s.names.readFile)
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
	key := "studio.names.row"
	if n.read > len(n.rows) {
		key = "studio.names.row.worst"
	}
	n.row.SetText(n.s.env.T(key, "row", strconv.Itoa(n.s.sample+1), "rows", strconv.Itoa(len(n.rows)), "all", n.s.env.Count(n.read)))
	if on != n.shown {
		n.shown = on
		show(n.page, on)
		n.s.board.settle()
	}
}

func (n *nameBar) step(by int) { n.to((n.s.sample + by + len(n.rows)) % len(n.rows)) }

func (n *nameBar) to(i int) {
	n.s.sample = i
	n.s.measure.Measure = render.NewMeasure(n.s.fonts, n.s.fields())
	n.refresh()
	n.s.paper.renew()
	n.s.board.overlay()
	n.s.props.sync()
	n.s.strip.soon()
}
