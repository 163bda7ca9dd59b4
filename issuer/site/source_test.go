package site_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/site"
)

const base = "https://badges.example.org/forge/"

// workshop is a source in memory: one issuer, its classes, and what was
// awarded, in the way the ledger would hand it out.
type workshop struct {
	issuers []site.Issuer
	classes []issuer.BadgeClass
	faces   []site.Face
	lists   []site.List
	gone    map[string][]ob2.Gone
	blobs   map[string][]byte
}

func (w *workshop) Issuers(context.Context, string) ([]site.Issuer, error) { return w.issuers, nil }
func (w *workshop) Classes(context.Context, string) ([]issuer.BadgeClass, error) {
	return w.classes, nil
}

func (w *workshop) Gone(context.Context, string) (map[string][]ob2.Gone, error) {
	return w.gone, nil
}
func (w *workshop) Endorsements(context.Context, string) ([]site.File, error) { return nil, nil }

func (w *workshop) Lists(context.Context, string) ([]site.List, error) { return w.lists, nil }
func (w *workshop) Faces(context.Context, string) iter.Seq2[site.Face, error] {
	return func(yield func(site.Face, error) bool) {
		for _, f := range w.faces {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func (w *workshop) Blob(_ context.Context, hash string) ([]byte, error) {
	data, ok := w.blobs[hash]
	if !ok {
		return nil, fmt.Errorf("no blob %s", hash)
	}
	return data, nil
}

// newWorkshop has a class with private and one with public names.
func newWorkshop() *workshop {
	id := issuer.Identity{ID: 1, Issuer: "forge", Method: issuer.HTTPS, URI: base + issuer.ProfilePath("forge"), BaseURL: base}
	key := issuer.Key{ID: "k1", Multibase: "z6MkForge", Made: time.Unix(0, 0)}
	profile := issuer.Profile{
		Slug: "forge", Name: "The Forge", URL: "https://forge.example.org", Email: "badges@forge.example.org",
		Description: "Clay and fire.", BaseURL: base, Image: "logo", ImageType: "image/svg+xml",
	}
	class := issuer.BadgeClass{
		Issuer: "forge", Slug: "first-fire", Version: 1, Name: "First fire", Description: "Fired a pot.",
		Criteria: issuer.Criteria{Narrative: "Fire a pot.\nThen another."}, Tags: []string{"clay"}, Image: "pic", State: issuer.Open,
	}
	second, public, draft := class, class, class
	second.Version, second.Name = 2, "First fire, again"
	public.Slug, public.Name, public.PublicNames = "club", "Club", true
	draft.Slug, draft.State = "draft", issuer.Draft
	return &workshop{
		issuers: []site.Issuer{{Profile: profile, Identity: id, Keys: []issuer.Key{key}}},
		classes: []issuer.BadgeClass{class, second, public, draft},
		lists:   []site.List{{Name: "5f0a", Bytes: []byte(`{"list":1}`)}},
		blobs:   map[string][]byte{"logo": []byte("<svg/>"), "pic": []byte("\x89PNG")},
	}
}

// award adds one award with its 2.0 and 3.0 faces; change alters the claim
// before they are made.
func (w *workshop) award(n int, class issuer.BadgeClass, name, email string, change func(*issuer.Award)) {
	a := issuer.Award{
		ID: fmt.Sprintf("award-%d", n), Class: class.Slug, Version: class.Version, Name: name, Email: email,
		Salt: fmt.Sprintf("%032x", n), IssuedOn: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), State: issuer.Issued,
	}
	if change != nil {
		change(&a)
	}
	for i, format := range []issuer.Format{issuer.OB2, issuer.OB3} {
		c := issuer.Claim{
			Face: issuer.Face{
				ID: fmt.Sprintf("%02x%06x-0000-4000-8000-%012x", n%7, n, i), Award: a.ID, Format: format, Identity: w.issuers[0].Identity,
				Created: a.IssuedOn, Key: "k1",
			},
			Award: a, Class: class, Profile: w.issuers[0].Profile, Key: w.issuers[0].Keys[0],
		}
		doc := ob2.Assertion(c)
		if format == issuer.OB3 {
			c.Face.Status = &issuer.StatusRef{List: "5f0a", Index: n}
			doc = ob3.Signed(c)
		}
		d := issuer.Take(doc)
		whole, ok := issuer.Splice(d.Shape, issuer.EncodeValues(d.Values), "z3proof")
		if !ok {
			panic("not spliced")
		}
		w.faces = append(w.faces, site.Face{Face: c.Face, Award: a, Bytes: whole})
	}
}

// words reads the sentences of the pages; an unknown key fails the test.
func words(t *testing.T) site.Languages {
	t.Helper()
	own, german := in(t, "en"), in(t, "de")
	return func(language string) site.Words {
		if language == "de-AT" {
			return german
		}
		return own
	}
}

func in(t *testing.T, language string) site.Words {
	t.Helper()
	table := map[string]string{}
	for _, room := range []string{"site.json", "deliver.json"} { // of claim pages, too
		data, err := os.ReadFile(filepath.Join("..", "..", "assets", "words", language, room))
		if err == nil {
			err = json.Unmarshal(data, &table)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return func(key string, pairs ...string) string {
		text, ok := table[key]
		if !ok {
			t.Errorf("no words for %s", key)
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
		}
		return text
	}
}

// tree gives all files of a source by path.
func tree(t *testing.T, w *workshop) map[string]string {
	t.Helper()
	all := map[string]string{}
	for f, err := range site.Files(t.Context(), w, base, words(t)) {
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := all[f.Path]; twice {
			t.Errorf("%s comes twice", f.Path)
		}
		all[f.Path] = string(f.Bytes)
	}
	return all
}
