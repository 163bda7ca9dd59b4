package verify_test

import (
	"testing"

	"badgekiln/issuer/verify"
)

// TestEndorsements: what others say for a badge is checked by itself, and a
// bad endorsement is told and harms nothing.
func TestEndorsements(t *testing.T) {
	t.Parallel()
	c := contexts(t)
	forge, guild := newSigner("forge"), newSigner("guild")
	words := func(issuerID string) obj {
		return obj{
			"@context": []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
			"id":       "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3309", "type": []any{"VerifiableCredential", "EndorsementCredential"},
			"issuer": obj{"id": issuerID, "type": []any{"Profile"}, "name": "The Guild"}, "name": "Endorsement", "validFrom": "2026-05-01T12:00:00Z",
			"credentialSubject": obj{"id": "https://badges.example.org/b/fire/1/achievement.json", "type": []any{"EndorsementSubject"}, "endorsementComment": "Good pots."},
		}
	}
	good := guild.sign(t, c, words(guild.did()), guild.method(guild.did()))
	late := words(guild.did())
	late["validUntil"] = "2026-06-01T00:00:00Z"
	for code, endorsement := range map[string]obj{
		"endorsement-good":       good,
		"endorsement-bad":        with(good, "name", "Praise"),
		"endorsement-dates":      guild.sign(t, c, late, guild.method(guild.did())),
		"endorsement-unreadable": guild.sign(t, c, badge3(guild.did()), guild.method(guild.did())),
	} {
		for _, place := range []string{"badge", "achievement"} {
			doc := badge3(home)
			at := doc
			if place == "achievement" {
				at = subject(doc)["achievement"].(obj)
			}
			at["endorsement"] = []any{endorsement}
			data := text(t, forge.sign(t, c, doc, forge.method(home)))
			r := check(t, data, verify.Options{Contexts: c, Loader: web{home: string(text(t, profile(home, forge)))}, Trust: []string{home}})
			expect(t, r, verify.Trusted, verify.StatusNone, code)
		}
	}
	tokened := jwt3(t, pens()["rsa"])
	tokened.doc["endorsementJwt"] = []any{string(pens()["ed25519"].token(t, words("https://guild.example/"), "kid", "https://guild.example/#k")), "nonsense"}
	r := check(t, pens()["rsa"].token(t, tokened.doc, "kid", home+"#"+"x"), tokened.options(t))
	expect(t, r, verify.Altered, verify.StatusNone, "endorsement-unreadable")
	expect(t, r, verify.Altered, verify.StatusNone, "endorsement-bad")
}
