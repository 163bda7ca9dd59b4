package verify_test

import (
	"encoding/base64"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/verify"
)

// TestStatusList2021 reads the lists before the Bitstring Status List: without
// the mark of their encoding, in either alphabet, and by the first data model.
func TestStatusList2021(t *testing.T) {
	t.Parallel()
	const url, vc1, draft = "https://badges.example.org/s/old.json", "https://www.w3.org/2018/credentials/v1", "https://w3id.org/vc/status-list/2021/v1"
	c, forge, thief := contexts(t), newSigner("forge"), newSigner("thief")
	list := func(s signer, purpose string, set ...int) obj {
		bits := ob3.NewBits()
		for _, i := range set {
			bits.Set(i)
		}
		packed, err := base64.RawURLEncoding.DecodeString(ob3.Encode(bits)[1:])
		if err != nil {
			t.Fatal(err)
		}
		doc := obj{
			"@context": []any{vc1, draft, "https://w3id.org/security/data-integrity/v2"}, "id": url,
			"type": []any{"VerifiableCredential", "StatusList2021Credential"}, "issuer": home, "issuanceDate": "2026-05-01T12:00:00Z",
			"credentialSubject": obj{"id": url + "#list", "type": "StatusList2021", "statusPurpose": purpose, "encodedList": base64.StdEncoding.EncodeToString(packed)},
		}
		return s.sign(t, c, doc, s.method(home))
	}
	entry := obj{"id": url + "#9", "type": "StatusList2021Entry", "statusPurpose": "revocation", "statusListIndex": "9", "statusListCredential": url}
	doc := badge3(home)
	doc["@context"] = append(doc["@context"].([]any), draft)
	doc["credentialStatus"] = entry
	data := text(t, forge.sign(t, c, doc, forge.method(home)))
	bitstring := newList(t, forge, url)
	for name, one := range map[string]struct {
		list    []byte
		verdict verify.Verdict
		status  verify.Status
		code    string
	}{
		"good":                   {text(t, list(forge, "revocation")), verify.Trusted, verify.StatusGood, "status-good-list"},
		"revoked":                {text(t, list(forge, "revocation", 9)), verify.Revoked, verify.StatusRevoked, "revoked-list"},
		"another":                {text(t, list(forge, "revocation", 8)), verify.Trusted, verify.StatusGood, "status-good-list"},
		"of a thief":             {text(t, list(thief, "revocation")), verify.Consistent, verify.StatusUnknown, "status-list-proof"},
		"for something else":     {text(t, list(forge, "suspension")), verify.Consistent, verify.StatusUnknown, "status-list-other"},
		"a list of the new kind": {bitstring, verify.Consistent, verify.StatusUnknown, "status-list-other"},
	} {
		r := check(t, data, verify.Options{Contexts: c, Trust: []string{home}, Loader: web{home: string(text(t, profile(home, forge))), url: string(one.list)}})
		t.Log(name)
		expect(t, r, one.verdict, one.status, one.code)
	}
}

func newList(t *testing.T, s signer, url string) []byte {
	t.Helper()
	return list(t, contexts(t), s, home, url, "revocation")
}

// TestKeysInIdentifiers: a did:key may be of any kind a token can be signed
// with. A did:jwk shows whether the badge is whole, and no more.
func TestKeysInIdentifiers(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ed25519", "p256", "rsa"} {
		p := pens()[name]
		jwk := base64.RawURLEncoding.EncodeToString(issuer.Bytes(jws.JWK(p.public)))
		multibase := jws.Multibase(p.public)
		for id, want := range map[string]want{
			"did:key:" + multibase: {verify.Trusted, verify.StatusNone, "key-bound"},
			"did:jwk:" + jwk:       {verify.Consistent, verify.StatusNone, "method-later"},
		} {
			base := jwt3(t, p)
			doc := with(with(base.doc, "issuer", obj{"id": id, "type": []any{"Profile"}, "name": "The Forge"}), "iss", id)
			delete(doc, "credentialStatus")
			method := id + "#0"
			if want.verdict == verify.Trusted {
				method = id + "#" + multibase
			}
			o := verify.Options{Contexts: contexts(t), Trust: []string{id}, Loader: web{}}
			token := p.token(t, doc, "kid", method, "typ", "JWT")
			t.Log(name, id[:8])
			expect(t, check(t, token, o), want.verdict, want.status, want.code)
			expect(t, check(t, forged(token)(t, with(doc, "name", "Another")), o), verify.Altered, verify.StatusNone, "proof-signature")
			thief := pens()["thief"].token(t, doc, "kid", method, "typ", "JWT")
			if r := check(t, thief, o); r.Verdict != verify.Altered {
				t.Errorf("a thief's token of %s is %s", id[:8], r.Verdict)
			}
		}
	}
}

// TestRefresh: that there may be a newer copy is told; it is looked for on
// demand only, once, and counts only when it is sound and of the same issuer.
func TestRefresh(t *testing.T) {
	t.Parallel()
	const url = "https://badges.example.org/refresh/1"
	c, forge, thief := contexts(t), newSigner("forge"), newSigner("thief")
	doc := func(from, until string) obj {
		d := badge3(home)
		d["@context"] = append(d["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
		d["validFrom"], d["validUntil"] = from, until
		d["refreshService"] = obj{"id": url, "type": "1EdTechCredentialRefresh"}
		return d
	}
	old := text(t, forge.sign(t, c, doc("2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"), forge.method(home)))
	newer := forge.sign(t, c, doc("2026-06-01T00:00:00Z", "2036-06-01T00:00:00Z"), forge.method(home))
	stranger := thief.sign(t, c, badge3(thief.did()), thief.method(thief.did()))
	for name, one := range map[string]struct {
		ask     bool
		copy    string
		verdict verify.Verdict
		code    string
	}{
		"not asked for":     {false, string(text(t, newer)), verify.Expired, "refresh-offered"},
		"found":             {true, string(text(t, newer)), verify.Trusted, "refresh-taken"},
		"not there":         {true, "", verify.Expired, "refresh-unreachable"},
		"gone":              {true, "410", verify.Expired, "refresh-unreachable"},
		"changed":           {true, string(text(t, with(newer, "name", "x"))), verify.Expired, "refresh-unsound"},
		"of another issuer": {true, string(text(t, stranger)), verify.Expired, "refresh-unsound"},
		"a page":            {true, "<html>", verify.Expired, "refresh-unsound"},
		"the same again":    {true, string(old), verify.Expired, "refresh-taken"},
	} {
		w := web{home: string(text(t, profile(home, forge)))}
		if one.copy != "" {
			w[url] = one.copy
		}
		r := check(t, old, verify.Options{Contexts: c, Trust: []string{home}, Refresh: one.ask, Loader: w})
		t.Log(name)
		expect(t, r, one.verdict, verify.StatusNone, one.code)
	}
}
