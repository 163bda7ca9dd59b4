package engine

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"badgekiln/assets"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/keys"
	"badgekiln/issuer/ledger"
)

// The sample's files.
const (
	SampleLedger   = "workshop.db"
	SampleRoster   = "roster.csv"
	SampleDesign   = "badge.badge"
	sampleTemplate = "seal-scalloped"
)

// SampleFiles are where the parts of a sample lie.
type SampleFiles struct {
	Ledger string
	Roster string
	Design string
	Class  string // the badge class's slug
}

// all is everything that a sample makes.
func (f SampleFiles) all() []string {
	return []string{f.Ledger, f.Roster, f.Design, f.Ledger + ".keys", f.Ledger + "-wal", f.Ledger + "-shm"}
}

// Sample makes the sample workshop in a folder: a believable issuer, a badge
// class with its picture, a list; it awards nothing. Its key is worthless and
// serves this ledger only. With a seed everything random in it, now and later,
// comes from the seed; without, seed is nil. On an error no file of it stays; a
// rehearsal makes none.
func Sample(ctx context.Context, dir string, seed *int64, env Env, words *assets.Words) (SampleFiles, error) {
	files := SampleFiles{
		Ledger: filepath.Join(dir, SampleLedger), Roster: filepath.Join(dir, SampleRoster), Design: filepath.Join(dir, SampleDesign),
	}
	for _, path := range files.all() {
		if _, err := os.Lstat(path); err == nil {
			return files, issuer.Fail(issuer.Input, "sample-exists", "file", path).At(path)
		}
	}
	if env.Dry {
		files.Class = words.T("sample.class.id")
		return files, issuer.Unwritten(dir, durable.Writable(dir))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- a folder to look into
		return files, issuer.Unwritten(dir, err)
	}
	class, err := files.fill(ctx, seed, env, words)
	if err != nil {
		for _, path := range files.all() {
			err = errors.Join(err, os.RemoveAll(path))
		}
		return files, err
	}
	files.Class = class
	return files, nil
}

// fill makes the files and gives the badge class's slug.
func (f SampleFiles) fill(ctx context.Context, seed *int64, env Env, words *assets.Words) (string, error) {
	say := func(key string) *string { text := words.T("sample." + key); return &text }
	file, err := sampleDesign(words)
	if err != nil {
		return "", err
	}
	design, err := drawing.DesignBytes(file)
	if err != nil {
		return "", err
	}
	if err := writeFile(f.Design, design); err != nil {
		return "", err
	}
	if err := writeFile(f.Roster, assets.SampleRoster()); err != nil {
		return "", err
	}
	l, err := ledger.Open(ctx, f.Ledger, ledger.Env{Now: env.Now, Rand: env.Rand, AtWork: env.AtWork})
	if err != nil {
		return "", err
	}
	if err := markSample(ctx, l, seed); err != nil {
		return "", closeOn(l, err)
	}
	e, err := build(ctx, l, env, l.Update)
	if err != nil {
		return "", closeOn(l, err)
	}
	defer func() { _ = e.Close() }()
	zone := "Europe/Berlin"
	change := IssuerChange{
		Slug: *say("issuer.id"), Name: say("issuer.name"), URL: say("issuer.url"), Email: say("issuer.email"),
		Description: say("issuer.description"), BaseURL: say("issuer.base-url"), Timezone: &zone,
	}
	of := ""
	if seed != nil {
		of = strconv.FormatInt(*seed, 10)
	}
	if _, err := e.setIssuer(ctx, change, e.sampleKey(keys.Ed25519, of)); err != nil {
		return "", err
	}
	class, err := e.AddClass(ctx, "", ClassChange{
		Slug: *say("class.id"), Name: say("class.name"), Description: say("class.description"), Criteria: say("class.criteria"),
		Tags: []string{*say("class.tag1"), *say("class.tag2")}, SetTags: true, Design: design,
	})
	return class.Slug, err
}

// sampleDesign is the seal with the workshop's words in it. It names nobody,
// so that it can be shown anywhere.
func sampleDesign(words *assets.Words) (store.File, error) {
	catalogue, err := drawing.Templates()
	if err != nil {
		return store.File{}, err
	}
	doc, err := catalogue.Open(sampleTemplate)
	if err != nil {
		return store.File{}, err
	}
	doc.Template = "" // whose words are this workshop's
	doc.Name, doc.About.Alt = words.T("sample.class.name"), words.T("sample.seal.alt")
	for role, key := range map[string]string{
		template.RoleTitle: "sample.seal.title", template.RoleOrg: "sample.issuer.name", template.RoleDate: "sample.seal.bottom",
	} {
		if doc, err = template.WithText(doc, role, words.T(key)); err != nil {
			return store.File{}, err
		}
	}
	return store.File{Doc: doc}, nil
}

func markSample(ctx context.Context, l *ledger.Ledger, seed *int64) error {
	return l.Update(ctx, func(t *ledger.Tx) error {
		if seed != nil {
			if err := t.SetMeta(ledger.MetaSeed, strconv.FormatInt(*seed, 10)); err != nil {
				return err
			}
		}
		return t.SetMeta(ledger.MetaSample, "1")
	})
}

// sampleKey makes a worthless key, from a seed where there is one.
func (e *Engine) sampleKey(alg, seed string) func(string) (issuer.Key, error) {
	return func(slug string) (issuer.Key, error) {
		var of [32]byte
		if seed != "" {
			of = sha256.Sum256([]byte("badgekiln sample key, worthless: " + seed))
		} else if _, err := io.ReadFull(e.env.Rand, of[:]); err != nil {
			return issuer.Key{}, fmt.Errorf("draw sample key: %w", err)
		}
		return e.keys.FromSeed(alg, of, slug, e.env.Now())
	}
}
