package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/assets"
	"badgekiln/cmd/internal/licences"
)

// TestEveryModuleHasALicence collects what our programs are made of: each
// module has a text, and a name in our table.
func TestEveryModuleHasALicence(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	packages := []string{"badgekiln/cmd/..."}
	if err := collect(folder, packages); err != nil {
		t.Fatal(err)
	}
	list, err := modules(packages)
	if err != nil || len(list) < 2 {
		t.Fatalf("%d modules, %v", len(list), err)
	}
	for _, line := range list {
		part := strings.Split(line, "\t")
		if licences.Of(part[0]) == "" {
			t.Errorf("%s has no licence in the table", part[0])
		}
		data, err := os.ReadFile(filepath.Join(folder, assets.LicenceFile(part[0], part[1])))
		if err != nil || len(data) < 500 {
			t.Errorf("%s: %d bytes of licence (%v)", part[0], len(data), err)
		}
	}
}

func TestModuleWithoutALicenceIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := texts(t.TempDir()); err == nil {
		t.Error("an empty folder passed")
	}
}
