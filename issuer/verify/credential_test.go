package verify_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/verify"
)

const statusURL = "https://badges.example.org/s/k3.json"

func with(o obj, name string, value any) obj {
	out := obj{}
	for k, v := range o {
		out[k] = v
	}
	out[name] = value
	if value == nil {
		delete(out, name)
	}
	return out
}

func entry(purpose string, index any) obj {
	return obj{
		"id": statusURL + "#7", "type": "BitstringStatusListEntry", "statusPurpose": purpose,
		"statusListIndex": index, "statusListCredential": statusURL,
	}
}

func TestCredentialVerdicts(t *testing.T) {
	t.Parallel()
	c := contexts(t)
	key, thief := newSigner("forge"), newSigner("thief")
	page := string(text(t, profile(home, key)))
	good := key.sign(t, c, badge3(home), key.method(home))
	did := key.sign(t, c, badge3(key.did()), key.method(key.did()))
	https := func(change func(obj)) []byte {
		doc := badge3(home)
		change(doc)
		return text(t, key.sign(t, c, doc, key.method(home)))
	}
	const placed = "https://badges.example.org/a/3f/3.json"
	atHome := key.sign(t, c, with(badge3(home), "id", placed), key.method(home))
	subject := func(doc obj) obj { s, _ := doc["credentialSubject"].(obj); return s }
	withdrawn := profile(home, key)
	methods, _ := withdrawn["verificationMethod"].([]any)
	first, _ := methods[0].(obj)
	methods[0] = with(first, "revoked", "2026-06-01T00:00:00Z")
	elsewhere := profile(home, key)
	elsewhere["id"] = "https://other.example/profile.json"
	embedded := profile(home, key)
	embedded["assertionMethod"], embedded["verificationMethod"] = embedded["verificationMethod"], nil
	relative := profile(home, key)
	relative["assertionMethod"] = []any{"#" + key.multibase}
	strange := profile(home, key)
	strange["verificationMethod"] = []any{with(first, "controller", "https://other.example/")}
	silent := profile(home, key)
	silent["assertionMethod"] = []any{}
	at := func(doc obj) verify.Loader { return web{home: string(text(t, doc))} }
	expired := https(func(d obj) { d["validUntil"] = "2026-06-01T00:00:00Z" })

	for name, c := range map[string]struct {
		data    []byte
		opts    verify.Options
		verdict verify.Verdict
		code    string
	}{
		"good":                 {text(t, good), verify.Options{}, verify.Trusted, "key-bound"},
		"good did:key":         {text(t, did), verify.Options{Trust: []string{key.did()}}, verify.Trusted, "key-bound"},
		"did:key alone":        {text(t, key.sign(t, c, badge3(key.did()), key.did())), verify.Options{Trust: []string{key.did()}}, verify.Trusted, "key-bound"},
		"did:key offline":      {text(t, did), verify.Options{Trust: []string{key.did()}, Loader: web{}, Offline: true}, verify.Trusted, "key-bound"},
		"for the right person": {text(t, good), verify.Options{Recipient: address}, verify.Trusted, "recipient-fits"},
		"by her mailto id": {
			https(func(d obj) {
				subject(d)["id"], subject(d)["identifier"] = "mailto:ada@example.org", nil
				delete(subject(d), "identifier")
			}),
			verify.Options{Recipient: address},
			verify.Trusted, "recipient-fits",
		},
		"for another":            {text(t, good), verify.Options{Recipient: "eve@example.org"}, verify.OtherPerson, "recipient-other"},
		"issuer not on the list": {text(t, good), verify.Options{Trust: []string{"https://x.example"}}, verify.Untrusted, "issuer-unlisted"},
		"expired":                {expired, verify.Options{}, verify.Expired, "expired"},
		"expired for another":    {expired, verify.Options{Recipient: "eve@example.org"}, verify.Expired, "recipient-other"},
		"not yet":                {https(func(d obj) { d["validFrom"] = "2027-01-01T00:00:00Z" }), verify.Options{}, verify.Altered, "not-yet-valid"},
		"a minute ahead":         {https(func(d obj) { d["validFrom"] = "2026-11-22T12:01:00Z" }), verify.Options{}, verify.Trusted, ""},
		"reversed": {
			https(func(d obj) { d["validFrom"], d["validUntil"] = "2026-05-01T00:00:00Z", "2026-04-01T00:00:00Z" }),
			verify.Options{},
			verify.Altered, "dates-reversed",
		},
		"no profile to be had": {text(t, good), verify.Options{Loader: web{}}, verify.Consistent, "fetch-not-found"},
		"offline":              {text(t, good), verify.Options{Offline: true}, verify.Consistent, "offline"},
		"offline with a folder": {
			text(t, good),
			verify.Options{Offline: true, Loader: folder{web{home: page}}},
			verify.Trusted, "key-bound",
		},
		"no loader":                      {text(t, good), verify.Options{Loader: noLoader}, verify.Consistent, "offline"},
		"profile is a web page":          {text(t, good), verify.Options{Loader: web{home: "<html>"}}, verify.Consistent, "document-unreadable"},
		"profile taken down":             {text(t, good), verify.Options{Loader: web{home: "410"}}, verify.Consistent, "document-gone"},
		"profile cut off":                {text(t, good), verify.Options{Loader: web{home: page[:90]}}, verify.Altered, "document-unreadable"},
		"profile of another":             {text(t, good), verify.Options{Loader: at(elsewhere)}, verify.Altered, "id-differs"},
		"key withdrawn":                  {text(t, good), verify.Options{Loader: at(withdrawn)}, verify.Untrusted, "key-withdrawn"},
		"key not for assertions":         {text(t, good), verify.Options{Loader: at(silent)}, verify.Altered, "key-unnamed"},
		"key of another controller":      {text(t, good), verify.Options{Loader: at(strange)}, verify.Altered, "key-unnamed"},
		"key inside assertionMethod":     {text(t, good), verify.Options{Loader: at(embedded)}, verify.Trusted, "key-bound"},
		"key by its fragment":            {text(t, good), verify.Options{Loader: at(relative)}, verify.Trusted, "key-bound"},
		"another key there":              {text(t, good), verify.Options{Loader: at(profile(home, thief))}, verify.Altered, "key-unnamed"},
		"altered, profile not to be had": {https2(t, good, "First fire", "Last fire"), verify.Options{Loader: web{}}, verify.Altered, "proof-signature"},

		// forged issuers
		"own key, issuer copied": {text(t, thief.sign(t, c, badge3(home), thief.method(home))), verify.Options{}, verify.Altered, "key-unnamed"},
		"own key, issuer copied, nothing to be had": {
			text(t, thief.sign(t, c, badge3(home), thief.method(home))),
			verify.Options{Loader: web{}},
			verify.Consistent, "fetch-not-found",
		},
		"own did:key for an https issuer": {text(t, thief.sign(t, c, badge3(home), thief.method(thief.did()))), verify.Options{}, verify.Altered, "key-foreign"},
		"own key for a did:key issuer": {
			text(t, thief.sign(t, c, badge3(key.did()), thief.method(thief.did()))),
			verify.Options{Trust: []string{key.did()}},
			verify.Altered, "key-foreign",
		},
		"did:key with another fragment": {
			text(t, thief.sign(t, c, badge3(key.did()), key.did()+"#"+thief.multibase)),
			verify.Options{Trust: []string{key.did()}},
			verify.Altered, "key-unreadable",
		},
		"own page names the issuer's name": {
			text(t, thief.sign(t, c, badge3("https://evil.example/p"), thief.method("https://evil.example/p"))),
			verify.Options{Loader: web{"https://evil.example/p": string(text(t, profile("https://evil.example/p", thief)))}},
			verify.Untrusted, "issuer-unlisted",
		},
		"own page claims the issuer's id": {
			text(t, thief.sign(t, c, badge3("https://evil.example/p"), thief.method("https://evil.example/p"))),
			verify.Options{Loader: web{"https://evil.example/p": string(text(t, profile(home, thief)))}},
			verify.Altered, "id-differs",
		},
		"copied page on our host, our ledger knows better": {
			text(t, thief.sign(t, c, badge3(home), thief.method(home))),
			verify.Options{Loader: folder{web{home: string(text(t, profile(home, thief)))}}, Host: own{profiles: web{home: page}}},
			verify.Altered, "key-unnamed",
		},
		"did:web": {text(t, key.sign(t, c, badge3("did:web:x.example"), key.method("did:web:x.example"))), verify.Options{}, verify.Consistent, "fetch-not-found"},

		// proofs
		"no proof":         {text(t, badge3(home)), verify.Options{}, verify.Altered, "proof-missing"},
		"second signature": {text(t, thief.sign(t, c, good, thief.method(thief.did()))), verify.Options{}, verify.Trusted, "key-foreign"},
		"unknown kind beside": {
			text(t, with(good, "proof", append([]any{obj{"type": "SomeProof"}}, list1(good["proof"])...))),
			verify.Options{},
			verify.Trusted, "proof-skipped",
		},
		"unknown kind alone": {text(t, with(good, "proof", obj{"type": "SomeProof"})), verify.Options{}, verify.Consistent, "proof-skipped"},
		"unknown kind and a wrong one": {
			https2(t, with(good, "proof", append([]any{obj{"type": "SomeProof"}}, list1(good["proof"])...)), "First fire", "Last fire"),
			verify.Options{},
			verify.Altered, "proof-signature",
		},

		// tampering named in the issue
		"issuer.id":        {https2(t, good, `"id":"`+home, `"id":"https://badges.example.org/i/other/profile.json`), verify.Options{}, verify.Altered, "key-foreign"},
		"achievement.name": {https2(t, good, `"name":"First fire"`, `"name":"First pot"`), verify.Options{}, verify.Altered, "proof-signature"},
		"salt":             {https2(t, good, salt, "1123456789abcdef"), verify.Options{}, verify.Altered, "proof-signature"},
		"unknown term":     {text(t, with(good, "colour", "red")), verify.Options{}, verify.Altered, "proof-term"},
		"extra context": {
			https2(t, good, `context-3.0.3.json"]`, `context-3.0.3.json","https://x.example/c"]`),
			verify.Options{},
			verify.Altered, "proof-context",
		},
		"a member twice": {https2(t, good, `{`, `{"name":"x",`), verify.Options{}, verify.NotABadge, "json-unreadable"},

		// the copy under the badge's own address
		"hosted copy the same": {text(t, atHome), verify.Options{Loader: folder{web{home: page, placed: string(indented(t, text(t, atHome)))}}}, verify.Trusted, "copy-same"},
		"hosted copy differs": {
			text(t, atHome),
			verify.Options{Loader: folder{web{home: page, placed: string(https2(t, atHome, "First fire", "Last fire"))}}},
			verify.Altered, "bytes-differ",
		},
		"hosted copy cut off": {text(t, atHome), verify.Options{Loader: folder{web{home: page, placed: "{"}}}, verify.Altered, "bytes-differ"},
		"hosted copy a page":  {text(t, atHome), verify.Options{Loader: folder{web{home: page, placed: "<html>"}}}, verify.Trusted, ""},
		"our ledger's copy":   {text(t, atHome), verify.Options{Host: own{hosted: web{placed: string(text(t, atHome))}}}, verify.Trusted, "copy-same"},
		"network not asked":   {text(t, atHome), verify.Options{Loader: web{home: page, placed: "{}"}}, verify.Trusted, "key-bound"},
		"by its address":      {[]byte(placed), verify.Options{Loader: web{home: page, placed: string(text(t, atHome))}}, verify.Trusted, "key-bound"},

		// structure
		"no subject id":      {https(func(d obj) { delete(subject(d), "identifier") }), verify.Options{}, verify.Altered, "field-missing"},
		"no criteria":        {https(func(d obj) { delete(subject(d)["achievement"].(obj), "criteria") }), verify.Options{}, verify.Altered, "field-missing"},
		"date without zone":  {text(t, with(good, "validFrom", "2026-05-01T12:00:00")), verify.Options{}, verify.Altered, "field-wrong"},
		"wrong context":      {text(t, with(good, "@context", []any{"https://www.w3.org/ns/credentials/v2"})), verify.Options{}, verify.Altered, "field-wrong"},
		"not a badge":        {text(t, with(good, "type", []any{"VerifiableCredential"})), verify.Options{}, verify.NotABadge, "other-credential"},
		"issuer is a number": {text(t, with(good, "issuer", 7)), verify.Options{}, verify.Altered, "field-wrong"},
		"no subject":         {text(t, with(good, "credentialSubject", nil)), verify.Options{}, verify.Altered, "field-missing"},

		// not this release, not a badge
		"VC-JWT":      {[]byte("eyJhbGciOiJFZERTQSJ9.e30.c2ln"), verify.Options{}, verify.NotABadge, "no-badge"},
		"unsigned":    {[]byte("eyJhbGciOiJub25lIn0.e30."), verify.Options{}, verify.Altered, "proof-missing"},
		"nothing":     {nil, verify.Options{}, verify.NotABadge, "no-badge"},
		"words":       {[]byte("hello"), verify.Options{}, verify.NotABadge, "no-badge"},
		"other JSON":  {[]byte(`{"a":1}`), verify.Options{}, verify.NotABadge, "no-badge"},
		"broken JSON": {[]byte(`{"a":`), verify.Options{}, verify.NotABadge, "json-unreadable"},
		"two JSONs":   {[]byte(`{} {}`), verify.Options{}, verify.NotABadge, "json-unreadable"},
		"deep JSON":   {[]byte(strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200)), verify.Options{}, verify.NotABadge, "json-unreadable"},
		"not UTF-8":   {[]byte("{\"a\":\"\xff\"}"), verify.Options{}, verify.NotABadge, "json-unreadable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := c.opts
			o.Contexts = contexts(t)
			if o.Loader == nil && !o.Offline {
				o.Loader = web{home: page}
			}
			if o.Loader == noLoader {
				o.Loader = nil
			}
			if o.Trust == nil {
				o.Trust = []string{home}
			}
			expect(t, check(t, c.data, o), c.verdict, verify.StatusNone, c.code)
		})
	}
}

