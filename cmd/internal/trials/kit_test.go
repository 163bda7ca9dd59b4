package trials

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kiln is the program under trial, and ground the folder all trials happen in:
// in memory where there is one, for a disk that syncs proves nothing here.
var kiln, ground string

func TestMain(m *testing.M) {
	status, err := trial(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

func trial(m *testing.M) (status int, err error) {
	bin, err := os.MkdirTemp("", "kiln-trials-") // memory may refuse to run programs
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(bin)) }()
	if ground, err = os.MkdirTemp("/dev/shm", "kiln-trials-"); err != nil {
		ground, err = os.MkdirTemp("", "kiln-trials-ground-")
	}
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(ground)) }()
	// Some trials run kiln as nobody, who must find it and the trial's folder.
	if err := errors.Join(os.Chmod(bin, 0o755), os.Chmod(ground, 0o755)); err != nil {
		return 1, err
	}
	kiln = filepath.Join(bin, "kiln")
	if out, err := exec.CommandContext(context.Background(), "go", "build", "-buildvcs=false", "-o", kiln, "badgekiln/cmd/kiln").CombinedOutput(); err != nil {
		return 1, fmt.Errorf("build kiln: %w\n%s", err, out)
	}
	return m.Run(), nil
}

// world is somebody at a computer: a home, a folder for temporary files, a
// folder to work in, and nothing else of this machine.
type world struct {
	dir, home, tmp, work string
	ledger               string // "" names none
	env                  []string
	tune                 func(*exec.Cmd) // before a start; may be nil
}

