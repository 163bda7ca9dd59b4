package jws_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/mr-tron/base58"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// signFunc is a signer made of a function.
type signFunc func([]byte) ([]byte, error)

func (f signFunc) Sign(m []byte) ([]byte, error) { return f(m) }

type pair struct {
	alg    jws.Algorithm
	public crypto.PublicKey
	sign   signFunc
}

func pairs(t *testing.T) []pair {
	t.Helper()
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	e, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pub, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return []pair{
		{jws.RS256, &r.PublicKey, func(m []byte) ([]byte, error) {
			sum := sha256.Sum256(m)
			return rsa.SignPKCS1v15(nil, r, crypto.SHA256, sum[:])
		}},
		{jws.ES256, &e.PublicKey, func(m []byte) ([]byte, error) {
			sum := sha256.Sum256(m)
			r, s, err := ecdsa.Sign(rand.Reader, e, sum[:])
			if err != nil {
				return nil, err
			}
			return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...), nil
		}},
		{jws.EdDSA, pub, func(m []byte) ([]byte, error) { return ed25519.Sign(ed, m), nil }},
	}
}

func TestSignedIsVerified(t *testing.T) {
	t.Parallel()
	all := pairs(t)
	for i, p := range all {
		text, err := jws.Sign(p.sign, p.alg, issuer.Obj{{Name: "kid", Value: "https://k.example/#1"}, {Name: "typ", Value: "JWT"}}, []byte(`{"a":"é"}`))
		if err != nil {
			t.Fatal(err)
		}
		token, err := jws.Parse(text)
		if err != nil {
			t.Fatal(p.alg, err)
		}
		if token.Header.KeyID != "https://k.example/#1" || token.Header.Type != "JWT" || string(token.Payload) != `{"a":"é"}` || !jws.Looks(text) {
			t.Errorf("%s: read back as %+v", p.alg, token.Header)
		}
		if err := token.Verify(p.public, p.alg); err != nil {
			t.Errorf("%s: %v", p.alg, err)
		}
		if err := token.Verify(p.public); issuer.CodeOf(err) != "jws-algorithm" {
			t.Errorf("%s: accepted by nobody, yet %v", p.alg, err)
		}
		if err := token.Verify(all[(i+1)%3].public, jws.RS256, jws.ES256, jws.EdDSA); err == nil {
			t.Errorf("%s: verified with the key of another kind", p.alg)
		}
		other := pairs(t)[i]
		if err := token.Verify(other.public, p.alg); issuer.CodeOf(err) != "jws-signature" {
			t.Errorf("%s: another key gives %v", p.alg, err)
		}
		// Every single character matters.
		for at := 0; at < len(text); at += 7 {
			changed := []byte(text)
			if changed[at] = 'A'; text[at] == 'A' {
				changed[at] = 'B'
			}
			token, err := jws.Parse(string(changed))
			if err == nil {
				err = token.Verify(p.public, p.alg)
			}
			if err == nil {
				t.Errorf("%s: character %d can be changed", p.alg, at)
			}
		}
	}
}

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func TestHostileTokens(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{
		"":                                  "jws-form",
		"a.b":                               "jws-form",
		b64(`{"alg":"none"}`) + ".e30.":     "jws-form",
		b64(`{"alg":"none"}`) + ".e30.e30":  "jws-algorithm",
		b64(`{"alg":"HS256"}`) + ".e30.e30": "jws-algorithm",
		b64(`{"alg":"rs256"}`) + ".e30.e30": "jws-algorithm",
		b64(`{}`) + ".e30.e30":              "jws-algorithm",
		b64(`{"alg":1}`) + ".e30.e30":       "jws-header",
		b64(`{"alg":"RS256","crit":["exp"]}`) + ".e30.e30":                                          "jws-header",
		b64(`{"alg":"RS256","b64":false}`) + ".e30.e30":                                             "jws-header",
		b64(`{"alg":"RS256","alg":"none"}`) + ".e30.e30":                                            "jws-twice",
		b64(`{"alg":"RS256","kid":["a"]}`) + ".e30.e30":                                             "jws-header",
		b64(`{"alg":"RS256"} x`) + ".e30.e30":                                                       "jws-json",
		b64(`["alg"]`) + ".e30.e30":                                                                 "jws-json",
		b64("{\"alg\":\"RS256\xff\"}") + ".e30.e30":                                                 "jws-json",
		b64(`{"alg":"RS256"}`) + ".e30=.e30":                                                        "jws-form",
		b64(`{"alg":"RS256"}`) + ".e3\n0.e30":                                                       "jws-form",
		b64(`{"alg":"RS256"}`) + ".e31.e30":                                                         "jws-form", // stray bits
		b64(`{"alg":"RS256"}`) + ".e30.e30.e30":                                                     "jws-form",
		b64(`{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"AA"}}`) + ".e30.e30":            "jws-key",
		b64(`{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","d":"AA"}}`) + ".e30.e30":            "jws-private-key",
		b64(`{"alg":"RS256","jwk":{"kty":"oct","k":"AA"}}`) + ".e30.e30":                            "jws-private-key",
		b64(`{"alg":"RS256","jwk":"x"}`) + ".e30.e30":                                               "jws-header",
		b64(`{"alg":"RS256","x":`+strings.Repeat("[", 99)+strings.Repeat("]", 99)+`}`) + ".e30.e30": "jws-json",
		b64(`{"alg":"RS256","x":"`+strings.Repeat("x", 20<<10)+`"}`) + ".e30.e30":                   "jws-size",
		strings.Repeat("x", 5<<20):                                                                  "jws-size",
	} {
		_, err := jws.Parse(text)
		if got := issuer.CodeOf(err); got != code {
			t.Errorf("%.60s gives %q, want %q", text, got, code)
		}
	}
}

