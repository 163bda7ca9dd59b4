package proof_test

import (
	"slices"
	"strings"
	"testing"

	"badgekiln/issuer/proof"
)

func TestNeedless(t *testing.T) {
	t.Parallel()
	const more = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
	doc := string(readPack(t, "1edtech-validator/ob30/simple.json"))
	got, err := proof.Needless([]byte(doc), known(t))
	if err != nil || len(got) > 0 {
		t.Errorf("two contexts, and %q (%v) are needless", got, err)
	}
	const second = `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`
	added := strings.Replace(doc, second, second+`, "`+more+`"`, 1)
	if got, err = proof.Needless([]byte(added), known(t)); err != nil || !slices.Equal(got, []string{more}) {
		t.Errorf("needless: %q (%v)", got, err)
	}
	used := strings.Replace(added, `"credentialSubject"`, `"credentialSchema":[{"id":"https://x.example/","type":"1EdTechJsonSchemaValidator2019"}],"credentialSubject"`, 1)
	if got, err = proof.Needless([]byte(used), known(t)); err != nil || len(got) > 0 {
		t.Errorf("a context that is used is needless: %q (%v)", got, err)
	}
	// Nobody needs as many: none is tried, and those that are used are told too.
	const list = "https://w3id.org/vc/status-list/2021/v1"
	many := strings.Replace(used, `"`+more+`"`, `"`+more+`"`+strings.Repeat(`, "`+list+`"`, 6), 1)
	want := append([]string{more}, slices.Repeat([]string{list}, 6)...)
	if got, err = proof.Needless([]byte(many), known(t)); err != nil || !slices.Equal(got, want) {
		t.Errorf("of nine contexts %q (%v) are needless", got, err)
	}
}
