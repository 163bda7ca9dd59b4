package studio

import (
	"bytes"
	"cmp"
	"context"
	"image"
	_ "image/png" // logos are kept as PNG
	"slices"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/brand"
	"badgekiln/designer/cure"
	"badgekiln/designer/edit"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
)

// logoEndings are the pictures a logo comes in.
func logoEndings() []string { return []string{".png", ".jpg", ".jpeg", ".gif", ".svg"} }

// brandEnding is how files of a brand end.
const brandEnding = ".badgekit"

// chooseLogo asks for the picture of a logo and colours the design after it.
func (s *studio) chooseLogo() {
	s.env.ChooseFile(kit.Choose{Title: s.env.T("studio.brand.logo.title"), Extensions: logoEndings()}, s.colourAfter)
}

// colourAfter gives the design the colours of a logo, as one step, and tells
// which of them had to move.
func (s *studio) colourAfter(path string) {
	session := s.session
	kit.Run(s.env.Tasks, func(ctx context.Context) (Logo, error) { return s.r.engine.Logo(ctx, path) }, func(l Logo, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		if session != s.session {
			return
		}
		s.session.CommitText()
		s.try(s.session.Apply("step.palette", edit.SetSlots(l.Colors)))
		s.r.brand.offer(l)
	})
}

// brandHold is the brand that templates are shown in, and whether they are.
type brandHold struct {
	r    *Room
	kit  brand.Kit
	have bool
	held atomic.Pointer[brand.Kit] // kit as any task may read it; nil: there is none
	worn atomic.Pointer[brand.Kit] // what templates are dressed in, by any task; nil: nothing
}

// prefBrand says whether the gallery shows templates in one's own colours.
const prefBrand = "designs.brand"

// on tells whether templates are shown in the brand.
func (b *brandHold) on() bool { return b.have && b.r.env.Prefs.Bool(prefBrand, true) }

// set takes a brand that was read or made.
func (b *brandHold) set(k brand.Kit, have bool) {
	b.kit, b.have = k, have
	b.wear()
}

// wear has templates dressed as the person wants them.
func (b *brandHold) wear() {
	b.held.Store(nil)
	b.worn.Store(nil)
	k := b.kit
	if b.have {
		b.held.Store(&k)
	}
	if b.on() {
		b.worn.Store(&k)
	}
}

// dress gives a template the brand's colours, texts and fonts.
func (b *brandHold) dress(ctx context.Context, f store.File) (store.File, error) {
	k := b.worn.Load()
	if k == nil {
		return f, nil
	}
	with, _, err := b.r.engine.WithBrand(ctx, f, *k)
	return with, err
}

// offer tells what became of a logo's colours, and asks whether templates are to
// be shown in them from now on.
func (b *brandHold) offer(l Logo) {
	t := b.r.env.T
	rows := []fyne.CanvasObject{b.colours(l.Colors)}
	for _, c := range l.Changes {
		rows = append(rows, kit.HBox(8,
			kit.NewSwatch(c.From.String(), c.From.NRGBA(), nil).Side(22), kit.NewGlyph("arrow-right", kit.ColorText2, 16),
			kit.NewSwatch(c.To.String(), c.To.NRGBA(), nil).Side(22),
			kit.Spread(kit.Line(t("studio.brand.moved", "slot", b.r.studio.slotName(c.Slot), "from", c.From.String(), "to", c.To.String())).With(kit.SizeSmall).Wrapping(kit.Wrapped))))
	}
	org := kit.NewTextField(t("studio.brand.org"), t("studio.brand.org.hint"), b.kit.Texts[template.RoleOrg], nil)
	rows = append(rows, org)
	var d *kit.Dialog
	d = b.r.env.NewDialog(t("studio.brand.found"), kit.VBox(12, rows...),
		kit.NewButton(t("studio.brand.only"), "", kit.Plain, func() { d.Close() }),
		kit.NewButton(t("studio.brand.keep"), "", kit.Primary, func() {
			d.Close()
			b.keep(brand.Kit{
				Name: org.Text(), Logo: l.Picture, Texts: map[string]string{template.RoleOrg: org.Text()},
				Palettes: append([]brand.Named{{Name: t("studio.brand.mine"), Colors: l.Colors}}, tail(b.kit.Palettes)...),
				Fonts:    b.kit.Fonts,
			})
		}))
	d.Sized(480, 0).Show()
}

