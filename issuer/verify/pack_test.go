package verify_test

import (
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/bake"
	"badgekiln/issuer/verify"
)

// packDir is the folder of the standards pack.
func packDir(tb testing.TB) string {
	tb.Helper()
	pack(tb, "1edtech-validator/EXPECTED.md") // skips without the pack
	if dir := os.Getenv("BADGEKILN_STANDARDS"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", "standards", "data")
}

// TestThePackIsThereWhenNamed: where somebody names the pack, as CI does, it has
// to be there. Elsewhere tests that need it are skipped.
func TestThePackIsThereWhenNamed(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if _, err := os.Stat(dir); dir != "" && err != nil {
		t.Errorf("BADGEKILN_STANDARDS names no folder: %v", err)
	}
}

// packFiles lists the files below a folder of the pack, with slashes.
func packFiles(tb testing.TB, dir string) []string {
	tb.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(filepath.Join(packDir(tb), filepath.FromSlash(dir))), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return names
}

// want is what a fixture has to give: a verdict, a status and one code among
// the checks.
type want struct {
	verdict verify.Verdict
	status  verify.Status
	code    string
}

// packIssuers serves the documents of the fixtures' issuers. Their keys are
// test keys; here each issuer names all of them, and the jwk of the tokens
// given.
func packIssuers(t *testing.T, tokens ...[]byte) web {
	t.Helper()
	w := web{}
	for _, id := range []string{
		"https://example.com/issuers/876543", "https://1edtech.edu/issuers/565049", "https://example.edu/issuers/565049",
		"did:web:dc.1edtech.org:wellspring2022:wellspring-portal:org:da1e96e9-afcc-4eed-b9a2-2ddf7353214c",
	} {
		page := profile(id)
		var methods, asserts []any
		for _, key := range []string{
			"z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
			"z6MknNHHrBzPytzu6CUBP9Lg7fg4KSBjzimc2Frh693YbMiv", "z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs",
		} {
			methods = append(methods, obj{"id": id + "#" + key, "type": "Multikey", "controller": id, "publicKeyMultibase": key})
			asserts = append(asserts, id+"#"+key)
		}
		for i, token := range tokens {
			name := "#jwk-" + string(rune('a'+i))
			methods = append(methods, obj{"id": name, "type": "JsonWebKey", "controller": id, "publicKeyJwk": headerOf(t, token)["jwk"]})
			asserts = append(asserts, name)
		}
		page["verificationMethod"], page["assertionMethod"] = methods, asserts
		at := id
		if rest, did := strings.CutPrefix(id, "did:web:"); did {
			at = "https://" + strings.ReplaceAll(rest, ":", "/") + "/did.json"
		}
		w[at] = string(text(t, page))
	}
	return w
}

// headerOf reads the header of a token, or of the one a picture holds.
func headerOf(t *testing.T, data []byte) obj {
	t.Helper()
	if found, err := bake.Unbake(data); err == nil {
		data = found[0].Text
	}
	head, _, _ := strings.Cut(string(data), ".")
	raw, err := base64.RawURLEncoding.DecodeString(head)
	if err != nil {
		t.Fatal(err)
	}
	var o obj
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// packTokens are the fixtures that bring a jwk.
var packTokens = []string{"simple-jwt.png", "simple-jwt.svg", "simple-jwt_v1.png", "simple-jwt_v1.svg"}

// TestPack3 holds every 3.0 fixture of the pack to EXPECTED.md, and those it
// does not check to what they are.
func TestPack3(t *testing.T) {
	t.Parallel()
	const dir = "1edtech-validator/ob30/"
	good := want{verify.Untrusted, verify.StatusNone, "key-bound"}
	altered := func(code string) want { return want{verify.Altered, verify.StatusNone, code} }
	other := want{verify.NotABadge, verify.StatusNone, "other-credential"}
	fixtures := map[string]want{
		"simple.json": good, "simple-context-alias.json": good, "simple-context-version.json": good, "complete.json": {verify.Consistent, verify.StatusUnknown, "fetch-not-found"}, // its list is nowhere
		"simple-did-web-method.json": good, "simple-multiple-proofs.json": good, "simple-eddsa-2022.json": good,
		"simple-json.png": good, "simple-json.svg": good,
		// the signature is good, but nobody says that the urn: issuer owns the did:key
		"simple-did-key-method.json":   altered("key-foreign"),
		"simple-err-expired.json":      {verify.Expired, verify.StatusNone, "expired"},
		"simple-err-issued.json":       altered("not-yet-valid"),
		"simple-err-issuer.json":       altered("field-wrong"),
		"simple-noproof.json":          altered("proof-missing"),
		"simple-err-proof-value.json":  altered("proof-signature"),
		"simple-err-proof-method.json": altered("key-unnamed"), "simple-err-proof-method-no-scheme.json": altered(""),
		"simple-err-proof-method-unknown-did-method.json": altered(""), "simple-err-proof-method-unknown-scheme.json": altered(""),
		"simple-err-context.json": altered("field-wrong"), "simple-err-type.json": other,
		"simple-err-credential-subject-achievement-result-description-type.json": altered("field-wrong"),
		"simple-err-credential-subject-identifier-type.json":                     altered("field-wrong"),
		"simple-err-credential-subject-profile-type.json":                        altered("field-wrong"),
		"simple-err-credential-subject-result-type.json":                         altered("field-wrong"),
		"simple-err-credential-subject-type.json":                                altered("field-wrong"),
		"simple-err-evidence-type.json":                                          altered("field-wrong"),
		"simple-err-issuer-otheridentifier-type.json":                            altered("field-wrong"),
		"simple-err-issuer-parentorg-type.json":                                  altered("field-wrong"),
		"simple-err-issuer-type.json":                                            altered("field-wrong"),
		"bit-string-list/credential-status-revoked.json":                         {verify.Revoked, verify.StatusRevoked, "revoked-list"},
		"bit-string-list/credential-status-revoked-blank-nodes.json":             {verify.Revoked, verify.StatusRevoked, "revoked-list"},
		"bit-string-list/testlist":                                               other,
		"endorsement-valid.json":                                                 other,
		"endorsement-err-schema-status-refresh.json":                             other,
		"simple-jwt.png":                 good,
		"simple-jwt.svg":                 good,
		"simple-jwt_v1.png":              good,
		"simple-jwt_v1.svg":              good,
		"simple.jwt":                     altered("key-unsaid"),
		"simple_v1.json":                 good,
		"complete_v1.json":               {verify.Altered, verify.StatusUnknown, "proof-type"}, // a type that none of its contexts defines
		"credential-status-revoked.json": {verify.Revoked, verify.StatusRevoked, "revoked-list"},
		"sd/derivedcredential.json":      {verify.Consistent, verify.StatusNone, "proof-skipped"},
	}
	tokens := make([][]byte, len(packTokens))
	for i, name := range packTokens {
		tokens[i] = pack(t, dir+name)
	}
	w := packIssuers(t, tokens...)
	listURL := "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist"
	w[listURL] = string(pack(t, dir+"bit-string-list/testlist"))
	const revocations = "https://dc.1edtech.org/wellspring2022/wellspring-portal/api/revocations/da1e96e9-afcc-4eed-b9a2-2ddf7353214c"
	w[revocations] = `{"id":"` + revocations + `","revokedCredential":[{"id":"https://dc.1edtech.org/wellspring2022/wellspring-portal/credential/54418d3f-ec01-4652-800a-861c890a51a1","revoked":true}]}`
	c := contexts(t)
	for _, name := range packFiles(t, dir) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, known := fixtures[name]
			if !known {
				t.Fatal("nobody says what to expect of this fixture")
			}
			r := check(t, pack(t, dir+name), verify.Options{Contexts: c, Loader: w})
			expect(t, r, want.verdict, want.status, want.code)
		})
	}
	for i, name := range packTokens { // the same, and nobody names the key that comes with it
		t.Run("unnamed "+name, func(t *testing.T) {
			t.Parallel()
			r := check(t, tokens[i], verify.Options{Contexts: c, Loader: packIssuers(t)})
			expect(t, r, verify.Altered, verify.StatusNone, "key-unnamed")
		})
	}
}

