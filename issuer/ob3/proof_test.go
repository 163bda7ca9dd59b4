package ob3_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
)

// TestTreesCanBeSigned compiles the shape of every kind of claim with our own
// contexts, and compares the template's hash with that of the whole document.
func TestTreesCanBeSigned(t *testing.T) {
	t.Parallel()
	contexts, err := ob3.LoadContexts()
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]issuer.Obj{"status list": ob3.StatusList(list())}
	for name, c := range claims() {
		docs[name] = ob3.Credential(c)
	}
	heavy := claim()
	heavy.Class.DataImage = "data:image/png;base64," + strings.Repeat("iVBO", 6000)
	heavy.Award.Narrative = "quotes \" and \\, lines\nand ]]>, 王小明, \U0001F600"
	docs["a picture of 24 KB and odd text"] = ob3.Credential(heavy)
	for name, doc := range docs {
		d := issuer.Take(doc)
		template, err := proof.Compile(d.Shape, contexts)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := template.Hash(d.Values)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, err := proof.HashDocument(write(t, doc), contexts)
		if err != nil || got != want {
			t.Errorf("%s: template %x, document %x, %v", name, got, want, err)
		}
	}
	stray := append(ob3.Credential(claim()), issuer.Member{Name: "jti", Value: "x"})
	if _, err := proof.Compile(issuer.Take(stray).Shape, contexts); err == nil {
		t.Error("a member no context defines is accepted")
	}
}

// TestWhatIsFrozenVerifies signs a claim by its template, splices, verifies,
// and sees every single changed value refused.
func TestWhatIsFrozenVerifies(t *testing.T) {
	t.Parallel()
	contexts, err := ob3.LoadContexts()
	if err != nil {
		t.Fatal(err)
	}
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	public := private.Public().(ed25519.PublicKey)
	resolve := func(string) (ed25519.PublicKey, error) { return public, nil }
	verified := func(doc []byte) bool {
		results, err := proof.VerifyProofs(doc, contexts, resolve)
		if err != nil || len(results) != 1 {
			return false
		}
		return results[0].OK
	}
	for name, c := range claims() {
		c.Key.Multibase = jws.Multibase(public)
		document, err := proof.HashDocument(write(t, ob3.Credential(c)), contexts)
		if err != nil {
			t.Fatal(err)
		}
		urls := []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
		if c.Class.Schema {
			urls = append(urls, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
		}
		config, err := proof.HashConfig(urls, issuer.Stamp(c.Face.Created), c.Key.Method(c.Face.Identity), contexts)
		if err != nil {
			t.Fatal(err)
		}
		value, err := proof.SignValue(signer(private), config, document)
		if err != nil {
			t.Fatal(err)
		}
		d := issuer.Take(ob3.Signed(c))
		whole, ok := issuer.Splice(d.Shape, issuer.EncodeValues(d.Values), value)
		if !ok || !verified(whole) {
			t.Errorf("%s: the frozen bytes do not verify", name)
		}
		for i := range d.Values {
			changed := append([]string(nil), d.Values...)
			changed[i] += "1"
			if at, err := time.Parse(time.RFC3339, d.Values[i]); err == nil {
				changed[i] = issuer.Stamp(at.Add(time.Second))
			}
			whole, _ := issuer.Splice(d.Shape, issuer.EncodeValues(changed), value)
			if verified(whole) {
				t.Errorf("%s: value %d changed from %q to %q still verifies", name, i, d.Values[i], changed[i])
			}
		}
	}
}

type signer ed25519.PrivateKey

func (s signer) Sign(message []byte) ([]byte, error) {
	if len(s) == 0 {
		return nil, errors.New("no key")
	}
	return ed25519.Sign(ed25519.PrivateKey(s), message), nil
}
