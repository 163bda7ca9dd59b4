package issuer_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"badgekiln/issuer"
)

// FuzzSplice: whatever the texts are, a document taken apart and spliced
// together says what it said, and the stored values alone decide.
func FuzzSplice(f *testing.F) {
	f.Add("Ada", "https://ex.org/1", "zProof")
	f.Add("\x00\x01\x02", "]]>\u2028", "")
	f.Add(`a"b\c`, "\xff\xfe", "z")
	f.Add("", "😀\n\t\r\x7f", "z")
	f.Fuzz(func(t *testing.T, a, b, proof string) {
		if strings.ContainsAny(proof, "\"\\\x00\x01") || !utf8.ValidString(proof) || strings.ContainsFunc(proof, func(r rune) bool { return r < 0x20 }) {
			return // a proof value is base58
		}
		doc := issuer.Take(issuer.Obj{
			{Name: "fixed", Value: b},
			{Name: "a", Value: issuer.Hole(a)},
			{Name: "list", Value: issuer.Arr{issuer.Hole(b), true, 7, issuer.Obj{{Name: "p", Value: issuer.ProofHole{}}}}},
		})
		text, fits := issuer.Splice(doc.Shape, issuer.EncodeValues(doc.Values), proof)
		if !fits {
			t.Fatal("values do not fit their own shape")
		}
		var back struct {
			Fixed, A string
			List     []any
		}
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if clean := strings.ToValidUTF8; back.A != clean(a, "\ufffd") && utf8.ValidString(a) || utf8.ValidString(b) && (back.Fixed != b || back.List[0] != b) {
			t.Errorf("%q came back as %q", a, back.A)
		}
		if strings.Contains(string(text), "]]>") {
			t.Errorf("%q would end a CDATA section", text)
		}
	})
}

func TestSpliceRefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	doc := issuer.Take(issuer.Obj{{Name: "a", Value: issuer.Hole("1")}, {Name: "b", Value: issuer.Hole("2")}})
	for name, values := range map[string][]string{"none": nil, "one": {"1"}, "three": {"1", "2", "3"}} {
		if _, fits := issuer.Splice(doc.Shape, issuer.EncodeValues(values), ""); fits {
			t.Errorf("%s: two holes took the values", name)
		}
	}
}

func TestShapeIsWhatABatchShares(t *testing.T) {
	t.Parallel()
	of := func(name, fixed string) issuer.Document {
		return issuer.Take(issuer.Obj{{Name: "name", Value: issuer.Hole(name)}, {Name: "class", Value: fixed}})
	}
	if of("Ada", "x").Sum() != of("Bob", "x").Sum() {
		t.Error("two people of one class have two shapes")
	}
	if of("Ada", "x").Sum() == of("Ada", "y").Sum() {
		t.Error("two classes have one shape")
	}
}
