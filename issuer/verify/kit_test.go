package verify_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
	"badgekiln/issuer/verify"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const (
	home    = "https://badges.example.org/i/forge/profile.json"
	address = "Ada@Example.org"
	salt    = "0123456789abcdef"
)

// pack reads a file of the standards pack.
func pack(tb testing.TB, name string) []byte {
	tb.Helper()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "standards", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		tb.Skip("the standards pack is not here; BADGEKILN_STANDARDS names its folder")
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func contexts(tb testing.TB) proof.Contexts {
	tb.Helper()
	c, err := ob3.LoadContexts()
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// web is the internet of a test: address → body. "410" is gone.
type web map[string]string

func (w web) Load(_ context.Context, url string) (verify.Document, error) {
	body, ok := w[url]
	if !ok {
		return verify.Document{}, issuer.Fail(issuer.Refused, "fetch-not-found", "url", url)
	}
	if rest, gone := strings.CutPrefix(body, "410"); gone {
		return verify.Document{URL: url, Bytes: []byte(rest), Gone: true}, nil
	}
	return verify.Document{URL: url, Bytes: []byte(body)}, nil
}

// folder is a web that asks no network.
type folder struct{ web }

func (folder) Local() bool { return true }

// own is our own ledger.
type own struct {
	hosted   web
	revoked  map[string]bool
	states   map[string]issuer.State
	profiles web
}

func (o own) Hosted(url string) ([]byte, bool, bool) {
	body, ok := o.hosted[url]
	return []byte(body), o.revoked[url], ok
}

func (o own) Status(id string) (issuer.State, bool) { s, ok := o.states[id]; return s, ok }

func (o own) Profile(uri string) ([]byte, bool) { body, ok := o.profiles[uri]; return []byte(body), ok }

// signer is a key made of a name.
type signer struct {
	private   ed25519.PrivateKey
	multibase string
}

func newSigner(name string) signer {
	seed := sha256.Sum256([]byte(name))
	private := ed25519.NewKeyFromSeed(seed[:])
	public, _ := private.Public().(ed25519.PublicKey)
	return signer{private, jws.Multibase(public)}
}

func (s signer) did() string { return "did:key:" + s.multibase }

// method is the verification method of the key under an issuer.
func (s signer) method(issuerID string) string { return issuerID + "#" + s.multibase }

func (s signer) Sign(message []byte) ([]byte, error) { return ed25519.Sign(s.private, message), nil }

type obj = map[string]any

// text writes JSON.
func text(tb testing.TB, o any) []byte {
	tb.Helper()
	out, err := json.Marshal(o)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// sign adds a proof by method to what is already there.
func (s signer) sign(tb testing.TB, c proof.Contexts, doc obj, method string) obj {
	tb.Helper()
	created := "2026-05-01T12:00:00Z"
	bare := obj{}
	for k, v := range doc {
		if k != "proof" {
			bare[k] = v
		}
	}
	document, err := proof.HashDocument(text(tb, bare), c)
	if err != nil {
		tb.Fatal(err)
	}
	config, err := proof.HashConfig(bare["@context"], created, method, c)
	if err != nil {
		tb.Fatal(err)
	}
	value, err := proof.SignValue(s, config, document)
	if err != nil {
		tb.Fatal(err)
	}
	before, _ := doc["proof"].([]any)
	bare["proof"] = append(before, obj{
		"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": created,
		"verificationMethod": method, "proofPurpose": "assertionMethod", "proofValue": value,
	})
	return bare
}

// badge3 is an unsigned credential of an issuer.
func badge3(issuerID string) obj {
	return obj{
		"@context": []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
		"id":       "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301",
		"type":     []any{"VerifiableCredential", "OpenBadgeCredential"},
		"issuer":   obj{"id": issuerID, "type": []any{"Profile"}, "name": "The Forge"},
		"name":     "First fire", "validFrom": "2026-05-01T12:00:00+02:00",
		"credentialSubject": obj{
			"type": []any{"AchievementSubject"},
			"identifier": []any{obj{
				"type": "IdentityObject", "hashed": true, "salt": salt, "identityType": "emailAddress",
				"identityHash": issuer.IdentityHash("ada@example.org", salt),
			}},
			"achievement": obj{
				"id": "https://badges.example.org/b/fire/1/achievement.json", "type": []any{"Achievement"},
				"name": "First fire", "description": "Fired a pot.", "criteria": obj{"narrative": "Fire a pot."},
			},
		},
	}
}

// profile is a profile that is also the controller document of keys.
func profile(id string, keys ...signer) obj {
	var methods, asserts []any
	for _, k := range keys {
		methods = append(methods, obj{
			"id": k.method(id), "type": "Multikey", "controller": id, "publicKeyMultibase": k.multibase,
		})
		asserts = append(asserts, k.method(id))
	}
	return obj{
		"@context": []any{"https://w3id.org/openbadges/v2", "https://www.w3.org/ns/cid/v1"},
		"type":     []any{"Issuer", "Profile"}, "id": id, "name": "The Forge",
		"url": "https://badges.example.org/", "email": "badges@example.org",
		"verificationMethod": methods, "assertionMethod": asserts,
	}
}

// list is a signed status list with some bits set.
func list(tb testing.TB, c proof.Contexts, s signer, issuerID, url, purpose string, set ...int) []byte {
	tb.Helper()
	bits := ob3.NewBits()
	for _, i := range set {
		bits.Set(i)
	}
	return text(tb, s.sign(tb, c, listDoc(issuerID, url, purpose, ob3.Encode(bits)), s.method(issuerID)))
}

func listDoc(issuerID, url, purpose, encoded string) obj {
	return obj{
		"@context": []any{"https://www.w3.org/ns/credentials/v2"}, "id": url,
		"type":   []any{"VerifiableCredential", "BitstringStatusListCredential"},
		"issuer": issuerID, "validFrom": "2026-05-01T12:00:00Z",
		"credentialSubject": obj{
			"id": url + "#list", "type": "BitstringStatusList", "statusPurpose": purpose, "encodedList": encoded,
		},
	}
}

// check runs one verification and reads its codes.
func check(tb testing.TB, data []byte, o verify.Options) verify.Result {
	tb.Helper()
	if o.Now.IsZero() {
		o.Now = now
	}
	return verify.Check(tb.Context(), verify.Input{Name: "in", Bytes: data}, o)
}

// expect holds verdict, status and the code of one failing step.
func expect(t *testing.T, r verify.Result, verdict verify.Verdict, status verify.Status, code string) {
	t.Helper()
	found := code == ""
	for _, c := range r.Checks {
		found = found || c.Code == code
	}
	if r.Verdict != verdict || r.Status != status || !found {
		t.Errorf("%s, %s, want %s, %s with %q; checks:", r.Verdict, r.Status, verdict, status, code)
		for _, c := range r.Checks {
			t.Logf("  %-10s ok=%v %s %v", c.Name, c.OK, c.Code, c.Values)
		}
	}
	if verdict != verify.Trusted && len(r.Reasons) == 0 {
		t.Error("no reason is given")
	}
}

func encode64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }
