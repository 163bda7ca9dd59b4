package verify_test

import (
	"testing"

	"badgekiln/issuer/jws"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/verify"
)

// TestTokenStatus looks a VC-JWT up in lists that are tokens themselves, or
// JSON, signed by the issuer or by others, of today or of yesterday.
func TestTokenStatus(t *testing.T) {
	t.Parallel()
	const listURL = "https://badges.example.org/s/jwt.json"
	c, all := contexts(t), pens()
	s := newSigner("forge")
	p := all["p256"]
	base := jwt3(t, p)
	page := plain(t, []byte(base.web[home]))
	also := home + "#" + s.multibase
	page["verificationMethod"] = append(list1(page["verificationMethod"]), obj{"id": also, "type": "Multikey", "controller": home, "publicKeyMultibase": s.multibase})
	page["assertionMethod"] = append(list1(page["assertionMethod"]), also)
	method := home + "#" + jws.Multibase(p.public)
	doc := with(base.doc, "credentialStatus", []any{obj{
		"id": listURL + "#9", "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "9", "statusListCredential": listURL,
	}})
	badge := p.token(t, doc, "kid", method, "typ", "JWT")
	words := func(issuerID string, set ...int) obj {
		bits := ob3.NewBits()
		for _, i := range set {
			bits.Set(i)
		}
		return listDoc(issuerID, listURL, "revocation", ob3.Encode(bits))
	}
	stale := with(words(home), "validUntil", "2026-11-21T00:00:00Z")
	for name, one := range map[string]struct {
		list []byte
		want want
	}{
		"a token, not set": {p.token(t, words(home), "kid", method), want{verify.Trusted, verify.StatusGood, "status-good-list"}},
		"a token, set":     {p.token(t, words(home, 9), "kid", method), want{verify.Revoked, verify.StatusRevoked, "revoked-list"}},
		"a token, another is set": {
			p.token(t, words(home, 8), "kid", method),
			want{verify.Trusted, verify.StatusGood, "status-good-list"},
		},
		"JSON, not set":        {text(t, s.sign(t, c, words(home), also)), want{verify.Trusted, verify.StatusGood, "status-good-list"}},
		"JSON, set":            {text(t, s.sign(t, c, words(home, 9), also)), want{verify.Revoked, verify.StatusRevoked, "revoked-list"}},
		"a token of yesterday": {p.token(t, stale, "kid", method), want{verify.Consistent, verify.StatusUnknown, "status-list-dates"}},
		"JSON of yesterday":    {text(t, s.sign(t, c, stale, also)), want{verify.Consistent, verify.StatusUnknown, "status-list-dates"}},
		"a token of a thief":   {all["thief"].token(t, words(home), "kid", method), want{verify.Consistent, verify.StatusUnknown, "status-list-proof"}},
		"of another issuer":    {p.token(t, words("https://thief.example/"), "kid", method), want{verify.Consistent, verify.StatusUnknown, "status-list-issuer"}},
		"another list":         {p.token(t, with(words(home), "id", listURL+"x"), "kid", method), want{verify.Consistent, verify.StatusUnknown, "status-list-other"}},
		"an unsigned list":     {text(t, words(home)), want{verify.Consistent, verify.StatusUnknown, "status-list-proof"}},
		"a changed token":      {forged(p.token(t, words(home, 9), "kid", method))(t, words(home)), want{verify.Consistent, verify.StatusUnknown, "status-list-proof"}},
		"nonsense":             {[]byte("a.b.c"), want{verify.Consistent, verify.StatusUnknown, "document-unreadable"}},
		"nothing":              {nil, want{verify.Consistent, verify.StatusUnknown, "fetch-not-found"}},
	} {
		w := web{home: string(text(t, page))}
		if one.list != nil {
			w[listURL] = string(one.list)
		}
		o := base.options(t)
		o.Loader, o.Trust = w, []string{home}
		r := check(t, badge, o)
		expect(t, r, one.want.verdict, one.want.status, one.want.code)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// TestWrappedTokens: older tokens hold the credential in a claim and may say
// its id, issuer, dates and subject in the registered ones only. What is said
// twice has to agree, and two credentials in one token are one too many.
func TestWrappedTokens(t *testing.T) {
	t.Parallel()
	p := pens()["ed25519"]
	base := jwt3(t, p)
	method := home + "#" + jws.Multibase(p.public)
	inner := badge3(home)
	inner["@context"] = []any{"https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context.json"}
	delete(inner, "validFrom")
	said := with(inner, "issuanceDate", "2026-05-01T12:00:00Z")
	said["id"], said["expirationDate"] = "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301", "2036-05-01T12:00:00Z"
	claims := func(vc obj) obj {
		return obj{
			"vc": vc, "iss": home, "sub": "did:example:ada", "jti": "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301", "nbf": 1777636800, "exp": 2093256000,
		}
	}
	left := with(inner, "issuer", obj{"id": home, "type": []any{"Profile"}, "name": "The Forge"})
	delete(left, "id")
	for name, one := range map[string]struct {
		payload obj
		want    want
	}{
		"said twice":        {claims(said), want{verify.Trusted, verify.StatusNone, "claims-good"}},
		"said by claims":    {claims(left), want{verify.Trusted, verify.StatusNone, "claims-good"}},
		"another issuer":    {with(claims(said), "iss", "https://thief.example/"), want{verify.Altered, verify.StatusNone, "claim-differs"}},
		"another beginning": {with(claims(said), "nbf", 1777636801), want{verify.Altered, verify.StatusNone, "claim-differs"}},
		"another end":       {with(claims(said), "exp", 2093256001), want{verify.Altered, verify.StatusNone, "claim-differs"}},
		"another id":        {with(claims(said), "jti", "urn:uuid:0"), want{verify.Altered, verify.StatusNone, "claim-differs"}},
		"ended by its claim": {
			with(claims(left), "exp", 1777723200),
			want{verify.Expired, verify.StatusNone, "expired"},
		},
		"no number":       {with(claims(left), "nbf", "2026-05-01T12:00:00Z"), want{verify.Altered, verify.StatusNone, "claim-differs"}},
		"two credentials": {with(claims(said), "@context", said["@context"]), want{verify.Altered, verify.StatusNone, "claim-differs"}},
	} {
		o := base.options(t)
		o.Trust = []string{home}
		r := check(t, p.token(t, one.payload, "kid", method, "typ", "JWT"), o)
		expect(t, r, one.want.verdict, one.want.status, one.want.code)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}
