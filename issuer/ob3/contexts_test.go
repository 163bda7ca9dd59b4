package ob3_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/piprate/json-gold/ld"

	"badgekiln/issuer/ob3"
)

const (
	specBuild = "https://purl.imsglobal.org/spec/ob/v3p0/"
	examples  = "https://www.w3.org/ns/credentials/examples/v2"
)

// originalFiles says which file of the standards pack a URL stands for.
func originalFiles() map[string]string {
	return map[string]string{
		"https://www.w3.org/ns/credentials/v2":             "w3c-contexts/credentials-v2.jsonld",
		"https://www.w3.org/2018/credentials/v1":           "w3c-contexts/credentials-v1.jsonld",
		"https://w3id.org/security/data-integrity/v1":      "w3c-contexts/data-integrity-v1.jsonld",
		"https://w3id.org/security/data-integrity/v2":      "w3c-contexts/data-integrity-v2.jsonld",
		"https://w3id.org/security/multikey/v1":            "w3c-contexts/multikey-v1.jsonld",
		"https://w3id.org/security/jwk/v1":                 "w3c-contexts/jwk-v1.jsonld",
		"https://www.w3.org/ns/cid/v1":                     "w3c-contexts/cid-v1.jsonld",
		"https://www.w3.org/ns/did/v1":                     "w3c-contexts/did-v1.jsonld",
		"https://w3id.org/security/suites/ed25519-2020/v1": "w3c-contexts/security-suites-ed25519-2020-v1.jsonld",
		specBuild + "context.json":                         "ob-3.0/contexts/context.json",
		specBuild + "context-3.0.1.json":                   "ob-3.0/contexts/context-3.0.1.json",
		specBuild + "context-3.0.2.json":                   "ob-3.0/contexts/context-3.0.2.json",
		specBuild + "context-3.0.3.json":                   "ob-3.0/contexts/context-3.0.3.json",
		specBuild + "extensions.json":                      "ob-3.0/contexts/extensions.json",
		"https://w3id.org/openbadges/v2":                   "ob-1x-2x/v2/context.json",
		"https://w3id.org/openbadges/v1":                   "ob-1x-2x/v1/context.json",
		"https://w3id.org/openbadges/legacy-v1":            "ob-1x-2x/v1/legacy-v1.json",
	}
}

// validatorFiles are the same URLs as the public validator carries them.
func validatorFiles() map[string]string {
	return map[string]string{
		specBuild + "context-3.0.1.json": "1edtech-validator/contexts/ob-v3p0-3.0.1.json",
		specBuild + "context-3.0.2.json": "1edtech-validator/contexts/ob-v3p0-3.0.2.json",
		specBuild + "context-3.0.3.json": "1edtech-validator/contexts/ob-v3p0-3.0.3.json",
	}
}

// standardsPack finds the standards pack, or skips the test.
func standardsPack(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if dir == "" {
		root, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for {
			if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
				break
			}
			root = filepath.Dir(root)
		}
		dir = filepath.Join(root, "..", "shared", "standards", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("The standards pack is not here. Set BADGEKILN_STANDARDS to its data folder.")
	}
	return dir
}

// answers maps URLs to "@context" values and is a document loader on them.
type answers map[string]any

func (a answers) LoadDocument(url string) (*ld.RemoteDocument, error) {
	value, ok := a[url]
	if !ok {
		return nil, errors.New("unknown context " + url)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: map[string]any{"@context": value}}, nil
}

func readContext(t *testing.T, name string) any {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc["@context"]
}

// side is the original contexts and ours, in the specification's build and
// in the validator's.
type side struct {
	name           string
	original, ours answers
}

func sides(t *testing.T) []side {
	t.Helper()
	dir := standardsPack(t)
	spec := side{"specification", answers{}, answers{}}
	for url, file := range originalFiles() {
		spec.original[url] = readContext(t, filepath.Join(dir, file))
	}
	contexts, err := ob3.LoadContexts()
	if err != nil {
		t.Fatal(err)
	}
	for _, url := range contexts.URLs() {
		spec.ours[url], _ = contexts.Context(url)
	}
	vocab := readContext(t, filepath.Join(dir, "w3c-contexts/credentials-examples-v2.jsonld"))
	spec.original[examples], spec.ours[examples] = vocab, vocab
	validator := side{"validator", maps.Clone(spec.original), maps.Clone(spec.ours)}
	for url, file := range validatorFiles() {
		validator.original[url] = readContext(t, filepath.Join(dir, file))
	}
	for _, build := range contexts.Builds() {
		maps.Copy(validator.ours, build)
	}
	return []side{spec, validator}
}