func TestKeysTravel(t *testing.T) {
	t.Parallel()
	starts := map[jws.Algorithm]string{jws.RS256: "z4MX", jws.ES256: "zDn", jws.EdDSA: "z6Mk"}
	type equal interface{ Equal(crypto.PublicKey) bool }
	for _, p := range pairs(t) {
		key := p.public.(equal)
		back, err := jws.ParseJWK(issuer.Bytes(jws.JWK(p.public)))
		if err != nil || !key.Equal(back) {
			t.Errorf("%s as JWK: %v", p.alg, err)
		}
		text := jws.Multibase(p.public)
		back, err = jws.ParseMultibase(text)
		if err != nil || !key.Equal(back) || !strings.HasPrefix(text, starts[p.alg]) {
			t.Errorf("%s as multibase %s: %v", p.alg, text, err)
		}
		text, err = jws.PEM(p.public)
		if err != nil {
			t.Fatal(err)
		}
		back, err = jws.ParsePEM(text)
		if err != nil || !key.Equal(back) {
			t.Errorf("%s as PEM: %v", p.alg, err)
		}
		if alg, ok := jws.AlgorithmOf(p.public); !ok || alg != p.alg {
			t.Errorf("%s signs with %s", p.alg, alg)
		}
	}
}

// TestRefusedKeys has keys that nobody may be believed with.
func TestRefusedKeys(t *testing.T) {
	t.Parallel()
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err == nil {
		if _, ok := jws.AlgorithmOf(&weak.PublicKey); ok || jws.JWK(&weak.PublicKey) != nil {
			t.Error("an RSA key of 1024 bits is taken")
		}
	}
	for _, text := range []string{
		`{"kty":"EC","crv":"P-256","x":"` + b64(strings.Repeat("\x01", 32)) + `","y":"` + b64(strings.Repeat("\x01", 32)) + `"}`,
		`{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}`,
		`{"kty":"RSA","n":"AQAB","e":"AQAB"}`,
		`{"kty":"RSA","n":"` + b64(strings.Repeat("\xff", 256)) + `","e":""}`,
		`{"kty":"RSA","n":"` + b64(strings.Repeat("\xff", 256)) + `","e":"AQABAQAB"}`,
		`{"kty":"RSA","n":"` + b64(strings.Repeat("\xff", 256)) + `","e":"AQAB","alg":"ES256"}`,
		`{"kty":"RSA","n":"` + b64(strings.Repeat("\xff", 256)) + `","e":"AQAB","use":"enc"}`,
		`{"kty":"RSA","n":"` + b64(strings.Repeat("\xff", 4000)) + `","e":"AQAB"}`,
		`{}`,
	} {
		if key, err := jws.ParseJWK([]byte(text)); err == nil {
			t.Errorf("%.70s is %T", text, key)
		}
	}
	good := "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
	for _, text := range []string{
		"", "z", "z6Mk", "m6Mk", "zDnaaaa", "z" + strings.Repeat("1", 3000),
		"u" + good[1:], "z0OIl" + good[5:], good[:40], good + good, "zä" + good[3:], "z1" + good[1:],
		"z" + base58.Encode(append([]byte{0x80, 0x24}, make([]byte, 33)...)), // P-256, and no point
		"z" + base58.Encode(append([]byte{0x80, 0x26}, make([]byte, 32)...)), // a private half
		"z" + base58.Encode(append([]byte{0xed, 0x01}, make([]byte, 33)...)), // a byte too many
	} {
		if key, err := jws.ParseMultibase(text); err == nil {
			t.Errorf("%.20s is %T", text, key)
		}
	}
}