// tail keeps the palettes that were there before the last one.
func tail(list []brand.Named) []brand.Named { return list[:min(len(list), 11)] }

// colours is a row of a palette's colours.
func (b *brandHold) colours(colors map[string]designer.Color) fyne.CanvasObject {
	row := kit.Chips(6)
	for _, slot := range []string{"base", "base-deep", "accent", "accent-deep", "pop", "tint", "ink", "paper"} {
		if c, ok := colors[slot]; ok {
			row.Objects = append(row.Objects, kit.NewSwatch(b.r.studio.slotName(slot)+" "+c.String(), c.NRGBA(), nil).Side(28))
		}
	}
	return row
}

// keep stores a brand and shows templates in it.
func (b *brandHold) keep(k brand.Kit) {
	kit.Do(b.r.env.Tasks, func(ctx context.Context) error { return b.r.engine.KeepBrand(ctx, k) }, func(err error) {
		if err != nil {
			b.r.env.Fail(err)
			return
		}
		b.r.env.Prefs.SetBool(prefBrand, true)
		b.set(k, true)
		b.r.gallery.redraw()
		b.r.env.Changed()
	})
}

// menu is what can be done with the brand.
func (b *brandHold) menu() []kit.MenuItem {
	t := b.r.env.T
	items := []kit.MenuItem{
		{Text: t("studio.brand.logo"), Icon: "picture", Act: b.chooseLogo},
		{Text: t("studio.brand.open"), Icon: "folder", Act: b.open},
	}
	if b.have {
		items = append(items, kit.MenuItem{Text: t("studio.brand.save"), Icon: "download", Act: b.save}, kit.MenuItem{},
			kit.MenuItem{Text: t("studio.brand.show"), Checked: b.on(), Act: b.toggle})
	}
	return items
}

func (b *brandHold) toggle() {
	b.r.env.Prefs.SetBool(prefBrand, !b.on())
	b.wear()
	b.r.gallery.redraw()
}

// chooseLogo asks for a logo, in the gallery.
func (b *brandHold) chooseLogo() {
	b.r.env.ChooseFile(kit.Choose{Title: b.r.env.T("studio.brand.logo.title"), Extensions: logoEndings()}, b.after)
}

// after takes the colours of a logo.
func (b *brandHold) after(path string) {
	kit.Run(b.r.env.Tasks, func(ctx context.Context) (Logo, error) { return b.r.engine.Logo(ctx, path) }, func(l Logo, err error) {
		if err != nil {
			b.r.env.Fail(err)
			return
		}
		b.offer(l)
	})
}

// open takes a brand that was handed on.
func (b *brandHold) open() {
	b.r.env.ChooseFile(kit.Choose{Title: b.r.env.T("studio.brand.open.title"), Extensions: []string{brandEnding}}, b.read)
}

func (b *brandHold) read(path string) {
	kit.Run(b.r.env.Tasks, func(ctx context.Context) (brand.Kit, error) { return b.r.engine.ReadBrand(ctx, path) }, func(k brand.Kit, err error) {
		if err != nil {
			b.r.env.Fail(err)
			return
		}
		b.keep(k)
	})
}

// save writes the brand to be handed on.
func (b *brandHold) save() {
	t := b.r.env.T
	b.r.env.ChooseFile(kit.Choose{
		Title: t("studio.brand.save.title"), Button: t("studio.export.do"), Extensions: []string{brandEnding}, Save: true,
		Name: fileName(cmp.Or(b.kit.Name, t("studio.brand.mine"))) + brandEnding,
	}, func(path string) {
		path = withExtension(path, brandEnding)
		k := b.kit
		kit.Do(b.r.env.Tasks, func(ctx context.Context) error { return b.r.engine.WriteBrand(ctx, path, k) },
			func(err error) { b.r.studio.wrote(path, err) })
	})
}

// palettesOfBrand are one's own palettes, for the menu of palettes.
func (s *studio) palettesOfBrand() []kit.MenuItem {
	items := []kit.MenuItem{{Text: s.env.T("studio.brand.logo"), Icon: "picture", Act: s.chooseLogo}}
	if s.r.brand.have {
		items = append([]kit.MenuItem{{Text: s.env.T("studio.action.wear-brand"), Icon: "palette", Act: s.wearBrand}}, items...)
		items = append(items, s.env.MenuOf(s.action("design.place-logo"))...)
	}
	for _, p := range s.r.brand.kit.Palettes {
		items = append(items, kit.MenuItem{Text: p.Name, Bands: bands(p.Colors), Act: func() { s.try(s.session.Apply("step.palette", edit.SetSlots(p.Colors))) }})
	}
	return append(items, kit.MenuItem{Text: s.env.T("studio.brand.keep-these"), Act: s.keepPalette},
		kit.MenuItem{Text: s.env.T("studio.brand.font"), Act: s.keepFonts, Off: len(s.session.Settled().Fonts) == 0}, kit.MenuItem{})
}

