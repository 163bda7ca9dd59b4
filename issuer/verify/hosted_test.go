package verify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/verify"
)

const (
	assertionURL = "https://badges.example.org/a/3f/1.json"
	classURL     = "https://badges.example.org/b/fire/1/badge.json"
	imageURL     = "https://badges.example.org/b/fire/1/image.png"
)

func picture(tb testing.TB) string {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func assertion() obj {
	return obj{
		"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": assertionURL,
		"recipient": obj{
			"type": "email", "hashed": true, "salt": salt, "identity": issuer.IdentityHash("ada@example.org", salt),
		},
		"badge": classURL, "verification": obj{"type": "HostedBadge"}, "issuedOn": "2026-05-01T12:00:00+02:00",
	}
}

func class() obj {
	return obj{
		"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": classURL, "name": "First fire",
		"description": "Fired a pot.", "image": imageURL, "criteria": obj{"narrative": "Fire a pot."}, "issuer": home,
	}
}

// site is a web that serves an assertion with all it needs.
func site(tb testing.TB, a obj) web {
	tb.Helper()
	return web{
		assertionURL: string(text(tb, a)), classURL: string(text(tb, class())),
		home: string(text(tb, profile(home))), imageURL: picture(tb),
	}
}

func (w web) but(url, body string) web {
	out := web{}
	for k, v := range w {
		out[k] = v
	}
	out[url] = body
	if body == "" {
		delete(out, url)
	}
	return out
}

func TestHostedVerdicts(t *testing.T) {
	t.Parallel()
	good := text(t, assertion())
	whole := site(t, assertion())
	changed := func(name string, value any) ([]byte, web) {
		a := with(assertion(), name, value)
		return text(t, a), site(t, a)
	}
	type one struct {
		data    []byte
		opts    verify.Options
		verdict verify.Verdict
		status  verify.Status
		code    string
	}
	cases := map[string]one{
		"good":            {good, verify.Options{Loader: whole}, verify.Trusted, verify.StatusGood, "bytes-same"},
		"by its address":  {[]byte(assertionURL + "\n"), verify.Options{Loader: whole}, verify.Trusted, verify.StatusGood, "hosted-found"},
		"not on the list": {good, verify.Options{Loader: whole, Trust: []string{"x"}}, verify.Untrusted, verify.StatusGood, "issuer-unlisted"},
		"for her":         {good, verify.Options{Loader: whole, Recipient: address}, verify.Trusted, verify.StatusGood, "recipient-fits"},
		"for another":     {good, verify.Options{Loader: whole, Recipient: "eve@example.org"}, verify.OtherPerson, verify.StatusGood, "recipient-other"},
		"not found":       {good, verify.Options{Loader: web{}}, verify.Consistent, verify.StatusUnknown, "fetch-not-found"},
		"not found, for another": {
			good,
			verify.Options{Loader: web{}, Recipient: "eve@example.org"},
			verify.OtherPerson, verify.StatusUnknown, "recipient-other",
		},
		"offline":        {good, verify.Options{Loader: whole, Offline: true}, verify.Consistent, verify.StatusUnknown, "offline"},
		"offline folder": {good, verify.Options{Loader: folder{whole}, Offline: true}, verify.Trusted, verify.StatusGood, "bytes-same"},
		"gone":           {good, verify.Options{Loader: whole.but(assertionURL, "410")}, verify.Revoked, verify.StatusRevoked, "revoked-gone"},
		"gone by its address": {
			[]byte(assertionURL),
			verify.Options{Loader: whole.but(assertionURL, `410{"revoked":true,"revocationReason":"x"}`)},
			verify.Revoked, verify.StatusRevoked, "revoked-hosted",
		},
		"tombstone": {
			good,
			verify.Options{Loader: whole.but(assertionURL, `{"id":"`+assertionURL+`","revoked":true,"revocationReason":"typo"}`)},
			verify.Revoked, verify.StatusRevoked, "revoked-hosted",
		},
		"tombstone handed in": {
			[]byte(`{"@context":"https://w3id.org/openbadges/v2","id":"` + assertionURL + `","revoked":true}`),
			verify.Options{Loader: whole},
			verify.Revoked, verify.StatusRevoked, "revoked-gone",
		},
		"hosted copy differs": {
			good,
			verify.Options{Loader: whole.but(assertionURL, strings.Replace(string(good), "05-01", "05-02", 1))},
			verify.Altered, verify.StatusGood, "bytes-differ",
		},
		"handed in pretty":  {indented(t, good), verify.Options{Loader: whole}, verify.Altered, verify.StatusGood, "bytes-differ"},
		"a final newline":   {append(bytes.Clone(good), '\n'), verify.Options{Loader: whole}, verify.Trusted, verify.StatusGood, "bytes-same"},
		"host shows a page": {good, verify.Options{Loader: whole.but(assertionURL, "<html>")}, verify.Consistent, verify.StatusUnknown, "document-unreadable"},
		"hosted copy cut off": {
			good,
			verify.Options{Loader: whole.but(assertionURL, string(good[:80]))},
			verify.Altered, verify.StatusUnknown, "document-unreadable",
		},
		"host serves another's": {
			good,
			verify.Options{Loader: whole.but(assertionURL, strings.Replace(string(good), "3f/1", "3f/2", 1))},
			verify.Altered, verify.StatusGood, "bytes-differ",
		},
		"class missing":         {good, verify.Options{Loader: whole.but(classURL, "")}, verify.Consistent, verify.StatusGood, "fetch-not-found"},
		"class is another":      {good, verify.Options{Loader: whole.but(classURL, `{"id":"urn:x"}`)}, verify.Consistent, verify.StatusGood, "id-not-web"},
		"class is nobody":       {good, verify.Options{Loader: whole.but(classURL, `{}`)}, verify.Altered, verify.StatusGood, "id-differs"},
		"class incomplete":      {good, verify.Options{Loader: whole.but(classURL, string(text(t, with(class(), "criteria", nil))))}, verify.Altered, verify.StatusGood, "field-missing"},
		"class follows once":    {good, verify.Options{Loader: whole.but(classURL, string(text(t, with(class(), "id", classURL+"2")))).but(classURL+"2", string(text(t, with(class(), "id", classURL+"2"))))}, verify.Trusted, verify.StatusGood, "class-good"},
		"issuer missing":        {good, verify.Options{Loader: whole.but(home, "")}, verify.Consistent, verify.StatusGood, "fetch-not-found"},
		"issuer without email":  {good, verify.Options{Loader: whole.but(home, string(text(t, with(profile(home), "email", nil))))}, verify.Trusted, verify.StatusGood, "issuer-found"},
		"issuer without name":   {good, verify.Options{Loader: whole.but(home, string(text(t, with(profile(home), "name", nil))))}, verify.Altered, verify.StatusGood, "field-missing"},
		"issuer claims another": {good, verify.Options{Loader: whole.but(home, string(text(t, profile("https://x.example/")))).but("https://x.example/", string(text(t, profile("https://x.example/"))))}, verify.Altered, verify.StatusGood, "scope-host"},
		"issuer claims nobody":  {good, verify.Options{Loader: whole.but(home, string(text(t, profile("urn:x"))))}, verify.Consistent, verify.StatusGood, "id-not-web"},
		"picture unreachable":   {good, verify.Options{Loader: whole.but(imageURL, "")}, verify.Trusted, verify.StatusGood, "image-unreachable"},
		"picture is a JPEG":     {good, verify.Options{Loader: whole.but(imageURL, "\xff\xd8\xff")}, verify.Altered, verify.StatusGood, "image-type"},
		"scope: other start":    {good, verify.Options{Loader: whole.but(home, string(text(t, with(profile(home), "verification", obj{"startsWith": "https://badges.example.org/x/"}))))}, verify.Altered, verify.StatusGood, "scope-start"},
		"scope: right start":    {good, verify.Options{Loader: whole.but(home, string(text(t, with(profile(home), "verification", obj{"startsWith": []any{"urn:", "https://badges.example.org/a/"}}))))}, verify.Trusted, verify.StatusGood, "scope-good"},
		"scope: other host":     {good, verify.Options{Loader: whole.but(home, string(text(t, with(profile(home), "verification", obj{"allowedOrigins": "x.example"}))))}, verify.Altered, verify.StatusGood, "scope-host"},
		"forged: class of ours, host of theirs": {
			text(t, with(assertion(), "id", "https://evil.example/1.json")),
			verify.Options{Loader: whole.but("https://evil.example/1.json", string(text(t, with(assertion(), "id", "https://evil.example/1.json"))))},
			verify.Altered, verify.StatusGood, "scope-host",
		},
		"forged: our host in the user's place": {
			text(t, with(assertion(), "id", "https://badges.example.org@evil.example/1.json")),
			verify.Options{Loader: whole},
			verify.Altered, verify.StatusUnknown, "hosted-id",
		},
		"id is no address": {text(t, with(assertion(), "id", "urn:uuid:1")), verify.Options{Loader: whole}, verify.Altered, verify.StatusUnknown, "hosted-id"},
		"signed kind without a signature": {
			text(t, with(assertion(), "verification", obj{"type": "SignedBadge"})),
			verify.Options{Loader: whole},
			verify.Altered, verify.StatusNone, "proof-missing",
		},
		"1.1":                {text(t, with(assertion(), "@context", "https://w3id.org/openbadges/v1")), verify.Options{}, verify.Consistent, verify.StatusUnknown, "offline"},
		"1.0":                {[]byte(`{"uid":"1","badge":"https://x.example/b","recipient":{},"verify":{"type":"hosted"}}`), verify.Options{}, verify.Altered, verify.StatusUnknown, "hosted-no-id"},
		"0.5":                {[]byte(`{"recipient":"x@x.example","badge":{"issuer":{"origin":"https://x.example"}}}`), verify.Options{}, verify.Consistent, verify.StatusUnknown, "no-address"},
		"a badge class":      {[]byte(`{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://x.example/b"}`), verify.Options{Loader: whole}, verify.NotABadge, verify.StatusNone, "part-of-badge"},
		"a profile":          {[]byte(`{"@context":["https://w3id.org/openbadges/v2"],"type":["Issuer","Profile"],"id":"https://x.example/i"}`), verify.Options{Loader: whole}, verify.NotABadge, verify.StatusNone, "part-of-badge"},
		"address of nothing": {[]byte("https://x.example/"), verify.Options{Loader: web{}}, verify.Consistent, verify.StatusUnknown, "fetch-not-found"},
		"address of a page":  {[]byte("https://x.example/"), verify.Options{Loader: web{"https://x.example/": "hello"}}, verify.NotABadge, verify.StatusNone, "no-badge"},
		"our ledger is the host": {
			good,
			verify.Options{Loader: web{}, Host: own{hosted: whole, profiles: web{home: whole[home]}}},
			verify.Trusted, verify.StatusGood, "bytes-same",
		},
		"our ledger revoked it": {
			good,
			verify.Options{Loader: whole, Host: own{hosted: whole, revoked: map[string]bool{assertionURL: true}}},
			verify.Revoked, verify.StatusRevoked, "revoked-gone",
		},
		"our ledger, but the folder's copy differs": {good, verify.Options{
			Loader: folder{whole.but(assertionURL, strings.Replace(string(good), "05-01", "05-02", 1))}, Host: own{hosted: whole},
		}, verify.Altered, verify.StatusGood, "bytes-differ"},
		"our ledger, but the folder says revoked": {good, verify.Options{
			Loader: folder{whole.but(assertionURL, `{"revoked":true,"revocationReason":"x"}`)}, Host: own{hosted: whole},
		}, verify.Revoked, verify.StatusRevoked, "revoked-hosted"},
	}
	for name, c := range map[string]struct {
		field string
		value any
		one
	}{
		"expired":             {"expires", "2026-06-01T00:00:00Z", one{verdict: verify.Expired, code: "expired"}},
		"still valid":         {"expires", "2027-06-01T00:00:00Z", one{verdict: verify.Trusted}},
		"issued in future":    {"issuedOn", "2027-06-01T00:00:00Z", one{verdict: verify.Altered, code: "not-yet-valid"}},
		"no seconds":          {"issuedOn", "2026-05-01T12:00+0200", one{verdict: verify.Trusted}},
		"no zone":             {"issuedOn", "2026-05-01T12:00:00", one{verdict: verify.Altered, code: "field-wrong"}},
		"data image":          {"image", "data:image/png;base64,AA==", one{verdict: verify.Altered, code: "field-wrong"}},
		"wrong context":       {"@context", "https://w3id.org/openbadges/invalid", one{verdict: verify.Altered, code: "field-wrong"}},
		"wrong type":          {"type", "OtherAssertion", one{verdict: verify.Altered, code: "field-wrong"}},
		"type in an array":    {"type", []any{"x", "Assertion"}, one{verdict: verify.Trusted}},
		"no recipient":        {"recipient", nil, one{verdict: verify.Altered, code: "field-missing"}},
		"hash not hashed":     {"recipient", obj{"type": "email", "hashed": false, "identity": issuer.IdentityHash("a", "")}, one{verdict: verify.Altered, code: "field-wrong"}},
		"plain address":       {"recipient", obj{"type": "email", "hashed": false, "identity": "ada@example.org"}, one{verdict: verify.Trusted}},
		"hash in capitals":    {"recipient", obj{"type": "email", "hashed": true, "salt": salt, "identity": "sha256$" + strings.ToUpper(issuer.IdentityHash("ada@example.org", salt)[7:])}, one{verdict: verify.Trusted}},
		"hashed as typed":     {"recipient", obj{"type": "email", "hashed": true, "identity": issuer.IdentityHash(address, "")}, one{verdict: verify.Trusted}},
		"md5":                 {"recipient", obj{"type": "email", "hashed": true, "identity": "md5$06f5b1b0a1f7b3a0b4b5aeb1f7b0d8c3"}, one{verdict: verify.OtherPerson, code: "recipient-other"}},
		"embedded class":      {"badge", class(), one{verdict: verify.Trusted, code: "class-good"}},
		"alias verify":        {"verify", obj{"type": "hosted"}, one{verdict: verify.Trusted}},
		"embedded class lies": {"badge", with(class(), "name", "Grand Master"), one{verdict: verify.Trusted, code: "class-good"}},
	} {
		data, w := changed(c.field, c.value)
		cases[name] = one{data, verify.Options{Loader: w, Recipient: address}, c.verdict, verify.StatusGood, c.code}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.opts.Trust == nil {
				c.opts.Trust = []string{home}
			}
			r := check(t, c.data, c.opts)
			expect(t, r, c.verdict, c.status, c.code)
			if r.Verdict == verify.Trusted && r.Name != "First fire" {
				t.Errorf("name %q", r.Name)
			}
		})
	}
}

