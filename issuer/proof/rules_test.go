package proof_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/proof"
)

// badge is a credential with the members of Open Badges 3.0 this program
// writes, as text, so that tests can write what an encoder would not.
const badge = `{
 "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
 "id": "urn:uuid:6b1e3a52-9f5e-4b06-8a0b-0d8f2f6f9a11",
 "type": ["VerifiableCredential", "OpenBadgeCredential"],
 "issuer": {"id": "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", "type": ["Profile"], "name": "Potters"},
 "validFrom": "2026-01-01T12:00:00Z",
 "name": "Kiln",
 "credentialSubject": {
  "type": ["AchievementSubject"],
  "identifier": [{"type": "IdentityObject", "hashed": true, "salt": "s1", "identityHash": "sha256$00", "identityType": "emailAddress"}],
  "achievement": {"id": "urn:uuid:0d4c1b11-3a86-4a55-9a43-d0b4c7d3b6f0", "type": ["Achievement"], "name": "Fire",
   "description": "Fires a kiln", "criteria": {"narrative": "Fire one"}, "tag": ["clay", "fire"],
   "image": {"id": "data:image/png;base64,iVBORw0KGgo=", "type": "Image"}},
  "narrative": "Well done"},
 "evidence": [{"id": "https://example.org/e/1", "type": ["Evidence"]}]
}`

// edit replaces one piece of the badge.
func edit(tb testing.TB, old, with string) []byte {
	tb.Helper()
	if strings.Count(badge, old) != 1 {
		tb.Fatalf("%q is not there once", old)
	}
	return []byte(strings.Replace(badge, old, with, 1))
}

