package roster_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

// all reads a stream to its end, a line for each row: who, and what is wrong.
func all(t *testing.T, r io.Reader, opts roster.Options) []string {
	t.Helper()
	s := roster.NewStream(r, opts)
	out := []string{}
	for {
		row, problems, err := s.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			return append(out, "error "+issuer.CodeOf(err))
		}
		line := fmt.Sprintf("%d %s", row.Row, row.State)
		if row.Person != nil {
			line += fmt.Sprintf(" %s <%s>", row.Person.Name, row.Person.Email)
		}
		if row.Person != nil && len(row.Person.Evidence) > 0 {
			line += fmt.Sprintf(" %v", row.Person.Evidence)
		}
		for _, p := range problems {
			line += fmt.Sprintf(" %s/%s", p.Code, p.Column)
		}
		out = append(out, line)
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	wide := func(s string) string {
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	tests := map[string]struct {
		in   string
		opts roster.Options
		want []string
	}{
		"table":           {"name,email\nAnna,a@x.org\n\nBob,b@x.org", roster.Options{}, []string{"2 ready Anna <a@x.org>", "4 ready Bob <b@x.org>"}},
		"semicolons, CR":  {"Name;E-Mail\rNg, Anna;a@x.org\r\nBob;b@x.org\r", roster.Options{}, []string{"2 ready Ng, Anna <a@x.org>", "3 ready Bob <b@x.org>"}},
		"sep line":        {"sep=|\nname|email\nAnna|a@x.org\n", roster.Options{}, []string{"2 ready Anna <a@x.org>"}},
		"no header":       {"Anna Ng,a@x.org\nBob,b@x.org\n", roster.Options{}, []string{"1 ready Anna Ng <a@x.org>", "2 ready Bob <b@x.org>"}},
		"addresses only":  {"a@x.org\nb@x.org\n", roster.Options{}, []string{"1 ready  <a@x.org> no-name/", "2 ready  <b@x.org> no-name/"}},
		"header, cells":   {"Wer,Wohin\nAnna Ng,\nBob Lee,b@x.org\n", roster.Options{}, []string{"2 bad Anna Ng <> no-email/", "3 ready Bob Lee <b@x.org>"}},
		"lines in a cell": {"name,email\n\"Anna\nNg\",a@x.org\nBob,b@x.org\n", roster.Options{}, []string{"2 ready Anna Ng <a@x.org>", "3 ready Bob <b@x.org>"}},
		"bad quote":       {"name,email\n\"Anna\" Ng,a@x.org\nBob,b@x.org\n\"C,c@x.org\nD,d@x.org", roster.Options{}, []string{"2 bad bad-quote/", "3 ready Bob <b@x.org>", "4 bad bad-quote/", "5 ready D <d@x.org>"}},
		"mark":            {"\xef\xbb\xbfname,email\nAnna,a@x.org\n", roster.Options{}, []string{"2 ready Anna <a@x.org>"}},
		"utf-16":          {wide("name,email\nŽofie,z@x.org\n"), roster.Options{}, []string{"2 ready Žofie <z@x.org>"}},
		"windows-1252":    {"name,email\nJ\xfcrgen,j@x.org\n", roster.Options{}, []string{"2 ready Jürgen <j@x.org>"}},
		"repeats":         {"name,email\nA,a@x.org\nA,A@x.org\nB,a@x.org\n", roster.Options{}, []string{"2 ready A <a@x.org>", "3 duplicate A <a@x.org> duplicate/", "4 conflict B <a@x.org> conflict/email"}},
		"typo":            {"name,email\nA,a@gmial.com\n", roster.Options{}, []string{"2 ready A <a@gmial.com> typo/email"}},
		"date":            {"name,email,issued_on\nA,a@x.org,03/04/2026\nB,b@x.org,31/03/2026\nC,c@x.org,03/04/2026\n", roster.Options{}, []string{"2 bad A <a@x.org> ambiguous-date/issued_on", "3 ready B <b@x.org>", "4 ready C <c@x.org>"}},
		"mapped":          {"x,y\na@x.org,Anna\n", roster.Options{Map: map[string]string{"name": "y"}}, []string{"2 ready Anna <a@x.org>"}},
		"not there":       {"x,y\na@x.org,Anna\n", roster.Options{Map: map[string]string{"name": "z"}}, []string{"error roster-no-column"}},
		"nothing":         {"", roster.Options{}, []string{"error roster-empty"}},
		"blanks":          {"\n\n \n", roster.Options{}, []string{"error roster-empty"}},
		"header only":     {"name,email\n", roster.Options{}, []string{}},
		"picture":         {"\x89PNG\r\n\x1a\n\x00\x00", roster.Options{}, []string{"error roster-is-picture"}},
		"zero bytes":      {"a@x.org\x00\x00\x00\x00b@x.org\nname,email\nmore,and more\n", roster.Options{}, []string{"error roster-binary"}},

		"objects":           {"{\"name\":\"Anna\",\"email\":\"A@x.org\"}\n\n{\"email\":\"b@x.org\",\"name\":\"Bob\"}", roster.Options{}, []string{"1 ready Anna <a@x.org>", "3 ready Bob <b@x.org>"}},
		"header words":      {"{\"E-Mail\":\"a@x.org\",\"Vorname\":\"Anna\",\"Nachname\":\"Ng\"}\r\n", roster.Options{}, []string{"1 ready Anna Ng <a@x.org>"}},
		"nested":            {"{\"email\":\"a@x.org\",\"name\":[\"A\"]}\n{\"email\":\"b@x.org\",\"name\":\"B\"}\n", roster.Options{}, []string{"1 bad nested-value/name", "2 ready B <b@x.org>"}},
		"evidence list":     {"{\"email\":\"a@x.org\",\"name\":\"A\",\"evidence\":[\"https://x.org/1\",\"https://x.org/2\"]}\n{\"email\":\"b@x.org\",\"name\":\"B\",\"evidence\":[[]]}\n{\"email\":\"c@x.org\",\"name\":\"C\",\"evidence\":[\"x\"]}\n{\"email\":\"d@x.org\",\"name\":\"D\",\"evidence\":[]}\n{\"email\":\"e@x.org\",\"evidence\":[", roster.Options{}, []string{"1 ready A <a@x.org> [https://x.org/1 https://x.org/2]", "2 bad nested-value/evidence", "3 bad C <c@x.org> bad-evidence/evidence", "4 ready D <d@x.org>", "5 bad bad-json/evidence"}},
		"not JSON":          {"{\"email\":\"a@x.org\"\nemail\n[1]\n{\"email\":\"b@x.org\",\"name\":\"B\"} x\n{\"a\":1,\"a\":2}\n", roster.Options{}, []string{"1 bad bad-json/", "2 bad bad-json/", "3 bad bad-json/", "4 bad bad-json/", "5 bad bad-json/a"}},
		"mapped objects":    {"{\"who\":\"Anna\",\"at\":\"a@x.org\"}\n{\"at\":\"b@x.org\"}\n", roster.Options{Map: map[string]string{"name": "who"}}, []string{"1 ready Anna <a@x.org>", "2 ready  <b@x.org> no-name/"}},
		"control in JSON":   {"{\"email\":\"a@x.org\",\"name\":\"A\\u0000\"}\n", roster.Options{}, []string{"1 bad  <a@x.org> control-character/name"}},
		"surrogate":         {"{\"email\":\"a@x.org\",\"name\":\"A\\ud800\"}\n", roster.Options{}, []string{"1 bad  <a@x.org> broken-text/name"}},
		"no email, allowed": {"{\"name\":\"Anna\"}\n", roster.Options{AllowNoEmail: true}, []string{"1 ready Anna <>"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for how, reader := range map[string]io.Reader{
				"at once":       strings.NewReader(test.in),
				"byte by byte":  iotest.OneByteReader(strings.NewReader(test.in)),
				"end with data": iotest.DataErrReader(strings.NewReader(test.in)),
			} {
				if diff := cmp.Diff(test.want, all(t, reader, test.opts)); diff != "" {
					t.Errorf("%s: %s", how, diff)
				}
			}
		})
	}
}

// A wide header without a column of addresses does not cost its width again
// with every row.
func TestStreamWideHeader(t *testing.T) {
	t.Parallel()
	wide := strings.Repeat("h,", 10_000) + "h\n"
	got := all(t, strings.NewReader(wide+strings.Repeat("x\n", 5_000)), roster.Options{})
	if len(got) != 5_000 || !strings.HasPrefix(got[4_999], "5001 bad") {
		t.Errorf("%d rows", len(got))
	}
}

// A row is answered before the next one is sent, and by nothing but the row.
func TestStreamDoesNotWait(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"table":     {"name,email\nA,a@x.org\n", "\"B\nB\",b@x.org\n", "C,c@x.org\r", "\nD,\"d@x.org\"\r\n"},
		"addresses": {"a@x.org\n", "b@x.org\r\n", "c@x.org\n", "d@x.org\n"},
		"objects":   {"{\"email\":\"a@x.org\"}\n", "{\"email\":\"b@x.org\"}\r", "\n{\"email\":\"c@x.org\"}\n", "{\"email\":\"d@x.org\"}\n"},
	}
	for name, parts := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, in := io.Pipe()
			s := roster.NewStream(out, roster.Options{})
			for i, part := range parts {
				go func() { _, _ = io.WriteString(in, part) }() // returns when all of part was read
				row, _, err := s.Next()
				if want := string(rune('a'+i)) + "@x.org"; err != nil || row.Person.Email != want {
					t.Fatalf("%v %v, want %s", row, err, want)
				}
			}
			go func() { _ = in.Close() }()
			for range 2 {
				if _, _, err := s.Next(); !errors.Is(err, io.EOF) {
					t.Errorf("%v at the end", err)
				}
			}
		})
	}
}

