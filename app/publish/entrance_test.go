package publish

import (
	"slices"
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

// TestAnotherPassword: whoever is not let in is led to where another password is put
// in, which is told before anything else is tried, and what was sent stays known.
func TestAnotherPassword(t *testing.T) {
	f := standing()
	f.state.Places[0] = Place{Name: "web", Kind: "webdav", URL: "davs://ada@host/dav", Base: base, Closed: true}
	f.sendErr = issuer.Fail(issuer.Refused, "target-refused", "address", "davs://ada@host/dav")
	r, b := open(t, f)
	r.send(false)
	b.Settle()
	says(t, r, "did not let us in")
	b.Press(t, "Change password…")
	if kittest.Says(b.Top(), "Private key") {
		t.Error("a key opens no WebDAV")
	}
	b.Press(t, "Change")
	if !kittest.Says(b.Top(), "This is needed") || len(f.did) != 1 {
		t.Errorf("without one: %v", f.did)
	}
	b.Type(t, "Password", "right")
	b.Press(t, "Change")
	b.Settle()
	says(t, r, "web is opened by what you gave", "Publish tries it")
	b.Press(t, "Publish 24 files")
	b.Settle()
	if want := []string{"publish web", "enter web right", "publish web", "check " + base}; !slices.Equal(f.did, want) {
		t.Errorf("%v, want %v", f.did, want)
	}
}

// TestAnotherKey: where a key opens, it is offered as it is, and a comparison that was
// refused leads there, too.
func TestAnotherKey(t *testing.T) {
	f := standing()
	f.state.Places[0].Closed, f.state.Places[0].Keyed, f.state.Places[0].KeyFile = true, true, "/home/ada/.ssh/old"
	f.filesErr = issuer.Fail(issuer.Input, "target-key-file", "file", "/home/ada/.ssh/old")
	r, b := open(t, f)
	says(t, r, "cannot be used")
	b.Press(t, "Change password…")
	b.Type(t, "Private key (instead of a password)", "/home/ada/.ssh/new")
	b.Press(t, "Change")
	b.Settle()
	says(t, r, "Publish 24 files")
	if want := []string{"enter web  /home/ada/.ssh/new"}; !slices.Equal(f.did, want) {
		t.Errorf("%v, want %v", f.did, want)
	}
}

// TestNoPasswordToChange: a folder has none, and other failures are not cured by one.
func TestNoPasswordToChange(t *testing.T) {
	f := standing()
	f.state.Places[0] = Place{Name: "web", Kind: "folder", URL: "/srv/www", Base: base}
	f.sendErr = issuer.Fail(issuer.Refused, "target-refused", "address", "x")
	r, b := open(t, f)
	r.send(false)
	b.Settle()
	if kittest.Find(r.Content(), "Change password…") != nil || r.canEnter() {
		t.Error("a folder has a password")
	}
	f.state.Places[0].Kind, f.state.Places[0].Closed = "webdav", true
	f.sendErr = issuer.Fail(issuer.Refused, "target-full", "address", "x")
	r, _ = open(t, f)
	if r.mends(f.sendErr) != nil || !r.canEnter() {
		t.Error("a full disk is cured by a password")
	}
}
