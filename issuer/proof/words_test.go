package proof_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryErrorHasASentence reads the codes of errors out of the sources and
// looks each up in the table of words.
func TestEveryErrorHasASentence(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "assets", "words", "en", "proof.json"))
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`(?:bad|issuer\.Fail|name)\([^")]*"((?:proof|key)-[a-z-]+)"`)
	used := map[string]bool{}
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		code, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range call.FindAllStringSubmatch(string(code), -1) {
			used[match[1]] = true
		}
	}
	if len(used) < 20 {
		t.Fatalf("only %d codes found", len(used))
	}
	for code := range used {
		if words["error."+code] == "" || words["hint."+code] == "" {
			t.Errorf("%s has no sentence or no hint", code)
		}
	}
}
