package svgin

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"badgekiln/designer"
)

// The words of those who say who made a drawing, and how elements in them are
// called here, whatever prefix a file has for them.
func vocabulary(space string) string {
	switch space {
	case "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf":
		return "rdf:"
	case "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/", "dc", "dcterms":
		return "dc:"
	case "http://creativecommons.org/ns#", "https://creativecommons.org/ns#", "http://web.resource.org/cc/", "cc":
		return "cc:"
	}
	return ""
}

// How long credits may be, in letters: a file may say what it likes.
const (
	mostCredit = 500
	mostNames  = 8
	mostTitle  = 200
	mostAlt    = 2000
)

// credits reads who made the drawing, under what licence and where it comes
// from: RDF in the words of Dublin Core and Creative Commons, as our own export
// writes it, and as Inkscape and the collections of clip art do.
func (b *builder) credits() (about designer.Credits, title string) {
	var work *node
	for _, kid := range b.root.kids {
		if kid.name == "metadata" && work == nil {
			kid.each(func(n *node) {
				if work == nil && n.said == "cc:Work" {
					work = n
				}
			})
		}
	}
	if work == nil {
		return about, ""
	}
	about.Author = people(work, "dc:creator")
	about.Licence = licence(work)
	about.Source = credit(strings.Join(said(work, "dc:source"), ", "))
	// Who holds the rights is named as well where that is somebody else.
	if holder := people(work, "dc:rights"); holder != "" && !strings.Contains(about.Author, holder) && agents(work, "dc:rights") {
		about.Author = credit(both(about.Author, "© "+strings.TrimSpace(strings.TrimPrefix(holder, "©"))))
	}
	if titles := said(work, "dc:title"); len(titles) > 0 {
		title = titles[0]
	}
	return about, title
}

// people are those an element names.
func people(work *node, name string) string { return credit(strings.Join(said(work, name), ", ")) }

// agents tells whether an element names people, not a licence.
func agents(work *node, name string) bool {
	found := false
	for _, kid := range work.kids {
		if kid.said == name {
			kid.each(func(n *node) { found = found || n.said == "cc:Agent" })
		}
	}
	return found
}

// said are the texts of the elements of a name, each once: those of an agent or
// of a list one by one.
func said(work *node, name string) (out []string) {
	add := func(text string) {
		if text = credit(text); text != "" && len(out) < mostNames && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	var read func(n *node)
	read = func(n *node) {
		add(n.attrs["rdf:resource"])
		if len(n.kids) == 0 {
			add(n.words())
		}
		for _, kid := range n.kids {
			read(kid)
		}
	}
	for _, kid := range work.kids {
		if kid.said == name {
			read(kid)
		}
	}
	return out
}

// licence is what the rights say, and the licence by its short name, or else by
// where it is written.
func licence(work *node) string {
	rights := ""
	if !agents(work, "dc:rights") {
		rights = strings.Join(said(work, "dc:rights"), ", ")
	}
	name := ""
	for _, kid := range work.kids {
		if kid.said == "cc:license" || kid.said == "dc:license" {
			kid.each(func(n *node) {
				for _, key := range []string{"rdf:resource", "rdf:about"} {
					if name == "" {
						name = credit(n.attrs[key])
					}
				}
			})
			if name == "" {
				name = credit(kid.words())
			}
		}
	}
	page := name
	name = licenceName(page)
	if strings.Contains(rights, name) || strings.Contains(rights, page) {
		return credit(rights)
	}
	return credit(both(name, rights))
}

func both(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// licenceName is the SPDX name of a licence of Creative Commons that is written
// at an address; others stay by their address.
func licenceName(page string) string {
	switch strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(page, "https://"), "http://"), "/") {
	case "web.resource.org/cc/PublicDomain", "creativecommons.org/licenses/publicdomain":
		return "CC-PDDC"
	case "scripts.sil.org/OFL":
		return "OFL-1.1"
	}
	m := regexp.MustCompile(`^https?://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/([a-z-]{2,8})/(\d\.\d)(?:/(?:deed|legalcode)(?:\.[A-Za-z_-]+)?)?/?$`).FindStringSubmatch(page)
	if m == nil {
		return page
	}
	switch kind := m[1] + "/" + m[2]; {
	case kind == "publicdomain/zero":
		return "CC0-" + m[3]
	case kind == "publicdomain/mark":
		return "CC-PDM-" + m[3]
	case slices.Contains([]string{"by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"}, m[2]) && m[1] == "licenses":
		return "CC-" + strings.ToUpper(m[2]) + "-" + m[3]
	}
	return page
}

// credit keeps what a file says of itself to a line that shows what is in it.
func credit(text string) string { return line(text, mostCredit) }

// line folds white space, leaves out letters that are not seen, and cuts what is
// too long.
func line(text string, most int) string {
	var out []rune
	space := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			space = len(out) > 0
			continue
		case r != '\u200c' && r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co), r == unicode.ReplacementChar:
			continue
		}
		if space {
			out, space = append(out, ' '), false
		}
		if out = append(out, r); len(out) > most {
			return strings.TrimSpace(string(out[:most-1])) + "…"
		}
	}
	return string(out)
}
