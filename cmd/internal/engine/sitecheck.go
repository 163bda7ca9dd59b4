package engine

import (
	"context"
	"encoding/json"
	"iter"
	"os"
	"slices"
	"time"

	"badgekiln/issuer/deliver/inspect"
	"badgekiln/issuer/deliver/preview"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// checkEvery is after how long a look at a published site is due again.
const checkEvery = 7 * 24 * time.Hour

// metaCheck begins the name under which the last look at a base URL is kept. It
// holds no person, and is no part of what the ledger vouches for.
const metaCheck = "site.check "

// siteFiles yields the files of a site from one state of the ledger.
func (e *Engine) siteFiles(ctx context.Context, base string, words site.Words) iter.Seq2[site.File, error] {
	return e.siteIn(ctx, new(site.Later), func(t *ledger.Tx) site.Source { return source{t} }, base, words)
}

// CheckSite looks at a published site as a verifier would, and keeps what it
// found. base is "" for the issuer's own of today.
func (e *Engine) CheckSite(ctx context.Context, slug, base string, words site.Words, progress func(done, total int)) (inspect.Report, error) {
	base, _, err := e.siteBase(ctx, slug, base)
	if err != nil {
		return inspect.Report{}, err
	}
	o := inspect.Options{Now: e.env.Now(), Progress: progress}
	if e.env.AtWeb != nil {
		e.env.AtWeb(&o)
	}
	report, err := inspect.Run(ctx, base, e.siteFiles(ctx, base, words), o)
	if err != nil {
		return report, err
	}
	data, err := json.Marshal(report)
	if err != nil {
		return report, err
	}
	return report, e.ledger.Update(ctx, func(t *ledger.Tx) error { return t.SetMeta(metaCheck+base, string(data)) })
}

// LastCheck is what the last look at a base URL found; false for none.
func (e *Engine) LastCheck(ctx context.Context, base string) (report inspect.Report, found bool, err error) {
	var text string
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		text, err = t.Meta(metaCheck + base)
		return err
	})
	if err != nil || text == "" {
		return report, false, err
	}
	return report, json.Unmarshal([]byte(text), &report) == nil, nil
}

// ChecksDue lists the base URLs that something was published under and that
// nobody looked at for a week.
func (e *Engine) ChecksDue(ctx context.Context) ([]string, error) {
	all, err := e.Targets(ctx)
	if err != nil {
		return nil, err
	}
	var due []string
	seen := map[string]bool{}
	for _, one := range all {
		if one.Files == 0 || seen[one.BaseURL] {
			continue
		}
		seen[one.BaseURL] = true
		last, found, err := e.LastCheck(ctx, one.BaseURL)
		if err != nil {
			return nil, err
		}
		// One of the future is of a clock that was wrong, and says nothing of today.
		if age := e.env.Now().Sub(last.At); !found || age >= checkEvery || age < -time.Hour {
			due = append(due, one.BaseURL)
		}
	}
	return due, nil
}

// Shown is a site shown on this computer.
type Shown struct {
	URL    string
	server *preview.Server
	root   *os.Root
	dir    string
}

// Preview shows the site on this computer as it would be published now.
func (e *Engine) Preview(ctx context.Context, slug string, words site.Words) (*Shown, error) {
	base, _, err := e.siteBase(ctx, slug, "")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "badgekiln-preview-")
	if err != nil {
		return nil, err
	}
	s := &Shown{dir: dir}
	if _, err = site.WriteDir(dir, e.siteFiles(ctx, base, words)); err == nil {
		s.root, err = os.OpenRoot(dir)
	}
	if err == nil {
		s.server, err = preview.Open(ctx, s.root.FS(), base)
	}
	if err != nil {
		_ = s.Close() // the first failure says why
		return nil, err
	}
	s.URL = s.server.URL
	return s, nil
}

// Close ends it and removes its files.
func (s *Shown) Close() error {
	var err error
	if s.server != nil {
		err = s.server.Close()
	}
	if s.root != nil {
		_ = s.root.Close() // only read
	}
	if gone := os.RemoveAll(s.dir); err == nil {
		err = gone
	}
	return err
}

// SiteAgainst tells each file of the site of a place, and how it stands against
// what was published there last. The place is not asked. Where very much differs
// it tells how many files that is about: they are not made to find out.
func (e *Engine) SiteAgainst(ctx context.Context, name string, words site.Words, tell func(publish.Glance)) error {
	one, err := e.target(ctx, name)
	if err != nil {
		return err
	}
	most := facesCompared
	files := e.siteSince(ctx, one, words, &most)
	listable, _ := (target.Place{Kind: one.Kind, URL: one.URL}).Listable()
	if last, _, err := e.LastCheck(ctx, one.BaseURL); err != nil {
		return err
	} else if listable || last.Listable {
		files = withoutClaims(files)
	}
	return publish.Against(ctx, files, book{e, one.Name}, tell)
}

// facesCompared is how many faces are made to be compared: a moment's work.
const facesCompared = 1000

// Release is one time that something was published.
type Release struct {
	At    time.Time
	Files int
}

// Releases are the last times something was published to a place, the latest
// first, but not more than most of them.
func (e *Engine) Releases(ctx context.Context, name string, most int) ([]Release, error) {
	var all []ledger.Event
	if err := e.View(ctx, func(t *ledger.Tx) (err error) {
		all, err = t.EventsOf(name)
		return err
	}); err != nil {
		return nil, err
	}
	var list []Release
	for _, event := range slices.Backward(all) {
		if len(list) == most {
			break
		}
		var body struct{ Files int }
		if event.Kind != ledger.SitePublished || json.Unmarshal(event.Body, &body) != nil {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, event.At)
		if err != nil {
			return list, err
		}
		list = append(list, Release{at, body.Files})
	}
	return list, nil
}
