package roster_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

// workbook makes an XLSX with the library, which knows nothing of our reader.
func workbook(tb testing.TB, fill func(f *excelize.File)) []byte {
	tb.Helper()
	f := excelize.NewFile()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// rows puts rows into a sheet.
func rows(tb testing.TB, f *excelize.File, sheet string, table ...[]any) {
	tb.Helper()
	if i, _ := f.GetSheetIndex(sheet); i < 0 {
		if _, err := f.NewSheet(sheet); err != nil {
			tb.Fatal(err)
		}
	}
	for i, row := range table {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			tb.Fatal(err)
		}
	}
}

func styled(tb testing.TB, f *excelize.File, sheet, from, to, format string) {
	tb.Helper()
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		tb.Fatal(err)
	}
	if err := f.SetCellStyle(sheet, from, to, id); err != nil {
		tb.Fatal(err)
	}
}

func must(tb testing.TB, errs ...error) {
	tb.Helper()
	for _, err := range errs {
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// archive makes a zip of parts: names and contents in turn.
func archive(tb testing.TB, parts ...string) []byte {
	tb.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		must(tb, err)
	}
	must(tb, z.Close())
	return out.Bytes()
}

const odsType = "application/vnd.oasis.opendocument.spreadsheet"

// odsOf makes an ODS of the XML of its tables.
func odsOf(tb testing.TB, tables string) []byte {
	tb.Helper()
	return archive(tb, "mimetype", odsType, "content.xml", odsContent(tables))
}

func odsContent(tables string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:draw="d" xmlns:calcext="c">` +
		`<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>` +
		`<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>` +
		`<office:body><office:spreadsheet>` + tables + `</office:spreadsheet></office:body></office:document-content>`
}

func odsTable(name string, rows ...string) string {
	return `<table:table table:name="` + name + `" table:style-name="ta1"><table:table-column/>` + strings.Join(rows, "") + `</table:table>`
}

func odsRow(cells ...string) string {
	var b strings.Builder
	b.WriteString("<table:table-row>")
	for _, c := range cells {
		if strings.HasPrefix(c, "<") {
			b.WriteString(c)
		} else {
			b.WriteString(`<table:table-cell office:value-type="string"><text:p>` + c + `</text:p></table:table-cell>`)
		}
	}
	b.WriteString("</table:table-row>")
	return b.String()
}

func read(t *testing.T, data []byte, o roster.Options) *roster.Reading {
	t.Helper()
	r, err := roster.Parse(data, "list.xlsx", o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	data := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1", []any{"Name", "E-mail", "Issued on", "Expires", "Seat", "Member", "No.", "Score"},
			[]any{"Anna Ng", "a@x.org", 46112, 46112.604166666664, "0012", true, 7, 0.1},
			[]any{"Bob Lee", "b@x.org", "2026-04-01", nil, 12.5, false, 4915112345678, nil})
		styled(t, f, "Sheet1", "C2", "C2", "dd/mm/yyyy")
		styled(t, f, "Sheet1", "D2", "D2", `[$-409]m/d/yy\ h:mm\ AM/PM`)
		styled(t, f, "Sheet1", "G2", "G2", "00000")
		must(t, f.SetCellFormula("Sheet1", "H3", "1+1"))
		must(t, f.SetCellRichText("Sheet1", "A3", []excelize.RichTextRun{{Text: "Bob "}, {Text: "Lee"}}))
	})
	r := read(t, data, roster.Options{})
	if r.Encoding != "xlsx" || r.Sheet != "Sheet1" || !r.Header || len(r.Columns) != 8 || len(r.Problems) != 0 {
		t.Errorf("%+v", r)
	}
	anna, bob := r.People.List()[0], r.People.List()[1]
	if anna.IssuedOn.String() != "2026-03-31" || anna.Expires.String() != "2026-03-31T14:30:00" || bob.IssuedOn.String() != "2026-04-01" {
		t.Errorf("dates %s %s %s", anna.IssuedOn, anna.Expires, bob.IssuedOn)
	}
	want := []map[string]string{
		{"Seat": "0012", "Member": "TRUE", "No.": "00007", "Score": "0.1"},
		{"Seat": "12.5", "Member": "FALSE", "No.": "4915112345678"},
	}
	if diff := cmp.Diff(want, []map[string]string{anna.Extra, bob.Extra}); diff != "" {
		t.Error(diff)
	}
	if bob.Name != "Bob Lee" || bob.Row != 3 {
		t.Errorf("%+v", bob)
	}
}

func TestDaysOfAWorkbook(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		day    any
		from04 bool
		want   string
	}{
		{59, false, "1900-02-28"},
		{61, false, "1900-03-01"},
		{46112, false, "2026-03-31"},
		{44650, true, "2026-03-31"},
		{46112.999999, false, "2026-04-01"},
		{time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), false, "2026-03-31"},
	} {
		data := workbook(t, func(f *excelize.File) {
			must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &test.from04}))
			rows(t, f, "Sheet1", []any{"Name", "Email", "Issued on"}, []any{"A", "a@x.org", test.day})
			styled(t, f, "Sheet1", "C2", "C2", "yyyy-mm-dd")
		})
		if r := read(t, data, roster.Options{}); r.People.Len() != 1 || r.People.List()[0].IssuedOn.String() != test.want {
			t.Errorf("%v is %+v, want %s", test.day, told(r.Problems), test.want)
		}
	}
}

func TestSheets(t *testing.T) {
	t.Parallel()
	data := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1")
		rows(t, f, "Notes", []any{"Email", "Name"}, []any{"hidden@x.org", "Hidden"})
		rows(t, f, "People", []any{"Email", "Name"}, []any{"a@x.org", "Anna"})
		rows(t, f, "Staff", []any{"Email", "Name"}, []any{"s@x.org", "Sam"})
		must(t, f.SetSheetVisible("Notes", false))
	})
	r := read(t, data, roster.Options{})
	if r.Sheet != "People" || r.People.Len() != 1 || r.People.List()[0].Email != "a@x.org" {
		t.Errorf("sheet %q %v", r.Sheet, met(r.People.List()))
	}
	if diff := cmp.Diff([]string{"0 warn hidden-sheet"}, told(r.Problems)); diff != "" {
		t.Error(diff)
	}
	want := []roster.Sheet{{Name: "Sheet1"}, {Name: "Notes", Hidden: true}, {Name: "People"}, {Name: "Staff"}}
	if diff := cmp.Diff(want, r.Sheets); diff != "" {
		t.Error(diff)
	}
	for asked, want := range map[string]string{"Staff": "s@x.org", " staff ": "s@x.org", "4": "s@x.org", "Notes": "hidden@x.org"} {
		r := read(t, data, roster.Options{Sheet: asked})
		if r.People.Len() != 1 || r.People.List()[0].Email != want {
			t.Errorf("sheet %q gives %v", asked, met(r.People.List()))
		}
	}
	if _, err := roster.Parse(data, "l", roster.Options{Sheet: "Nobody"}); issuer.CodeOf(err) != roster.CodeNoSheet {
		t.Errorf("%v", err)
	}
	if _, err := roster.Parse([]byte("email\na@x.org\n"), "l", roster.Options{Sheet: "A"}); issuer.CodeOf(err) != roster.CodeNoSheets {
		t.Errorf("%v", err)
	}
}

func TestHiddenRows(t *testing.T) {
	t.Parallel()
	xlsx := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1", []any{"Email", "Name"}, []any{"a@x.org", "Anna"}, []any{"b@x.org", "Bob"}, []any{"c@x.org", "Cy"})
		must(t, f.SetRowVisible("Sheet1", 3, false))
	})
	ods := odsOf(t, odsTable("S", odsRow("Email", "Name"), odsRow("a@x.org", "Anna"),
		strings.Replace(odsRow("b@x.org", "Bob"), "row>", `row table:visibility="filter">`, 1), odsRow("c@x.org", "Cy")))
	for name, data := range map[string][]byte{"xlsx": xlsx, "ods": ods} {
		for _, test := range []struct {
			hidden   roster.Hidden
			people   int
			problems []string
		}{{"", 2, []string{"3 bad hidden-row"}}, {roster.ReadHidden, 3, []string{}}, {roster.SkipHidden, 2, []string{}}} {
			r := read(t, data, roster.Options{Hidden: test.hidden})
			if diff := cmp.Diff(test.problems, told(r.Problems)); diff != "" || r.People.Len() != test.people {
				t.Errorf("%s %q: %v %s", name, test.hidden, met(r.People.List()), diff)
			}
		}
	}
}

func TestTitlesTotalsAndMergedCells(t *testing.T) {
	t.Parallel()
	data := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1", []any{"Spring workshop 2026"}, []any{"Printed", "2026-03-31"}, []any{nil}, []any{"Team", "Name", "Email", "Hours"},
			[]any{"Red", "Anna", "a@x.org", 3}, []any{nil, "Bob", "b@x.org", 4}, []any{"Blue", "Cy", "c@x.org", 5}, []any{"Total", nil, nil, 12})
		must(t, f.MergeCell("Sheet1", "A1", "D1"), f.MergeCell("Sheet1", "A5", "A6"))
	})
	r := read(t, data, roster.Options{})
	want := []string{"1 warn title-row", "2 warn title-row", "8 warn totals-row"}
	if diff := cmp.Diff(want, told(r.Problems)); diff != "" {
		t.Error(diff)
	}
	if r.People.Len() != 3 || r.People.List()[1].Extra["Team"] != "Red" || r.People.List()[1].Row != 6 || r.Left != 3 || r.Blank != 1 {
		t.Errorf("%v, %d left out, %d empty: %+v", met(r.People.List()), r.Left, r.Blank, r.Changes)
	}
	text := "Workshop;;\nName;Mail;Ort\nAnna;a@x.org;Ulm\nBob;b@x.org;Bonn\nSumme;2;\n\nStand: 31.03.2026;;\n"
	r = parse(t, text, roster.Options{KeepCells: true})
	if diff := cmp.Diff([]string{"1 warn title-row", "5 warn totals-row", "7 warn totals-row"}, told(r.Problems)); diff != "" {
		t.Error(diff)
	}
	if r.Rows.Len() != 2 || r.Cells.Len() != 2 {
		t.Errorf("%d rows, %d kept", r.Rows.Len(), r.Cells.Len())
	}
	// somebody at the end without an address is a person all the same
	r = parse(t, "Name,Mail\nAnna,a@x.org\n\nBob Lee,\n", roster.Options{})
	if diff := cmp.Diff([]string{"4 bad no-email Mail"}, told(r.Problems)); diff != "" {
		t.Error(diff)
	}
}

func TestHeadingsUnderBands(t *testing.T) {
	t.Parallel()
	r := parse(t, "Order,,Attendee,\nName,Email,Name,Email\nPat Payer,pay@x.org,Anna Ng,a@x.org\nPat Payer,pay@x.org,Bob Lee,b@x.org\n", roster.Options{})
	want := []string{"3 Anna Ng <a@x.org>", "4 Bob Lee <b@x.org>"}
	if diff := cmp.Diff(want, met(r.People.List())); diff != "" {
		t.Error(diff, r.Columns)
	}
}

func TestFormulas(t *testing.T) {
	t.Parallel()
	sheet := `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Email</t></is></c></row>` +
		`<row r="2"><c r="A2" t="str"><f>B9</f><v>Anna_x0020_Ng</v></c><c r="B2" t="str"><f>[1]Other!A1</f><v>a@x.org</v></c></row>` +
		`<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3" t="inlineStr"><is><r><t>b@</t></r><rPh><t>bee</t></rPh><r><t>x.org</t></r></is></c></row>` +
		`<row r="4"><c r="A4"><f>A2</f></c><c r="B4" t="inlineStr"><is><t>c@x.org</t></is></c></row></sheetData></worksheet>`
	r := read(t, plainBook(t, sheet), roster.Options{})
	if diff := cmp.Diff([]string{"3 bad formula-error Name", "4 bad formula-without-value Name"}, told(r.Problems)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"2 Anna Ng <a@x.org>"}, met(r.People.List())); diff != "" {
		t.Error(diff)
	}
}

