package publish_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/deliver/target"
)

// slow is a target that takes its time, each call another one.
type slow struct{ target.Target }

func wait() { time.Sleep(time.Duration(rand.IntN(600)) * time.Microsecond) }

func (s slow) Put(ctx context.Context, name string, data []byte) error {
	wait()
	return s.Target.Put(ctx, name, data)
}

func (s slow) Get(ctx context.Context, name string) ([]byte, error) {
	wait()
	return s.Target.Get(ctx, name)
}

// late is a slow one that brings everything at once.
type late struct{ slow }

func (l late) Settle(ctx context.Context) error {
	wait()
	return l.Target.(target.Batch).Settle(ctx)
}

// many is a slow one that takes many files together.
type many struct{ slow }

func (m many) PutAll(ctx context.Context, files []target.File) error {
	wait()
	return m.Target.(target.Grouped).PutAll(ctx, files)
}

// grouped is a folder that is written to by the group, decided one whose server decides,
// and mixed one whose server does so for one of two programs, the other being older.
const grouped, decided, mixed = "grouped", "decided", "mixed"

// decides is a slow one whose server decides.
type decides struct {
	slow
	server *sync.Mutex
}

func (d decides) Version(ctx context.Context, name string) ([]byte, string, error) {
	wait()
	data, err := d.Target.Get(ctx, name)
	return data, string(data), err
}

func (d decides) Replace(ctx context.Context, name, version string, data []byte) (bool, error) {
	wait()
	defer wait()
	d.server.Lock()
	defer d.server.Unlock()
	there, err := d.Target.Get(ctx, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) || string(there) != version {
		return false, nil
	}
	return true, d.Target.Put(ctx, name, data)
}

func (d decides) Put(ctx context.Context, name string, data []byte) error {
	wait()
	d.server.Lock()
	defer d.server.Unlock()
	return d.Target.Put(ctx, name, data)
}

// TestTwoAtOnce has two machines with the same past publish different sites to one
// place at the same time. Whoever is told that all is well, and is told so again the
// next time, is right: all of theirs lies there. Otherwise they are told.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{target.Folder, target.Zip, grouped, decided, mixed} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			const rounds = 8
			told := 0
			for round := range rounds {
				told += twoAtOnce(t, kind, round)
			}
			if kind == decided && told != rounds {
				t.Errorf("%d were told of %d, where the server decides", told, rounds)
			}
			if told == 0 {
				t.Error("nobody was ever told")
			}
		})
	}
}

func twoAtOnce(t *testing.T, kind string, round int) (told int) {
	t.Helper()
	at := filepath.Join(t.TempDir(), fmt.Sprint("web", round, ".", kind))
	var server sync.Mutex
	begun := 0
	begin := func() target.Target {
		place := target.Place{Kind: kind, URL: at}
		if kind != target.Zip {
			place.Kind = target.Folder
		}
		begun++
		to, err := target.Open(t.Context(), place, target.Access{})
		if err != nil {
			t.Fatal(err)
		}
		switch kind {
		case target.Zip:
			return late{slow{to}}
		case grouped:
			return many{slow{to}}
		case decided:
			return decides{slow{to}, &server}
		case mixed:
			if begun%2 == 0 {
				return decides{slow{to}, &server}
			}
		}
		return slow{to}
	}
	mark := func() (string, error) { return fmt.Sprintf("%016x", rand.Uint64()), nil }
	past, first := &book{}, workshop(12)
	if _, err := publish.Run(t.Context(), first.files(), begin(), past, publish.Options{NewMark: mark}); err != nil {
		t.Fatal(err)
	}
	sites, books, errs := [2]tree{}, [2]*book{}, [2]error{}
	var both sync.WaitGroup
	for i := range sites {
		sites[i], books[i] = maps.Clone(first), &book{sums: maps.Clone(past.sums), seen: past.seen}
		for n := range 12 {
			if rand.IntN(2) == 0 {
				sites[i][fmt.Sprintf("a/%02x/%d.json", n, n)] = fmt.Sprint("changed by ", i)
			}
		}
		sites[i]["index.html"] = fmt.Sprint("home of ", i)
		to := begin()
		both.Go(func() {
			for range rand.IntN(12) {
				wait()
			}
			_, errs[i] = publish.Run(t.Context(), sites[i].files(), to, books[i], publish.Options{NewMark: mark, Workers: 3})
		})
	}
	both.Wait()
	for i := range sites {
		if errs[i] == nil {
			to := begin()
			if _, errs[i] = publish.Run(t.Context(), sites[i].files(), to, books[i], publish.Options{NewMark: mark}); errs[i] == nil {
				for path, text := range sites[i] {
					if got, err := to.Get(t.Context(), path); err != nil || string(got) != text {
						t.Errorf("%s, round %d: %d believes that %s is %q: %q, %v", kind, round, i, path, text, got, err)
					}
				}
				continue
			}
		}
		if code := issuer.CodeOf(errs[i]); code != "publish-elsewhere" && code != "publish-contested" {
			t.Errorf("%s: %v", kind, errs[i])
		}
		told++
	}
	return told
}

