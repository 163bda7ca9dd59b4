package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer/roster"
)

func TestRepeats(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		list     string
		options  roster.Options
		states   string
		problems []string
	}{
		"identical":             {"name,email\nAnna,a@x.org\nAnna,a@x.org\n", roster.Options{}, "ready duplicate/2", []string{"3 warn duplicate"}},
		"identical when clean":  {"name,email\nAnna,a@x.org\n Anna ,A@X.org;\n", roster.Options{}, "ready duplicate/2", []string{"3 warn duplicate"}},
		"another name":          {"name,email\nAnna,a@x.org\nBob,A@x.org\n", roster.Options{}, "ready/3 conflict/2", []string{"3 bad conflict email"}},
		"another seat":          {"name,email,seat\nAnna,a@x.org,1\nAnna,a@x.org,2\n", roster.Options{}, "ready/3 conflict/2", []string{"3 bad conflict email"}},
		"three":                 {"name,email\nAnna,a@x.org\nBob,a@x.org\nAnna,a@x.org\n", roster.Options{}, "ready/3 conflict/2 duplicate/2", []string{"3 bad conflict email", "4 warn duplicate"}},
		"two badges":            {"name,email,badge\nAnna,a@x.org,one\nAnna,a@x.org,two\n", roster.Options{}, "ready ready", nil},
		"first is bad":          {"name,email,issued_on\nAnna,a@x.org,soon\nAnna,a@x.org,\n", roster.Options{}, "bad/3 conflict/2", []string{"2 bad bad-date issued_on", "3 bad conflict email"}},
		"second is bad":         {"name,email,issued_on\nAnna,a@x.org,\nAnna,a@x.org,soon\n", roster.Options{}, "ready bad", []string{"3 bad bad-date issued_on"}},
		"no addresses":          {"name,seat\nAnna,1\nAnna,2\nAnna,1\n", roster.Options{AllowNoEmail: true}, "ready ready duplicate/2", []string{"4 warn duplicate"}},
		"no address":            {"name,email\nAnna,\nBob,b@x.org\n", roster.Options{}, "bad ready", []string{"2 bad no-email email"}},
		"no address, allowed":   {"name,email\nAnna,\nBob,b@x.org\n", roster.Options{AllowNoEmail: true}, "ready ready", nil},
		"no column of address":  {"name,seat\nAnna,1\n", roster.Options{}, "bad", []string{"2 bad no-email"}},
		"dates settle first":    {"name,email,issued_on\nA,a@x.org,03/04/2026\nA,a@x.org,2026-04-03\nB,b@x.org,31/01/2026\n", roster.Options{}, "ready duplicate/2 ready", []string{"3 warn duplicate"}},
		"expires first":         {"name,email,issued_on,expires\nA,a@x.org,03/04/2026,2026-04-01\nB,b@x.org,31/01/2026,2027-01-01\n", roster.Options{}, "bad ready", []string{"2 bad expires-first expires"}},
		"one warning of a twin": {"name,email\n,a@gmial.com\n,a@gmial.com\n", roster.Options{}, "ready duplicate/2", []string{"2 warn no-name name", "2 warn typo email", "3 warn duplicate"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := parse(t, test.list, test.options)
			var states []string
			ready := 0
			for _, row := range r.Rows.All() {
				s := string(row.State)
				if row.Other > 0 {
					s = fmt.Sprintf("%s/%d", s, row.Other)
				}
				states = append(states, s)
				if row.State == roster.Ready {
					ready++
				}
			}
			if diff := cmp.Diff(test.states, strings.Join(states, " ")); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(append([]string{}, test.problems...), told(r.Problems)); diff != "" {
				t.Error(diff)
			}
			if ready != r.People.Len() {
				t.Errorf("%d people of %d ready rows", r.People.Len(), ready)
			}
		})
	}
	r := parse(t, tests["another seat"].list, roster.Options{})
	if v := r.Problems[0].Values; v["first"] != "2" || v["row"] != "3" || v["differs"] != "seat" {
		t.Errorf("a conflict names %v", v)
	}
}

func TestTypos(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"gmial.com": "gmail.com", "gmail.con": "gmail.com", "gmail.co": "gmail.com", "gmai.com": "gmail.com", "gamil.com": "gmail.com",
		"gmaill.com": "gmail.com", "gmial.con": "gmail.com", "hotmial.com": "hotmail.com", "hotmal.com": "hotmail.com",
		"homtail.com": "hotmail.com", "yaho.com": "yahoo.com", "yahooo.com": "yahoo.com", "outlok.com": "outlook.com", "outlook.cm": "outlook.com",
		"outllok.de": "outlook.de", "iclod.com": "icloud.com", "web.de": "", "gmx.de": "", "gmx.nett": "gmx.net", "comcast.nte": "comcast.net",
		"gmail.com": "", "mail.com": "", "ymail.com": "", "email.com": "", "yahoo.ie": "", "yahoo.co.uk": "", "yahoo.gr": "",
		"example.org": "", "aon.at": "", "ol.com": "", "man.com": "", "love.com": "", "hotmail.se": "", "live.cl": "", "почта.рф": "",
	}
	for domain, want := range tests {
		r := parse(t, "name,email\nN,anna@"+domain+"\n", roster.Options{})
		got := ""
		if len(r.Problems) == 1 && r.Problems[0].Code == roster.CodeTypo {
			got = strings.TrimPrefix(r.Problems[0].Suggestion, "anna@")
		}
		if got != want || r.People.Len() != 1 || r.People.List()[0].Email != "anna@"+domain {
			t.Errorf("%s: suggests %q, want %q; problems %q", domain, got, want, told(r.Problems))
		}
	}
}

