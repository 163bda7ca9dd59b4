package main

import (
	"strings"
	"testing"
)

func TestIsolated(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":     "",
		"Ada":  "Ada",
		"\xff": "\xff",
		"3  محمد الأمين  m@example.org\n": "3  <محمد الأمين>  m@example.org\n",
		"שלום\nעולם":                      "<שלום>\n<עולם>",
		"Row 3: נועה, 12 years":           "Row 3: <נועה>, 12 years",
		"שָׁלוֹםַ":                        "<שָׁלוֹםַ>",
	} {
		want = strings.NewReplacer("<", "\u2068", ">", "\u2069").Replace(want)
		if got := isolated(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
