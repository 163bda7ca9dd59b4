package trials

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"hash/crc32"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"

	"github.com/mr-tron/base58"
)

const profileURL = base + "i/harbour-club/profile.json"

// court is where forgeries are judged: a genuine badge, the site it is hosted
// on, and somebody who has that site, trusts its issuer and knows nothing else.
type court struct {
	*world
	dir, ob2, ob3, png string
	judge              *world
}

func newCourt(t *testing.T) court {
	t.Helper()
	c := court{world: founded(t), judge: newWorld(t)}
	c.judge.ledger = ""
	got := c.award(t, "knots", c.list(t, "people.csv", "Ann", 1), "-o", c.at("out"))
	c.dir = c.path("web")
	c.mustRun(t, "site", "export", web(c.dir))
	stem := c.at("out/" + got.Rows[0].ID)
	c.ob2, c.ob3, c.png = stem+".ob2.json", stem+".ob3.json", stem+".png"
	c.trusts(t, c.ob2, c.ob3, c.png)
	return c
}

func (c court) flags() []string { return []string{"--map", c.dir, "--trust", profileURL} }

// trusts wants files trusted by the judge, and by the ledger they are from.
func (c court) trusts(t *testing.T, files ...string) {
	t.Helper()
	holds(t, c.judge.verify(t, 0, append(c.flags(), files...)...), "trusted", "good", nil)
	holds(t, c.verify(t, 0, append([]string{"--offline"}, files...)...), "trusted", "good", nil)
}

// condemns wants a forgery refused with the verdict and a reason, by the judge,
// and by the ledger whose issuer it names.
func (c court) condemns(t *testing.T, file, verdict, reason string) {
	t.Helper()
	for _, got := range []verdictOf{
		{"the judge", c.judge.untrusted(t, file, verdict, c.flags()...)},
		{"the ledger", c.untrusted(t, file, verdict, "--offline")},
	} {
		if !strings.Contains(strings.Join(got.Reasons, " "), reason) {
			t.Errorf("%s gives the reasons %q, want one with %q", got.by, got.Reasons, reason)
		}
	}
}

type verdictOf struct {
	by string
	verdict
}

// forge writes a changed copy of a document.
func (c court) forge(t *testing.T, name string, change func(doc map[string]any)) string {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(read(t, c.ob3), &doc); err != nil {
		t.Fatal(err)
	}
	change(doc)
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	write(t, c.at(name), text)
	return c.at(name)
}

// forger signs with a key of their own.
type forger struct {
	key       ed25519.PrivateKey
	multibase string
}

func newForger() forger {
	seed := bytes.Repeat([]byte{0xba}, ed25519.SeedSize)
	return forger{ed25519.NewKeyFromSeed(seed), "z" + base58.Encode(append([]byte("\xed\x01"), publicOf(seed)...))}
}

// Sign implements proof.Signer.
func (f forger) Sign(message []byte) ([]byte, error) { return ed25519.Sign(f.key, message), nil }

func (f forger) did() string { return "did:key:" + f.multibase }

// sign replaces the proofs of a document by one of the forger's that names a
// method.
func (f forger) sign(t *testing.T, doc map[string]any, method string) {
	t.Helper()
	contexts, err := ob3.LoadContexts()
	if err != nil {
		t.Fatal(err)
	}
	delete(doc, "proof")
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := proof.HashDocument(text, contexts)
	if err != nil {
		t.Fatal(err)
	}
	const created = "2026-01-02T03:04:05Z"
	config, err := proof.HashConfig(doc["@context"], created, method, contexts)
	if err != nil {
		t.Fatal(err)
	}
	value, err := proof.SignValue(f, config, hash)
	if err != nil {
		t.Fatal(err)
	}
	doc["proof"] = []any{map[string]any{
		"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": created,
		"verificationMethod": method, "proofPurpose": "assertionMethod", "proofValue": value,
	}}
}

func methodOf(doc map[string]any) string {
	return doc["proof"].([]any)[0].(map[string]any)["verificationMethod"].(string)
}

// TestForgedWithAnotherKey copies the issuer's profile into badges signed by
// somebody else, in every way the verification method can lie.
func TestForgedWithAnotherKey(t *testing.T) {
	t.Parallel()
	c, f := newCourt(t), newForger()
	c.condemns(t, c.forge(t, "own-method.json", func(doc map[string]any) {
		f.sign(t, doc, profileURL+"#"+f.multibase)
	}), "altered", "does not name the key")
	c.condemns(t, c.forge(t, "their-method.json", func(doc map[string]any) {
		f.sign(t, doc, methodOf(doc))
	}), "altered", "does not fit")
	c.condemns(t, c.forge(t, "did-key.json", func(doc map[string]any) {
		f.sign(t, doc, f.did()+"#"+f.multibase)
	}), "altered", "does not belong to its issuer")
	c.condemns(t, c.forge(t, "other-site.json", func(doc map[string]any) {
		f.sign(t, doc, "https://forger.example/i/harbour-club/profile.json#"+f.multibase)
	}), "altered", "does not belong to its issuer")
	// A whole copy of the site with the forger's key in the profile is honest
	// work of another issuer who calls itself the same: nobody to trust.
	c.mirror(t, f)
	mirrored := c.forge(t, "mirror.json", func(doc map[string]any) {
		move(doc)
		f.sign(t, doc, "https://forger.example/club/i/harbour-club/profile.json#"+f.multibase)
	})
	write(t, filepath.Join(c.dir, strings.TrimPrefix(addressOf(t, mirrored), "https://")), read(t, mirrored))
	got := c.judge.untrusted(t, mirrored, "untrusted", c.flags()...)
	if !strings.Contains(strings.Join(got.Reasons, " "), "forger.example") {
		t.Errorf("the reasons do not name the forger: %q", got.Reasons)
	}
}