// endless repeats a text without end.
type endless struct {
	text string
	at   int
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	e.read += n
	return n, nil
}

func TestStreamEndless(t *testing.T) {
	t.Parallel()
	source := &endless{text: "{\"email\":\"a@x.org\",\"name\":\"A\"}\n"}
	s := roster.NewStream(source, roster.Options{})
	for i := range 1000 {
		if row, _, err := s.Next(); err != nil || row.Row != i+1 {
			t.Fatal(row, err)
		}
	}
	if source.read > 1<<20 {
		t.Errorf("read %d bytes for 1,000 rows", source.read)
	}
}

// A line beyond the limit is one bad row, in bounded memory; the next ones
// are read.
func TestStreamLongLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100<<20)
	for name, in := range map[string]io.Reader{
		"table":   io.MultiReader(strings.NewReader("name,email\nA,"), strings.NewReader(long), strings.NewReader("\nB,b@x.org\n")),
		"quotes":  io.MultiReader(strings.NewReader("name,email\nA,\""), strings.NewReader(long), strings.NewReader("\"\nB,b@x.org\n")),
		"objects": io.MultiReader(strings.NewReader("{}\n{\"email\":\""), strings.NewReader(long), strings.NewReader("\"}\n{\"email\":\"b@x.org\",\"name\":\"B\"}\n")),
	} {
		got := all(t, in, roster.Options{})
		if n := len(got); n < 2 || !strings.Contains(got[n-2], "2 bad row-too-long") || got[n-1] != "3 ready B <b@x.org>" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestStreamReadError(t *testing.T) {
	t.Parallel()
	broken := errors.New("unplugged")
	s := roster.NewStream(io.MultiReader(strings.NewReader("name,email\nA,a@x.org\nB,b"), iotest.ErrReader(broken)), roster.Options{})
	if row, _, err := s.Next(); err != nil || row.Person.Email != "a@x.org" {
		t.Fatal(row, err)
	}
	if _, _, err := s.Next(); !errors.Is(err, broken) {
		t.Errorf("%v, want the reader's error", err)
	}
}

func TestStreamTellsChanges(t *testing.T) {
	t.Parallel()
	s := roster.NewStream(strings.NewReader("name,email\n Anna ,A@x.org\nB,b@x.org\n"), roster.Options{})
	want := [][]roster.Change{
		{{Row: 2, Column: "name", Was: " Anna ", Now: "Anna"}, {Row: 2, Column: "email", Was: "A@x.org", Now: "a@x.org"}}, nil,
	}
	for _, w := range want {
		if _, _, err := s.Next(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(w, s.Changes()); diff != "" {
			t.Error(diff)
		}
	}
}
