package trials

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/google/go-cmp/cmp"
	"github.com/mr-tron/base58"
)

// sealedBy is what opens the world's key file: its kept secret or passphrase.
func (w *world) sealedBy(t *testing.T, by string) (text string, id age.Identity) {
	t.Helper()
	var err error
	if by == "passphrase" {
		text = strings.TrimSpace(string(read(t, filepath.Join(w.home, "phrase"))))
		id, err = age.NewScryptIdentity(text)
	} else {
		text = strings.TrimSpace(string(read(t, filepath.Join(w.home, ".config", "badgekiln", "secret"))))
		id, err = age.ParseX25519Identity(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text, id
}

// private opens the world's key file as its owner could, without kiln, and
// gives the private key and the text it is sealed by.
func (w *world) private(t *testing.T) (seed []byte, secret string) {
	t.Helper()
	var file struct {
		SealedBy    string `json:"sealed_by"`
		Age, Public string
	}
	if err := json.Unmarshal(read(t, w.keyFile(t)), &file); err != nil {
		t.Fatal(err)
	}
	secret, id := w.sealedBy(t, file.SealedBy)
	r, err := age.Decrypt(armor.NewReader(strings.NewReader(file.Age)), id)
	if err != nil {
		t.Fatal(err)
	}
	var payload struct{ Seed []byte }
	if err := json.NewDecoder(r).Decode(&payload); err != nil {
		t.Fatal(err)
	}
	public := publicOf(payload.Seed)
	if got := "z" + base58.Encode(append([]byte("\xed\x01"), public...)); got != file.Public {
		t.Fatalf("the private key is not that of %s", file.Public)
	}
	return payload.Seed, secret
}

func publicOf(seed []byte) []byte { return ed25519.NewKeyFromSeed(seed)[ed25519.SeedSize:] }

// needles are the forms in which a private key could lie about, by name.
func needles(seed []byte) map[string][]byte {
	whole, numbers := slices.Concat(seed, publicOf(seed)), strings.Trim(fmt.Sprintf("%d", seed), "[]")
	found := map[string][]byte{
		"raw":            seed,
		"hex":            []byte(hex.EncodeToString(seed)),
		"upper-case hex": []byte(strings.ToUpper(hex.EncodeToString(seed))),
		"decimals":       []byte(numbers),
		"a JSON array":   []byte(strings.ReplaceAll(numbers, " ", ",")),
	}
	for name, data := range map[string][]byte{
		"seed": seed, "seed and public key": whole, "Multikey of the seed": append([]byte("\x80\x26"), seed...), "Multikey": append([]byte("\x80\x26"), whole...),
	} {
		found["base58, "+name] = []byte(base58.Encode(data))
	}
	// In a longer text base64 begins at one of three places in its groups; what
	// the neighbours of the key have a part in is left out.
	for shift, skip := range []int{0, 2, 3} {
		data := append(make([]byte, shift), seed...)
		end := len(data) * 8 / 6
		found["base64 at "+strconv.Itoa(shift)] = []byte(base64.RawStdEncoding.EncodeToString(data)[skip:end])
		found["base64url at "+strconv.Itoa(shift)] = []byte(base64.RawURLEncoding.EncodeToString(data)[skip:end])
	}
	return found
}

// search gives the names of the needles in data, also across line ends.
func search(data []byte, wanted map[string][]byte) (names []string) {
	lines := bytes.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, data)
	for name, needle := range wanted {
		if bytes.Contains(data, needle) || bytes.Contains(lines, needle) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// scan searches every file of a folder, archives inside out, and gives what
// lies where.
func scan(t *testing.T, root string, wanted map[string][]byte) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	note := func(name string, data []byte) {
		if names := search(data, wanted); len(names) > 0 {
			found[name] = names
		}
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(root, path)
		data := read(t, path)
		note(name, append([]byte(name+"\n"), data...))
		if !bytes.HasPrefix(data, []byte("PK")) {
			return nil // a ledger may end in a design, which is a zip inside it
		}
		if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
			return unpacked(z, func(inside string, data []byte) { note(name+"!"+inside, data) })
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// unpacked gives every file of an archive.
func unpacked(z *zip.Reader, note func(name string, data []byte)) error {
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			return err
		}
		note(f.Name, data)
	}
	return nil
}

// TestScanFindsAPlantedKey shows that the scan would find the key in each of
// its forms, alone, in the middle of something, and across lines.
func TestScanFindsAPlantedKey(t *testing.T) {
	t.Parallel()
	seed, noise := make([]byte, 32), make([]byte, 1001)
	draw := rand.NewChaCha8([32]byte{7})
	_, _ = draw.Read(seed)
	_, _ = draw.Read(noise)
	all := needles(seed)
	if names := search(noise, all); len(names) > 0 {
		t.Fatalf("found in noise: %v", names)
	}
	for name, needle := range all {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "plain"), slices.Concat(noise, needle, noise))
		found := scan(t, dir, all)
		if !slices.Contains(found["plain"], name) {
			t.Errorf("%s: planted and not found: %v", name, found)
		}
	}
	for shift := range 3 {
		text := base64.StdEncoding.EncodeToString(slices.Concat(noise[:300+shift], seed, noise))
		var lines strings.Builder
		for len(text) > 64 {
			lines.WriteString(text[:64] + "\n")
			text = text[64:]
		}
		if names := search([]byte(lines.String()), all); !slices.Contains(names, "base64 at "+strconv.Itoa(shift)) {
			t.Errorf("base64 in lines, shifted by %d: found %v", shift, names)
		}
	}
	dir := t.TempDir()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	f, err := z.Create("inside")
	if err == nil {
		_, err = f.Write(seed)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "archive"), out.Bytes())
	if diff := cmp.Diff(map[string][]string{"archive!inside": {"raw"}}, scan(t, dir, all)); diff != "" {
		t.Error(diff)
	}
}

