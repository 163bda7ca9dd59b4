package roster_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

// root is the folder of go.mod.
func root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			tb.Fatal("no go.mod above the test")
		}
		dir = up
	}
}

func parse(tb testing.TB, text string, opts roster.Options) *roster.Reading {
	tb.Helper()
	r, err := roster.Parse([]byte(text), "list.csv", opts)
	if err != nil {
		tb.Fatalf("Parse(%.80q): %v", text, err)
	}
	return r
}

// told lists problems as "row severity code column", the way the tests name
// them.
func told(problems []roster.Problem) []string {
	out := []string{}
	for _, p := range problems {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", p.Row, p.Severity, p.Code, p.Column)))
	}
	return out
}

// met lists people as "row name <address>".
func met(people []*roster.Person) []string {
	out := []string{}
	for _, p := range people {
		out = append(out, fmt.Sprintf("%d %s <%s>", p.Row, p.Name, p.Email))
	}
	return out
}

func fields(r *roster.Reading) string {
	var out []string
	for _, c := range r.Columns {
		out = append(out, c.Field)
	}
	return strings.Join(out, "|")
}

func TestSample(t *testing.T) {
	t.Parallel()
	r, err := roster.ReadFile(filepath.Join(root(t), "assets", "sample", "roster.csv"), roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows.Len() != 14 || r.People.Len() != 13 || r.Bad() != 0 || r.Changed != 0 {
		t.Errorf("rows %d, people %d, bad %d, changed %d; want 14, 13, 0, 0", r.Rows.Len(), r.People.Len(), r.Bad(), r.Changed)
	}
	want := []string{"13 warn typo email", "14 warn duplicate"}
	if diff := cmp.Diff(want, told(r.Problems)); diff != "" {
		t.Error(diff)
	}
	if got := r.Problems[0].Suggestion; got != "mt.rochefoucauld@gmail.com" {
		t.Errorf("suggestion %q", got)
	}
	if r.Encoding != "utf-8" || r.Delimiter != "," || !r.Header || fields(r) != "name|email|evidence" {
		t.Errorf("read as %q %q header %v columns %q", r.Encoding, r.Delimiter, r.Header, fields(r))
	}
	if !r.Columns[2].Public || r.Columns[0].Public {
		t.Error("evidence is public and names are not")
	}
}

func TestJSONForm(t *testing.T) {
	t.Parallel()
	r := parse(t, "Name;E-Mail;Firma;Ausgestellt am\nAnna Ng;ANNA@example.org;Acme;01.02.2026\nBob;;;\n", roster.Options{})
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"encoding":"utf-8","delimiter":";","sheet":"","header":true,"columns":[` +
		`{"header":"Name","field":"name","public":false},{"header":"E-Mail","field":"email","public":false},` +
		`{"header":"Firma","field":"Firma","public":false},{"header":"Ausgestellt am","field":"issued_on","public":false}],` +
		`"people":[{"row":2,"email":"anna@example.org","name":"Anna Ng","issued_on":"2026-02-01","extra":{"Firma":"Acme"}}],` +
		`"problems":[{"row":3,"column":"E-Mail","cell":"","code":"no-email","message":"","severity":"bad","suggestion":""}],` +
		`"changes":[{"row":2,"column":"E-Mail","was":"ANNA@example.org","now":"anna@example.org"}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	empty := parse(t, "email\na@example.org\n", roster.Options{})
	if data, _ := json.Marshal(empty); strings.Contains(string(data), "null") {
		t.Errorf("null in %s", data)
	}
}

// Every code has its sentence, every failure its advice, and no sentence
// stands alone.
func TestWords(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(root(t), "assets", "words", "en", "roster.json"))
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(data, &words); err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			code, _ := strconv.Unquote(lit.Value)
			if strings.HasPrefix(code, "roster-") {
				keys["error."+code], keys["hint."+code] = true, true
			} else {
				keys["roster."+code] = true
			}
		}
		return true
	})
	for key := range keys {
		if words[key] == "" {
			t.Errorf("no words for %q", key)
		}
	}
	for key := range words {
		if !keys[key] {
			t.Errorf("nothing says %q", key)
		}
	}
}

