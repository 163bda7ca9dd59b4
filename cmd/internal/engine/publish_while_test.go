package engine

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// awardMany awards some people, with pages of their own.
func (l *life) awardMany(t *testing.T, many int) []issuer.Award {
	t.Helper()
	var list strings.Builder
	list.WriteString("name,email\n")
	for n := range many {
		_, _ = fmt.Fprintf(&list, "Person %d,person%d@example.org\n", n, n)
	}
	parsed, err := roster.Parse([]byte(list.String()), "people.csv", roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Award(t.Context(), Order{Request: award.Request{Class: l.class, List: parsed, ListName: "people.csv"}}, l.say); err != nil {
		t.Fatal(err)
	}
	all, err := l.Awards(t.Context(), ledger.Filter{Class: l.class})
	if err != nil || len(all) == 0 {
		t.Fatal(err)
	}
	if _, err := l.MakeClaims(t.Context(), all[0].Batch, true); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestTheRecordChangesWhileItIsPublished: awards are revoked, suspended and erased
// after every few files; whenever nothing more happens, the folder is what an export
// writes, and no page ever names a file that is not there.
func TestTheRecordChangesWhileItIsPublished(t *testing.T) {
	t.Parallel()
	l, web := newLife(t)
	all := l.awardMany(t, 40)
	next := 0
	change := func() {
		var err error
		switch id := all[next].ID; next % 4 {
		case 0:
			_, err = l.Revoke(t.Context(), []string{id}, "mistaken")
		case 1:
			_, err = l.Suspend(t.Context(), []string{id}, "looked into")
		case 2:
			_, err = l.Erase(t.Context(), fmt.Sprintf("person%d@example.org", next))
		}
		if err != nil {
			t.Error(err)
		}
		next++
	}
	happen := func(done, _ int) {
		for next < len(all) && done > 10*next {
			change()
		}
		for path, text := range filesIn(t, web) {
			if id, ok := issuer.FaceOfPath(path); ok && strings.HasSuffix(path, ".html") {
				if file := filepath.Base(issuer.FacePath(id)); strings.Contains(text, `href="`+file) && !isThere(web, issuer.FacePath(id)) {
					t.Errorf("%s names a file that is not there", path)
				}
			}
		}
	}
	if _, err := l.Publish(t.Context(), Publication{Progress: happen}, l.words); err != nil && issuer.CodeOf(err) != "publish-moving" {
		t.Fatal(err)
	}
	if next < 10 {
		t.Errorf("%d changes meanwhile", next)
	}
	done, err := l.Publish(t.Context(), Publication{}, l.words)
	if err != nil || done.Late != 0 {
		t.Errorf("%d late, %v", done.Late, err)
	}
	l.same(t, []string{fmt.Sprint(next, " changes meanwhile")}, web, done.Same+len(done.Changes))
}

func isThere(dir, path string) bool {
	found, _ := filepath.Glob(filepath.Join(dir, filepath.FromSlash(path)))
	return len(found) == 1
}

// TestWhatHoldsAgainIsPublishedAgain: the file of a suspended badge is a tombstone, and
// the badge itself once it holds again.
func TestWhatHoldsAgainIsPublishedAgain(t *testing.T) {
	t.Parallel()
	l, web := newLife(t)
	all := l.awardMany(t, 3)
	if _, err := l.Publish(t.Context(), Publication{}, l.words); err != nil {
		t.Fatal(err)
	}
	for _, restate := range []func() error{
		func() error { _, err := l.Suspend(t.Context(), idsOf(all), "looked into"); return err },
		func() error { _, err := l.Resume(t.Context(), idsOf(all)); return err },
	} {
		if err := restate(); err != nil {
			t.Fatal(err)
		}
		told := l.glances(t, 0)
		done, err := l.Publish(t.Context(), Publication{}, l.words)
		if err != nil || done.Done == 0 {
			t.Fatalf("%d sent, %v", done.Done, err)
		}
		if told.differ < done.Done {
			t.Errorf("%d files were told of and %d sent", told.differ, done.Done)
		}
		l.same(t, []string{"suspended, or not"}, web, done.Same+len(done.Changes))
	}
}

// TestPagesOfTheirOwnAreRemembered: what nobody changed is not made, and a name that
// was chosen to be shown makes its page anew.
func TestPagesOfTheirOwnAreRemembered(t *testing.T) {
	t.Parallel()
	l, _ := newLife(t)
	all := l.awardMany(t, 5)
	if _, err := l.Publish(t.Context(), Publication{}, l.words); err != nil {
		t.Fatal(err)
	}
	one, err := l.target(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	count := func() (kept, made int) {
		for f, err := range l.siteSince(t.Context(), one, l.words, nil) {
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(f.Path, issuer.ClaimFolder) && f.Path != issuer.ClaimFolder+"index.html" {
				if f.Kept {
					kept++
				} else {
					made++
				}
			}
		}
		return kept, made
	}
	if kept, made := count(); kept != 2*len(all) || made != 0 {
		t.Errorf("%d kept and %d made of %d pages that are right", kept, made, len(all))
	}
	if _, err := l.MakeClaims(t.Context(), all[0].Batch, false); err != nil {
		t.Fatal(err)
	}
	if kept, made := count(); kept != 0 || made != 2*len(all) {
		t.Errorf("%d kept and %d made of %d pages that changed", kept, made, len(all))
	}
	done, err := l.Publish(t.Context(), Publication{}, l.words)
	if err != nil || done.Done != len(all) {
		t.Errorf("%d sent, %v", done.Done, err) // the pages; the pictures came out the same
	}
	if kept, made := count(); kept != 2*len(all) || made != 0 {
		t.Errorf("%d kept and %d made after that", kept, made)
	}
}
