package ob2_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer"
	"badgekiln/issuer/ob2"
)

const base = "https://badges.example.org/forge/"

func identity() issuer.Identity {
	return issuer.Identity{Issuer: "forge", Method: issuer.HTTPS, URI: base + issuer.ProfilePath("forge"), BaseURL: base}
}

func profile() issuer.Profile {
	return issuer.Profile{Slug: "forge", Name: "The Forge", URL: "https://forge.example.org", Email: "badges@forge.example.org"}
}

func claim() issuer.Claim {
	zone := time.FixedZone("", 2*3600)
	return issuer.Claim{
		Face:    issuer.Face{ID: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", Format: issuer.OB2, Identity: identity()},
		Profile: profile(),
		Class: issuer.BadgeClass{
			Issuer: "forge", Slug: "first-fire", Version: 2, Name: "First fire", Description: "Fired a pot.",
			Criteria: issuer.Criteria{Narrative: "Fire a pot."}, Image: "hash", Tags: []string{"clay", "fire"},
		},
		Award: issuer.Award{
			ID: "award", Email: "ada@example.org", Name: "Ada Lovelace", Salt: "0123456789abcdef",
			IssuedOn: time.Date(2026, 5, 1, 12, 0, 0, 7, zone),
		},
	}
}

// write gives the bytes of a tree, and fails unless Take and Splice agree.
func write(t *testing.T, doc issuer.Obj) string {
	t.Helper()
	d := issuer.Take(doc)
	out, ok := issuer.Splice(d.Shape, issuer.EncodeValues(d.Values), "")
	if !ok || !json.Valid(out) {
		t.Fatalf("not spliced to JSON: %q", out)
	}
	return string(out)
}

func TestAssertion(t *testing.T) {
	t.Parallel()
	full := claim()
	full.Award.Expires = full.Award.IssuedOn.AddDate(2, 0, 0)
	full.Award.Evidence = []string{"https://example.org/pot", "https://example.org/kiln?x=1&y=2"}
	full.Award.Narrative = "A \"pot\"\nof clay"
	plain := `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion",` +
		`"id":"https://badges.example.org/forge/a/3f/3f2504e0-4f89-41d3-9a0c-0305e82c3301.json",` +
		`"recipient":{"type":"email","hashed":true,"salt":"0123456789abcdef",` +
		`"identity":"` + issuer.IdentityHash("ada@example.org", "0123456789abcdef") + `"},` +
		`"badge":"https://badges.example.org/forge/b/first-fire/2/badge.json",` +
		`"verification":{"type":"HostedBadge"},"issuedOn":"2026-05-01T12:00:00+02:00"}`
	for name, c := range map[string]struct {
		claim issuer.Claim
		want  string
	}{
		"least": {claim(), plain},
		"full": {full, strings.TrimSuffix(plain, "}") + `,"expires":"2028-05-01T12:00:00+02:00",` +
			`"evidence":[{"type":"Evidence","id":"https://example.org/pot"},` +
			`{"type":"Evidence","id":"https://example.org/kiln?x=1&y=2"}],"narrative":"A \"pot\"\nof clay"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := write(t, ob2.Assertion(c.claim))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			for _, secret := range []string{"Ada", "Lovelace", "ada@"} {
				if strings.Contains(got, secret) {
					t.Errorf("%q is public", secret)
				}
			}
		})
	}
}

func TestABatchSharesOneShape(t *testing.T) {
	t.Parallel()
	one, two := claim(), claim()
	two.Face.ID = "aa2504e0-4f89-41d3-9a0c-0305e82c3302"
	two.Award.Email, two.Award.Salt = "grace@example.org", "fedcba9876543210"
	two.Award.IssuedOn = two.Award.IssuedOn.AddDate(7, 0, 0)
	a, b := issuer.Take(ob2.Assertion(one)), issuer.Take(ob2.Assertion(two))
	if a.Sum() != b.Sum() {
		t.Errorf("two awards of a class have two shapes:\n%s\n%s", a.Shape, b.Shape)
	}
}

func TestBadgeClass(t *testing.T) {
	t.Parallel()
	got := write(t, ob2.BadgeClass(claim().Class, identity()))
	want := `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass",` +
		`"id":"https://badges.example.org/forge/b/first-fire/2/badge.json","name":"First fire","description":"Fired a pot.",` +
		`"image":"https://badges.example.org/forge/b/first-fire/2/image.png",` +
		`"criteria":{"id":"https://badges.example.org/forge/b/first-fire/2/criteria.html","narrative":"Fire a pot."},` +
		`"issuer":"https://badges.example.org/forge/i/forge/profile.json","tags":["clay","fire"],"version":"2"}`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	bare := claim().Class
	bare.Tags, bare.Criteria = nil, issuer.Criteria{URL: "https://forge.example.org/rules"}
	got = write(t, ob2.BadgeClass(bare, identity()))
	if !strings.Contains(got, `"criteria":{"id":"https://forge.example.org/rules"}`) || strings.Contains(got, "tags") {
		t.Errorf("a class with an address for criteria and no tags: %s", got)
	}
}

func TestProfileIsTheControllerDocument(t *testing.T) {
	t.Parallel()
	made := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	keys := []issuer.Key{
		{ID: "c", Multibase: "z6MkNew", Made: made.AddDate(2, 0, 0)},
		{ID: "a", Multibase: "z6MkOld", Made: made, Retired: made.AddDate(1, 0, 0), Reason: "retired"},
		{ID: "b", Multibase: "z6MkBad", Made: made.AddDate(1, 0, 0), Retired: made.AddDate(2, 0, 0), Reason: "compromised"},
	}
	var doc struct {
		Context            []string `json:"@context"`
		Type               []string
		ID, URL            string
		VerificationMethod []struct{ ID, Type, Controller, PublicKeyMultibase, Revoked string }
		AssertionMethod    []string
	}
	text := write(t, ob2.Profile(profile(), identity(), keys))
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	id := identity().URI
	if doc.ID != id || !slices.Contains(doc.Type, "Profile") || !slices.Contains(doc.Type, "Issuer") {
		t.Errorf("id %q, type %q", doc.ID, doc.Type)
	}
	if diff := cmp.Diff([]string{id + "#z6MkOld", id + "#z6MkNew"}, doc.AssertionMethod); diff != "" {
		t.Errorf("trusted keys: %s", diff)
	}
	if len(doc.VerificationMethod) != 3 {
		t.Fatalf("%d keys published, want all 3", len(doc.VerificationMethod))
	}
	for i, want := range []string{"z6MkOld", "z6MkBad", "z6MkNew"} {
		m := doc.VerificationMethod[i]
		if m.ID != id+"#"+want || m.Controller != id || m.Type != "Multikey" || m.PublicKeyMultibase != want {
			t.Errorf("key %d is %+v, want %s", i, m, want)
		}
	}
	if got := doc.VerificationMethod[1].Revoked; got != "2028-01-01T00:00:00Z" {
		t.Errorf("the compromised key was withdrawn %q", got)
	}
	if keys[0].ID != "c" {
		t.Error("the caller's keys were sorted in place")
	}
	bare := profile()
	bare.URL = ""
	if text := write(t, ob2.Profile(bare, identity(), nil)); !strings.Contains(text, `"url":"`+base+`"`) || strings.Contains(text, "Method") {
		t.Errorf("without url and keys: %s", text)
	}
}

func TestRevoked(t *testing.T) {
	t.Parallel()
	want := `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://x.example/a.json","revoked":true,"revocationReason":"a <b>"}`
	if diff := cmp.Diff(want, write(t, ob2.Revoked("https://x.example/a.json", "a <b>"))); diff != "" {
		t.Error(diff)
	}
	if got := write(t, ob2.Revoked("https://x.example/a.json", "")); strings.Contains(got, "Reason") {
		t.Errorf("an empty reason is written: %s", got)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	if err := ob2.Check(claim()); err != nil {
		t.Errorf("a whole claim: %v", err)
	}
	for name, c := range map[string]struct {
		spoil func(*issuer.Claim)
		code  string
	}{
		"no web space":      {func(c *issuer.Claim) { c.Face.Identity.BaseURL = "" }, "ob2-no-base-url"},
		"no issuer address": {func(c *issuer.Claim) { c.Profile.Email = "" }, "claim-incomplete"},
		"no criteria":       {func(c *issuer.Claim) { c.Class.Criteria = issuer.Criteria{} }, "claim-incomplete"},
		"no recipient":      {func(c *issuer.Claim) { c.Award.Email = "" }, "claim-incomplete"},
	} {
		spoiled := claim()
		c.spoil(&spoiled)
		if got := issuer.CodeOf(ob2.Check(spoiled)); got != c.code {
			t.Errorf("%s: code %q, want %q", name, got, c.code)
		}
	}
}
