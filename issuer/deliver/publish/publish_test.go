package publish_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/site"
)

// book is what the ledger keeps, in memory. It is written as a whole or not.
type book struct {
	mu   sync.Mutex
	sums map[string]publish.Lying
	seen string
}

func (b *book) Any(context.Context) (bool, error) { return len(b.sums) > 0, nil }

func (b *book) Known(_ context.Context, paths []string) (map[string]publish.Lying, error) {
	all := map[string]publish.Lying{}
	for _, path := range paths {
		if one, ok := b.sums[path]; ok {
			all[path] = one
		}
	}
	return all, nil
}

func (b *book) Remade(ctx context.Context, files map[string]publish.Lying) error {
	return b.Note(ctx, files)
}

func (b *book) Note(_ context.Context, files map[string]publish.Lying) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sums == nil {
		b.sums = map[string]publish.Lying{}
	}
	maps.Copy(b.sums, files)
	return nil
}
func (b *book) Seen(context.Context) (string, error) { return b.seen, nil }
func (b *book) SetSeen(_ context.Context, mark string) error {
	b.seen = mark
	return nil
}

// watched is a folder that notes every put, and can break off.
type watched struct {
	target.Target
	mu     sync.Mutex
	puts   []string
	breaks int // after so many puts; 0 never
}

var errCut = errors.New("the connection was cut")

func (w *watched) Put(ctx context.Context, name string, data []byte) error {
	w.mu.Lock()
	if w.breaks > 0 && len(w.puts) >= w.breaks {
		w.mu.Unlock()
		return errCut
	}
	w.puts = append(w.puts, name)
	w.mu.Unlock()
	return w.Target.Put(ctx, name, data)
}

func open(t *testing.T, dir string) *watched {
	t.Helper()
	to, err := target.Open(t.Context(), target.Place{Kind: target.Folder, URL: dir}, target.Access{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = to.Close() })
	return &watched{Target: to}
}

// tree is a small site: path → text.
type tree map[string]string

func (f tree) files() iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		for _, path := range slices.Sorted(maps.Keys(f)) {
			if !yield(site.File{Path: path, Bytes: []byte(f[path])}, nil) {
				return
			}
		}
	}
}

func workshop(awards int) tree {
	f := tree{
		"index.html": "i", "sitemap.xml": "x", ".htaccess": "h", "i/forge/profile.json": "p", "i/forge/image.png": "logo", "i/forge/keys/k1.json": "k",
		"i/forge/revoked.json": "none", "i/forge/index.html": "page", "b/fire/1/badge.json": "b", "b/fire/1/image.png": "pic", "b/fire/1/criteria.html": "c", "s/5f0a.json": "list",
	}
	for n := range awards {
		f[fmt.Sprintf("a/%02x/%d.json", n, n)], f[fmt.Sprintf("a/%02x/%d.html", n, n)] = fmt.Sprint("award ", n), fmt.Sprint("page ", n)
	}
	return f
}

func options(n *int) publish.Options {
	return publish.Options{NewMark: func() (string, error) { *n++; return fmt.Sprint("mark ", *n), nil }}
}

func (f tree) equals(t *testing.T, to *watched) {
	t.Helper()
	for path, text := range f {
		if got, err := to.Get(t.Context(), path); err != nil || string(got) != text {
			t.Errorf("%s: %q, %v; want %q", path, got, err, text)
		}
	}
}

func TestOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	to, b, marks, f := open(t, t.TempDir()), &book{}, 0, workshop(10)
	run := func(o publish.Options) publish.Report {
		t.Helper()
		to.puts = nil
		r, err := publish.Run(t.Context(), f.files(), to, b, o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := run(options(&marks)); r.Done != len(f) || r.Same != 0 {
		t.Errorf("the first time: %d put, %d the same, of %d", r.Done, r.Same, len(f))
	}
	f.equals(t, to)
	if r := run(options(&marks)); len(r.Changes) != 0 || r.Same != len(f) || len(to.puts) != 0 {
		t.Errorf("nothing changed: %+v, %v", r, to.puts)
	}
	f["a/03/3.json"], f["a/03/3.html"], f["s/5f0a.json"] = "tombstone", "revoked", "list 2"
	dry := options(&marks)
	dry.Dry = true
	if r := run(dry); len(r.Changes) != 3 || len(to.puts) != 0 {
		t.Errorf("a dry run: %+v, %v", r, to.puts)
	}
	var told []string
	for _, c := range run(dry).Changes {
		told = append(told, c.Path)
	}
	run(options(&marks))
	if !slices.Equal(told, to.puts[2:]) {
		t.Errorf("told as %v, put as %v", told, to.puts[2:])
	}
	if want := []string{publish.BegunFile, publish.MarkFile, "a/03/3.json", "s/5f0a.json", "a/03/3.html"}; !slices.Equal(to.puts, want) {
		t.Errorf("a revocation: %v, want %v", to.puts, want)
	}
	f.equals(t, to)
}

// TestOrder holds every put against what it refers to.
func TestOrder(t *testing.T) {
	t.Parallel()
	to, marks, f := open(t, t.TempDir()), 0, workshop(40)
	o := options(&marks)
	o.Workers = 4
	if _, err := publish.Run(t.Context(), f.files(), to, &book{}, o); err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for n, path := range to.puts {
		at[path] = n
	}
	before := func(first, then string) {
		t.Helper()
		if at[first] >= at[then] {
			t.Errorf("%s is put after %s", first, then)
		}
	}
	for path := range f {
		switch {
		case strings.HasPrefix(path, "a/") && strings.HasSuffix(path, ".json"):
			before("b/fire/1/badge.json", path)
			before("s/5f0a.json", path)
			before("i/forge/profile.json", path)
			before(path, strings.TrimSuffix(path, ".json")+".html")
		case strings.HasSuffix(path, ".html") && path != "index.html":
			before(path, "index.html")
			before("b/fire/1/image.png", path)
		}
	}
	before("i/forge/keys/k1.json", "i/forge/profile.json")
	before("i/forge/image.png", "i/forge/profile.json")
	before("b/fire/1/image.png", "b/fire/1/badge.json")
}

// TestCutAnywhere breaks the connection after any number of puts; going on
// finishes, and nothing is put twice that was noted.
func TestCutAnywhere(t *testing.T) {
	t.Parallel()
	f := workshop(100)
	for cut := 1; cut < len(f); cut += 1 + rand.IntN(60) {
		to, b, marks := open(t, t.TempDir()), &book{}, 0
		to.breaks = cut
		if _, err := publish.Run(t.Context(), f.files(), to, b, options(&marks)); !errors.Is(err, errCut) {
			t.Fatalf("cut after %d: %v", cut, err)
		}
		for path := range b.sums {
			if _, err := to.Get(t.Context(), path); errors.Is(err, fs.ErrNotExist) {
				t.Errorf("cut after %d: %s is in the book and not there", cut, path)
			}
		}
		to.breaks, to.puts = 0, nil
		r, err := publish.Run(t.Context(), f.files(), to, b, options(&marks))
		if err != nil {
			t.Fatalf("cut after %d: going on: %v", cut, err)
		}
		if r.Same+r.Done != len(f) {
			t.Errorf("cut after %d: %d + %d of %d", cut, r.Same, r.Done, len(f))
		}
		f.equals(t, to)
	}
}

// together is a watched folder that takes many files in one call.
type together struct{ *watched }

func (w together) PutAll(ctx context.Context, files []target.File) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.breaks > 0 && len(w.puts)+len(files) > w.breaks {
		return errCut
	}
	for _, f := range files {
		w.puts = append(w.puts, f.Name)
	}
	return w.Target.(target.Grouped).PutAll(ctx, files)
}

// TestManyTogether: a target that takes many files in one call gets them in the
// same order of ranks, and what it did not take is not in the book.
func TestManyTogether(t *testing.T) {
	t.Parallel()
	f, b, marks := workshop(2*target.Together), &book{}, 0
	to := together{open(t, t.TempDir())}
	to.breaks = target.Together + 100
	if _, err := publish.Run(t.Context(), f.files(), to, b, options(&marks)); !errors.Is(err, errCut) {
		t.Fatalf("cut: %v", err)
	}
	for path := range b.sums {
		if _, err := to.Get(t.Context(), path); err != nil {
			t.Errorf("%s is in the book and not there: %v", path, err)
		}
	}
	was := len(b.sums)
	to.breaks = 0
	r, err := publish.Run(t.Context(), f.files(), to, b, options(&marks))
	if err != nil || r.Same != was || r.Done != len(f)-was || r.Differ != r.Done {
		t.Errorf("going on: %d were there, %+v, %v", was, r, err)
	}
	f.equals(t, to.watched)
	pages := false
	for _, path := range to.puts {
		page := strings.HasPrefix(path, "a/") && strings.HasSuffix(path, ".html")
		if pages = pages || page; pages && strings.HasPrefix(path, "a/") && !page {
			t.Errorf("%s is put after pages", path)
		}
	}
}

// TestTwoMachines lets two ledgers publish to one place.
func TestTwoMachines(t *testing.T) {
	t.Parallel()
	dir, marks := t.TempDir(), 0
	to, mine, theirs := open(t, dir), &book{}, &book{}
	f := workshop(3)
	if _, err := publish.Run(t.Context(), f.files(), to, mine, options(&marks)); err != nil {
		t.Fatal(err)
	}
	copied := &book{sums: maps.Clone(mine.sums), seen: mine.seen} // a backup, restored elsewhere
	if r, err := publish.Run(t.Context(), f.files(), to, copied, options(&marks)); err != nil || len(r.Changes) != 0 {
		t.Errorf("a restored backup: %+v, %v", r, err)
	}
	g := workshop(4)
	if _, err := publish.Run(t.Context(), g.files(), to, theirs, options(&marks)); issuer.CodeOf(err) != "publish-elsewhere" {
		t.Errorf("a stranger's place: %v", err)
	}
	o := options(&marks)
	o.Take = true
	if r, err := publish.Run(t.Context(), g.files(), to, theirs, o); err != nil || len(r.Changes) != 2 {
		t.Errorf("taking it over: %+v, %v", r, err)
	}
	to.puts = nil
	if _, err := publish.Run(t.Context(), f.files(), to, mine, options(&marks)); issuer.CodeOf(err) != "publish-elsewhere" || len(to.puts) > 0 {
		t.Errorf("the first one again: %v, %v", err, to.puts)
	}
	g.equals(t, to)
}

