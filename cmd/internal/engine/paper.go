package engine

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"badgekiln/assets"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/paper"
	"badgekiln/designer/pdfout"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

// PaperKind is what is put on paper.
type PaperKind string

// The kinds of papers: a certificate for each person, cards to fetch a badge by,
// the list of a pick-up desk.
const (
	Certificates PaperKind = "certificates"
	Cards        PaperKind = "cards"
	PickupList   PaperKind = "sheet"
)

// The usual paper.
const (
	usualCertificate = "classic"
	usualCards       = 8
)

// Paper says what of a batch is put on paper, and how.
type Paper struct {
	Kind     PaperKind
	Batch    string
	Awards   []string    // some of them; nil: all that stand
	Waiting  bool        // only what was not handed over yet
	Template string      // of certificates; "" is the usual one
	Design   *store.File // a certificate of one's own, in the place of Template; nil without
	Size     string      // a4 or letter; "" is a4
	Upright  bool        // of certificates
	PerPage  int         // of cards: 4, 8 or 10; 0 is the usual
	Title    string      // of certificates; "" is the language's own
	Signer   string      // below the line for a signature
	Language string      // of the words on it; "" is the class's
	Progress func(done, total int)
}

// PaperRow is a row of a list that does not look as it should on paper.
type PaperRow struct {
	Row  int
	Name string
}

// Papers are the pages of a Paper, ready to be drawn. They say how things stood
// when they were prepared.
type Papers struct {
	Paper
	Class issuer.BadgeClass
	doc   designer.Document // the page: its size, its colours, no layers
	file  store.File        // what the fonts and pictures of all parts are found in
	same  map[string]string // fields that are the same for all
	own   own
	front []*designer.Layer // of certificates and cards, and the head of the list
	lines []*designer.Layer // a row of the list
	cut   []*designer.Layer // where to cut cards
	grid  paper.Grid
	size  paper.Size
	rows  []paperRow
}

type paperRow struct {
	award  issuer.Award
	fields map[string]string
}

// People says for how many there is something.
func (p *Papers) People() int { return len(p.rows) }

// Award is the award that a row of the papers belongs to.
func (p *Papers) Award(i int) issuer.Award { return p.rows[i].award }

// Pages says how many pages there are.
func (p *Papers) Pages() int {
	per := p.perPage()
	return (len(p.rows) + per - 1) / per
}

func (p *Papers) perPage() int {
	switch p.Kind {
	case Cards:
		return p.grid.Across * p.grid.Down
	case PickupList:
		return paper.RowsOn(p.size)
	}
	return 1
}

// Papers prepares pages. Cards and lists have short codes: those that are missing
// are made, and stand in the ledger from then on. The failures have the codes
// "batch-unknown", "paper-template", "paper-size", "paper-cards", "paper-nobody".
func (e *Engine) Papers(ctx context.Context, p Paper, say Say) (*Papers, error) {
	out := &Papers{Paper: p}
	if err := out.measure(); err != nil {
		return nil, err
	}
	var desk deskState
	work := func(t *ledger.Tx) (err error) {
		desk, err = readDesk(t, p)
		if err != nil || p.Kind == Certificates {
			return err
		}
		var without []string
		for _, a := range desk.awards {
			if desk.hand[a.ID].Code == "" {
				without = append(without, a.ID)
			}
		}
		if made, err := t.MakeSlips(p.Batch, without); err != nil || made == 0 {
			return err
		}
		return desk.codes(t, p.Batch)
	}
	var err error
	if p.Kind == Certificates {
		err = e.View(ctx, work)
	} else {
		err = e.update(ctx, work)
	}
	if err != nil {
		return nil, err
	}
	if len(desk.awards) == 0 {
		return nil, issuer.Fail(issuer.Input, "paper-nobody", "batch", p.Batch)
	}
	return out, out.prepare(ctx, &desk, say)
}

func (p *Papers) measure() error {
	if p.Size == "" {
		p.Size = paper.A4().Name
	}
	size, ok := paper.Named(p.Size)
	if !ok {
		return issuer.Fail(issuer.Usage, "paper-size", "size", p.Size)
	}
	p.size = size
	switch p.Kind {
	case Certificates:
		if p.Template == "" {
			p.Template = usualCertificate
		}
		if !p.Upright {
			p.size = size.Across()
		}
		if !slices.Contains(paper.Templates(), p.Template) {
			return issuer.Fail(issuer.Usage, "paper-template", "template", p.Template, "known", strings.Join(paper.Templates(), ", "))
		}
	case Cards:
		if p.PerPage == 0 {
			p.PerPage = usualCards
		}
		if p.grid, ok = paper.GridOf(size, p.PerPage); !ok {
			return issuer.Fail(issuer.Usage, "paper-cards", "count", strconv.Itoa(p.PerPage))
		}
	}
	return nil
}

