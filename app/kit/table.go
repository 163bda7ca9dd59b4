package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// TableColumn is one column of a table.
type TableColumn struct {
	Title  string
	Width  float32 // px of tokens.md; 0 shares what is left by Weight
	Weight float32 // 0 is 1
	Least  float32 // of a shared column; 0 is 80
	Sort   bool    // its heading sorts
	Right  bool    // figures stand at the right
}

// TableCell is what a cell shows: words, with an icon, as a chip or as a button.
type TableCell struct {
	Text    string
	Icon    string
	Tone    Tone
	Chip    bool // a chip in Tone
	Fill    Tone // not Neutral: the cell lies on the soft colour of the tone
	Strong  bool
	Mono    bool
	Second  bool   // quieter
	Indent  bool   // belongs to what stands above it
	Waiting bool   // not read yet: a grey bar
	Check   bool   // a check box, on or off by On
	On      bool   //
	Button  string // a quiet button in the cell
	Act     func() // what the button or the check does
	Tip     string // tooltip; "" shows the text when it is cut
}

// Table shows any number of rows, 34 px high, and asks only for those in view.
// Arrows, Home, End, Page Up and Down move; Space adds to the selection; Enter
// opens; F2 edits a cell.
type Table struct {
	widget.BaseWidget

	// OnSelect is told the row the selection moved to; -1 is none.
	OnSelect func(row int)
	// OnOpen is what Enter and a double press do.
	OnOpen func(row int)
	// OnSort is told which heading was pressed; the table shows the direction.
	OnSort func(col int, down bool)
	// OnMenu is a press with the other button; position is in the table.
	OnMenu func(row int, at fyne.Position)
	// OnEdit makes cells the unit: left and right move between them, F2 and a
	// double press edit.
	OnEdit func(row, col int)
	// OnType is a letter typed over a cell.
	OnType func(row, col int, letter string)
	// OnPress is told the cell that the pointer chose, alone.
	OnPress func(row, col int)
	// OnView is told the first and last row in view, so that pages can be read.
	OnView func(first, last int)
	// Multi lets several rows be selected: Ctrl, Shift, Space, Ctrl+A.
	Multi bool

	tableState
}
