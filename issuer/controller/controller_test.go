package controller_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/controller"
	"badgekiln/issuer/jws"
)

const base = "https://forge.example/badges/"

func web() issuer.Identity {
	return controller.HTTPS(issuer.Identity{Issuer: "forge", Method: issuer.DIDWeb, URI: "did:web:forge.example:badges:i:forge", BaseURL: base})
}

// keys are one of each fate, in the order of their making.
func keys(t *testing.T) []issuer.Key {
	t.Helper()
	made := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	var list []issuer.Key
	for i, id := range []string{"current", "lost", "bare", "stolen"} {
		public, _, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, issuer.Key{ID: id, Issuer: "forge", Algorithm: issuer.Ed25519, Multibase: jws.Multibase(public), Made: made.AddDate(0, i/2, 0)})
	}
	list[1].Reason, list[1].Retired = "lost", made.AddDate(0, 3, 0)
	list[3].Reason, list[3].Retired = "compromised", made.AddDate(0, 4, 0)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	list[2].Algorithm, list[2].Multibase = issuer.P256, jws.Multibase(private.Public())
	return list
}

// plain is a tree as readers see it.
func plain(t *testing.T, doc issuer.Obj) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(issuer.Bytes(doc), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestMethodsOfEveryFate: all keys are published, and only a compromised one
// makes no assertions and says since when.
func TestMethodsOfEveryFate(t *testing.T) {
	t.Parallel()
	list, identity := keys(t), web()
	mixed := slices.Clone(list)
	slices.Reverse(mixed)
	all, trusted := controller.Methods(identity, mixed)
	var got, want []string
	for _, method := range all {
		m := plain(t, method.(issuer.Obj))
		revoked, _ := m["revoked"].(string)
		got = append(got, m["id"].(string)+" "+m["type"].(string)+" "+revoked)
		if m["controller"] != identity.URI {
			t.Errorf("%v belongs to somebody else", m)
		}
	}
	for i, k := range list {
		revoked := ""
		if i == 3 {
			revoked = "2026-09-01T00:00:00Z"
		}
		if k.Algorithm == issuer.Ed25519 {
			want = append(want, k.Method(identity)+" Multikey "+revoked)
		}
		want = append(want, k.TokenMethod(identity)+" JsonWebKey "+revoked)
	}
	// Of the same day, the names decide: bare was made with stolen.
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if len(trusted) != len(all)-2 || slices.Contains(trusted, any(list[3].Method(identity))) || slices.Contains(trusted, any(list[3].TokenMethod(identity))) {
		t.Errorf("trusted are %q", trusted)
	}
	if mixed[0].ID != "stolen" {
		t.Error("the caller's list was put into another order")
	}
}

// TestKeysWithoutWebSpace have no address that a token could name.
func TestKeysWithoutWebSpace(t *testing.T) {
	t.Parallel()
	all, _ := controller.Methods(issuer.Identity{Issuer: "forge", Method: issuer.DIDKey, URI: "did:key:z6Mk"}, keys(t))
	if len(all) != 3 {
		t.Errorf("%d methods", len(all))
	}
}

func TestBareKeys(t *testing.T) {
	t.Parallel()
	identity := web()
	for _, k := range keys(t) {
		doc := plain(t, controller.JWK(identity, k))
		alg := map[string]string{issuer.Ed25519: "EdDSA", issuer.P256: "ES256"}[k.Algorithm]
		if doc["alg"] != alg || doc["use"] != "sig" || doc["kid"] != k.TokenMethod(identity) || doc["kty"] == nil || doc["d"] != nil {
			t.Errorf("%s: %v", k.ID, doc)
		}
	}
	if doc := controller.JWK(identity, issuer.Key{Multibase: "z6Mk"}); doc != nil {
		t.Errorf("a key that cannot be read is %v", doc)
	}
}

// TestDIDDocument names the profile, and leaves out lists that would be empty.
func TestDIDDocument(t *testing.T) {
	t.Parallel()
	did := issuer.Identity{Issuer: "forge", Method: issuer.DIDWeb, URI: "did:web:forge.example:badges:i:forge", BaseURL: base}
	doc := plain(t, controller.DID(did, nil))
	also, _ := doc["alsoKnownAs"].([]any)
	_, methods := doc["verificationMethod"]
	_, assertions := doc["assertionMethod"]
	if doc["id"] != did.URI || len(also) != 1 || also[0] != did.ProfileURL() || methods || assertions {
		t.Errorf("%v", doc)
	}
	stolen := keys(t)[3:]
	doc = plain(t, controller.DID(did, stolen))
	_, assertions = doc["assertionMethod"]
	if methods, _ := doc["verificationMethod"].([]any); len(methods) != 2 || assertions {
		t.Errorf("%v", doc)
	}
}
