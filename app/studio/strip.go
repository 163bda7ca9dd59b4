package studio

import (
	"context"
	"image"
	"image/color"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/cure"
	"badgekiln/designer/edit"
	"badgekiln/designer/preflight"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
)

// judged is what the strip shows of a design.
type judged struct {
	pics   map[int]image.Image // by width in pixels
	report preflight.Report
	layers int

	// In the gallery: the colours it has, and those it can have.
	slots []designer.Slot
	tints []tint
}

// quiet is how long a design rests before it is judged again.
const quiet = 300 * time.Millisecond

// reduced is how wide the picture of 600 is shown, in pixels.
const reduced = 84

// judge draws a design small and looks for what is lost, also on the platform
// it is meant for.
func judge(ctx context.Context, f store.File, o render.Options, widths []int, host preflight.Host, begun *designer.Document) (judged, error) {
	out := judged{pics: map[int]image.Image{}}
	for _, w := range widths {
		o.Width = w
		m, _, err := render.Image(ctx, f.Doc, o)
		if err != nil {
			return out, err
		}
		out.pics[w] = m
	}
	var err error
	out.report, err = preflight.Check(ctx, f.Doc, preflight.Options{Fonts: o.Fonts, Blob: o.Blob, Fields: o.Fields, Host: host, Begun: begun})
	return out, err
}

// strip shows what will be seen of a badge: small, on white and on dark, and
// what to look at.
type strip struct {
	s      *studio
	work   *kit.Latest[judged]
	tiles  []*small
	chips  *fyne.Container
	list   *fyne.Container
	grid   *findingGrid
	body   *fyne.Container
	fold   *kit.Button
	page   fyne.CanvasObject
	folded bool
	findgs []preflight.Finding
	fine   []string
	open   int // checks that have nothing to judge yet
}

// small is a picture in true pixels of the screen.
type small struct {
	px   int // of the screen; what is drawn
	pic  *canvas.Image
	tile *kit.Item
}

func newStrip(s *studio) *strip {
	st := &strip{s: s, work: kit.NewLatest[judged](s.env.Tasks), chips: kit.HBox(6), grid: &findingGrid{}}
	st.list = container.New(st.grid)
	t := s.env.T
	var row []fyne.CanvasObject
	for i, spec := range []struct {
		px, w int
		dark  bool
		label string
	}{
		{reduced, 100, false, "600"},
		{90, 102, false, "90"},
		{64, 76, false, "64"},
		{32, 48, false, "32"},
		{90, 102, true, "90"},
		{64, 76, true, "64"},
		{32, 48, true, "32"},
	} {
		if i == 4 {
			row = append(row, kit.Gap(6, 0))
		}
		ground := kit.OnWhite
		if spec.dark {
			ground = kit.OnDark
		}
		row = append(row, st.small(spec.px, float32(spec.w), ground, spec.label))
	}
	row = append(row, kit.Gap(6, 0), st.small(90, 102, kit.OnPhoto, "90"))
	items := make([]*kit.Item, len(st.tiles))
	for i, sm := range st.tiles {
		items[i] = sm.tile
	}
	kit.NewRover(items...)
	st.fold = kit.NewIconButton("chevron-down", s.tip("studio.action.preflight", "f8"), st.toggle).Small()
	head := kit.HBox(8, st.fold, kit.Strong(t("studio.preflight")), kit.Second(t("studio.preflight.hint")), kit.Gap(12, 0), st.chips, kit.Spread(), kit.Exactly(230, 0, st.hosts()))
	st.body = kit.Framed(nil, nil, kit.HBox(6, row...), nil, kit.Inset(2, 0, 0, 16, kit.Scroll(st.list)))
	st.page = kit.Inset(4, 14, 6, 8, kit.VBox(4, head, kit.Exactly(0, 122, st.body)))
	return st
}

func (st *strip) small(px int, w float32, on kit.Ground, label string) fyne.CanvasObject {
	sm := &small{px: px, pic: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}}
	well := container.NewStack(groundOf(on), kit.NewFill("").Edge(kit.ColorLine, 1).Round(6), container.NewCenter(sm.pic))
	word := map[kit.Ground]string{kit.OnWhite: "studio.preflight.white", kit.OnDark: "studio.preflight.dark", kit.OnPhoto: "studio.preflight.photo"}[on]
	name := st.s.env.T(word, "size", label)
	sm.tile = kit.NewRow(name, kit.Exactly(w, 102, well), func() { st.large(on) })
	st.tiles = append(st.tiles, sm)
	return kit.VBox(2, sm.tile, kit.Second(label).Aligned(fyne.TextAlignCenter))
}