func indented(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestNoByteOfAnAssertionCanChange: the host's bytes are the measure.
func TestNoByteOfAnAssertionCanChange(t *testing.T) {
	t.Parallel()
	good := text(t, assertion())
	opts := verify.Options{Loader: site(t, assertion()), Trust: []string{home}, Now: now}
	for i := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			if r := check(t, bad, opts); r.Verdict == verify.Trusted || r.Verdict == verify.Untrusted {
				t.Errorf("byte %d: %q became %q and is %s", i, good[i], bad[i], r.Verdict)
			}
		}
	}
}

func TestPictureWithBoth(t *testing.T) {
	t.Parallel()
	c := contexts(t)
	key := newSigner("forge")
	two, three := text(t, assertion()), text(t, key.sign(t, c, badge3(home), key.method(home)))
	w := site(t, assertion()).but(home, string(text(t, profile(home, key))))
	opts := verify.Options{Contexts: c, Loader: w, Trust: []string{home}, Recipient: address, Say: func(code string, _ issuer.Values) string { return "said " + code }}
	for name, image := range map[string]string{"png": picture(t), "svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`} {
		baked, err := bake.Bake([]byte(image), bake.Payload{Generation: bake.OB2, Text: two}, bake.Payload{Generation: bake.OB3, Text: three})
		if err != nil {
			t.Fatal(err)
		}
		r := check(t, baked, opts)
		expect(t, r, verify.Trusted, verify.StatusGood, "key-bound")
		if r.Version != "2.0+3.0" || r.Format != "ob2+ob3" || len(r.Credentials) != 2 || r.Input != "in" || len(r.Reasons) != 0 {
			t.Errorf("%s: %+v", name, r)
		}
		for _, c := range r.Checks {
			if !strings.HasPrefix(c.Name, "ob2: ") && !strings.HasPrefix(c.Name, "ob3: ") || c.Detail != "said "+c.Code {
				t.Errorf("%s: check %+v", name, c)
			}
		}
		bad := check(t, baked, verify.Options{Contexts: c, Loader: w.but(assertionURL, "410"), Trust: []string{home}})
		expect(t, bad, verify.Revoked, verify.StatusRevoked, "revoked-gone")
		if bad.Credentials[0].Verdict != verify.Revoked || bad.Credentials[1].Verdict != verify.Trusted {
			t.Errorf("%s: single verdicts %s, %s", name, bad.Credentials[0].Verdict, bad.Credentials[1].Verdict)
		}
		if !r.Accepted(false) || bad.Accepted(true) {
			t.Error("accepted the wrong one")
		}
		at := check(t, []byte("https://x.example/badge"), verify.Options{Contexts: c, Loader: w.but("https://x.example/badge", string(baked)), Trust: []string{home}})
		expect(t, at, verify.Trusted, verify.StatusGood, "")
	}
}

