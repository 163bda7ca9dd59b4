package studio

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/family"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
)

// The kinds of sets.
const (
	setLevels = "levels"
	setSteps  = "steps"
	setTitles = "titles"
)

// mostSteps is how many members a set of steps may have.
const mostSteps = 99

// setDialog asks which set is to be made of the design, and makes it.
func (s *studio) setDialog() {
	t := s.env.T
	count := kit.NewTextField(t("studio.set.count"), "", "3", nil)
	names := kit.NewTextArea(t("studio.set.names"), "", "", 5, nil)
	ids, texts := s.titleTexts()
	where := kit.NewSelect(t("studio.set.text"), ids, texts, ids[0], nil)
	text := kit.NewField(t("studio.set.text"), t("studio.set.text.hint"), where)
	kind := kit.NewRadio([]string{setLevels, setSteps, setTitles},
		[]string{t("studio.set.levels"), t("studio.set.steps"), t("studio.set.titles")}, setLevels, true, func(v string) {
			show(count.Field, v == setSteps)
			show(names.Field, v == setTitles)
			show(text, v == setTitles && len(ids) > 1)
		})
	show(count.Field, false)
	show(names.Field, false)
	show(text, false)
	var d *kit.Dialog
	take := func() {
		members, ok := s.members(kind.Value(), count, names, where)
		if !ok {
			return
		}
		d.Close()
		s.makeSet(members)
	}
	d = s.env.NewDialog(t("studio.set.title"), kit.VBox(12, kit.NewField(t("studio.set.kind"), t("studio.set.hint"), kind), count.Field, names.Field, text),
		kit.NewButton(t("studio.action.set-again"), "", kit.Plain, func() { d.Close(); s.remakeSet() }),
		kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() }),
		kit.NewButton(t("studio.set.do"), "", kit.Primary, take))
	d.Sized(420, 0).Show()
}

// members reads what is asked for; what is wrong is said under its field.
func (s *studio) members(kind string, count, names *kit.TextField, where *kit.Select) ([]family.Member, bool) {
	t := s.env.T
	switch kind {
	case setSteps:
		sum, ok := kit.Sum(count.Text(), mostSteps)
		n := int(sum)
		if !ok || float64(n) != sum || n < 1 || n > mostSteps {
			count.SetError(t("studio.set.count.wrong"))
			return nil, false
		}
		return family.Steps(n, func(step string) string { return t("family.step", "number", step) }), true
	case setTitles:
		var titles []string
		for line := range strings.Lines(names.Text()) {
			if line = strings.TrimSpace(line); line != "" {
				titles = append(titles, line)
			}
		}
		if len(titles) == 0 || len(titles) > mostSteps {
			names.SetError(t("studio.set.names.wrong"))
			return nil, false
		}
		if where.Value() == noText {
			names.SetError(t("design.set-no-text"))
			return nil, false
		}
		if where.Value() == "" {
			return family.Titles(titles), true
		}
		return family.In(where.Value(), family.Titles(titles)), true
	}
	return family.Levels(s.r.catalogue, func(level string) string { return t("level." + level) }), true
}

// noText stands for the text that says the titles where the design has none.
const noText = "-"

// titleTexts are the texts of the design that can say a title, by their ids and
// by what people see of them: its title first, for which no id is needed, else
// the largest. What is a merge field says something else.
func (s *studio) titleTexts() (ids, names []string) {
	var list []*designer.Layer
	edit.Walk(s.session.Settled(), func(l *designer.Layer) {
		if l.Text != nil && !isField(l) {
			list = append(list, l)
		}
	})
	slices.SortStableFunc(list, func(a, b *designer.Layer) int {
		return cmp.Or(cmp.Compare(titleRank(a), titleRank(b)), cmp.Compare(b.Text.Size, a.Text.Size))
	})
	for i, l := range list {
		id := l.ID
		if i == 0 && l.Role == template.RoleTitle {
			id = ""
		}
		ids, names = append(ids, id), append(names, s.env.T("studio.set.text.one", "name", l.Name, "text", firstLine(l.Text.Content)))
	}
	if len(ids) == 0 {
		return []string{noText}, []string{""}
	}
	return ids, names
}

func titleRank(l *designer.Layer) int {
	if l.Role == template.RoleTitle {
		return 0
	}
	return 1
}

// firstLine is how a text begins.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return cutShort(line, 24)
}

// makeSet stores the design as it is now, and makes its set beside it.
func (s *studio) makeSet(members []family.Member) {
	id, f := s.design.ID, store.File{Doc: s.session.Settled(), Blobs: s.file.Blobs}.Pruned()
	members = family.Named(members, func(layer string) string { return s.env.T("family.layer." + layer) })
	kit.Run(s.env.Tasks, func(ctx context.Context) (Made, error) {
		if err := s.r.engine.SaveDesign(ctx, id, f); err != nil {
			return Made{}, err
		}
		return s.r.engine.MakeSet(ctx, id, members)
	}, func(made Made, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.tellSet(s.env.Counted("studio.set.done", made.Members), s.env.T("studio.set.done.hint"), made)
	})
}

// tellSet tells what came of making a set, and which titles have no room.
func (s *studio) tellSet(title, text string, made Made) {
	lines := []fyne.CanvasObject{kit.Second(text).Wrapping(kit.Wrapped)}
	if len(made.TooLong) > 0 {
		lines = append(lines, remark(kit.Warn, s.env.T("studio.set.long", "titles", several(made.TooLong))))
	}
	if len(made.ByHand) > 0 {
		lines = append(lines, remark(kit.Info, s.env.T("studio.set.by-hand", "members", several(made.ByHand))))
	}
	s.env.Tell(title, kit.VBox(10, lines...)).Sized(440, 0)
}

// several names things in a row, not more than can be read at once.
func several(names []string) string {
	const most = 6
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// remakeSet brings the set that was made of the design up to what it is now.
func (s *studio) remakeSet() {
	id, f, before := s.design.ID, store.File{Doc: s.session.Settled(), Blobs: s.file.Blobs}.Pruned(), s.env.T("family.before")
	kit.Run(s.env.Tasks, func(ctx context.Context) (Made, error) {
		if err := s.r.engine.SaveDesign(ctx, id, f); err != nil {
			return Made{}, err
		}
		return s.r.engine.RemakeSet(ctx, id, before)
	}, func(made Made, err error) {
		switch {
		case err != nil:
			s.fail(err)
		case made.Members == 0:
			s.env.Tell(s.env.T("studio.set.none"), kit.Second(s.env.T("studio.set.hint")).Wrapping(kit.Wrapped))
		default:
			s.tellSet(s.env.T("studio.set.again.done"), s.env.Counted("studio.set.done", made.Members), made)
		}
	})
}

// keepAsTemplate keeps the design among the templates of one's own.
func (s *studio) keepAsTemplate() {
	f := store.File{Doc: s.session.Settled(), Blobs: s.file.Blobs}.Pruned()
	kit.Do(s.env.Tasks, func(ctx context.Context) error { return s.r.engine.KeepTemplate(ctx, f) }, func(err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.env.Tell(s.env.T("studio.as-template.done"), kit.Second(f.Doc.Name))
	})
}