// plainBook is a workbook of one sheet as small as it can be.
func plainBook(tb testing.TB, sheet string, more ...string) []byte {
	tb.Helper()
	return archive(tb, append([]string{
		"[Content_Types].xml", `<Types/>`,
		"_rels/.rels", `<Relationships><Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/s.xml"/><Relationship Id="x" Type="x/externalLink" Target="http://127.0.0.1:1/x" TargetMode="External"/></Relationships>`,
		"xl/worksheets/s.xml", sheet,
	}, more...)...)
}

// A column of boxes that nobody ticked goes on to the end of many sheets.
func TestBoxesNobodyTicked(t *testing.T) {
	t.Parallel()
	box := `<table:table-cell office:value-type="boolean" office:boolean-value="false"><text:p>FALSE</text:p></table:table-cell>`
	ods := odsOf(t, odsTable("S", odsRow("Email", "Came"), odsRow("a@x.org", box),
		strings.Replace(odsRow("<table:table-cell/>", box), "row>", `row table:number-rows-repeated="1000000">`, 1)))
	xlsx := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1", []any{"Email", "Came"}, []any{"a@x.org", false}, []any{nil, false}, []any{nil, false})
	})
	for name, data := range map[string][]byte{"ods": ods, "xlsx": xlsx} {
		r := read(t, data, roster.Options{})
		if r.Rows.Len() != 1 || r.People.List()[0].Extra["Came"] != "FALSE" {
			t.Errorf("%s: %d rows, %+v", name, r.Rows.Len(), told(r.Problems))
		}
	}
}

