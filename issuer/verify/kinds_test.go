package verify_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/proof"
	"badgekiln/issuer/verify"

	"github.com/mr-tron/base58"
)

// pen signs tokens in a test.
type pen struct {
	alg    jws.Algorithm
	public crypto.PublicKey
	sign   func([]byte) ([]byte, error)
}

func (p pen) Sign(message []byte) ([]byte, error) { return p.sign(message) }

// pens are one key of each kind, and one that is nobody's.
var pens = sync.OnceValue(func() map[string]pen {
	out := map[string]pen{}
	for _, name := range []string{"rsa", "thief"} {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		out[name] = pen{jws.RS256, &k.PublicKey, func(m []byte) ([]byte, error) {
			sum := sha256.Sum256(m)
			return rsa.SignPKCS1v15(nil, k, crypto.SHA256, sum[:])
		}}
	}
	e, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	out["p256"] = pen{jws.ES256, &e.PublicKey, func(m []byte) ([]byte, error) {
		sum := sha256.Sum256(m)
		r, s, err := ecdsa.Sign(rand.Reader, e, sum[:])
		return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...), err
	}}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	out["ed25519"] = pen{jws.EdDSA, public, func(m []byte) ([]byte, error) { return ed25519.Sign(private, m), nil }}
	return out
})

// token signs a payload.
func (p pen) token(tb testing.TB, payload any, header ...string) []byte {
	tb.Helper()
	members := issuer.Obj{}
	for i := 0; i+1 < len(header); i += 2 {
		members = append(members, issuer.Member{Name: header[i], Value: header[i+1]})
	}
	out, err := jws.Sign(p, p.alg, members, text(tb, payload))
	if err != nil {
		tb.Fatal(err)
	}
	return []byte(out)
}

const (
	keyURL        = "https://badges.example.org/i/forge/key.json"
	revocationURL = "https://badges.example.org/i/forge/revoked.json"
	oldURL        = "https://badges.example.org/old/1.json"
	oldClassURL   = "https://badges.example.org/old/class.json"
	oldHome       = "https://badges.example.org/old/issuer.json"
	oldKeyURL     = "https://badges.example.org/old/key.pem"
)

// keyPage is the CryptographicKey document of a pen.
func (p pen) keyPage(tb testing.TB, owner string) obj {
	tb.Helper()
	pem, err := jws.PEM(p.public)
	if err != nil {
		tb.Fatal(err)
	}
	return obj{
		"@context": "https://w3id.org/openbadges/v2", "type": "CryptographicKey", "id": keyURL,
		"owner": owner, "publicKeyPem": pem,
	}
}

// kind is a badge that holds, with the web it holds in.
type kind struct {
	data  []byte
	web   web
	doc   obj // what it says, for changes; nil where only bytes can be changed
	write func(testing.TB, obj) []byte
	trust string
}

// signed2 is a signed 2.0 badge of a pen.
func signed2(tb testing.TB, p pen) kind {
	tb.Helper()
	a := assertion()
	a["id"] = "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3302"
	a["verification"] = obj{"type": "SignedBadge", "creator": keyURL}
	page := profile(home)
	page["publicKey"], page["revocationList"] = []any{keyURL}, revocationURL
	w := site(tb, a).but(home, string(text(tb, page))).but(assertionURL, "")
	w[keyURL] = string(text(tb, p.keyPage(tb, home)))
	w[revocationURL] = string(text(tb, obj{
		"@context": "https://w3id.org/openbadges/v2", "type": "RevocationList", "id": revocationURL, "issuer": home,
		"revokedAssertions": []any{"urn:uuid:00000000-0000-4000-8000-000000000000"},
	}))
	return kind{data: p.token(tb, a), web: w, doc: a}
}

// forged changes what a token carries and keeps its header and signature.
func forged(token []byte) func(testing.TB, obj) []byte {
	return func(tb testing.TB, doc obj) []byte {
		tb.Helper()
		parts := strings.Split(string(token), ".")
		return []byte(parts[0] + "." + encode64(text(tb, doc)) + "." + parts[2])
	}
}

