package ob3_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"badgekiln/issuer"
	"badgekiln/issuer/claimtest"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
)

const edKey = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"

// identities are the three ways an issuer is known.
func identities() []issuer.Identity {
	const base = "https://forge.example/badges/"
	return []issuer.Identity{
		{ID: 1, Issuer: "forge", Method: issuer.HTTPS, URI: base + issuer.ProfilePath("forge"), BaseURL: base},
		{ID: 2, Issuer: "forge", Method: issuer.DIDWeb, URI: "did:web:forge.example:badges:i:forge", BaseURL: base},
		{ID: 3, Issuer: "forge", Method: issuer.DIDKey, URI: "did:key:" + edKey},
	}
}

// anyClaims draws claims of every identity.
func anyClaims(t *testing.T, format issuer.Format, seed uint64, count int) []issuer.Claim {
	t.Helper()
	key := issuer.Key{ID: "k1", Issuer: "forge", Algorithm: issuer.Ed25519, Multibase: edKey}
	var list []issuer.Claim
	for n := range count {
		c := claimtest.New(seed+uint64(n)).Claim(format, key, identities()[n%3])
		for what, err := range map[string]error{
			"class": c.Class.More.Check(), "award": c.Award.More.Check(c.Class.More), "profile": c.Profile.More.Check(), "claim": ob3.Check(c),
		} {
			if err != nil {
				t.Fatalf("drawn %s %d cannot be issued: %v", what, n, err)
			}
		}
		list = append(list, c)
	}
	return list
}

// TestAnyClaimFitsTheSchema writes random claims with all fields of the
// standard and holds them against the strict schema, where they have one.
func TestAnyClaimFitsTheSchema(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(standards(t), "ob-3.0", "schema", "achievementcredential.json"))
	if err != nil {
		t.Fatal(err)
	}
	schema := tree(t, data)
	s := strict{defs: schema["$defs"].(map[string]any)}
	for n, c := range anyClaims(t, issuer.OB3, 1, 60) {
		if c.Face.Pause != nil {
			c.Face.Pause = nil // two entries of status are more than the schema has room for
		}
		if err := s.check("", schema, tree(t, write(t, ob3.Signed(c)))); err != nil {
			t.Errorf("claim %d: %v", n, err)
		}
		if c.Face.Identity.BaseURL == "" {
			continue
		}
		part := s.defs["Achievement"].(map[string]any)
		if err := s.check("", part, tree(t, write(t, ob3.Achievement(c.Class, c.Profile, c.Face.Identity)))); err != nil {
			t.Errorf("achievement %d: %v", n, err)
		}
		for _, translation := range c.Class.More.Translations {
			if err := s.check("", part, tree(t, write(t, ob3.Translation(c.Class, translation, c.Profile, c.Face.Identity)))); err != nil {
				t.Errorf("translation %d: %v", n, err)
			}
		}
	}
	for n, c := range anyClaims(t, issuer.OB3JWT, 1000, 60) {
		c.Face.Pause = nil
		if err := s.check("", schema, tree(t, write(t, ob3.Token(c)))); err != nil {
			t.Errorf("token %d: %v", n, err)
		}
	}
}

// TestAnyClaimByTemplate compares the fast way of hashing with the long way,
// for claims of random shapes, and a second row in each shape.
func TestAnyClaimByTemplate(t *testing.T) {
	t.Parallel()
	contexts, err := ob3.LoadContexts()
	if err != nil {
		t.Fatal(err)
	}
	for n, c := range anyClaims(t, issuer.OB3, 5000, count(10, 2000)) {
		doc := issuer.Take(ob3.Credential(c))
		if left := ob3.Unsigned(issuer.Take(ob3.Signed(c))); !bytes.Equal(left.Shape, doc.Shape) || !slices.Equal(left.Values, doc.Values) {
			t.Fatalf("claim %d: taking the proof off leaves something else", n)
		}
		if shared := issuer.Take(ob3.PartsOf(c).Credential(c)); !bytes.Equal(shared.Shape, doc.Shape) {
			t.Fatalf("claim %d: parts written before make another document", n)
		}
		template, err := proof.Compile(bytes.Clone(doc.Shape), contexts)
		if err != nil {
			t.Fatalf("claim %d: %v", n, err)
		}
		// Other awards of the same shape: texts of their own where it has texts.
		rows := [][]string{doc.Values}
		d := claimtest.New(uint64(n))
		for range 6 {
			other := append([]string(nil), doc.Values...)
			for i, v := range other {
				if !strings.Contains(v, ":") && v != "" {
					other[i] = d.Text()
				}
			}
			rows = append(rows, other, doc.Values)
		}
		for _, values := range rows {
			whole, _ := issuer.Splice(doc.Shape, issuer.EncodeValues(values), "")
			want, err := proof.HashDocument(whole, contexts)
			if err != nil {
				t.Fatalf("claim %d: %v", n, err)
			}
			got, err := template.Hash(values)
			if err != nil || got != want {
				t.Errorf("claim %d: the template gives another hash (%v)", n, err)
			}
		}
	}
}