// TestSpoiledFiles: what somebody changed on the target is sent again when every
// file is compared, and taking over a place that is right makes it ours.
func TestSpoiledFiles(t *testing.T) {
	t.Parallel()
	dir, marks := t.TempDir(), 0
	to, b, f := open(t, dir), &book{}, workshop(3)
	if _, err := publish.Run(t.Context(), f.files(), to, b, options(&marks)); err != nil {
		t.Fatal(err)
	}
	if err := to.Target.Put(t.Context(), "b/fire/1/image.png", []byte("optimised")); err != nil {
		t.Fatal(err)
	}
	if r, err := publish.Run(t.Context(), f.files(), to, b, options(&marks)); err != nil || r.Done != 0 {
		t.Errorf("without a look: %+v, %v", r, err)
	}
	o := options(&marks)
	o.Take = true
	r, err := publish.Run(t.Context(), f.files(), to, b, o)
	if err != nil || r.Done != 1 || r.Changes[0].Path != "b/fire/1/image.png" {
		t.Errorf("compared: %+v, %v", r, err)
	}
	f.equals(t, to)
	fresh := &book{}
	if r, err := publish.Run(t.Context(), f.files(), to, fresh, o); err != nil || r.Done != 0 || len(fresh.sums) != len(f) {
		t.Errorf("taken over: %+v, %v, %d known", r, err, len(fresh.sums))
	}
	if r, err := publish.Run(t.Context(), f.files(), to, fresh, options(&marks)); err != nil || r.Same != len(f) {
		t.Errorf("and ours from then on: %+v, %v", r, err)
	}
}

// TestAllAtOnce publishes to targets that bring everything together: what is
// not settled is neither there nor in the book.
func TestAllAtOnce(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "site.zip")
	to := func() *watched {
		one, err := target.Open(t.Context(), target.Place{Kind: target.Zip, URL: file}, target.Access{})
		if err != nil {
			t.Fatal(err)
		}
		return &watched{Target: one}
	}
	f, b, marks := workshop(20), &book{}, 0
	broken := to()
	broken.breaks = 10
	run := func(w *watched) (publish.Report, error) {
		return publish.Run(t.Context(), f.files(), batched{w}, b, options(&marks))
	}
	if _, err := run(broken); !errors.Is(err, errCut) || len(b.sums) > 0 || b.seen != "" {
		t.Errorf("broken off: %v, %d files noted, mark %q", err, len(b.sums), b.seen)
	}
	if r, err := run(to()); err != nil || r.Done != len(f) || len(b.sums) != len(f) {
		t.Errorf("the first time: %+v, %v", r, err)
	}
	f["a/03/3.json"] = "changed"
	if r, err := run(to()); err != nil || r.Done != 1 {
		t.Errorf("one change: %+v, %v", r, err)
	}
	f.equals(t, to())
}

// batched keeps that a watched target settles.
type batched struct{ *watched }

func (b batched) Settle(ctx context.Context) error { return b.Target.(target.Batch).Settle(ctx) }

// TestPersistence: a connection that breaks is taken up again while files arrive,
// and given up when none do.
func TestPersistence(t *testing.T) {
	t.Parallel()
	f, b, marks, dir := workshop(100), &book{}, 0, t.TempDir()
	opened := 0
	begin := func(breaks int) func(context.Context) (target.Target, error) {
		return func(context.Context) (target.Target, error) {
			opened++
			to := open(t, dir)
			to.breaks = breaks
			return unreachable{to}, nil
		}
	}
	told := 0
	o := options(&marks)
	o.Progress = func(done, total int) {
		if done > total || total != len(f) {
			t.Errorf("%d of %d", done, total)
		}
		told = max(told, done)
	}
	r, err := publish.Persist(t.Context(), f.files(), begin(50), b, o)
	if err != nil || r.Done != len(f) || len(r.Changes) != len(f) || told != len(f) || opened < 4 {
		t.Errorf("%d of %d in %d openings, %d told, %v", r.Done, len(f), opened, told, err)
	}
	f.equals(t, open(t, dir))
	f, opened = workshop(101), 0
	if _, err := publish.Persist(t.Context(), f.files(), begin(1), b, o); issuer.CodeOf(err) != "target-unreachable" || opened > 5 {
		t.Errorf("nothing arrives: %v after %d openings", err, opened)
	}
}

// unreachable calls a cut what targets call it.
type unreachable struct{ *watched }

func (u unreachable) Put(ctx context.Context, name string, data []byte) error {
	err := u.watched.Put(ctx, name, data)
	if errors.Is(err, errCut) {
		return issuer.Fail(issuer.Refused, "target-unreachable").Because(err)
	}
	return err
}
