package ob3_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/claimtest"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
)

// TestEndorsementsTravel puts an endorsement that somebody else signed into a
// class, an issuer and an award: it comes through signing by template as it was.
func TestEndorsementsTravel(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(standards(t), "1edtech-validator", "ob30", "endorsement-valid.json"))
	if err != nil {
		t.Fatal(err)
	}
	whole := struct{ Endorsement []json.RawMessage }{[]json.RawMessage{text}}
	contexts, err := ob3.LoadContexts()
	if err != nil {
		t.Fatal(err)
	}
	c := claimtest.New(4).Claim(issuer.OB3, issuer.Key{ID: "k1", Algorithm: issuer.Ed25519, Multibase: edKey}, identities()[0])
	c.Class.More.Endorsement, c.Award.More.Endorsement = whole.Endorsement, whole.Endorsement
	c.Profile.More.Endorsement = whole.Endorsement
	for what, err := range map[string]error{"class": c.Class.More.Check(), "award": c.Award.More.Check(c.Class.More), "issuer": c.Profile.More.Check()} {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	doc := issuer.Take(ob3.Credential(c))
	template, err := proof.Compile(bytes.Clone(doc.Shape), contexts)
	if err != nil {
		t.Fatal(err)
	}
	got, err := template.Hash(doc.Values)
	if err != nil {
		t.Fatal(err)
	}
	written, _ := issuer.Splice(doc.Shape, issuer.EncodeValues(doc.Values), "")
	want, err := proof.HashDocument(written, contexts)
	if err != nil || got != want {
		t.Errorf("the template gives another hash (%v)", err)
	}
	var back struct {
		Endorsement []any `json:"endorsement"`
	}
	var sent any
	if err := json.Unmarshal(written, &back); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(whole.Endorsement[0], &sent); err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(sent)
	b, _ := json.Marshal(back.Endorsement[0])
	if !bytes.Equal(a, b) {
		t.Errorf("sent %s\ncame %s", a, b)
	}
}
