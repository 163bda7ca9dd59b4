package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"badgekiln/assets"
	"badgekiln/designer/preflight"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func testApp(t *testing.T) (*app, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	var out, errs bytes.Buffer
	a, err := newApp("", strings.NewReader(""), &out, &errs, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return a, &out, &errs
}

// TestEveryVerbAndFlagHasWords walks the tree: a missing word shows as its key.
func TestEveryVerbAndFlagHasWords(t *testing.T) {
	t.Parallel()
	a, _, _ := testApp(t)
	isKey := func(s string) bool { return s == "" || strings.HasPrefix(s, "cli.") }
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if isKey(c.Short) || strings.Contains(c.Use, "cli.") || strings.HasPrefix(c.Long, "cli.") {
			t.Errorf("%s: short %q, use %q", c.CommandPath(), c.Short, c.Use)
		}
		look := func(f *pflag.Flag) {
			if isKey(f.Usage) {
				t.Errorf("%s --%s: %q", c.CommandPath(), f.Name, f.Usage)
			}
		}
		c.Flags().VisitAll(look)
		c.PersistentFlags().VisitAll(look)
		for _, g := range c.Groups() {
			if isKey(g.Title) {
				t.Errorf("group %s: %q", g.ID, g.Title)
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(a.root())
}

// TestEveryCodeHasASentence reads the source of the whole repository: each
// code given to issuer.Fail has its sentence, and each value a sentence names
// is given by one of the places that fail with it.
func TestEveryCodeHasASentence(t *testing.T) {
	t.Parallel()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	calls := failures(t, filepath.Join("..", ".."))
	if len(calls) < 20 {
		t.Fatalf("only %d codes found: the search is broken", len(calls))
	}
	brace := regexp.MustCompile(`\{([a-z_]+)\}`)
	for code, c := range calls {
		if !words.Has("error." + code) {
			t.Errorf("%s: no sentence error.%s", c.where, code)
		}
		for _, key := range []string{"error." + code, "hint." + code} {
			for _, value := range brace.FindAllStringSubmatch(words.T(key), -1) {
				if !c.open && !slices.Contains(c.values, value[1]) {
					t.Errorf("%s: %s names {%s}, which is not given", c.where, key, value[1])
				}
			}
		}
	}
}

// TestEveryKeySaidExists looks for words that the code of this program asks
// for by name.
func TestEveryKeySaidExists(t *testing.T) {
	t.Parallel()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	whole := regexp.MustCompile(`^cli(\.[a-z0-9-]+)+$`)
	eachFile(t, ".", func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if text := literal(n); whole.MatchString(text) && !words.Has(text) {
				t.Errorf("%s asks for %q", path, text)
			}
			if key := dried(n); key != "" && !words.Has(key+".dry") {
				t.Errorf("%s asks for %q in a dry run", path, key+".dry")
			}
			return true
		})
	})
}

// dried is the key of a call that has other words in a dry run.
func dried(n ast.Node) string {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return ""
	}
	if s, ok := call.Fun.(*ast.SelectorExpr); !ok || s.Sel.Name != "dried" {
		return ""
	}
	return literal(call.Args[0])
}

// TestEveryDesignFaultHasASentence is the same for the codes that the designer
// gives, and for what its preflight finds.
func TestEveryDesignFaultHasASentence(t *testing.T) {
	t.Parallel()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	codes := 0
	for _, folder := range []string{"designer", filepath.Join("cmd", "internal"), "app"} {
		eachFile(t, filepath.Join("..", "..", folder), func(path string, file *ast.File) {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 || !isDesignFail(call.Fun, file.Name.Name) || literal(call.Args[0]) == "" {
					return true
				}
				codes++
				if key := "design." + literal(call.Args[0]); !words.Has(key) {
					t.Errorf("%s: no sentence %s", path, key)
				}
				return true
			})
		})
	}
	if codes < 20 {
		t.Errorf("only %d codes found: the search is broken", codes)
	}
	for _, code := range preflight.RowChecks() {
		if key := "preflight.row." + code; !words.Has(key) {
			t.Errorf("no sentence %s", key)
		}
	}
	for _, code := range append(preflight.Checks(), preflight.HostChecks()...) {
		for _, key := range []string{"preflight." + code, "preflight.fine." + code} {
			if !words.Has(key) {
				t.Errorf("no sentence %s", key)
			}
		}
	}
}

func isDesignFail(fun ast.Expr, pkg string) bool {
	if own, ok := fun.(*ast.Ident); ok {
		return pkg == "designer" && own.Name == "Fail"
	}
	s, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	from, ok := s.X.(*ast.Ident)
	return ok && from.Name == "designer" && s.Sel.Name == "Fail"
}

// failure is all places that fail with one code.
type failure struct {
	where  string
	values []string
	open   bool // a place gives values that cannot be read off the source
}

func failures(t *testing.T, root string) map[string]*failure {
	t.Helper()
	consts := map[string]string{} // folder + name → text
	eachFile(t, root, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok {
				for i, value := range spec.Values {
					if text := literal(value); text != "" {
						consts[filepath.Dir(path)+" "+spec.Names[i].Name] = text
					}
				}
			}
			return true
		})
	})
	later := valuesSetLater(t, root)
	calls := map[string]*failure{}
	eachFile(t, root, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isFail(call.Fun) || len(call.Args) < 2 {
				return true
			}
			code := literal(call.Args[1])
			if name, ok := call.Args[1].(*ast.Ident); ok {
				code = consts[filepath.Dir(path)+" "+name.Name]
			}
			if code == "" {
				return true
			}
			if calls[code] == nil {
				calls[code] = &failure{where: path}
			}
			c := calls[code]
			c.open = c.open || call.Ellipsis.IsValid()
			c.values = append(c.values, later[filepath.Dir(path)]...)
			for i := 2; i < len(call.Args); i += 2 {
				c.values = append(c.values, literal(call.Args[i]))
			}
			return true
		})
	})
	return calls
}

// valuesSetLater gives, for each folder, the names it puts into the Values of
// a failure that was made before: failure.Values["file"] = name.
func valuesSetLater(t *testing.T, root string) map[string][]string {
	t.Helper()
	names := map[string][]string{}
	eachFile(t, root, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if index, ok := n.(*ast.IndexExpr); ok {
				if s, ok := index.X.(*ast.SelectorExpr); ok && s.Sel.Name == "Values" {
					names[filepath.Dir(path)] = append(names[filepath.Dir(path)], literal(index.Index))
				}
			}
			return true
		})
	})
	return names
}

func isFail(fun ast.Expr) bool {
	s, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "issuer" && s.Sel.Name == "Fail"
}

func literal(n ast.Node) string {
	if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		text, _ := strconv.Unquote(lit.Value)
		return text
	}
	return ""
}

// eachFile parses every Go file below root that is not a test.
func eachFile(t *testing.T, root string, do func(path string, file *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || d.Name() == ".git") {
			if err == nil {
				err = fs.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
		if err == nil {
			do(path, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
