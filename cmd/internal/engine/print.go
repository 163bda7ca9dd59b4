package engine

import (
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/bulk"
	"badgekiln/designer/display"
	"badgekiln/designer/pdfout"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/svgout"
	"badgekiln/designer/typeset"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// Print is a design for everybody on a list, without awarding anything: on
// paper, or to look at.
type Print struct {
	File     store.File
	Export   drawing.Export
	List     *roster.Reading
	Images   string // folder of the pictures that rows name; "": none
	Names    string // file names with fields such as {name}
	Today    time.Time
	Progress func(done, total int)
}

// Printed says what became of it.
type Printed struct {
	Count  int
	Notes  []drawing.ExportNote
	Flawed []int // rows whose picture does not show all it should
}

// printing is one under way.
type printing struct {
	Print
	own    own
	same   map[string]string
	fonts  *typeset.Fonts
	photos *Portraits
	done   Printed
}

// begin prepares what is the same for all. Rows whose pictures cannot be used
// are bad from then on.
func (p Print) begin(ctx context.Context) (*printing, error) {
	fonts, err := drawing.FontsOf(p.File)
	if err != nil {
		return nil, err
	}
	doc := p.File.Doc
	r := &printing{Print: p, fonts: fonts, own: own{fields: drawing.PersonalFields(doc), shows: drawing.PictureFields(doc)}}
	r.same = drawing.Emptied(doc, p.Export.Fields)
	for _, name := range r.own.fields {
		if _, known := p.Export.Fields[name]; !known {
			delete(r.same, name)
		}
	}
	r.own.fields = slices.DeleteFunc(r.own.fields, func(name string) bool { _, known := p.Export.Fields[name]; return known })
	r.photos, err = picturesOf(ctx, doc, p.List, p.Images)
	return r, err
}

// CheckPictures marks the rows bad whose pictures a design cannot show.
func CheckPictures(ctx context.Context, doc designer.Document, list *roster.Reading, folder string) error {
	p, err := picturesOf(ctx, doc, list, folder)
	if err != nil {
		return err
	}
	return p.Close()
}

// picturesOf looks up the pictures that rows name and a design shows.
func picturesOf(ctx context.Context, doc designer.Document, list *roster.Reading, folder string) (*Portraits, error) {
	p := &Portraits{shows: drawing.PictureFields(doc), cells: map[int]map[string]string{}, places: map[int][]place{}}
	if len(p.shows) == 0 {
		return nil, nil
	}
	if folder != "" {
		var err error
		if p.root, err = os.OpenRoot(folder); err != nil {
			return nil, issuer.Fail(issuer.Input, "portrait-folder", "folder", folder).At(folder).Because(err)
		}
	}
	for _, field := range p.shows {
		p.heads = append(p.heads, headingOf(list.Columns, field))
	}
	for i := range list.Rows.Len() {
		p.lookAt(list, i)
	}
	settle(list)
	return p, ctx.Err()
}

// fields are those of one person.
func (r *printing) fields(ctx context.Context, p *roster.Person) (map[string]string, issuer.Award, error) {
	a := drafted(p, r.Today)
	var err error
	if a.Fields, err = r.photos.fill(ctx, p.Row, a.Fields); err != nil {
		return nil, a, err
	}
	fields, _ := r.own.fill(a, "")
	return fields, a, nil
}

// each goes through the people.
func (r *printing) each(ctx context.Context, draw func(map[string]string, issuer.Award) (whole bool, err error)) (Printed, error) {
	defer func() { _ = r.photos.Close() }()
	people := r.List.People.Len()
	for p := range r.List.People.All() {
		fields, a, err := r.fields(ctx, p)
		if err != nil {
			return r.done, err
		}
		whole, err := draw(fields, a)
		if err != nil {
			return r.done, err
		}
		if !whole {
			r.done.Flawed = append(r.done.Flawed, p.Row)
		}
		r.done.Count++
		if r.Progress != nil {
			r.Progress(r.done.Count, people)
		}
	}
	return r.done, ctx.Err()
}

// note keeps what the format cannot say, once.
func (r *printing) note(notes []display.Note) {
	for _, n := range notes {
		same := func(k drawing.ExportNote) bool { return k.Code == n.Code && k.Values["layer"] == n.Layer }
		if !slices.ContainsFunc(r.done.Notes, same) {
			r.done.Notes = append(r.done.Notes, drawing.ExportNote{Code: n.Code, Values: map[string]string{"layer": n.Layer}})
		}
	}
}

// Book writes one PDF with a page for each person.
func (p Print) Book(ctx context.Context, out io.Writer) (Printed, error) {
	r, err := p.begin(ctx)
	if err != nil {
		return Printed{}, err
	}
	book, err := pdfout.NewBook(out, p.File.Doc, float64(p.Export.Width), display.Options{
		Fonts: r.fonts, Blob: drawing.BlobOf(p.File), Fields: r.same, Pixels: 2 * p.Export.Width,
	})
	if err != nil {
		return Printed{}, err
	}
	done, err := r.each(ctx, func(fields map[string]string, _ issuer.Award) (bool, error) {
		told, err := book.Page(ctx, fields)
		r.note(told.Notes)
		return told.Report.Whole(), err
	})
	if err == nil {
		err = book.Close()
	}
	return done, err
}

// Each makes one file for each person and hands it out under a name that is
// safe and its own, without an ending.
func (p Print) Each(ctx context.Context, put func(name string, data []byte) error) (Printed, error) {
	name, err := award.Namer(p.Names)
	if err != nil {
		return Printed{}, err
	}
	r, err := p.begin(ctx)
	if err != nil {
		return Printed{}, err
	}
	var plan *bulk.Plan
	if p.Export.Kind == drawing.PNG && !p.Export.Few {
		if plan, err = bulk.Prepare(ctx, p.File.Doc, bulk.Options{Width: p.Export.Width, Fonts: r.fonts, Blob: drawing.BlobOf(p.File), Fields: r.same}); err != nil {
			return Printed{}, err
		}
	}
	return r.each(ctx, func(fields map[string]string, a issuer.Award) (bool, error) {
		var data []byte
		var report render.Report
		var err error
		if plan != nil {
			data, report, err = plan.Encode(ctx, nil, fields)
		} else {
			data, report, err = r.one(ctx, merged(r.same, fields))
		}
		if err != nil {
			return false, err
		}
		return report.Whole(), put(name(a), data)
	})
}

// one draws one file whole.
func (r *printing) one(ctx context.Context, fields map[string]string) ([]byte, render.Report, error) {
	o := r.Export
	if o.Kind != drawing.SVG && o.Kind != drawing.PDF {
		m, report, err := render.Image(ctx, r.File.Doc, render.Options{Width: o.Width, Fonts: r.fonts, Blob: drawing.BlobOf(r.File), Fields: fields})
		if err != nil {
			return nil, report, err
		}
		var data []byte
		if o.Kind == drawing.JPEG {
			data, err = drawing.OnWhite(m)
		} else {
			data, err = pngenc.Few(render.Straight(m))
		}
		return data, report, err
	}
	how := display.Options{Fonts: r.fonts, Blob: drawing.BlobOf(r.File), Fields: fields, Pixels: 2 * o.Width}
	list, err := display.Of(ctx, r.File.Doc, how)
	if err != nil {
		return nil, list.Report, err
	}
	r.note(list.Notes)
	if o.Kind == drawing.SVG {
		data, err := svgout.Write(list, float64(o.Width))
		return data, list.Report, err
	}
	data, err := pdfout.Write(ctx, list, float64(o.Width), how)
	return data, list.Report, err
}

func merged(same, own map[string]string) map[string]string {
	all := make(map[string]string, len(same)+len(own))
	maps.Copy(all, same)
	maps.Copy(all, own)
	return all
}
