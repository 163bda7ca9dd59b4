package verify_test

import (
	"encoding/json"
	"strings"
	"testing"

	"badgekiln/issuer/verify"
)

// TestIdentityVectors asks for the people of the pack's hash vectors, in badges
// of 2.0 and 3.0. A badge is somebody's by the address as it was hashed, or in
// lower case; hex counts in any case.
func TestIdentityVectors(t *testing.T) {
	t.Parallel()
	var vectors []struct{ Identity, Salt, IdentityHash string }
	if err := json.Unmarshal(pack(t, "self-made/identity-hash-vectors.json"), &vectors); err != nil || len(vectors) < 8 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	c, key := contexts(t), newSigner("forge")
	page := profile(home, key)
	algorithm := func(hash string) (upper string) {
		name, hex, _ := strings.Cut(hash, "$")
		return name + "$" + strings.ToUpper(hex)
	}
	for _, v := range vectors {
		for _, hash := range []string{v.IdentityHash, algorithm(v.IdentityHash)} {
			two := with(assertion(), "recipient", obj{"type": "email", "hashed": true, "salt": v.Salt, "identity": hash})
			three := badge3(home)
			subject(three)["identifier"] = []any{obj{
				"type": "IdentityObject", "hashed": true, "salt": v.Salt, "identityType": "emailAddress", "identityHash": hash,
			}}
			if v.Salt == "" {
				delete(two["recipient"].(obj), "salt")
				delete(subject(three)["identifier"].([]any)[0].(obj), "salt")
			}
			w := site(t, two).but(home, string(text(t, page)))
			for _, data := range [][]byte{text(t, two), text(t, key.sign(t, c, three, key.method(home)))} {
				o := verify.Options{Contexts: c, Loader: w, Trust: []string{home}, Recipient: " " + v.Identity + "\n"}
				r := check(t, data, o)
				expect(t, r, verify.Trusted, r.Status, "recipient-fits")
				o.Recipient = "x" + v.Identity
				r = check(t, data, o)
				expect(t, r, verify.OtherPerson, r.Status, "recipient-other")
				if o.Recipient = strings.ToUpper(v.Identity); v.Identity == strings.ToLower(v.Identity) {
					r = check(t, data, o) // typed with other letters than were hashed
					expect(t, r, verify.Trusted, r.Status, "recipient-fits")
				}
			}
			if t.Failed() {
				t.Fatalf("%q with %q", v.Identity, v.Salt)
			}
		}
	}
}
