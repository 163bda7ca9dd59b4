package site

import (
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"time"

	"badgekiln/issuer"
)

// Lists for machines name issuers and badges. Awards and people are in none of
// them: who holds a badge tells whom they like.

// What readers take of one list: of a sitemap by its rules, of a feed by custom, for
// it is fetched again and again.
const (
	mostListed = 50_000
	mostNews   = 100
)

// sitemap is what search engines may list (sitemaps.org 0.9).
func sitemap(base string, order []string, newest []issuer.BadgeClass) ([]byte, error) {
	type entry struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod,omitempty"`
	}
	all := struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URL     []entry  `xml:"url"`
	}{URL: []entry{{Loc: base + "index.html"}}}
	for _, slug := range order {
		all.URL = append(all.URL, entry{Loc: base + issuer.IssuerPagePath(slug)})
	}
	for _, class := range newest {
		all.URL = append(all.URL, entry{base + issuer.ClassPath(class.Slug, class.Version, issuer.ClassPage), class.Made.UTC().Format(time.DateOnly)})
	}
	all.URL = all.URL[:min(len(all.URL), mostListed)]
	return document(all)
}

// feed tells of new badges to earn (RFC 4287).
func feed(base, title string, issuers map[string]Issuer, newest []issuer.BadgeClass) ([]byte, error) {
	type link struct {
		Rel  string `xml:"rel,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	type person struct {
		Name string `xml:"name"`
	}
	type entry struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Author  string `xml:"author>name"`
		Link    link   `xml:"link"`
		Summary string `xml:"summary"`
	}
	var entries []entry
	newest = slices.Clone(newest)
	slices.SortStableFunc(newest, func(a, b issuer.BadgeClass) int { return b.Made.Compare(a.Made) })
	var authors []person
	updated := began(issuers)
	if len(newest) > 0 {
		updated = newest[0].Made
	} else {
		for _, slug := range slices.Sorted(maps.Keys(issuers)) { // no entry names one
			authors = append(authors, person{issuers[slug].Profile.Name})
		}
	}
	for _, class := range newest[:min(len(newest), mostNews)] {
		at := base + issuer.ClassPath(class.Slug, class.Version, issuer.ClassPage)
		made := class.Made.UTC()
		entries = append(entries, entry{at, class.Name, made.Format(time.RFC3339), issuers[class.Issuer].Profile.Name, link{Href: at}, class.Description})
	}
	return document(struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Author  []person `xml:"author"`
		Link    []link   `xml:"link"`
		Entry   []entry  `xml:"entry"`
	}{ID: base + "feed.xml", Title: title, Updated: updated.UTC().Format(time.RFC3339), Author: authors, Link: []link{{"self", base + "feed.xml"}, {"", base + "index.html"}}, Entry: entries})
}

// began is when the first of some issuers had its address: before there is a badge,
// nothing else has a date.
func began(issuers map[string]Issuer) (at time.Time) {
	for _, one := range issuers {
		if from := one.Identity.From; at.IsZero() || from.Before(at) {
			at = from
		}
	}
	return at
}

func document(value any) ([]byte, error) {
	data, err := xml.MarshalIndent(value, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write list: %w", err)
	}
	return append([]byte(xml.Header+"<!-- "+mark+" -->\n"), append(data, '\n')...), nil
}

// badgeList is what other pages read to list the badges of an issuer.
func badgeList(base string, by Issuer, shown []issuer.BadgeClass) issuer.Obj {
	list := issuer.Arr{}
	for _, class := range shown {
		at := func(file string) string { return base + issuer.ClassPath(class.Slug, class.Version, file) }
		list = append(list, issuer.Obj{
			{Name: "name", Value: class.Name},
			{Name: "description", Value: class.Description},
			{Name: "image", Value: at(class.ImageFile())},
			{Name: "page", Value: at(issuer.ClassPage)},
			{Name: "badge", Value: at("badge.json")},
			{Name: "achievement", Value: at("achievement.json")},
		})
	}
	return issuer.Obj{{Name: "issuer", Value: by.Identity.URI}, {Name: "name", Value: by.Profile.Name}, {Name: "badges", Value: list}}
}

func robots(base string) []byte {
	return []byte("# " + mark + "\nUser-agent: *\nDisallow:\nSitemap: " + base + "sitemap.xml\n")
}