func TestODS(t *testing.T) {
	t.Parallel()
	date := `<table:table-cell office:value-type="date" office:date-value="2026-03-31"><text:p>31/03/26</text:p></table:table-cell>`
	moment := `<table:table-cell office:value-type="date" office:date-value="2026-03-31T14:30:00"><text:p>31/03/26 14:30</text:p></table:table-cell>`
	note := `<table:table-cell office:value-type="string"><office:annotation><text:p>not this</text:p></office:annotation><text:p>Anna<text:s text:c="1"/><text:span>Ng</text:span></text:p></table:table-cell>`
	team := `<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>Red</text:p></table:table-cell>`
	data := odsOf(t, `<table:tracked-changes><table:table-cell><text:p>old</text:p></table:table-cell></table:tracked-changes>`+
		strings.Replace(odsTable("Secret", odsRow("Email"), odsRow("h@x.org")), "ta1", "ta2", 1)+odsTable("Empty", odsRow())+
		odsTable("People", `<table:table-header-rows>`+odsRow("Name", "Email", "Issued on", "Expires", "Team", "Hours")+`</table:table-header-rows>`,
			`<table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>`,
			odsRow(note, "a@x.org", date, moment, team, `<table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell>`),
			odsRow("Bob", "b@x.org", date, `<table:table-cell/>`, `<table:covered-table-cell/>`, `<table:table-cell office:value-type="float" office:value="1234567890123"><text:p>1.23E+12</text:p></table:table-cell>`),
			`<table:table-row table:number-rows-repeated="1047574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`))
	r := read(t, data, roster.Options{})
	if r.Encoding != "ods" || r.Sheet != "People" || r.Blank != 1000 {
		t.Errorf("%s %q, %d empty", r.Encoding, r.Sheet, r.Blank)
	}
	if diff := cmp.Diff([]string{"0 warn hidden-sheet"}, told(r.Problems)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"1002 Anna Ng <a@x.org>", "1003 Bob <b@x.org>"}, met(r.People.List())); diff != "" {
		t.Fatal(diff)
	}
	anna, bob := r.People.List()[0], r.People.List()[1]
	if anna.IssuedOn.String() != "2026-03-31" || anna.Expires.String() != "2026-03-31T14:30:00" {
		t.Errorf("%s %s", anna.IssuedOn, anna.Expires)
	}
	if diff := cmp.Diff([]map[string]string{{"Team": "Red", "Hours": "007"}, {"Team": "Red", "Hours": "1234567890123"}}, []map[string]string{anna.Extra, bob.Extra}); diff != "" {
		t.Error(diff)
	}
}