// jwt3 is a VC-JWT of a pen, whose key the issuer names.
func jwt3(tb testing.TB, p pen) kind {
	tb.Helper()
	doc := badge3(home)
	subject(doc)["id"] = "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3303"
	doc["validFrom"], doc["validUntil"] = "2026-05-01T12:00:00Z", "2036-05-01T12:00:00Z"
	doc["iss"], doc["sub"], doc["jti"] = home, subject(doc)["id"], doc["id"]
	doc["nbf"], doc["exp"] = 1777636800, 2093256000
	page := profile(home)
	method := home + "#" + jws.Multibase(p.public)
	page["verificationMethod"] = []any{obj{"id": method, "type": "Multikey", "controller": home, "publicKeyMultibase": jws.Multibase(p.public)}}
	page["assertionMethod"] = []any{method}
	return kind{data: p.token(tb, doc, "kid", method, "typ", "JWT"), web: web{home: string(text(tb, page))}, doc: doc}
}

// literal3 is a credential signed as JSON, eddsa-jcs-2022.
func literal3(tb testing.TB, s signer) kind {
	tb.Helper()
	doc := badge3(home)
	config := obj{
		"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "created": "2026-05-01T12:00:00Z",
		"verificationMethod": s.method(home), "proofPurpose": "assertionMethod", "@context": doc["@context"],
	}
	var sums []byte
	for _, part := range []obj{config, doc} {
		canon, err := proof.JCS(text(tb, part))
		if err != nil {
			tb.Fatal(err)
		}
		sum := sha256.Sum256(canon)
		sums = append(sums, sum[:]...)
	}
	config["proofValue"] = "z" + base58.Encode(ed25519.Sign(s.private, sums))
	doc["proof"] = config
	return kind{data: text(tb, doc), web: web{home: string(text(tb, profile(home, s)))}, doc: doc}
}

// old1 is a 1.0 badge, or a 1.1 one, with class and issuer.
func old1(tb testing.TB, version string, p *pen) kind {
	tb.Helper()
	a := obj{
		"uid": "f2c20", "recipient": obj{"type": "email", "hashed": true, "salt": salt, "identity": issuer.IdentityHash("ada@example.org", salt)},
		"badge": oldClassURL, "issuedOn": json.Number("1359217910"), "evidence": "https://badges.example.org/e.html",
		"verify": obj{"type": "hosted", "url": oldURL},
	}
	c := obj{
		"name": "First fire", "description": "Fired a pot.", "image": imageURL, "criteria": "https://badges.example.org/c.html", "issuer": oldHome,
		"alignment": []any{obj{"name": "Pots", "url": "https://pots.example/"}},
	}
	i := obj{"name": "The Forge", "url": "https://badges.example.org/"}
	if version == "1.1" {
		for kind, o := range map[string]obj{"Assertion": a, "BadgeClass": c, "Issuer": i} {
			o["@context"], o["type"] = "https://w3id.org/openbadges/v1", kind
		}
		a["id"], c["id"], i["id"], a["issuedOn"] = oldURL, oldClassURL, oldHome, "2013-01-26"
	}
	w := web{imageURL: picture(tb)}
	k := kind{web: w, doc: a, trust: oldHome}
	if p != nil {
		a["verify"] = obj{"type": "signed", "url": oldKeyURL}
		i["revocationList"] = revocationURL
		pem, err := jws.PEM(p.public)
		if err != nil {
			tb.Fatal(err)
		}
		w[oldKeyURL], w[revocationURL] = pem, `{"x":"typo"}`
		k.data = p.token(tb, a)
	} else {
		k.data = text(tb, a)
		w[oldURL] = string(k.data)
	}
	w[oldClassURL], w[oldHome] = string(text(tb, c)), string(text(tb, i))
	return k
}

// old05 is a 0.5 badge, given by its address.
func old05(tb testing.TB) kind {
	tb.Helper()
	a := obj{
		"recipient": issuer.IdentityHash("ada@example.org", salt), "salt": salt, "issued_on": "2011-11-11",
		"badge": obj{
			"version": "0.5.0", "name": "First fire", "description": "Fired a pot.", "image": "/b.png", "criteria": "/c.html",
			"issuer": obj{"origin": "https://badges.example.org", "name": "The Forge", "contact": "forge@example.org"},
		},
	}
	return kind{
		data: []byte(oldURL), trust: "https://badges.example.org",
		web: web{oldURL: string(text(tb, a)), "https://badges.example.org/b.png": picture(tb)},
	}
}

