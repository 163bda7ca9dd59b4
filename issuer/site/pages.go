package site

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the pages and their style lie beside the code
	"encoding/base64"
	"fmt"
	"html/template"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"badgekiln/issuer"
	"badgekiln/issuer/controller"
)

//go:embed pages/pages.html
var pageSource string

//go:embed pages/style.css
var styleSource string

// pages writes the site's HTML: no scripts, nothing from elsewhere, and a
// policy that says so to the browser. The style is inside each page, so that
// a page opened from a folder looks as it does on the web. Each page speaks the
// language of what it shows.
type pages struct {
	base  string
	words Languages
	all   map[string]*template.Template // by language
	days  map[dayKey]string
	molds map[moldKey]*mold
	codes coder
}

// page is what every page is made of; a page uses what it needs.
type page struct {
	Base    string // the base URL
	Here    string // the page's own address
	Root    string // the way up to the base URL
	Home    string // the issuer's page, relative to Root
	Policy  string
	Title   string
	Summary string
	Hidden  bool // search engines are asked not to list it
	Class   issuer.BadgeClass
	Newer   string // the page of a newer version, relative to Root; "" for the newest
	Issuer  issuer.Profile
	Picture string // of the class, relative to Root
	State   issuer.State
	Name    string // of the person; "" unless the class makes names public
	Address string // of the credential, or of the issuer's profile
	File    string // the credential's file beside the page; "" without one
	Kind    string // of the credential's file, as a word: ob11, ob2 or ob3
	Links   []link // where more is said of the criteria
	Groups  []group
	Badges  []badge
	Keys    []publicKey
	// Of an award.
	Issued    when
	Expires   when
	Reason    string // why it does not stand
	Narrative string
	Evidence  template.HTML
	LinkedIn  string
	Code      template.HTML
	// Of a page that stands inside another.
	Embedded bool
	Heading  string
}

// link is an address, and whether it can be followed.
type link struct {
	Text string
	Web  bool
}

// when is a day as pages write it; zero for none.
type when struct{ ISO, Day string }

// group is an issuer on the front page.
type group struct {
	Issuer issuer.Profile
	Home   string
}

type badge struct {
	Class         issuer.BadgeClass
	Page, Picture string
}

type publicKey struct {
	Multibase string // long ones without their middle
	File      string // where the whole key lies, relative to Root; "" for nowhere
	Until     string // a day; "" for one in use
	Stolen    bool
}

func newPages(base string, words Languages) *pages {
	return &pages{base: base, words: words, all: map[string]*template.Template{}, days: map[dayKey]string{}, molds: map[moldKey]*mold{}, codes: coder{}}
}

// in gives the pages in a language.
func (p *pages) in(language string) (*template.Template, error) {
	if known, ok := p.all[language]; ok {
		return known, nil
	}
	t := p.words(language)
	all, err := template.New("").Funcs(template.FuncMap{
		"t":     t,
		"icon":  issuerPicture,
		"short": func(text string) string { return short(text, longestTitle) },
		"web":   isWeb,
		"prose": prose(),
	}).Parse(`{{define "style"}}<style>` + styleSource + `</style>{{end}}` + spoken(pageSource+claimSource, t))
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	p.all[language] = all
	return all, nil
}

var fixed = regexp.MustCompile(`\{\{t "([^"]+)"\}\}`)

// spoken puts the sentences in whose words are the same on every page, so that
// they are looked up and escaped once and not for every award. All of them stand
// in texts or in quoted attributes.
func spoken(source string, t Words) string {
	return fixed.ReplaceAllStringFunc(source, func(action string) string {
		text := template.HTMLEscapeString(t(fixed.FindStringSubmatch(action)[1]))
		return strings.ReplaceAll(text, "{{", "{{`{{`}}")
	})
}

// What fits: a title into the tab of a browser, a summary into what search
// engines and messengers show.
const (
	longestTitle   = 70
	longestSummary = 200
)

// short cuts a text at a letter.
func short(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	letters := []rune(text)
	return string(letters[:most-1]) + "…"
}

// middle leaves out the middle of what is only compared by its ends.
func middle(text string) string {
	const whole, front, back = 64, 24, 16
	if len(text) <= whole {
		return text
	}
	return text[:front] + "…" + text[len(text)-back:]
}

// day writes a date the way its language does.
func day(t Words, at time.Time) string {
	month := t("site.month." + strconv.Itoa(int(at.Month())))
	return t("site.date", "day", strconv.Itoa(at.Day()), "month", month, "year", strconv.Itoa(at.Year()))
}

type dayKey struct {
	language string
	year     int
	month    time.Month
	day      int
}

// when writes a date in a language. Most awards share theirs with others.
func (p *pages) when(language string, at time.Time) when {
	if at.IsZero() {
		return when{}
	}
	const most = 10_000
	key := dayKey{language: language}
	key.year, key.month, key.day = at.Date()
	text, known := p.days[key]
	if !known {
		if len(p.days) >= most {
			clear(p.days)
		}
		text = day(p.words(language), at)
		p.days[key] = text
	}
	return when{at.Format(time.DateOnly), text}
}

