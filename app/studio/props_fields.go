package studio

import (
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// portraitSide is how large the picture of a person is put down.
const portraitSide = 200

// addPortrait puts a square into the middle that shows each person's picture.
func (s *studio) addPortrait() {
	_, err := s.session.AddPortrait(s.env.T("studio.portrait"), "image", portraitSide, s.middle())
	s.try(err)
	s.focus()
}

// fieldProps are what depends on each person, besides what texts say: whether a
// layer is there, its picture, its colour; and with nothing selected the colours
// of the design.
type fieldProps struct {
	p                           *props
	box                         *section
	test, slot                  *kit.Select
	field, value, picture, tint *kit.Entry
	testRow, fieldRow, valueRow fyne.CanvasObject
	pictureRow, tintRow         fyne.CanvasObject
	slotRow, hint, pictureHint  fyne.CanvasObject
	ids                         []string
}

const always = "always"

func newFieldProps(p *props) *fieldProps {
	q := &fieldProps{p: p}
	t := p.s.env.T
	tests, names := []string{always}, []string{t("studio.fields.always")}
	for _, test := range designer.Tests() {
		tests, names = append(tests, string(test)), append(names, t("studio.fields."+string(test)))
	}
	q.test = kit.NewSelect(t("studio.fields.shown"), tests, names, always, func(string) { q.setWhen() })
	entry := func(word string, set func(string)) *kit.Entry {
		e := kit.NewEntry(t(word))
		e.OnChanged = func(text string) {
			if !p.syncing && len(text) <= designer.MostField {
				set(strings.TrimSpace(text))
			}
		}
		return e
	}
	q.field = entry("studio.fields.field", func(string) { q.setWhen() })
	q.value = entry("studio.fields.value", func(string) { q.setWhen() })
	q.value.SetPlaceHolder(t("studio.fields.value.like"))
	q.picture = entry("studio.fields.picture", func(v string) { q.tick("picture", edit.SetPictureField(q.ids, v)) })
	q.tint = entry("studio.fields.color", q.setTint)
	q.tint.SetPlaceHolder(t("studio.fields.color.like"))
	q.slot = kit.NewSelect(t("studio.fields.slot"), nil, nil, "", func(string) { p.sync() })
	row := func(word string, o fyne.CanvasObject) fyne.CanvasObject {
		return kit.VBox(4, kit.Line(t(word)).With(kit.SizeSmall).In(kit.ColorText2), o)
	}
	q.testRow, q.fieldRow, q.valueRow = row("studio.fields.shown", q.test), row("studio.fields.field", q.field), row("studio.fields.value", q.value)
	q.pictureRow, q.tintRow = row("studio.fields.picture", q.picture), row("studio.fields.color", q.tint)
	q.slotRow, q.hint = row("studio.fields.slot", q.slot), kit.Hint(t("studio.fields.hint"))
	q.pictureHint = kit.Hint(t("studio.fields.hint.picture"))
	q.box = newSection(t("studio.fields"), q.testRow, q.fieldRow, q.valueRow, q.pictureRow, q.pictureHint, q.slotRow, q.tintRow, q.hint)
	return q
}

// tick does an edit that is one step with those of the same kind right before.
func (q *fieldProps) tick(what string, e edit.Edit) {
	if !q.p.syncing {
		q.p.s.try(q.p.s.session.Tick("step.field", "field "+what+" "+strings.Join(q.ids, " "), e))
	}
}

// setWhen says for whom the layers are there, as the controls have it. A test
// that is chosen first asks for the person's name, until another field is named.
func (q *fieldProps) setWhen() {
	if q.p.syncing {
		return
	}
	if q.test.Value() == always {
		q.tick("when", edit.SetWhen(q.ids, nil))
		return
	}
	w := designer.When{Field: strings.TrimSpace(q.field.Text), Test: designer.Test(q.test.Value()), Value: q.value.Text}
	if w.Field == "" {
		w.Field = "name"
	}
	if w.Test == designer.Filled || w.Test == designer.Blank {
		w.Value = ""
	}
	q.tick("when", edit.SetWhen(q.ids, &w))
}

// setTint has the fill, or with nothing selected a colour of the design, come
// from a field.
func (q *fieldProps) setTint(field string) {
	if len(q.ids) == 0 {
		q.tick("slot "+q.slot.Value(), edit.SetSlotField(q.slot.Value(), field))
		return
	}
	q.tick("color", edit.SetFillField(q.ids, field))
}

// put shows a text in an entry, unless it is the one being typed.
func put(e *kit.Entry, text string) {
	if strings.TrimSpace(e.Text) != text {
		e.SetText(text)
	}
}

func (q *fieldProps) sync(sel []*designer.Layer) {
	q.ids = idsOf(sel)
	chosen := len(sel) > 0
	q.p.part(q.box, chosen || len(q.p.s.doc().Slots) > 0)
	q.syncWhen(sel)
	pictures := only(sel, func(l *designer.Layer) bool { return l.Image != nil })
	q.p.show(q.pictureRow, chosen && len(pictures) == len(sel))
	q.p.show(q.pictureHint, chosen && len(pictures) == len(sel))
	if len(pictures) > 0 {
		field, _ := shared(pictures, func(l *designer.Layer) string { return l.Image.Field })
		put(q.picture, field)
	}
	solid := only(sel, func(l *designer.Layer) bool { return l.Fill.Kind == designer.Solid })
	q.p.show(q.tintRow, !chosen || len(solid) == len(sel))
	q.p.show(q.hint, !chosen || len(solid) == len(sel))
	q.p.show(q.slotRow, !chosen)
	if chosen {
		field, _ := shared(solid, func(l *designer.Layer) string { return l.Fill.Tone.Field })
		put(q.tint, field)
		return
	}
	q.syncSlots(q.p.s.doc().Slots)
}

func (q *fieldProps) syncWhen(sel []*designer.Layer) {
	q.p.show(q.testRow, len(sel) > 0)
	if len(sel) == 0 {
		q.p.show(q.fieldRow, false)
		q.p.show(q.valueRow, false)
		return
	}
	w, mixed := shared(sel, func(l *designer.Layer) designer.When {
		if l.When == nil {
			return designer.When{}
		}
		return *l.When
	})
	test := string(w.Test)
	switch {
	case mixed:
		q.test.Placeholder(q.p.s.env.T("studio.mixed"))
		test = ""
	case test == "":
		test = always
	}
	q.test.Put(test)
	asks := test != "" && test != always
	q.p.show(q.fieldRow, asks)
	q.p.show(q.valueRow, w.Test == designer.Equals || w.Test == designer.Differs)
	if asks {
		put(q.field, w.Field)
		put(q.value, strings.TrimSpace(w.Value))
	}
}

// syncSlots offers the colours of the design.
func (q *fieldProps) syncSlots(slots []designer.Slot) {
	var values, names []string
	field, chosen := "", q.slot.Value()
	if chosen == "" && len(slots) > 0 {
		chosen = slots[0].Name
	}
	for _, s := range slots {
		values, names = append(values, s.Name), append(names, q.p.s.slotName(s.Name))
		if s.Name == chosen {
			field = s.Field
		}
	}
	q.slot.SetChoices(values, names, chosen)
	put(q.tint, field)
}
