package roster_test

import (
	"bytes"
	"encoding/csv"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

func TestTables(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text      string
		delimiter string
		people    []string
		problems  []string
		blank     int
	}{
		"comma":                {text: "name,email\nAnna,a@x.org\nBob,b@x.org\n", delimiter: ",", people: []string{"2 Anna <a@x.org>", "3 Bob <b@x.org>"}},
		"semicolon":            {text: "name;email\nNg, Anna;a@x.org\nLee, Bob;b@x.org\n", delimiter: ";", people: []string{"2 Anna Ng <a@x.org>", "3 Bob Lee <b@x.org>"}},
		"tab":                  {text: "name\temail\nAnna\ta@x.org\n", delimiter: "\t", people: []string{"2 Anna <a@x.org>"}},
		"bar":                  {text: "name|email\nAnna|a@x.org\n", delimiter: "|", people: []string{"2 Anna <a@x.org>"}},
		"semicolon in quotes":  {text: "name,email,note\n\"a;b;c\",a@x.org,\"x;y\"\n\"d;e;f\",b@x.org,\"x;y\"\n", delimiter: ",", people: []string{"2 a;b;c <a@x.org>", "3 d;e;f <b@x.org>"}},
		"sep line":             {text: "sep=;\r\nname;email\r\nAnna;a@x.org\r\n", delimiter: ";", people: []string{"2 Anna <a@x.org>"}},
		"carriage returns":     {text: "name,email\rAnna,a@x.org\rBob,b@x.org", delimiter: ",", people: []string{"2 Anna <a@x.org>", "3 Bob <b@x.org>"}},
		"mixed line ends":      {text: "name,email\r\nAnna,a@x.org\nBob,b@x.org\rCy,c@x.org\r\n", delimiter: ",", people: []string{"2 Anna <a@x.org>", "3 Bob <b@x.org>", "4 Cy <c@x.org>"}},
		"newline in a cell":    {text: "email,name,seat\na@x.org,\"Anna\nNg\",\"1\r\n2\"\nb@x.org,Bob,3\n", delimiter: ",", people: []string{"2 Anna Ng <a@x.org>", "3 Bob <b@x.org>"}},
		"doubled quotes":       {text: "name,email\n\"Anna \"\"Annie\"\" Ng\",a@x.org\n", delimiter: ",", people: []string{`2 Anna "Annie" Ng <a@x.org>`}},
		"blank before quote":   {text: "email, name\na@x.org, \"Ng, Anna\"\n", delimiter: ",", people: []string{"2 Ng, Anna <a@x.org>"}},
		"quote inside a cell":  {text: "name,email\n6\" Bob,b@x.org\n", delimiter: ",", people: []string{`2 6" Bob <b@x.org>`}},
		"empty lines count":    {text: "\n\nname,email\n\nAnna,a@x.org\n,,\n \nBob,b@x.org\n\n", delimiter: ",", people: []string{"5 Anna <a@x.org>", "8 Bob <b@x.org>"}, blank: 7 - 1},
		"short rows":           {text: "email,name,seat\na@x.org,Anna\n", delimiter: ",", people: []string{"2 Anna <a@x.org>"}},
		"empty cells too many": {text: "email,name\na@x.org,Anna,,,\n", delimiter: ",", people: []string{"2 Anna <a@x.org>"}},
		"unquoted comma": {
			text: "name,email\nNg, Anna,a@x.org\nBob,b@x.org\n", delimiter: ",", people: []string{"3 Bob <b@x.org>"},
			problems: []string{"2 bad bad-email email", "2 bad too-many-cells C"},
		},
		"quote never closes": {
			text: "name,email\n\"Anna,a@x.org\nBob,b@x.org\nCy,c@x.org\n", delimiter: ",",
			people: []string{"3 Bob <b@x.org>", "4 Cy <c@x.org>"}, problems: []string{"2 bad bad-quote"},
		},
		"quote closes in a later row": {
			text: "name,email\n\"Anna,a@x.org\nBob,b@x.org\n\"Cy\",c@x.org\n", delimiter: ",",
			people: []string{"3 Bob <b@x.org>", "4 Cy <c@x.org>"}, problems: []string{"2 bad bad-quote"},
		},
		"two stray quotes": {
			text: "name,email\n\"Anna,a@x.org\nBob,b@x.org\nCy,\"\nDi,d@x.org\n", delimiter: ",",
			people: []string{"3 Bob <b@x.org>", "5 Di <d@x.org>"}, problems: []string{"2 bad bad-quote", "4 bad bad-quote"},
		},
		"quote inside quotes": {
			text: "name,email\n\"Anna \"Annie\" Ng\",a@x.org\nBob,b@x.org\n", delimiter: ",",
			people: []string{"3 Bob <b@x.org>"}, problems: []string{"2 bad bad-quote"},
		},
		"last row without line end": {text: "name,email\nAnna,\"a@x.org\"", delimiter: ",", people: []string{"2 Anna <a@x.org>"}},
		"DOS end mark":              {text: "name,email\r\nAnna,a@x.org\r\n\x1a", delimiter: ",", people: []string{"2 Anna <a@x.org>"}},
		"addresses only":            {text: "a@x.org\nb@x.org\n", delimiter: ",", people: []string{"1  <a@x.org>", "2  <b@x.org>"}, problems: []string{"1 warn no-name", "2 warn no-name"}},
		"addresses under a header":  {text: "email\na@x.org\n", delimiter: ",", people: []string{"2  <a@x.org>"}, problems: []string{"2 warn no-name"}},
		"no header":                 {text: "Anna Ng,a@x.org\nBob Lee,b@x.org\n", delimiter: ",", people: []string{"1 Anna Ng <a@x.org>", "2 Bob Lee <b@x.org>"}},
		"no header, halves":         {text: "Anna;Ng;a@x.org\nBob;Lee;b@x.org\n", delimiter: ";", people: []string{"1 Anna Ng <a@x.org>", "2 Bob Lee <b@x.org>"}},
		"caret":                     {text: "name^email\nAnna^a@x.org\nBob^b@x.org\n", delimiter: "^", people: []string{"2 Anna <a@x.org>", "3 Bob <b@x.org>"}},
		"colon":                     {text: "name:email\nAnna:a@x.org\nBob:b@x.org\n", delimiter: ":", people: []string{"2 Anna <a@x.org>", "3 Bob <b@x.org>"}},
		"sep line, tilde":           {text: "sep=~\nname~email\nAnna~a@x.org\n", delimiter: "~", people: []string{"2 Anna <a@x.org>"}},
		"one line of addresses":     {text: "a@x.org, b@x.org; Cy <c@x.org>", delimiter: ",", people: []string{"1  <a@x.org>", "2  <b@x.org>", "3 Cy <c@x.org>"}, problems: []string{"1 warn no-name", "2 warn no-name"}},
		"names of a mail":           {text: "\"Ng, Anna\" <a@x.org>, Bob Lee <b@x.org>,\n", delimiter: ",", people: []string{"1 Anna Ng <a@x.org>", "2 Bob Lee <b@x.org>"}},
		"two addresses each":        {text: "a@x.org;a@y.org\nb@x.org;b@y.org\n", delimiter: ";", people: []string{"1  <a@x.org>", "2  <b@x.org>"}, problems: []string{"1 warn no-name", "2 warn no-name"}},
		"titles in a text":          {text: "People of the spring\n\nname;email;town\nAnna;a@x.org;Ulm\n", delimiter: ";", people: []string{"4 Anna <a@x.org>"}, problems: []string{"1 warn title-row"}, blank: 1},
		"pasted from mail":          {text: "Anna Ng <a@x.org>\n\"Lee, Bob\" <b@x.org>\n", delimiter: ",", people: []string{"1 Anna Ng <a@x.org>", "2 Bob Lee <b@x.org>"}},
		"turned letters":            {text: "name,email\n\u202bAnna\u202c Ng,a@x.org\nBo\u202eb\u2069,b@x.org\n", delimiter: ",", people: []string{"2 Anna Ng <a@x.org>", "3 Bob <b@x.org>"}},
		"families first":            {text: "Ng, Anna <a@x.org>; Lee, Bob <b@x.org>; c@x.org;\n", delimiter: ",", people: []string{"1 Anna Ng <a@x.org>", "2 Bob Lee <b@x.org>", "3  <c@x.org>"}, problems: []string{"3 warn no-name"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := parse(t, test.text, roster.Options{})
			if r.Delimiter != test.delimiter || r.Blank != test.blank {
				t.Errorf("delimiter %q, %d empty rows; want %q, %d", r.Delimiter, r.Blank, test.delimiter, test.blank)
			}
			if diff := cmp.Diff(test.people, met(r.People.List())); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(append([]string{}, test.problems...), told(r.Problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	const latin, wide = "Name;E-Mail\r\nJürgen Müßig;j@x.org\r\nRené “Šef” Œuvré;r@x.org\r\n", "Имя;Почта\nАнна Ковалёва;a@x.org\n王小明;w@x.org\n"
	le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	tests := map[string]struct {
		text string
		as   encoding.Encoding
		bom  string
		want string
	}{
		"utf-8":            {wide, nil, "", "utf-8"},
		"ascii":            {"name,email\nA,a@x.org\n", nil, "", "utf-8"},
		"utf-8 with mark":  {wide, nil, "\xef\xbb\xbf", "utf-8-bom"},
		"utf-16le marked":  {wide, le, "\xff\xfe", "utf-16le"},
		"utf-16be marked":  {wide, be, "\xfe\xff", "utf-16be"},
		"utf-16le":         {wide, le, "", "utf-16le"},
		"utf-16be":         {wide, be, "", "utf-16be"},
		"utf-16le, latin":  {latin, le, "", "utf-16le"},
		"windows-1252":     {latin, charmap.Windows1252, "", "windows-1252"},
		"utf-8, latin too": {latin, nil, "", "utf-8"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := test.text
			if test.as != nil {
				var err error
				if data, err = test.as.NewEncoder().String(data); err != nil {
					t.Fatal(err)
				}
			}
			got := parse(t, test.bom+data, roster.Options{})
			if got.Encoding != test.want {
				t.Errorf("encoding %q, want %q", got.Encoding, test.want)
			}
			want := parse(t, test.text, roster.Options{})
			if diff := cmp.Diff(met(want.People.List()), met(got.People.List())); diff != "" || got.People.Len() == 0 {
				t.Error(diff)
			}
			if diff := cmp.Diff(told(want.Problems), told(got.Problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("damaged utf-8 keeps the others", func(t *testing.T) {
		t.Parallel()
		r := parse(t, "name,email\nZoë,z@x.org\nJos\xe9,j@x.org\nŁukasz,l@x.org\n", roster.Options{})
		want := []string{"3 bad broken-text name"}
		if diff := cmp.Diff(want, told(r.Problems)); diff != "" || r.Encoding != "utf-8" {
			t.Error(r.Encoding, diff)
		}
	})
}

func TestNoList(t *testing.T) {
	t.Parallel()
	workbook := "PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml\x00xl/workbook.xml\x00"
	tests := map[string]struct {
		data, code string
	}{
		"nothing":            {"", roster.CodeEmpty},
		"a mark only":        {"\xef\xbb\xbf", roster.CodeEmpty},
		"blanks only":        {" \n\t\n ,, \n", roster.CodeEmpty},
		"commas only":        {",,,\n,,\n", roster.CodeEmpty},
		"header only":        {"name,email\n", roster.CodeHeaderOnly},
		"header and blanks":  {"name,email\n\n,\n", roster.CodeHeaderOnly},
		"zero bytes":         {"name,email\nAnna\x00Ng,a@x.org\nBob,b@x.org\n", roster.CodeBinary},
		"control characters": {strings.Repeat("\x01\x02a\x03", 50), roster.CodeBinary},
		"PNG":                {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", roster.CodePicture},
		"JPEG":               {"\xff\xd8\xff\xe0\x00\x10JFIF", roster.CodePicture},
		"PDF":                {"%PDF-1.7\n", roster.CodePDF},
		"workbook":           {workbook, roster.CodeDamaged},
		"OpenDocument":       {"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK", roster.CodeDamaged},
		"zip":                {"PK\x03\x04\x14\x00readme.txt", roster.CodeArchive},
		"old workbook":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", roster.CodeXLS},
		"web page":           {"\n<!DOCTYPE html><html>", roster.CodeWebPage},
		"web page of XML":    {"<?xml version=\"1.0\"?>\n<html>", roster.CodeXML},
		"spreadsheet of XML": {"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>", roster.CodeXML},
		"JSON over lines":    {"[\n  {\"email\":\"a@x.org\"}\n]\n", roster.CodeJSON},
		"JSON":               {"{\"email\":\"a@x.org\"}\n", roster.CodeJSON},
		"long cell":          {"email,name\na@x.org," + strings.Repeat("a", 200<<10) + "\n", roster.CodeLineTooLong},
		"long line":          {"email,name\na@x.org" + strings.Repeat(",a", 1<<20) + "\n", roster.CodeLineTooLong},
		"long quoted cell":   {"email,name\na@x.org,\"" + strings.Repeat("a", 200<<10) + "\"\n", roster.CodeLineTooLong},
		"two million rows":   {"email\n" + strings.Repeat("\n", 2_000_001), roster.CodeTooManyRows},
		"wide header":        {"email" + strings.Repeat(",a", 20_000) + "\na@x.org\n", roster.CodeTooManyColumns},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := roster.Parse([]byte(test.data), "list.csv", roster.Options{})
			if got := issuer.CodeOf(err); got != test.code {
				t.Errorf("code %q, want %q", got, test.code)
			}
		})
	}
	t.Run("names row and column", func(t *testing.T) {
		t.Parallel()
		_, err := roster.Parse([]byte(tests["long cell"].data), "list.csv", roster.Options{})
		if got, want := err.Error(), "roster-line-too-long column=name file=list.csv limit=128 KiB row=2"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

// What a writer of CSV wrote comes back cell by cell, whatever the delimiter,
// the encoding and the line ends are.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	encodings := map[string]encoding.Encoding{
		"utf-8": nil, "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"utf-16be": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "windows-1252": charmap.Windows1252,
	}
	for _, delimiter := range ",;\t|" {
		for _, name := range slices.Sorted(maps.Keys(encodings)) { // the same draws each time
			enc := encodings[name]
			for _, end := range []string{"\n", "\r\n", "\r"} {
				for range 20 {
					roundTrip(t, rnd, delimiter, name, enc, end)
				}
			}
		}
	}
}

func roundTrip(t *testing.T, rnd *rand.Rand, delimiter rune, encName string, enc encoding.Encoding, end string) {
	t.Helper()
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Comma = delimiter
	rows := [][]string{{"email", "one", "two", "three", "name"}}
	for i := range 1 + rnd.IntN(30) {
		rows = append(rows, []string{string(rune('a'+i%26)) + strings.Repeat("b", i/26) + "@x.org", randomCell(rnd), randomCell(rnd), randomCell(rnd), "N"})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	data := strings.ReplaceAll(text.String(), "\n", end)
	if enc != nil {
		var err error
		if data, err = enc.NewEncoder().String(data); err != nil {
			t.Fatal(err)
		}
	}
	o := roster.Options{}
	if enc == charmap.Windows1252 {
		o.Encoding = encName // a few letters drawn at random are no language to tell it by
	}
	r := parse(t, data, o)
	if r.Delimiter != string(delimiter) || r.People.Len() != len(rows)-1 || r.Bad() != 0 {
		t.Fatalf("%q %s %q: delimiter %q, %d people of %d, problems %q\n%q", delimiter, encName, end, r.Delimiter, r.People.Len(), len(rows)-1, told(r.Problems), data)
	}
	for i, p := range r.People.List() {
		for j, field := range rows[0][1:4] {
			if want := strings.TrimSpace(rows[i+1][j+1]); p.Extra[field] != want {
				t.Fatalf("%q %s %q row %d %s: %q, want %q", delimiter, encName, end, p.Row, field, p.Extra[field], want)
			}
		}
	}
}

func randomCell(rnd *rand.Rand) string {
	pieces := []string{"a", "ß", "é", "\"", ",", ";", "\t", "|", "\n", " ", "“", "Z", "0", "'", "\"\""}
	var b strings.Builder
	for range rnd.IntN(8) {
		b.WriteString(pieces[rnd.IntN(len(pieces))])
	}
	return b.String()
}
