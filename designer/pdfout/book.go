package pdfout

import (
	"context"
	"fmt"
	"io"
	"maps"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
	"badgekiln/designer/render"
)

// Book is a PDF of many pages: one design, with other fields on each. What is
// the same on all pages is drawn and kept once. A page is written as soon as it
// is drawn, so that a book takes no more memory than what its pages share.
type Book struct {
	w     *writer
	doc   designer.Document
	scale float64
	width float64
	same  map[*designer.Layer]shared
}

// shared is a layer that is the same on all pages.
type shared struct {
	name   string // of what draws it; "" draws nothing
	notes  []display.Note
	report render.Report
}

// NewBook begins a book. Its pages are so many pixels of 1/96 inch wide. o are
// the options of all pages; a page adds fields of its own.
func NewBook(out io.Writer, doc designer.Document, width float64, o display.Options) (*Book, error) {
	if !(doc.Width > 0) || !(doc.Height > 0) {
		return nil, designer.Fail("picture-size")
	}
	if !(width > 0) {
		width = doc.Width
	}
	b := &Book{w: newWriter(out, o), doc: doc, width: width, scale: width / doc.Width * pointsPerPixel, same: map[*designer.Layer]shared{}}
	return b, b.w.file.err
}

// Page adds a page with these fields. The list it gives has no items: it tells
// what had to be a picture, which letters no font has and which texts do not
// fit.
func (b *Book) Page(ctx context.Context, fields map[string]string) (display.List, error) {
	return b.Sheet(ctx, []Part{{Layers: b.doc.Layers, Place: geom.Identity(), Fields: fields}})
}

// Part is layers on a page, once or in many places: Place maps their units to
// those of the book's design. Fields are those of one person.
type Part struct {
	Layers []*designer.Layer
	Place  geom.Affine
	Fields map[string]string
	Told   *render.Report // what this part has to tell is put here; nil: only with the page
}

// Sheet adds a page of several parts, from the bottom up. Layers that are the
// same for all are kept once, wherever they stand.
func (b *Book) Sheet(ctx context.Context, parts []Part) (display.List, error) {
	told := b.nothing()
	b.w.ctx = ctx
	var page canvas
	page.op(b.view())
	for _, p := range parts {
		b.w.speaks(p.Fields)
		page.op(p.Place)
		own := b.nothing()
		for _, l := range p.Layers {
			if err := b.layer(ctx, &page, l, p, &own); err != nil {
				return told, err
			}
		}
		page.add("Q\n")
		note(&told, own.Notes, own.Report)
		if p.Told != nil {
			*p.Told = own.Report
		}
	}
	page.add("Q\n")
	b.w.leaf(page.Bytes(), b.width*pointsPerPixel, b.doc.Height*b.scale)
	return told, b.w.fault()
}

func (b *Book) nothing() display.List {
	return display.List{Doc: b.doc, Report: render.Report{Missing: map[string][]rune{}, Overflow: map[string]bool{}, Broken: map[string]error{}}}
}

// layer draws one layer of a part.
func (b *Book) layer(ctx context.Context, page *canvas, l *designer.Layer, p Part, told *display.List) error {
	known := b.w.options
	alone := b.doc
	alone.Layers = []*designer.Layer{l}
	view := p.Place.Then(b.view())
	if len(merge.Fields(alone, known.Fields)) > 0 {
		personal := known
		personal.Fields = maps.Clone(known.Fields)
		if personal.Fields == nil {
			personal.Fields = map[string]string{}
		}
		maps.Copy(personal.Fields, p.Fields)
		list, err := b.draw(ctx, page, alone, personal, view)
		note(told, list.Notes, list.Report)
		return err
	}
	drawn, ok := b.same[l]
	if !ok {
		var own canvas
		list, err := b.draw(ctx, &own, alone, known, view)
		if err != nil {
			return err
		}
		drawn = shared{notes: list.Notes, report: list.Report}
		if own.Len() > 0 {
			drawn.name = b.w.plain(own.Bytes(), geom.R(-b.doc.Width, -b.doc.Height, 3*b.doc.Width, 3*b.doc.Height))
		}
		b.same[l] = drawn
	}
	if drawn.name != "" {
		page.add("/%s Do\n", drawn.name)
	}
	note(told, drawn.notes, drawn.report)
	return nil
}

