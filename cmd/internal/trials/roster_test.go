package trials

import (
	"archive/zip"
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const head = "name,email\n"

// TestBadLists gives award a list that is none, one case after the other.
func TestBadLists(t *testing.T) {
	t.Parallel()
	noise := make([]byte, 4096)
	draw := rand.NewChaCha8([32]byte{1})
	_, _ = draw.Read(noise)
	for name, c := range map[string]struct {
		file string
		make func(t *testing.T, path string)
		code string
		says []string
	}{
		"does not exist":   {"people.csv", func(*testing.T, string) {}, "roster-missing", nil},
		"a directory":      {"people.csv", folder, "roster-is-directory", nil},
		"empty":            {"people.csv", text(""), "roster-empty", nil},
		"blank lines":      {"people.csv", text("\n\r\n\n"), "roster-empty", nil},
		"header only":      {"people.csv", text(head), "roster-header-only", nil},
		"a PNG":            {"people.csv", func(t *testing.T, path string) { t.Helper(); write(t, path, picture(t)) }, "roster-is-picture", nil},
		"random bytes":     {"people.csv", text(string(noise)), "roster-binary", nil},
		"NULs":             {"people.csv", text(strings.Repeat("\x00", 4096)), "roster-binary", nil},
		"NULs in a list":   {"people.csv", text(head + "Ann,ann@example.net\nB\x00b,bob@example.net\n"), "roster-binary", nil},
		"a workbook":       {"people.csv", workbook, "roster-damaged", nil},
		"a workbook, told": {"people.xlsx", workbook, "roster-damaged", nil},
		"a device":         {"people.csv", link(os.DevNull), "roster-not-a-file", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := founded(t)
			w.award(t, "knots", w.list(t, "first.csv", "Ann", 3), "-o", w.at("out"))
			list := w.at(c.file)
			c.make(t, list)
			want := refusal{3, c.code, list, c.says}
			w.refuses(t, want, "award", "knots", list, "-o", w.at("out"))
			w.refuses(t, want, "award", "knots", list, "--plan")
			w.refuses(t, want, "roster", "read", list)
			w.tidy(t)
			w.checked(t)
			if n := w.holders(t); n != 3 {
				t.Errorf("%d hold the badge, want 3", n)
			}
		})
	}
}

func text(s string) func(*testing.T, string) {
	return func(t *testing.T, path string) { t.Helper(); write(t, path, []byte(s)) }
}

func folder(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
}

func link(to string) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		t.Helper()
		if err := os.Symlink(to, path); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
}

// workbook writes what a spreadsheet program saves as XLSX.
func workbook(t *testing.T, path string) {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(`<?xml version="1.0"?><x/>`)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, path, out.Bytes())
}

// TestBadRows sees that every bad row is told with its cell, and that nobody
// is awarded, not even the good ones.
func TestBadRows(t *testing.T) {
	t.Parallel()
	w := founded(t)
	list := w.at("people.csv")
	write(t, list, []byte(head+"Ann,ann@example.net\nBob,bob(at)example\nCat,\n"))
	before := w.files(t)
	type told struct {
		Error struct {
			Code, Message, Hint, Where string
			Problems                   []struct {
				Row                         int
				Column, Cell, Code, Message string
			}
		}
	}
	got := ask[told](t, w, 3, "award", "knots", list, "-o", w.at("out")).Error
	if got.Code != "rows-bad" || got.Where != list || len(got.Problems) != 2 {
		t.Fatalf("%+v", got)
	}
	if p := got.Problems[0]; p.Row != 3 || p.Column != "email" || p.Cell != "bob(at)example" || !strings.Contains(p.Message, "Row 3, column email") {
		t.Errorf("%+v", p)
	}
	if p := got.Problems[1]; p.Row != 4 || p.Code != "no-email" || !strings.Contains(p.Message, "Row 4") {
		t.Errorf("%+v", p)
	}
	for name, sum := range w.files(t) {
		if before[name] != sum {
			t.Errorf("%s is new or changed", name)
		}
	}
	w.checked(t)
}

// TestHundredMegabyteLine wants such a line refused with its place, in little
// memory.
func TestHundredMegabyteLine(t *testing.T) {
	t.Parallel()
	w := founded(t)
	list := w.at("people.csv")
	f, err := os.Create(list)
	if err != nil {
		t.Fatal(err)
	}
	piece := []byte(strings.Repeat("x", 1<<20))
	_, err = f.WriteString(head + "Ann,ann@example.net\nBob,")
	for range 100 {
		if err == nil {
			_, err = f.Write(piece)
		}
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	w.refuses(t, refusal{3, "roster-line-too-long", list, []string{"row 3", "column email"}}, "award", "knots", list)
	w.checked(t)
	const most = 400 << 20
	o := w.run(t, "award", "knots", list)
	if o.peak > most {
		t.Errorf("it took %d MB of memory, want at most %d", o.peak>>20, most>>20)
	}
	t.Logf("peak memory %d MB", o.peak>>20)
	if err := os.Remove(list); err != nil {
		t.Fatal(err)
	}
}

// TestListReplacedWhileRead lets another program replace the list over and over
// while kiln reads it, until kiln meets a replacement. The list has a row that
// is bad, so that a run that meets none changes nothing either.
func TestListReplacedWhileRead(t *testing.T) {
	t.Parallel()
	w := founded(t)
	list := w.at("people.csv")
	long := head[:len(head)-1] + ",note\nNobody,,\n" + strings.Repeat("Ann,ann@example.net,"+strings.Repeat("x", 100<<10)+"\n", 100)
	write(t, w.path("one"), []byte(long))
	write(t, w.path("two"), []byte(long+"Bob,bob@example.net,\n"))
	if err := os.Link(w.path("one"), list); err != nil {
		t.Skipf("no links here: %v", err)
	}
	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() { stopped <- replacing(list, w.path("two"), w.path("one"), stop) }()
	met := false
	for range 200 {
		o := w.run(t, "award", "knots", list, "--json")
		code := document[fault](t, o.out).Error.Code
		if met = code == "roster-changed"; met {
			if o.status != 3 {
				t.Errorf("status %d, want 3", o.status)
			}
			break
		}
		if code != "rows-bad" {
			t.Fatalf("code %q: %s", code, o.out)
		}
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	if !met {
		t.Error("200 runs met no replacement")
	}
	if n := w.holders(t); n != 0 {
		t.Errorf("%d awarded, want nobody", n)
	}
	w.checked(t)
	w.tidy(t)
}

// replacing gives path the one file and the other in turn, as editors save.
func replacing(path, a, b string, stop <-chan struct{}) error {
	next := filepath.Join(filepath.Dir(path), "next")
	for {
		select {
		case <-stop:
			return nil
		default:
		}
		if err := os.Link(a, next); err != nil {
			return err
		}
		if err := os.Rename(next, path); err != nil {
			return err
		}
		a, b = b, a
	}
}
