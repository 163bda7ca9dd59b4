package trials

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// disk is a small disk in memory at a folder. The calling test alone sees it,
// with the programs it starts, and it is gone when the test is over, however
// that ends: it lives in a mount namespace of the test's own thread. A test
// with a disk has no subtests, which would run on other threads.
type disk struct{ path string }

func newDisk(t *testing.T, path string, size int) disk {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can mount a small disk")
	}
	runtime.LockOSThread() // never unlocked: the thread ends with the test
	err := syscall.Unshare(syscall.CLONE_NEWNS)
	if err == nil {
		err = syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "")
	}
	if err == nil {
		err = errors.Join(os.MkdirAll(path, 0o755), syscall.Mount("trial", path, "tmpfs", 0, options(size)))
	}
	if err != nil {
		t.Skipf("this system lets nobody mount a small disk: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(path, syscall.MNT_DETACH) })
	return disk{path}
}

func options(size int) string { return "mode=0755,size=" + strconv.Itoa(size) }

// resize gives the disk another size, in bytes.
func (d disk) resize(t *testing.T, size int) {
	t.Helper()
	if err := syscall.Mount("trial", d.path, "tmpfs", syscall.MS_REMOUNT, options(size)); err != nil {
		t.Fatal(err)
	}
}

// freeze makes a read-only medium of the disk.
func (d disk) freeze(t *testing.T) {
	t.Helper()
	if err := syscall.Mount("trial", d.path, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
}

// full leaves the disk no more than n bytes.
func (d disk) full(t *testing.T, n int) {
	t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(d.path, &s); err != nil {
		t.Fatal(err)
	}
	d.resize(t, int(s.Blocks-s.Bfree)*int(s.Bsize)+n)
}

const roomy = 256 << 20

// TestFullDiskUnderLedger lets the disk of the ledger run full at different
// points of a large award. When there is room again the same command finishes.
func TestFullDiskUnderLedger(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDisk(t, w.path("disk"), roomy)
	const people = 700 // two groups
	refused := 0
	for _, room := range []int{0, 4 << 10, 64 << 10, 256 << 10, 1 << 20, 2 << 20, 3 << 20} {
		d.resize(t, roomy)
		w.work = w.path("disk", strconv.Itoa(room))
		w.ledger = w.at("workshop.db")
		w.found(t)
		list := w.list(t, "people.csv", "Ann", people)
		d.full(t, room)
		said := w.run(t, "award", "knots", list)
		if said.status != 0 {
			refused++
			t.Logf("full after %d KB", room>>10)
			told := w.run(t, "award", "knots", list, "--json")
			refusal{5, "disk-full", w.ledger, nil}.judge(t, said, told)
		}
		d.resize(t, roomy)
		w.mustRun(t, "award", "knots", list)
		if n := w.holders(t); n != people {
			t.Errorf("with %d bytes: %d hold the badge, want %d", room, n, people)
		}
		w.checked(t)
		w.tidy(t)
		if err := os.RemoveAll(w.work); err != nil {
			t.Fatal(err)
		}
	}
	if refused < 5 {
		t.Errorf("only %d of the disks ran full", refused)
	}
}

// TestFullDiskUnderFiles lets the disk of everything kiln writes besides the
// ledger run full: nobody is lost, no half file stands, and with room the same
// command writes the rest.
func TestFullDiskUnderFiles(t *testing.T) {
	t.Parallel()
	w := sampled(t)
	d := newDisk(t, w.path("disk"), 100<<10)
	out := filepath.Join(d.path, "out")
	award := []string{"award", sampleClass, w.at("roster.csv"), "-o"}
	first := w.run(t, append(award, out)...)
	again := w.run(t, append(award, out, "--json")...)
	refusal{5, "disk-full", out, nil}.judge(t, first, again)
	if n := w.holders(t); n != 13 {
		t.Errorf("%d hold the badge, want 13", n)
	}
	w.checked(t)
	for _, verb := range [][]string{
		append(award, filepath.Join(d.path, "all.zip")),
		{"site", "export", filepath.Join(d.path, "site")},
		{"ledger", "export", filepath.Join(d.path, "export")},
		{"ledger", "backup", filepath.Join(d.path, "copy.backup")},
		{"sample", filepath.Join(d.path, "sample")},
	} {
		where := verb[len(verb)-1]
		said := w.run(t, verb...)
		told := w.run(t, append(verb, "--json")...)
		refusal{5, "disk-full", where, nil}.judge(t, said, told)
	}
	w.tidy(t)
	d.resize(t, roomy)
	w.award(t, sampleClass, w.at("roster.csv"), "-o", out)
	whole := w.at("out")
	w.award(t, sampleClass, w.at("roster.csv"), "-o", whole)
	if diff := cmp.Diff(tree(t, whole), tree(t, out)); diff != "" {
		t.Errorf("after there was room, files differ from those on another disk:\n%s", diff)
	}
	w.checked(t)
	w.tidy(t)
}

// TestFullDiskUnderKeys wants no issuer made whose key could not be stored.
func TestFullDiskUnderKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDisk(t, w.home, roomy)
	write(t, filepath.Join(w.home, "notes"), []byte("no disk is quite empty"))
	d.full(t, 0)
	args := []string{"issuer", "set", "--name", "Harbour Club"}
	said, told := w.run(t, args...), w.run(t, append(args, "--json")...)
	refusal{5, "secret-unwritable", filepath.Join(w.home, ".config", "badgekiln", "secret"), nil}.judge(t, said, told)
	w.tidy(t)
	d.resize(t, roomy)
	w.found(t)
	w.award(t, "knots", w.list(t, "people.csv", "Ann", 2))
	w.checked(t)
}

// left is a ledger as a program leaves it: ended in order, or killed with its
// last awards in the WAL alone, with and without the WAL's index.
type left struct {
	name        string
	wal, shared bool
}

func ways() []left {
	return []left{{"ended", false, false}, {"killed", true, true}, {"killed, index lost", true, false}}
}

// leave makes one with 3 awards of a list and one of a script, in the world's
// folder, with the files of the list beside it.
func (l left) leave(t *testing.T, w *world) (script string) {
	t.Helper()
	w.found(t)
	w.award(t, "knots", w.list(t, "people.csv", "Ann", 3), "-o", w.at("out"))
	x := w.writer(t, "knots")
	x.award(t, "Bob", "bob@example.net")
	if !l.wal {
		if err := x.in.Close(); err != nil {
			t.Fatal(err)
		}
		x.gone = true
		if err := x.cmd.Wait(); err != nil {
			t.Fatal(err)
		}
		return x.ids[0]
	}
	x.kill(t)
	if info, err := os.Stat(w.ledger + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("the killed program left no WAL: %v", err)
	}
	if !l.shared {
		if err := os.Remove(w.ledger + "-shm"); err != nil {
			t.Fatal(err)
		}
	}
	return x.ids[0]
}

// reads wants all that only looks to work, the last award included, and what
// writes refused with a reason. What a backup comes to is for the caller to say, who
// leaves nothing of it.
func (w *world) reads(t *testing.T, script string, backup func(t *testing.T, args []string)) {
	t.Helper()
	before := w.files(t)
	if n := w.holders(t); n != 4 {
		t.Errorf("%d hold the badge, want 4", n)
	}
	shown := ask[struct{ ID, State string }](t, w, 0, "show", script)
	if shown.ID != script || shown.State != "issued" {
		t.Errorf("show: %+v", shown)
	}
	if classes := ask[[]struct{ ID string }](t, w, 0, "class", "list"); len(classes) != 1 {
		t.Errorf("class list: %+v", classes)
	}
	w.mustRun(t, append([]string{"verify", "--offline"}, glob(t, w.at("out/*.png"), 3)...)...)
	w.checked(t)
	want := refusal{3, "ledger-read-only", w.ledger, []string{"read"}}
	for _, args := range [][]string{
		{"award", "knots", w.at("people.csv"), "-o", w.path("tmp", "out")},
		{"revoke", script, "--reason", "a trial"},
		{"class", "archive", "knots"},
		{"issuer", "set", "--name", "Other Club"},
	} {
		w.refuses(t, want, args...)
	}
	backup(t, []string{"ledger", "backup", w.path("tmp", "copy.backup")})
	if diff := cmp.Diff(before, w.files(t)); diff != "" {
		t.Errorf("looking changed files (-before +after):\n%s", diff)
	}
	w.tidy(t)
}

// TestReadOnlyFolder works as somebody who may read the ledger and its folder.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	for _, l := range ways() {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			script := l.leave(t, w)
			w.home = w.path("nobody")
			folder(t, w.home)
			modes(t, w.work, 0o555, 0o444)
			t.Cleanup(func() { modes(t, w.work, 0o755, 0o644) })
			if err := os.Chmod(w.tmp, 0o777); err != nil {
				t.Fatal(err)
			}
			if os.Getuid() == 0 {
				const nobody = 65534
				w.tune = func(cmd *exec.Cmd) {
					cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
				}
			}
			w.reads(t, script, func(t *testing.T, args []string) { // the keys are their owner's
				t.Helper()
				w.refuses(t, refusal{5, "keys-unreadable", w.ledger + ".keys", nil}, args...)
			})
		})
	}
}

// modes sets the modes of all folders and files below a folder.
func modes(t *testing.T, root string, folders, files os.FileMode) {
	t.Helper()
	var names []string
	for name, sum := range tree(t, root) {
		mode := files
		if sum == "folder" {
			mode = folders
		}
		if strings.HasSuffix(name, ".keys") || strings.Contains(name, ".keys/") {
			continue // stays its owner's
		}
		names = append(names, name)
		if err := os.Chmod(filepath.Join(root, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, ending := range []string{"-wal", "-shm"} {
		for _, name := range names {
			path := filepath.Join(root, name) + ending
			if err := os.Chmod(path, files); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
		}
	}
}

// TestReadOnlyMedium is the same on a disk that nobody can write to, root
// included.
func TestReadOnlyMedium(t *testing.T) {
	t.Parallel()
	for _, l := range ways() {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			d := newDisk(t, w.work, roomy)
			script := l.leave(t, w)
			d.freeze(t)
			w.reads(t, script, func(t *testing.T, args []string) { // what one wants of such a medium
				t.Helper()
				w.mustRun(t, args...)
				if err := os.Remove(args[len(args)-1]); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
