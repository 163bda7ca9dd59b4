package verify_test

import (
	"encoding/json"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/claimtest"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ob1"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/ob3"
	pages "badgekiln/issuer/site"
	"badgekiln/issuer/verify"
)

// ours writes a claim as the program does, with what is published beside it.
func ours(t *testing.T, c issuer.Claim, s signer, p pen) ([]byte, web) {
	t.Helper()
	w, base := web{}, c.Face.Identity.BaseURL
	if base != "" {
		by := pages.Issuer{Profile: c.Profile, Identity: c.Face.Identity, Keys: []issuer.Key{c.Key}}
		by = pages.Both(by, by) // which tells a did:web
		for _, d := range append(pages.IssuerDocuments(by, nil), pages.ClassDocuments(c.Class, by)...) {
			w[base+d.Path] = string(issuer.Bytes(d.Doc))
		}
		w[base+issuer.ClassPath(c.Class.Slug, c.Class.Version, "image.png")] = picture(t)
	}
	token := func(header, payload issuer.Obj) []byte {
		out, err := jws.Sign(p, p.alg, header, issuer.Bytes(payload))
		if err != nil {
			t.Fatal(err)
		}
		return []byte(out)
	}
	switch c.Face.Format {
	case issuer.OB11:
		data := issuer.Bytes(ob1.Assertion(c))
		w[c.Face.Address()] = string(data)
		return data, w
	case issuer.OB2:
		data := issuer.Bytes(ob2.Assertion(c))
		w[c.Face.Address()] = string(data)
		return data, w
	case issuer.OB2Signed:
		return token(issuer.Obj{{Name: "typ", Value: "JWT"}}, ob2.Assertion(c)), w
	case issuer.OB3JWT:
		return token(ob3.Header(c), ob3.Token(c)), w
	}
	var doc obj
	if err := json.Unmarshal(issuer.Bytes(ob3.Credential(c)), &doc); err != nil {
		t.Fatal(err)
	}
	return text(t, s.sign(t, contexts(t), doc, c.Key.Method(c.Face.Identity))), w
}

// TestOursHold draws claims with every field of both standards and writes them
// in every format, with every kind of key, under every kind of identity. All of
// them hold.
func TestOursHold(t *testing.T) {
	t.Parallel()
	const base = "https://forge.example/badges/"
	s := newSigner("forge")
	edward := pen{jws.EdDSA, s.private.Public(), s.Sign}
	for _, format := range issuer.Formats() {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			for n := range 90 {
				p := []pen{edward, pens()["p256"], pens()["rsa"]}[n/3%3]
				algorithm := map[jws.Algorithm]string{jws.EdDSA: "ed25519", jws.ES256: "p256", jws.RS256: "rsa"}[p.alg]
				if format == issuer.OB3 {
					p, algorithm = edward, "ed25519"
				}
				key := issuer.Key{ID: "k1", Issuer: "forge", Algorithm: algorithm, Multibase: jws.Multibase(p.public)}
				who := []issuer.Identity{
					{ID: 1, Issuer: "forge", Method: issuer.HTTPS, URI: base + issuer.ProfilePath("forge"), BaseURL: base},
					{ID: 2, Issuer: "forge", Method: issuer.DIDWeb, URI: "did:web:forge.example:badges:i:forge", BaseURL: base},
					{ID: 3, Issuer: "forge", Method: issuer.DIDKey, URI: "did:key:" + key.Multibase},
				}[n%3]
				if format.NeedsWeb() && who.BaseURL == "" {
					who = issuer.Identity{ID: 1, Issuer: "forge", Method: issuer.HTTPS, URI: base + issuer.ProfilePath("forge"), BaseURL: base}
				}
				c := claimtest.New(uint64(n)).Claim(format, key, who)
				c.Face.Status, c.Face.Pause = nil, nil
				c.Class.More.EndorsementJWT = nil // of nobody
				data, w := ours(t, c, s, p)
				o := verify.Options{
					Contexts: contexts(t), Loader: w, Recipient: c.Award.Email, Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
					Trust: []string{who.URI, who.ProfileURL(), base + issuer.OldProfilePath("forge")},
				}
				r := check(t, data, o)
				expect(t, r, verify.Trusted, r.Status, "")
				if o.Recipient = "eve@example.org"; check(t, data, o).Verdict != verify.OtherPerson {
					t.Errorf("%d is everybody's", n)
				}
				if t.Failed() {
					t.Fatalf("claim %d, %s, %s", n, algorithm, who.Method)
				}
			}
		})
	}
}