// TestRefusals lists what is refused before signing, and by reading.
func TestRefusals(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	const (
		kiln    = `"name": "Kiln"`
		fire    = `"name": "Fire"`
		second  = `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`
		profile = `"type": ["Profile"]`
	)
	for name, c := range map[string]struct {
		old, with, code string
		signingOnly     bool
	}{
		"unknown member":            {kiln, kiln + `, "colour": "red"`, "proof-term", false},
		"unknown member deep":       {fire, fire + `, "colour": "red"`, "proof-term", false},
		"unknown in identity":       {`"salt": "s1"`, `"salt": "s1", "pepper": "s2"`, "proof-term", false},
		"member of another class":   {kiln, kiln + `, "salt": "s2"`, "proof-term", false},
		"keyword-like member":       {kiln, kiln + `, "@colour": "red"`, "proof-member", false},
		"endorsementJwt":            {fire, fire + `, "endorsementJwt": ["a.b.c"]`, "proof-term", false},
		"unknown type":              {profile, `"type": ["Profile", "Potter"]`, "proof-type", false},
		"empty type":                {profile, `"type": ["Profile", ""]`, "proof-type", false},
		"type is a number":          {profile, `"type": 5`, "proof-jsonld", false},
		"relative id":               {`"https://example.org/e/1"`, `"e/1"`, "proof-iri", false},
		"id with a space":           {`"https://example.org/e/1"`, `"https://example.org/e 1"`, "proof-iri", false},
		"id with a quote":           {`"https://example.org/e/1"`, `"https://example.org/\"1"`, "proof-iri", false},
		"id with a wide space":      {`"https://example.org/e/1"`, `"https://example.org/e\u30001"`, "proof-iri", false},
		"scheme with a slash":       {`"https://example.org/e/1"`, `"a/b:c"`, "proof-iri", false},
		"scheme alone":              {`"https://example.org/e/1"`, `"https:"`, "proof-iri", false},
		"empty id":                  {`"https://example.org/e/1"`, `""`, "proof-iri", false},
		"unknown context":           {second, second + `, "https://example.org/ctx"`, "proof-context", false},
		"known but foreign context": {second, second + `, "https://w3id.org/openbadges/v2"`, "proof-context", false},
		"inline context":            {second, second + `, {"name": "https://example.org/n"}`, "proof-context-inline", false},
		"null context":              {second, second + `, null`, "proof-context-inline", false},
		"contexts swapped":          {`["https://www.w3.org/ns/credentials/v2", ` + second, `[` + second + `, "https://www.w3.org/ns/credentials/v2"`, "proof-context-order", false},
		"context between":           {`"https://www.w3.org/ns/credentials/v2", ` + second, `"https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/data-integrity/v2", ` + second, "proof-context-order", false},
		"context within":            {`"criteria": {`, `"criteria": {"@context": {"narrative": "https://example.org/n"}, `, "proof-context-inline", false},
		"unknown context within":    {`"criteria": {`, `"criteria": {"@context": "https://example.org/ctx", `, "proof-context", false},
		"protected term":            {`"criteria": {`, `"criteria": {"@context": "https://w3id.org/openbadges/v2", `, "proof-protected", false},
		"keyword for id":            {`"id": "https://example.org/e/1"`, `"@id": "https://example.org/e/1"`, "proof-member", false},
		"full IRI as member":        {kiln, `"https://schema.org/name": "Kiln"`, "proof-member", false},
		"graph":                     {kiln, kiln + `, "@graph": []`, "proof-member", false},
		"included":                  {kiln, kiln + `, "@included": []`, "proof-member", false},
		"reverse":                   {kiln, kiln + `, "@reverse": {}`, "proof-member", false},
		"index":                     {kiln, `"name": {"@value": "Kiln", "@index": "x"}`, "proof-member", false},
		"direction":                 {kiln, `"name": {"@value": "Kiln", "@direction": "ltr"}`, "proof-member", false},
		"bad language":              {kiln, `"name": {"@value": "Kiln", "@language": "e n"}`, "proof-literal", false},
		"long language":             {kiln, `"name": {"@value": "Kiln", "@language": "de-abcdefghi"}`, "proof-literal", false},
		"bad datatype":              {kiln, `"name": {"@value": "Kiln", "@type": "colour"}`, "proof-jsonld", false},
		"JSON literal":              {kiln, kiln + `, "_sd": ["a"]`, "proof-literal", false},
		"twice":                     {kiln, kiln + `, "name": "Oven"`, "proof-twice", false},
		"twice by escape":           {kiln, kiln + `, "n\u0061me": "Oven"`, "proof-twice", false},
		"half a character":          {`"Kiln"`, `"\ud83d"`, "proof-json", false},
		"two first halves":          {`"Kiln"`, `"\ud83d\ud83d"`, "proof-json", false},
		"half and a character":      {`"Kiln"`, `"\ud83d\ue000"`, "proof-json", false},
		"halves swapped":            {`"Kiln"`, `"\udd25\ud83d"`, "proof-json", false},
		"not UTF-8":                 {`"Kiln"`, "\"\xff\"", "proof-json", false},
		"long integer":              {kiln, kiln + `, "awardedDate": 9007199254740993`, "proof-number", false},
		"endless number":            {kiln, kiln + `, "awardedDate": 1e999`, "proof-number", false},
		"proof that says nothing":   {`"criteria": {"narrative": "Fire one"}`, `"endorsement": [{"type": ["VerifiableCredential"], "proof": "https://example.org/p"}]`, "proof-graph", false},
		"null":                      {kiln, `"name": null`, "proof-void", true},
		"empty array":               {`"tag": ["clay", "fire"]`, `"tag": []`, "proof-void", true},
		"bell":                      {`"Kiln"`, `"Ki\u0007ln"`, "proof-control", true},
		"delete":                    {`"Kiln"`, `"Ki\u007fln"`, "proof-control", true},
		"zero":                      {`"Kiln"`, `"\u0000"`, "proof-control", true},
		"no character":              {`"Kiln"`, `"\uffff"`, "proof-control", true},
	} {
		doc := edit(t, c.old, c.with)
		if _, err := proof.HashDocument(doc, contexts); issuer.CodeOf(err) != c.code {
			t.Errorf("%s: signing says %v, want %s", name, err, c.code)
		}
		want := c.code
		if c.signingOnly {
			want = ""
		}
		if _, err := proof.Canonical(doc, contexts); issuer.CodeOf(err) != want {
			t.Errorf("%s: reading says %v, want %q", name, err, want)
		}
	}
}

