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