// Every value a sentence names is given with the problem.
func TestValuesFillSentences(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(root(t), "assets", "words", "en", "roster.json"))
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(data, &words); err != nil {
		t.Fatal(err)
	}
	list := "name,email,evidence,narrative,issued_on,expires,language\n" +
		"\"Anna\" Ng,a@example.org\n" + // bad-quote
		"B,b@example.org,,,,,,x\n" + // too-many-cells
		"C,,\n" + // no-email
		"D,d@\n" + // bad-email
		"E,\"e@example.org, f@example.org\"\n" + // many-emails
		"F,f@gmial.com\n" + // typo
		",g@example.org\n" + // no-name
		",g@example.org\n" + // duplicate
		"G,g@example.org\n" + // conflict
		"H\x01,h@example.org\n" + // control-character
		"I\ufffd,i@example.org\n" + // broken-text
		"MÃ¼ller,mueller@example.org\n" + // garbled-text
		"J,j@example.org,,,soon\n" + // bad-date
		"K,k@example.org,,,03/04/2026\n" + // ambiguous-date
		"L,l@example.org,,,2026-05-01,2026-04-01\n" + // expires-first
		"M,m@example.org,ftp://x\n" + // bad-evidence
		"Nora Quist,n@example.org,,Nora was here\n" + // private-in-public
		"O,o@example.org,,,,,klingonese\n" // bad-language
	seen := map[string]bool{}
	check := func(key string, values issuer.Values) {
		text := words[key]
		for name, value := range values {
			text = strings.ReplaceAll(text, "{"+name+"}", value)
		}
		if strings.ContainsAny(text, "{}") || text == "" {
			t.Errorf("%s leaves %q", key, text)
		}
	}
	book := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1", []any{"A list"}, []any{"Name", "Email"}, []any{"A", "a@x.org"}, []any{"B", "b@x.org"}, []any{"#REF!", "c@x.org"},
			[]any{nil, "d@x.org"}, []any{"Total", 4})
		must(t, f.SetCellFormula("Sheet1", "A6", "A1"), f.SetRowVisible("Sheet1", 4, false))
		rows(t, f, "More", []any{"Email"}, []any{"e@x.org"})
		must(t, f.SetSheetVisible("More", false))
		for i := range 300 {
			must(t, f.SetCellStr("Sheet1", fmt.Sprint("B", i+8), fmt.Sprintf("p%d@example.org", i)))
		}
		must(t, f.SetCellStr("Sheet1", "C305", "beside"))
		must(t, f.SetCellStr("Sheet1", "A309", "Total"))
	})
	tables := "Name,Email\nA,a@x.org\nName,Email\nB,b@x.org\n\nName,Hours,Email\nC,4,c@x.org\n"
	problems := append(parse(t, list, roster.Options{}).Problems, parse(t, tables, roster.Options{}).Problems...)
	for _, p := range append(problems, read(t, book, roster.Options{}).Problems...) {
		seen[p.Code] = true
		check("roster."+p.Code, p.Values)
	}
	s := roster.NewStream(strings.NewReader("{\"a\":[1]}\n{]\n{\"email\":\""+strings.Repeat("x", 2<<20)+"\"}\n"), roster.Options{})
	for {
		_, problems, err := s.Next()
		if err != nil {
			break
		}
		for _, p := range problems {
			seen[p.Code] = true
			check("roster."+p.Code, p.Values)
		}
	}
	for key := range words {
		if code, ok := strings.CutPrefix(key, "roster."); ok && !seen[code] {
			t.Errorf("the list does not bring up %q", code)
		}
	}
}

func TestPersonHasEveryField(t *testing.T) {
	t.Parallel()
	list := "email\tname\tgiven_name\tfamily_name\tevidence\tnarrative\tcriteria_note\tissued_on\texpires\tlanguage\timage\tbadge\tSeat\n" +
		"a@example.org\tDr. Ada Ng\tAda\tNg\thttps://example.org/1; https://example.org/2\tBuilt a lamp.\tAlone.\t2026-03-31\t2027-03-31T10:30+02:00\tpt-BR\tlamp.png\tbuilder\t12\n"
	want := &roster.Person{
		Row: 2, Email: "a@example.org", Name: "Dr. Ada Ng", GivenName: "Ada", FamilyName: "Ng",
		Evidence: []string{"https://example.org/1", "https://example.org/2"}, Narrative: "Built a lamp.", Note: "Alone.",
		IssuedOn: roster.Date{Precision: roster.Day, Year: 2026, Month: 3, Day: 31},
		Expires:  roster.Date{Precision: roster.Instant, Year: 2027, Month: 3, Day: 31, Hour: 10, Minute: 30, Offset: 120},
		Language: "pt-BR", Image: "lamp.png", Badge: "builder", Extra: map[string]string{"Seat": "12"},
	}
	r := parse(t, list, roster.Options{})
	if diff := cmp.Diff([]*roster.Person{want}, r.People.List()); diff != "" {
		t.Error(diff)
	}
	if v := reflect.ValueOf(*want); v.NumField() != 14 {
		t.Errorf("Person has %d fields; this test knows 14", v.NumField())
	}
	if len(r.Problems) > 0 {
		t.Errorf("problems %q", told(r.Problems))
	}
}
