package ob3_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ob3"
)

const base = "https://badges.example.org/forge/"

func hosted() issuer.Identity {
	return issuer.Identity{Issuer: "forge", Method: issuer.HTTPS, URI: base + issuer.ProfilePath("forge"), BaseURL: base}
}

func didKey() issuer.Identity {
	return issuer.Identity{Issuer: "forge", Method: issuer.DIDKey, URI: "did:key:z6MkForge"}
}

func claim() issuer.Claim {
	return issuer.Claim{
		Face: issuer.Face{
			ID: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", Format: issuer.OB3, Identity: didKey(),
			Created: time.Date(2026, 5, 1, 12, 0, 5, 0, time.UTC),
		},
		Profile: issuer.Profile{Slug: "forge", Name: "The Forge"},
		Class: issuer.BadgeClass{
			Issuer: "forge", Slug: "first-fire", Version: 2, Name: "First fire", Description: "Fired a pot.",
			Criteria: issuer.Criteria{Narrative: "Fire a pot."}, Image: "hash", DataImage: "data:image/png;base64,iVBORw0KGgo=",
			URN: "urn:uuid:0e4f8a52-4d8b-4d4f-9f2e-000000000001",
		},
		Award: issuer.Award{
			ID: "award", Email: "ada@example.org", Name: "Ada Lovelace", Salt: "0123456789abcdef",
			IssuedOn: time.Date(2026, 5, 1, 12, 0, 0, 0, time.FixedZone("", 2*3600)),
		},
		Key: issuer.Key{ID: "k1", Multibase: "z6MkForge"},
	}
}

// claims are all kinds of claims by name: every optional member is in one and
// missing in another.
func claims() map[string]issuer.Claim {
	all := map[string]issuer.Claim{"least, did:key": claim()}
	add := func(name string, change func(*issuer.Claim)) {
		c := claim()
		change(&c)
		all[name] = c
	}
	web := func(c *issuer.Claim) {
		c.Face.Identity = hosted()
		c.Face.Status = &issuer.StatusRef{List: "5f0a", Index: 94567}
	}
	add("hosted with status", web)
	add("no address", func(c *issuer.Claim) {
		c.Award.Email, c.Award.Subject = "", "urn:uuid:0e4f8a52-4d8b-4d4f-9f2e-000000000002"
	})
	add("public name", func(c *issuer.Claim) { c.Class.PublicNames = true })
	add("public name, no address", func(c *issuer.Claim) {
		c.Class.PublicNames = true
		c.Award.Email, c.Award.Subject = "", "urn:uuid:0e4f8a52-4d8b-4d4f-9f2e-000000000002"
	})
	add("criteria by address", func(c *issuer.Claim) { c.Class.Criteria = issuer.Criteria{URL: "https://forge.example.org/rules"} })
	add("everything", func(c *issuer.Claim) {
		web(c)
		c.Class.Schema = true
		c.Profile = issuer.Profile{
			Slug: "forge", Name: "The Forge", URL: "https://forge.example.org", Email: "badges@forge.example.org",
			Description: "Clay and fire.", Image: "hash", ImageType: "image/svg+xml",
		}
		c.Class.Tags, c.Class.Language, c.Class.PublicNames = []string{"clay", "fire"}, "de-AT", true
		c.Class.Criteria.URL = "https://forge.example.org/rules"
		c.Award.Expires = c.Award.IssuedOn.AddDate(2, 0, 0)
		c.Award.Evidence = []string{"https://example.org/pot", "https://example.org/kiln?x=1&y=2"}
		c.Award.Narrative = "A \"pot\"\nof clay"
	})
	return all
}

// write gives the bytes of a tree, and fails unless Take and Splice agree.
func write(t *testing.T, doc issuer.Obj) []byte {
	t.Helper()
	d := issuer.Take(doc)
	out, ok := issuer.Splice(d.Shape, issuer.EncodeValues(d.Values), "z5proof")
	if !ok || !json.Valid(out) {
		t.Fatalf("not spliced to JSON: %q", out)
	}
	return out
}

