package deliver

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// paperSide is the tab Paper: what is printed, as it will look.
type paperSide struct {
	r     *Room
	paper Paper
	page  int
	read  *kit.Latest[Sheet]
	well  *kit.PictureWell
	under *kit.Text
	doubt *fyne.Container
	sheet Sheet

	designs []Certificate // of one's own
	asked   *kit.Latest[[]Certificate]
}

func (s *paperSide) begin(r *Room) {
	s.r, s.read = r, kit.NewLatest[Sheet](r.env.Tasks)
	s.asked = kit.NewLatest[[]Certificate](r.env.Tasks)
	s.paper = Paper{Kind: "certificates", Template: "classic", Size: "a4", PerPage: 8}
}

// pagePixels is how wide a page is drawn.
const pagePixels = 1000

func (s *paperSide) view() fyne.CanvasObject {
	t := s.r.env.T
	s.paper.Batch, s.paper.Reading = s.r.at, s.r.reading
	s.well = kit.NewPictureWell(0, 0, kit.Sunken)
	s.under = kit.Hint("")
	s.doubt = container.NewStack()
	back := kit.NewIconButton("chevron-left", t("deliver.paper.back"), func() { s.turn(-1) })
	on := kit.NewIconButton("chevron-right", t("deliver.paper.on"), func() { s.turn(1) })
	worst := kit.NewButton(t("deliver.paper.worst"), "", kit.Quiet, func() { s.page = -1; s.draw() })
	foot := kit.HBox(8, back, on, kit.Spread(kit.Upright(s.under)), worst)
	options := container.NewStack(s.options())
	s.asked.Run(s.r.engine.Certificates, func(list []Certificate, err error) {
		if err == nil && !slices.Equal(list, s.designs) {
			s.designs = list
			options.Objects = []fyne.CanvasObject{s.options()}
			options.Refresh()
		}
	})
	s.draw()
	return kit.Beside(16, 300, 480, kit.VBox(10, kit.Spread(s.well), s.doubt, foot), kit.Scroll(options))
}

// options are what can be chosen.
func (s *paperSide) options() fyne.CanvasObject {
	t := s.r.env.T
	words := func(prefix string, values ...string) (texts []string) {
		for _, v := range values {
			texts = append(texts, t(prefix+v))
		}
		return texts
	}
	choose := func(name, prefix, now string, to *string, values ...string) fyne.CanvasObject {
		return kit.NewField(t(name), "", kit.NewSelect(t(name), values, words(prefix, values...), now, func(v string) { *to = v; s.page = 0; s.r.show() }))
	}
	p := &s.paper
	column := []fyne.CanvasObject{choose("deliver.paper.kind", "deliver.paper.kind.", p.Kind, &p.Kind, "certificates", "cards", "sheet")}
	switch p.Kind {
	case "certificates":
		column = append(column, s.design())
		if p.Design == "" {
			column = append(column, kit.NewCheck(t("deliver.paper.upright"), p.Upright, func(on bool) { p.Upright = on; s.draw() }))
		}
		column = append(column, kit.NewTextField(t("deliver.paper.signer"), t("deliver.paper.signer.hint"), p.Signer, func(text string) { p.Signer = text; s.draw() }))
	case "cards":
		per := strconv.Itoa(p.PerPage)
		column = append(column, kit.NewField(t("deliver.paper.per-page"), "", kit.NewSelect(t("deliver.paper.per-page"), []string{"4", "8", "10"}, []string{"4", "8", "10"}, per, func(v string) {
			p.PerPage, _ = strconv.Atoi(v)
			s.page = 0
			s.draw()
		})))
	}
	if p.Kind != "certificates" || p.Design == "" { // a design has its own size
		column = append(column, choose("deliver.paper.size", "deliver.paper.size.", p.Size, &p.Size, "a4", "letter"))
	}
	column = append(column, kit.NewCheck(t("deliver.paper.waiting"), p.Waiting, func(on bool) { p.Waiting = on; s.page = 0; s.draw() }),
		kit.HBox(0, kit.NewButton(t("deliver.paper.save"), "print", kit.Primary, s.save)))
	if p.Kind == "certificates" {
		column = append(column, kit.HBox(0, kit.NewButton(t("deliver.paper.each"), "folder", kit.Quiet, s.each)),
			kit.HBox(0, kit.NewButton(t("deliver.paper.own"), "pen", kit.Quiet, s.own)))
	} else {
		column = append(column, kit.Hint(t("deliver.paper.codes")))
	}
	return kit.CardWith(16, kit.VBox(12, column...))
}

func (s *paperSide) turn(by int) {
	s.page = min(max(s.sheet.Page+by, 0), max(s.sheet.Pages-1, 0))
	s.draw()
}

// draw draws the page in front.
func (s *paperSide) draw() {
	r, p, page := s.r, s.paper, s.page
	s.read.Run(func(ctx context.Context) (Sheet, error) { return r.engine.Paper(ctx, p, page, pagePixels) }, func(got Sheet, err error) {
		if err != nil {
			s.sheet = Sheet{}
			s.well.SetImage(nil)
			s.under.SetText("")
			s.doubt.Objects = []fyne.CanvasObject{r.env.ErrorBanner(err)}
			s.doubt.Refresh()
			return
		}
		s.sheet, s.page = got, got.Page
		s.well.SetImage(got.Picture)
		s.under.SetText(r.env.T("deliver.paper.page", "page", r.env.Count(got.Page+1), "pages", r.env.Count(got.Pages), "people", r.env.Count(got.People)))
		s.doubt.Objects = nil
		if !got.Whole {
			s.doubt.Objects = []fyne.CanvasObject{kit.Banner(kit.Warn, "", r.env.T("deliver.paper.flawed"))}
		}
		s.doubt.Refresh()
	})
}

func (s *paperSide) save() {
	r, p := s.r, s.paper
	r.env.ChooseFile(kit.Choose{Title: r.env.T("deliver.paper.save"), Save: true, Extensions: []string{".pdf"}, Name: r.env.T("deliver.paper.file."+p.Kind) + ".pdf"}, func(path string) {
		run(r, "deliver.busy.paper", func(ctx context.Context, report func(int, int)) ([]string, error) {
			return r.engine.SavePaper(ctx, p, path, report)
		}, func(flawed []string, err error) {
			if err != nil {
				return
			}
			r.saved(r.env.T("deliver.paper.saved", "file", path), path, flawed)
		})
	})
}

// saved tells what was written, and whom it does not show as it should.
func (r *Room) saved(lead, path string, flawed []string) {
	tone, rest := kit.OK, ""
	if len(flawed) > 0 {
		tone, rest = kit.Warn, r.env.T("deliver.paper.saved.flawed", "names", r.some(flawed))
	}
	r.note = kit.Banner(tone, lead, rest, kit.NewButton(r.env.T("deliver.show"), "folder", kit.Plain, func() { r.env.OpenFolder(path) }))
}
