package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kiln": main, "browser": browser})
}

// TestScripts runs testdata/script: one file for each verb, with the real
// program. Besides the usual commands a script can say
//
//	exits STATUS PROGRAM ARGUMENT...   run, and want this exit status
//	rehearse STATUS PROGRAM ARGUMENT... run with --json, first with --dry-run, which must change no byte below
//	                                   the script's folder, then in earnest: both give STATUS, and the same error
//	result PATH TEXT                   standard output is one JSON document with TEXT at PATH
//	line N PATH TEXT                   line N of standard output is a JSON document with TEXT at PATH
//	take NAME PATH                     put what is at PATH of the document into the variable NAME
//	nowhere DIR TEXT...                no file below DIR holds one of the texts
//	flip FILE                          change one byte in the middle of FILE
//	picture FILE SIDE                  write a PNG of SIDE pixels
//	workshop DIR                       make DIR the sample workshop, its key ready to sign for HOME
//	backpackhost NAME EMAIL [deny] [KIND] start a backpack host whose owner has EMAIL, its address in NAME
//	hostsite URL DIR                   what is published is fetched by the host from DIR
//	hostholds URL CREDENTIALS TOKENS   it holds so many, each sent once, and so many of its tokens work
//	hostsecrets URL DIR [TEXT...]      none of its secrets, or TEXT, is in the last output, a process, or below DIR; one that is planted is found
func TestScripts(t *testing.T) {
	t.Parallel()
	sample := newWorkshop(t)
	old, err := filepath.Abs("../../issuer/ledger/testdata/schema-13.db") // of an earlier release
	if err != nil {
		t.Fatal(err)
	}
	variable := os.Getenv("BADGEKILN_VARIABLE") // a variable font; none is in this repository
	testscript.Run(t, testscript.Params{
		Condition:           func(string) (bool, error) { return variable != "", nil }, // [variable]
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir+"/home")
			e.Setenv("LEDGER", e.WorkDir+"/home/ledger.db")
			e.Setenv("VARIABLE_FONT", variable)
			e.Setenv("OLD_LEDGER", old)
			for _, name := range []string{"XDG_CONFIG_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS", "KILN_LEDGER", "KILN_LANG", "KILN_PASSPHRASE_FILE", "SOURCE_DATE_EPOCH"} {
				e.Setenv(name, "")
			}
			return os.Mkdir(e.WorkDir+"/home", 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "rehearse": rehearse, "result": result, "line": line, "take": take, "flip": flip, "nowhere": nowhere, "picture": picture, "sheet": sheet, "pixels": pixels, "workshop": sample.copyTo, "backpackhost": backpackHost, "hostholds": hostHolds, "hostsite": hostSite, "hostsecrets": hostSecrets,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("use: exits STATUS PROGRAM ARGUMENT...")
	}
	got := 0
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

func result(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("use: result PATH TEXT")
	}
	want(ts, neg, document(ts, ts.ReadFile("stdout")), args[0], args[1])
}

func line(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("use: line N PATH TEXT")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile("stdout"), "\n"), "\n")
	if n < 1 || n > len(lines) {
		ts.Fatalf("there are %d lines", len(lines))
	}
	want(ts, neg, document(ts, lines[n-1]), args[1], args[2])
}

func take(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("use: take NAME PATH")
	}
	found := follow(document(ts, ts.ReadFile("stdout")), args[1])
	if found == nil || found == "" {
		ts.Fatalf("there is nothing at %s", args[1])
	}
	ts.Setenv(args[0], fmt.Sprint(found))
}

// document reads a text that is one JSON document and nothing else.
func document(ts *testscript.TestScript, text string) (doc any) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	ts.Check(d.Decode(&doc))
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		ts.Fatalf("more than one document")
	}
	return doc
}

func want(ts *testscript.TestScript, neg bool, doc any, path, text string) {
	if got := fmt.Sprint(follow(doc, path)); (got == text) == neg {
		ts.Fatalf("%s is %q, want %q (negated %v)", path, got, text, neg)
	}
}

// follow walks a path such as results.0.verdict; len is a length.
func follow(doc any, path string) any {
	for step := range strings.SplitSeq(path, ".") {
		switch v := doc.(type) {
		case map[string]any:
			doc = v[step]
		case []any:
			if step == "len" {
				return len(v)
			}
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return nil
			}
			doc = v[i]
		default:
			return nil
		}
	}
	return doc
}

func nowhere(ts *testscript.TestScript, neg bool, args []string) {
	files, found := 0, ""
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		for _, text := range args[1:] {
			if bytes.Contains(data, []byte(text)) {
				found = text + " in " + path
			}
		}
		return err
	}))
	if (found != "") != neg || files == 0 {
		ts.Fatalf("%d files read, found %q", files, found)
	}
}

func flip(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	data[len(data)/2] ^= 1
	ts.Check(os.WriteFile(name, data, 0o600))
}

// pixels tells whether two PNG files show the same.
func pixels(ts *testscript.TestScript, neg bool, args []string) {
	var drawn [2]image.Image
	for i := range drawn {
		m, err := png.Decode(strings.NewReader(ts.ReadFile(args[i])))
		ts.Check(err)
		drawn[i] = m
	}
	same := drawn[0].Bounds() == drawn[1].Bounds()
	for y := drawn[0].Bounds().Min.Y; same && y < drawn[0].Bounds().Max.Y; y++ {
		for x := drawn[0].Bounds().Min.X; x < drawn[0].Bounds().Max.X; x++ {
			same = same && color.NRGBAModel.Convert(drawn[0].At(x, y)) == color.NRGBAModel.Convert(drawn[1].At(x, y))
		}
	}
	if same == neg {
		ts.Fatalf("%s and %s show the same: %v", args[0], args[1], same)
	}
}

func picture(ts *testscript.TestScript, _ bool, args []string) {
	side, err := strconv.Atoi(args[1])
	ts.Check(err)
	data, err := squarePNG(side)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

func squarePNG(side int) ([]byte, error) {
	var data bytes.Buffer
	err := png.Encode(&data, image.NewNRGBA(image.Rect(0, 0, side, side)))
	return data.Bytes(), err
}

// workshop is the sample, made once for all scripts: its picture takes longer
// to draw than most scripts to run.
type workshop struct{ dir, config string }

func newWorkshop(t *testing.T) workshop {
	t.Helper()
	w := workshop{dir: filepath.Join(t.TempDir(), "try"), config: filepath.Join(t.TempDir(), "config")}
	env := func(name string) string { return map[string]string{"XDG_CONFIG_HOME": w.config}[name] }
	var errs bytes.Buffer
	if status := run(t.Context(), []string{"sample", w.dir}, strings.NewReader(""), io.Discard, &errs, env); status != 0 {
		t.Fatal(status, errs.String())
	}
	return w
}

func (w workshop) copyTo(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(w.dir)))
	ts.Check(os.CopyFS(filepath.Join(ts.Getenv("HOME"), ".config"), os.DirFS(w.config)))
}
