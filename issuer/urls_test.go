package issuer_test

import (
	"testing"

	"badgekiln/issuer"
)

// TestFacesOfPaths: a face's file and its page belong to it, and nothing else of
// a site does.
func TestFacesOfPaths(t *testing.T) {
	t.Parallel()
	const id = "7f3c0a10-5e0b-4c55-9d3f-0123456789ab"
	for path, ours := range map[string]bool{
		issuer.FacePath(id): true, issuer.FacePagePath(id): true,
		"a/7f3/" + id + ".json": false, "a/7e/" + id + ".json": false, "a/" + id + ".json": false,
		"c/7f/" + id + ".json": false, "a/": false, "": false, issuer.ProfilePath("forge"): false,
	} {
		got, ok := issuer.FaceOfPath(path)
		if ok != ours || ours && got != id {
			t.Errorf("%q is %q, %v", path, got, ok)
		}
	}
}

// TestEscapesAreTheFewest: frozen bytes hang on each of them.
func TestEscapesAreTheFewest(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`a > b ]> c`: `a > b ]> c`, `]]>`: `]]\u003e`, `]]]>>`: `]]]\u003e>`, `<&'/`: `<&'/`,
		"\"\\\n\r\t":    `\"\\\n\r\t`,
		"\x00\x1f\x7f~": `\u0000\u001f\u007f~`, "Zoë 王 🎓\u2028": "Zoë 王 🎓\u2028", "a\xffb": "a\ufffdb",
	} {
		if got := string(issuer.AppendEscaped([]byte("x"), text)); got != "x"+want {
			t.Errorf("%q is %s, not x%s", text, got, want)
		}
	}
}
