package trials

import (
	"encoding/binary"
	"os"
	"testing"
)

// TestBadLedgers runs every kind of verb on something that is no ledger of
// this release, and wants it told and left alone.
func TestBadLedgers(t *testing.T) {
	t.Parallel()
	// Where the file format of SQLite keeps the user version, big-endian.
	const userVersion = 60
	for name, c := range map[string]struct {
		change func(t *testing.T, path string, whole []byte)
		code   string
		says   []string
	}{
		"from a newer release": {func(t *testing.T, path string, whole []byte) {
			t.Helper()
			binary.BigEndian.PutUint32(whole[userVersion:], 99)
			write(t, path, whole)
		}, "ledger-newer", []string{"newer", "version 99"}},
		"a directory": {func(t *testing.T, path string, _ []byte) {
			t.Helper()
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			folder(t, path)
		}, "ledger-directory", nil},
		"gone": {func(t *testing.T, path string, _ []byte) {
			t.Helper()
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, "ledger-missing", nil},
		"empty":                   {part(0), "ledger-not-one", nil},
		"cut in its first page":   {part(1000), "ledger-damaged", nil},
		"cut in half":             {part(-2), "ledger-damaged", nil},
		"a list":                  {other("name,email\nAnn,ann@example.net\n"), "ledger-not-one", nil},
		"a picture":               {other("\x89PNG\r\n\x1a\n............................"), "ledger-not-one", nil},
		"SQLite in its name only": {other("SQLite format 3\x00 and so on, for a hundred bytes and more and more and more and more and more and more"), "ledger-damaged", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := founded(t)
			list := w.list(t, "people.csv", "Ann", 3)
			first := w.award(t, "knots", list, "-o", w.at("out"))
			whole := read(t, w.ledger)
			c.change(t, w.ledger, read(t, w.ledger))
			want := refusal{3, c.code, w.ledger, c.says}
			for _, args := range [][]string{
				{"award", "knots", list, "-o", w.at("out")},
				{"award", "knots", list, "--plan"},
				{"awards"},
				{"show", first.Rows[0].ID},
				{"class", "list"},
				{"revoke", first.Rows[0].ID, "--reason", "a trial"},
				{"site", "export", w.at("site")},
				{"verify", w.at("out/" + first.Rows[0].ID + ".png")},
				{"ledger", "check"},
				{"ledger", "backup", w.at("copy.backup")},
			} {
				w.refuses(t, want, args...)
			}
			w.tidy(t)
			if c.code == "ledger-directory" {
				return
			}
			write(t, w.ledger, whole)
			w.checked(t)
			if n := w.holders(t); n != 3 {
				t.Errorf("%d hold the badge, want 3", n)
			}
		})
	}
}

// part keeps the first n bytes of a ledger; below zero, that part of it.
func part(n int) func(*testing.T, string, []byte) {
	return func(t *testing.T, path string, whole []byte) {
		t.Helper()
		if n < 0 {
			n = len(whole) / -n
		}
		write(t, path, whole[:n])
	}
}

func other(content string) func(*testing.T, string, []byte) {
	return func(t *testing.T, path string, _ []byte) { t.Helper(); write(t, path, []byte(content)) }
}