// TestPackTokens holds the pack's own VC-JWTs to SOURCE.md.
func TestPackTokens(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]want{
		"vc-jwt-rs256.jwt":         {verify.Untrusted, verify.StatusNone, "key-bound"},
		"vc-jwt-eddsa.jwt":         {verify.Untrusted, verify.StatusNone, "key-bound"},
		"vc-jwt-bad-iss.jwt":       {verify.Altered, verify.StatusNone, "claim-differs"},
		"vc-jwt-bad-signature.jwt": {verify.Altered, verify.StatusNone, "proof-signature"},
	} {
		data := pack(t, "self-made/"+name)
		r := check(t, data, verify.Options{Contexts: contexts(t), Loader: packIssuers(t, data), Recipient: "a@example.com"})
		expect(t, r, want.verdict, want.status, want.code)
		if !strings.Contains(name, "eddsa") { // whose key the issuer names as a Multikey as well
			r = check(t, data, verify.Options{Contexts: contexts(t), Loader: packIssuers(t)})
			expect(t, r, verify.Altered, want.status, "key-unnamed")
		}
		r = check(t, data, verify.Options{Contexts: contexts(t), Loader: web{}})
		if r.Accepted(true) || r.Verdict != verify.Consistent && want.code == "key-bound" {
			t.Errorf("%s without its issuer's document: %s", name, r.Verdict)
		}
	}
}