// Each hostile file is refused by name, or read in bounds.
func TestHostileWorkbooks(t *testing.T) {
	t.Parallel()
	head := `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>Email</t></is></c></row><row r="2"><c t="inlineStr"><is><t>a@x.org</t></is></c></row>`
	tests := map[string]struct {
		data []byte
		code string
	}{
		"sheet of a gigabyte of nothing": {bomb(t), roster.CodeBomb},
		"sheet larger than it says":      {liar(t), roster.CodeDamaged},
		"million empty rows":             {plainBook(t, head+strings.Repeat("<row/>", 1_000_000)+"</sheetData></worksheet>"), ""},
		"hundred megabytes of the same":  {plainBook(t, head+strings.Repeat(`<row><c t="str"><v>x</v></c></row>`, 3_000_000)+"</sheetData></worksheet>"), roster.CodeBomb},
		"rows beyond any sheet":          {plainBook(t, head+`<row r="9999999"><c t="str"><v>x</v></c></row></sheetData></worksheet>`), roster.CodeBomb},
		"cells far to the right":         {plainBook(t, head+strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 3000)+"</sheetData></worksheet>"), roster.CodeBomb},
		"everything merged":              {plainBook(t, head+`</sheetData><mergeCells>`+strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 200_000)+`</mergeCells></worksheet>`), ""},
		"sheet ends early":               {plainBook(t, head), roster.CodeDamaged},
		"sheet is no XML":                {plainBook(t, head+"<<<>"), roster.CodeDamaged},
		"entities":                       {plainBook(t, `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>`+head+`<row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`), roster.CodeDamaged},
		"a cell of a megabyte":           {plainBook(t, head+`<row><c t="str"><v>`+strings.Repeat("x", 1<<20)+`</v></c></row></sheetData></worksheet>`), roster.CodeBomb},
		"no sheet":                       {archive(t, "xl/workbook.xml", "<workbook/>", "xl/_rels/workbook.xml.rels", "<Relationships/>"), roster.CodeEmpty},
		"workbook in another format":     {archive(t, "xl/workbook.bin", "x"), roster.CodeXLS},
		"other archive":                  {archive(t, "readme.txt", "x"), roster.CodeArchive},
		"text document":                  {archive(t, "[Content_Types].xml", "x", "word/document.xml", "x"), roster.CodeDocument},
		"slides":                         {archive(t, "ppt/presentation.xml", "x"), roster.CodeDocument},
		"Numbers":                        {archive(t, "Index/Document.iwa", "x", "preview.jpg", "x"), roster.CodeNumbers},
		"archive of words":               {archive(t, "password/list.csv", "x"), roster.CodeArchive},
		"thirty thousand parts":          {archive(t, slicesOf("p", 30_000)...), roster.CodeBomb},
		"ODS with a password": {archive(t, "mimetype", odsType, "content.xml", "\x01\x02", "META-INF/manifest.xml",
			`<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`), roster.CodeEncrypted},
		"XLSX with a password":    {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00" + strings.Join(strings.Split("EncryptedPackage", ""), "\x00") + "\x00"), roster.CodeEncrypted},
		"ODS of a billion people": {odsOf(t, odsTable("S", odsRow("Email"), strings.Replace(odsRow("a@x.org"), "row>", `row table:number-rows-repeated="1000000000">`, 1))), roster.CodeBomb},
		"ODS repeated to the right": {odsOf(t, odsTable("S", odsRow("Email"),
			`<table:table-row><table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell></table:table-row>`, odsRow("a@x.org"))), ""},
		"ODS ends early": {archive(t, "mimetype", odsType, "content.xml", `<office:spreadsheet><table:table table:name="S"><table:table-row>`), roster.CodeDamaged},
		"ODS is no XML":  {archive(t, "mimetype", odsType, "content.xml", "<<<"), roster.CodeDamaged},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			_, err := roster.Parse(test.data, "list", roster.Options{})
			if got := issuer.CodeOf(err); got != test.code {
				t.Errorf("%v: code %q, want %q", err, got, test.code)
			}
			if took := time.Since(begun); took > 2*time.Minute {
				t.Errorf("took %s", took)
			}
		})
	}
}

