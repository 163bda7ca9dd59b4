package main

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// sheet makes a workbook of a text: "== name" begins a sheet, "== -name" one
// that is hidden; cells end with "|", and a row that begins with "-|" is hidden.
func sheet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("use: sheet TEXT WORKBOOK")
	}
	f := excelize.NewFile()
	name, row := "", 0
	var hides []string
	for line := range strings.SplitSeq(strings.TrimRight(ts.ReadFile(args[0]), "\n"), "\n") {
		if head, ok := strings.CutPrefix(line, "== "); ok {
			shown := strings.TrimPrefix(head, "-")
			if name, row = shown, 0; f.SheetCount == 1 && f.GetSheetName(0) == "Sheet1" {
				ts.Check(f.SetSheetName("Sheet1", name))
			} else {
				_, err := f.NewSheet(name)
				ts.Check(err)
			}
			if shown != head {
				hides = append(hides, name)
			}
			continue
		}
		row++
		cells := strings.Split(line, "|")
		hidden := cells[0] == "-"
		if hidden {
			cells = cells[1:]
		}
		for i, text := range cells {
			cell, err := excelize.CoordinatesToCellName(i+1, row)
			ts.Check(err)
			ts.Check(f.SetCellStr(name, cell, text))
		}
		ts.Check(f.SetRowVisible(name, row, !hidden))
	}
	f.SetActiveSheet(f.SheetCount - 1) // the one in front cannot be hidden
	for _, name := range hides {
		ts.Check(f.SetSheetVisible(name, false))
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[1])))
}