// TestPackPictures reads the pack's small PNGs as their names say.
func TestPackPictures(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]want{
		"ob2-json.png":            {verify.Altered, verify.StatusUnknown, "not-hosted"}, // no verification object
		"ob2-jws.png":             {verify.Altered, verify.StatusNone, "jws-json"},      // its header is no JSON
		"ob3-json.png":            {verify.Altered, verify.StatusNone, "field-wrong"},   // no context
		"ob3-jwt.png":             {verify.Altered, verify.StatusNone, "note-jws-header"},
		"legacy-text-url.png":     {verify.Consistent, verify.StatusUnknown, "fetch-not-found"},
		"both-text-and-itxt.png":  {verify.Altered, verify.StatusUnknown, "note-legacy-text"},
		"bad-two-itxt.png":        {verify.Altered, verify.StatusUnknown, "note-repeated"},
		"bad-compressed-itxt.png": {verify.Altered, verify.StatusUnknown, "note-compressed"},
		"bad-crc.png":             {verify.Altered, verify.StatusNone, "png-crc"},
		"truncated.png":           {verify.NotABadge, verify.StatusNone, "png-truncated"},
		"unbaked-1x1.png":         {verify.NotABadge, verify.StatusNone, "badge-missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, pack(t, "self-made/png/"+name), verify.Options{Contexts: contexts(t), Loader: web{}})
			expect(t, r, want.verdict, want.status, want.code)
		})
	}
}

// packWeb serves the assets of the 2.0 fixtures under every address the
// fixtures use for them.
func packWeb(t *testing.T, dir string) web {
	t.Helper()
	w := web{}
	for _, name := range packFiles(t, dir+"assets") {
		body := pack(t, dir+"assets/"+name)
		for _, scheme := range []string{"https", "http"} { // the fixtures use both for one place
			w[scheme+"://example.org/"+name] = string(body)
		}
		var doc struct{ ID string }
		if json.Unmarshal(body, &doc) == nil && doc.ID != "" {
			w[doc.ID] = string(body)
		}
	}
	return w
}

