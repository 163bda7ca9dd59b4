package site

import (
	"encoding/xml"
	"fmt"
	"slices"
	"time"

	"badgekiln/issuer"
)

// Lists for machines name issuers and badges. Awards and people are in none of
// them: who holds a badge tells whom they like.

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
	return document(all)
}

// feed tells of new badges to earn (RFC 4287).
func feed(base, title string, issuers map[string]Issuer, newest []issuer.BadgeClass) ([]byte, error) {
	type link struct {
		Rel  string `xml:"rel,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	type entry struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Author  string `xml:"author>name"`
		Link    link   `xml:"link"`
		Summary string `xml:"summary"`
	}
	var updated time.Time
	var entries []entry
	newest = slices.Clone(newest)
	slices.SortStableFunc(newest, func(a, b issuer.BadgeClass) int { return b.Made.Compare(a.Made) })
	for _, class := range newest {
		at := base + issuer.ClassPath(class.Slug, class.Version, issuer.ClassPage)
		made := class.Made.UTC()
		if made.After(updated) {
			updated = made
		}
		entries = append(entries, entry{at, class.Name, made.Format(time.RFC3339), issuers[class.Issuer].Profile.Name, link{Href: at}, class.Description})
	}
	return document(struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Link    []link   `xml:"link"`
		Entry   []entry  `xml:"entry"`
	}{ID: base + "feed.xml", Title: title, Updated: updated.Format(time.RFC3339), Link: []link{{"self", base + "feed.xml"}, {"", base + "index.html"}}, Entry: entries})
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
