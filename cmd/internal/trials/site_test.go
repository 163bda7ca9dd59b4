package trials

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// web is where an exported site lies for --map: below its host and path.
func web(dir string) string { return filepath.Join(dir, host, "club") }

// holds wants each of many inputs to have one verdict, and its badges one
// status, but for those that have others.
func holds(t *testing.T, results []verdict, want, status string, but map[string]string) {
	t.Helper()
	for _, r := range results {
		wanted, state := want, status
		if other, is := but[r.Input]; is {
			wanted, state = other, other
		}
		if r.Verdict != wanted || r.Status != state {
			t.Errorf("%s: %s, status %s, want %s, %s: %v", r.Input, r.Verdict, r.Status, wanted, state, r.Reasons)
		}
	}
}

// TestSiteRoundTrip exports the site of 300 people, and has somebody who knows
// nothing but that folder verify all pictures and credentials. Then one of the
// 300 is revoked and the site exported again: exactly that one is revoked, in
// 2.0 and 3.0, and no other file changed but those that tell of it.
func TestSiteRoundTrip(t *testing.T) {
	t.Parallel()
	const people, lost = 300, 142
	w := founded(t)
	got := w.award(t, "knots", w.list(t, "people.csv", "Ann", people), "-o", w.at("out"))
	dir := w.path("web")
	w.mustRun(t, "site", "export", web(dir))

	empty := newWorld(t)
	empty.ledger = ""
	pictures := glob(t, w.at("out/*.png"), people)
	assertions, credentials := glob(t, w.at("out/*.ob2.json"), people), glob(t, w.at("out/*.ob3.json"), people)
	texts := slices.Concat(assertions, credentials)
	results := empty.verify(t, 0, slices.Concat([]string{"--map", dir, "--any-issuer"}, pictures)...)
	holds(t, results, "untrusted", "good", nil)
	for _, r := range results {
		if len(r.Credentials) != 2 {
			t.Errorf("%s: %d badges in the picture, want 2", r.Input, len(r.Credentials))
		}
		holds(t, r.Credentials, "untrusted", "good", nil)
	}
	trust := []string{"--map", dir, "--trust", base + "i/harbour-club/profile.json"}
	holds(t, empty.verify(t, 0, append(trust, texts...)...), "trusted", "good", nil)
	holds(t, empty.verify(t, 1, "--map", dir, pictures[0]), "untrusted", "good", nil)

	before := tree(t, dir)
	id := got.Rows[lost].ID
	w.mustRun(t, "revoke", id, "--reason", "A trial.")
	w.mustRun(t, "site", "export", web(dir))
	holds(t, empty.verify(t, 1, append(trust, texts...)...), "trusted", "good", map[string]string{
		w.at("out/" + id + ".ob2.json"): "revoked", w.at("out/" + id + ".ob3.json"): "revoked",
	})
	one := empty.verify(t, 1, append(trust, w.at("out/"+id+".png"))...)
	holds(t, one, "revoked", "revoked", nil)
	holds(t, one[0].Credentials, "revoked", "revoked", nil)
	changedOnly(t, before, tree(t, dir), w.tellsOf(t, id))
	w.checked(t)
	if again := ask[struct{ Written int }](t, w, 0, "site", "export", web(dir)); again.Written != 0 {
		t.Errorf("exported once more, %d files are written", again.Written)
	}
}

// tellsOf are the files that tell of a revocation, below the folder of the web:
// tombstone and page of the assertion and what makes a web server say 410, page
// of the credential, and its status list.
func (w *world) tellsOf(t *testing.T, id string) []string {
	t.Helper()
	award := ask[struct {
		Faces []struct {
			Format, ID string
			Status     struct{ List string }
		}
	}](t, w, 0, "show", id)
	var list []string
	for _, face := range award.Faces {
		path := strings.TrimPrefix(face.ID, "https://")
		list = append(list, strings.TrimSuffix(path, ".json")+".html")
		if face.Format == "ob2" {
			list = append(list, path, path+".gone")
		} else {
			list = append(list, strings.TrimPrefix(face.Status.List, "https://"))
		}
	}
	slices.Sort(list)
	return list
}

// changedOnly wants two pictures of a folder to differ in just these files.
func changedOnly(t *testing.T, before, after map[string]string, want []string) {
	t.Helper()
	var changed []string
	for name, sum := range after {
		if before[name] != sum {
			changed = append(changed, name)
		}
	}
	for name := range before {
		if _, is := after[name]; !is {
			t.Errorf("%s is gone", name)
		}
	}
	slices.Sort(changed)
	if !slices.Equal(changed, want) {
		t.Errorf("changed: %v\nwant only %v", changed, want)
	}
}
