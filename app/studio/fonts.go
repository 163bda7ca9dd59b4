package studio

import (
	"context"
	"image"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
)

// MachineFont is a font of this computer.
type MachineFont struct {
	typeset.Described

	Path string
}

// Title is what the font is called among others of its family.
func (m MachineFont) Title() string {
	if m.Style == "" || strings.Contains(strings.ToLower(m.Family), strings.ToLower(m.Style)) {
		return m.Family
	}
	return m.Family + " " + m.Style
}

// Dressed is what became of texts that were to be set in a font.
type Dressed struct {
	Family         string
	Outlined, Part bool // the font stays here: outlines go along, or its letters only
	Large          bool // because it is too large
}

// shownFonts is how many fonts of this computer are listed at once; a search
// finds the rest.
const shownFonts = 60

// sampleWide and sampleHigh are what a sample of a font is drawn in, in px.
const sampleWide, sampleHigh = 290, 32

// fontRow is a font that can be chosen.
type fontRow struct {
	title  string
	want   designer.Font
	own    bool // one that the programs have, or that goes with the design
	from   MachineFont
	detail string // what becomes of it
}

// key tells a font from all others.
func (r fontRow) key() string {
	return strings.Join([]string{r.title, r.from.Path, strconv.Itoa(r.from.Index), r.from.Instance}, "\x00")
}

// fontPick is the dialog in which a font is looked for.
type fontPick struct {
	s      *studio
	ids    []string // the texts it is for
	chosen string   // their family, or ""
	ours   []fontRow
	theirs []fontRow
	looked bool // this computer was looked through
	failed error
	search *kit.Entry
	list   *fyne.Container
	scroll fyne.CanvasObject
	rows   []*kit.Item
	drawn  map[string]image.Image // samples, nil of those that have none
	work   *kit.Latest[[]image.Image]
	dialog *kit.Dialog
}

// chooseFont asks for the font of some texts.
func (s *studio) chooseFont(ids []string, chosen string) {
	t := s.env.T
	p := &fontPick{s: s, ids: ids, chosen: chosen, drawn: map[string]image.Image{}, work: kit.NewLatest[[]image.Image](s.env.Tasks)}
	p.search = kit.NewEntry(t("studio.fonts.search"))
	p.search.SetPlaceHolder(t("studio.fonts.search"))
	p.list = kit.VBox(0)
	p.scroll = kit.Scroll(p.list)
	p.search.OnChanged = func(string) { p.fill() }
	p.search.OnSubmitted = func(string) {
		if len(p.rows) > 0 {
			p.rows[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		}
	}
	p.search.OnKey = func(k *fyne.KeyEvent) bool { return k.Name == fyne.KeyDown && p.focus(0) }
	p.dialog = s.env.NewDialog(t("studio.fonts.title"),
		kit.Framed(kit.Inset(0, 0, 10, 0, p.search), kit.Inset(10, 0, 0, 0, kit.Hint(s.lenders())), nil, nil, p.scroll),
		kit.NewButton(t("app.cancel"), "", kit.Plain, func() { p.dialog.Close() }))
	p.dialog.Sized(560, 560).Focus(p.search).OnClosed(p.work.Cancel)
	p.ours = s.ourFonts()
	p.fill()
	kit.Run(s.env.Tasks, s.r.engine.SystemFonts, func(list []MachineFont, err error) {
		p.looked, p.failed = true, err
		for _, m := range list {
			detail := "studio.fonts.travels"
			if !m.Travels {
				detail = "studio.fonts.bound"
			}
			p.theirs = append(p.theirs, fontRow{title: m.Title(), want: designer.Font{Family: m.Family, Weight: m.Weight, Italic: m.Italic}, from: m, detail: t(detail)})
		}
		p.fill()
	})
	p.dialog.Show()
}

// lenders says which scripts are drawn by other fonts where one lacks them.
func (s *studio) lenders() string {
	var names []string
	for _, f := range s.fonts.Families() {
		if key := "studio.script." + f; s.env.Has(key) {
			names = append(names, s.env.T(key))
		}
	}
	return s.env.T("studio.fonts.lent", "scripts", strings.Join(names, ", "))
}

// ourFonts are those that every computer has, and those that go with the design.
func (s *studio) ourFonts() []fontRow {
	var list []fontRow
	seen := map[string]bool{}
	for _, family := range ownFamilies(s.fonts) {
		seen[family] = true
		title := family
		if slices.Contains(designer.Classes(), family) {
			title = s.env.T("studio.font." + family)
		}
		list = append(list, fontRow{title: title, want: designer.Font{Family: family}, own: true})
	}
	for _, f := range s.session.Document().Fonts {
		if i := slices.IndexFunc(list, func(r fontRow) bool { return r.want.Family == f.Family }); i >= 0 && list[i].detail == "" {
			list = slices.Delete(list, i, i+1) // told of as what goes along
		}
		title := f.Family + " " + strconv.Itoa(f.Weight)
		if f.Italic {
			title += " " + s.env.T("studio.fonts.italic")
		}
		detail := s.env.T("studio.fonts.along")
		if f.Part {
			detail = s.env.T("studio.fonts.part")
		}
		list = append(list, fontRow{title: title, want: designer.Font{Family: f.Family, Weight: f.Weight, Italic: f.Italic}, own: true, detail: detail})
	}
	return list
}

// ownFamilies are those to choose from: the classes, then what has a name of its
// own. Fonts that only lend letters are not offered.
func ownFamilies(fonts *typeset.Fonts) []string {
	list := designer.Classes()
	if fonts == nil {
		return list
	}
	for _, f := range fonts.Families() {
		if f != "" && unicode.IsUpper([]rune(f)[0]) {
			list = append(list, f)
		}
	}
	return list
}

// hits are the rows that have all words typed.
func hits(rows []fontRow, typed string) []fontRow {
	words := strings.Fields(strings.ToLower(typed))
	var out []fontRow
	for _, r := range rows {
		name := strings.ToLower(r.title)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) }) {
			out = append(out, r)
		}
	}
	return out
}