// between does something when a mark was read some times, before what follows
// on it.
type between struct {
	*watched
	marks int
	at    int // how often before; 0 is twice
	do    func()
}

func (b *between) Get(ctx context.Context, name string) ([]byte, error) {
	data, err := b.watched.Get(ctx, name)
	if name == publish.MarkFile {
		if b.marks++; b.marks == cmp.Or(b.at, 2) {
			b.do()
		}
	}
	return data, err
}

// simple is a target as programs saw it that did not say that they begin.
type simple struct {
	*watched
	begun []byte
}

func (s *simple) Put(ctx context.Context, name string, data []byte) error {
	if name == publish.BegunFile {
		s.begun = data
		return nil
	}
	return s.watched.Put(ctx, name, data)
}

func (s *simple) Get(ctx context.Context, name string) ([]byte, error) {
	if name == publish.BegunFile {
		return s.begun, nil
	}
	return s.watched.Get(ctx, name)
}

// TestWhoIsHeldUp: a machine whose mark is held up on its way, while another publishes
// all of its own, would hide that one's mark. It is told before its first file.
func TestWhoIsHeldUp(t *testing.T) {
	t.Parallel()
	dir, marks, past, f := t.TempDir(), 0, &book{}, workshop(6)
	if _, err := publish.Run(t.Context(), f.files(), open(t, dir), past, options(&marks)); err != nil {
		t.Fatal(err)
	}
	mine, theirs := maps.Clone(f), maps.Clone(f)
	mine["a/00/0.json"], theirs["a/01/1.json"] = "mine", "theirs"
	other := &book{sums: maps.Clone(past.sums), seen: past.seen}
	to := &between{watched: open(t, dir), do: func() {
		if _, err := publish.Run(t.Context(), theirs.files(), open(t, dir), other, options(&marks)); err != nil {
			t.Error(err)
		}
	}}
	if _, err := publish.Run(t.Context(), mine.files(), to, past, options(&marks)); issuer.CodeOf(err) != "publish-contested" {
		t.Errorf("held up: %v", err)
	}
	theirs.equals(t, open(t, dir))
	for _, b := range []*book{past, other} {
		if _, err := publish.Run(t.Context(), mine.files(), open(t, dir), b, options(&marks)); issuer.CodeOf(err) != "publish-elsewhere" {
			t.Errorf("the next time: %v", err)
		}
	}
}

// stubborn refuses a mark so many times, once somebody else began.
type stubborn struct {
	*between
	refuses int
}

func (s *stubborn) Put(ctx context.Context, name string, data []byte) error {
	if name == publish.MarkFile && s.marks > 2 && s.refuses > 0 {
		s.refuses--
		return errCut
	}
	return s.between.Put(ctx, name, data)
}

// TestOtherHearsInTheEnd: that a server refuses the mark which tells the other that two
// were there, for a moment, changes nothing.
func TestOtherHearsInTheEnd(t *testing.T) {
	t.Parallel()
	dir, marks, past, f := t.TempDir(), 0, &book{}, workshop(6)
	if _, err := publish.Run(t.Context(), f.files(), open(t, dir), past, options(&marks)); err != nil {
		t.Fatal(err)
	}
	other, mine := &book{sums: maps.Clone(past.sums), seen: past.seen}, maps.Clone(f)
	for path := range mine {
		mine[path] += "mine"
	}
	looks := &between{watched: open(t, dir)}
	looks.at = 3 // after the mark was left
	looks.do = func() {
		o := options(&marks)
		o.Take = true
		if _, err := publish.Run(t.Context(), f.files(), open(t, dir), other, o); err != nil {
			t.Error(err)
		}
		if err := open(t, dir).Put(t.Context(), publish.MarkFile, []byte("theirs")); err != nil {
			t.Error(err)
		}
		other.seen = "theirs"
	}
	if _, err := publish.Run(t.Context(), mine.files(), &stubborn{looks, 2}, past, options(&marks)); issuer.CodeOf(err) != "publish-contested" {
		t.Errorf("mine: %v", err)
	}
	if _, err := publish.Run(t.Context(), f.files(), open(t, dir), other, options(&marks)); issuer.CodeOf(err) != "publish-elsewhere" {
		t.Errorf("the other: %v", err)
	}
}