// note adds what one layer has to tell to what the page tells.
func note(told *display.List, notes []display.Note, r render.Report) {
	told.Notes = append(told.Notes, notes...)
	maps.Copy(told.Report.Missing, r.Missing)
	maps.Copy(told.Report.Overflow, r.Overflow)
	maps.Copy(told.Report.Broken, r.Broken)
}

func (b *Book) view() geom.Affine {
	return geom.Affine{A: b.scale, D: -b.scale, F: b.doc.Height * b.scale}
}

// draw draws a layer in its part's units, which view maps to those of the page.
func (b *Book) draw(ctx context.Context, c *canvas, alone designer.Document, o display.Options, view geom.Affine) (display.List, error) {
	list, err := display.Of(ctx, alone, o)
	if err != nil {
		return list, err
	}
	before := b.w.options
	b.w.list, b.w.options = list, o
	b.w.items(c, list.Items, view)
	b.w.options = before
	return list, b.w.fault()
}

// Close writes the end of the file. A book has at least one page.
func (b *Book) Close() error {
	b.w.end(b.doc)
	return b.w.fault()
}

// newWriter begins a file.
func newWriter(out io.Writer, o display.Options) *writer {
	w := &writer{ctx: context.Background(), options: o, names: map[string]string{}, letters: map[string]letter{}}
	w.file.begin(out)
	w.resources, w.pages = w.file.reserve(), w.file.reserve()
	return w
}

func (w *writer) fault() error {
	if w.err != nil {
		return w.err
	}
	if err := w.ctx.Err(); err != nil {
		return err
	}
	return w.file.err
}

// leaf adds a page of its drawing commands, so many points wide and high.
func (w *writer) leaf(data []byte, wide, high float64) {
	content := w.file.reserve()
	w.file.stream(content, "", data, false)
	w.leaves = append(w.leaves, w.file.add("<</Type /Page /Parent %d 0 R /MediaBox [0 0 %s] /Resources %d 0 R /Contents %d 0 R /Group <</S /Transparency /CS /DeviceRGB>>>>",
		w.pages, num(wide, high), w.resources, content))
}

// plain keeps drawing commands for several pages.
func (w *writer) plain(data []byte, room geom.Rect) string {
	id := w.file.reserve()
	w.file.stream(id, fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [%s] /Resources %d 0 R",
		num(room.Min.X, room.Min.Y, room.Max.X, room.Max.Y), w.resources), data, false)
	return w.named("XObject", "X", fmt.Sprintf("%d 0 R", id))
}

// speaks notes the language of a file: that of its first page, as its fields say.
// Programs that read it aloud need one.
func (w *writer) speaks(fields map[string]string) {
	if l := fields["language"]; w.language == "" && strings.Trim(l, languageLetters) == "" {
		w.language = l
	}
}

// languageLetters are those of BCP 47.
const languageLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

// end writes what all pages share, and what they are.
func (w *writer) end(doc designer.Document) {
	w.fonts()
	w.file.put(w.resources, "<<%s>>", w.dictionary())
	kids := make([]string, len(w.leaves))
	for i, id := range w.leaves {
		kids[i] = fmt.Sprintf("%d 0 R", id)
	}
	w.file.put(w.pages, "<</Type /Pages /Kids [%s] /Count %d>>", strings.Join(kids, " "), len(kids))
	lang := ""
	if w.language != "" {
		lang = " /Lang (" + w.language + ")"
	}
	root := w.file.add("<</Type /Catalog /Pages %d 0 R%s /ViewerPreferences <</DisplayDocTitle true>>>>", w.pages, lang)
	about := "/Title " + text(doc.Name)
	if doc.About.Author != "" {
		about += " /Author " + text(doc.About.Author)
	}
	if doc.About.Alt != "" {
		about += " /Subject " + text(doc.About.Alt)
	}
	w.file.close(root, w.file.add("<<%s>>", about))
}
