package verify_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/issuer/verify"
)

var update = flag.Bool("update", false, "add badges of new kinds to testdata/badges.json")

// frozen is a badge as it was once written, with the web it was made for. The
// keys of these are thrown away.
type frozen struct {
	Data  []byte            `json:"data"`
	Web   map[string][]byte `json:"web"`
	Trust string            `json:"trust"`
}

// TestFrozenBadges: badges of every version and form that were made once hold
// for ever, whatever becomes of this program. They are never made anew, only
// added to.
func TestFrozenBadges(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "badges.json")
	if *update {
		freeze(t, path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]frozen
	if err := json.Unmarshal(data, &all); err != nil || len(all) < 18 {
		t.Fatalf("%d badges, %v", len(all), err)
	}
	for name, one := range all {
		w := web{}
		for at, body := range one.Web {
			w[at] = string(body)
		}
		k := kind{data: one.Data, web: w, trust: one.Trust}
		r := check(t, k.data, k.options(t))
		expect(t, r, verify.Trusted, r.Status, "")
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

func freeze(t *testing.T, path string) {
	t.Helper()
	all := map[string]frozen{}
	if before, err := os.ReadFile(path); err == nil {
		if err := json.Unmarshal(before, &all); err != nil {
			t.Fatal(err)
		}
	}
	for name, k := range kinds(t) {
		if _, kept := all[name]; kept {
			continue
		}
		one := frozen{Data: k.data, Web: map[string][]byte{}, Trust: k.trust}
		for at, body := range k.web {
			one.Web[at] = []byte(body)
		}
		all[name] = one
	}
	data, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