// TestPack2 holds every 2.0 fixture of the pack to EXPECTED.md, and those it
// does not mention to what they are.
func TestPack2(t *testing.T) {
	t.Parallel()
	const dir = "1edtech-validator/ob20/"
	const good, none = verify.StatusGood, verify.StatusNone
	noBadge := want{verify.NotABadge, none, "part-of-badge"}
	fixtures := map[string]want{
		"basic-assertion.json":                                                   {verify.Untrusted, good, "scope-good"},
		"basic-assertion-no-public-key.json":                                     {verify.Untrusted, good, "scope-good"},
		"basic-assertion-expired.json":                                           {verify.Expired, good, "expired"},
		"basic-assertion-expired-before-issued.json":                             {verify.Altered, good, "dates-reversed"},
		"basic-assertion-in-future.json":                                         {verify.Altered, good, "not-yet-valid"},
		"basic-assertion-invalid-type.json":                                      {verify.Altered, good, "field-wrong"},
		"basic-assertion-invalid-context.json":                                   {verify.Altered, good, "field-wrong"},
		"assertion-with-data-image.json":                                         {verify.Altered, good, "field-wrong"},
		"assertion-with-endorsements.json":                                       {verify.Untrusted, good, "scope-good"},
		"assertion-with-extension-node-basic.json":                               {verify.Untrusted, good, "scope-good"},
		"assertion-with-extension-node-invalid.json":                             {verify.Untrusted, good, "scope-good"}, // extensions are kept, not judged
		"assertion-with-multiple-extensions.json":                                {verify.Untrusted, good, "scope-good"},
		"warning-with-redirection.json":                                          {verify.Untrusted, good, "class-good"},
		"warning-issuer-non-http.json":                                           {verify.Consistent, good, "id-not-web"},
		"basic-assertion-with-allowed-origins.json":                              {verify.Untrusted, good, "scope-good"},
		"basic-assertion-with-allowed-origins-valid-starts-with.json":            {verify.Untrusted, good, "scope-good"},
		"basic-assertion-with-allowed-origins-valid-multiple-starts-with.json":   {verify.Untrusted, good, "scope-good"},
		"basic-assertion-with-allowed-origins-invalid-starts-with.json":          {verify.Altered, good, "scope-start"},
		"basic-assertion-with-allowed-origins-invalid-multiple-starts-with.json": {verify.Altered, good, "scope-start"},
		"basic-assertion-with-language.json":                                     {verify.Untrusted, good, "class-good"},
		"simple-badge.png":                                                       {verify.Untrusted, good, "bytes-same"},
		"simple.jwt":                                                             {verify.Untrusted, none, "key-bound"},
		"simple-revoked.jwt":                                                     {verify.Revoked, verify.StatusRevoked, "revoked-hosted"},
		"simple-not-revoked.jwt":                                                 {verify.Untrusted, good, "status-good-list"},
		"badge-class-with-language.json":                                         noBadge,
		"issuer-compact-iri-validation.json":                                     noBadge,
		"redirected-validation-subject.json":                                     {verify.NotABadge, none, "json-unreadable"}, // holds remarks
	}
	w := packWeb(t, dir)
	for _, name := range packFiles(t, dir) {
		if strings.HasPrefix(name, "assets/") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, known := fixtures[name]
			if path.Dir(name) == "rdf-validation" {
				want, known = noBadge, true // classes, issuers and what has no type at all
				want.code = ""
			}
			if !known {
				t.Fatal("nobody says what to expect of this fixture")
			}
			data := pack(t, dir+name)
			served := w.but("https://example.org/beths-robotics-badge.json", string(data)).
				but("http://example.org/assertion", string(data)).
				but("https://example.org/warning-issuer-non-http.json", string(data))
			if found, err := bake.Unbake(data); err == nil {
				served = served.but("https://example.org/beths-robotics-badge.json", string(found[0].Text))
			}
			// Several issuers of the fixtures share one id; here it is this badge's.
			if _, kind, is := strings.Cut(name, "-with-allowed-origins"); is {
				served = served.but("http://example.org/issuer-with-allowed-origins", served["https://example.org/issuer-with-allowed-origins"+kind])
			}
			r := check(t, data, verify.Options{
				Loader: served, Recipient: "nobody@example.org", Now: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
			})
			expect(t, r, want.verdict, want.status, want.code)
		})
	}
}