// mirror copies the site to the forger's host, with the forger's key.
func (c court) mirror(t *testing.T, f forger) {
	t.Helper()
	_, genuine, _ := strings.Cut(methodIn(t, c.ob3), "#")
	for name, sum := range tree(t, c.dir) {
		if sum == "folder" || !strings.HasPrefix(name, host) {
			continue
		}
		data := read(t, filepath.Join(c.dir, name))
		data = bytes.ReplaceAll(data, []byte(host), []byte("forger.example"))
		data = bytes.ReplaceAll(data, []byte(genuine), []byte(f.multibase))
		path := filepath.Join(c.dir, strings.Replace(name, host, "forger.example", 1))
		if strings.Contains(name, "/s/") { // the status list is signed too
			var doc map[string]any
			if err := json.Unmarshal(data, &doc); err != nil {
				t.Fatal(err)
			}
			f.sign(t, doc, "https://forger.example/club/i/harbour-club/profile.json#"+f.multibase)
			data, _ = json.Marshal(doc)
		}
		write(t, path, data)
	}
}

func methodIn(t *testing.T, file string) string {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(read(t, file), &doc); err != nil {
		t.Fatal(err)
	}
	return methodOf(doc)
}

// move moves a document to the forger's host.
func move(doc map[string]any) {
	text, _ := json.Marshal(doc)
	clear(doc)
	_ = json.Unmarshal(bytes.ReplaceAll(text, []byte(host), []byte("forger.example")), &doc)
}

// TestForgedAssertion hosts an assertion of the genuine badge class on the
// forger's own host: the issuer keeps no badges there.
func TestForgedAssertion(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	data := bytes.Replace(read(t, c.ob2), []byte(base+"a/"), []byte("https://forger.example/a/"), 1)
	write(t, c.at("forged.ob2.json"), data)
	write(t, filepath.Join(c.dir, strings.TrimPrefix(addressOf(t, c.at("forged.ob2.json")), "https://")), data)
	got := c.judge.untrusted(t, c.at("forged.ob2.json"), "altered", c.flags()...)
	if !strings.Contains(strings.Join(got.Reasons, " "), "does not keep badges") {
		t.Errorf("%q", got.Reasons)
	}
}

// TestForgedDIDKey does the same where the issuer is a did:key.
func TestForgedDIDKey(t *testing.T) {
	t.Parallel()
	w, f := founded(t), newForger()
	w.mustRun(t, "issuer", "set", "--base-url", "")
	got := w.award(t, "knots", w.list(t, "people.csv", "Ann", 1), "-o", w.at("out"))
	c := court{world: w, ob3: w.at("out/" + got.Rows[0].ID + ".ob3.json")}
	w.mustRun(t, "verify", "--offline", c.ob3)
	for name, forged := range map[string]struct {
		method func(genuine string) string
		reason string
	}{
		"their method": {func(genuine string) string { return genuine }, "does not fit"},
		"own method":   {func(string) string { return f.did() + "#" + f.multibase }, "does not belong to its issuer"},
		"own key under their name": {func(genuine string) string {
			return strings.Split(genuine, "#")[0] + "#" + f.multibase
		}, ""},
	} {
		file := c.forge(t, strings.ReplaceAll(name, " ", "-")+".json", func(doc map[string]any) { f.sign(t, doc, forged.method(methodOf(doc))) })
		verdict := w.untrusted(t, file, "altered", "--offline")
		if !strings.Contains(strings.Join(verdict.Reasons, " "), forged.reason) {
			t.Errorf("%s: %q", name, verdict.Reasons)
		}
	}
	// Under the forger's own name it is the forger's badge, whom nobody trusts.
	file := c.forge(t, "own-name.json", func(doc map[string]any) {
		doc["issuer"].(map[string]any)["id"] = f.did()
		f.sign(t, doc, f.did()+"#"+f.multibase)
	})
	w.untrusted(t, file, "untrusted", "--offline")
}

