package studio

import (
	"context"
	"image"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer/edit"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
)

// historyDialog lists all steps, the latest first; a press goes there, and what
// came after can be done again.
func (s *studio) historyDialog() {
	s.session.CommitText()
	t := s.env.T
	box := container.New(kit.Column(2))
	var rows *kit.Rover
	var fill func()
	fill = func() {
		box.Objects = nil
		var items []*kit.Item
		steps := s.session.Steps()
		now := slices.IndexFunc(steps, func(p edit.Past) bool { return p.Now })
		for i, p := range slices.Backward(steps) {
			name := t("studio.history.begin")
			if p.Label != "" {
				name = t(p.Label)
			}
			text := kit.Line(name)
			switch {
			case p.Now:
				text.Strong()
			case i > now:
				text.In(kit.ColorText3)
			}
			row := kit.AtLeast(0, 32, kit.Inset(0, 10, 0, 10, kit.HBox(8, kit.Spread(text))))
			item := kit.NewRow(name, row, func() {
				s.session.GoTo(i)
				fill()
			}).SetOn(p.Now)
			box.Objects, items = append(box.Objects, item), append(items, item)
		}
		held := holds(rows)
		rows = kit.NewRover(items...).Chooses()
		box.Refresh()
		if held {
			s.canvas().Focus(rows.Stop())
		}
	}
	fill()
	var d *kit.Dialog
	d = s.env.NewDialog(t("studio.history.title"), kit.VBox(8, kit.Hint(t("studio.history.hint")), kit.Exactly(0, 360, kit.Scroll(kit.Pad(4, box)))),
		kit.NewButton(t("app.close"), "", kit.Primary, func() { d.Close() }))
	d.Sized(310, 0).Aside().Show()
}

// nameVersion keeps the design as it is now under a name.
func (s *studio) nameVersion() {
	t := s.env.T
	field := kit.NewTextField(t("studio.version.name"), t("studio.version.hint"), "", nil)
	var d *kit.Dialog
	take := func() {
		name := field.Text()
		if name == "" {
			field.SetError(t("designs.name.empty"))
			return
		}
		d.Close()
		id, f := s.design.ID, store.File{Doc: s.session.Settled(), Blobs: s.file.Blobs}.Pruned()
		kit.Do(s.env.Tasks, func(ctx context.Context) error { return s.r.engine.KeepVersion(ctx, id, name, f) }, func(err error) {
			if err != nil {
				s.fail(err)
				return
			}
			s.env.Saved()
		})
	}
	field.Entry.OnSubmitted = func(string) { take() }
	d = s.env.NewDialog(t("studio.version.title"), field,
		kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() }),
		kit.NewButton(t("studio.version.do"), "", kit.Primary, take))
	d.Focus(field.Entry).Show()
}

// versionsDialog shows the named states, each with its picture. One that is
// brought back is a step of its own, and one that is copied a design of its own.
func (s *studio) versionsDialog() {
	id := s.design.ID
	type shown struct {
		Version
		file store.File
		pic  image.Image
	}
	px := int(96 * s.scale())
	kit.Run(s.env.Tasks, func(ctx context.Context) ([]shown, error) {
		list, err := s.r.engine.Versions(ctx, id)
		if err != nil {
			return nil, err
		}
		out := make([]shown, 0, len(list))
		for _, v := range list[:min(len(list), 40)] {
			f, err := s.r.engine.Version(ctx, v)
			if err != nil {
				return nil, err
			}
			pic, err := s.r.draw(ctx, f, px)
			if err != nil {
				return nil, err
			}
			out = append(out, shown{v, f, pic})
		}
		return out, nil
	}, func(list []shown, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		t := s.env.T
		var d *kit.Dialog
		rows := make([]fyne.CanvasObject, 0, len(list))
		for _, v := range list {
			well := kit.NewPictureWell(72, 72, kit.Sunken)
			well.SetImage(v.pic)
			rows = append(rows, kit.HBox(14, well, kit.Spread(kit.VBox(2, kit.Strong(v.Name), kit.Second(s.r.day(v.At)))),
				kit.NewButton(t("studio.version.back"), "", kit.Plain, func() { d.Close(); s.bringBack(v.file) }).Small(),
				kit.NewButton(t("studio.version.copy"), "", kit.Plain, func() { d.Close(); s.copyVersion(v.Name, v.file) }).Small()))
		}
		body := kit.Exactly(0, 320, kit.Scroll(kit.VBox(10, rows...)))
		if len(rows) == 0 {
			body = kit.Empty("designs", t("studio.version.none"), t("studio.version.none.hint"))
		}
		d = s.env.NewDialog(t("studio.version.list"), body,
			kit.NewButton(t("studio.version.new"), "plus", kit.Plain, func() { d.Close(); s.nameVersion() }),
			kit.NewButton(t("app.close"), "", kit.Primary, func() { d.Close() }))
		d.Sized(560, 0).Show()
	})
}

// bringBack makes a named state the current one, as one step.
func (s *studio) bringBack(f store.File) {
	f.Doc.Name = s.session.Settled().Name // a version's own name is not the design's
	if len(f.Doc.Fonts) == 0 {
		s.hold(f.Blobs)
		s.try(s.session.Apply("step.version", edit.Whole(f.Doc)))
		return
	}
	// Steps back lead to what goes along now.
	with := store.File{Doc: f.Doc, Blobs: map[string][]byte{}}
	maps.Copy(with.Blobs, f.Blobs)
	with.Doc.Fonts = append(slices.Clone(f.Doc.Fonts), s.session.Settled().Fonts...)
	maps.Copy(with.Blobs, s.file.Blobs)
	kit.Run(s.env.Tasks, func(context.Context) (*typeset.Fonts, error) { return s.r.engine.Fonts(with) }, func(fonts *typeset.Fonts, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.wear(fonts, f.Blobs)
		s.try(s.session.Apply("step.version", edit.Whole(f.Doc)))
	})
}

// copyVersion makes a design of its own of a named state.
func (s *studio) copyVersion(name string, f store.File) {
	s.r.openWith(func(ctx context.Context) (Design, error) {
		free, err := s.r.freeName(ctx, name)
		if err != nil {
			return Design{}, err
		}
		f.Doc.Name = free
		return s.r.engine.AddDesign(ctx, free, f)
	})
}
