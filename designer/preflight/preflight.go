package preflight

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/gif"  // pictures people have
	_ "image/jpeg" // pictures people have
	_ "image/png"  // pictures people have
	"math"
	"slices"
	"strconv"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

// Severity is how much a finding matters.
type Severity string

// The severities.
const (
	Bad  Severity = "bad"  // the badge does not do its job
	Warn Severity = "warn" // somebody should look
	Info Severity = "info" // good to know
)

// The codes of findings, each a word "preflight.<code>" with values in braces.
const (
	TextSmall    = "text-small"    // {name} {px}
	TextContrast = "text-contrast" // {name} {ratio} {wanted}
	TextMissing  = "text-missing"  // {name} {letters}
	TextOverflow = "text-overflow" // {name}
	TextEmpty    = "text-empty"    // {name}
	EdgeOnWhite  = "edge-on-white" // {percent}
	EdgeOnDark   = "edge-on-dark"  // {percent}
	NotSquare    = "not-square"    // {width} {height}
	Corners      = "corners"
	Nothing      = "nothing"
	NoLicence    = "no-licence"
	NoAlt        = "no-alt"
	Fields       = "fields"         // {name} {fields}
	FieldFormat  = "field-format"   // {name} {text}
	FieldOpen    = "field-open"     // {name} {fields}
	PictureGone  = "picture-broken" // {name}
	PictureRough = "picture-coarse" // {name} {percent}
	TextCut      = "text-cut"       // {name}
	TextNear     = "text-near-edge" // {name} {gap}
	TitleLost    = "title-lost"     // {name} {px}
	EmblemFaint  = "emblem-faint"   // {name} {ratio} {wanted}
	FileLarge    = "file-large"     // {kb} {wanted}
	Protected    = "protected-sign" // {name}
	FontGone     = "font-gone"      // {name} {family}
	TextLeft     = "text-left"      // {name} {text}
)

// Checks lists what is looked for, in the order of a report. A check that
// finds nothing is fine if there was anything to judge, and has a word too: "preflight.fine.<code>".
func Checks() []string {
	return []string{
		Nothing, NotSquare, TextMissing, FontGone, TextOverflow, TextCut, TextEmpty, TextLeft, TextNear, TextSmall, TitleLost, TextContrast, EmblemFaint, Protected,
		PictureGone, PictureRough, FieldFormat, EdgeOnWhite, EdgeOnDark, FileLarge, Corners, Fields, FieldOpen, NoLicence, NoAlt,
	}
}

// Finding is one remark about a design.
type Finding struct {
	Code     string
	Severity Severity
	Layer    string // id of the layer it is about, or ""
	Values   map[string]string
	Measured float64 // pixels, ratio or percent, by code
	Wanted   float64 // what would be enough
}

// Report is all that was found and what is fine.
type Report struct {
	Findings []Finding // the worst first
	Fine     []string  // codes of checks that found nothing
	Open     []string  // codes of checks that had nothing to judge: no text, no emblem, no picture yet
}

// Worst is the severity of the first finding, or "".
func (r Report) Worst() Severity {
	if len(r.Findings) == 0 {
		return ""
	}
	return r.Findings[0].Severity
}

// Options say what a design is drawn with.
type Options struct {
	Fonts  *typeset.Fonts
	Blob   func(hash string) ([]byte, error)
	Fields map[string]string
	Side   int  // how wide the picture will be made, in pixels; 0: 600
	Host   Host // the platform it is meant for; none without a name
	// Begun is the template it was begun from, whose words are looked for; nil: nobody
	// looks.
	Begun *designer.Document
}

// Check looks at a design.
func Check(ctx context.Context, doc designer.Document, o Options) (Report, error) {
	doc = merge.Apply(doc, o.Fields)
	c := checker{ctx: ctx, doc: doc, o: o, measure: render.NewMeasure(o.Fonts, o.Fields)}
	c.document()
	texts := c.look()
	picture, err := c.draw(nil)
	if err != nil {
		return Report{}, err
	}
	c.silhouette(picture)
	c.hosted(picture)
	for _, t := range texts {
		if err := c.contrast(t, picture); err != nil {
			return Report{}, err
		}
	}
	for _, l := range c.emblems {
		if err := c.emblem(l); err != nil {
			return Report{}, err
		}
	}
	for _, p := range c.figures {
		if err := c.protected(p); err != nil {
			return Report{}, err
		}
	}
	if err := c.file(); err != nil {
		return Report{}, err
	}
	return c.report(), nil
}

// checker is a check under way.
type checker struct {
	ctx     context.Context
	doc     designer.Document
	o       Options
	measure *render.Measure
	found   []Finding
	emblems []*designer.Layer
	figures []placed
	texts   bool // there is a text, a title, a picture that can be seen
	titles  bool
	images  bool
}

func (c *checker) note(f Finding, pairs ...string) {
	f.Values = map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values[pairs[i]] = pairs[i+1]
	}
	c.found = append(c.found, f)
}

