package house

import (
	"os/exec"
	"strings"
	"testing"
)

// The linter sees direct imports only; the Go tool knows the whole chain.
func TestNoFyneBelowTheWindow(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"./cmd/kiln", "./cmd/internal/engine", "./cmd/internal/drawing", "./issuer/...", "./designer/...", "./assets/..."} {
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			list := exec.CommandContext(t.Context(), "go", "list", "-deps", pattern)
			list.Dir = root(t)
			list.Stderr = t.Output()
			out, err := list.Output()
			if err != nil {
				t.Fatalf("go list -deps %s: %v", pattern, err)
			}
			packages := strings.Fields(string(out))
			if len(packages) == 0 {
				t.Fatal("no package was listed")
			}
			for _, p := range packages {
				if strings.HasPrefix(p, "fyne.io/") || strings.HasPrefix(p, "badgekiln/app") {
					t.Errorf("%s reaches %s", pattern, p)
				}
			}
		})
	}
}
