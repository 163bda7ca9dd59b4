package trials

import (
	"archive/zip"
	"bytes"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDamagedBackup flips one bit of a backup, at 30 places of its contents
// and all over its table of contents, and cuts it short. A restore is refused
// and writes nothing; only a flip that changes nothing of what is packed, in
// the padding or in the time of a file, may pass, and then everything is there.
func TestDamagedBackup(t *testing.T) {
	t.Parallel()
	w := founded(t)
	w.badges(t, "knots")
	w.backup(t, w.path("copy.backup"))
	whole := read(t, w.path("copy.backup"))
	packed, inside := contents(t, whole)
	draw := rand.New(rand.NewPCG(1, 2))
	var places []int
	for len(places) < 30 {
		if place := draw.IntN(len(whole)); inside[place] {
			places = append(places, place)
		}
	}
	for outside := range whole {
		if !inside[outside] && draw.IntN(16) == 0 {
			places = append(places, outside)
		}
	}
	other := newWorld(t)
	passed := 0
	for n, place := range places {
		damaged := bytes.Clone(whole)
		damaged[place] ^= 1 << draw.IntN(8)
		file := other.at("damaged.backup")
		write(t, file, damaged)
		before := other.files(t)
		o := other.run(t, "ledger", "restore", file, "--json")
		if same, err := unzip(damaged); err == nil && cmp.Equal(packed, same) {
			passed++
			if o.status != 0 {
				t.Errorf("flipped at %d: status %d though all is there: %s", place, o.status, o.out)
				continue
			}
			if got, want := other.mustRun(t, "awards").out, w.mustRun(t, "awards").out; got != want {
				t.Errorf("flipped at %d: the restored ledger differs:\n%s", place, cmp.Diff(want, got))
			}
			other.checked(t)
			other.forget(t)
			continue
		}
		if n%10 == 0 && inside[place] {
			other.refuses(t, refusal{3, "backup-damaged", file, nil}, "ledger", "restore", file)
		}
		if code := document[fault](t, o.out).Error.Code; o.status != 3 || code != "backup-damaged" && code != "backup-newer" {
			t.Errorf("flipped at %d: status %d, code %q", place, o.status, code)
		}
		if diff := cmp.Diff(before, other.files(t)); diff != "" {
			t.Fatalf("flipped at %d: something was written:\n%s", place, diff)
		}
	}
	t.Logf("%d flips, %d of them changed nothing that is packed", len(places), passed)
	for _, n := range []int{0, 1, len(whole) / 3, len(whole) - 1} {
		file := other.at("cut" + strconv.Itoa(n) + ".backup")
		write(t, file, whole[:n])
		other.refuses(t, refusal{3, "backup-damaged", file, nil}, "ledger", "restore", file)
	}
	other.tidy(t)
}

// contents gives the files of a zip, and marks the bytes that hold them.
func contents(t *testing.T, whole []byte) (files map[string]string, inside []bool) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err == nil {
		files, err = unzip(whole)
	}
	if err != nil {
		t.Fatal(err)
	}
	inside = make([]bool, len(whole))
	for _, f := range z.File {
		start, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		for i := range f.CompressedSize64 {
			inside[uint64(start)+i] = true
		}
	}
	return files, inside
}

func unzip(whole []byte) (map[string]string, error) {
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	return files, unpacked(z, func(name string, data []byte) { files[name] = string(data) })
}

// forget removes the world's ledger and keys.
func (w *world) forget(t *testing.T) {
	t.Helper()
	for _, ending := range []string{"", "-wal", "-shm", ".keys"} {
		if err := os.RemoveAll(w.ledger + ending); err != nil {
			t.Fatal(err)
		}
	}
}
