package issuer

import "testing"

func TestIsAddress(t *testing.T) {
	for text, want := range map[string]bool{
		"badges@hafenwerk.org": true, "a+b@x.y.example": true, "ä@münchen.example": true,
		"": false, "not an address": false, "a@b": false, "Ada <a@b.example>": false, " a@b.example": false, "a@b.example, c@d.example": false, "a@": false,
	} {
		if IsAddress(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
