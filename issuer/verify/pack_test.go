package verify_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/bake"
	"badgekiln/issuer/verify"
)

// TestPack3 holds every 3.0 fixture with an eddsa proof to EXPECTED.md. The
// fixtures' key is a test key; their issuers' documents are served here.
func TestPack3(t *testing.T) {
	t.Parallel()
	const dir = "1edtech-validator/ob30/"
	w := web{}
	for _, id := range []string{
		"https://example.com/issuers/876543", "https://1edtech.edu/issuers/565049", "https://example.edu/issuers/565049",
	} {
		page := profile(id)
		var methods, asserts []any
		for _, key := range []string{
			"z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
		} {
			methods = append(methods, obj{"id": id + "#" + key, "type": "Multikey", "controller": id, "publicKeyMultibase": key})
			asserts = append(asserts, id+"#"+key)
		}
		page["verificationMethod"], page["assertionMethod"] = methods, asserts
		w[id] = string(text(t, page))
	}
	type want struct {
		verdict verify.Verdict
		status  verify.Status
		code    string
	}
	good := want{verify.Untrusted, verify.StatusNone, "key-bound"}
	altered := func(code string) want { return want{verify.Altered, verify.StatusNone, code} }
	fixtures := map[string]want{
		"simple.json": good, "simple-context-alias.json": good, "simple-context-version.json": good,
		"simple-did-web-method.json": good, "simple-multiple-proofs.json": good, "simple-eddsa-2022.json": good,
		"simple-json.png": good, "simple-json.svg": good,
		// the signature is good, but nobody says that the urn: issuer owns the did:key
		"simple-did-key-method.json":   altered("key-foreign"),
		"simple-err-expired.json":      {verify.Expired, verify.StatusNone, "expired"},
		"simple-err-issued.json":       altered("not-yet-valid"),
		"simple-err-issuer.json":       altered("field-wrong"),
		"simple-noproof.json":          altered("proof-missing"),
		"simple-err-proof-value.json":  altered(""),
		"simple-err-proof-method.json": altered(""), "simple-err-proof-method-no-scheme.json": altered(""),
		"simple-err-proof-method-unknown-did-method.json": altered(""), "simple-err-proof-method-unknown-scheme.json": altered(""),
		"simple-err-context.json": altered("field-wrong"), "simple-err-type.json": {verify.NotABadge, verify.StatusNone, "other-credential"},
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
		"endorsement-valid.json":                                                 {verify.NotABadge, verify.StatusNone, "other-credential"},
		"simple-jwt.png":                                                         {verify.Consistent, verify.StatusUnknown, "format-later"},
		"simple-jwt.svg":                                                         {verify.Consistent, verify.StatusUnknown, "format-later"},
		"simple.jwt":                                                             {verify.Consistent, verify.StatusUnknown, "format-later"},
		"simple_v1.json":                                                         {verify.Consistent, verify.StatusNone, "proof-skipped"},
		"sd/derivedcredential.json":                                              {verify.Consistent, verify.StatusNone, "proof-skipped"},
	}
	listURL := "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist"
	w[listURL] = string(pack(t, dir+"bit-string-list/testlist"))
	c := contexts(t)
	for name, want := range fixtures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, pack(t, dir+name), verify.Options{Contexts: c, Loader: w})
			expect(t, r, want.verdict, want.status, want.code)
		})
	}
}

// TestPack2 holds the hosted 2.0 fixtures to EXPECTED.md.
func TestPack2(t *testing.T) {
	t.Parallel()
	const dir = "1edtech-validator/ob20/"
	pack(t, dir+"basic-assertion.json") // skips without the pack
	root := os.Getenv("BADGEKILN_STANDARDS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "standards", "data")
	}
	assets, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir), "assets", "*"))
	if err != nil {
		t.Fatal(err)
	}
	w := web{}
	for _, name := range assets {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, scheme := range []string{"https", "http"} { // the fixtures use both for one place
			w[scheme+"://example.org/"+filepath.Base(name)] = string(body)
		}
		var doc struct{ ID string }
		if json.Unmarshal(body, &doc) == nil && doc.ID != "" {
			w[doc.ID] = string(body)
		}
	}
	for name, want := range map[string]struct {
		verdict verify.Verdict
		code    string
	}{
		"basic-assertion.json":                                                   {verify.Untrusted, "scope-good"},
		"basic-assertion-no-public-key.json":                                     {verify.Untrusted, "scope-good"},
		"basic-assertion-expired.json":                                           {verify.Expired, "expired"},
		"basic-assertion-expired-before-issued.json":                             {verify.Altered, "dates-reversed"},
		"basic-assertion-in-future.json":                                         {verify.Altered, "not-yet-valid"},
		"basic-assertion-invalid-type.json":                                      {verify.Altered, "field-wrong"},
		"basic-assertion-invalid-context.json":                                   {verify.Altered, "field-wrong"},
		"assertion-with-data-image.json":                                         {verify.Altered, "field-wrong"},
		"warning-with-redirection.json":                                          {verify.Untrusted, "class-good"},
		"warning-issuer-non-http.json":                                           {verify.Consistent, "id-not-web"},
		"basic-assertion-with-allowed-origins.json":                              {verify.Untrusted, "scope-good"},
		"basic-assertion-with-allowed-origins-valid-starts-with.json":            {verify.Untrusted, "scope-good"},
		"basic-assertion-with-allowed-origins-valid-multiple-starts-with.json":   {verify.Untrusted, "scope-good"},
		"basic-assertion-with-allowed-origins-invalid-starts-with.json":          {verify.Altered, "scope-start"},
		"basic-assertion-with-allowed-origins-invalid-multiple-starts-with.json": {verify.Altered, "scope-start"},
		"basic-assertion-with-language.json":                                     {verify.Untrusted, "class-good"},
		"simple-badge.png":                                                       {verify.Untrusted, "bytes-same"},
		"simple.jwt":                                                             {verify.Consistent, "format-later"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := pack(t, dir+name)
			served := w.but("https://example.org/beths-robotics-badge.json", string(data)).
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
			expect(t, r, want.verdict, r.Status, want.code)
		})
	}
}
