package proof_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand"
	"strings"
	"sync"
	"testing"
	"unicode"

	"badgekiln/issuer"
	"badgekiln/issuer/proof"
)

// options choose the shape of a random credential.
type options struct {
	subject, expires, narrative, status, hosted bool
	evidence, results, identities               int
}

func randomOptions(r *rand.Rand) options {
	coin := func() bool { return r.Intn(2) == 0 }
	return options{coin(), coin(), coin(), coin(), coin(), r.Intn(4), r.Intn(3), 1 + r.Intn(2)}
}

// tree builds a credential with holes for everything a row can say.
func tree(o options, value func(kind string) string) issuer.Obj {
	hole := func(kind string) issuer.Hole { return issuer.Hole(value(kind)) }
	member := func(name string, v any) issuer.Member { return issuer.Member{Name: name, Value: v} }
	picture := "data:image/png;base64," + strings.Repeat("iVBORw0KGgo", 40)
	if o.hosted {
		picture = "https://badges.example/b/kiln/1/image.png"
	}
	achievement := issuer.Obj{
		member("id", "urn:uuid:0d4c1b11-3a86-4a55-9a43-d0b4c7d3b6f0"), member("type", issuer.Arr{"Achievement"}),
		member("name", "Fire"), member("description", "Fires \"a\" kiln\nalone"),
		member("criteria", issuer.Obj{member("id", "https://badges.example/c"), member("narrative", "Fire one.")}),
		member("tag", issuer.Arr{"clay", "fire", "clay"}),
		member("image", issuer.Obj{member("id", picture), member("type", "Image")}),
		member("creditsAvailable", 3),
	}
	var people issuer.Arr
	for range o.identities {
		people = append(people, issuer.Obj{
			member("type", "IdentityObject"), member("hashed", true), member("salt", hole("text")),
			member("identityHash", hole("text")), member("identityType", "emailAddress"),
		})
	}
	subject := issuer.Obj{member("type", issuer.Arr{"AchievementSubject"}), member("identifier", people), member("achievement", achievement)}
	if o.subject {
		subject = append(issuer.Obj{member("id", hole("iri"))}, subject...)
	}
	if o.narrative {
		subject = append(subject, member("narrative", hole("text")))
	}
	var results issuer.Arr
	for range o.results {
		results = append(results, issuer.Obj{member("type", issuer.Arr{"Result"}), member("value", hole("text")), member("status", "Completed")})
	}
	if results != nil {
		subject = append(subject, member("result", results))
	}
	doc := issuer.Obj{
		member("@context", issuer.Arr{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}),
		member("id", hole("iri")), member("type", issuer.Arr{"VerifiableCredential", "OpenBadgeCredential"}),
		member("issuer", issuer.Obj{member("id", "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"), member("type", issuer.Arr{"Profile"}), member("name", "Potters")}),
		member("validFrom", hole("text")), member("name", hole("text")), member("credentialSubject", subject),
	}
	if o.expires {
		doc = append(doc, member("validUntil", hole("text")))
	}
	if o.status {
		doc = append(doc, member("credentialStatus", issuer.Obj{
			member("id", hole("iri")), member("type", "BitstringStatusListEntry"), member("statusPurpose", "revocation"),
			member("statusListIndex", hole("text")), member("statusListCredential", "https://badges.example/s/1.json"),
		}))
	}
	var evidence issuer.Arr
	for range o.evidence {
		evidence = append(evidence, issuer.Obj{member("id", hole("iri")), member("type", issuer.Arr{"Evidence"}), member("narrative", hole("text"))})
	}
	if evidence != nil {
		doc = append(doc, member("evidence", evidence))
	}
	return doc
}