// TestAccepted lists what looks odd and is right.
func TestAccepted(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	for name, c := range map[string][2]string{
		"tab, LF, CR":      {`"Kiln"`, `"K\tl\nn\r"`},
		"a character":      {`"Kiln"`, `"\ud83d\udd25"`},
		"language":         {`"name": "Kiln"`, `"name": {"@value": "Kiln", "@language": "en-GB"}`},
		"third context":    {`3.0.3.json"`, `3.0.3.json", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"`},
		"context within":   {`"criteria": {`, `"criteria": {"@context": "https://www.w3.org/ns/credentials/v2", `},
		"numbers":          {`"type": ["AchievementSubject"],`, `"type": ["AchievementSubject"], "creditsEarned": 4.25,`},
		"empty text":       {`"Kiln"`, `""`},
		"blank node label": {`"criteria": {`, `"criteria": {"id": "_:c", `},
	} {
		if _, err := proof.HashDocument(edit(t, c[0], c[1]), contexts); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestUnknownMemberOfNothing sees an undefined member refused in other people's
// documents even where its value is nothing.
func TestUnknownMemberOfNothing(t *testing.T) {
	t.Parallel()
	_, err := proof.Canonical(edit(t, `"name": "Fire"`, `"name": "Fire", "colour": null`), known(t))
	if issuer.CodeOf(err) != "proof-term" {
		t.Errorf("got %v", err)
	}
}

// TestRefusalNamesTheMember sees the path of the unknown member in the error.
func TestRefusalNamesTheMember(t *testing.T) {
	t.Parallel()
	_, err := proof.HashDocument(edit(t, `"name": "Fire"`, `"name": "Fire", "colour": "red"`), known(t))
	var fault *issuer.Error
	if !errors.As(err, &fault) || fault.Values["member"] != "credentialSubject.achievement.colour" {
		t.Errorf("got %v", err)
	}
}

// TestNumbers compares the canonical text of numbers with what JSON-LD says.
func TestNumbers(t *testing.T) {
	t.Parallel()
	const integer, double = "http://www.w3.org/2001/XMLSchema#integer", "http://www.w3.org/2001/XMLSchema#double"
	for number, want := range map[string]string{
		"1": `"1"^^<` + integer, "1.0": `"1"^^<` + integer, "-0": `"0"^^<` + integer, "10e2": `"1000"^^<` + integer,
		"9007199254740991": `"9007199254740991"^^<` + integer,
		"4.25":             `"4.25E0"^^<` + double, "0.1": `"1.0E-1"^^<` + double, "-123.456": `"-1.23456E2"^^<` + double,
		"1e-7": `"1.0E-7"^^<` + double, "0.30000000000000004": `"3.0E-1"^^<` + double, "true": `"true"^^<http://www.w3.org/2001/XMLSchema#boolean`,
	} {
		text, err := proof.Canonical(edit(t, `"name": "Kiln"`, `"name": `+number), known(t))
		if err != nil || !bytes.Contains(text, []byte(want+">")) {
			t.Errorf("%s: want %s (%v) in\n%s", number, want, err, text)
		}
	}
}

// TestCaps sees documents refused that would cost too much.
func TestCaps(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	subject := `"type": ["AchievementSubject"],`
	with := func(s string) []byte { return edit(t, subject, subject+s) }
	for name, c := range map[string]struct {
		doc  []byte
		code string
	}{
		"bytes":    {edit(t, `"Kiln"`, `"`+strings.Repeat("k", 2<<20)+`"`), "proof-size"},
		"depth":    {with(`"source": ` + strings.Repeat(`{"type":"Profile","parentOrg":`, 80) + `"urn:x"` + strings.Repeat("}", 80) + `,`), "proof-size"},
		"objects":  {with(`"result": [` + strings.Repeat(`{},`, 6000) + `{}],`), "proof-size"},
		"quads":    {with(`"result": [` + numbered(25000) + `],`), "proof-size"},
		"contexts": {with(`"result": [` + strings.TrimSuffix(strings.Repeat(`{"@context":"https://www.w3.org/ns/credentials/v2"},`, 200), ",") + `],`), "proof-size"},
		"alike":    {with(`"result": [` + poison(9) + `],`), "proof-poison"},
	} {
		if _, err := proof.Canonical(c.doc, contexts); issuer.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %s", name, err, c.code)
		}
	}
}

// numbered lists n different short texts.
func numbered(n int) string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf("%q", fmt.Sprint(i))
	}
	return strings.Join(items, ",")
}

// poison is a complete graph of n blank nodes: every one looks like any other.
func poison(n int) string {
	nodes := make([]string, n)
	for i := range nodes {
		var others []string
		for j := range n {
			if i != j {
				others = append(others, fmt.Sprintf(`{"id":"_:p%d"}`, j))
			}
		}
		nodes[i] = fmt.Sprintf(`{"id":"_:p%d","alignment":[%s]}`, i, strings.Join(others, ","))
	}
	return strings.Join(nodes, ",")
}