// TestAnyTermIsDefined expands random claims with the official contexts in
// safe mode: nothing we write may be unknown to them.
func TestAnyTermIsDefined(t *testing.T) {
	t.Parallel()
	dir := standards(t)
	for n, c := range anyClaims(t, issuer.OB3, 9000, 12) {
		parsed, err := ld.DocumentFromReader(bytes.NewReader(write(t, ob3.Signed(c))))
		if err != nil {
			t.Fatal(err)
		}
		options := ld.NewJsonLdOptions("")
		options.DocumentLoader, options.SafeMode = packLoader(dir), true
		if _, err := ld.NewJsonLdProcessor().Expand(parsed, options); err != nil {
			t.Errorf("claim %d: %v", n, err)
		}
	}
}

// TestTokenRepeatsTheCredential holds the registered claims against what they
// repeat, and a token's shape against its numbers.
func TestTokenRepeatsTheCredential(t *testing.T) {
	t.Parallel()
	for n, c := range anyClaims(t, issuer.OB3JWT, 12000, 60) {
		doc := issuer.Take(ob3.Token(c))
		whole, ok := issuer.Splice(doc.Shape, issuer.EncodeValues(doc.Values), "")
		if !ok || !json.Valid(whole) {
			t.Fatalf("token %d is no JSON: %s", n, whole)
		}
		got := tree(t, whole)
		issuerID := got["issuer"].(map[string]any)["id"]
		subject := got["credentialSubject"].(map[string]any)["id"]
		exp, has := got["exp"].(float64)
		switch {
		case got["iss"] != issuerID, got["sub"] != subject || subject == nil, got["jti"] != got["id"],
			got["nbf"].(float64) != float64(c.Award.IssuedOn.Unix()), has == c.Award.Expires.IsZero(), has && exp != float64(c.Award.Expires.Unix()):
			t.Errorf("token %d: %s", n, whole)
		case got["proof"] != nil, c.Award.Email != "" && strings.Contains(string(whole), c.Award.Email):
			t.Errorf("token %d has what it should not have", n)
		}
	}
}

// count is a small number, or the large one that BADGEKILN_LONG asks for.
func count(small, large int) int {
	if os.Getenv("BADGEKILN_LONG") != "" {
		return large
	}
	return small
}

// TestWriteAnyClaims writes as many random claims as BADGEKILN_ANY_COUNT says
// into the folder BADGEKILN_ANY, hashed by template and signed as a did:key,
// for other people's programs to judge.
func TestWriteAnyClaims(t *testing.T) {
	t.Parallel()
	out := os.Getenv("BADGEKILN_ANY")
	if out == "" {
		t.Skip("writes only into the folder that BADGEKILN_ANY names")
	}
	total, err := strconv.Atoi(os.Getenv("BADGEKILN_ANY_COUNT"))
	if err != nil {
		t.Fatal(err)
	}
	contexts, err := ob3.LoadContexts()
	if err != nil {
		t.Fatal(err)
	}
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	public, _ := private.Public().(ed25519.PublicKey)
	key := issuer.Key{ID: "k1", Issuer: "forge", Algorithm: issuer.Ed25519, Multibase: jws.Multibase(public)}
	who := issuer.Identity{ID: 1, Issuer: "forge", Method: issuer.DIDKey, URI: "did:key:" + key.Multibase}
	sign := signFunc(func(m []byte) ([]byte, error) { return ed25519.Sign(private, m), nil })
	for n := range total {
		c := claimtest.New(uint64(n)+1e6).Claim(issuer.OB3, key, who)
		doc := issuer.Take(ob3.Signed(c))
		plain := ob3.Unsigned(doc)
		template, err := proof.Compile(plain.Shape, contexts)
		if err != nil {
			t.Fatalf("claim %d: %v", n, err)
		}
		hash, err := template.Hash(plain.Values)
		if err != nil {
			t.Fatalf("claim %d: %v", n, err)
		}
		urls, _ := ob3.Credential(c)[0].Value.(issuer.Arr)
		config, err := proof.HashConfig([]any(urls), issuer.Stamp(c.Face.Created), key.Method(who), contexts)
		if err != nil {
			t.Fatal(err)
		}
		value, err := proof.SignValue(sign, config, hash)
		if err != nil {
			t.Fatal(err)
		}
		whole, _ := issuer.Splice(doc.Shape, issuer.EncodeValues(doc.Values), value)
		if err := os.WriteFile(filepath.Join(out, fmt.Sprintf("any-%05d.ob3.json", n)), whole, 0o600); err != nil {
			t.Fatal(err)
		}
		c.Face.Format = issuer.OB3JWT
		token, err := jws.Sign(sign, jws.EdDSA, ob3.Header(c), issuer.Bytes(ob3.Token(c)))
		if err == nil {
			err = os.WriteFile(filepath.Join(out, fmt.Sprintf("any-%05d.ob3.jwt", n)), []byte(token), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

type signFunc func([]byte) ([]byte, error)

func (f signFunc) Sign(m []byte) ([]byte, error) { return f(m) }