// TestPointsThatAreNoKeys: what is on no curve, what is written otherwise than
// RFC 8032 writes it, and the small group, under whose members anything is signed.
func TestPointsThatAreNoKeys(t *testing.T) {
	t.Parallel()
	tail := strings.Repeat("ff", 30) + "7f"
	for name, point := range map[string]string{
		"y = 2 is on no curve":      "02" + strings.Repeat("00", 31),
		"y = 7 is on no curve":      "07" + strings.Repeat("00", 31),
		"y = 3 written as p + 3":    "f0" + tail,
		"y = 4 written as p + 4":    "f1" + tail,
		"y = 0, order 4":            strings.Repeat("00", 32),
		"y = 0, order 4, the other": strings.Repeat("00", 31) + "80",
		"y = 1, the zero":           "01" + strings.Repeat("00", 31),
		"y = 1 with a sign":         "01" + strings.Repeat("00", 30) + "80",
		"y = -1, order 2":           "ec" + tail,
		"y = 0 written as p":        "ed" + tail,
		"y = 1 written as p + 1":    "ee" + tail,
		"order 8":                   "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"order 8, the second":       "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"order 8, the third":        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"order 8, the fourth":       "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
	} {
		raw, err := hex.DecodeString(point)
		if err != nil {
			t.Fatal(name, err)
		}
		key := ed25519.PublicKey(raw)
		if _, err := jws.ParseMultibase(jws.Multibase(key)); err == nil {
			t.Errorf("%s is a did:key", name)
		}
		if _, err := jws.ParseJWK(issuer.Bytes(jws.JWK(key))); err == nil {
			t.Errorf("%s is a JWK", name)
		}
		text, err := jws.PEM(key)
		if err != nil {
			t.Fatal(name, err)
		}
		if _, err := jws.ParsePEM(text); err == nil {
			t.Errorf("%s is a PEM", name)
		}
	}
	for name, point := range map[string]string{ // RFC 8032 §7.1, TEST 1 and 2; the base point; y = 3
		"test 1": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
		"test 2": "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
		"base":   "58" + strings.Repeat("66", 31),
		"y = 3":  "03" + strings.Repeat("00", 31),
	} {
		raw, err := hex.DecodeString(point)
		if err != nil {
			t.Fatal(name, err)
		}
		if _, err := jws.ParseMultibase(jws.Multibase(ed25519.PublicKey(raw))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRFC7638 and RFC 8037 A.3: the thumbprints printed there.
func TestThumbprints(t *testing.T) {
	t.Parallel()
	for jwk, want := range map[string]string{
		`{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}`: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
		`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
	} {
		key, err := jws.ParseJWK([]byte(jwk))
		if err != nil {
			t.Fatal(err)
		}
		if got := jws.Thumbprint(key); got != want {
			t.Errorf("thumbprint %s, want %s", got, want)
		}
	}
}

// TestPackTokens checks the tokens of the standards pack.
func TestPackTokens(t *testing.T) {
	t.Parallel()
	pack := os.Getenv("BADGEKILN_STANDARDS")
	if pack == "" {
		pack = filepath.Join("..", "..", "..", "shared", "standards", "data")
	}
	if _, err := os.Stat(pack); err != nil {
		t.Skip("The standards pack is not here; 4 tokens were not checked.")
	}
	for name, good := range map[string]bool{
		"vc-jwt-rs256.jwt": true, "vc-jwt-eddsa.jwt": true, "vc-jwt-bad-iss.jwt": true, "vc-jwt-bad-signature.jwt": false,
	} {
		text, err := os.ReadFile(filepath.Join(pack, "self-made", name))
		if err != nil {
			t.Fatal(err)
		}
		token, err := jws.Parse(strings.TrimSpace(string(text)))
		if err != nil {
			t.Fatal(name, err)
		}
		if err := token.Verify(token.Header.JWK, jws.RS256, jws.EdDSA); (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestEveryErrorHasASentence looks each code up in the tables of words.
func TestEveryErrorHasASentence(t *testing.T) {
	t.Parallel()
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"en", "de"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "assets", "words", language, "jws.json"))
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]string
		if err := json.Unmarshal(text, &words); err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, source := range sources {
			code, err := os.ReadFile(source)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range regexp.MustCompile(`bad\("([a-z-]+)"`).FindAllStringSubmatch(string(code), -1) {
				found++
				if words["error."+match[1]] == "" || words["hint."+match[1]] == "" {
					t.Errorf("%s: %s has no sentence or no hint", language, match[1])
				}
			}
		}
		if found < 10 {
			t.Errorf("only %d codes found", found)
		}
	}
}

// TestLooks: three parts and an alg look like a token, and nothing less.
func TestLooks(t *testing.T) {
	t.Parallel()
	head := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for text, want := range map[string]bool{
		head(`{"alg":"none"}`) + "..":  true, // good or not is not asked
		head(`{"typ":"JWT"}`) + "..":   false,
		head(`["alg"]`) + "..":         false,
		head(`{"alg":1`) + "..":        false,
		head(`{"alg":"none"}`) + ".":   false,
		head(`{"alg":"none"}`) + "...": false,
		"{}..":                         false,
		head(`{"alg":"none","x":"`+strings.Repeat("x", 1<<20)+`"}`) + "..": false,
	} {
		if got := jws.Looks(text); got != want {
			t.Errorf("%.60q: %v", text, got)
		}
	}
}

// FuzzParse: no text may make the parser panic, and what is parsed is parsed
// in one way only.
func FuzzParse(f *testing.F) {
	f.Add(b64(`{"alg":"RS256"}`) + ".e30.e30")
	f.Add(b64(`{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}`) + ".e30.e30")
	f.Add("..")
	f.Fuzz(func(t *testing.T, text string) {
		token, err := jws.Parse(text)
		if err != nil {
			return
		}
		if !jws.Looks(text) {
			t.Error("parsed, but does not look like a token")
		}
		if token.Header.JWK != nil {
			_ = token.Verify(token.Header.JWK, jws.RS256, jws.ES256, jws.EdDSA)
		}
	})
}

// FuzzMultibase: what is read is written back alike.
func FuzzMultibase(f *testing.F) {
	f.Add("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
	for _, short := range []string{"", "z", "z1", "z11"} { // shorter than what names a kind of key
		f.Add(short)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := jws.ParseMultibase(text)
		if err == nil && jws.Multibase(key) != text {
			t.Errorf("%s comes back as %s", text, jws.Multibase(key))
		}
	})
}