func (c *checker) report() Report {
	rank := func(f Finding) int { return slices.Index([]Severity{Bad, Warn, Info}, f.Severity) }
	all := append(Checks(), c.o.Host.Checks()...)
	order := func(f Finding) int { return slices.Index(all, f.Code) }
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return order(a) - order(b)
	})
	r := Report{Findings: c.found}
	for _, code := range all {
		if !slices.ContainsFunc(c.found, func(f Finding) bool { return f.Code == code }) {
			if c.judged(code) {
				r.Fine = append(r.Fine, code)
			} else {
				r.Open = append(r.Open, code)
			}
		}
	}
	return r
}

// judged tells whether there was anything for a check to look at. An empty
// design is not fine, it is not judged yet.
func (c *checker) judged(code string) bool {
	switch code {
	case NotSquare, NoLicence, NoAlt, Fields, FieldFormat, FieldOpen:
		return true
	case TextMissing, FontGone, TextOverflow, TextCut, TextEmpty, TextLeft, TextNear, TextSmall, TextContrast:
		return c.texts
	case TitleLost:
		return c.titles
	case EmblemFaint:
		return len(c.emblems) > 0
	case PictureGone, PictureRough:
		return c.images
	}
	return !slices.ContainsFunc(c.found, func(f Finding) bool { return f.Code == Nothing })
}

// document looks at what needs no picture.
func (c *checker) document() {
	if c.doc.Width != c.doc.Height {
		c.note(Finding{Code: NotSquare, Severity: Warn, Measured: c.doc.Width / c.doc.Height, Wanted: 1},
			"width", decimal(c.doc.Width, 0), "height", decimal(c.doc.Height, 0))
	}
	if c.o.Begun != nil {
		c.found = append(c.found, Left(c.doc, *c.o.Begun)...)
	}
	if c.doc.About.Licence == "" {
		c.note(Finding{Code: NoLicence, Severity: Info})
	}
	if c.doc.About.Alt == "" {
		c.note(Finding{Code: NoAlt, Severity: Info})
	}
}

// side is the width of the pictures that are measured.
const side = 300

// draw renders the design without some layers. A picture in it that cannot be
// shown is no error here.
func (c *checker) draw(hide map[string]bool) (*image.RGBA, error) { return c.drawAt(side, hide) }

// placed is a layer with the way from its units to the document's.
type placed struct {
	layer *designer.Layer
	place geom.Affine
}

// look walks over all layers that can be seen, looks at each, and gives the
// texts.
func (c *checker) look() []placed {
	var texts []placed
	var walk func(layers []*designer.Layer, into geom.Affine)
	walk = func(layers []*designer.Layer, into geom.Affine) {
		for _, l := range layers {
			at := placed{l, l.Place.Then(into)}
			c.open(l)
			if l.Role == roleEmblem && !l.Hidden && l.Opacity > 0 {
				c.emblems = append(c.emblems, l)
			}
			switch {
			case l.Hidden || l.Opacity == 0:
			case l.Text != nil:
				c.texts, c.titles = true, c.titles || l.Role == roleTitle
				c.text(at)
				texts = append(texts, at)
			case l.Image != nil:
				c.images = true
				c.picture(at)
			case l.Shape != nil || l.Path != nil:
				c.figures = append(c.figures, at)
			case l.Group != nil:
				walk(l.Group.Layers, at.place)
			}
		}
	}
	walk(c.doc.Layers, geom.Identity())
	return texts
}

// open tells of a layer whose colours, picture or presence depend on fields that
// have no value here, and are shown as for somebody without.
func (c *checker) open(l *designer.Layer) {
	var names []string
	alone := designer.Document{Slots: c.doc.Slots, Layers: []*designer.Layer{l}}
	if l.Group != nil {
		plain := *l
		plain.Group = &designer.Group{}
		alone.Layers[0] = &plain
	}
	for _, u := range merge.Uses(alone) {
		if u.Use != merge.Says && !slices.Contains(names, u.Field) {
			names = append(names, u.Field)
		}
	}
	if len(names) > 0 {
		c.note(Finding{Code: FieldOpen, Severity: Info, Layer: l.ID}, "name", nameOf(l), "fields", strings.Join(names, ", "))
	}
}

// picture looks at an imported picture: that it is there, and large enough for
// a badge of the usual size.
func (c *checker) picture(p placed) {
	name := nameOf(p.layer)
	if p.layer.Image.Blob == "" { // of a person, which is not there
		return
	}
	var data []byte
	err := errors.New("no pictures")
	if c.o.Blob != nil {
		data, err = c.o.Blob(p.layer.Image.Blob)
	}
	config, _, unread := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || unread != nil {
		c.note(Finding{Code: PictureGone, Severity: Bad, Layer: p.layer.ID}, "name", name)
		return
	}
	wide := p.layer.Image.W * math.Hypot(p.place.A, p.place.B) * designer.Side / c.doc.Width
	high := p.layer.Image.H * math.Hypot(p.place.C, p.place.D) * designer.Side / c.doc.Width
	share := math.Round(100 * max(float64(config.Width)/wide, float64(config.Height)/high))
	if share < sharpShare {
		c.note(Finding{Code: PictureRough, Severity: Warn, Layer: p.layer.ID, Measured: share, Wanted: 100}, "name", name, "percent", decimal(share, 0))
	}
}

// sharpShare is the percentage of a pixel for each unit that still looks sharp.
const sharpShare = 90

// decimal writes a number with so many places.
func decimal(v float64, places int) string { return strconv.FormatFloat(v, 'f', places, 64) }
