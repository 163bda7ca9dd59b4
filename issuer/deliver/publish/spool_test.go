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
	was := entry{path: "a/x.json", size: 2, later: true, added: true, from: Sum{1}, is: Lying{Sum{2}, Sum{3}}}
	at, err := s.add(was, []byte("{}"))
	if err != nil || filepath.Dir(s.file.Name()) != dir {
		t.Fatalf("it lies elsewhere: %v", err)
	}
	if err := s.flush(); err != nil {
		t.Fatal(err)
	}
	e, err := s.head(at)
	if err != nil || e != was {
		t.Errorf("%+v %v", e, err)
	}
	if data, err := s.data(at, e); err != nil || string(data) != "{}" {
		t.Errorf("%q %v", data, err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
