package studio

import (
	"context"
	"image"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/preflight"
)

// showSide shows what is chosen large, small, and what to know about it.
func (g *gallery) showSide() {
	p, ok := g.piece()
	held := -1 // which palette had the keys, to give them to it again
	if g.palette != nil {
		held = g.palette.Focused()
	}
	g.side.Objects, g.palette = nil, nil
	if !ok {
		g.side.Refresh()
		g.checks.Cancel()
		return
	}
	t := g.r.env.T
	well := kit.NewPictureWell(246, 212, kit.Sunken)
	smalls := kit.HBox(12)
	found := kit.VBox(6)
	tints := container.NewStack()
	about := p.detail
	if (p.own != nil || p.gone != nil) && about != "" {
		about = t("designs.changed", "date", about)
	}
	facts := kit.Second(about).Wrapping(kit.Wrapped)
	rows := []fyne.CanvasObject{well, kit.VBox(2, kit.Section(cutShort(p.title, mostTitle)).Wrapping(kit.Wrapped), facts), smalls, tints, found}
	var buttons []fyne.CanvasObject
	switch {
	case p.own != nil:
		buttons = []fyne.CanvasObject{
			kit.NewButton(t("designs.edit"), "", kit.Primary, func() { g.r.use(p) }),
			kit.NewButton(t("designs.set"), "", kit.Plain, func() { g.r.makeSetOf(p) }),
			kit.Columns(8, []float32{1, 1},
				kit.NewButton(t("designs.duplicate"), "", kit.Plain, func() { g.duplicate(p) }),
				kit.NewButton(t("designs.rename"), "", kit.Plain, func() { g.rename(p) })),
			kit.NewButton(t("designs.delete"), "", kit.Danger, func() { g.remove(p) }),
		}
	case p.gone != nil:
		buttons = []fyne.CanvasObject{kit.NewButton(t("designs.gone.back"), "", kit.Primary, func() { g.restore(p.gone.ID) })}
	case p.mine != nil:
		buttons = []fyne.CanvasObject{
			kit.NewButton(t("designs.use"), "", kit.Primary, func() { g.r.use(p) }),
			kit.NewButton(t("designs.delete"), "", kit.Danger, func() { g.removeTemplate(p) }),
		}
	default:
		buttons = []fyne.CanvasObject{
			kit.NewButton(t("designs.use"), "", kit.Primary, func() { g.r.use(p) }),
			kit.NewButton(t("designs.set"), "", kit.Plain, func() { g.r.makeSetOf(p) }),
		}
	}
	if err := g.bad[p.key]; err != nil {
		rows = []fyne.CanvasObject{kit.Section(p.title).Wrapping(kit.Wrapped), g.r.env.ErrorBanner(err)}
		buttons = nil
	}
	foot := kit.Inset(8, 20, 20, 20, kit.VBox(8, buttons...))
	g.side.Objects = []fyne.CanvasObject{kit.Framed(nil, foot, nil, nil, kit.Scroll(kit.Inset(20, 20, 8, 20, kit.VBox(14, rows...))))}
	g.side.Refresh()
	if g.bad[p.key] != nil {
		return
	}
	sizes := []int{64, 48, 32}
	large := int(float64(kit.Px(204)) * g.r.scale())
	g.checks.Run(func(ctx context.Context) (judged, error) {
		f, err := g.r.read(ctx, p)
		if err != nil {
			return judged{}, err
		}
		o, err := g.r.options(f)
		if err != nil {
			return judged{}, err
		}
		out, err := judge(ctx, f, o, append([]int{large}, sizes...), preflight.Host{}, nil)
		out.layers, out.slots = countLayers(f.Doc), f.Doc.Slots
		if p.template != "" && err == nil {
			out.tints, err = g.r.tints(ctx, p.template)
		}
		return out, err
	}, func(j judged, err error) {
		if err != nil {
			return // the tile tells it already
		}
		well.SetImage(j.pics[large])
		for _, px := range sizes {
			smalls.Objects = append(smalls.Objects, kit.VBox(4, kit.Exactly(0, 64, trueSize(j.pics[px], px, g.r.scale())), kit.Second(t("designs.px", "size", strconv.Itoa(px))).Aligned(fyne.TextAlignCenter)))
		}
		facts.SetText(t("designs.facts", "detail", about, "layers", strconv.Itoa(j.layers)))
		for i, f := range j.report.Findings {
			if i == 3 || f.Severity == preflight.Info {
				break
			}
			tone := kit.Warn
			if f.Severity == preflight.Bad {
				tone = kit.Err
			}
			found.Objects = append(found.Objects, remark(tone, g.r.env.Fill("preflight."+f.Code, f.Said(g.r.env.Decimal()))))
		}
		if len(j.tints) > 0 {
			tints.Objects = []fyne.CanvasObject{g.tintRow(p, j.tints, j.slots)}
		}
		if len(found.Objects) == 0 {
			for _, code := range []string{preflight.TextSmall, preflight.TextContrast} {
				if slices.Contains(j.report.Fine, code) { // not of a design without a text
					found.Objects = append(found.Objects, remark(kit.OK, t("preflight.fine."+code)))
				}
			}
		}
		g.side.Refresh()
		if held >= 0 && g.palette != nil && !g.elsewhere() {
			g.palette.Focus(g.canvas(), held)
		}
	})
}