// policy lets a page load its own style and pictures of the same site, or of
// the same disk when it is opened from a folder.
func policy() string {
	sum := sha256.Sum256([]byte(styleSource))
	return "default-src 'none'; img-src 'self'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'"
}

// write makes the page that lies at a path.
func (p *pages) write(name, at, language string, data page) ([]byte, error) {
	all, err := p.in(language)
	if err != nil {
		return nil, err
	}
	data.Policy, data.Base, data.Here = policy(), p.base, p.base+at
	for range bytes.Count([]byte(at), []byte("/")) {
		data.Root += "../"
	}
	data.Summary = short(data.Summary, longestSummary)
	var out bytes.Buffer
	if err := all.ExecuteTemplate(&out, name, data); err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return out.Bytes(), nil
}

// index is the front page: that of the only issuer, or a list of all.
func (p *pages) index(order []string, issuers map[string]Issuer, newest []issuer.BadgeClass) ([]byte, error) {
	if len(order) == 1 {
		return p.home("index.html", issuers[order[0]], newest)
	}
	data := page{Title: p.words("")("site.index.many")}
	for _, slug := range order {
		data.Groups = append(data.Groups, group{issuers[slug].Profile, issuer.IssuerPagePath(slug)})
	}
	return p.write("index", "index.html", "", data)
}

// nowhere is what hosts show at addresses that do not exist, wherever these lie: its
// links are whole. Some take a site without it for a program that answers any address.
func (p *pages) nowhere(newest []issuer.BadgeClass) ([]byte, error) {
	language := language(newest)
	return p.write("nowhere", nowherePage, language, page{Title: p.words(language)("site.nowhere.title"), Root: p.base, Hidden: true})
}

// nowherePage is the name that GitHub Pages, Netlify and Cloudflare Pages look for.
const nowherePage = "404.html"

// home is the page of an issuer.
func (p *pages) home(at string, by Issuer, newest []issuer.BadgeClass) ([]byte, error) {
	data := p.shelf(by, newest)
	data.Summary, data.Address = by.Profile.Description, by.Identity.URI
	for _, key := range by.Keys {
		if key.Multibase == "" {
			continue
		}
		one := publicKey{Multibase: middle(key.Multibase), Stolen: key.Reason == "compromised"}
		if controller.JWK(by.Identity, key) != nil {
			one.File = issuer.JWKPath(by.Profile.Slug, key.ID)
		}
		if !key.Retired.IsZero() {
			one.Until = key.Retired.Format(time.DateOnly)
		}
		data.Keys = append(data.Keys, one)
	}
	return p.write("issuer", at, language(newest), data)
}

// shelf is what an issuer offers.
func (p *pages) shelf(by Issuer, newest []issuer.BadgeClass) page {
	data := page{Issuer: by.Profile, Title: p.words(language(newest))("site.index.title", "issuer", by.Profile.Name)}
	for _, class := range newest {
		data.Badges = append(data.Badges, badge{
			Class:   class,
			Page:    issuer.ClassPath(class.Slug, class.Version, issuer.ClassPage),
			Picture: issuer.ClassPath(class.Slug, class.Version, class.ImageFile()),
		})
	}
	if len(data.Badges) > 0 {
		data.Picture = data.Badges[0].Picture
	}
	return data
}

// embed is a shelf that another page shows in a frame.
func (p *pages) embed(at string, by Issuer, shown []issuer.BadgeClass) ([]byte, error) {
	data := p.shelf(by, shown)
	data.Embedded, data.Hidden, data.Heading = true, true, data.Title
	return p.write("embed", at, language(shown), data)
}

// language is the one that all of some classes have; "" when there is none.
func language(classes []issuer.BadgeClass) string {
	if len(classes) == 0 {
		return ""
	}
	for _, class := range classes[1:] {
		if class.Language != classes[0].Language {
			return ""
		}
	}
	return classes[0].Language
}

// criteria is the page of one version of a badge class. newest is the version
// to earn today; 0 for none.
func (p *pages) criteria(class issuer.BadgeClass, by Issuer, newest int) ([]byte, error) {
	data := page{
		Class: class, Issuer: by.Profile, Title: class.Name + " · " + by.Profile.Name, Summary: class.Description,
		Home: issuer.IssuerPagePath(by.Profile.Slug), Picture: issuer.ClassPath(class.Slug, class.Version, class.ImageFile()),
	}
	if newest > class.Version {
		data.Newer = issuer.ClassPath(class.Slug, newest, issuer.ClassPage)
	}
	if class.Criteria.URL != "" {
		data.Links = links(class.Criteria.URL)
	}
	return p.write("criteria", issuer.ClassPath(class.Slug, class.Version, issuer.ClassPage), class.Language, data)
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
		list = append(list, link{Text: address, Web: isWeb(address)})
	}
	return list
}

func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http")
}
