package house

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// violation is a file that breaks one rule of .golangci.yml.
type violation struct {
	rule string // the name its report begins with
	file string
	use  string // what it imports
	body string
}

const blank = "\n// Planted uses nothing.\nfunc Planted() {}\n"

// violations has one file for each rule and each room it guards.
func violations() []violation {
	return []violation{
		{"cores-are-headless", "designer/planted/window.go", "fyne.io/fyne/v2", blank},
		{"cores-are-headless", "issuer/planted/window.go", "fyne.io/fyne/v2", blank},
		{"cores-are-headless", "designer/planted/app.go", "badgekiln/app/planted", blank},
		{"cores-are-headless", "issuer/planted/app.go", "badgekiln/app/planted", blank},
		{"cores-are-headless", "issuer/planted/program.go", "badgekiln/cmd/planted", blank},
		{"cores-never-meet-designer", "designer/planted/issuer.go", "badgekiln/issuer", blank},
		{"cores-never-meet-issuer", "issuer/planted/designer.go", "badgekiln/designer/render", blank},
		{"assets-are-passed-in", "designer/planted/assets.go", "badgekiln/assets", blank},
		{"assets-are-passed-in", "issuer/planted/assets_test.go", "badgekiln/assets", blank},
		{"assets-know-nothing", "assets/planted/issuer.go", "badgekiln/issuer", blank},
		{"kiln-is-headless", "cmd/kiln/planted/window.go", "fyne.io/fyne/v2", blank},
		{"kiln-is-headless", "cmd/internal/engine/planted/app.go", "badgekiln/app/planted", blank},
		{"kiln-is-headless", "cmd/internal/drawing/planted/window.go", "fyne.io/fyne/v2", blank},
		{"drawing-awards-nobody", "cmd/internal/drawing/planted/ledger.go", "badgekiln/issuer/ledger", blank},
		{"drawing-awards-nobody", "cmd/internal/drawing/planted/engine.go", "badgekiln/cmd/internal/engine", blank},
		{"app-asks-by-interface", "app/planted/ledger.go", "badgekiln/issuer/ledger", blank},
		{"app-asks-by-interface", "app/studio/planted/award.go", "badgekiln/issuer/award", blank},
		{"app-asks-by-interface", "app/planted/keys.go", "badgekiln/issuer/keys", blank},
		{"desk-is-headless", "cmd/internal/desk/planted/window.go", "fyne.io/fyne/v2", blank},
		{"kit-knows-no-domain", "app/kit/planted/edit.go", "badgekiln/designer/edit", blank},
		{"one-door-to-the-window", "app/planted/door.go", "fyne.io/fyne/v2", "\nvar _ = fyne.Do\n"},
		{"one-door-to-the-window", "cmd/badgekiln/planted/door.go", "fyne.io/fyne/v2", "\nvar _ = fyne.DoAndWait\n"},
		{"sql-in-the-ledger", "app/planted/sql.go", "database/sql", blank},
		{"sql-in-the-ledger", "issuer/planted/sql_test.go", "database/sql", blank},
		{"sql-in-the-ledger", "cmd/planted/sqlite.go", "github.com/mattn/go-sqlite3", blank},
		{"sockets-in-deliver", "issuer/planted/web.go", "net/http", blank},
		{"sockets-in-deliver", "app/planted/mail.go", "net/smtp", blank},
		{"sockets-in-deliver", "cmd/planted/socket.go", "net", blank},
		{"designer-is-offline", "designer/planted/web.go", "net/http", blank},
		{"render-is-pure", "designer/render/planted/files.go", "os", blank},
		{"render-is-pure", "designer/render/planted/clock.go", "time", blank},
		{"render-is-pure", "designer/render/planted/chance.go", "math/rand/v2", blank},
		{"driver-in-the-main", "app/planted/driver.go", "fyne.io/fyne/v2/app", blank},
		{"clock-passed-in", "issuer/planted/now.go", "time", "\nvar _ = time.Now()\n"},
		{"clock-passed-in", "app/planted/now.go", "time", "\nvar _ = time.Now()\n"},
		{"app-passed-in", "app/planted/current.go", "fyne.io/fyne/v2", "\nvar _ = fyne.CurrentApp()\n"},
	}
}

// allowed are uses next to the borders that no rule may report.
func allowed() []violation {
	return []violation{
		{"", "issuer/ledger/planted/sql.go", "database/sql", blank},
		{"", "issuer/deliver/planted/web.go", "net/http", blank},
		{"", "issuer/planted/address.go", "net/url", blank},
		{"", "app/kit/planted/door.go", "fyne.io/fyne/v2", "\nvar _ = fyne.Do\n"},
		{"", "cmd/badgekiln/planted/driver.go", "fyne.io/fyne/v2/app", blank},
		{"", "cmd/planted/now.go", "time", "\nvar _ = time.Now()\n"},
		{"", "issuer/planted/now_test.go", "time", "\nvar _ = time.Now()\n"},
	}
}

