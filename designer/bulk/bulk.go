// Package bulk makes the pictures of many people from one design: what is the
// same is drawn and packed once, and for each person only the rectangles are
// drawn that differ. The pixels are exactly those of a picture drawn by itself.
//
// It joins package render, which knows pixels, and pngenc, which knows files.
// It must not know where names come from, nor files, clocks or credentials.
package bulk

import (
	"context"
	"image"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"badgekiln/designer"
	"badgekiln/designer/merge"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

// Options are what pictures need besides their design.
type Options struct {
	Width  int                               // pixels; the height follows the document
	Fonts  *typeset.Fonts                    // nil draws no text
	Blob   func(hash string) ([]byte, error) // the bytes of an imported picture
	Fields map[string]string                 // merge fields that are the same for all
}

// Plan makes pictures of one design and size. The same design, options and
// fields give the same bytes, whatever was made before. It serves any number
// of goroutines.
type Plan struct {
	doc     designer.Document
	options Options
	stage   *render.Stage
	series  *pngenc.Series
	desks   sync.Pool // of *desk
	apart   atomic.Int64
}

// desk is what one goroutine works at.
type desk struct {
	hand    *render.Hand
	file    pngenc.Desk
	patches []pngenc.Patch
	spots   []spot
	fields  map[string]string
}

// spot is a band of the picture at hand as a patch.
type spot struct {
	hand *render.Hand
	band int
	all  []pngenc.Stamp // memory
}

func (s *spot) Rect() image.Rectangle { return s.hand.Rect(s.band) }

func (s *spot) Row(y int, pix []byte) { s.hand.Row(s.band, y, pix) }

func (s *spot) Span(y, x0, x1 int, pix []byte) { s.hand.Span(s.band, y, x0, x1, pix) }

func (s *spot) Stamps() []pngenc.Stamp {
	s.all = s.all[:0]
	for _, t := range s.hand.Stamps(s.band) {
		s.all = append(s.all, pngenc.Stamp(t))
	}
	return s.all
}

// Fields lists the merge fields of a design, each once.
func Fields(doc designer.Document) []string { return merge.Fields(doc, nil) }

// Prepare draws and packs what is the same in all pictures.
func Prepare(ctx context.Context, doc designer.Document, o Options) (*Plan, error) {
	p := &Plan{doc: doc, options: o}
	ro := render.Options{Width: o.Width, Fonts: o.Fonts, Blob: o.Blob, Fields: o.Fields}
	trials := trials(merge.Uses(doc), o.Fields)
	var err error
	if p.stage, err = render.NewStage(ctx, doc, ro, trials); err != nil {
		return nil, err
	}
	p.desks.New = func() any { return &desk{hand: p.stage.Hand()} }
	var bands []pngenc.Rows
	for _, r := range p.stage.Bands() {
		bands = append(bands, pngenc.Rows{From: r.Min.Y, To: r.Max.Y})
	}
	var samples [][]pngenc.Patch
	for _, fields := range trials {
		d := &desk{hand: p.stage.Hand()}
		if _, ok := d.draw(fields); ok {
			samples = append(samples, d.patches)
		}
	}
	p.series, err = pngenc.NewSeries(p.stage.Base(), bands, samples)
	return p, err
}

// Encode adds to dst the PNG file of the picture with these fields. A letter
// that no font has and a text too long for its room are reported; a picture that
// cannot be shown is an error.
func (p *Plan) Encode(ctx context.Context, dst []byte, fields map[string]string) ([]byte, render.Report, error) {
	d := p.desks.Get().(*desk)
	defer p.desks.Put(d)
	if len(p.options.Fields) > 0 {
		if d.fields == nil {
			d.fields = map[string]string{}
		}
		clear(d.fields)
		maps.Copy(d.fields, p.options.Fields)
		maps.Copy(d.fields, fields)
		fields = d.fields
	}
	report, ok := d.draw(fields)
	if !ok {
		return p.whole(ctx, dst, fields)
	}
	for _, fault := range report.Broken {
		return dst, report, fault
	}
	return p.series.Append(dst, &d.file, d.patches), report, nil
}

// draw prepares the patches of a picture; false when these do not hold it.
func (d *desk) draw(fields map[string]string) (render.Report, bool) {
	report, ok := d.hand.Draw(fields)
	if !ok {
		return report, false
	}
	n := d.hand.Bands()
	if len(d.spots) != n {
		d.spots, d.patches = make([]spot, n), make([]pngenc.Patch, n)
	}
	for i := range d.spots {
		d.spots[i].hand, d.spots[i].band = d.hand, i
		d.patches[i] = &d.spots[i]
		if d.hand.Rect(i).Empty() {
			d.patches[i] = nil
		}
	}
	return report, true
}

// whole draws a picture that reaches out of the bands.
func (p *Plan) whole(ctx context.Context, dst []byte, fields map[string]string) ([]byte, render.Report, error) {
	p.apart.Add(1)
	m, report, err := render.StraightImage(ctx, p.doc, render.Options{Width: p.options.Width, Fonts: p.options.Fonts, Blob: p.options.Blob, Fields: fields})
	if err != nil {
		return dst, report, err
	}
	data, err := pngenc.Encode(m)
	return append(dst, data...), report, err
}

// Apart is how many pictures had to be drawn whole so far.
func (p *Plan) Apart() int { return int(p.apart.Load()) }

// trials are texts as fields may hold them: high and deep letters, short and
// long, of several scripts. They tell where a text may stand and what the code
// of the bands is made for. Which picture a field may show cannot be tried.
func trials(uses []merge.Used, known map[string]string) []map[string]string {
	texts := []string{
		"Ada Lovelace", "Ǻgnes Ÿjqþ", "Jo", "Maximiliane Konstantina von Württemberg-Hohenlohe", "2026-11-26", "Nguyễn Thị Ánh Ngọc",
		"Łukasz Brzęczyszczykiewicz", "Αλέξανδρος Παπαδόπουλος", "Юлия Щербакова", "عبد الرحمن بن محمد", "שָׁלוֹם בֶּן־דָּוִד", "अनुष्का श्रीवास्तव", "สมชาย ใจดีใหญ่ยิ่ง", "山田太郎", "Pat Q. Gray",
		"https://badges.example.org/a/0f/0f3c1d52-8a77-4c11-9b5e-6f2f6f0b7d10.html",
	}
	var out []map[string]string
	for _, text := range texts {
		fields := maps.Clone(known)
		if fields == nil {
			fields = map[string]string{}
		}
		for _, u := range uses {
			if _, same := known[u.Field]; !same && !slices.Contains(uses, merge.Used{Field: u.Field, Use: merge.Shows}) {
				fields[u.Field] = text
			}
		}
		out = append(out, fields)
	}
	return out
}