// fill lists what fits what is typed, and then draws each in its own face.
func (p *fontPick) fill() {
	p.work.Cancel()
	own, found := hits(p.ours, p.search.Text), hits(p.theirs, p.search.Text)
	show := slices.Concat(own, found[:min(len(found), shownFonts)])
	var faces []*face
	p.rows, p.list.Objects = nil, nil
	p.lay(show, len(own), len(found), &faces)
	p.draw(faces)
}

// face is the name of a font in a row, in letters of the window until its own are
// drawn.
type face struct {
	row  fontRow
	text *kit.Text
	pic  *canvas.Image
}

func (f *face) show(m image.Image) {
	if m != nil {
		f.pic.Image = m
		f.text.Hide()
		f.pic.Refresh()
	}
}

// fewSamples are drawn at once, so that the first are seen soon.
const fewSamples = 8

// draw draws the samples of rows, some at a time.
func (p *fontPick) draw(faces []*face) {
	faces = slices.DeleteFunc(faces, func(f *face) bool {
		m, known := p.drawn[f.row.key()]
		f.show(m)
		return known
	})
	if len(faces) == 0 {
		return
	}
	some := faces[:min(len(faces), fewSamples)]
	text := rgba(kit.Color(kit.ColorText))
	ink := designer.FillColor(designer.Color{R: text[0], G: text[1], B: text[2], A: 255})
	scale, fonts := float64(kit.Px(1))*p.s.scale(), p.s.fonts
	rows := make([]fontRow, len(some))
	for i, f := range some {
		rows[i] = f.row
	}
	p.work.Run(func(ctx context.Context) ([]image.Image, error) { return p.s.samples(ctx, rows, fonts, ink, scale) }, func(drawn []image.Image, err error) {
		if err != nil {
			p.s.fail(err)
			return
		}
		for i, m := range drawn {
			p.drawn[rows[i].key()] = m
		}
		p.draw(faces)
	})
}

// samples draws each font's name in it. One that has not its letters, or cannot
// be read, has no picture.
func (s *studio) samples(ctx context.Context, rows []fontRow, fonts *typeset.Fonts, ink designer.Paint, scale float64) ([]image.Image, error) {
	out := make([]image.Image, len(rows))
	for i, r := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		with := fonts
		if !r.own {
			var err error
			if with, err = s.r.engine.SystemFace(ctx, r.from); err != nil {
				continue
			}
		}
		out[i] = sample(ctx, r, with, ink, scale)
	}
	return out, nil
}

func sample(ctx context.Context, r fontRow, fonts *typeset.Fonts, ink designer.Paint, scale float64) image.Image {
	l := &designer.Layer{
		ID: "sample", Opacity: 1, Place: geom.Move(1, 23), Fill: ink,
		Text: &designer.Text{Content: r.title, Font: r.want, Size: 20, Room: sampleWide - 2, MinSize: 9},
	}
	if laid := fonts.Lay(*l.Text, r.title); len(laid.Missing) > 0 || laid.Outline.Empty() {
		return nil
	}
	doc := designer.Document{Width: sampleWide, Height: sampleHigh, Layers: []*designer.Layer{l}}
	m, _, err := render.Image(ctx, doc, render.Options{Width: int(sampleWide * scale), Fonts: fonts})
	if err != nil {
		return nil
	}
	return m
}

