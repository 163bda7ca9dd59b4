package issuer_test

import (
	"encoding/json"
	"slices"
	"testing"

	"badgekiln/issuer"
)

// TestMoreIsLaidOver: what is named is replaced as a whole, and what shares its
// memory with the target stays as it was.
func TestMoreIsLaidOver(t *testing.T) {
	t.Parallel()
	before := issuer.ClassMore{
		HumanCode: "K1", Alignment: []issuer.Alignment{{TargetName: "Old", TargetURL: "https://e.example/1", TargetCode: "C1"}},
		Image: &issuer.Image{ID: "https://e.example/1.png", Caption: "Old"},
	}
	after := before
	if err := issuer.DecodeMore([]byte(`{"alignment":[{"targetName":"New","targetUrl":"https://e.example/2"}],"credentialImage":{"id":"https://e.example/2.png"}}`), &after); err != nil {
		t.Fatal(err)
	}
	if a := after.Alignment[0]; a.TargetName != "New" || a.TargetCode != "" || after.Image.Caption != "" || after.HumanCode != "K1" {
		t.Errorf("laid over: %+v, %+v", after, after.Image)
	}
	if before.Alignment[0].TargetName != "Old" || before.Image.Caption != "Old" {
		t.Errorf("what was there before changed: %+v, %+v", before, before.Image)
	}
	if err := issuer.DecodeMore([]byte(`{"alignment":null}`), &after); err != nil || after.Alignment != nil {
		t.Errorf("null took nothing away: %+v, %v", after, err)
	}
}

// TestMoreAsItStandsInCredentials: members are copied from there with their
// types, which stay only where they say something.
func TestMoreAsItStandsInCredentials(t *testing.T) {
	t.Parallel()
	var m issuer.ClassMore
	if err := issuer.DecodeMore([]byte(`{"alignment":[{"type":["Alignment"],"targetName":"A","targetUrl":"https://e.example/"}],
		"resultDescription":[{"type":"ResultDescription","id":"urn:x:1","name":"G","resultType":"Percent"}],
		"endorsement":[{"type":["Profile"],"n":1e2}]}`), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Alignment) != 1 || len(m.ResultDescription) != 1 || !slices.ContainsFunc(m.Endorsement, func(e json.RawMessage) bool { return string(e) == `{"type":["Profile"],"n":1e2}` }) {
		t.Errorf("read as %+v, %s", m, m.Endorsement)
	}
	if err := issuer.DecodeMore([]byte(`{"alignment":[{"type":["Aligned"],"targetName":"A","targetUrl":"https://e.example/"}]}`), &m); err == nil {
		t.Error("a type that nobody knows was read over")
	}
}