// noLoader stands for a nil Loader in the table.
var noLoader verify.Loader = &none{}

type none struct{ web }

func list1(v any) []any { l, _ := v.([]any); return l }

// https2 replaces in the signed text.
func https2(t *testing.T, doc obj, old, fresh string) []byte {
	t.Helper()
	s := string(text(t, doc))
	changed := strings.Replace(s, old, fresh, 1)
	if changed == s {
		t.Fatalf("%q is not in the badge", old)
	}
	return []byte(changed)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	c := contexts(t)
	key, thief := newSigner("forge"), newSigner("thief")
	page := string(text(t, profile(home, key)))
	id := badge3(home)["id"].(string)
	lists := func(body []byte) web { return web{home: page, statusURL: string(body)} }
	encoded := func(bytes int) string { return gzipped(t, bytes) }
	signedList := func(doc obj) web { return lists(text(t, key.sign(t, c, doc, key.method(home)))) }
	foreign := "https://evil.example/p"
	revlist := obj{"id": "https://badges.example.org/r.json", "type": "1EdTechRevocationList"}

	for name, s := range map[string]struct {
		entry   any
		web     web
		host    verify.Host
		verdict verify.Verdict
		status  verify.Status
		code    string
	}{
		"not set":          {entry("revocation", "7"), lists(list(t, c, key, home, statusURL, "revocation", 8)), nil, verify.Trusted, verify.StatusGood, "status-good-list"},
		"revoked":          {entry("revocation", "7"), lists(list(t, c, key, home, statusURL, "revocation", 7)), nil, verify.Revoked, verify.StatusRevoked, "revoked-list"},
		"index a number":   {entry("revocation", 7), lists(list(t, c, key, home, statusURL, "revocation", 7)), nil, verify.Revoked, verify.StatusRevoked, "revoked-list"},
		"suspended":        {entry("suspension", "7"), lists(list(t, c, key, home, statusURL, "suspension", 7)), nil, verify.Revoked, verify.StatusSuspended, "suspended-list"},
		"for a refresh":    {entry("refresh", "7"), lists(nil), nil, verify.Trusted, verify.StatusNone, ""},
		"two entries":      {[]any{entry("suspension", "1"), entry("revocation", "7")}, lists(list(t, c, key, home, statusURL, "revocation", 7)), nil, verify.Revoked, verify.StatusRevoked, "revoked-list"},
		"list missing":     {entry("revocation", "7"), web{home: page}, nil, verify.Consistent, verify.StatusUnknown, "fetch-not-found"},
		"list gone":        {entry("revocation", "7"), lists([]byte("410")), nil, verify.Consistent, verify.StatusUnknown, "document-gone"},
		"no list":          {entry("revocation", "7"), lists([]byte("<html>")), nil, verify.Consistent, verify.StatusUnknown, "document-unreadable"},
		"other purpose":    {entry("revocation", "7"), lists(list(t, c, key, home, statusURL, "suspension", 7)), nil, verify.Consistent, verify.StatusUnknown, "status-list-other"},
		"outside the list": {entry("revocation", "131072"), lists(list(t, c, key, home, statusURL, "revocation")), nil, verify.Consistent, verify.StatusUnknown, "status-entry"},
		"negative index":   {entry("revocation", "-7"), lists(list(t, c, key, home, statusURL, "revocation")), nil, verify.Consistent, verify.StatusUnknown, "status-entry"},
		"signed by a thief": {
			entry("revocation", "7"), lists(list(t, c, thief, home, statusURL, "revocation")),
			nil, verify.Consistent, verify.StatusUnknown, "status-list-proof",
		},
		"list of another issuer": {entry("revocation", "7"), web{
			home: page, foreign: string(text(t, profile(foreign, thief))),
			statusURL: string(list(t, c, thief, foreign, statusURL, "revocation")),
		}, nil, verify.Consistent, verify.StatusUnknown, "status-list-issuer"},
		"shrunken list": {
			entry("revocation", "7"), signedList(listDoc(home, statusURL, "revocation", encoded(16383))),
			nil, verify.Consistent, verify.StatusUnknown, "status-list-unreadable",
		},
		"inflation bomb": {
			entry("revocation", "7"), signedList(listDoc(home, statusURL, "revocation", encoded(64<<20))),
			nil, verify.Consistent, verify.StatusUnknown, "status-list-unreadable",
		},
		"list changed": {
			entry("revocation", "7"), lists([]byte(strings.Replace(string(list(t, c, key, home, statusURL, "revocation")), "2026-05-01", "2026-05-02", 1))),
			nil, verify.Consistent, verify.StatusUnknown, "status-list-proof",
		},
		"list of tomorrow": {
			entry("revocation", "7"), signedList(with(listDoc(home, statusURL, "revocation", encoded(16384)), "validFrom", "2027-01-01T00:00:00Z")),
			nil, verify.Consistent, verify.StatusUnknown, "status-list-dates",
		},
		"unknown kind":   {obj{"id": "https://x.example/1", "type": "1EdTechCredentialRefresh"}, web{home: page}, nil, verify.Consistent, verify.StatusUnknown, "status-later"},
		"revocationList": {revlist, web{home: page, "https://badges.example.org/r.json": `{"issuer":"` + home + `","revokedCredential":[{"id":"` + id + `"}]}`}, nil, verify.Revoked, verify.StatusRevoked, "revoked-list"},
		"not on it": {
			revlist,
			web{home: page, "https://badges.example.org/r.json": `{"revokedCredentials":[{"id":"urn:x"},{"id":"` + id + `","revoked":false}]}`},
			nil, verify.Trusted, verify.StatusGood, "status-good-list",
		},
		"revocationList of another": {
			revlist,
			web{home: page, "https://badges.example.org/r.json": `{"issuer":"urn:x","revokedCredential":[]}`},
			nil, verify.Consistent, verify.StatusUnknown, "status-list-issuer",
		},

		"our ledger: issued":           {nil, web{home: page}, own{states: map[string]issuer.State{id: issuer.Issued}}, verify.Trusted, verify.StatusGood, "status-good-ledger"},
		"our ledger: revoked":          {nil, web{home: page}, own{states: map[string]issuer.State{id: issuer.Revoked}}, verify.Revoked, verify.StatusRevoked, "revoked-ledger"},
		"our ledger: superseded":       {nil, web{home: page}, own{states: map[string]issuer.State{id: issuer.Superseded}}, verify.Revoked, verify.StatusRevoked, "revoked-ledger"},
		"our ledger: undone":           {nil, web{home: page}, own{states: map[string]issuer.State{id: issuer.Undone}}, verify.Revoked, verify.StatusRevoked, "revoked-ledger"},
		"our ledger: planned":          {nil, web{home: page}, own{states: map[string]issuer.State{id: issuer.Pending}}, verify.Trusted, verify.StatusNone, ""},
		"our ledger, list missing":     {entry("revocation", "7"), web{home: page}, own{states: map[string]issuer.State{id: issuer.Issued}}, verify.Trusted, verify.StatusGood, "fetch-not-found"},
		"our ledger, list says no":     {entry("revocation", "7"), lists(list(t, c, key, home, statusURL, "revocation", 7)), own{states: map[string]issuer.State{id: issuer.Issued}}, verify.Revoked, verify.StatusRevoked, "revoked-list"},
		"our ledger has the list":      {entry("revocation", "7"), web{}, own{hosted: lists(list(t, c, key, home, statusURL, "revocation")), profiles: web{home: page}}, verify.Trusted, verify.StatusGood, "status-good-list"},
		"our ledger says no, list not": {entry("revocation", "7"), lists(list(t, c, key, home, statusURL, "revocation")), own{states: map[string]issuer.State{id: issuer.Revoked}}, verify.Revoked, verify.StatusRevoked, "revoked-ledger"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := badge3(home)
			if s.entry != nil {
				doc["credentialStatus"] = s.entry
				if strings.Contains(string(text(t, s.entry)), "1EdTech") { // terms of a context of their own
					doc["@context"] = append(list1(doc["@context"]), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
				}
			}
			data := text(t, key.sign(t, contexts(t), doc, key.method(home)))
			r := check(t, data, verify.Options{Contexts: contexts(t), Loader: s.web, Host: s.host, Trust: []string{home}})
			expect(t, r, s.verdict, s.status, s.code)
		})
	}
	t.Run("an unproven badge sends us nowhere", func(t *testing.T) {
		t.Parallel()
		data := text(t, with(badge3(home), "credentialStatus", entry("revocation", "7")))
		asked := &counting{}
		r := check(t, data, verify.Options{Contexts: c, Loader: asked})
		expect(t, r, verify.Altered, verify.StatusUnknown, "proof-missing")
		if slices.Contains(asked.urls, statusURL) {
			t.Error("the list was asked for")
		}
	})
}

