package drawing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLicenceAndCreditOfAPack as folders of pictures have them.
func TestLicenceAndCreditOfAPack(t *testing.T) {
	for name, one := range map[string]struct{ file, text, licence, credit string }{
		"a package":             {"package.json", `{"license":"ISC","author":"Ona Fake <ona@example.org>"}`, "ISC", "Ona Fake"},
		"a package's object":    {"package.json", `{"license":"MIT","author":{"name":"Ona Fake"}}`, "MIT", "Ona Fake"},
		"a package by nobody":   {"package.json", `{"license":"MIT","author":7}`, "MIT", ""},
		"a work, then licence":  {"LICENSE.txt", "Night Owl Icons, by Ona Fake\n\nLicensed under CC BY 4.0\n", "CC BY 4.0", "Night Owl Icons, by Ona Fake"},
		"a licence, then who":   {"LICENSE", "MIT License\n\nCopyright (c) 2026 Ona Fake\n\nPermission is hereby granted\n", "MIT License", "Copyright (c) 2026 Ona Fake"},
		"who, then a paragraph": {"COPYING", "Copyright 2026 Ona Fake\n\nYou may use them.\n", "Copyright 2026 Ona Fake", "Copyright 2026 Ona Fake"},
		"headings":              {"LICENCE.md", "# Creative Commons Zero\n", "Creative Commons Zero", ""},
		"control characters":    {"LICENSE", "MIT License\x1b[2J\x00\n", "MIT License[2J", ""},
		"nothing but length":    {"LICENSE", strings.Repeat("x", 500) + "\n", "", ""},
		"no JSON":               {"package.json", `{"license":`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "a", "b", "c", "icons") // above lies nothing of others
			if err := os.MkdirAll(dir, 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, one.file), []byte(one.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if licence, credit := licenceOf(dir); licence != one.licence || credit != one.credit {
				t.Errorf("%q by %q", licence, credit)
			}
		})
	}
}