// lay shows the rows: ours, then those of this computer.
func (p *fontPick) lay(rows []fontRow, ours, found int, faces *[]*face) {
	t := p.s.env.T
	add := func(o fyne.CanvasObject) { p.list.Objects = append(p.list.Objects, o) }
	if ours > 0 {
		add(kit.Inset(4, 10, 4, 10, kit.Second(t("studio.fonts.ours"))))
	}
	for i, r := range rows {
		if i == ours {
			add(kit.Inset(14, 10, 4, 10, kit.Second(t("studio.fonts.theirs"))))
		}
		f := &face{r, kit.Line(r.title), &canvas.Image{FillMode: canvas.ImageFillContain}}
		*faces = append(*faces, f)
		add(p.row(f, len(p.rows)))
	}
	switch {
	case p.failed != nil:
		add(kit.Inset(12, 10, 4, 10, kit.Hint(t("studio.fonts.failed"))))
	case !p.looked:
		add(kit.Inset(12, 10, 4, 10, kit.Hint(t("studio.fonts.looking"))))
	case len(rows) == 0:
		add(kit.Inset(12, 10, 4, 10, kit.Hint(t("studio.fonts.none", "text", p.search.Text))))
	case found > shownFonts:
		add(kit.Inset(8, 10, 8, 10, kit.Hint(t("studio.fonts.more", "count", strconv.Itoa(found-shownFonts)))))
	}
	p.list.Refresh()
	p.scroll.Refresh()
}

func (p *fontPick) row(f *face, at int) *kit.Item {
	r := f.row
	line := []fyne.CanvasObject{
		kit.Exactly(sampleWide, sampleHigh, container.NewStack(f.text, f.pic)),
		kit.Spread(kit.Line(r.detail).With(kit.SizeSmall).In(kit.ColorText2).Aligned(fyne.TextAlignTrailing)),
	}
	on := r.own && r.want.Family == p.chosen
	if on {
		line = append(line, kit.NewGlyph("check", kit.ColorAccent, 16))
	}
	item := kit.NewRow(r.title, kit.AtLeast(0, 38, kit.Inset(2, 10, 2, 10, kit.HBox(8, line...))), func() { p.take(r) }).Bar().SetOn(on)
	item.OnKey(func(k *fyne.KeyEvent) bool {
		switch k.Name {
		case fyne.KeyDown:
			return p.focus(at + 1)
		case fyne.KeyUp:
			if at == 0 {
				p.s.canvas().Focus(p.search)
				return true
			}
			return p.focus(at - 1)
		}
		return false
	})
	p.rows = append(p.rows, item)
	return item
}

// focus goes to a row; false when there is none.
func (p *fontPick) focus(at int) bool {
	if at < 0 || at >= len(p.rows) {
		return false
	}
	p.s.canvas().Focus(p.rows[at])
	return true
}

// take sets the texts in a font.
func (p *fontPick) take(r fontRow) {
	p.dialog.Close()
	s := p.s
	if r.own {
		s.try(s.session.Apply("step.font", edit.SetText(p.ids, func(x *designer.Text) { x.Font = r.want })))
		s.focus()
		return
	}
	s.session.CommitText()
	s.dress(r.from, p.ids)
}

// dressed is a design with texts in another font, and what it is drawn with.
type dressed struct {
	file  store.File
	fonts *typeset.Fonts
	done  Dressed
}

// dress sets texts in a font of this computer, which goes along with the design
// as far as it may.
func (s *studio) dress(font MachineFont, ids []string) {
	session, before := s.session, s.session.Settled()
	file := store.File{Doc: before, Blobs: s.file.Blobs}
	kit.Run(s.env.Tasks, func(ctx context.Context) (d dressed, err error) {
		if d.file, d.done, err = s.r.engine.DressIn(ctx, file, font, ids); err != nil {
			return d, err
		}
		d.fonts, err = s.r.engine.Fonts(d.file)
		return d, err
	}, func(d dressed, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		if s.session != session {
			return // another design was opened meanwhile
		}
		s.wear(d.fonts, d.file.Blobs)
		s.try(session.Apply("step.font", edit.Whole(d.file.Doc)))
		s.tellDressed(d.done)
		s.focus()
	})
}

// wear makes fonts those that everything is drawn and measured with. Steps back
// may lead to the ones before, so nothing is taken away.
func (s *studio) wear(fonts *typeset.Fonts, blobs map[string][]byte) {
	s.fonts = fonts
	s.measure.Measure = render.NewMeasure(fonts, s.fields())
	s.plain.Measure = render.NewMeasure(fonts, nil)
	s.hold(blobs)
}

// tellDressed says when a font does not go along whole.
func (s *studio) tellDressed(done Dressed) {
	var key string
	switch {
	case done.Outlined && done.Large:
		key = "studio.fonts.told.large"
	case done.Outlined:
		key = "studio.fonts.told.bound"
	case done.Part:
		key = "studio.fonts.told.part"
	default:
		return
	}
	var d *kit.Dialog
	d = s.env.NewDialog(done.Family, kit.Body(s.env.T(key, "family", done.Family)), kit.NewButton(s.env.T("app.close"), "", kit.Primary, func() { d.Close() }))
	d.Show()
}

// fontsOfSteps are those of all steps, so that each can be gone back to.
func fontsOfSteps(t designer.Trail) []designer.Carried {
	list := slices.Clone(t.Steps[t.Now].Doc.Fonts)
	for _, step := range t.Steps {
		for _, f := range step.Doc.Fonts {
			if !slices.Contains(list, f) {
				list = append(list, f)
			}
		}
	}
	return list
}