// TestNoKeyLiesAbout does a full round of work under two homes, leaves the WAL
// of a killed program, and scans every file and the environment of the running
// program for the private key. What the key is sealed by lies at its one place.
func TestNoKeyLiesAbout(t *testing.T) {
	t.Parallel()
	for name, begin := range ledgers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, class := begin(t)
			badges := w.badges(t, class)
			w.award(t, class, w.at("people.csv"), "-o", w.at("all.zip"))
			place := w.env
			if place == nil {
				w.passphrase(t, phrase) // for the way
			}
			w.backup(t, w.at("sealed.backup"))
			other := newWorld(t)
			other.passphrase(t, phrase)
			other.mustRun(t, "ledger", "restore", w.at("sealed.backup"))
			other.award(t, class, other.list(t, "more.csv", "Bob", 2), "-o", other.at("out"))
			w.env = place
			w.mustRun(t, "revoke", idOf(badges[0]), "--reason", "a trial")
			w.mustRun(t, "site", "export", w.at("site"))
			w.mustRun(t, "ledger", "export", w.at("export"))
			seed, secret := w.private(t)
			wanted := needles(seed)
			wanted["what it is sealed by"] = []byte(secret)

			x, y := w.writer(t, class), other.writer(t, class)
			for _, running := range []*writer{x, y} {
				running.award(t, "Cat", "cat@example.net")
				for _, part := range []string{"environ", "cmdline"} {
					data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(running.cmd.Process.Pid), part))
					if err != nil {
						t.Logf("%v: the running program is looked at on Linux only", err)
						continue
					}
					if names := search(data, wanted); len(names) > 0 || !bytes.Contains(data, []byte(ground)) {
						t.Errorf("%s of the running program: %v in %q", part, names, data)
					}
				}
				running.kill(t)
			}
			for _, home := range []*world{w, other} {
				if info, err := os.Stat(home.ledger + "-wal"); err != nil || info.Size() == 0 {
					t.Errorf("no WAL to look at: %v", err)
				}
			}
			want := map[string][]string{"home/.config/badgekiln/secret": {"what it is sealed by"}}
			if place != nil {
				want = map[string][]string{"home/phrase": {"what it is sealed by"}}
			}
			if diff := cmp.Diff(want, scan(t, w.dir, wanted)); diff != "" {
				t.Errorf("lying about in the first home (-expected +found):\n%s", diff)
			}
			if place == nil {
				want = map[string][]string{}
			}
			if diff := cmp.Diff(want, scan(t, other.dir, wanted)); diff != "" {
				t.Errorf("lying about in the second home (-expected +found):\n%s", diff)
			}
		})
	}
}