// groundOf is what a small picture stands on.
func groundOf(on kit.Ground) fyne.CanvasObject {
	if on == kit.OnPhoto {
		pic := canvas.NewImageFromImage(kit.Photo())
		pic.FillMode, pic.CornerRadius = canvas.ImageFillCover, 6
		return pic
	}
	ground := canvas.NewRectangle(color.White)
	if on == kit.OnDark {
		ground.FillColor = color.NRGBA{0x1e, 0x1b, 0x1a, 255}
	}
	ground.CornerRadius = 6
	return ground
}

// widths are the pictures the tiles need.
func (st *strip) widths() []int {
	var out []int
	for _, sm := range st.tiles {
		if w := st.width(sm); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// width is how many pixels a tile shows: the reduced one as many as it has room
// for, the others what they say.
func (st *strip) width(sm *small) int {
	if sm.px == reduced {
		return int(float64(kit.Px(reduced)) * st.s.scale())
	}
	return sm.px
}

// soon judges the design once it rests.
func (st *strip) soon() {
	if st.folded || st.s.session == nil {
		return
	}
	f := store.File{Doc: st.s.session.Settled(), Blobs: st.s.file.Blobs}
	o := st.s.options()
	widths := st.widths()
	host := st.host()
	catalogue := st.s.r.catalogue
	st.work.After(quiet, func(ctx context.Context) (judged, error) {
		return judge(ctx, f, o, widths, host, begunAs(catalogue, f.Doc.Template))
	}, st.set)
}

// begunAs is the template that a design was begun from; nil for none that is known.
func begunAs(c *template.Catalogue, id string) *designer.Document {
	if c == nil || id == "" {
		return nil
	}
	doc, err := c.Open(id)
	if err != nil { // of a later version of the program
		return nil
	}
	return &doc
}

// prefHost is the platform whose rules are looked at too.
const prefHost = "studio.host"

// host is that platform, or none.
func (st *strip) host() preflight.Host {
	h, _ := preflight.HostNamed(st.s.env.Prefs.String(prefHost, ""))
	return h
}

// hosts lets people choose it.
func (st *strip) hosts() *kit.Select {
	t := st.s.env.T
	values, texts := []string{""}, []string{t("studio.preflight.anywhere")}
	for _, h := range preflight.Hosts() {
		values, texts = append(values, h.Name), append(texts, t("studio.preflight.for", "host", h.Title))
	}
	return kit.NewSelect(t("studio.preflight.host"), values, texts, st.host().Name, func(name string) {
		st.s.env.Prefs.SetString(prefHost, name)
		st.soon()
	}).Small()
}

func (st *strip) set(j judged, err error) {
	if err != nil {
		st.chips.Objects = []fyne.CanvasObject{kit.Chip(st.s.env.Say(err).Text, "error", kit.Err)}
		st.chips.Refresh()
		return
	}
	scale := float32(st.s.scale())
	for _, sm := range st.tiles {
		w := st.width(sm)
		sm.pic.Image = j.pics[w]
		sm.pic.SetMinSize(fyne.NewSquareSize(float32(w) / scale))
		sm.pic.Refresh()
		sm.tile.Refresh()
	}
	st.findgs, st.fine, st.open = slices.DeleteFunc(j.report.Findings, st.own), j.report.Fine, len(j.report.Open)
	t := st.s.env.T
	st.chips.Objects = nil
	looks := 0
	for _, f := range st.findgs {
		if f.Severity != preflight.Info {
			looks++
		}
	}
	if looks > 0 {
		st.chips.Objects = append(st.chips.Objects, kit.Chip(t("studio.preflight.look", "count", strconv.Itoa(looks)), "warn", kit.Warn))
	}
	st.chips.Objects = append(st.chips.Objects, kit.Chip(t("studio.preflight.fine", "count", strconv.Itoa(len(st.fine))), "check", kit.OK))
	st.list.Objects = nil
	st.grid.found = len(st.findgs)
	for _, f := range st.findgs {
		st.list.Objects = append(st.list.Objects, st.finding(f))
	}
	for _, code := range st.fine {
		st.list.Objects = append(st.list.Objects, kit.HBox(6, kit.NewGlyph("ok", kit.ColorOK, 16),
			kit.Spread(kit.Line(t("preflight.fine."+code)).With(kit.SizeSmall).In(kit.ColorText2))))
	}
	if st.open > 0 {
		st.list.Objects = append(st.list.Objects, kit.Line(t("studio.preflight.open", "count", strconv.Itoa(st.open))).With(kit.SizeSmall).In(kit.ColorText3))
	}
	st.chips.Refresh()
	st.list.Refresh()
	st.s.props.paint.judge()
}

// own tells whether a text that was left as the template has it is what one's own
// brand says there.
func (st *strip) own(f preflight.Finding) bool {
	org := strings.TrimSpace(st.s.r.brand.kit.Texts[template.RoleOrg])
	return f.Code == preflight.TextLeft && org != "" && strings.EqualFold(org, strings.TrimSpace(f.Values["text"]))
}

// contrast is what is known of the contrast of a text: the finding, or that
// there is none.
func (st *strip) contrast(id string) (preflight.Finding, bool) {
	for _, f := range st.findgs {
		if f.Code == preflight.TextContrast && f.Layer == id {
			return f, true
		}
	}
	return preflight.Finding{}, false
}

// finding is a line of the report; a press selects the layer it is about.
func (st *strip) finding(f preflight.Finding) fyne.CanvasObject {
	tone := kit.Info
	switch f.Severity {
	case preflight.Bad:
		tone = kit.Err
	case preflight.Warn:
		tone = kit.Warn
	case preflight.Info:
	}
	text := st.s.env.Fill("preflight."+f.Code, f.Said(st.s.env.Decimal()))
	var row fyne.CanvasObject = kit.HBox(6, kit.NewGlyph(tone.Icon(), tone.Ink(), 16), kit.Spread(kit.Line(text).With(kit.SizeSmall)))
	if f.Layer != "" {
		row = kit.NewRow(text, row, func() {
			st.s.session.Select(f.Layer)
			st.s.focus()
		})
	}
	if !cure.Can(f.Code) {
		return row
	}
	mend := kit.NewIconButton("wand", st.s.env.T("studio.preflight.cure", "finding", text), func() { st.cure(f) }).Small()
	return kit.HBox(2, kit.Spread(row), kit.Exactly(26, 22, mend))
}

// cure takes a finding away, as one step. What no change takes away is said.
func (st *strip) cure(f preflight.Finding) {
	s := st.s
	s.session.CommitText()
	session, doc, o, host := s.session, s.session.Settled(), s.options(), st.host()
	type cured struct {
		doc designer.Document
		ok  bool
	}
	kit.Run(s.env.Tasks, func(ctx context.Context) (cured, error) {
		next, ok, err := cure.Find(ctx, doc, f, preflight.Options{Fonts: o.Fonts, Blob: o.Blob, Fields: o.Fields, Host: host})
		return cured{next, ok}, err
	}, func(c cured, err error) {
		switch {
		case err != nil:
			s.fail(err)
		case session != s.session || !same(session.Settled(), doc):
			// It is another design by now.
		case !c.ok:
			s.env.Tell(s.env.T("studio.preflight.no-cure"), kit.Second(s.env.T("studio.preflight.no-cure.hint")).Wrapping(kit.Wrapped))
		default:
			s.try(session.Apply("step.cure", edit.Whole(c.doc)))
		}
	})
}

// toggle folds the strip or unfolds it.
func (st *strip) toggle() {
	st.folded = !st.folded
	show(st.body, !st.folded)
	icon := "chevron-down"
	if st.folded {
		icon = "chevron-up"
	}
	st.fold.SetIcon(icon)
	st.s.page.Refresh()
	st.soon()
}

// large shows the badge in full size on the ground of a tile.
func (st *strip) large(on kit.Ground) {
	f := store.File{Doc: st.s.session.Settled(), Blobs: st.s.file.Blobs}
	o := st.s.options()
	o.Width = int(420 * st.s.scale())
	kit.Run(st.s.env.Tasks, func(ctx context.Context) (image.Image, error) {
		m, _, err := render.Image(ctx, f.Doc, o)
		return m, err
	}, func(m image.Image, err error) {
		if err != nil {
			st.s.fail(err)
			return
		}
		well := kit.NewPictureWell(420, 420, on)
		well.SetImage(m)
		st.s.env.Tell(st.s.env.T("studio.preflight.large"), container.NewCenter(well))
	})
}

// findingGrid sets findings one below the other, as wide as there is room, and
// what is fine in two columns below where there is.
type findingGrid struct {
	wide  bool
	found int // how many of them are findings
}

func (*findingGrid) columns(width float32) int {
	if width > kit.Px(460) {
		return 2
	}
	return 1
}

func (g *findingGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rows := len(objects)
	if g.wide {
		rows = g.found + (rows-g.found+1)/2
	}
	return fyne.NewSize(kit.Px(120), float32(rows)*kit.Px(23))
}

func (g *findingGrid) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	n := g.columns(s.Width)
	g.wide = n == 2
	w := (s.Width - kit.Px(12)*float32(n-1)) / float32(n)
	found := min(g.found, len(objects))
	down := (len(objects) - found + n - 1) / n
	for i, o := range objects {
		if i < found {
			o.Resize(fyne.NewSize(s.Width, kit.Px(22)))
			o.Move(fyne.NewPos(0, float32(i)*kit.Px(23)))
			continue
		}
		at := i - found
		o.Resize(fyne.NewSize(w, kit.Px(22)))
		o.Move(fyne.NewPos(float32(at/max(down, 1))*(w+kit.Px(12)), float32(found+at%max(down, 1))*kit.Px(23)))
	}
}
