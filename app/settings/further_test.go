package settings

import (
	"reflect"
	"slices"
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

func TestTheProfileSaysMore(t *testing.T) {
	f := workshop()
	f.state.Issuers[0].More = issuer.ProfileMore{Phone: "+49 1", OtherIdentifier: []issuer.Identifier{{Identifier: "VR 12", Type: "ext:Vereinsregister"}}}
	b, r := opened(t, f, kittest.English)
	b.Type(t, "Phone (optional)", "+49 40 1")
	b.Press(t, "With a postal address")
	b.Type(t, "Town", "Hamburg")
	b.Type(t, "Country code", "de")
	if f.state.Issuers[0].More.Phone != "+49 1" {
		t.Fatal("typing changed what is saved")
	}
	b.Press(t, "Save issuer")
	if len(f.changes) != 0 || !kittest.Says(r.Content(), "“de” does not fit here.") {
		t.Fatalf("saved in spite of a fault, or it is not told: %v", f.changes)
	}
	b.Shot(t, "settings-further-fault")
	b.Type(t, "Country code", "DE")
	b.Press(t, "Save issuer")
	want := issuer.ProfileMore{
		Phone: "+49 40 1", OtherIdentifier: f.state.Issuers[0].More.OtherIdentifier, Address: &issuer.Address{Locality: "Hamburg", CountryCode: "DE"},
	}
	if len(f.changes) != 1 || !reflect.DeepEqual(*f.changes[0].More, want) {
		t.Fatalf("%+v", f.changes)
	}
}

func TestAnotherIssuerIsMade(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	b.Press(t, "Add issuer")
	b.Shot(t, "settings-another")
	if !r.making || !kittest.Says(r.Content(), "The new issuer gets a signing key of its own.") {
		t.Fatal("nothing new is begun")
	}
	b.Press(t, "Cancel")
	if r.making || r.issuer != "hafenwerk" {
		t.Fatal("there is no way back")
	}
	b.Press(t, "Add issuer")
	b.Type(t, "Name", "Jugendwerkstatt")
	r.Shown() // what is typed stays
	b.Press(t, "Make issuer")
	if len(f.changes) != 1 || !f.changes[0].New || f.changes[0].ID != "" || *f.changes[0].Name != "Jugendwerkstatt" || r.making {
		t.Fatalf("%+v", f.changes)
	}
}

func TestTheIssuerIsNamedByDidWeb(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.choose(sectionWeb)
	b.Press(t, "By did:web")
	b.Settle()
	b.Shot(t, "settings-method")
	for _, text := range []string{"did.json has to lie on your web space", "did:web https://badges.hafenwerk.example/hafenwerk", "New badges carry the new name."} {
		if !kittest.Says(r.Content(), text) {
			t.Errorf("not said: %s", text)
		}
	}
	b.Press(t, "Save web space")
	if len(f.changes) != 1 || f.changes[0].Method == nil || *f.changes[0].Method != ByDID || *f.changes[0].BaseURL != "https://badges.hafenwerk.example/" {
		t.Fatalf("%+v", f.changes)
	}
	f.state.Issuers[0].BaseURL = ""
	r.Shown()
	if kittest.Find(r.Content(), "By did:web") != nil || !kittest.Says(r.Content(), "Without web space your key is your name") {
		t.Error("a name that needs web space is offered without")
	}
}

func TestAKeyOfEveryKind(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.choose(sectionKeys)
	for _, alg := range []string{"Ed25519, the usual one", "P-256, for tokens", "RSA-3072, for tokens"} {
		b.Press(t, "New key…")
		b.Press(t, alg)
		b.Shot(t, "settings-new-key")
		b.Press(t, "Make new key")
	}
	if want := []string{"new hafenwerk", "new hafenwerk p256", "new hafenwerk rsa"}; !slices.Equal(f.did, want) {
		t.Errorf("did %v", f.did)
	}
	f.state.Issuers[0].BaseURL = ""
	r.Shown()
	b.Press(t, "New key…")
	b.Press(t, "RSA-3072, for tokens")
	if do, _ := kittest.Find(b.Top(), "Make new key").(*kit.Button); !do.Disabled() {
		t.Error("a key is made that nothing can be signed with")
	}
}

func TestARecoveryPageIsSavedAndPutBack(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.choose(sectionKeys)
	b.Press(t, "Save recovery page…")
	b.Type(t, "Passphrase", "short")
	b.Press(t, "Choose place…")
	if !kittest.Says(b.Top(), "Take at least 8 characters.") {
		t.Error(kittest.Visible(b.Top()))
	}
	b.Type(t, "Passphrase", "long enough")
	b.Type(t, "Passphrase once more", "long enough")
	b.Shot(t, "settings-recovery")
	p, ok := r.pages[sectionKeys].(*keysPage)
	if !ok {
		t.Fatal("no keys")
	}
	p.writePage("/home/me/page.txt", "long enough")
	if !slices.Equal(f.did, []string{"page /home/me/page.txt long enough"}) || !kittest.Says(r.Content(), "Wrote 2 keys to /home/me/page.txt.") {
		t.Errorf("did %v; %v", f.did, kittest.Visible(r.Content()))
	}
	f.doErr = issuer.Fail(issuer.Usage, "recovery-exists", "file", "/home/me/page.txt")
	p.writePage("/home/me/page.txt", "")
	if !kittest.Says(r.Content(), "No page was written.") {
		t.Error(kittest.Visible(r.Content()))
	}
}

func TestFurtherSettingsAreWorded(t *testing.T) {
	f := workshop()
	for i, alg := range Algorithms() {
		f.state.Keys[i].Algorithm, f.state.Keys[i].Tokens = alg, i == 2
	}
	f.state.Issuers[0].Method = ByDID
	b, r := opened(t, f, kittest.Pseudo)
	allowed := []string{"Hafenwerk", "hafenwerk.example", "Europe", "z6Mk", "did:web https://"}
	for _, section := range []string{sectionIssuer, sectionWeb, sectionKeys} {
		r.choose(section)
		b.Settle()
		if got := kittest.Literals(r.Content(), allowed...); len(got) > 0 {
			t.Errorf("%s: literals %q", section, got)
		}
		b.Shot(t, "settings-further-"+section)
	}
	r.turnTo("", true)
	r.choose(sectionIssuer)
	b.Settle()
	if got := kittest.Literals(r.Content(), allowed...); len(got) > 0 {
		t.Errorf("a new issuer: literals %q", got)
	}
}
