package trials

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// elsewhere is another user's world who was given the ledger and its keys, the
// whole folder, but not the home.
func (w *world) elsewhere(t *testing.T) *world {
	t.Helper()
	other := newWorld(t)
	clone(t, w.work, other.work)
	return other
}

// keyFile is the one sealed key of the world's ledger.
func (w *world) keyFile(t *testing.T) string {
	t.Helper()
	return glob(t, w.ledger+".keys/*.json", 1)[0]
}

const phrase, wrong = "nine grey herons on the quay", "nine grey herons on the dock"

// passphrase gives the world one, in a file that KILN_PASSPHRASE_FILE names.
func (w *world) passphrase(t *testing.T, text string) {
	t.Helper()
	file := filepath.Join(w.home, "phrase")
	write(t, file, []byte(text+"\n"))
	w.env = []string{"KILN_PASSPHRASE_FILE=" + file}
}

// ledgers are the kinds of ledger that can be copied, lost and restored.
func ledgers() map[string]func(t *testing.T) (w *world, class string) {
	return map[string]func(*testing.T) (*world, string){
		"sample":     func(t *testing.T) (*world, string) { t.Helper(); return sampled(t), sampleClass },
		"own ledger": func(t *testing.T) (*world, string) { t.Helper(); return founded(t), "knots" },
		"keys by passphrase": func(t *testing.T) (*world, string) {
			t.Helper()
			w := newWorld(t)
			w.passphrase(t, phrase)
			w.found(t)
			return w, "knots"
		},
	}
}

// badges awards a class to 13 people and gives the pictures.
func (w *world) badges(t *testing.T, class string) []string {
	t.Helper()
	w.award(t, class, w.list(t, "people.csv", "Ann", 13), "-o", w.at("out"))
	return glob(t, w.at("out/*.png"), 13)
}

func idOf(picture string) string { return strings.TrimSuffix(filepath.Base(picture), ".png") }

// TestCopiedFolderCannotSign copies ledger and keys to another home: nobody
// signs there without the secret, and everybody can look.
func TestCopiedFolderCannotSign(t *testing.T) {
	t.Parallel()
	for name, begin := range ledgers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, class := begin(t)
			id := idOf(w.badges(t, class)[0])
			thief := w.elsewhere(t)
			badges := glob(t, thief.at("out/*.png"), 13)
			thief.cannotSign(t, class, id, "key-secret-missing")
			if shown := ask[struct{ State string }](t, thief, 0, "show", id); shown.State != "issued" {
				t.Errorf("show: %+v", shown)
			}
			thief.mustRun(t, append([]string{"verify", "--offline"}, badges...)...)
			if n := thief.holders(t); n != 13 {
				t.Errorf("%d hold the badge, want 13", n)
			}
			if name == "keys by passphrase" {
				thief.passphrase(t, wrong)
			} else { // a secret of the thief's own
				mine := founded(t)
				clone(t, mine.home, thief.home)
			}
			thief.cannotAward(t, class, "key-wrong-secret")
			thief.checked(t)
			thief.tidy(t)
		})
	}
}

// cannotSign wants all that signs refused.
func (w *world) cannotSign(t *testing.T, class, id, code string) {
	t.Helper()
	want := w.cannotAward(t, class, code)
	w.refuses(t, want, "award", class, "-")
	w.refuses(t, want, "revoke", id, "--reason", "a trial")
}

func (w *world) cannotAward(t *testing.T, class, code string) refusal {
	t.Helper()
	want := refusal{3, code, w.keyFile(t), []string{"cannot be opened"}}
	w.refuses(t, want, "award", class, w.list(t, "more.csv", "Bob", 2), "-o", w.at("more"))
	return want
}

// works wants signing to go on: an award, a revocation, and old badges to hold.
func (w *world) works(t *testing.T, class string, badges []string) {
	t.Helper()
	if got := w.award(t, class, w.list(t, "more.csv", "Bob", 2), "-o", w.at("more")); got.Awarded != 2 {
		t.Errorf("%d awarded, want 2", got.Awarded)
	}
	w.mustRun(t, append([]string{"verify"}, badges...)...)
	w.mustRun(t, append([]string{"verify"}, glob(t, w.at("more/*.png"), 2)...)...)
	w.mustRun(t, "revoke", idOf(badges[0]), "--reason", "a trial")
	w.untrusted(t, badges[0], "revoked")
	w.checked(t)
	w.tidy(t)
}