func slicesOf(name string, n int) (parts []string) {
	for i := range n {
		parts = append(parts, fmt.Sprint(name, i), "")
	}
	return parts
}

// bomb says that its sheet has a gigabyte.
func bomb(t *testing.T) []byte {
	t.Helper()
	return patched(t, 1<<30)
}

// liar says that its sheet is short.
func liar(t *testing.T) []byte {
	t.Helper()
	return patched(t, 100)
}

func patched(t *testing.T, says uint64) []byte {
	t.Helper()
	good, err := zip.NewReader(bytes.NewReader(plainBook(t, "x")), int64(len(plainBook(t, "x"))))
	must(t, err)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range good.File {
		if f.Name != "xl/worksheets/s.xml" {
			must(t, z.Copy(f))
		}
	}
	content := []byte(`<worksheet><sheetData>` + strings.Repeat(" ", 1<<20) + `</sheetData></worksheet>`)
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "xl/worksheets/s.xml", Method: zip.Store, CRC32: crc32.ChecksumIEEE(content),
		CompressedSize64: uint64(len(content)), UncompressedSize64: says,
	})
	must(t, err)
	_, err = w.Write(content)
	must(t, err, z.Close())
	return out.Bytes()
}

// A workbook of 100,000 rows is read in bounded memory.
func TestLargeWorkbook(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const people = 100_000
	data := workbook(t, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		must(t, err)
		must(t, w.SetRow("A1", []any{"Name", "Email", "Issued on", "Team", "Hours", "Note"}))
		for i := range people {
			cell, _ := excelize.CoordinatesToCellName(1, i+2)
			must(t, w.SetRow(cell, []any{fmt.Sprintf("Person Number%d", i), fmt.Sprintf("p%d@example.org", i), "2026-03-31", "Team " + fmt.Sprint(i%9), i % 40, "as agreed"}))
		}
		must(t, w.Flush())
	})
	path := t.TempDir() + "/list.xlsx"
	must(t, os.WriteFile(path, data, 0o600))
	size := len(data)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	peak := make(chan uint64)
	stop := make(chan struct{})
	go func() {
		var most uint64
		var m runtime.MemStats
		for {
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(20 * time.Millisecond):
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	begun := time.Now()
	r, err := roster.ReadFile(path, roster.Options{})
	took := time.Since(begun)
	close(stop)
	most := <-peak
	must(t, err)
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("%d KiB read in %s, heap %d MiB before, %d MiB at most, %d MiB held", size>>10, took, before.HeapInuse>>20, most>>20, after.HeapInuse>>20)
	if r.People.Len() != people {
		t.Errorf("%d people", r.People.Len())
	}
	if most > before.HeapInuse+256<<20 {
		t.Errorf("heap grew to %d MiB", most>>20)
	}
}

func fuzzBook(f *testing.F, seeds ...[]byte) {
	f.Helper()
	for _, seed := range seeds {
		f.Add(seed)
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>Email</t></is></c></row><row hidden="1"><c r="A2" t="str"><f/><v>a@x.org</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A9"/></mergeCells></worksheet>`, `<sst><si><t>x</t></si></sst>`)
	f.Fuzz(func(t *testing.T, sheet, texts string) {
		checkBook(t, plainBook(t, sheet, "xl/sharedStrings.xml", texts))
	})
}

func FuzzODS(f *testing.F) {
	f.Add(odsTable("S", odsRow("Email", "Name"), odsRow("a@x.org", "A")))
	f.Add(odsTable("S", odsRow("Email"), `<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-rows-spanned="2"><text:p>x</text:p></table:table-cell></table:table-row>`))
	f.Fuzz(func(t *testing.T, tables string) { checkBook(t, odsOf(t, tables)) })
}

// FuzzWorkbook reads archives that may be damaged anywhere.
func FuzzWorkbook(f *testing.F) {
	fuzzBook(f, odsOf(f, odsTable("S", odsRow("Email"), odsRow("a@x.org"))),
		plainBook(f, `<worksheet><sheetData><row><c t="str"><v>Email</v></c></row><row><c t="str"><v>a@x.org</v></c></row></sheetData></worksheet>`))
	f.Fuzz(func(t *testing.T, data []byte) { checkBook(t, append([]byte("PK\x03\x04"), data...)) })
}

func checkBook(t *testing.T, data []byte) {
	t.Helper()
	r, err := roster.Parse(data, "list", roster.Options{})
	if err != nil {
		if issuer.CodeOf(err) == "" {
			t.Fatalf("%v has no code", err)
		}
		return
	}
	checkPeople(t, r.People.List())
	last, told := 0, map[int]bool{}
	for _, p := range r.Problems {
		told[p.Row] = true
	}
	for _, row := range r.Rows.All() {
		if row.Row <= last {
			t.Fatalf("row %d after row %d", row.Row, last)
		}
		if last = row.Row; row.State != roster.Ready && !told[last] {
			t.Fatalf("row %d is %s in silence", row.Row, row.State)
		}
	}
}