// wearBrand gives the design the colours, texts and fonts of the brand, as one
// step.
func (s *studio) wearBrand() {
	s.session.CommitText()
	session, before, k := s.session, store.File{Doc: s.session.Settled(), Blobs: s.file.Blobs}, s.r.brand.kit
	type worn struct {
		file   store.File
		missed []string
		fonts  *typeset.Fonts
	}
	kit.Run(s.env.Tasks, func(ctx context.Context) (w worn, err error) {
		if w.file, w.missed, err = s.r.engine.WithBrand(ctx, before, k); err == nil {
			w.fonts, err = s.r.engine.Fonts(w.file)
		}
		return w, err
	}, func(w worn, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		if s.session != session || !same(session.Settled(), before.Doc) {
			return // it is another design by now
		}
		s.wear(w.fonts, w.file.Blobs)
		s.try(session.Apply("step.brand", edit.Whole(w.file.Doc)))
		var rows []fyne.CanvasObject
		for _, family := range w.missed {
			rows = append(rows, kit.Second(s.env.T("studio.brand.missed.hint", "family", family)).Wrapping(kit.Wrapped))
		}
		if len(rows) > 0 {
			s.env.Tell(s.env.T("studio.brand.missed"), kit.VBox(6, rows...))
		}
	})
}

// placeLogo puts the brand's logo onto what is selected, or where it belongs.
func (s *studio) placeLogo() {
	s.session.CommitText()
	data := s.r.brand.kit.Logo
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		s.fail(designer.Fail("brand-unreadable").Because(err))
		return
	}
	hash, session, before := store.Hash(data), s.session, s.session.Settled()
	s.hold(map[string][]byte{hash: data})
	l := edit.Logo{
		ID: s.r.engine.NewID(), Name: s.env.T("studio.new.logo"), Blob: hash,
		W: float64(size.Width), H: float64(size.Height), On: session.LogoOn(),
	}
	o := s.options()
	kit.Run(s.env.Tasks, func(ctx context.Context) (bool, error) {
		return cure.LogoPlate(ctx, before, l, preflight.Options{Fonts: o.Fonts, Blob: o.Blob, Fields: o.Fields})
	}, func(plate bool, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		if s.session != session || !same(session.Settled(), before) {
			return // it is another design by now
		}
		l.Plate = plate
		s.try(session.AddLogo(l))
		s.focus()
	})
}

// keepFonts takes the fonts that go along with the design into the brand: that
// of its title, and that of its other texts.
func (s *studio) keepFonts() {
	doc, k := s.session.Settled(), s.r.brand.kit
	k.Fonts = nil
	edit.Walk(doc, func(l *designer.Layer) {
		if l.Text == nil {
			return
		}
		role := ""
		if l.Role == template.RoleTitle {
			role = l.Role
		}
		for _, c := range doc.Fonts {
			known := slices.ContainsFunc(k.Fonts, func(f brand.Font) bool { return f.Role == role })
			if c.Family != l.Text.Font.Family || c.Weight != l.Text.Font.Weight || c.Italic != l.Text.Font.Italic || c.Part || known {
				continue
			}
			k.Fonts = append(k.Fonts, brand.Font{
				Role: role, Family: c.Family, Weight: c.Weight, Italic: c.Italic, Instance: c.Instance, Data: s.file.Blobs[c.Blob],
			})
		}
	})
	s.r.brand.keep(k)
}

// keepPalette keeps the colours of the design among one's own.
func (s *studio) keepPalette() {
	colors := map[string]designer.Color{}
	for _, slot := range s.session.Settled().Slots {
		colors[slot.Name] = slot.Color
	}
	k := s.r.brand.kit
	k.Palettes = append([]brand.Named{{Name: s.session.Settled().Name, Colors: colors}}, tail(k.Palettes)...)
	s.r.brand.keep(k)
}