func options(loader ld.DocumentLoader) *ld.JsonLdOptions {
	opts := ld.NewJsonLdOptions("")
	opts.DocumentLoader = loader
	opts.Algorithm = ld.AlgorithmURDNA2015
	opts.Format = "application/n-quads"
	return opts
}

func TestEveryContextIsAnswered(t *testing.T) {
	t.Parallel()
	contexts, err := ob3.LoadContexts()
	if err != nil {
		t.Fatal(err)
	}
	// Of the draft's lists the pack has no file.
	want := slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(originalFiles())), "https://w3id.org/vc/status-list/2021/v1")))
	if diff := cmp.Diff(want, contexts.URLs()); diff != "" {
		t.Error(diff)
	}
	if _, ok := contexts.Context("https://example.org/other"); ok {
		t.Error("an unknown URL was answered")
	}
}

// TestTermsMeanTheSame walks every term of every original context, scoped ones
// included, and compares what a processor makes of it with our table's.
func TestTermsMeanTheSame(t *testing.T) {
	t.Parallel()
	count := 0
	for _, s := range sides(t) {
		for url := range s.original {
			theirs, err := ld.NewContext(nil, options(s.original)).Parse(url)
			if err != nil {
				t.Fatal(s.name, url, err)
			}
			ours, err := ld.NewContext(nil, options(s.ours)).Parse(url)
			if err != nil {
				t.Fatal(s.name, url, err)
			}
			count += compareTerms(t, s.name+" "+url, theirs, ours)
		}
	}
	t.Logf("%d terms compared", count)
	if count < 1500 {
		t.Errorf("only %d terms compared", count)
	}
}

func compareTerms(t *testing.T, where string, theirs, ours *ld.Context) int {
	t.Helper()
	count := 0
	names := map[string]bool{}
	for name := range theirs.TermDefinitions {
		names[name] = true
	}
	for name := range ours.TermDefinitions {
		names[name] = true
	}
	for name := range names {
		a, b := theirs.TermDefinitions[name], ours.TermDefinitions[name]
		if a == nil || b == nil {
			t.Errorf("%s: %s is on one side only", where, name)
			continue
		}
		count++
		if diff := cmp.Diff(plain(a), plain(b)); diff != "" {
			t.Errorf("%s: %s: %s", where, name, diff)
		}
		if a.Context == nil || b.Context == nil {
			if a.Context != b.Context {
				t.Errorf("%s: %s: scoped on one side only", where, name)
			}
			continue
		}
		outer, outerOurs := unprotected(theirs), unprotected(ours)
		inner, err := outer.Parse(a.Context)
		if err != nil {
			t.Fatal(where, name, err)
		}
		innerOurs, err := outerOurs.Parse(b.Context)
		if err != nil {
			t.Fatal(where, name, err)
		}
		// Terms inherited from outside were compared there.
		for term, def := range outer.TermDefinitions {
			if inner.TermDefinitions[term] == def && innerOurs.TermDefinitions[term] == outerOurs.TermDefinitions[term] {
				delete(inner.TermDefinitions, term)
				delete(innerOurs.TermDefinitions, term)
			}
		}
		// Every context has id and type; ours are not repeated in scopes.
		for _, keyword := range []string{"id", "type"} {
			delete(inner.TermDefinitions, keyword)
			delete(innerOurs.TermDefinitions, keyword)
		}
		count += compareTerms(t, where+" › "+name, inner, innerOurs)
	}
	return count
}

// unprotected lets a scoped context be parsed outside a document, where the
// scope of a property can override what is protected.
func unprotected(c *ld.Context) *ld.Context {
	c = ld.CopyContext(c)
	clear(c.Protected)
	for name, def := range c.TermDefinitions {
		def = def.Copy()
		def.Protected = false
		c.TermDefinitions[name] = def
	}
	return c
}

func plain(d *ld.TermDefinition) map[string]any {
	return map[string]any{
		"id": d.ID, "type": d.Type, "container": d.Container, "reverse": d.Reverse, "nest": d.Nest,
		"index": d.Index, "protected": d.Protected, "prefix": d.Prefix != nil && *d.Prefix,
		"language": d.HasLanguage, "direction": d.HasDirection, "scoped": d.HasContext,
	}
}

// TestFixturesCanonicaliseAlike compares the canonical N-Quads of every JSON
// document of the pack, also of those baked into pictures and tokens, under
// the original contexts and under our tables.
func TestFixturesCanonicaliseAlike(t *testing.T) {
	t.Parallel()
	documents := fixtures(t)
	for _, s := range sides(t) {
		compared, refused := 0, 0
		for name, doc := range documents {
			theirs, errTheirs := normalize(doc, s.original)
			ours, errOurs := normalize(doc, s.ours)
			if (errTheirs == nil) != (errOurs == nil) {
				t.Errorf("%s, %s: the originals say %v, ours say %v", s.name, name, errTheirs, errOurs)
			}
			if errTheirs != nil {
				refused++
				continue
			}
			if theirs == "" && ours == "" {
				continue
			}
			compared++
			if theirs != ours {
				t.Errorf("%s, %s: %s", s.name, name, cmp.Diff(strings.Split(theirs, "\n"), strings.Split(ours, "\n")))
			}
		}
		t.Logf("%s: %d fixtures compared, %d refused by both", s.name, compared, refused)
		if compared < 130 {
			t.Errorf("only %d fixtures compared", compared)
		}
	}
}

func normalize(doc any, loader ld.DocumentLoader) (string, error) {
	text, err := ld.NewJsonLdProcessor().Normalize(doc, options(loader))
	if err != nil {
		return "", err
	}
	return text.(string), nil
}

// fixtures gives every JSON object found in the pack, by file.
func fixtures(t *testing.T) map[string]any {
	t.Helper()
	dir := standardsPack(t)
	token := regexp.MustCompile(`eyJ[\w-]+\.([\w-]+)\.`)
	found := map[string]any{}
	keep := func(name string, text []byte) {
		decoder := json.NewDecoder(bytes.NewReader(text))
		var doc map[string]any
		if decoder.Decode(&doc) == nil {
			found[name] = doc
		}
	}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		switch filepath.Ext(path) {
		case ".json", ".jsonld", "":
			keep(name, text)
		case ".png", ".svg":
			// Raw chunks and CDATA hold the JSON as it is.
			if at := bytes.Index(text, []byte(`{"@context"`)); at >= 0 {
				keep(name, text[at:])
			} else if at := bytes.Index(text, []byte("<![CDATA[")); at >= 0 {
				keep(name, text[at+len("<![CDATA["):])
			} else if at := bytes.Index(text, []byte("openbadge")); at >= 0 {
				if brace := bytes.IndexByte(text[at:], '{'); brace >= 0 {
					keep(name, text[at+brace:])
				}
			}
		}
		for _, match := range token.FindAllSubmatch(text, 1) {
			if payload, err := base64.RawURLEncoding.DecodeString(string(match[1])); err == nil {
				keep(name+" (token)", payload)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, doc := range found {
		if vc, ok := doc.(map[string]any)["vc"]; ok {
			found[name+" (vc)"] = vc
		}
	}
	return found
}

// TestProtectedTermsStay sees a later context refused that gives a protected
// term another meaning.
func TestProtectedTermsStay(t *testing.T) {
	t.Parallel()
	for _, s := range sides(t) {
		for name, contexts := range map[string][]any{
			"2.0 after 3.0":             {"https://www.w3.org/ns/credentials/v2", "https://w3id.org/openbadges/v2"},
			"1.1 after 3.0":             {"https://www.w3.org/ns/credentials/v2", "https://w3id.org/openbadges/v1"},
			"old proofs after new ones": {"https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/data-integrity/v1"},
			"two data models":           {"https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1"},
			"two 3.0 contexts":          {specBuild + "context-3.0.3.json", specBuild + "context-3.0.2.json"},
		} {
			doc := map[string]any{"@context": contexts, "id": "urn:x:1", "name": "N"}
			for side, loader := range map[string]answers{"originals": s.original, "ours": s.ours} {
				_, err := normalize(doc, loader)
				var fault *ld.JsonLdError
				if !errors.As(err, &fault) || fault.Code != ld.ProtectedTermRedefinition {
					t.Errorf("%s, %s, %s: got %v", s.name, name, side, err)
				}
			}
		}
	}
}
