package typeset_test

import (
	"testing"

	"badgekiln/designer/typeset"
	"badgekiln/designer/typeset/typetest"
)

func BenchmarkNewFonts(b *testing.B) {
	for b.Loop() {
		if _, err := typeset.NewFonts(typetest.Sources()); err != nil {
			b.Fatal(err)
		}
	}
}