// deskState is what the papers of a batch are made from.
type deskState struct {
	batch  ledger.Batch
	class  issuer.BadgeClass
	by     issuer.Profile
	design []byte // nil when the class came as a picture
	image  []byte
	awards []issuer.Award
	pages  map[string]string // address of the page of an award
	hand   map[string]ledger.Handout
	given  map[string]ledger.Delivery // handed over on paper
}

func readDesk(t *ledger.Tx, p Paper) (d deskState, err error) {
	if d.batch, err = t.Batch(p.Batch); err != nil {
		return d, err
	}
	if d.class, err = t.Class(d.batch.Class, d.batch.Version); err != nil {
		return d, err
	}
	if d.by, err = t.Issuer(d.class.Issuer); err != nil {
		return d, err
	}
	if d.class.Design != "" {
		_, d.design, err = t.Blob(d.class.Design)
	} else {
		_, d.image, err = t.Blob(d.class.Image)
	}
	if err != nil {
		return d, err
	}
	if d.given, err = givenOf(t, p.Batch); err != nil {
		return d, err
	}
	all, err := t.Awards(ledger.Filter{Batch: p.Batch, State: issuer.Issued})
	if err != nil {
		return d, err
	}
	some := map[string]bool{}
	for _, id := range p.Awards {
		some[id] = true
	}
	for _, a := range all {
		if p.Awards != nil && !some[a.ID] || p.Waiting && d.given[a.ID].Award != "" {
			continue
		}
		if a.Fields, err = award.Shown(t, a.Fields); err != nil {
			return d, err
		}
		d.awards = append(d.awards, a)
	}
	if d.pages, err = pagesOf(t, idsOf(d.awards)); err != nil {
		return d, err
	}
	return d, d.codes(t, p.Batch)
}

// codes reads the codes of a batch, and what its slips lead to.
func (d *deskState) codes(t *ledger.Tx, batch string) error {
	list, err := t.Handouts(batch)
	d.hand = map[string]ledger.Handout{}
	for _, h := range list {
		d.hand[h.Award] = h
	}
	return err
}

func idsOf(awards []issuer.Award) []string {
	ids := make([]string, len(awards))
	for i, a := range awards {
		ids[i] = a.ID
	}
	return ids
}

// pagesOf is where awards can be looked at: an award's own page if it has one, else
// the page of its credential. Those without web space are left out.
func pagesOf(t *ledger.Tx, ids []string) (map[string]string, error) {
	faces, err := t.FacesOfAll(ids)
	if err != nil {
		return nil, err
	}
	hand, err := t.HandoutsOf(ids)
	if err != nil {
		return nil, err
	}
	pages := map[string]string{}
	for _, id := range ids {
		for _, f := range faces[id] {
			if f.Identity.BaseURL == "" {
				continue
			}
			pages[id] = f.Identity.BaseURL + issuer.FacePagePath(f.ID)
			if h := hand[id]; h.Claim != "" {
				pages[id] = f.Identity.BaseURL + issuer.ClaimPath(h.Claim, "html")
			}
			break
		}
	}
	return pages, nil
}

// givenOf says what of a batch was handed over.
func givenOf(t *ledger.Tx, batch string) (map[string]ledger.Delivery, error) {
	list, err := t.Deliveries(ledger.Choice{Batch: batch, Channel: ledger.KindPrint, State: ledger.DeliveryDelivered})
	by := map[string]ledger.Delivery{}
	for _, d := range list {
		by[d.Award] = d
	}
	return by, err
}

// prepare lays out what is the same on all pages, and fills in the people.
func (p *Papers) prepare(ctx context.Context, d *deskState, say Say) error {
	p.Class = d.class
	words, language := paperWords(p.Language, d.class.Language, say)
	badge, err := badgeFile(d)
	if err != nil {
		return err
	}
	look := paper.LookOf(badge.Doc)
	switch {
	case p.Kind == Cards:
		p.doc = paper.Card(p.grid.Card, look, words)
	case p.Kind == PickupList:
		p.doc = paper.List(p.size, look, words)
	case p.Design != nil:
		p.doc = p.Design.Doc
		p.size = paper.Size{Name: p.Size, W: p.doc.Width, H: p.doc.Height}
	default:
		p.doc, _ = paper.Certificate(p.Template, p.size, look, words)
	}
	if p.Kind == Certificates && p.Title == "" {
		p.Title = words.Title
	}
	p.doc = paper.Fill(p.doc, badge.Doc)
	p.front = p.doc.Layers
	p.lines, p.cut = paper.Row(p.size), p.grid.Marks(p.size)
	p.doc.Width, p.doc.Height = p.size.W, p.size.H
	p.doc.Name = p.name(d, words)
	p.file = store.File{Doc: p.doc, Blobs: map[string][]byte{}}
	maps.Copy(p.file.Blobs, badge.Blobs)
	if p.Design != nil {
		maps.Copy(p.file.Blobs, p.Design.Blobs)
	}
	p.fill(d, badge.Doc, language)
	return ctx.Err()
}