// backup makes one and tells whether it opens without a passphrase.
func (w *world) backup(t *testing.T, file string) bool {
	t.Helper()
	return ask[struct {
		Carries bool `json:"carries_secret"`
	}](t, w, 0, "ledger", "backup", file).Carries
}

// TestBackupSignsElsewhere restores under another home, where award, revoke
// and verify then work.
func TestBackupSignsElsewhere(t *testing.T) {
	t.Parallel()
	for name, begin := range ledgers() {
		for _, sealed := range []bool{false, true} {
			if name == "keys by passphrase" && !sealed {
				continue // it has one
			}
			t.Run(name+map[bool]string{false: ", no passphrase", true: ", with passphrase"}[sealed], func(t *testing.T) {
				t.Parallel()
				w, class := begin(t)
				badges := w.badges(t, class)
				if sealed {
					w.passphrase(t, phrase)
				}
				file := w.path("copy.backup")
				if carries, want := w.backup(t, file), w.env == nil; carries != want {
					t.Errorf("the backup opens without a passphrase: %v, want %v", carries, want)
				}
				other := newWorld(t)
				switch {
				case name == "keys by passphrase": // they travel as they are
					other.mustRun(t, "ledger", "restore", file)
					other.cannotSign(t, class, idOf(badges[0]), "key-secret-missing")
					other.passphrase(t, wrong)
					other.cannotAward(t, class, "key-wrong-secret")
					other.passphrase(t, phrase)
				case sealed:
					want := refusal{3, "key-secret-missing", file, []string{"cannot be opened"}}
					other.refuses(t, want, "ledger", "restore", file)
					other.passphrase(t, wrong)
					want.code = "key-wrong-secret"
					other.refuses(t, want, "ledger", "restore", file)
					other.passphrase(t, phrase)
					other.mustRun(t, "ledger", "restore", file)
					other.env = nil // its keys are at home here now
				default:
					other.mustRun(t, "ledger", "restore", file)
				}
				other.checked(t)
				other.works(t, class, badges)
				w.checked(t)
			})
		}
	}
}

// TestRestoreReplacesNothing wants a ledger that is there left alone.
func TestRestoreReplacesNothing(t *testing.T) {
	t.Parallel()
	w := founded(t)
	w.badges(t, "knots")
	w.backup(t, w.at("copy.backup"))
	w.refuses(t, refusal{2, "restore-exists", w.ledger, nil}, "ledger", "restore", w.at("copy.backup"))
	before := w.files(t)
	if f := ask[fault](t, w, 2, "ledger", "backup", w.at("copy.backup")).Error; f.Code != "question" || !strings.Contains(f.Message, w.at("copy.backup")) || !strings.Contains(f.Hint, "--yes") {
		t.Errorf("%+v", f)
	}
	if diff := cmp.Diff(before, w.files(t)); diff != "" {
		t.Errorf("a backup was replaced unasked:\n%s", diff)
	}
	other := newWorld(t)
	other.refuses(t, refusal{3, "backup-missing", other.at("no.backup"), nil}, "ledger", "restore", other.at("no.backup"))
	write(t, other.at("list.csv"), []byte(head))
	other.refuses(t, refusal{3, "backup-damaged", other.at("list.csv"), nil}, "ledger", "restore", other.at("list.csv"))
}

// TestBackupBesideAWriter backs up while another program holds awards in the
// WAL alone, and once more after that program was killed.
func TestBackupBesideAWriter(t *testing.T) {
	t.Parallel()
	w := founded(t)
	x := w.writer(t, "knots")
	x.award(t, "Bob", "bob@example.net")
	x.award(t, "Cat", "cat@example.net")
	w.backup(t, w.path("alive.backup"))
	x.award(t, "Dan", "dan@example.net")
	x.kill(t)
	if info, err := os.Stat(w.ledger + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("no WAL is left: %v", err)
	}
	w.backup(t, w.path("killed.backup"))
	for file, want := range map[string]int{"alive.backup": 2, "killed.backup": 3} {
		other := newWorld(t)
		other.mustRun(t, "ledger", "restore", w.path(file))
		if n := other.holders(t); n != want {
			t.Errorf("%s: %d hold the badge, want %d", file, n, want)
		}
		other.checked(t)
		other.tidy(t)
	}
	w.once(t, 3)
}
