package engine

import (
	"context"
	"image"
	"image/draw"
	"io"
	"maps"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/pdfout"
	"badgekiln/designer/render"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
)

// paperPixels is how wide a badge becomes where no format says it but a picture:
// sharp on paper, and small in the file.
const paperPixels = 1800

// Book writes all pages as one PDF. It gives the rows that do not show all they
// should: a name too long even in the smallest letters, a letter no font has.
func (p *Papers) Book(ctx context.Context, out io.Writer) ([]PaperRow, error) {
	return p.book(ctx, out, 0, p.Pages())
}

func (p *Papers) book(ctx context.Context, out io.Writer, from, to int) ([]PaperRow, error) {
	fonts, err := drawing.FontsOf(p.file)
	if err != nil {
		return nil, err
	}
	var flawed []PaperRow
	book, err := pdfout.NewBook(out, p.doc, p.doc.Width, display.Options{Fonts: fonts, Blob: drawing.BlobOf(p.file), Fields: p.same, Pixels: paperPixels})
	if err != nil {
		return nil, err
	}
	for n := from; n < to; n++ {
		parts, rows := p.page(n)
		told := make([]render.Report, len(rows))
		first := 0
		if p.Kind == PickupList {
			first = 1 // the head
		}
		for i := range rows {
			parts[first+i].Told = &told[i]
		}
		if _, err := book.Sheet(ctx, parts); err != nil {
			return flawed, err
		}
		for i, r := range rows {
			if !told[i].Whole() {
				flawed = append(flawed, PaperRow{r.award.Row, r.award.Name})
			}
		}
		if p.Progress != nil {
			p.Progress(n+1-from, to-from)
		}
	}
	return flawed, book.Close()
}

// Each makes one PDF for each person, of certificates, and hands it out under a
// name that is safe and its own, without an ending.
func (p *Papers) Each(ctx context.Context, names string, put func(name string, write func(io.Writer) error) error) (flawed []PaperRow, err error) {
	if p.Kind != Certificates {
		return nil, issuer.Fail(issuer.Usage, "paper-each")
	}
	name, err := award.Namer(names)
	if err != nil {
		return nil, err
	}
	step := p.Progress
	p.Progress = nil
	defer func() { p.Progress = step }()
	for i, r := range p.rows {
		err := put(name(r.award), func(w io.Writer) error {
			bad, err := p.book(ctx, w, i, i+1)
			flawed = append(flawed, bad...)
			return err
		})
		if err != nil {
			return flawed, err
		}
		if step != nil {
			step(i+1, len(p.rows))
		}
	}
	return flawed, nil
}

// Picture draws a page to be looked at, so many pixels wide, on white. whole tells
// that it shows all it should.
func (p *Papers) Picture(ctx context.Context, n, width int) (m image.Image, whole bool, err error) {
	fonts, err := drawing.FontsOf(p.file)
	if err != nil {
		return nil, false, err
	}
	parts, _ := p.page(n)
	ground := image.NewRGBA(image.Rect(0, 0, width, render.Height(p.doc, width)))
	draw.Draw(ground, ground.Bounds(), image.White, image.Point{}, draw.Src)
	whole = true
	for _, part := range parts {
		doc := p.doc
		doc.Layers = []*designer.Layer{{ID: "part", Opacity: 1, Place: part.Place, Group: &designer.Group{Layers: part.Layers}}}
		fields := maps.Clone(p.same)
		maps.Copy(fields, part.Fields)
		drawn, report, err := render.Image(ctx, doc, render.Options{Width: width, Fonts: fonts, Blob: drawing.BlobOf(p.file), Fields: fields})
		if err != nil {
			return nil, false, err
		}
		whole = whole && report.Whole()
		draw.Draw(ground, ground.Bounds(), drawn, image.Point{}, draw.Over)
	}
	return ground, whole, nil
}

// Worst is the page of the longest name.
func (p *Papers) Worst() int {
	worst, most := 0, -1
	for i, r := range p.rows {
		if n := len([]rune(r.award.Name)); n > most {
			worst, most = i, n
		}
	}
	return worst / p.perPage()
}