func (p *Papers) name(d *deskState, words paper.Words) string {
	if p.Kind == Certificates {
		return p.Title + " · " + d.class.Name
	}
	return d.class.Name + " · " + words.Code
}

// fill gives everybody their fields.
func (p *Papers) fill(d *deskState, badge designer.Document, language string) {
	p.same = map[string]string{
		"class.name": d.class.Name, "class.description": d.class.Description, "class.criteria": d.class.Criteria.Narrative,
		"issuer.name": d.by.Name, "title": p.Title, "signer": p.Signer, "day": d.batch.Planned.Format("2006-01-02"),
	}
	all := p.doc
	if p.Kind == PickupList {
		all.Layers = append(slices.Clone(all.Layers), p.lines...)
	}
	p.own = own{fields: drawing.PersonalFields(all), shows: drawing.PictureFields(badge)}
	for _, a := range d.awards {
		fields, _ := p.own.fill(a, d.pages[a.ID])
		fields["page_url"], fields["code"], fields["given"] = d.pages[a.ID], d.hand[a.ID].Code, ""
		if one, ok := d.given[a.ID]; ok {
			fields["given"] = one.Changed.Format("2006-01-02")
		}
		if fields["language"] == "" {
			fields["language"] = language
		}
		for name := range p.same {
			delete(fields, name)
		}
		p.rows = append(p.rows, paperRow{a, fields})
	}
	if p.Kind == PickupList {
		slices.SortStableFunc(p.rows, func(a, b paperRow) int { return strings.Compare(sorted(a.award.Name), sorted(b.award.Name)) })
	}
}

// badgeFile is the badge of a class as layers; one that came as a picture is one
// layer, or those of its drawing.
func badgeFile(d *deskState) (store.File, error) {
	if d.design != nil {
		return drawing.ParseDesign(d.design, "")
	}
	file, _, err := drawing.ImportDesign(d.image, "-")
	return file, err
}

// paperWords are the words on paper, in the language asked for, else the class's,
// else that of the program. They say which it is.
func paperWords(asked, class string, say Say) (paper.Words, string) {
	language := "en"
	for _, want := range []string{asked, class} {
		first, _, _ := strings.Cut(strings.ToLower(want), "-")
		if first == "" {
			continue
		}
		if table, err := assets.LoadWords(first); err == nil {
			say, language = table.Fill, first
			break
		}
	}
	if own := say("site.lang", nil); own != "site.lang" {
		language = own
	}
	t := func(key string) string {
		return say("paper."+key, map[string]string{"page": "{page}", "pages": "{pages}"})
	}
	return paper.Words{
		Title: t("title"), AwardedTo: t("awarded-to"), For: t("for"), Signature: t("signature"), Check: t("check"), Until: t("until"),
		Fetch: t("fetch"), Given: t("given"), Code: t("code"), Name: t("name"), Page: t("page"),
	}, language
}

// page lays out one page, and says which rows are on it.
func (p *Papers) page(n int) (parts []pdfout.Part, rows []paperRow) {
	rows = p.rows[n*p.perPage() : min((n+1)*p.perPage(), len(p.rows))]
	switch p.Kind {
	case Cards:
		for i, r := range rows {
			parts = append(parts, pdfout.Part{Layers: p.front, Place: p.grid.Spot(i), Fields: r.fields})
		}
		parts = append(parts, pdfout.Part{Layers: p.cut, Place: geom.Identity()})
	case PickupList:
		head := map[string]string{"page": strconv.Itoa(n + 1), "pages": strconv.Itoa(p.Pages()), "language": rows[0].fields["language"]}
		parts = append(parts, pdfout.Part{Layers: p.front, Place: geom.Identity(), Fields: head})
		for i, r := range rows {
			parts = append(parts, pdfout.Part{Layers: p.lines, Place: paper.RowAt(i), Fields: r.fields})
		}
	default:
		parts = append(parts, pdfout.Part{Layers: p.front, Place: geom.Identity(), Fields: rows[0].fields})
	}
	return parts, rows
}

// sorted is a name as a list is put in order by it.
func sorted(name string) string { return fieldKey(issuer.Slug(name, strings.ToLower(name))) }

// CertificateDesign is a certificate as a design of one's own, to be changed in
// the studio: in the colours of a badge's design, nil for ours. The badge itself
// is put into it when it is printed.
func CertificateDesign(template, size string, upright bool, language string, badge []byte, say Say) (store.File, error) {
	p := &Papers{Paper: Paper{Kind: Certificates, Template: template, Size: size, Upright: upright}}
	if err := p.measure(); err != nil {
		return store.File{}, err
	}
	var file store.File
	if badge != nil {
		var err error
		if file, err = drawing.ParseDesign(badge, ""); err != nil {
			return store.File{}, err
		}
	}
	words, _ := paperWords(language, "", say)
	doc, _ := paper.Certificate(p.Template, p.size, paper.LookOf(file.Doc), words)
	return store.File{Doc: doc}, doc.Check()
}