func gzipped(t *testing.T, size int) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return "u" + base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// TestNoByteOfACredentialCanChange: one changed byte is never trusted, unless
// the JSON says the same before and after.
func TestNoByteOfACredentialCanChange(t *testing.T) {
	t.Parallel()
	c := contexts(t)
	key := newSigner("forge")
	data, err := json.MarshalIndent(key.sign(t, c, badge3(key.did()), key.method(key.did())), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	var same any
	if err = json.Unmarshal(data, &same); err != nil {
		t.Fatal(err)
	}
	opts := verify.Options{Contexts: c, Trust: []string{key.did()}, Now: now}
	expect(t, check(t, data, opts), verify.Trusted, verify.StatusNone, "")
	for old, fresh := range map[string]string{"{": "{ \n", `"First fire"`: `"\u0046irst fire"`, `"name"`: `"n\u0061me"`} {
		expect(t, check(t, bytes.Replace(data, []byte(old), []byte(fresh), 1), opts), verify.Trusted, verify.StatusNone, "")
	}
	masks := []byte{0x01, 0x20, 0x80, 0x10, 0x04}
	neutral := 0
	step := 1
	if testing.Short() {
		step = 7
	}
	for i := 0; i < len(data); i += step {
		bad := bytes.Clone(data)
		bad[i] ^= masks[i%len(masks)]
		r := check(t, bad, opts)
		if r.Verdict != verify.Trusted {
			continue
		}
		neutral++
		var now any
		if err := json.Unmarshal(bad, &now); err != nil || !reflect.DeepEqual(now, same) {
			t.Errorf("byte %d: %q became %q and is still trusted", i, data[i], bad[i])
		}
	}
	t.Logf("%d bytes, %d changes that mean nothing", len(data), neutral)
}

// TestStrangersTextIsHarmless: what a badge says reaches a terminal.
func TestStrangersTextIsHarmless(t *testing.T) {
	t.Parallel()
	doc := with(badge3(home), "name", "a\x1b[2J\u202eb"+strings.Repeat("c", 999))
	doc["issuer"] = obj{"id": "https://x.example/\x1b", "name": "\x07"}
	r := check(t, text(t, doc), verify.Options{
		Contexts: contexts(t), Say: func(_ string, v issuer.Values) string { return v["value"] },
	})
	shown := r.Name + r.Issuer + r.IssuerName + r.ID + strings.Join(r.Reasons, "")
	if strings.ContainsAny(shown, "\x1b\x07\u202e") || len(r.Name) > 300 {
		t.Errorf("%q", shown)
	}
}

// A token is of the version its payload speaks of, wherever it was found.
func TestTokenVersion(t *testing.T) {
	t.Parallel()
	token := func(payload string) []byte {
		return []byte("eyJhbGciOiJSUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".c2ln")
	}
	for payload, want := range map[string][2]string{
		`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion"}`:                       {"2.0", "ob2-signed"},
		`{"uid":"1","badge":"https://x.example/b","verify":{"type":"signed"}}`:                   {"1.0", "ob2-signed"},
		`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}`:  {"3.0", "ob3-jwt"},
		`{"iss":"x","vc":{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VC"]}}`: {"3.0", "ob3-jwt"},
		`no JSON`: {"3.0", "ob3-jwt"},
	} {
		r := check(t, token(payload), verify.Options{})
		if got := [2]string{r.Version, r.Format}; got != want || r.Accepted(true) {
			t.Errorf("%s: %v %s, want %v", payload, got, r.Verdict, want)
		}
	}
}