func TestTyposByTheListsOwnDomains(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ often, once, want string }{
		"swapped":           {"hillschool.org", "hilslchool.org", "hillschool.org"},
		"left out":          {"hillschool.org", "hilschool.org", "hillschool.org"},
		"ending":            {"hillschool.org", "hillschool.og", "hillschool.org"},
		"another number":    {"school1.org", "school2.org", ""},
		"far away":          {"hillschool.org", "vale.org", ""},
		"short names":       {"ab.org", "ac.org", ""},
		"a known provider":  {"ggmail.com", "gmail.com", ""},
		"its own script":    {"школа.рф", "шкла.рф", ""}, // two bytes are two slips
		"another full stop": {"例えば。jp", "例えば。jpn", "例えば。jp"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := "name,email\n"
			for i := range 3 {
				list += fmt.Sprintf("N,p%d@%s\n", i, test.often)
			}
			r := parse(t, list+"N, Q@"+test.once+"\n", roster.Options{})
			got := ""
			for _, p := range r.Problems {
				if p.Row == 5 && p.Code == roster.CodeTypo {
					got = strings.TrimPrefix(p.Suggestion, "q@")
					if p.Cell != " Q@"+test.once {
						t.Errorf("cell %q is not as in the file", p.Cell)
					}
				}
			}
			if got != test.want {
				t.Errorf("suggests %q, want %q", got, test.want)
			}
		})
	}
	r := parse(t, "name,email\nN,a@hillschool.org\nN,b@hillschool.org\nN,c@hilschool.org\n", roster.Options{})
	if len(r.Problems) > 0 {
		t.Errorf("two rows are no habit: %q", told(r.Problems))
	}
}

// A report quotes at most 80 characters of a cell, and its sentence cannot
// steer a terminal.
func TestCellInReport(t *testing.T) {
	t.Parallel()
	r := parse(t, "name,email\nN,"+strings.Repeat("ß", 100)+"\nN\x1b[2J,n@x.org\n", roster.Options{})
	if got := []rune(r.Problems[0].Cell); len(got) != 80 || got[79] != '…' {
		t.Errorf("%d characters: %q", len(got), string(got))
	}
	if p := r.Problems[1]; p.Cell != "N\x1b[2J" || p.Values["cell"] != "N·[2J" || p.Values["character"] != "U+001B" {
		t.Errorf("cell %q, values %q", p.Cell, p.Values)
	}
	if got := r.Problems[0].Column; got != "email" {
		t.Errorf("column %q", got)
	}
}

func TestColumnByLetterWithoutHeader(t *testing.T) {
	t.Parallel()
	r := parse(t, "Anna Ng,a@x.org\nBob Lee,b@\nCy Low,c@x.org\n", roster.Options{})
	if diff := cmp.Diff([]string{"2 bad bad-email B"}, told(r.Problems)); diff != "" {
		t.Error(diff)
	}
}

// A list that is wrong throughout costs bounded memory and still has all its
// rows, none of them ready.
func TestTooManyProblems(t *testing.T) {
	t.Parallel()
	const rows = roster.MaxProblems + 500
	r := parse(t, "name,email\n"+strings.Repeat("\"A\" B,c\n", rows), roster.Options{})
	if len(r.Problems) != roster.MaxProblems || r.Untold != 500 || r.Rows.Len() != rows || r.Bad() != rows || r.People.Len() != 0 {
		t.Errorf("%d problems, %d untold, %d rows, %d bad", len(r.Problems), r.Untold, r.Rows.Len(), r.Bad())
	}
}

// Every row of the list is told about, whatever is wrong with it.
func TestNothingLost(t *testing.T) {
	t.Parallel()
	list := "name,email\n\"A,a@x.org\nB,b@x.org,,,x\n\n,\nC\x00"
	list = strings.TrimSuffix(list, "\x00") + ",\nD,d@x.org\nD,d@x.org\nE,d@x.org\n"
	r := parse(t, list, roster.Options{})
	if r.Rows.Len() != 6 || r.Blank != 2 {
		t.Fatalf("%d rows and %d empty ones", r.Rows.Len(), r.Blank)
	}
	told := map[int]bool{}
	for _, p := range r.Problems {
		told[p.Row] = true
	}
	for _, row := range r.Rows.All() {
		if row.State != roster.Ready && !told[row.Row] {
			t.Errorf("row %d is %s and nothing says why", row.Row, row.State)
		}
	}
}
