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
	other := words(guild.did())
	other["credentialSubject"] = obj{"id": "https://other.example/achievement.json", "type": []any{"EndorsementSubject"}}
	for code, endorsement := range map[string]obj{
		"endorsement-other":      guild.sign(t, c, other, guild.method(guild.did())),
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

// TestEndorsementsOf20 are documents of whoever says them: only their own host
// or their own key speaks, and whatever is wrong with them harms no badge.
func TestEndorsementsOf20(t *testing.T) {
	t.Parallel()
	const guild, praise = "https://guild.example/issuer.json", "https://guild.example/e/1.json"
	words := func() obj {
		return obj{
			"@context": "https://w3id.org/openbadges/v2", "type": "Endorsement", "id": praise, "claim": obj{"id": classURL, "endorsementComment": "Good pots."},
			"issuer": guild, "issuedOn": "2026-05-01T12:00:00Z", "verification": obj{"type": "HostedBadge"},
		}
	}
	who := obj{
		"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": guild, "name": "The Guild", "url": "https://guild.example/", "email": "g@guild.example",
	}
	elsewhere := with(words(), "issuer", home) // the club speaks, and not from its own host
	for name, c := range map[string]struct {
		served string
		code   string
	}{
		"good":            {string(text(t, words())), "endorsement-good"},
		"of another":      {string(text(t, with(words(), "claim", obj{"id": "https://other.example/b"}))), "endorsement-other"},
		"not there":       {"", "endorsement-unreachable"},
		"gone":            {"410", "endorsement-withdrawn"},
		"taken back":      {string(text(t, with(words(), "revoked", true))), "endorsement-withdrawn"},
		"from the future": {string(text(t, with(words(), "issuedOn", "2096-05-01T12:00:00Z"))), "endorsement-dates"},
		"of a stranger":   {string(text(t, elsewhere)), "endorsement-bad"},
		"no endorsement":  {string(text(t, with(words(), "type", "Assertion"))), "endorsement-unreadable"},
		"a page":          {"<html>", "endorsement-unreachable"},
		"not hosted":      {string(text(t, with(words(), "verification", obj{"type": "SignedBadge"}))), "endorsement-unreadable"},
	} {
		whole := site(t, assertion()).but(classURL, string(text(t, with(class(), "endorsement", []any{praise})))).but(guild, string(text(t, who)))
		r := check(t, text(t, assertion()), verify.Options{Loader: whole.but(praise, c.served), Trust: []string{home}})
		t.Log(name)
		expect(t, r, verify.Trusted, verify.StatusGood, c.code)
	}
	inside := site(t, assertion()).but(classURL, string(text(t, with(class(), "endorsement", words())))).but(guild, string(text(t, who)))
	r := check(t, text(t, assertion()), verify.Options{Loader: inside, Trust: []string{home}})
	expect(t, r, verify.Trusted, verify.StatusGood, "endorsement-unreachable") // a copy speaks for nobody
}
