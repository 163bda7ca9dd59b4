package keys

import (
	"bytes"
	"crypto/rand"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer"
)

// TestPageBringsKeysBack takes keys of every kind over a printed page, through
// an editor that changes line ends, into a home that has never seen them.
func TestPageBringsKeysBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := Beside(filepath.Join(dir, "l.db"), ledgerID, Secrets{Dir: filepath.Join(dir, "home")})
	var ids []string
	for _, alg := range []string{Ed25519, P256, RSA} {
		k, err := s.New(rand.Reader, alg, "w", noon())
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, k.ID)
	}
	b, err := s.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	page := b.Page("Recovery page\nPut it in a safe.\n")
	files, err := ReadPage(bytes.ReplaceAll(page, []byte("\n"), []byte("\r\n")), "page.txt")
	if err != nil {
		t.Fatal(err)
	}
	far := Beside(filepath.Join(dir, "far.db"), ledgerID, Secrets{Dir: filepath.Join(dir, "far")})
	if err := far.Restore(files); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if _, err := far.Open(id); err != nil {
			t.Error(err)
		}
	}
	for name, text := range map[string]string{
		"nothing":    "Recovery page",
		"cut off":    string(page[:len(page)-40]),
		"a path":     strings.ReplaceAll(string(page), pageBegin, pageBegin+"../"),
		"twice":      string(page) + string(page),
		"no name":    pageBegin + pageDash + "\nx" + pageEnd,
		"very large": strings.Repeat("x", maxPage+1),
	} {
		if _, err := ReadPage([]byte(text), "page.txt"); issuer.CodeOf(err) != "recovery-unreadable" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
