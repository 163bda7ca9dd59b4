package roster_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer/roster"
)

// A list of names alone is understood however it is written; nobody in it is
// lost, and without leave to award people without an address every row is bad.
func TestPlainNames(t *testing.T) {
	t.Parallel()
	three := []string{"Ada Lovelace", "Grace Hopper", "Alan Turing"}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"a line each":          {"Ada Lovelace\nGrace Hopper\nAlan Turing\n", three},
		"blank lines":          {"\nAda Lovelace  \r\n\r\n Grace Hopper\r\nAlan Turing", three},
		"a heading":            {"Name\nAda Lovelace\nGrace Hopper\nAlan Turing\n", three},
		"a title":              {"Participants:\n\nAda Lovelace\nGrace Hopper\nAlan Turing\n", three},
		"numbered":             {"1. Ada Lovelace\n2. Grace Hopper\n3. Alan Turing\n", three},
		"numbered otherwise":   {"Teilnehmer\n 9)\tAda Lovelace\n10)\tGrace Hopper\n11)\tAlan Turing\n", three},
		"numbered, old ends":   {"1. Ada Lovelace\r2. Grace Hopper\r3. Alan Turing\r", three},
		"marked":               {"- Ada Lovelace\n- Grace Hopper\n• Alan Turing\n", three},
		"one line":             {"Ada Lovelace, Grace Hopper, Alan Turing\n", three},
		"one line, semicolons": {"Ada Lovelace; Grace Hopper; Alan Turing;", three},
		"one row of cells":     {"Ada Lovelace\tGrace Hopper\tAlan Turing\n", three},
		"turned":               {"Lovelace, Ada\nHopper, Grace\nTuring, Alan\n", three},
		"halves in cells":      {"Ada\tLovelace\nGrace\tHopper\nAlan\tTuring\n", three},
		"halves by comma":      {"Ada,Lovelace\nGrace,Hopper\nAlan,Turing\n", three},
		"one word each":        {"Ada\nGrace\nAlan\n", []string{"Ada", "Grace", "Alan"}},
		"one person":           {"Ada, Lovelace\n", []string{"Lovelace Ada"}}, // read as turned: Lovelace is the first name
		"any script":           {"李小龍\nJosé María Ñúñez\nΖωή Ιωάννου\n", []string{"李小龍", "José María Ñúñez", "Ζωή Ιωάννου"}},
		"titles of people":     {"Dr. Ada Lovelace\nProf. Grace Hopper\n", []string{"Dr. Ada Lovelace", "Prof. Grace Hopper"}},
	} {
		r := parse(t, test.text, roster.Options{AllowNoEmail: true})
		var got []string
		for _, p := range r.People.List() {
			got = append(got, p.Name)
			if len(p.Extra) > 0 {
				t.Errorf("%s: %v is left over", name, p.Extra)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" || len(r.Problems) > 0 && name != "a title" && name != "numbered otherwise" {
			t.Errorf("%s: %s, %v", name, diff, told(r.Problems))
		}
		if strict := parse(t, test.text, roster.Options{}); strict.People.Len() > 0 || strict.Bad() != len(test.want) {
			t.Errorf("%s: %d without leave, %d bad", name, strict.People.Len(), strict.Bad())
		}
	}
}

// What only looks like such a list stays what it is.
func TestNoPlainNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		rows int
		cell string // of the first person's column A, or the name
	}{
		"school years":        {"5. Klasse,Ada Quill,a@x.org\n5. Klasse,Bo Li,b@x.org\n", 2, "5. Klasse"},
		"a dash for nothing":  {"- ,Ada Quill,a@x.org\n- ,Bo Li,b@x.org\n", 2, "-"},
		"numbers of a column": {"1.5,Ada Quill,a@x.org\n2.5,Bo Li,b@x.org\n", 2, "1.5"},
		"one numbered":        {"1. Ada,a@x.org\nBo,b@x.org\n", 2, ""},
	} {
		r := parse(t, test.text, roster.Options{})
		if r.Rows.Len() != test.rows || test.cell != "" && r.People.List()[0].Extra["A"] != test.cell {
			t.Errorf("%s: %d rows, %+v", name, r.Rows.Len(), r.People.List())
		}
	}
	if _, err := roster.Parse([]byte("First name,Last name,Mail address\n"), "x", roster.Options{}); err == nil {
		t.Error("headings are people")
	}
	numbered := parse(t, "1. Ada Quill <a@x.org>\n2. Bo Li <b@x.org>\n", roster.Options{})
	if diff := cmp.Diff([]string{"1 Ada Quill <a@x.org>", "2 Bo Li <b@x.org>"}, met(numbered.People.List())); diff != "" {
		t.Error(diff)
	}
}
