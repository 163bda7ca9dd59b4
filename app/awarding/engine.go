package awarding

import (
	"context"
	"image"
	"path/filepath"
	"strings"
	"time"

	"badgekiln/issuer"
)

// Engine is what the room asks for. Every call may take time and is made off
// the window's goroutine. Lists are read anew by each call, so that nothing is
// decided by a file as it was before.
type Engine interface {
	// Begin gives what an award can begin with.
	Begin(ctx context.Context) (Beginning, error)
	// Read reads a list for a badge class as the choices say. Like Plan it tells
	// how far it is, and ends early when ctx does.
	Read(ctx context.Context, class string, l List, c Choices, report Report) (Reading, error)
	// Alphabets reads the beginning of a list in each kind of letters it can be
	// written in, those that give the same names once.
	Alphabets(ctx context.Context, l List, c Choices) ([]Alphabet, error)
	// Plan says what an order would do, and does nothing.
	Plan(ctx context.Context, o Order, report Report) (Plan, error)
	// Award carries an order out. report may block: the run then stands still
	// at a place where nothing is half done. A cancelled run keeps what is
	// filed; its Result says how many. Called again it goes on, and awards
	// nobody twice.
	Award(ctx context.Context, o Order, report Report) (Result, error)
	// Finish ends what an earlier run left, without its list.
	Finish(ctx context.Context, batch, folder, names string, report Report) (Result, error)
	// Undo takes a whole batch back, and its files out of the folder.
	Undo(ctx context.Context, batch, folder, names string) (Undone, error)
	// SaveBad writes the rows that cannot be awarded into a file of their own,
	// and says how many.
	SaveBad(ctx context.Context, l List, c Choices, path string) (int, error)
	// Keep keeps the people of a list under a name, those that can be awarded,
	// and says how many.
	Keep(ctx context.Context, name string, l List, c Choices) (int, error)
	// KeepHolders keeps those who hold a badge as a list, and gives its name.
	KeepHolders(ctx context.Context, class string) (string, error)
	// Forget forgets a list, and nobody on it.
	Forget(ctx context.Context, name string) error
}

// Report tells how far work is: its stage and how many of how many; 0 of those
// is not known.
type Report func(stage string, done, total int)

// The stages of a run, and of what comes before.
const (
	StageRead  = "read"
	StagePlan  = "plan"
	StageSign  = "sign"
	StageWrite = "write"
)

// Beginning is what an award can begin with.
type Beginning struct {
	Classes    []Class // that can be awarded, the ones used last first
	Files      []File  // lists to choose from, the likeliest first
	Kept       []Kept  // lists that the ledger keeps
	Unfinished []Unfinished
	Sample     bool // the sample workshop
}

// Class is a badge class to award.
type Class struct {
	Slug    string
	Name    string
	Issuer  string // the issuer's name
	Version int
	Hosted  bool                       // the issuer has web space
	Picture image.Image                // nil when it cannot be read
	Folder  string                     // where its files go unless somebody says otherwise
	Results []issuer.ResultDescription // that can be reached
}

// File is a list that lies about.
type File struct {
	Path    string
	Place   string // PlaceSample and so on
	Size    int64
	Changed time.Time
}

// Name is the file's name without its folder.
func (f File) Name() string { return filepath.Base(f.Path) }

// Where a File lies.
const (
	PlaceSample    = "sample" // beside the sample ledger
	PlaceDownloads = "downloads"
	PlaceDesktop   = "desktop"
	PlaceDocuments = "documents"
)

// Unfinished is a run that was stopped.
type Unfinished struct {
	Batch   string
	Class   string // slug
	Name    string // of the class
	List    string // the list's name
	Begun   time.Time
	Awarded int
	Pending int
}

// Kept is a list of people that the ledger keeps.
type Kept struct {
	Name   string
	People int
	Made   time.Time
}

// List is where people come from: a file, a list that is kept, or a pasted text.
type List struct {
	Path string
	Kept string
	Text string
}

// None tells whether there is no list yet.
func (l List) None() bool { return l.Path == "" && l.Kept == "" && strings.TrimSpace(l.Text) == "" }

// Choices are what somebody decided about a list. The zero value leaves
// everything to be guessed.
type Choices struct {
	Fields    map[int]string    // column from 0 → field, or FieldNone; several columns of one field are joined
	Constants map[string]string // field → a text that is the same for everybody
	Skips     []int             // rows that are left out by hand
	Dates     string            // how 03/04/2026 is meant: "dmy", "mdy", by field as "issued_on=dmy,expires=mdy", or ""
	Fixes     []Fix
	Letters   string // one of Reading.Encodings; "" as found
	Separator string // one of Reading.Delimiters; "" as found
	Headings  string // the number of the row that names the columns, "no", or "" as found
	Sheet     string // one of Reading.Sheets; "" as found
	Hidden    string // what becomes of hidden rows: HiddenRead, HiddenSkip, or "" until it is said
	NoAddress bool   // people without an address are awarded too
	SkipBad   bool   // rows that cannot be awarded are left out
}

// Fix is a cell as somebody wants it read; the file stays as it is. Column
// counts from 0.
type Fix struct {
	Row, Column int
	Text        string
}

// What can become of rows that a workbook hides.
const (
	HiddenRead = "read"
	HiddenSkip = "skip"
)

