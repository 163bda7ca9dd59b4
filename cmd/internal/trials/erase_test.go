package trials

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestErasedPersonIsNowhere erases one of four people who were awarded,
// corrected, revoked and taken on record, and looks for the person in every
// byte of the ledger, of what is exported afterwards and of the site: names,
// the address and its hashes, in every usual form. The others are still there.
func TestErasedPersonIsNowhere(t *testing.T) {
	t.Parallel()
	w := founded(t, "--public-names")
	w.mustRun(t, "issuer", "set", "--base-url", "https://badges.harbour-club.org/") // no address for examples, it is published
	write(t, w.at("people.csv"), []byte(privately()))
	got := w.award(t, "knots", w.at("people.csv"), "--format", "ob2,ob2-signed,ob3,ob3-jwt", "-o", w.path("out"))
	const who, other = "brimketill+list@mailbox-qx.example", "zq.wintergreen@mailbox-qx.example"
	w.mustRun(t, "correct", got.Rows[1].ID, "--name", "Ægir Þorvaldsson-Quill")
	w.mustRun(t, "revoke", got.Rows[0].ID, "--reason", "A trial.")
	// Somebody else took the badges on record.
	v := founded(t)
	for _, ending := range []string{".png", ".ob2.jws", ".ob3.jwt"} {
		v.run(t, "import", w.path("out", got.Rows[1].ID+ending))
	}
	write(t, w.at("Ægir Þorvaldsson.csv"), []byte("name,email\nÆgir Þorvaldsson-Quill,"+who+"\n"))
	w.mustRun(t, "award", "knots", w.at("Ægir Þorvaldsson.csv"))
	w.mustRun(t, "claim", "make", "--batch", got.Batch, "--with-names")
	w.mustRun(t, "site", "target", "add", "web", w.at("web"))
	w.mustRun(t, "site", "publish", "web")
	texts := sought([]string{"Ægir Þorvaldsson", "Þorvaldsson-Quill", "Þorvaldsson", "brimketill+list", who, "Taught two others."})
	for _, text := range []string{"Ægir Þorvaldsson", who} {
		texts["UTF-16 "+text] = utf16le(text)
	}
	for sum := range hashes(t, w.path("out"), got.Rows[1].ID) {
		texts["hash "+sum] = []byte(sum)
		raw, _ := hex.DecodeString(sum)
		texts["hash in bytes "+sum] = raw
		for shift, skip := range []int{0, 2, 3} {
			data := append(make([]byte, shift), sum...)
			texts["hash in base64 "+sum+string(rune('0'+shift))] = []byte(base64.RawURLEncoding.EncodeToString(data)[skip : len(data)*8/6])
		}
	}
	if len(texts) < 100 {
		t.Fatalf("only %d texts are looked for", len(texts))
	}
	if len(scan(t, w.work, texts)) == 0 {
		t.Error("the scan does not even find the list")
	}
	for _, name := range []string{"people.csv", "Ægir Þorvaldsson.csv"} {
		if err := os.Remove(w.at(name)); err != nil {
			t.Fatal(err)
		}
	}
	if found := scan(t, w.work, texts); len(found) == 0 {
		t.Error("the ledger does not hold the person before")
	}
	// Copies that lie beside the ledger, by themselves or before an update.
	kept := ask[struct{ Copies []string }](t, w, 0, "ledger", "copy").Copies
	if len(kept) != 1 {
		t.Fatalf("copies %v", kept)
	}
	beside := strings.TrimSuffix(filepath.Dir(kept[0]), ".copies")
	write(t, beside+".before-v8", read(t, kept[0]))
	write(t, filepath.Join(filepath.Dir(kept[0]), "2020-01-01T000000Z-before-undo.db"), read(t, kept[0]))
	done := ask[struct {
		Awards  []string
		Imports int
		Left    []struct{ Code string }
	}](t, w, 0, "erase", strings.ToUpper(who), "--yes")
	if len(done.Awards) != 2 || len(done.Left) == 0 {
		t.Errorf("erased %+v", done)
	}
	if len(scan(t, v.work, texts)) == 0 {
		t.Error("the badges are not on the other's record")
	}
	if taken := ask[struct{ Imports int }](t, v, 0, "erase", who, "--yes"); taken.Imports < 3 {
		t.Errorf("%d badges taken off the record", taken.Imports)
	}
	for file, found := range scan(t, v.work, texts) {
		t.Errorf("the other's %s holds %v", file, found)
	}
	v.checked(t)
	w.checked(t)
	if now := ask[struct {
		Made   string
		Copies []string
	}](t, w, 0, "ledger", "copy"); now.Made != "" || len(now.Copies) != 1 {
		t.Errorf("after the erasing there is one new copy alone, not %+v", now)
	}
	w.mustRun(t, "ledger", "export", w.at("exported"))
	w.mustRun(t, "site", "export", w.at("site"))
	w.mustRun(t, "ledger", "backup", w.at("backup.zip"))
	if found := scan(t, w.at("web"), texts); len(found) < 5 {
		t.Errorf("only %d files on the web hold the person before they are published again", len(found))
	}
	w.mustRun(t, "site", "publish", "web")
	for file, found := range scan(t, w.work, texts) {
		t.Errorf("%s holds %v", file, found)
	}
	for file, found := range scan(t, w.home, texts) {
		t.Errorf("%s holds %v", file, found)
	}
	if len(scan(t, w.work, sought([]string{other}))) == 0 {
		t.Error("somebody else was erased, too")
	}
	glob(t, w.at("site")+"/a/*/*.html", 4*4+4) // tombstones and pages of all that was ever issued
	w.refuses(t, refusal{status: 3, code: "person-unknown"}, "erase", who, "--yes")
}

// hashes are the hashes of the recipient in the credentials of an award.
func hashes(t *testing.T, out, id string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(out, id+".*"))
	if err != nil || len(files) < 5 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if parts := bytes.Split(bytes.TrimSpace(data), []byte(".")); len(parts) == 3 && !json.Valid(data) {
			data, _ = base64.RawURLEncoding.DecodeString(string(parts[1]))
		}
		for _, m := range regexp.MustCompile(`sha256\$([0-9a-f]{64})`).FindAllSubmatch(data, -1) {
			found[string(m[1])] = true
		}
	}
	if len(found) == 0 {
		t.Fatal("no hash of the person is found")
	}
	return found
}

func utf16le(text string) (out []byte) {
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

// TestUndoWithSomebodyErased takes back a batch one of whose people is erased:
// the files of all go, of that one too, under whatever name they lie; what
// somebody else put there stays.
func TestUndoWithSomebodyErased(t *testing.T) {
	t.Parallel()
	w := founded(t)
	got := w.award(t, "knots", w.list(t, "people.csv", "Ann", 4), "-o", w.path("out"), "--names", "{name}")
	write(t, w.path("out", "notes.txt"), []byte("mine"))
	const files = 4*3 + 1 // two credentials and the picture of each, and the report; beside them the note
	glob(t, w.path("out")+"/*", files+1)
	people := ask[[]struct{ Email string }](t, w, 0, "awards")
	w.mustRun(t, "erase", people[1].Email, "--yes")
	done := ask[struct{ Removed, Left int }](t, w, 0, "undo", got.Batch, "-o", w.path("out"), "--names", "{name}", "--yes")
	if done.Removed != files || done.Left != 0 {
		t.Errorf("%+v", done)
	}
	if left := glob(t, w.path("out")+"/*", 1); filepath.Base(left[0]) != "notes.txt" {
		t.Errorf("%v is left", left)
	}
	w.checked(t)
}
