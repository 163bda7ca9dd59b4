package roster_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

// TestCards reads address books as phones, Apple, Google and Outlook write
// them.
func TestCards(t *testing.T) {
	t.Parallel()
	r := parse(t, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Quill;Ada;;;\r\nFN:Ada\\, Countess\r\n  Quill\r\nEMAIL;type=INTERNET;type=HOME:old@x.org\r\nitem1.EMAIL;type=WORK;type=pref:ada@x.org\r\nEND:VCARD\r\n"+
		"begin:vcard\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;=C3=84n=\nne;;;\nEMAIL:aenne@x.org\nPHOTO;ENCODING=BASE64:AAAA\n BBBB\nend:vcard\n"+
		"BEGIN:VCARD\nVERSION:4.0\nFN;LANGUAGE=\"a:b\":Bo \"Bob\" Ross\nEMAIL;PREF=1:mailto:bo@x.org\nEND:VCARD\n"+
		"BEGIN:VCARD\nFN:Nobody\nEND:VCARD\n", roster.Options{})
	if diff := cmp.Diff([]string{"2 Ada, Countess Quill <ada@x.org>", "3 Änne Müller <aenne@x.org>", `4 Bo "Bob" Ross <bo@x.org>`}, met(r.People.List())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"5 bad no-email Email"}, told(r.Problems)); diff != "" {
		t.Error(diff)
	}
}

// TestWideText: a text says by its first bytes that its letters are wide.
func TestWideText(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"\xff\xfe\x00\x00": "utf-32le", "\x00\x00\xfe\xff": "utf-32be"} {
		data := name
		for _, c := range "Name,Email\nZoë,z@x.org\n" {
			unit := []byte{byte(c), byte(c >> 8), byte(c >> 16), byte(c >> 24)}
			if want == "utf-32be" {
				unit[0], unit[1], unit[2], unit[3] = unit[3], unit[2], unit[1], unit[0]
			}
			data += string(unit)
		}
		r := parse(t, data, roster.Options{})
		if diff := cmp.Diff([]string{"2 Zoë <z@x.org>"}, met(r.People.List())); diff != "" || r.Encoding != want {
			t.Errorf("%s: %s", r.Encoding, diff)
		}
	}
}

// TestPagesBeforeThePeople: a table of contents or instructions are no list,
// and where no sheet is one, the first that has something is shown.
func TestPagesBeforeThePeople(t *testing.T) {
	t.Parallel()
	contents := odsTable("Contents", odsRow("This document was exported from Numbers."), odsRow("Numbers Sheet Name", "Numbers Table Name"), odsRow("Sheet 1", "Table 1"))
	people := odsTable("Sheet 1", odsRow("Name", "E-Mail"), odsRow("Ada", "ada@x.org"))
	names := odsTable("Team", odsRow("Name"), odsRow("Bo Ross"))
	for want, tables := range map[string]string{"Sheet 1": contents + people + names, "Team": contents + names + people, "Contents": contents} {
		if r := read(t, odsOf(t, tables), roster.Options{AllowNoEmail: true}); r.Sheet != want {
			t.Errorf("read %s, want %s", r.Sheet, want)
		}
	}
}

// TestNoRowsToStream: what has no rows is told for what it is, not row by row.
func TestNoRowsToStream(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n": roster.CodeCards, "[{\"email\":\"a@x.org\"},\n{}]": roster.CodeJSON, "[\n{\"email\":\"a@x.org\"}]": roster.CodeJSON,
	} {
		if _, _, err := roster.NewStream(strings.NewReader(text), roster.Options{}).Next(); issuer.CodeOf(err) != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
