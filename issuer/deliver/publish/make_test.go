package publish_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/site"
)

// named is a site that names files of awards and makes them later.
type named struct {
	tree
	late map[string]int // files that change meanwhile, as often as this
	made int
}

func (n *named) files() iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		for _, path := range slices.Sorted(maps.Keys(n.tree)) {
			f := site.File{Path: path, Bytes: []byte(n.tree[path])}
			if strings.HasPrefix(path, "a/") || strings.HasPrefix(path, "c/") {
				from := sha256.Sum256([]byte("of " + n.tree[path]))
				f = site.File{Path: path, Kept: true, Loose: true, From: from}
				if strings.HasSuffix(path, ".html") {
					f.Inputs = from
				}
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// make makes three files at a time.
func (n *named) make(_ context.Context, want []publish.Want) ([][]byte, error) {
	var made [][]byte
	for _, one := range want[:min(3, len(want))] {
		text := n.tree[one.Path]
		switch {
		case n.late[one.Path] > 0:
			n.late[one.Path]--
			made = append(made, nil)
		case one.From != sha256.Sum256([]byte("of "+text)):
			return nil, errors.New("asked for something else")
		default:
			n.made++
			made = append(made, []byte(text))
		}
	}
	return made, nil
}

// TestFilesMadeWhenTheirTurnComes: a site that only names files is published as one
// that gives them, what came out the same is not sent, and of an award that changed
// meanwhile nothing is before the next round.
func TestFilesMadeWhenTheirTurnComes(t *testing.T) {
	t.Parallel()
	dir, b, marks := t.TempDir(), &book{}, 0
	to := open(t, dir)
	n := &named{tree: workshop(40), late: map[string]int{}}
	n.tree["c/secret.html"], n.tree["c/secret.png"] = "of their own", "picture"
	o := options(&marks)
	o.Make = n.make
	n.late["a/03/3.json"] = 1
	r, err := publish.Run(t.Context(), n.files(), to, b, o)
	if err != nil || r.Late != 3 || r.Done != len(n.tree)-3 || r.Differ != r.Done || len(r.Changes) != r.Done {
		t.Errorf("one changes meanwhile: %d put, %d differ, %d listed, %d late, %v", r.Done, r.Differ, len(r.Changes), r.Late, err)
	}
	for _, path := range []string{"a/03/3.json", "a/03/3.html", "c/secret.html"} {
		if slices.Contains(to.puts, path) {
			t.Errorf("%s is put although its award changed", path)
		}
	}
	begin := func(context.Context) (target.Target, error) { return open(t, dir), nil }
	n.late["a/03/3.json"] = 1
	if r, err = publish.Persist(t.Context(), n.files(), begin, b, o); err != nil || r.Late != 0 || r.Done != 3 || r.Differ != 3 || len(r.Changes) != 3 {
		t.Errorf("and once more: %+v, %v", r, err)
	}
	n.equals(t, to)
	n.tree["a/04/4.json"], n.late["a/04/4.json"] = "for ever new", 100
	if r, err = publish.Persist(t.Context(), n.files(), begin, b, o); issuer.CodeOf(err) != "publish-moving" || r.Late != 3 || r.Done != 0 {
		t.Errorf("what changes for ever: %+v, %v", r, err)
	}
	n.late["a/04/4.json"] = 0
	if r, err = publish.Persist(t.Context(), n.files(), begin, b, o); err != nil || r.Done != 1 {
		t.Errorf("until it does not: %+v, %v", r, err)
	}
	n.made, to.puts = 0, nil
	if r, err = publish.Run(t.Context(), n.files(), to, b, o); err != nil || r.Done != 0 || r.Same != len(n.tree) || len(to.puts) != 0 || n.made != 82 {
		t.Errorf("all made again: %+v, %d made, %v, %v", r, n.made, to.puts, err)
	}
	o.Take = true
	if err := to.Target.Put(t.Context(), "a/05/5.json", []byte("spoiled")); err != nil {
		t.Fatal(err)
	}
	if r, err = publish.Run(t.Context(), n.files(), to, b, o); err != nil || r.Done != 1 || r.Changes[0].Path != "a/05/5.json" {
		t.Errorf("compared: %+v, %v", r, err)
	}
	n.equals(t, to)
}
