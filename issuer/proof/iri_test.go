package proof

import "testing"

// The quick look at ASCII says what the long one says.
func TestQuickLookAtIRIs(t *testing.T) {
	t.Parallel()
	for c := range byte(0x80) {
		if quick, long := inIRI(c), allIRI(string(rune(c))); quick != long {
			t.Errorf("character %#x: %t, want %t", c, quick, long)
		}
	}
}
