package roster_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer/roster"
)

// quoted makes a CSV cell of any text.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func TestAddresses(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 60) + "@" + strings.Repeat("b.", 95) + "example.org"
	tests := map[string]struct{ cell, email, code string }{
		"plain":                 {"a@x.org", "a@x.org", ""},
		"capitals":              {"Anna.NG@X.Org", "anna.ng@x.org", ""},
		"plus":                  {"anna+badge@x.org", "anna+badge@x.org", ""},
		"apostrophe":            {"o'connor@x.org", "o'connor@x.org", ""},
		"blanks":                {"  a@x.org\t", "a@x.org", ""},
		"no-break space":        {"\u00a0a@x.org\u00a0", "a@x.org", ""},
		"zero width":            {"\u200ban\u200bna@x.org\ufeff", "anna@x.org", ""},
		"directional marks":     {"\u200ea@x.org\u202c", "a@x.org", ""},
		"mailto":                {"mailto:a@x.org", "a@x.org", ""},
		"mailto with subject":   {"MAILTO:a@x.org?subject=hi", "a@x.org", ""},
		"angle brackets":        {"<a@x.org>", "a@x.org", ""},
		"name and brackets":     {"Anna Ng <A@x.org>;", "a@x.org", ""},
		"smart quotes":          {"“a@x.org”", "a@x.org", ""},
		"semicolon behind":      {"a@x.org;", "a@x.org", ""},
		"comma and stop":        {"a@x.org,.", "a@x.org", ""},
		"full width":            {"ａnna＠example.jp", "anna@example.jp", ""},
		"domain in its script":  {"jürgen@bücher.example", "jürgen@bücher.example", ""},
		"decomposed":            {"ju\u0308rgen@bu\u0308cher.example", "jürgen@bücher.example", ""},
		"Cyrillic":              {"анна@почта.рф", "анна@почта.рф", ""},
		"no at":                 {"anna.x.org", "", roster.CodeBadEmail},
		"two ats":               {"a@b@x.org", "", roster.CodeBadEmail},
		"no local part":         {"@x.org", "", roster.CodeBadEmail},
		"no domain":             {"anna@", "", roster.CodeBadEmail},
		"no point":              {"anna@localhost", "", roster.CodeBadEmail},
		"two points":            {"anna@x..org", "", roster.CodeBadEmail},
		"blank inside":          {"an na@x.org", "", roster.CodeBadEmail},
		"comma for point":       {"anna@x,org", "", roster.CodeBadEmail},
		"address literal":       {"anna@[127.0.0.1]", "", roster.CodeBadEmail},
		"numbers only":          {"anna@127.0.0.1", "", roster.CodeBadEmail},
		"hyphen at the edge":    {"anna@-x.org", "", roster.CodeBadEmail},
		"underscore in domain":  {"anna@x_y.org", "", roster.CodeBadEmail},
		"too long":              {long, "", roster.CodeBadEmail},
		"two, comma":            {"a@x.org, b@x.org", "", roster.CodeManyEmails},
		"two, line":             {"a@x.org\nb@x.org", "", roster.CodeManyEmails},
		"escape":                {"a\x1b[31m@x.org", "", roster.CodeControl},
		"C1":                    {"a\u0085@x.org", "", roster.CodeControl},
		"delete":                {"a\x7f@x.org", "", roster.CodeControl},
		"replacement character": {"a\ufffd@x.org", "", roster.CodeBrokenText},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := parse(t, "name,email\nSomebody,"+quoted(test.cell)+"\n", roster.Options{})
			if got := r.Rows.At(0).Person.Email; got != test.email {
				t.Errorf("email %q, want %q", got, test.email)
			}
			want := []string{}
			if test.code != "" {
				want = append(want, "2 bad "+test.code+" email")
			}
			if diff := cmp.Diff(want, told(r.Problems)); diff != "" {
				t.Error(diff)
			}
			if changed := test.code == "" && test.email != test.cell; changed != (r.Changed == 1) {
				t.Errorf("%d changes told, changed: %v", r.Changed, changed)
			}
		})
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ cell, name string }{
		"as it is":          {"Anna Ng", "Anna Ng"},
		"pronouns":          {"Anna Ng (she/her)", "Anna Ng (she/her)"},
		"junior":            {"Sammy Davis Jr.", "Sammy Davis Jr."},
		"apostrophe first":  {"'t Hooft", "'t Hooft"},
		"nickname":          {`Anna "Annie" Ng`, `Anna "Annie" Ng`},
		"quotes around":     {"“Anna Ng”", "Anna Ng"},
		"guillemets":        {"«Анна Ким»", "Анна Ким"},
		"blanks between":    {"Anna \u00a0 Ng", "Anna Ng"},
		"lines":             {"Anna\r\nNg", "Anna Ng"},
		"comma behind":      {"Anna Ng,", "Anna Ng"},
		"decomposed":        {"Zoe\u0308", "Zoë"},
		"Arabic and marks":  {"\u200fمحمد\u200f", "محمد"},
		"joiner kept":       {"علی\u200cرضا", "علی\u200cرضا"},
		"one letter":        {"O", "O"},
		"emoji":             {"Anna 🚀", "Anna 🚀"},
		"formula":           {"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
		"two quoted halves": {`"Anna" "Ng"`, `"Anna" "Ng"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := parse(t, "name,email\n"+quoted(test.cell)+",a@x.org\n", roster.Options{})
			if got := r.Rows.At(0).Person.Name; got != test.name || len(r.Problems) > 0 {
				t.Errorf("name %q, want %q; problems %q", got, test.name, told(r.Problems))
			}
			if changed := test.name != test.cell; changed != (r.Changed == 1) {
				t.Errorf("%d changes told, changed: %v", r.Changed, changed)
			}
		})
	}
}

func TestJoinedNames(t *testing.T) {
	t.Parallel()
	list := "given_name,family_name,email\nAnna,Ng,a@x.org\n小明,王,b@x.org\nSuharto,,c@x.org\n,Ng,d@x.org\n,,Eve Low <e@x.org>\n"
	want := []string{"2 Anna Ng <a@x.org>", "3 王小明 <b@x.org>", "4 Suharto <c@x.org>", "5 Ng <d@x.org>", "6 Eve Low <e@x.org>"}
	if diff := cmp.Diff(want, met(parse(t, list, roster.Options{}).People.List())); diff != "" {
		t.Error(diff)
	}
	r := parse(t, "name,email\nAnna,Other Name <a@x.org>\n", roster.Options{})
	if diff := cmp.Diff([]string{"2 Anna <a@x.org>"}, met(r.People.List())); diff != "" {
		t.Error(diff)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ cell, want string }{
		"ISO":               {"2026-03-04", "2026-03-04"},
		"ISO, short":        {"2026-3-4", "2026-03-04"},
		"year, strokes":     {"2026/03/04", "2026-03-04"},
		"time":              {"2026-03-04T10:30", "2026-03-04T10:30:00"},
		"seconds":           {"2026-03-04T10:30:15", "2026-03-04T10:30:15"},
		"blank":             {"2026-03-04 10:30:15", "2026-03-04T10:30:15"},
		"UTC":               {"2026-03-04T10:30:15Z", "2026-03-04T10:30:15Z"},
		"offset":            {"2026-03-04T10:30+02:00", "2026-03-04T10:30:00+02:00"},
		"west":              {"2026-03-04T10:30:00-03:30", "2026-03-04T10:30:00-03:30"},
		"parts of a second": {"2026-03-04T10:30:15.250Z", "2026-03-04T10:30:15Z"},
		"points":            {"04.03.2026", "2026-03-04"},
		"points, short":     {"4.3.2026", "2026-03-04"},
		"day first":         {"31/03/2026", "2026-03-31"},
		"month first":       {"03/31/2026", "2026-03-31"},
		"the same both":     {"03/03/2026", "2026-03-03"},
		"short day first":   {"13/4/2026", "2026-04-13"},
		"hyphens":           {"31-03-2026", "2026-03-31"},
		"leap day":          {"29.02.2028", "2028-02-29"},
		"blanks around":     {" 2026-03-04 ", "2026-03-04"},
		"no such day":       {"30.02.2026", ""},
		"no leap day":       {"2027-02-29", ""},
		"two digits":        {"04.03.26", "2026-03-04"},
		"last century":      {"04.03.98", "1998-03-04"},
		"serial":            {"45000", "2023-03-15"},
		"not a serial":      {"10115", ""},
		"solid":             {"20260304", "2026-03-04"},
		"words":             {"March 4, 2026", "2026-03-04"},
		"words, 24 hours":   {"4 March 2026 14:30", "2026-03-04T14:30:00"},
		"words, 12 hours":   {"Mar 4, 2026 2:30 PM", "2026-03-04T14:30:00"},
		"midnight":          {"2026-03-04 12:05 am", "2026-03-04T00:05:00"},
		"thirteen pm":       {"2026-03-04 13:05 pm", ""},
		"ordinal":           {"4th of March, 2026", "2026-03-04"},
		"weekday":           {"Wed, 04 Mar 2026 10:30:00 +0200", "2026-03-04T10:30:00+02:00"},
		"weekday, digits":   {"Mi, 04.03.2026", "2026-03-04"},
		"hyphens, name":     {"04-Mar-26", "2026-03-04"},
		"German":            {"4. März 2026", "2026-03-04"},
		"German, blanks":    {"4. 3. 2026", "2026-03-04"},
		"German, clock":     {"4. März 2026 um 14:30 Uhr", "2026-03-04T14:30:00"},
		"French":            {"4 août 2026", "2026-08-04"},
		"French, first":     {"1er avril 2026", "2026-04-01"},
		"Spanish":           {"4 de marzo de 2026", "2026-03-04"},
		"Polish":            {"4 września 2026", "2026-09-04"},
		"Czech":             {"4. července 2026", "2026-07-04"},
		"Russian":           {"4 марта 2026 г.", "2026-03-04"},
		"Greek":             {"4 Μαρτίου 2026", "2026-03-04"},
		"Turkish":           {"4 Ağustos 2026", "2026-08-04"},
		"Finnish":           {"4. elokuuta 2026", "2026-08-04"},
		"Hungarian":         {"2026. március 4.", "2026-03-04"},
		"Hungarian, digits": {"2026.03.04.", "2026-03-04"},
		"Japanese":          {"2026年3月4日", "2026-03-04"},
		"Korean":            {"2026년 3월 4일", "2026-03-04"},
		"Arabic digits":     {"٠٤/٠٣/٢٠٢٦", "ambiguous"},
		"month alone":       {"March 2026", ""},
		"two months":        {"4 May April 2026", ""},
		"a sentence":        {"He came on 4 March 2026", ""},
		"two countries":     {"4 listopada 2026", ""},
		"month 13":          {"2026-13-01", ""},
		"hour 24":           {"2026-03-04T24:00", ""},
		"year 99":           {"0099-01-01", ""},
		"signs":             {"2026--3-04", ""},
		"clock alone":       {"10:30", ""},
		"half a clock":      {"2026-03-04T10", ""},
		"text behind":       {"2026-03-04 noon", ""},
		"T behind":          {"2026-03-04T", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := parse(t, "name,email,issued_on\nA,a@x.org,"+quoted(test.cell)+"\n", roster.Options{})
			if got := r.Rows.At(0).Person.IssuedOn.String(); got != strings.TrimPrefix(test.want, "ambiguous") {
				t.Errorf("%q, want %q", got, test.want)
			}
			want := []string{}
			switch test.want {
			case "ambiguous":
				want = []string{"2 bad ambiguous-date issued_on"}
			case "":
				want = append(want, "2 bad bad-date issued_on")
			}
			if diff := cmp.Diff(want, told(r.Problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDateOrder(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cells string
		order roster.DateOrder
		want  string
		bad   int
	}{
		"nothing shows":        {"03/04/2026", "", "", 1},
		"same both shows none": {"03/04/2026 05/05/2026", "", " 2026-05-05", 1},
		"a later row shows":    {"03/04/2026 31/12/2026", "", "2026-04-03 2026-12-31", 0},
		"an earlier row shows": {"12/31/2026 03/04/2026", "", "2026-12-31 2026-03-04", 0},
		"rows disagree":        {"12/31/2026 31/12/2026 03/04/2026", "", "2026-12-31 2026-12-31 ", 1},
		"points show nothing":  {"31.12.2026 03/04/2026", "", "2026-12-31 ", 1},
		"told":                 {"03/04/2026", roster.MonthFirst, "2026-03-04", 0},
		"short day":            {"3/4/2026 13/4/2026", "", "2026-04-03 2026-04-13", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := "name,email,issued_on\n"
			for i, cell := range strings.Fields(test.cells) {
				list += "N," + string(rune('a'+i)) + "@x.org," + cell + "\n"
			}
			r := parse(t, list, roster.Options{DateOrder: test.order})
			var got []string
			for _, row := range r.Rows.All() {
				got = append(got, row.Person.IssuedOn.String())
			}
			if joined := strings.Join(got, " "); joined != test.want || r.Bad() != test.bad {
				t.Errorf("%q with %d bad, want %q with %d: %q", joined, r.Bad(), test.want, test.bad, told(r.Problems))
			}
		})
	}
}

func TestDateIn(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 2*3600)
	for text, want := range map[string]string{
		"2026-03-04":             "2026-03-04T12:00:00+02:00",
		"2026-03-04T10:30:00":    "2026-03-04T10:30:00+02:00",
		"2026-03-04T10:30:00Z":   "2026-03-04T12:30:00+02:00",
		"2026-03-04T23:30-03:30": "2026-03-05T05:00:00+02:00",
	} {
		var d roster.Date
		if err := json.Unmarshal([]byte(`"`+text+`"`), &d); err != nil {
			t.Fatal(err)
		}
		if got := d.In(zone).Format(time.RFC3339); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
		data, err := json.Marshal(d)
		var back roster.Date
		if err != nil || json.Unmarshal(data, &back) != nil || back != d {
			t.Errorf("%s comes back from %s as %s", text, data, back)
		}
	}
	var d roster.Date
	if json.Unmarshal([]byte(`"03/04/2026"`), &d) == nil || json.Unmarshal([]byte(`"soon"`), &d) == nil {
		t.Error("a date with two readings or none was read")
	}
	if !(roster.Date{}).In(zone).IsZero() {
		t.Error("no date is a moment")
	}
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cell string
		want []string
	}{
		"one":         {"https://example.org/a?b=c#d", []string{"https://example.org/a?b=c#d"}},
		"several":     {"https://example.org/a http://example.org/b;https://example.org/c\nhttps://example.org/d", []string{"https://example.org/a", "http://example.org/b", "https://example.org/c", "https://example.org/d"}},
		"brackets":    {"<https://example.org/a>", []string{"https://example.org/a"}},
		"file":        {"file:///etc/passwd", nil},
		"script":      {"javascript:alert(1)", nil},
		"words":       {"see the wall", nil},
		"no host":     {"https://", nil},
		"with secret": {"https://user:pw@intranet/", nil},
		"one is none": {"https://example.org/a ftp://example.org/b", nil},
		"quotes":      {`https://example.org/"onload`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := parse(t, "name,email,evidence\nQ,a@x.org,"+quoted(test.cell)+"\n", roster.Options{})
			want := []string{}
			if test.want == nil {
				want = append(want, "2 bad bad-evidence evidence")
			}
			if diff := cmp.Diff(want, told(r.Problems)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.want, r.Rows.At(0).Person.Evidence); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPrivateInPublic(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		evidence, narrative string
		names, warn         bool
	}{
		"nothing":               {"https://example.org/p/1", "Built a lamp.", false, false},
		"address in text":       {"", "Ask bob@example.org.", false, true},
		"address in link":       {"https://example.org/?m=a@x.org", "", false, true},
		"address, escaped":      {"https://example.org/?m=a%40x.org", "", false, true},
		"whole name":            {"", "ADA LOVELACE wrote it", false, true},
		"one part":              {"", "Lovelace wrote it", false, true},
		"part as a common word": {"", "lovelacework", false, false},
		"name in link":          {"https://example.org/ada-lovelace/1", "", false, true},
		"name in link, joined":  {"https://example.org/adalovelace", "", false, true},
		"names are public":      {"https://example.org/ada-lovelace", "Ada Lovelace", true, false},
		"address even then":     {"", "a@x.org", true, true},
		"at sign alone":         {"https://example.org/@team", "meet @ noon", false, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := "name,email,evidence,narrative\nAda Lovelace,al@x.org," + test.evidence + "," + quoted(test.narrative) + "\n"
			r := parse(t, list, roster.Options{PublicNames: test.names})
			if warned := len(r.Problems) == 1 && r.Problems[0].Code == roster.CodePrivate; warned != test.warn || r.People.Len() != 1 {
				t.Errorf("problems %q, want a warning: %v", told(r.Problems), test.warn)
			}
		})
	}
}