// TestFlippedBytes flips one bit of a credential at many places: of the 2.0
// assertion, of the 3.0 credential, of the text in the picture with a check
// sum to match and without. None is trusted.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	draw := rand.New(rand.NewPCG(3, 4))
	for _, genuine := range []string{c.ob2, c.ob3, c.png} {
		whole := read(t, genuine)
		start, end := 0, len(whole)
		if genuine == c.png {
			start, end = textOf(t, whole)
		}
		var files []string
		for n := range 60 {
			flipped := bytes.Clone(whole)
			flipped[start+draw.IntN(end-start)] ^= 1 << draw.IntN(8)
			if genuine == c.png && n%2 == 0 {
				mendCRC(t, flipped)
			}
			file := c.at("flipped" + strconv.Itoa(n) + filepath.Ext(genuine))
			write(t, file, flipped)
			files = append(files, file)
		}
		counts := map[string]int{}
		for _, r := range append(c.judge.verify(t, 1, append(c.flags(), files...)...), c.verify(t, 1, append([]string{"--offline"}, files...)...)...) {
			counts[r.Verdict]++
			if r.Verdict == "trusted" || r.Verdict == "untrusted" || len(r.Reasons) == 0 {
				t.Errorf("%s is %s: %q", r.Input, r.Verdict, r.Reasons)
			}
		}
		t.Logf("%s: %v", filepath.Ext(strings.TrimSuffix(genuine, ".json"))+filepath.Ext(genuine), counts)
	}
}

// textOf gives where the texts of a picture's badges lie: from behind the
// keyword of the first to the end of the last.
func textOf(t *testing.T, picture []byte) (start, end int) {
	t.Helper()
	start = bytes.Index(picture, []byte("openbadges\x00\x00\x00\x00\x00"))
	last := bytes.Index(picture, []byte("openbadgecredential\x00\x00\x00\x00\x00"))
	if start < 0 || last < start {
		t.Fatal("the picture holds no two badges in this order")
	}
	return start + len("openbadges") + 5, last - 20
}

// mendCRC gives every chunk the check sum of what it holds.
func mendCRC(t *testing.T, picture []byte) {
	t.Helper()
	for rest := picture[len(pngStart):]; len(rest) >= 12; {
		size := int(rest[0])<<24 | int(rest[1])<<16 | int(rest[2])<<8 | int(rest[3])
		if size+12 > len(rest) {
			t.Fatal("the flip hit the frame of a chunk")
		}
		sum := crc32.ChecksumIEEE(rest[4 : 8+size])
		copy(rest[8+size:], []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
		rest = rest[12+size:]
	}
}

// TestOtherRecipient shows the badge as somebody else's.
func TestOtherRecipient(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	for _, file := range []string{c.ob2, c.ob3, c.png} {
		holds(t, c.judge.verify(t, 0, append(c.flags(), "--recipient", "ann0@example.net", file)...), "trusted", "good", nil)
		c.judge.untrusted(t, file, "other-person", append(c.flags(), "--recipient", "bob@example.net")...)
		c.untrusted(t, file, "other-person", "--offline", "--recipient", "bob@example.net")
	}
}

// TestHostedCopyDiffers changes what the host serves: a badge that says
// something else than its host is altered, whoever is right. The ledger knows
// what it issued and still trusts it.
func TestHostedCopyDiffers(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	swap := func(old, other string) func([]byte) []byte {
		return func(data []byte) []byte { return bytes.ReplaceAll(data, []byte(old), []byte(other)) }
	}
	_, genuine, _ := strings.Cut(methodIn(t, c.ob3), "#")
	for name, differs := range map[string]struct {
		badge, url string
		change     func([]byte) []byte
	}{
		"the time of the assertion":   {c.ob2, addressOf(t, c.ob2), swap(`"issuedOn":"2`, `"issuedOn":"1`)},
		"more evidence":               {c.ob2, addressOf(t, c.ob2), swap(`"recipient"`, `"evidence":"https://example.org/more","recipient"`)},
		"a space":                     {c.ob2, addressOf(t, c.ob2), swap(`"recipient":`, `"recipient": `)},
		"the words of the credential": {c.ob3, addressOf(t, c.ob3), swap("Knots", "Bends")},
		"the key in the profile":      {c.ob3, profileURL, swap(genuine, newForger().multibase)},
	} {
		served := filepath.Join(c.dir, strings.TrimPrefix(differs.url, "https://"))
		data := read(t, served)
		changed := differs.change(data)
		if bytes.Equal(data, changed) {
			t.Fatalf("%s: nothing to change in %s", name, served)
		}
		write(t, served, changed)
		c.judge.untrusted(t, differs.badge, "altered", c.flags()...)
		c.judge.untrusted(t, c.png, "altered", c.flags()...)
		holds(t, c.verify(t, 0, "--offline", differs.badge), "trusted", "good", nil)
		write(t, served, data)
	}
	c.trusts(t, c.ob2, c.ob3, c.png)
}

// addressOf is the id of a document.
func addressOf(t *testing.T, file string) string {
	t.Helper()
	var doc struct{ ID string }
	if err := json.Unmarshal(read(t, file), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.ID
}