// kinds are badges of every version and form, each of which holds.
func kinds(tb testing.TB) map[string]kind {
	tb.Helper()
	c, all := contexts(tb), pens()
	key := newSigner("forge")
	rsa := all["rsa"]
	rdfc := key.sign(tb, c, badge3(home), key.method(home))
	self := key.sign(tb, c, badge3(key.did()), key.method(key.did()))
	byKey := web{home: string(text(tb, profile(home, key)))}
	hosted := assertion()
	out := map[string]kind{
		"2.0 hosted":         {data: text(tb, hosted), web: site(tb, hosted), doc: hosted},
		"2.0 signed RS256":   signed2(tb, rsa),
		"2.0 signed ES256":   signed2(tb, all["p256"]),
		"2.0 signed EdDSA":   signed2(tb, all["ed25519"]),
		"1.1 hosted":         old1(tb, "1.1", nil),
		"1.0 hosted":         old1(tb, "1.0", nil),
		"1.0 signed":         old1(tb, "1.0", &rsa),
		"0.5 by its address": old05(tb),
		"3.0 eddsa-rdfc":     {data: text(tb, rdfc), web: byKey, doc: rdfc},
		"3.0 did:key":        {data: text(tb, self), web: web{}, doc: self, trust: key.did()},
		"3.0 eddsa-jcs":      literal3(tb, key),
		"3.0 JWT RS256":      jwt3(tb, rsa),
		"3.0 JWT ES256":      jwt3(tb, all["p256"]),
		"3.0 JWT EdDSA":      jwt3(tb, all["ed25519"]),
	}
	both := site(tb, hosted).but(home, string(text(tb, profile(home, key))))
	for name, image := range map[string][]byte{"PNG": []byte(picture(tb)), "SVG": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)} {
		baked, err := bake.Bake(image, bake.Payload{Generation: bake.OB2, Text: text(tb, hosted)}, bake.Payload{Generation: bake.OB3, Text: text(tb, rdfc)})
		if err != nil {
			tb.Fatal(err)
		}
		out[name+" of 2.0 and 3.0"] = kind{data: baked, web: both}
		if baked, err = bake.Bake(image, bake.Payload{Generation: bake.OB3, Text: out["3.0 JWT ES256"].data}); err != nil {
			tb.Fatal(err)
		}
		out[name+" of a JWT"] = kind{data: baked, web: out["3.0 JWT ES256"].web}
	}
	for name, k := range out {
		if k.trust == "" {
			k.trust = home
		}
		switch {
		case k.doc == nil:
		case strings.Count(string(k.data), ".") == 2 && k.data[0] == 'e':
			k.write = forged(k.data)
		default:
			k.write = func(tb testing.TB, doc obj) []byte { tb.Helper(); return text(tb, doc) }
		}
		out[name] = k
	}
	return out
}

// options are those in which a kind holds.
func (k kind) options(tb testing.TB) verify.Options {
	tb.Helper()
	return verify.Options{Contexts: contexts(tb), Loader: k.web, Trust: []string{k.trust}, Recipient: "ada@example.org", Now: now}
}

// TestKinds: badges of every version and form hold, and each in its own web
// only.
func TestKinds(t *testing.T) {
	t.Parallel()
	version := map[string]bool{}
	for name, k := range kinds(t) {
		r := check(t, k.data, k.options(t))
		expect(t, r, verify.Trusted, r.Status, "")
		if t.Failed() {
			t.Fatal(name)
		}
		version[r.Version+" "+r.Format] = true
		stranger := k.options(t)
		stranger.Trust = []string{"https://stranger.example/"}
		if r := check(t, k.data, stranger); r.Verdict != verify.Untrusted {
			t.Errorf("%s of an issuer not on the list is %s", name, r.Verdict)
		}
		other := k.options(t)
		other.Recipient = "eve@example.org"
		if r := check(t, k.data, other); r.Verdict != verify.OtherPerson {
			t.Errorf("%s for somebody else is %s", name, r.Verdict)
		}
		alone := k.options(t)
		alone.Loader = web{}
		if r := check(t, k.data, alone); r.Verdict == verify.Trusted && name != "3.0 did:key" || r.Verdict == verify.Untrusted {
			t.Errorf("%s in an empty web is %s", name, r.Verdict)
		}
	}
	for _, want := range []string{"0.5 ob05", "1.0 ob10", "1.1 ob11", "2.0 ob2", "1.0 ob2-signed", "2.0 ob2-signed", "3.0 ob3", "3.0 ob3-jwt", "2.0+3.0 ob2+ob3"} {
		if !version[want] {
			t.Errorf("no badge was seen as %q: %v", want, version)
		}
	}
}

// subject is the credentialSubject of a credential.
func subject(doc obj) obj { return doc["credentialSubject"].(obj) }
