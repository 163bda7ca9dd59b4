package ob3

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
)

//go:embed contexts/*.txt
var contextFiles embed.FS

// Contexts answers the URLs of the JSON-LD contexts this program knows: the
// W3C's for credentials, keys and proofs, and those of Open Badges 1.1, 2.0
// and 3.0. It is made once by LoadContexts, is read-only afterwards, and
// serves any number of goroutines. Nothing is ever fetched.
type Contexts struct {
	known  map[string]any
	builds []map[string]any
}

// LoadContexts reads the embedded term tables. It fails only if a table is
// damaged, which a test would have seen.
func LoadContexts() (*Contexts, error) {
	names, err := fs.Glob(contextFiles, "contexts/*.txt")
	if err != nil {
		return nil, fmt.Errorf("load contexts: %w", err)
	}
	c := &Contexts{known: map[string]any{}}
	for _, name := range names {
		text, err := contextFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("load contexts: %w", err)
		}
		t, err := readTable(name, text)
		if err != nil {
			return nil, fmt.Errorf("load contexts: %w", err)
		}
		if err := c.add(t); err != nil {
			return nil, fmt.Errorf("load contexts: %w", err)
		}
	}
	return c, nil
}

// add compiles the contexts of one table.
func (c *Contexts) add(t *table) error {
	byURL := map[string]*row{}
	for _, r := range t.contexts {
		url, context := r.words[1], map[string]any{}
		if err := t.context(r, byURL, context); err != nil {
			return err
		}
		context["id"], context["type"] = "@id", "@type"
		if slices.Contains(r.words, "build") {
			c.builds = append(c.builds, map[string]any{url: context})
			continue
		}
		if _, twice := c.known[url]; twice {
			return t.fault(r)
		}
		byURL[url], c.known[url] = r, context
	}
	return nil
}

// context compiles one context after those it is like.
func (t *table) context(r *row, byURL map[string]*row, into map[string]any) error {
	if at := slices.Index(r.words, "like"); at > 0 {
		base, known := byURL[r.words[len(r.words)-1]]
		if !known || at != len(r.words)-2 {
			return t.fault(r)
		}
		if err := t.context(base, byURL, into); err != nil {
			return err
		}
	}
	if slices.Contains(r.words, "protected") {
		into["@protected"] = true
	}
	protected, _ := into["@protected"].(bool)
	return t.compile(r.rows, into, protected)
}

// Context gives the value of the "@context" member behind a URL. It must not
// be written to.
func (c *Contexts) Context(url string) (any, bool) {
	value, ok := c.known[url]
	return value, ok
}

// Builds gives the other texts that circulate under the URL of a known
// context, each as URL → context. A signature that is wrong with the known
// text may be right with one of these (3.0.3 has a newer build with the terms
// endorsementJwt and jti).
func (c *Contexts) Builds() []map[string]any { return c.builds }

// URLs lists the URLs that are answered, sorted.
func (c *Contexts) URLs() []string {
	urls := make([]string, 0, len(c.known))
	for url := range c.known {
		urls = append(urls, url)
	}
	slices.Sort(urls)
	return urls
}
