package verify_test

import (
	"testing"

	"badgekiln/issuer/verify"
)

// TestDIDWeb: a did:web is looked up where its method says, and its document
// has to be its own and to name the key.
func TestDIDWeb(t *testing.T) {
	t.Parallel()
	c, key, thief := contexts(t), newSigner("forge"), newSigner("thief")
	for id, at := range map[string]string{
		"did:web:forge.example":                     "https://forge.example/.well-known/did.json",
		"did:web:forge.example%3A8443":              "https://forge.example:8443/.well-known/did.json",
		"did:web:forge.example:badges:i:forge":      "https://forge.example/badges/i/forge/did.json",
		"did:web:forge.example%3a8443:badges":       "https://forge.example:8443/badges/did.json",
		"did:web:forge.example:badges:..:thief":     "",
		"did:web:forge.example:badges::forge":       "",
		"did:web:forge.example/badges":              "",
		"did:web:me%40forge.example":                "",
		"did:web:":                                  "",
		"did:jwk:eyJrdHkiOiJPS1AifQ":                "",
		"did:example:forge":                         "",
		"did:web:forge.example%2Fbadges%2Fdid.json": "",
	} {
		data := text(t, key.sign(t, c, badge3(id), key.method(id)))
		o := verify.Options{Contexts: c, Trust: []string{id}}
		if at == "" {
			o.Loader = everywhere{body: text(t, profile(id, key))}
			r := check(t, data, o)
			expect(t, r, verify.Consistent, verify.StatusNone, "method-later")
			continue
		}
		for name, one := range map[string]struct {
			page    obj
			verdict verify.Verdict
			code    string
		}{
			"its own":      {profile(id, key), verify.Trusted, "key-bound"},
			"of another":   {profile("did:web:thief.example", key), verify.Altered, "id-differs"},
			"another key":  {profile(id, thief), verify.Altered, "key-unnamed"},
			"keys of both": {profile(id, thief, key), verify.Trusted, "key-bound"},
		} {
			o.Loader = web{at: string(text(t, one.page))}
			expect(t, check(t, data, o), one.verdict, verify.StatusNone, one.code)
			if t.Failed() {
				t.Fatal(id, name)
			}
		}
		o.Loader = web{}
		expect(t, check(t, data, o), verify.Consistent, verify.StatusNone, "fetch-not-found")
	}
}