// newWorld makes an empty one. Its ledger is named and not yet made.
func newWorld(t *testing.T) *world {
	t.Helper()
	dir, err := os.MkdirTemp(ground, "world-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	w := &world{dir: dir}
	w.home, w.tmp, w.work = w.path("home"), w.path("tmp"), w.path("work")
	for _, dir := range []string{w.dir, w.home, w.tmp, w.work} {
		if err := errors.Join(os.MkdirAll(dir, 0o755), os.Chmod(dir, 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	w.ledger = filepath.Join(w.work, "workshop.db")
	return w
}

func (w *world) path(parts ...string) string {
	return filepath.Join(append([]string{w.dir}, parts...)...)
}

// at is a path in the folder to work in.
func (w *world) at(name string) string { return filepath.Join(w.work, name) }

// sampled is a world with the sample workshop in its folder.
func sampled(t *testing.T) *world {
	t.Helper()
	w, seed := newWorld(t), sampleSeed(t)
	clone(t, filepath.Join(seed, "home"), w.home)
	clone(t, filepath.Join(seed, "work"), w.work)
	return w
}

// sampleSeed makes one sample to copy: drawing its picture takes a second.
func sampleSeed(t *testing.T) string {
	t.Helper()
	makeSample.Do(func() {
		w := &world{home: filepath.Join(ground, "seed", "home"), tmp: ground}
		if err := os.MkdirAll(w.home, 0o700); err != nil {
			t.Fatal(err)
		}
		made := ask[struct{ Class string }](t, w, 0, "sample", filepath.Join(ground, "seed", "work"))
		sampleClass = made.Class
	})
	return filepath.Join(ground, "seed")
}

var (
	makeSample  sync.Once
	sampleClass string // its badge class
)

const (
	host = "badges.example.org"
	base = "https://" + host + "/club/"
)

// founded is a world with a ledger of its own, not a sample: an issuer with
// web space and a badge class "knots". flags go to class add.
func founded(t *testing.T, flags ...string) *world {
	t.Helper()
	w := newWorld(t)
	w.found(t, flags...)
	return w
}

func (w *world) found(t *testing.T, flags ...string) {
	t.Helper()
	write(t, w.at("knots.png"), picture(t))
	w.mustRun(t, "issuer", "set", "--name", "Harbour Club", "--email", "badges@example.org", "--url", "https://example.org/", "--base-url", base)
	w.mustRun(t, append([]string{
		"class", "add", "--id", "knots", "--name", "Knots", "--description", "Ties six knots.",
		"--criteria", "Tie each of them twice.", "--image", w.at("knots.png"),
	}, flags...)...)
}

// picture is a small PNG.
func picture(t *testing.T) []byte {
	t.Helper()
	art := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 {
		art.Set(i, i, color.NRGBA{R: 200, G: 90, B: 30, A: 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, art); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// list writes a roster of n people with the given name and domain.
func (w *world) list(t *testing.T, file, stem string, n int) string {
	t.Helper()
	var text strings.Builder
	text.WriteString("name,email\n")
	for i := range n {
		fmt.Fprintf(&text, "%s %d,%s%d@example.net\n", stem, i, strings.ToLower(stem), i)
	}
	write(t, w.at(file), []byte(text.String()))
	return w.at(file)
}

// outcome is how a run ended.
type outcome struct {
	status   int
	out, err string
	peak     int64 // most memory ever held, bytes; 0 where that is not told
}

// command prepares a run of kiln on the world's ledger.
func (w *world) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	if w.ledger != "" {
		args = append([]string{"--ledger", w.ledger}, args...)
	}
	cmd := exec.CommandContext(t.Context(), kiln, args...)
	cmd.Dir = w.work
	cmd.Env = append([]string{"HOME=" + w.home, "TMPDIR=" + w.tmp, "PATH=/nowhere"}, w.env...)
	if w.tune != nil {
		w.tune(cmd)
	}
	return cmd
}

// run runs kiln to its end.
func (w *world) run(t *testing.T, args ...string) outcome {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := w.command(t, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("kiln %q: %v", args, err)
	}
	return outcome{status: cmd.ProcessState.ExitCode(), out: out.String(), err: errs.String(), peak: peak(cmd.ProcessState)}
}

// mustRun runs kiln and wants status 0.
func (w *world) mustRun(t *testing.T, args ...string) outcome {
	t.Helper()
	o := w.run(t, args...)
	if o.status != 0 {
		t.Fatalf("kiln %q: status %d\n%s%s", args, o.status, o.out, o.err)
	}
	return o
}

// ask runs kiln with --json, wants the status and decodes the one document.
func ask[T any](t *testing.T, w *world, status int, args ...string) T {
	t.Helper()
	o := w.run(t, append(args, "--json")...)
	if o.status != status {
		t.Fatalf("kiln %q: status %d, want %d\n%s%s", args, o.status, status, o.out, o.err)
	}
	return document[T](t, o.out)
}

// document decodes standard output, which must be exactly one JSON document.
func document[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	d := json.NewDecoder(strings.NewReader(text))
	if err := d.Decode(&v); err != nil {
		t.Fatalf("standard output is no JSON document: %v\n%s", err, text)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("standard output is more than one document:\n%s", text)
	}
	return v
}

// awarded is what award --json answers, as far as trials read it.
type awarded struct {
	Batch   string
	Awarded int
	Plan    struct{ New, Same, Changed, Conflict, Bad int }
	Rows    []struct {
		Row                   int
		Email, State, ID, Why string
	}
}

func (w *world) award(t *testing.T, class, list string, flags ...string) awarded {
	t.Helper()
	return ask[awarded](t, w, 0, append([]string{"award", class, list}, flags...)...)
}

// holders counts the awards that stand.
func (w *world) holders(t *testing.T) int {
	t.Helper()
	return len(ask[[]struct{ ID string }](t, w, 0, "awards", "--status", "issued"))
}

// checked wants the ledger to be whole, with nothing left unfinished.
func (w *world) checked(t *testing.T) {
	t.Helper()
	report := ask[struct {
		OK              bool
		Findings, Notes []struct{ Message string }
	}](t, w, 0, "ledger", "check")
	if !report.OK || len(report.Findings)+len(report.Notes) > 0 {
		t.Errorf("ledger check: %+v", report)
	}
}

// refusal is how a run has to fail.
type refusal struct {
	status int
	code   string
	where  string   // the file it is about, or the folder that file lies in
	says   []string // what the sentence also names: a row, a cell, a version
}

type fault struct {
	Error struct{ Code, Message, Hint, Where, Detail string }
}

// refuses runs kiln twice, for people and for scripts, and wants the refusal
// both times, in one plain sentence with advice, and no file anywhere in the
// world added, changed or gone.
func (w *world) refuses(t *testing.T, want refusal, args ...string) {
	t.Helper()
	before := w.files(t)
	said := w.run(t, args...)
	if diff := cmp.Diff(before, w.files(t)); diff != "" {
		t.Errorf("kiln %q changed files (-before +after):\n%s", args, diff)
	}
	told := w.run(t, append(args, "--json")...)
	if diff := cmp.Diff(before, w.files(t)); diff != "" {
		t.Errorf("kiln %q --json changed files (-before +after):\n%s", args, diff)
	}
	want.judge(t, said, told)
}

// judge compares the two forms of one failure with what is wanted.
func (want refusal) judge(t *testing.T, said, told outcome) {
	t.Helper()
	if said.status != want.status || told.status != want.status {
		t.Errorf("status %d, with --json %d; want %d\n%s%s", said.status, told.status, want.status, said.err, told.out)
	}
	doc := document[map[string]map[string]any](t, told.out)
	f := document[fault](t, told.out).Error
	members := slices.Sorted(maps.Keys(doc["error"]))
	if diff := cmp.Diff([]string{"code", "hint", "message", "where"}, slices.DeleteFunc(members, func(m string) bool { return m == "detail" })); diff != "" || len(doc) != 1 {
		t.Errorf("the document is not an error alone: %s", told.out)
	}
	if f.Code != want.code || f.Where != want.where && !strings.HasPrefix(f.Where, want.where+"/") {
		t.Errorf("code %q at %q, want %q at %q\n%s", f.Code, f.Where, want.code, want.where, f.Message)
	}
	if told.err != "" {
		t.Errorf("with --json standard error says %q", told.err)
	}
	if !plain(f.Message) || f.Hint == "" || !strings.HasSuffix(f.Hint, ".") {
		t.Errorf("not one plain sentence and advice:\n%s\n%s", f.Message, f.Hint)
	}
	lines := strings.Split(strings.TrimSuffix(said.err, "\n"), "\n")
	extra := 0
	if f.Detail != "" {
		extra = 1
	}
	if said.out != "" || len(lines) != 2+extra || !strings.HasPrefix(lines[0], "kiln: ") || !strings.HasSuffix(lines[0], f.Message) || lines[1] != "  "+f.Hint {
		t.Errorf("people see %q and %q", said.out, said.err)
	}
	for _, text := range append(want.says, want.where) {
		if !strings.Contains(lines[0], text) {
			t.Errorf("the sentence does not name %q: %s", text, lines[0])
		}
	}
}

// plain tells whether a text is one sentence with nothing of a program in it.
func plain(text string) bool {
	return strings.HasSuffix(text, ".") && !strings.Contains(text, ". ") && !strings.ContainsAny(text, "{}\n\t") && !strings.Contains(text, "%!")
}

// files gives every file of the world by its hash, folders as such. What
// SQLite keeps beside an open ledger is left out while it is empty.
func (w *world) files(t *testing.T) map[string]string {
	t.Helper()
	return tree(t, w.dir)
}

func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		if d.IsDir() {
			found[name] = "folder"
			return nil
		}
		size, sum, err := digest(path)
		if !strings.HasSuffix(name, "-shm") && (size > 0 || !strings.HasSuffix(name, "-wal")) {
			found[name] = sum
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// digest hashes a file piece by piece: what this process holds in memory would
// count as held by the programs it starts. What is no plain file is told by
// its mode.
func digest(path string) (size int64, sum string, err error) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, "", err
	}
	if !info.Mode().IsRegular() {
		return 1, info.Mode().String(), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)[:8]), errors.Join(err, f.Close())
}

// tidy wants no temporary file anywhere in the world.
func (w *world) tidy(t *testing.T) {
	t.Helper()
	for name := range w.files(t) {
		if strings.Contains(filepath.Base(name), ".badgekiln") || strings.HasSuffix(name, ".part") || strings.HasPrefix(name, "tmp/") {
			t.Errorf("left behind: %s", name)
		}
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o644)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// clone copies a folder into another, with the modes of its files.
func clone(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// glob lists files, and wants n of them.
func glob(t *testing.T, pattern string, n int) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != n {
		t.Fatalf("%s: %d files, want %d: %v", pattern, len(found), n, err)
	}
	return found
}
