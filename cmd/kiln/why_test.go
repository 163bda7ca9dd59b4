package main

import (
	"testing"

	"badgekiln/assets"
)

// A reason of our own is a sentence, with what led to it; a code that the other side
// says twice is shown once.
func TestReasons(t *testing.T) {
	t.Parallel()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	a := &app{words: words}
	for _, c := range [][3]string{
		{"550 5.1.1", "5.1.1 <ada@example.org>: unknown", "550 5.1.1 <ada@example.org>: unknown"},
		{"550 5.1.1", "5.1.10 unknown", "550 5.1.1 5.1.10 unknown"},
		{"550", "user unknown", "550 user unknown"},
		{"mail-foreign", "", words.T("delivery.mail-foreign")},
		{"mail-too-big", "184930 > SIZE 20000", words.T("delivery.mail-too-big") + " 184930 > SIZE 20000"},
		{"", "", ""},
	} {
		if got := a.whyWith(c[0], c[1]); got != c[2] {
			t.Errorf("%q, %q: %q", c[0], c[1], got)
		}
	}
}