// TestWhoBreaksOffTellsLater: a machine whose connection broke while another began to
// publish could not tell it; it does so when it comes back, once.
func TestWhoBreaksOffTellsLater(t *testing.T) {
	t.Parallel()
	dir, marks, past, f := t.TempDir(), 0, &book{}, workshop(6)
	if _, err := publish.Run(t.Context(), f.files(), open(t, dir), past, options(&marks)); err != nil {
		t.Fatal(err)
	}
	broken, whole := &book{sums: maps.Clone(past.sums), seen: past.seen}, &book{sums: maps.Clone(past.sums), seen: past.seen}
	mine := maps.Clone(f)
	for n := range 6 {
		mine[fmt.Sprintf("a/%02x/%d.json", n, n)] = "changed"
	}
	theirs := maps.Clone(f)
	theirs["index.html"] = "theirs"
	to := &between{watched: open(t, dir), do: func() {
		cut := &simple{watched: open(t, dir)}
		cut.breaks = 4
		o := options(&marks)
		o.Workers = 1
		if _, err := publish.Run(t.Context(), mine.files(), cut, broken, o); err == nil {
			t.Error("nothing broke")
		}
	}}
	run := func(f tree, to target.Target, b *book) string {
		_, err := publish.Run(t.Context(), f.files(), to, b, options(&marks))
		if err != nil && issuer.CodeOf(err) == "" {
			t.Error(err)
		}
		return issuer.CodeOf(err)
	}
	for i, one := range []struct{ got, want string }{
		{run(theirs, to, whole), ""},
		{run(theirs, open(t, dir), whole), ""}, // nobody could know
		{run(mine, open(t, dir), broken), "publish-contested"},
		{run(theirs, open(t, dir), whole), "publish-elsewhere"},
		{run(mine, open(t, dir), broken), "publish-elsewhere"},
	} {
		if one.got != one.want {
			t.Errorf("step %d: %q, want %q", i, one.got, one.want)
		}
	}
	o := options(&marks)
	o.Take = true
	if _, err := publish.Run(t.Context(), theirs.files(), open(t, dir), whole, o); err != nil {
		t.Fatal(err)
	}
	theirs.equals(t, open(t, dir))
	for range 2 { // whoever came back late does not tell again and again
		if got := run(mine, open(t, dir), broken); got != "publish-elsewhere" {
			t.Errorf("again: %q", got)
		}
		if got := run(theirs, open(t, dir), whole); got != "" {
			t.Errorf("the other again: %q", got)
		}
	}
}

// TestSpoiledMark: a mark that was cut, emptied or is somebody's text, however long, is
// not taken for a place where nobody was, nor for ours, and is told as what it is. Who
// compares every file makes the place theirs.
func TestSpoiledMark(t *testing.T) {
	t.Parallel()
	for text, codes := range map[string][2]string{ // for who was there, and for who never was
		"":                                {"publish-mark", "publish-mark"},
		" \n":                             {"publish-mark", "publish-mark"},
		"mark":                            {"publish-elsewhere", "publish-elsewhere"},
		"<html>404</html>":                {"publish-elsewhere", "publish-elsewhere"},
		strings.Repeat("garbage ", 7<<20): {"publish-mark", "publish-mark"},
		"none":                            {"publish-mark", ""},
	} {
		dir, marks := t.TempDir(), 0
		to, b, f := open(t, dir), &book{}, workshop(3)
		if _, err := publish.Run(t.Context(), f.files(), to, b, options(&marks)); err != nil {
			t.Fatal(err)
		}
		if text == "none" {
			to = open(t, t.TempDir()) // wiped
		} else if err := to.Put(t.Context(), publish.MarkFile, []byte(text)); err != nil {
			t.Fatal(err)
		}
		to.puts = nil
		for i, who := range []*book{b, {}} {
			if _, err := publish.Run(t.Context(), f.files(), to, who, options(&marks)); issuer.CodeOf(err) != codes[i] {
				t.Errorf("%.20q: %v, want %q", text, err, codes[i])
			}
			if codes[i] == "" {
				continue
			}
			if len(to.puts) > 0 {
				t.Errorf("%.20q: written: %v", text, to.puts)
			}
			to.puts = nil
		}
		o := options(&marks)
		o.Take = true
		if _, err := publish.Run(t.Context(), f.files(), to, b, o); err != nil {
			t.Errorf("%.20q: taken over: %v", text, err)
		}
		f.equals(t, to)
		if r, err := publish.Run(t.Context(), f.files(), to, b, options(&marks)); err != nil || r.Done > 0 {
			t.Errorf("%.20q: ours again: %+v, %v", text, r, err)
		}
	}
}

// forgetful puts a mark and says that another version lies there, as a store does that
// is asked again because its first answer was lost.
type forgetful struct{ decides }

func (f forgetful) Replace(ctx context.Context, name, version string, data []byte) (bool, error) {
	done, err := f.decides.Replace(ctx, name, version, data)
	return done && name != publish.MarkFile, err
}

// TestOwnMarkIsKnown: whoever left its mark and was not told so is not afraid of itself.
func TestOwnMarkIsKnown(t *testing.T) {
	t.Parallel()
	dir, marks, b, f := t.TempDir(), 0, &book{}, workshop(3)
	to := forgetful{decides{slow{open(t, dir)}, &sync.Mutex{}}}
	if _, err := publish.Run(t.Context(), f.files(), to, b, options(&marks)); err != nil {
		t.Fatal(err)
	}
	f.equals(t, open(t, dir))
	if r, err := publish.Run(t.Context(), f.files(), to, b, options(&marks)); err != nil || r.Done > 0 {
		t.Errorf("the next time: %+v, %v", r, err)
	}
}