func (v violation) source() string {
	name := "_ "
	if v.body != blank {
		name = ""
	}
	// Several files of one folder declare Planted, so each gets a name of its own.
	unique := "Planted" + strings.NewReplacer(".go", "", "_", "").Replace(filepath.Base(v.file))
	body := strings.ReplaceAll(v.body, "Planted", unique)
	return "// Package planted breaks a rule on purpose.\npackage planted\n\nimport " + name + `"` + v.use + "\"\n" + body
}

func TestBordersAreGuarded(t *testing.T) {
	t.Parallel()
	lint := os.Getenv("BADGEKILN_LINT")
	if lint == "" {
		t.Skip("BADGEKILN_LINT names no golangci-lint; `make lint` runs this test with the pinned one.")
	}
	scratch := scratchCopy(t)
	folders := map[string]bool{}
	for _, v := range append(violations(), allowed()...) {
		write(t, filepath.Join(scratch, v.file), v.source())
		folders["./"+filepath.Dir(v.file)] = true
	}
	reports := runLint(t, lint, scratch, folders)
	for _, v := range violations() {
		if !reports.has(v.file, v.rule) {
			t.Errorf("%s imports %s and no report says %s; reports of this file: %q", v.file, v.use, v.rule, reports[v.file])
		}
	}
	for _, v := range allowed() {
		if len(reports[v.file]) > 0 {
			t.Errorf("%s imports %s, which is allowed, yet: %q", v.file, v.use, reports[v.file])
		}
	}
}

// Only the mains join the cores: the Go tool itself refuses anybody else.
func TestEngineIsForTheMains(t *testing.T) {
	t.Parallel()
	scratch := scratchCopy(t)
	v := violation{file: "app/planted/engine.go", use: "badgekiln/cmd/internal/engine/planted", body: blank}
	write(t, filepath.Join(scratch, v.file), v.source())
	write(t, filepath.Join(scratch, "cmd/internal/engine/planted/planted.go"), "package planted\n")
	build := exec.CommandContext(t.Context(), "go", "build", "./app/planted")
	build.Dir = scratch
	out, err := build.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "use of internal package") {
		t.Errorf("app may import the engine: %v\n%s", err, out)
	}
}

// texts are the reports of each file.
type texts map[string][]string

func (r texts) has(file, rule string) bool {
	for _, text := range r[file] {
		if strings.Contains(text, rule+":") {
			return true
		}
	}
	return false
}

func runLint(t *testing.T, lint, dir string, folders map[string]bool) texts {
	t.Helper()
	args := []string{"run", "--enable-only", "depguard,forbidigo", "--output.json.path", "stdout", "--show-stats=false"}
	for folder := range folders {
		args = append(args, folder)
	}
	run := exec.CommandContext(t.Context(), lint, args...)
	run.Dir = dir
	run.Stderr = t.Output()
	out, err := run.Output()
	if err == nil {
		t.Fatal("the linter found nothing to report")
	}
	var result struct {
		Issues []struct {
			FromLinter string
			Text       string
			Pos        struct{ Filename string }
		}
	}
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatalf("read the linter's report: %v\n%s", err, out)
	}
	reports := texts{}
	for _, issue := range result.Issues {
		if issue.FromLinter == "typecheck" {
			t.Fatalf("a planted file does not compile: %s", issue.Text)
		}
		file := filepath.ToSlash(issue.Pos.Filename)
		reports[file] = append(reports[file], issue.Text)
	}
	return reports
}

// scratchCopy copies what the Go tool and the linter read, and puts a stub in
// Fyne's place, so that rules about the window hold before there is one and
// the test compiles no graphics.
func scratchCopy(t *testing.T) string {
	t.Helper()
	from, to := root(t), t.TempDir()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if leaveOut(name) {
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), data, 0o644)
	})
	if err != nil {
		t.Fatalf("copy the repository: %v", err)
	}
	write(t, filepath.Join(to, "stub/fyne/go.mod"), "module fyne.io/fyne/v2\n\ngo 1.26\n")
	write(t, filepath.Join(to, "stub/fyne/fyne.go"), "package fyne\n\nfunc CurrentApp() any { return nil }\n\nfunc Do(func()) {}\n\nfunc DoAndWait(func()) {}\n")
	write(t, filepath.Join(to, "stub/fyne/app/app.go"), "package app\n")
	write(t, filepath.Join(to, "app/planted/planted.go"), "// Package planted is a stand-in.\npackage planted\n")
	write(t, filepath.Join(to, "cmd/planted/planted.go"), "// Package planted is a stand-in.\npackage planted\n")
	edit := exec.CommandContext(t.Context(), "go", "mod", "edit", "-require=fyne.io/fyne/v2@v2.0.0", "-replace=fyne.io/fyne/v2=./stub/fyne")
	edit.Dir = to
	if out, err := edit.CombinedOutput(); err != nil {
		t.Fatalf("put a stub in Fyne's place: %v\n%s", err, out)
	}
	return to
}

// leaveOut names folders without Go code: those git ignores and its own.
func leaveOut(name string) bool {
	if name == "." {
		return false
	}
	base := filepath.Base(name)
	return strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules" || name == "out" || name == "bin" || name == "sample"
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
