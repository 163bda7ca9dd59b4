package proof_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
)

const created = "2026-01-01T12:00:00Z"

// sign puts a proof of our own into a document and gives the JSON.
func sign(t *testing.T, doc []byte, s seedSigner, contexts proof.Contexts) []byte {
	t.Helper()
	root := decode(t, doc)
	document, err := proof.HashDocument(doc, contexts)
	if err != nil {
		t.Fatal(err)
	}
	options, err := proof.HashConfig(root["@context"], created, s.method(), contexts)
	if err != nil {
		t.Fatal(err)
	}
	value, err := proof.SignValue(s, options, document)
	if err != nil {
		t.Fatal(err)
	}
	earlier, _ := root["proof"].([]any)
	root["proof"] = append(earlier, map[string]any{
		"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": created,
		"verificationMethod": s.method(), "proofPurpose": "assertionMethod", "proofValue": value,
	})
	return encode(t, root)
}

// TestOneChange signs a badge and sees the proof fail after any one change.
func TestOneChange(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	signed := sign(t, []byte(badge), newSigner(1), contexts)
	if got := outcome(proof.VerifyProofs(signed, contexts, fragmentKey)); got != "ok" {
		t.Fatal("unchanged:", got)
	}
	type object = map[string]any
	subject := func(d object) object { return d["credentialSubject"].(object) }
	first := func(d object) object { return d["proof"].([]any)[0].(object) }
	for name, c := range map[string]struct {
		change func(d object)
		want   string
	}{
		"issuer.id":        {func(d object) { d["issuer"].(object)["id"] = newSigner(2).method() }, "proof-signature"},
		"achievement.name": {func(d object) { subject(d)["achievement"].(object)["name"] = "fire" }, "proof-signature"},
		"salt":             {func(d object) { subject(d)["identifier"].([]any)[0].(object)["salt"] = "s2" }, "proof-signature"},
		"validFrom":        {func(d object) { d["validFrom"] = "2026-01-01T12:00:01Z" }, "proof-signature"},
		"a tag less":       {func(d object) { subject(d)["achievement"].(object)["tag"] = []any{"clay"} }, "proof-signature"},
		"picture": {func(d object) {
			subject(d)["achievement"].(object)["image"].(object)["id"] = "data:image/png;base64,iVBORw0KGgp="
		}, "proof-signature"},
		"hashed":                     {func(d object) { subject(d)["identifier"].([]any)[0].(object)["hashed"] = false }, "proof-signature"},
		"evidence gone":              {func(d object) { delete(d, "evidence") }, "proof-signature"},
		"validUntil added":           {func(d object) { d["validUntil"] = "2030-01-01T12:00:00Z" }, "proof-signature"},
		"unknown term":               {func(d object) { d["colour"] = "red" }, "error proof-term"},
		"unknown term, deep":         {func(d object) { subject(d)["identifier"].([]any)[0].(object)["colour"] = 1 }, "error proof-term"},
		"unknown term, empty":        {func(d object) { subject(d)["colour"] = []any{} }, "error proof-term"},
		"unknown term in the issuer": {func(d object) { d["issuer"].(object)["colour"] = object{} }, "error proof-term"},
		"unknown term in the proof":  {func(d object) { first(d)["colour"] = "red" }, "proof-config"},
		"unknown type":               {func(d object) { d["type"] = append(d["type"].([]any), "Potter") }, "error proof-type"},
		"unknown context":            {func(d object) { d["@context"] = append(d["@context"].([]any), "https://example.org/c") }, "error proof-context"},
		"unknown context, deep":      {func(d object) { subject(d)["@context"] = "https://example.org/c" }, "error proof-context"},
		"contexts less":              {func(d object) { d["@context"] = d["@context"].([]any)[:1] }, "error proof-term"},
		"older context": {func(d object) {
			d["@context"] = []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"}
		}, "proof-signature"},
		"name hidden":        {func(d object) { d["https://schema.org/name"] = d["name"]; delete(d, "name") }, "error proof-member"},
		"wrapped in a graph": {func(d object) { d["@graph"] = []any{maps.Clone(d)} }, "error proof-member"},
		"created":            {func(d object) { first(d)["created"] = "2026-01-01T12:00:01Z" }, "proof-signature"},
		"created gone":       {func(d object) { delete(first(d), "created") }, "proof-signature"},
		"created is no time": {func(d object) { first(d)["created"] = "yesterday" }, "proof-created"},
		"expires added":      {func(d object) { first(d)["expires"] = "2030-01-01T12:00:00Z" }, "proof-signature"},
		"expires is no time": {func(d object) { first(d)["expires"] = 7 }, "proof-expires"},
		"purpose":            {func(d object) { first(d)["proofPurpose"] = "authentication" }, "proof-purpose"},
		"method":             {func(d object) { first(d)["verificationMethod"] = newSigner(2).method() }, "proof-signature"},
		"method unknown":     {func(d object) { first(d)["verificationMethod"] = "https://example.org/#1" }, "proof-key"},
		"method relative":    {func(d object) { first(d)["verificationMethod"] = "key" }, "proof-config"},
		"suite of old":       {func(d object) { first(d)["cryptosuite"] = "eddsa-2022" }, "proof-signature"},
		"suite unknown":      {func(d object) { first(d)["cryptosuite"] = "eddsa-2030" }, "proof-skipped"},
		"value": {func(d object) {
			first(d)["proofValue"] = strings.Replace(first(d)["proofValue"].(string), "z", "z1", 1)
		}, "proof-value"},
		"value in base64":      {func(d object) { first(d)["proofValue"] = "u" + strings.Repeat("A", 86) }, "proof-value"},
		"value gone":           {func(d object) { delete(first(d), "proofValue") }, "proof-value"},
		"proof context":        {func(d object) { first(d)["@context"] = d["@context"] }, "ok"},
		"proof context, first": {func(d object) { first(d)["@context"] = d["@context"].([]any)[0] }, "ok"},
		"proof context, other": {func(d object) { first(d)["@context"] = d["@context"].([]any)[1] }, "proof-context-differs"},
		"proof is a text":      {func(d object) { d["proof"] = "good" }, "error proof-shape"},
		"proof gone":           {func(d object) { delete(d, "proof") }, ""},
		"one proof, no array":  {func(d object) { d["proof"] = first(d) }, "ok"},
	} {
		doc := decode(t, signed)
		c.change(doc)
		if got := outcome(proof.VerifyProofs(encode(t, doc), contexts, fragmentKey)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	twice := strings.Replace(string(signed), `"name":"Kiln"`, `"name":"Oven","name":"Kiln"`, 1)
	if got := outcome(proof.VerifyProofs([]byte(twice), contexts, fragmentKey)); got != "error proof-twice" {
		t.Error("name twice:", got)
	}
}

// TestFlippedBytes changes bytes all over a signed badge, one at a time: none goes
// unnoticed except in white space, which the signature does not mean.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	signed := sign(t, []byte(badge), newSigner(1), contexts)
	step := 5
	if testing.Short() {
		step = 43
	}
	for i := 0; i < len(signed); i += step {
		changed := append([]byte(nil), signed...)
		changed[i] ^= 0x01
		if got := outcome(proof.VerifyProofs(changed, contexts, fragmentKey)); strings.Contains(got, "ok") {
			t.Errorf("byte %d (%q): still good", i, signed[i])
		}
	}
}

// TestProofSet signs a badge twice and spoils one of the proofs.
func TestProofSet(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	signed := sign(t, sign(t, []byte(badge), newSigner(1), contexts), newSigner(2), contexts)
	if got := outcome(proof.VerifyProofs(signed, contexts, fragmentKey)); got != "ok ok" {
		t.Error("both:", got)
	}
	doc := decode(t, signed)
	doc["proof"].([]any)[0].(map[string]any)["created"] = "2026-01-01T12:00:01Z"
	if got := outcome(proof.VerifyProofs(encode(t, doc), contexts, fragmentKey)); got != "proof-signature ok" {
		t.Error("first spoilt:", got)
	}
	many := decode(t, signed)
	for range 40 {
		many["proof"] = append(many["proof"].([]any), map[string]any{})
	}
	if got := outcome(proof.VerifyProofs(encode(t, many), contexts, fragmentKey)); got != "error proof-size" {
		t.Error("too many:", got)
	}
}

// TestResultTellsTheProof reads what is reported beside the verdict.
func TestResultTellsTheProof(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	results, err := proof.VerifyProofs(sign(t, []byte(badge), newSigner(1), contexts), contexts, func(string) (ed25519.PublicKey, error) {
		return nil, errors.New("no such key")
	})
	if err != nil || len(results) != 1 {
		t.Fatal(results, err)
	}
	r := results[0]
	if r.OK || r.Code != "proof-key" || r.Err == nil || r.Type != "DataIntegrityProof" ||
		r.Cryptosuite != "eddsa-rdfc-2022" || r.Created != created || r.Method != newSigner(1).method() {
		t.Errorf("%+v", r)
	}
	r.Expires = "2026-06-01T00:00:00Z"
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	if r.Expired(at.Add(-time.Second)) || !r.Expired(at) || (proof.Result{}).Expired(at) {
		t.Error("Expired is wrong")
	}
}

// TestOtherBuild verifies a badge signed under the newer build of 3.0.3, with
// terms ours does not have.
func TestOtherBuild(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	newer := buildOf{contexts, contexts.Builds()[0]}
	doc := edit(t, `"name": "Fire"`, `"name": "Fire", "endorsementJwt": ["a.b.c"]`)
	signed := sign(t, doc, newSigner(1), newer)
	if got := outcome(proof.VerifyProofs(signed, contexts, fragmentKey)); got != "ok" {
		t.Error("good:", got)
	}
	changed := strings.Replace(string(signed), "a.b.c", "a.b.d", 1)
	if got := outcome(proof.VerifyProofs([]byte(changed), contexts, fragmentKey)); got == "ok" {
		t.Error("changed:", got)
	}
	if got := outcome(proof.VerifyProofs(signed, struct{ proof.Contexts }{contexts}, fragmentKey)); got != "error proof-term" {
		t.Error("without builds:", got)
	}
}

type buildOf struct {
	*ob3.Contexts
	build map[string]any
}

func (b buildOf) Context(url string) (any, bool) {
	if value, ok := b.build[url]; ok {
		return value, true
	}
	return b.Contexts.Context(url)
}

// TestOwnCredential takes the program's own credential through the template,
// signs it, splices it, and verifies the bytes.
func TestOwnCredential(t *testing.T) {
	t.Parallel()
	contexts, signer := known(t), newSigner(1)
	public := signer.key.Public().(ed25519.PublicKey)
	key := issuer.Key{Public: public, Multibase: jws.Multibase(public)}
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for _, base := range []string{"", "https://badges.example/"} {
		identity := issuer.Identity{Method: issuer.DIDKey, URI: "did:key:" + key.Multibase}
		if base != "" {
			identity = issuer.Identity{Method: issuer.HTTPS, URI: base + issuer.ProfilePath("potters"), BaseURL: base}
		}
		claim := issuer.Claim{
			Face:    issuer.Face{ID: "6b1e3a52-9f5e-4b06-8a0b-0d8f2f6f9a11", Identity: identity, Created: at},
			Award:   issuer.Award{IssuedOn: at, Expires: at.AddDate(2, 0, 0), Email: "a@b.example", Salt: "00ff", Narrative: "Wëll \"done\"", Evidence: []string{"https://e.example/1", "https://e.example/1"}},
			Class:   issuer.BadgeClass{Slug: "kiln", Version: 1, Name: "Kiln", Description: "D", Criteria: issuer.Criteria{Narrative: "C"}, Tags: []string{"clay"}, Schema: base != "", DataImage: "data:image/png;base64,AA==", URN: "urn:uuid:0d4c1b11-3a86-4a55-9a43-d0b4c7d3b6f0"},
			Profile: issuer.Profile{Slug: "potters", Name: "Potters"},
			Key:     key,
		}
		if base != "" {
			claim.Face.Status = &issuer.StatusRef{List: "one", Index: 23}
		}
		plain, whole := issuer.Take(ob3.Credential(claim)), issuer.Take(ob3.Signed(claim))
		template, err := proof.Compile(plain.Shape, contexts)
		if err != nil {
			t.Fatal(err)
		}
		document, err := template.Hash(plain.Values)
		if err != nil {
			t.Fatal(err)
		}
		var head struct {
			Context any `json:"@context"`
		}
		text, _ := issuer.Splice(plain.Shape, issuer.EncodeValues(plain.Values), "")
		if err := json.Unmarshal(text, &head); err != nil {
			t.Fatal(err)
		}
		options, err := proof.HashConfig(head.Context, issuer.Stamp(at), key.Method(identity), contexts)
		if err != nil {
			t.Fatal(err)
		}
		value, err := proof.SignValue(signer, options, document)
		if err != nil {
			t.Fatal(err)
		}
		bytes, _ := issuer.Splice(whole.Shape, issuer.EncodeValues(whole.Values), value)
		if got := outcome(proof.VerifyProofs(bytes, contexts, fragmentKey)); got != "ok" {
			t.Errorf("%q: %s", base, got)
		}
	}
}

// TestKeysAndKindsThatAreNone: a key of another length is no key, and a proof of the
// time before cryptosuites has none.
func TestKeysAndKindsThatAreNone(t *testing.T) {
	t.Parallel()
	contexts := known(t)
	signed := sign(t, []byte(badge), newSigner(1), contexts)
	for _, size := range []int{0, 31, 33} {
		short := func(string) (ed25519.PublicKey, error) { return make(ed25519.PublicKey, size), nil }
		if got := outcome(proof.VerifyProofs(signed, contexts, short)); got != "proof-key" {
			t.Errorf("a key of %d bytes: %s", size, got)
		}
	}
	doc := decode(t, signed)
	doc["proof"].([]any)[0].(map[string]any)["type"] = "Ed25519Signature2020"
	if got := outcome(proof.VerifyProofs(encode(t, doc), contexts, fragmentKey)); got != "proof-skipped" {
		t.Errorf("an old proof with a cryptosuite: %s", got)
	}
}

// TestAChainFallsWhole: a proof that builds on one that builds on a bad one is bad,
// in whatever order they stand, though each signed what it says.
func TestAChainFallsWhole(t *testing.T) {
	t.Parallel()
	contexts, signer := known(t), newSigner(1)
	hash := func(object map[string]any) [32]byte {
		t.Helper()
		text, err := proof.Canonical(encode(t, object), contexts)
		if err != nil {
			t.Fatal(err)
		}
		return sha256.Sum256(text)
	}
	// link makes a proof that builds on another one.
	link := func(id string, earlier map[string]any) map[string]any {
		t.Helper()
		root := decode(t, []byte(badge))
		p := map[string]any{
			"id": id, "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": created,
			"verificationMethod": signer.method(), "proofPurpose": "assertionMethod",
		}
		if earlier != nil {
			p["previousProof"], root["proof"] = earlier["id"], []any{earlier}
		}
		config := maps.Clone(p)
		config["@context"] = root["@context"]
		value, err := proof.SignValue(signer, hash(config), hash(root))
		if err != nil {
			t.Fatal(err)
		}
		p["proofValue"] = value
		return p
	}
	for name, c := range map[string]struct {
		spoil bool
		want  string
	}{"whole": {false, "ok ok ok"}, "its first is bad": {true, "proof-chain proof-chain proof-signature"}} {
		first := link("urn:uuid:1", nil)
		if c.spoil {
			first["created"] = "2026-01-01T12:00:01Z"
		}
		second := link("urn:uuid:2", first)
		doc := decode(t, []byte(badge))
		doc["proof"] = []any{link("urn:uuid:3", second), second, first}
		if got := outcome(proof.VerifyProofs(encode(t, doc), contexts, fragmentKey)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}
