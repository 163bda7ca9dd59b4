package roster

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	const list = "name,email\nAnna,a@x.org\n"
	r, err := ReadFile(write(t, list), Options{})
	if err != nil || r.People.Len() != 1 {
		t.Fatal(r, err)
	}
	if sum := sha256.Sum256([]byte(list)); r.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("hash %q is not of the file's bytes", r.SHA256)
	}
	tests := map[string]struct {
		path func(t *testing.T) string
		opts Options
		code string
	}{
		"missing":        {func(t *testing.T) string { t.Helper(); return filepath.Join(t.TempDir(), "no.csv") }, Options{}, CodeMissing},
		"directory":      {func(t *testing.T) string { t.Helper(); return t.TempDir() }, Options{}, CodeDirectory},
		"empty":          {func(t *testing.T) string { t.Helper(); return write(t, "") }, Options{}, CodeEmpty},
		"too big":        {func(t *testing.T) string { t.Helper(); return write(t, list) }, Options{MaxBytes: 10}, CodeTooBig},
		"below the name": {func(t *testing.T) string { t.Helper(); return filepath.Join(write(t, list), "x.csv") }, Options{}, CodeUnreadable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := test.path(t)
			_, err := ReadFile(path, test.opts)
			if got := issuer.CodeOf(err); got != test.code {
				t.Errorf("%v, want code %q", err, test.code)
			}
			if !strings.Contains(err.Error(), "file="+path) {
				t.Errorf("%v does not name the file", err)
			}
		})
	}
}

func TestDeviceIsNoFile(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no device with a path like this")
	}
	if _, err := ReadFile(os.DevNull, Options{}); issuer.CodeOf(err) != CodeNotAFile {
		t.Errorf("%v, want %s", err, CodeNotAFile)
	}
}

// The file is looked at before and after it is read.
func TestChangedWhileRead(t *testing.T) {
	t.Parallel()
	const list, other = "name,email\nAnna,a@x.org\n", "name,email\nBob,bo@x.org\n"
	tests := map[string]struct {
		change func(path string) error
		code   string
	}{
		"nothing": {func(string) error { return nil }, ""},
		"replaced": {func(path string) error {
			if err := os.WriteFile(path+".new", []byte(other), 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		}, CodeChanged},
		"longer":  {func(path string) error { return os.WriteFile(path, []byte(list+"Bob,b@x.org\n"), 0o600) }, CodeChanged},
		"shorter": {func(path string) error { return os.Truncate(path, 5) }, CodeChanged},
		"later":   {func(path string) error { return os.Chtimes(path, time.Time{}, time.Unix(1, 0)) }, CodeChanged},
		"gone":    {os.Remove, CodeChanged},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := write(t, list)
			s, fault := open(path, 1<<20)
			if fault != nil {
				t.Fatal(fault)
			}
			t.Cleanup(func() { _ = s.file.Close() })
			data, fault := s.take()
			if fault != nil || data != list {
				t.Fatalf("%q %v", data, fault)
			}
			if err := test.change(path); err != nil {
				t.Skipf("this system does not let an open file be changed so: %v", err)
			}
			code := ""
			if fault := s.unchanged(); fault != nil {
				code = fault.Code
			}
			if code != test.code {
				t.Errorf("code %q, want %q", code, test.code)
			}
		})
	}
}

// A line of 100 MB is refused with its place, and most of it is never read.
func TestHundredMegabyteLine(t *testing.T) {
	t.Parallel()
	path := write(t, "name,email\nAnna,a@x.org\nBob,")
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	chunk := []byte(strings.Repeat("x", 1<<20))
	for range 100 {
		if _, err := file.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	_, err = ReadFile(path, Options{})
	if want := "roster-line-too-long column=email file=" + path + " limit=128 KiB row=3"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	s, fault := open(path, defaultMaxBytes)
	if fault != nil {
		t.Fatal(fault)
	}
	t.Cleanup(func() { _ = s.file.Close() })
	if data, fault := s.take(); fault != nil || len(data) > 6<<20 || !s.cut {
		t.Errorf("took %d bytes, %v", len(data), fault)
	}
}
