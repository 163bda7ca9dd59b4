package house

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever adds a dependency says why, in the README; whoever drops one drops
// its row.
func TestReadmeNamesEveryDependency(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join(root(t), "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	list := exec.CommandContext(t.Context(), "go", "mod", "edit", "-json")
	list.Dir = root(t)
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go mod edit -json: %v", err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "## Dependencies")
	table, _, _ = strings.Cut(table, "\n## ")
	direct := map[string]bool{}
	for _, m := range mod.Require {
		if direct[m.Path] = !m.Indirect; direct[m.Path] && !strings.Contains(table, "`"+m.Path+"`") {
			t.Errorf("README.md does not say why %s is needed", m.Path)
		}
	}
	for i, name := range strings.Split(table, "`") {
		if named := i%2 == 1; named && strings.Contains(name, "/") && !direct[name] {
			t.Errorf("README.md says why %s is needed, and go.mod does not ask for it", name)
		}
	}
}
