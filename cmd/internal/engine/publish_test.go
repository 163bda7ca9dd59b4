package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/assets"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// filesIn reads a folder, path → bytes.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	if err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it was on its way, and has gone to its place
		}
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		name, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(name)] = string(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// life is a ledger that things happen to at random.
type life struct {
	*Engine
	say    Say
	words  func(key string, pairs ...string) string
	people int
	class  string
}

func (l *life) some(t *testing.T, states ...issuer.State) []string {
	t.Helper()
	all, err := l.Awards(t.Context(), ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range all {
		for _, s := range states {
			if a.State == s && rand.IntN(6) == 0 {
				ids = append(ids, a.ID)
			}
		}
	}
	return ids
}

// happen does one thing and says what it was.
func (l *life) happen(t *testing.T) (what string, err error) {
	t.Helper()
	ctx := t.Context()
	text := fmt.Sprint("text ", rand.IntN(1000))
	switch what = [...]string{"award", "award", "revoke", "suspend", "resume", "erase", "edit", "profile", "claims", "claims", "nothing"}[rand.IntN(11)]; what {
	case "award":
		list := "name,email,language\n"
		for range 1 + rand.IntN(5) {
			l.people++
			list += fmt.Sprintf("Person %d,person%d@example.org,%s\n", l.people, l.people, [...]string{"", "de", "en"}[rand.IntN(3)])
		}
		parsed, err := roster.Parse([]byte(list), "people.csv", roster.Options{})
		if err != nil {
			return what, err
		}
		_, err = l.Award(ctx, Order{Request: award.Request{Class: l.class, List: parsed, ListName: "people.csv"}}, l.say)
		return what, err
	case "revoke":
		_, err = l.Revoke(ctx, l.some(t, issuer.Issued, issuer.Suspended), text)
	case "suspend":
		_, err = l.Suspend(ctx, l.some(t, issuer.Issued), text)
	case "resume":
		_, err = l.Resume(ctx, l.some(t, issuer.Suspended))
	case "erase":
		if l.people > 0 {
			_, err = l.Erase(ctx, fmt.Sprintf("person%d@example.org", 1+rand.IntN(l.people)))
		}
	case "claims":
		err = l.claim(t)
	case "edit":
		_, err = l.EditClass(ctx, l.class, ClassChange{Description: &text})
	case "profile":
		_, err = l.SetIssuer(ctx, IssuerChange{Name: &text})
	}
	switch issuer.CodeOf(err) {
	case "person-unknown", "awards-none", "award-none", "award-not-suspendable", "claim-no-web":
		err = nil
	}
	return what, err
}

// claim gives pages of their own to the awards of some batch.
func (l *life) claim(t *testing.T) error {
	t.Helper()
	all, err := l.Awards(t.Context(), ledger.Filter{Class: l.class})
	if err != nil || len(all) == 0 {
		return err
	}
	_, err = l.MakeClaims(t.Context(), all[rand.IntN(len(all))].Batch, rand.IntN(2) == 0)
	return err
}

// TestPublishingRemembers holds a folder that only ever got what changed against
// an export of everything, after things that happen at random.
func TestPublishingRemembers(t *testing.T) {
	t.Parallel()
	steps := 8
	if os.Getenv("BADGEKILN_LONG") != "" {
		steps = 150
	}
	l, web := newLife(t)
	var past []string
	for range steps {
		what, err := l.happen(t)
		past = append(past, what)
		if err != nil {
			t.Fatalf("%v: %v", past, err)
		}
		before := l.glances(t, facesCompared)
		about := l.glances(t, 1)
		done, err := l.Publish(t.Context(), Publication{}, l.words)
		if err != nil {
			t.Fatalf("%v: %v", past, err)
		}
		if before.differ != done.Differ || before.all != done.Differ+done.Same || before.about {
			t.Errorf("%v: %+v were told before, %d sent, %d the same", past, before, done.Differ, done.Same)
		}
		if about.all != before.all || about.differ < before.differ || !about.about && about.differ != before.differ {
			t.Errorf("%v: not looking closely %+v, closely %+v", past, about, before)
		}
		l.same(t, past, web, done.Same+len(done.Changes))
		if again, err := l.Publish(t.Context(), Publication{}, l.words); err != nil || len(again.Changes) > 0 {
			t.Errorf("%v: published again: %v, %v", past, again.Changes, err)
		}
	}
}

// newLife is a life with a class, and a folder that it is published to.
func newLife(t *testing.T) (l *life, web string) {
	t.Helper()
	words, say := testWords(t)
	e, _ := published(t, world(t))
	l = &life{Engine: e, say: say, words: words.T}
	name, text, public := "First Firing", "Fire a piece.", true
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 400, 400))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "badge.png")
	if err := os.WriteFile(file, picture.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	drawn, err := drawing.ReadPicture(file)
	if err != nil {
		t.Fatal(err)
	}
	suspendable := func(m *issuer.ClassMore) error {
		m.Suspendable = true
		return nil
	}
	class, err := e.AddClass(t.Context(), "", ClassChange{Name: &name, Description: &text, Criteria: &text, PublicNames: &public, Picture: drawn, More: suspendable})
	if err != nil {
		t.Fatal(err)
	}
	l.class = class.Slug
	web = filepath.Join(t.TempDir(), "web")
	if _, err := e.AddTarget(t.Context(), NewTarget{Name: "web", Address: web}); err != nil {
		t.Fatal(err)
	}
	return l, web
}

// glanced is what a look before publishing told.
type glanced struct {
	differ, all int
	about       bool
}

func (l *life) glances(t *testing.T, most int) (g glanced) {
	t.Helper()
	one, err := l.target(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := publish.Against(t.Context(), l.siteSince(t.Context(), one, l.words, &most), book{l.Engine, one.Name}, func(seen publish.Glance) {
		g.all++
		if seen.How != publish.Same {
			g.differ++
		}
		g.about = g.about || seen.About
	}); err != nil {
		t.Fatal(err)
	}
	return g
}

// same wants everything that an export writes to lie in a folder.
func (l *life) same(t *testing.T, past []string, web string, told int) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "export")
	if _, err := l.ExportSite(context.WithoutCancel(t.Context()), Site{Out: dir}, l.words); err != nil {
		t.Fatal(err)
	}
	want, got := filesIn(t, dir), filesIn(t, web)
	if len(want) != told {
		t.Errorf("%v: %d files told of, %d there are", past, told, len(want))
	}
	for path, text := range want {
		if got[path] != text {
			t.Errorf("%v: %s is not what it should be:\n%s\nbut\n%s", past, path, text, got[path])
		}
	}
}

// Whoever publishes, pages keep the language of the first publication.
func TestASiteKeepsItsLanguage(t *testing.T) {
	t.Parallel()
	english, _ := testWords(t)
	german, err := assets.LoadWords("de")
	if err != nil {
		t.Fatal(err)
	}
	e, _ := published(t, world(t))
	if _, err := e.AddTarget(t.Context(), NewTarget{Name: "web", Address: filepath.Join(t.TempDir(), "web")}); err != nil {
		t.Fatal(err)
	}
	first, err := e.Publish(t.Context(), Publication{Dry: true}, english.T)
	if err != nil || first.Done != 0 {
		t.Fatalf("%d, %v", first.Done, err)
	}
	if first, err = e.Publish(t.Context(), Publication{}, german.T); err != nil || first.Done == 0 {
		t.Fatalf("%d, %v", first.Done, err)
	}
	again, err := e.Publish(t.Context(), Publication{}, english.T)
	if err != nil || again.Done != 0 {
		t.Errorf("%d files again, %v", again.Done, err)
	}
}