// TestNoEndlessChains: pictures that lead to addresses that lead to pictures.
func TestNoEndlessChains(t *testing.T) {
	t.Parallel()
	svg := `<svg xmlns:o="http://openbadges.org"><o:assertion verify="https://x.example/loop"/></svg>`
	asked := &counting{body: svg}
	r := check(t, []byte(svg), verify.Options{Loader: asked})
	expect(t, r, verify.NotABadge, r.Status, "too-many-links")
	if len(asked.urls) > 5 {
		t.Errorf("%d documents were asked for", len(asked.urls))
	}
}

// counting answers every address with one body and remembers the addresses.
type counting struct {
	body string
	urls []string
}

func (c *counting) Load(_ context.Context, url string) (verify.Document, error) {
	c.urls = append(c.urls, url)
	if c.body == "" {
		return verify.Document{}, issuer.Fail(issuer.Refused, "fetch-not-found", "url", url)
	}
	return verify.Document{URL: url, Bytes: []byte(c.body)}, nil
}

// everywhere answers from a web, and every other address with one body.
type everywhere struct {
	web
	body []byte
}

func (e everywhere) Load(ctx context.Context, url string) (verify.Document, error) {
	if doc, err := e.web.Load(ctx, url); err == nil {
		return doc, nil
	}
	return verify.Document{URL: url, Bytes: e.body}, nil
}
