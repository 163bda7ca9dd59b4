package engine

import (
	"bytes"
	"encoding/csv"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

const (
	exportImportTable = "imports.csv"
	exportImports     = "imports/"
)

// importedFiles yields the badges of others that are on record: a table, and of
// each its text as it was found, what it says, and the picture it came in.
func importedFiles(t *ledger.Tx, yield func(site.File, error) bool) {
	list, err := t.Imports()
	if err != nil {
		yield(site.File{}, err)
		return
	}
	if len(list) == 0 || !yield(site.File{Path: exportImportTable, Bytes: importTable(list)}, nil) {
		return
	}
	for _, one := range list {
		ending := ".json"
		if jws.Looks(string(bytes.TrimSpace(one.Text))) {
			ending = ".jwt"
		}
		if !yield(site.File{Path: exportImports + one.ID + ending, Bytes: one.Text}, nil) ||
			!yield(site.File{Path: exportImports + one.ID + ".fields.json", Bytes: one.Fields}, nil) {
			return
		}
		if one.Picture == "" {
			continue
		}
		kind, data, err := t.Blob(one.Picture)
		if !yield(site.File{Path: exportImports + one.ID + "." + issuer.ImageExt(kind), Bytes: data}, err) || err != nil {
			return
		}
	}
}

// importTable is the list as a CSV that is safe to open in a spreadsheet
// program: every cell is a stranger's text.
func importTable(list []ledger.Import) []byte {
	var out bytes.Buffer
	out.WriteString("\uFEFF") // as in Report
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	_ = w.Write([]string{"id", "taken", "source", "version", "format", "verdict", "status", "badge", "name", "issuer", "issuer_name"})
	for _, one := range list {
		_ = w.Write([]string{
			one.ID, issuer.Stamp(one.Made), inert(one.Source), one.Version, one.Format, one.Verdict, one.Status, inert(one.Badge), inert(one.Name),
			inert(one.Issuer), inert(one.IssuerName),
		})
	}
	w.Flush() // a bytes.Buffer takes everything
	return out.Bytes()
}
