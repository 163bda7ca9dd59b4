package publish

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTheSpoolLiesWhereItIsTold, reads back what it was given, and is gone.
func TestTheSpoolLiesWhereItIsTold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := spool{dir: dir}
	at, err := s.add(entry{path: "a/x.json"}, []byte("{}"))
	if err != nil || filepath.Dir(s.file.Name()) != dir {
		t.Fatalf("it lies elsewhere: %v", err)
	}
	if err := s.flush(); err != nil {
		t.Fatal(err)
	}
	if e, data, err := s.read(at); err != nil || e.path != "a/x.json" || string(data) != "{}" {
		t.Errorf("%v %q %v", e, data, err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
