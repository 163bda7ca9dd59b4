package issuer_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/issuer"
)

// pack opens a file of the standards pack, or skips the test without it.
func pack(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "standards", "data")
	}
	data, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the standards pack is not here; BADGEKILN_STANDARDS names its folder")
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestIdentityHashVectors(t *testing.T) {
	t.Parallel()
	var vectors []struct{ Identity, Salt, Algorithm, IdentityHash, Source string }
	if err := json.Unmarshal(pack(t, "self-made/identity-hash-vectors.json"), &vectors); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, v := range vectors {
		if v.Algorithm != "sha256" { // the only one we write
			continue
		}
		seen++
		if got := issuer.IdentityHash(v.Identity, v.Salt); got != v.IdentityHash {
			t.Errorf("%s: %q with salt %q gives %s, want %s", v.Source, v.Identity, v.Salt, got, v.IdentityHash)
		}
	}
	if seen < 7 {
		t.Fatalf("%d vectors seen, the pack has 7", seen)
	}
}

func TestStamp(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 5, 1, 12, 0, 0, 999_000_000, time.UTC)
	for name, c := range map[string]struct {
		zone *time.Location
		want string
	}{
		"UTC":                  {time.UTC, "2026-05-01T12:00:00Z"},
		"a whole offset":       {time.FixedZone("", 2*3600), "2026-05-01T14:00:00+02:00"},
		"half an hour":         {time.FixedZone("", -9*3600-1800), "2026-05-01T02:30:00-09:30"},
		"odd seconds are UTC":  {time.FixedZone("LMT", 1172), "2026-05-01T12:00:00Z"},
		"negative odd seconds": {time.FixedZone("LMT", -17762), "2026-05-01T12:00:00Z"},
	} {
		if got := issuer.Stamp(moment.In(c.zone)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