func TestSignedBeginsWithTheCredential(t *testing.T) {
	t.Parallel()
	for name, c := range claims() {
		bare, signed := issuer.Take(ob3.Credential(c)), issuer.Take(ob3.Signed(c))
		if !bytes.HasPrefix(signed.Shape, bare.Shape[:len(bare.Shape)-1]) {
			t.Errorf("%s: the signed shape does not begin with the credential's:\n%s\n%s", name, bare.Shape, signed.Shape)
		}
		want := append(slices.Clone(bare.Values), "2026-05-01T12:00:05Z")
		if !slices.Equal(signed.Values, want) {
			t.Errorf("%s: values %q, want %q", name, signed.Values, want)
		}
	}
}

func TestABatchSharesOneShape(t *testing.T) {
	t.Parallel()
	for name, one := range claims() {
		two := one
		two.Face.ID = "aa2504e0-4f89-41d3-9a0c-0305e82c3302"
		two.Face.Created = one.Face.Created.AddDate(3, 0, 0)
		if one.Face.Status != nil {
			two.Face.Status = &issuer.StatusRef{List: one.Face.Status.List, Index: 3}
		}
		two.Award.Name, two.Award.Salt = "Grace", "fedcba9876543210"
		if one.Award.Email != "" {
			two.Award.Email = "grace@example.org"
		}
		two.Award.IssuedOn = one.Award.IssuedOn.AddDate(3, 0, 0)
		if issuer.Take(ob3.Signed(one)).Sum() != issuer.Take(ob3.Signed(two)).Sum() {
			t.Errorf("%s: two awards of a class have two shapes", name)
		}
	}
}

