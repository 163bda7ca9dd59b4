package site

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the pages and their style lie beside the code
	"encoding/base64"
	"fmt"
	"html/template"
	"net/url"
	"path"
	"time"

	"badgekiln/issuer"
)

//go:embed pages/pages.html
var pageSource string

//go:embed pages/style.css
var styleSource string

// pages writes the site's HTML: no scripts, nothing from elsewhere, and a
// policy that says so to the browser. The style is inside each page, so that
// a page opened from a folder looks as it does on the web.
type pages struct{ all *template.Template }

// page is what every page is made of; a page uses what it needs.
type page struct {
	Root    string // the way up to the base URL
	Policy  string
	Title   string
	Class   issuer.BadgeClass
	Issuer  issuer.Profile
	Picture string // of the class, relative to Root
	Award   issuer.Award
	State   issuer.State
	Name    string // of the person; "" unless the class makes names public
	Address string // of the credential
	File    string // the credential's file beside the page; "" without one
	Kind    string // of the credential's file, as a word: ob11, ob2 or ob3
	Links   []link
	Groups  []group
}

// link is an address, and whether it can be followed.
type link struct {
	Text string
	Web  bool
}

// group is an issuer with its badges on the front page.
type group struct {
	Issuer issuer.Profile
	Badges []badge
}

type badge struct {
	Class         issuer.BadgeClass
	Page, Picture string
}

func newPages(words Words) (*pages, error) {
	all, err := template.New("").Funcs(template.FuncMap{
		"t":    words,
		"day":  func(t time.Time) string { return t.Format(time.DateOnly) },
		"icon": issuerPicture,
	}).Parse(`{{define "style"}}<style>` + styleSource + `</style>{{end}}` + pageSource)
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	return &pages{all: all}, nil
}

// policy lets a page load its own style and pictures of the same site, or of
// the same disk when it is opened from a folder.
func policy() string {
	sum := sha256.Sum256([]byte(styleSource))
	return "default-src 'none'; img-src 'self'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'"
}

func (p *pages) write(name string, data page) ([]byte, error) {
	data.Policy = policy()
	var out bytes.Buffer
	if err := p.all.ExecuteTemplate(&out, name, data); err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return out.Bytes(), nil
}

func (p *pages) index(order []string, issuers map[string]Issuer, newest []issuer.BadgeClass) ([]byte, error) {
	var data page
	for _, slug := range order {
		g := group{Issuer: issuers[slug].Profile}
		for _, class := range newest {
			if class.Issuer == slug {
				g.Badges = append(g.Badges, badge{
					Class:   class,
					Page:    issuer.ClassPath(class.Slug, class.Version, "criteria.html"),
					Picture: issuer.ClassPath(class.Slug, class.Version, class.ImageFile()),
				})
			}
		}
		data.Groups = append(data.Groups, g)
	}
	if len(data.Groups) == 1 {
		data.Title = data.Groups[0].Issuer.Name
	}
	return p.write("index", data)
}

func (p *pages) criteria(class issuer.BadgeClass, by Issuer) ([]byte, error) {
	data := page{
		Root: "../../../", Class: class, Issuer: by.Profile, Title: class.Name,
		Picture: issuer.ClassPath(class.Slug, class.Version, class.ImageFile()),
	}
	if class.Criteria.URL != "" {
		data.Links = links(class.Criteria.URL)
	}
	return p.write("criteria", data)
}

func (p *pages) face(f Face, class issuer.BadgeClass, by Issuer, hasFile bool) ([]byte, error) {
	data := page{
		Root: "../../", Class: class, Issuer: by.Profile, Title: class.Name,
		Picture: issuer.ClassPath(class.Slug, class.Version, class.ImageFile()),
		Award:   f.Award, State: f.Award.State, Address: lies(f.Face), Kind: fileWord(f.Format),
	}
	if hasFile {
		data.File = path.Base(FacePath(f.Face))
	}
	if f.Award.State == issuer.Issued {
		data.Links = links(addresses(f.Award)...)
		if class.PublicNames {
			data.Name = f.Award.Name
		}
	}
	return p.write("face", data)
}

// lies is the address that a verifier is given: of the credential, or of the
// file of a token. A signed 2.0 badge lies with its holder only.
func lies(f issuer.Face) string {
	switch f.Format {
	case issuer.OB2Signed:
		return ""
	case issuer.OB3JWT:
		return f.Identity.BaseURL + issuer.TokenPath(f.ID)
	}
	return f.Address()
}

func fileWord(f issuer.Format) string {
	switch {
	case f.Verifiable():
		return "ob3"
	case f == issuer.OB11:
		return "ob11"
	}
	return "ob2"
}

func addresses(a issuer.Award) (list []string) {
	for _, e := range a.AllEvidence() {
		if e.ID != "" {
			list = append(list, e.ID)
		}
	}
	return list
}

func issuerPicture(p issuer.Profile) string {
	if p.Image == "" {
		return ""
	}
	return issuer.IssuerImagePath(p.Slug, issuer.ImageExt(p.ImageType))
}

// links tells which addresses a browser can follow; others are shown as text.
func links(addresses ...string) []link {
	list := make([]link, 0, len(addresses))
	for _, address := range addresses {
		u, err := url.Parse(address)
		list = append(list, link{Text: address, Web: err == nil && (u.Scheme == "https" || u.Scheme == "http")})
	}
	return list
}
