package verify_test

import (
	"testing"

	"badgekiln/issuer/bake"
	"badgekiln/issuer/verify"
)

// FuzzCheck: whatever comes in, an answer comes out, and it is never trusted
// unless it is what was made here.
func FuzzCheck(f *testing.F) {
	c := contexts(f)
	key := newSigner("forge")
	three := text(f, key.sign(f, c, badge3(home), key.method(home)))
	two := text(f, assertion())
	w := site(f, assertion()).but(home, string(text(f, profile(home, key))))
	baked, err := bake.Bake([]byte(picture(f)), bake.Payload{Generation: bake.OB2, Text: two}, bake.Payload{Generation: bake.OB3, Text: three})
	if err != nil {
		f.Fatal(err)
	}
	listed := badge3(home)
	listed["credentialStatus"] = entry("revocation", "7")
	for _, seed := range [][]byte{
		two, three, baked, []byte(assertionURL), []byte("a.b.c"),
		text(f, key.sign(f, c, listed, key.method(home))),
		[]byte(`<svg xmlns:o="http://openbadges.org"><o:assertion verify="https://x.example/"/></svg>`),
	} {
		f.Add(seed, []byte("{}"))
		f.Add(seed, seed)
	}
	for _, k := range kinds(f) {
		for _, body := range k.web {
			f.Add(k.data, []byte(body))
		}
		f.Add(k.data, []byte("{}"))
	}
	f.Fuzz(func(t *testing.T, data, served []byte) {
		r := verify.Check(t.Context(), verify.Input{Bytes: data}, verify.Options{
			Now: now, Contexts: c, Loader: everywhere{body: served, web: w}, Trust: []string{"https://nobody.example/"}, Recipient: "x@example.org",
		})
		if r.Verdict == verify.Trusted || r.Verdict == "" || r.Reasons == nil || r.Checks == nil {
			t.Errorf("%+v", r)
		}
	})
}