func TestNamesStayPrivate(t *testing.T) {
	t.Parallel()
	for name, c := range claims() {
		text := string(write(t, ob3.Signed(c)))
		if strings.Contains(text, "ada@") {
			t.Errorf("%s: the address is public: %s", name, text)
		}
		if got := strings.Contains(text, "Ada Lovelace"); got != c.Class.PublicNames {
			t.Errorf("%s: name in public %v, the class says %v", name, got, c.Class.PublicNames)
		}
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	all := claims()
	for _, c := range []struct{ claim, has string }{
		{"least, did:key", `"id":"urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301"`},
		{"least, did:key", `"verificationMethod":"did:key:z6MkForge#z6MkForge"`},
		{"least, did:key", `"achievement":{"id":"urn:uuid:0e4f8a52-4d8b-4d4f-9f2e-000000000001"`},
		{"least, did:key", `"image":{"id":"data:image/png;base64,iVBORw0KGgo=","type":"Image"}`},
		{"least, did:key", `"criteria":{"narrative":"Fire a pot."}`},
		{"hosted with status", `"id":"` + base + `a/3f/3f2504e0-4f89-41d3-9a0c-0305e82c3301.json"`},
		{"hosted with status", `"verificationMethod":"` + base + `i/forge/profile.json#z6MkForge"`},
		{"hosted with status", `"achievement":{"id":"` + base + `b/first-fire/2/achievement.json"`},
		{"hosted with status", `"credentialStatus":{"id":"` + base + `s/5f0a.json#94567","type":"BitstringStatusListEntry",` +
			`"statusPurpose":"revocation","statusListIndex":"94567","statusListCredential":"` + base + `s/5f0a.json"}`},
		{"no address", `"credentialSubject":{"id":"urn:uuid:0e4f8a52-4d8b-4d4f-9f2e-000000000002","type":["AchievementSubject"],"achievement"`},
		{"public name, no address", `"identifier":[{"type":"IdentityObject","hashed":false,"identityHash":"Ada Lovelace","identityType":"name"}]`},
		{"everything", `"image":{"id":"` + base + `i/forge/image.svg","type":"Image"}`},
		{"everything", `"inLanguage":"de-AT"`},
		{"everything", `"validFrom":"2026-05-01T12:00:00+02:00","validUntil":"2028-05-01T12:00:00+02:00"`},
	} {
		if text := string(write(t, ob3.Signed(all[c.claim]))); !strings.Contains(text, c.has) {
			t.Errorf("%s: no %s in\n%s", c.claim, c.has, text)
		}
	}
	odd := claim()
	odd.Class.Language = "de-CH-1996" // good BCP 47, outside the LanguageCode of 3.0
	if text := string(write(t, ob3.Signed(odd))); strings.Contains(text, "inLanguage") {
		t.Errorf("a language the schema refuses is written: %s", text)
	}
}

func TestNothingIsNullOrEmpty(t *testing.T) {
	t.Parallel()
	var walk func(path string, v any) error
	walk = func(path string, v any) error {
		switch v := v.(type) {
		case nil:
			return fmt.Errorf("%s is null", path)
		case string:
			if v == "" {
				return fmt.Errorf("%s is empty", path)
			}
		case []any:
			if len(v) == 0 {
				return fmt.Errorf("%s is empty", path)
			}
			for i, item := range v {
				if err := walk(fmt.Sprintf("%s[%d]", path, i), item); err != nil {
					return err
				}
			}
		case map[string]any:
			for name, item := range v {
				if err := walk(path+"."+name, item); err != nil {
					return err
				}
			}
		}
		return nil
	}
	for name, c := range claims() {
		var doc any
		if err := json.Unmarshal(write(t, ob3.Signed(c)), &doc); err != nil {
			t.Fatal(err)
		}
		if err := walk("", doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range claims() {
		if err := ob3.Check(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, spoil := range map[string]func(*issuer.Claim){
		"nobody":       func(c *issuer.Claim) { c.Award.Email = "" },
		"no salt":      func(c *issuer.Claim) { c.Award.Salt = "" },
		"no key":       func(c *issuer.Claim) { c.Key = issuer.Key{} },
		"no picture":   func(c *issuer.Claim) { c.Class.DataImage = "" },
		"no criteria":  func(c *issuer.Claim) { c.Class.Criteria = issuer.Criteria{} },
		"no class urn": func(c *issuer.Claim) { c.Class.URN = "" },
	} {
		spoiled := claim()
		spoil(&spoiled)
		if got := issuer.CodeOf(ob3.Check(spoiled)); got != "claim-incomplete" {
			t.Errorf("%s: code %q", name, got)
		}
	}
}

// Who is awarded in a language that the class is translated into gets that
// translation; any other language gets the class as it is.
func TestInTheLanguageOfTheAward(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ asked, name, language, file string }{
		{"", "First fire", "en", "achievement.json"},
		{"en-GB", "First fire", "en", "achievement.json"},
		{"fr", "First fire", "en", "achievement.json"},
		{"de", "Erster Brand", "de", "achievement.de.json"},
		{"de-AT", "Erster Brand", "de", "achievement.de.json"},
	} {
		c := claim()
		c.Face.Identity, c.Class.Language, c.Award.Language = hosted(), "en", test.asked
		c.Class.More.Translations = []issuer.Translation{{Language: "de", Name: "Erster Brand", Description: "Hat gebrannt.", Criteria: "Brenne."}}
		for kind, doc := range map[string]issuer.Obj{"alone": ob3.Credential(c), "of many": ob3.PartsOf(c).Credential(c)} {
			var said struct {
				Name              string
				CredentialSubject struct {
					Achievement struct {
						ID, Name, InLanguage string
						Criteria             struct{ Narrative string }
					}
				}
			}
			if err := json.Unmarshal(issuer.Bytes(doc), &said); err != nil {
				t.Fatal(err)
			}
			a := said.CredentialSubject.Achievement
			if said.Name != test.name || a.Name != test.name || a.InLanguage != test.language || !strings.HasSuffix(a.ID, "/"+test.file) {
				t.Errorf("%s, asked for %q: %+v", kind, test.asked, said)
			}
		}
	}
}
