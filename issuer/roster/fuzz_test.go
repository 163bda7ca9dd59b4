package roster_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

func seeds(f *testing.F) {
	f.Helper()
	sample, err := os.ReadFile(filepath.Join(root(f), "assets", "sample", "roster.csv"))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(sample), "", "sep=;\na;b\n", "name,email\n\"A,a@x.org\nB,\"b\"@x.org\r\"", "\xff\xfea\x00,\x00b\x00\n\x00", "\xfe\xff\x00a",
		"{\"email\":\"a@x.org\"}\n{}\n[", "N\xe9,a@x.org\n", "email,issued_on,expires\na@x.org,1/2/2026,13/2/2026\nb@x.org,1/2/2026 10:00+01:00,2026-01-01\n",
		"a@x.org;a@x.org\na@x.org;\n", "email,language,evidence,narrative\na@b.c,de,https://a.b/ ; x,q@r.s\n", "x@。。\nx@a。b\n,\"\"\"",
	} {
		f.Add([]byte(seed))
	}
}

// checkPeople holds what an award relies on: no bad person, no text a
// credential cannot carry.
func checkPeople(t *testing.T, people []*roster.Person) {
	t.Helper()
	for _, p := range people {
		if p == nil || p.Email == "" {
			t.Fatalf("%+v can be awarded", p)
		}
		for _, text := range append([]string{p.Email, p.Name, p.Narrative, p.Note, p.Image, p.Badge, p.Language}, p.Evidence...) {
			if !utf8.ValidString(text) || bytes.ContainsAny([]byte(text), "\x00\x01\x1b\x7f") {
				t.Fatalf("%q can be awarded", text)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := roster.Parse(data, "list", roster.Options{})
		if err != nil {
			if issuer.CodeOf(err) == "" {
				t.Fatalf("%v has no code", err)
			}
			return
		}
		checkPeople(t, r.People.List())
		told, ready, last := map[int]bool{}, 0, 0
		for _, p := range r.Problems {
			told[p.Row] = true
		}
		for _, row := range r.Rows.All() {
			if row.Row <= last {
				t.Fatalf("row %d after row %d", row.Row, last)
			}
			last = row.Row
			if row.State == roster.Ready {
				ready++
			} else if !told[row.Row] {
				t.Fatalf("row %d is %s in silence", row.Row, row.State)
			}
		}
		header := 0
		if r.Header {
			header = 1
		}
		if ready != r.People.Len() || r.Rows.Len()+r.Blank+r.Left+header < last {
			t.Fatalf("%d rows, %d ready, %d people, %d empty, last %d", r.Rows.Len(), ready, r.People.Len(), r.Blank, last)
		}
	})
}

func FuzzStream(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		whole, wholeErr := drain(t, bytes.NewReader(data), len(data))
		half, halfErr := drain(t, iotest.HalfReader(bytes.NewReader(data)), len(data))
		if len(data) < 512 && (whole != half || wholeErr != halfErr) {
			t.Fatalf("%d rows and %q at once, %d rows and %q in halves", whole, wholeErr, half, halfErr)
		}
	})
}

func drain(t *testing.T, r io.Reader, limit int) (rows int, code string) {
	t.Helper()
	s := roster.NewStream(r, roster.Options{})
	for {
		row, problems, err := s.Next()
		if errors.Is(err, io.EOF) {
			return rows, ""
		}
		if err != nil {
			return rows, issuer.CodeOf(err)
		}
		if rows++; rows > limit {
			t.Fatalf("%d rows in %d bytes", rows, limit)
		}
		if row.State == roster.Ready {
			checkPeople(t, []*roster.Person{row.Person})
		} else if len(problems) == 0 {
			t.Fatalf("row %d is %s in silence", row.Row, row.State)
		}
	}
}