// randomValue invents a text of odd characters, or repeats an earlier one, or
// one of the constants.
func randomValue(r *rand.Rand, kind string, before *[]string) string {
	if len(*before) > 0 && r.Intn(4) == 0 {
		old := (*before)[r.Intn(len(*before))]
		if kind == "text" || strings.HasPrefix(old, "https://row.example/") {
			return old
		}
	}
	alphabets := []string{"abc XYZ 019", "äßÉñ", "名前テスト", "𝄞🔥😀", "\uE000\uF8FF\uFFFDａ", "\"\\'<>{}", "\n\r\t", "\u0080\u2028\u200F", "\u0301é"}
	var b strings.Builder
	for range r.Intn(12) {
		letters := []rune(alphabets[r.Intn(len(alphabets))])
		b.WriteRune(letters[r.Intn(len(letters))])
	}
	text := b.String()
	if kind == "iri" {
		schemes := []string{
			"https://row.example/", "https://row.example/", "http://row.example/ä?q=", "urn:uuid:", "did:web:row.example:", "mailto:a@row.example?x=",
			"ftp://row.example/", // not among the allowed: goes the long way
		}
		text = schemes[r.Intn(len(schemes))] + fmt.Sprint(r.Intn(5)) + strings.Map(func(c rune) rune {
			if unicode.IsSpace(c) || unicode.IsControl(c) || strings.ContainsRune("<>\"{}|\\^`", c) {
				return -1
			}
			return c
		}, text)
		if r.Intn(10) == 0 {
			text = "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi" // the issuer
		}
	}
	*before = append(*before, text)
	return text
}

// TestTemplateIsExact compares the template with the long way over many random
// rows of random shapes.
func TestTemplateIsExact(t *testing.T) {
	t.Parallel()
	rows := 1000
	if testing.Short() {
		rows = 200
	}
	random := rand.New(rand.NewSource(11))
	contexts := known(t)
	templates := map[string]*proof.Template{}
	shapes := make([]options, rows/20)
	for i := range shapes {
		shapes[i] = randomOptions(random)
	}
	for n := range rows {
		o := shapes[n%len(shapes)]
		var before []string
		doc := issuer.Take(tree(o, func(kind string) string { return randomValue(random, kind, &before) }))
		template, ok := templates[doc.Sum()]
		if !ok {
			var err error
			if template, err = proof.Compile(doc.Shape, contexts); err != nil {
				t.Fatalf("%+v: %v", o, err)
			}
			templates[doc.Sum()] = template
		}
		got, err := template.Hash(doc.Values)
		if err != nil {
			t.Fatalf("row %d: %v", n, err)
		}
		whole, _ := issuer.Splice(doc.Shape, issuer.EncodeValues(doc.Values), "")
		want, err := proof.HashDocument(whole, contexts)
		if err != nil {
			t.Fatalf("row %d: %v", n, err)
		}
		if got != want {
			t.Errorf("row %d: the template differs for %s", n, whole)
		}
	}
	t.Logf("%d rows of %d shapes", rows, len(templates))
}

// TestTemplateMindsPrefixes gives a template values that a context would take
// for compact IRIs.
func TestTemplateMindsPrefixes(t *testing.T) {
	t.Parallel()
	contexts := buildOf{known(t), map[string]any{"https://row.example/c": map[string]any{"did": "https://row.example/did/"}}}
	shape := []byte("{\"@context\": [\"https://www.w3.org/ns/credentials/v2\", \"https://row.example/c\"], \"id\": \"\x00\", \"name\": \"N\"}")
	template, err := proof.Compile(shape, contexts)
	if err != nil {
		t.Fatal(err)
	}
	for value, meant := range map[string]string{"did:1": "https://row.example/did/1", "urn:1": "urn:1", "https:1": "https:1"} {
		got, err := template.Hash([]string{value})
		if err != nil {
			t.Fatal(err)
		}
		text, err := proof.Canonical(bytes.ReplaceAll(shape, []byte{0}, []byte(value)), contexts)
		if err != nil || !bytes.Contains(text, []byte("<"+meant+">")) || got != sha256.Sum256(text) {
			t.Errorf("%s: %s %v", value, text, err)
		}
	}
}

// TestTemplateTogether uses one template from many goroutines.
func TestTemplateTogether(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	template, docs := batch(t, 16)
	var wait sync.WaitGroup
	for _, doc := range docs {
		wait.Add(1)
		go func() {
			defer wait.Done()
			whole, _ := issuer.Splice(doc.Shape, issuer.EncodeValues(doc.Values), "")
			want, err := proof.HashDocument(whole, contexts)
			if err != nil {
				t.Error(err)
				return
			}
			for range 20 {
				if got, err := template.Hash(doc.Values); err != nil || got != want {
					t.Error("differs", err)
				}
			}
		}()
	}
	wait.Wait()
}