// elsewhere tells whether the keys went to something else meanwhile: what had
// them is gone from the window.
func (g *gallery) elsewhere() bool {
	i, ok := g.canvas().Focused().(*kit.Item)
	return !ok || i.Rover() == nil || i.Rover() == g.field || i.Rover() == g.rows
}

// mostTitle is how much of a name is shown beside the picture, in letters: more
// would leave no room for what there is to know.
const mostTitle = 72

// cutShort ends a text that is too long with “…”.
func cutShort(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return text
}

// remark is a line with an icon that says how it is meant.
func remark(tone kit.Tone, text string) fyne.CanvasObject {
	return kit.HBox(8, kit.NewGlyph(tone.Icon(), tone.Ink(), 16), kit.Spread(kit.Body(text).With(kit.SizeSmall).In(tone.Ink())))
}

// trueSize shows a picture pixel by pixel.
func trueSize(m image.Image, px int, scale float64) fyne.CanvasObject {
	pic := canvas.NewImageFromImage(m)
	pic.FillMode, pic.ScaleMode = canvas.ImageFillStretch, canvas.ImageScalePixels
	pic.SetMinSize(fyne.NewSquareSize(float32(float64(px) / scale)))
	return container.NewCenter(pic)
}

// duplicate makes a copy of a working copy and chooses it.
func (g *gallery) duplicate(p piece) {
	name := g.r.env.T("designs.copy", "name", p.title)
	kit.Run(g.r.env.Tasks, func(ctx context.Context) (Design, error) {
		f, err := g.r.engine.Design(ctx, p.own.ID)
		if err != nil {
			return Design{}, err
		}
		if f.Doc.Name, err = g.r.freeName(ctx, name); err != nil {
			return Design{}, err
		}
		return g.r.engine.AddDesign(ctx, f.Doc.Name, f)
	}, func(d Design, err error) {
		if err != nil {
			g.r.env.Fail(err)
			return
		}
		g.chosen = shelfOwn + ":" + d.ID
		g.shown()
	})
}

// rename asks for another name.
func (g *gallery) rename(p piece) {
	t := g.r.env.T
	field := kit.NewTextField(t("designs.name"), "", p.title, nil)
	var d *kit.Dialog
	take := func() {
		name := field.Text()
		if name == "" {
			field.SetError(t("designs.name.empty"))
			return
		}
		d.Close()
		kit.Run(g.r.env.Tasks, func(ctx context.Context) (Design, error) {
			return g.r.engine.RenameDesign(ctx, p.own.ID, name)
		}, func(n Design, err error) {
			if err != nil {
				g.r.env.Fail(err)
				return
			}
			if s := g.r.studio; s.design.ID == p.own.ID {
				s.session, s.design = nil, Design{}
			}
			g.chosen = shelfOwn + ":" + n.ID
			g.shown()
		})
	}
	field.Entry.OnSubmitted = func(string) { take() }
	d = g.r.env.NewDialog(t("designs.rename.title"), field,
		kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() }),
		kit.NewButton(t("designs.rename.do"), "", kit.Primary, take))
	d.Focus(field.Entry).Show()
}

// countLayers counts the layers of a design, groups and what they hold.
func countLayers(doc designer.Document) int {
	n := 0
	edit.Walk(doc, func(*designer.Layer) { n++ })
	return n
}
