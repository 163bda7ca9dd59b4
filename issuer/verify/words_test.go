package verify_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestEveryCodeHasASentence reads the sources of everything whose codes can
// become a step of a result, and the table of words beside them.
func TestEveryCodeHasASentence(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "assets", "words", "en", "verify.json"))
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(data, &words); err != nil {
		t.Fatal(err)
	}
	codes := map[string][]string{}
	for _, dir := range []string{".", "../proof", "../jws", "../bake", "../deliver/fetch"} {
		collect(t, dir, codes)
	}
	if len(codes) < 100 {
		t.Fatalf("only %d codes found: the search is broken", len(codes))
	}
	signing := []string{"proof-hole", "proof-holes", "proof-signer", "proof-template", "map-folder", "bake-generation", "bake-text", "jws-signature"}
	brace := regexp.MustCompile(`\{([a-z_]+)\}`)
	for code, given := range codes {
		sentence, ok := words["verify."+code]
		if slices.Contains(signing, code) {
			continue // never met when verifying
		}
		if !ok {
			t.Errorf("no sentence verify.%s", code)
		}
		for _, value := range brace.FindAllStringSubmatch(sentence, -1) {
			if !slices.Contains(append(given, "url", "method"), value[1]) {
				t.Errorf("verify.%s names {%s}, which is not given", code, value[1])
			}
		}
	}
	for key := range words {
		code, is := strings.CutPrefix(key, "verify.")
		if _, used := codes[code]; is && !used && !strings.HasPrefix(code, "note-") && code != "proof-created" && code != "proof-expires" && code != "refresh-taken" { // said by a step that is made by hand
			t.Errorf("%s is never said", key)
		}
	}
}

// collect finds codes and the names of the values given with them.
func collect(t *testing.T, dir string, codes map[string][]string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]int{"ok": 1, "fail": 2, "remark": 1, "add": 1, "broken": 0, "bad": 0, "Fail": 1}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				at, known := place[called(n)]
				if !known || len(n.Args) <= at || literal(n.Args[at]) == "" {
					return true
				}
				code := literal(n.Args[at])
				codes[code] = append(codes[code], "")
				for i := at + 1; i < len(n.Args); i += 2 {
					codes[code] = append(codes[code], literal(n.Args[i]))
				}
			case *ast.BasicLit: // codes that are returned or assigned
				if text := literal(n); strings.HasPrefix(text, "proof-") && len(text) > 6 || strings.HasPrefix(text, "revoked-") {
					codes[text] = append(codes[text], "reason")
				}
			}
			return true
		})
	}
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func literal(n ast.Expr) string {
	if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		text, _ := strconv.Unquote(lit.Value)
		return text
	}
	return ""
}