// batch makes one template and rows of its shape.
func batch(tb testing.TB, rows int) (*proof.Template, []issuer.Document) {
	tb.Helper()
	random := rand.New(rand.NewSource(3))
	docs := make([]issuer.Document, rows)
	for i := range docs {
		o := options{expires: true, narrative: true, status: true, hosted: true, evidence: 1, identities: 1}
		docs[i] = issuer.Take(tree(o, func(kind string) string {
			if kind == "iri" {
				return fmt.Sprintf("https://row.example/%d/%x", i, random.Int63())
			}
			return fmt.Sprintf("Text of row %d: %x", i, random.Int63())
		}))
	}
	template, err := proof.Compile(docs[0].Shape, known(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return template, docs
}

// TestTemplateRefuses lists rows a template gives no hash for.
func TestTemplateRefuses(t *testing.T) {
	t.Parallel()
	template, docs := batch(t, 1)
	values := docs[0].Values
	for what, c := range map[string]struct {
		values func(v []string) []string
		code   string
	}{
		"one too few":        {func(v []string) []string { return v[1:] }, "proof-holes"},
		"one too many":       {func(v []string) []string { return append(v, "") }, "proof-holes"},
		"bell":               {func(v []string) []string { v[1] = "\a"; return v }, "proof-control"},
		"zero":               {func(v []string) []string { v[1] = "\x00"; return v }, "proof-control"},
		"no character":       {func(v []string) []string { v[1] = "\uFFFE"; return v }, "proof-control"},
		"not UTF-8":          {func(v []string) []string { v[1] = "\xff"; return v }, "proof-json"},
		"relative id":        {func(v []string) []string { v[0] = "a/b"; return v }, "proof-iri"},
		"blank node":         {func(v []string) []string { v[0] = "_:b1"; return v }, "proof-iri"},
		"id with space":      {func(v []string) []string { v[0] = "https://a b"; return v }, "proof-iri"},
		"id with line break": {func(v []string) []string { v[0] = "https://a\nb"; return v }, "proof-iri"},
		"id of nothing":      {func(v []string) []string { v[0] = ""; return v }, "proof-iri"},
		"2 MB":               {func(v []string) []string { v[1] = strings.Repeat("x", 2<<20); return v }, "proof-size"},
	} {
		row := c.values(append([]string(nil), values...))
		if _, err := template.Hash(row); issuer.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %s", what, err, c.code)
		}
	}
}

// TestCompileRefuses lists shapes no template can be made of.
func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	for what, c := range map[string][3]string{
		"hole as type":     {`"type": ["Profile"]`, "\"type\": [\"Profile\", \"\x00\"]", "proof-hole"},
		"hole as context":  {`"criteria": {`, "\"criteria\": {\"@context\": \"\x00\", ", "proof-context"},
		"hole as language": {`"name": "Kiln"`, "\"name\": {\"@value\": \"Kiln\", \"@language\": \"\x00\"}", "proof-literal"},
		"hole as datatype": {`"name": "Kiln"`, "\"name\": {\"@value\": \"Kiln\", \"@type\": \"\x00\"}", "proof-hole"},
		"hole in a text":   {`"name": "Kiln"`, "\"name\": \"Kiln \x00\"", "proof-hole"},
		"hole in a proof":  {`"name": "Kiln"`, "\"name\": \"Kiln\", \"proof\": {\"created\": \"\x00\"}", "proof-hole"},
		"our own mark":     {`"Kiln"`, `"urn:badgekiln-hole:0:"`, "proof-hole"},
		"unknown term":     {`"name": "Kiln"`, "\"colour\": \"\x00\"", "proof-term"},
	} {
		if _, err := proof.Compile(edit(t, c[0], c[1]), known(t)); issuer.CodeOf(err) != c[2] {
			t.Errorf("%s: got %v, want %s", what, err, c[2])
		}
	}
}

func BenchmarkHash(b *testing.B) {
	contexts := known(b)
	template, docs := batch(b, 256)
	b.Run("template", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			if _, err := template.Hash(docs[i%len(docs)].Values); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("full", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			doc := docs[i%len(docs)]
			whole, _ := issuer.Splice(doc.Shape, issuer.EncodeValues(doc.Values), "")
			if _, err := proof.HashDocument(whole, contexts); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("compile", func(b *testing.B) {
		for range b.N {
			if _, err := proof.Compile(docs[0].Shape, contexts); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sign", func(b *testing.B) {
		signer := newSigner(1)
		var config, document [32]byte
		for range b.N {
			if _, err := proof.SignValue(signer, config, document); err != nil {
				b.Fatal(err)
			}
		}
	})
}