// FieldNone is the field of a column that is not used.
const FieldNone = "none"

// Fields are what a column can be, in the order in which people choose.
func Fields() []string {
	return []string{"name", "given_name", "family_name", "email", "evidence", "narrative", "criteria_note", "issued_on", "expires", "language", "image", FieldNone}
}

// Reading is a list as it was understood.
type Reading struct {
	Name      string
	Encoding  string // as package roster calls it
	Delimiter string
	Heading   int // the row that names the columns; 0 without one

	Encodings, Delimiters []string // what it can be said to have

	Sheet  string   // of a workbook
	Sheets []string // all of them; nil for a text

	Remembered map[int]string // what the columns were the last time, and are taken for now; nil: nothing is remembered

	Columns  []Column
	Rows     Rows // nil: let go of, see Room.letGo
	Findings []Finding
	More     int      // findings beyond those listed
	Ready    int      // rows that can be awarded
	Bad      int      // rows that cannot
	Doubles  int      // rows that say what another said before
	Names    []string // some first names, those first that tell whether the letters are right
	Doubtful bool     // the letters were guessed, and names depend on them
}

// Alphabet is one kind of letters a list can be written in, with names as they
// read then.
type Alphabet struct {
	Letters string
	Names   []string
}

// Column is one column and what it is taken for.
type Column struct {
	Heading string // or its letter
	Field   string // one of Fields
	Public  bool   // everybody will see its cells
}

// Rows are the rows of a list. There can be a million, so each is made anew
// when it is asked for: whoever changes one changes nothing here.
type Rows interface {
	Len() int
	At(i int) Row
}

// Row is one row of a list. Marks has, for a column, the severity of what was
// found in its cell.
type Row struct {
	Row   int
	Cells []string
	Marks map[int]Severity
	Bad   bool
}

// Severity tells whether a finding stops its row.
type Severity string

// The severities.
const (
	Stops Severity = "bad"
	Warns Severity = "warn"
)

// Finding is one thing that was found in a list.
type Finding struct {
	Row        int
	Column     int // from 0, or -1 for the row as a whole
	Code       string
	Text       string // the sentence
	Cell       string
	Severity   Severity
	Suggestion string // what the cell may have been meant to say
}

// Order is what is to be awarded.
type Order struct {
	Class   string
	List    List
	Choices Choices
	Formats []string // nil: what the issuer's web space allows
	Again   bool     // once more although the same was done before
	Correct bool     // who holds the badge with other words gets a corrected one
	Folder  string
	Names   string           // file names with fields such as {name}
	More    issuer.AwardMore // of every award; {column} stands for what the list says there
}

// What a plan says about a row.
const (
	StateNew      = "new"
	StateSame     = "same"
	StateChanged  = "changed"
	StateConflict = "conflict"
	StateBad      = "bad"
)

// States are what a plan can say about a row, in the order people read them.
func States() []string { return []string{StateNew, StateSame, StateChanged, StateConflict, StateBad} }

// Plan is what would happen.
type Plan struct {
	Class  Class
	Rows   Plans          // nil: let go of
	Counts map[string]int // by state
	Known  bool           // the same order was begun before
	Done   bool           // and ended: nobody is awarded again
	Hosted bool
	Left   []string // texts of the picture that only its template said
	Looks  Looks    // draws the badges of the rows; nil when there is nobody to ask
}

// Looks draws badges before they are made. Its calls take time.
type Looks interface {
	// Look draws the badge of a row of the plan, counted from 0.
	Look(ctx context.Context, row int) (Look, error)
	// Worst finds the row whose badge suffers most; -1 when nobody is awarded.
	Worst(ctx context.Context) (int, error)
}

// Look is somebody's badge as it would be; the zero value is none.
type Look struct {
	Picture  image.Image
	Personal bool   // it shows something of its owner
	Missing  string // letters that no font has
	Crowded  bool   // a text is larger than its room
	Awarded  time.Time
	Expires  time.Time // zero: never
}

// Len is how many rows a plan has.
func (p Plan) Len() (n int) {
	for _, count := range p.Counts {
		n += count
	}
	return n
}

// Plans are the rows of a plan, made anew as those of a list are.
type Plans interface {
	Len() int
	At(i int) Planned
	State(i int) string // that of At(i), at once
}

// Planned is one row of a plan.
type Planned struct {
	Row   int
	Name  string
	Email string
	State string
	Why   string   // a sentence; "" when there is nothing to say
	Notes []string // doubts and suggestions; nothing is done by itself
}

// Result is what became of an order.
type Result struct {
	Awarded   int // by this run
	Corrected int // badges that gave way to corrected ones
	Plan      Plan
	Batch     string
	Folder    string
	Written   int // files written now
	Right     int // files that were there already, byte for byte
	Proof     Proof
	Badges    []Badge // some of them, to look at
	Report    string  // the table of what became of each row, a file
	Took      time.Duration
}

// Undone is what became of taking a batch back.
type Undone struct {
	Awards  int
	Removed int // files
	Left    int // files that somebody changed, and that stay
}

// Proof is one badge that was opened again and verified.
type Proof struct {
	Name    string // whose; "" when none was
	File    string
	Holds   bool
	Reasons []string // why it does not hold
}

// Badge is somebody's badge to look at.
type Badge struct {
	Name    string
	Picture image.Image
}
