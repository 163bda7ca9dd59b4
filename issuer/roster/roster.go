package roster

import (
	"strings"

	"badgekiln/issuer"
)

// The fields this room understands (cli.md, "Fields"). Any other field name
// is a column of the list's own.
const (
	FieldEmail      = "email"
	FieldName       = "name"
	FieldGivenName  = "given_name"
	FieldFamilyName = "family_name"
	FieldEvidence   = "evidence"
	FieldNarrative  = "narrative"
	FieldNote       = "criteria_note" // how this person met the criteria
	FieldIssuedOn   = "issued_on"
	FieldExpires    = "expires"
	FieldLanguage   = "language"
	FieldImage      = "image"
	FieldBadge      = "badge"
)

// Options say how a list is to be read. The zero value guesses everything.
type Options struct {
	// Map is field → column, by header, letter or number from 1; it goes before
	// any guess. "A + B" joins columns, "=text" is a text for everybody.
	Map          map[string]string
	AllowNoEmail bool      // a person without an address is no problem
	PublicNames  bool      // names will be public, so their columns are marked
	DateOrder    DateOrder // how 03/04/2026 is meant; empty: as the column shows
	MaxBytes     int64     // largest file; 0 means 256 MiB
	Fixes        []Fix     // cells corrected by hand; the file stays as it is
	KeepCells    bool      // fill Reading.Cells
	Encoding     string    // one of Encodings; empty: as the bytes show
	Delimiter    string    // one of Delimiters; empty: as the rows show
	Header       Heading   // whether the first row names the columns; empty: as it shows
	Sheet        string    // of a workbook, by name or number from 1; empty: the first that can be seen and is not empty
	Hidden       Hidden    // what becomes of rows a workbook hides; empty: they wait for that to be said
	// Report is told now and then how many rows were read, and of about how many
	// (0: not known), and can end the reading by an error. It may be nil.
	Report func(rows, of int) error
	// Skip has rows that are passed over, as if they were not there: what
	// somebody decided about them by hand.
	Skip map[int]bool
}

// Heading says whether the first row names the columns. The number of a row
// near the beginning says that this one does; what stands above is no person.
type Heading string

// The headings there are.
const (
	WithHeading    Heading = "yes"
	WithoutHeading Heading = "no"
)

// Delimiters are what can stand between cells.
func Delimiters() []string { return strings.Split(delimiters, "") }

// Fix is one cell as somebody wants it read. Column counts from 0.
type Fix struct {
	Row    int
	Column int
	Text   string
}

// Reading is a list as it was understood. Its JSON form is the result of
// "kiln roster read".
type Reading struct {
	Encoding  string    `json:"encoding"`  // utf-8, utf-8-bom, one of Encodings, or xlsx or ods
	Delimiter string    `json:"delimiter"` // "" in a workbook
	Sheet     string    `json:"sheet"`     // "" in a text file
	Sheets    []Sheet   `json:"sheets,omitempty"`
	Header    bool      `json:"header"` // whether the first row names the columns
	Columns   []Column  `json:"columns"`
	People    People    `json:"people"` // rows that can be awarded, in order
	Problems  []Problem `json:"problems"`
	Changes   []Change  `json:"changes"` // what cleaning did, at most MaxChanges of them

	HeaderRow int `json:"-"` // the row that names the columns; 0 without one

	Untold  int    `json:"-"` // how many problems there are beyond MaxProblems; their rows are Bad all the same
	Changed int    `json:"-"` // how many cells cleaning changed
	Blank   int    `json:"-"` // empty rows, passed over
	Left    int    `json:"-"` // titles, totals and hidden rows that were left out
	Rows    Rows   `json:"-"` // every row that is not empty, not the header and not left out
	SHA256  string `json:"-"` // of the file's bytes, hex

	Cells Cells `json:"-"` // beside Rows, each row's cells as the file has them, fixes in place; see Options.KeepCells
}

// Bad counts the rows that cannot be awarded.
func (r *Reading) Bad() int {
	n := 0
	for i := range r.Rows.Len() {
		if s := r.Rows.State(i); s == Bad || s == Conflict {
			n++
		}
	}
	return n
}

// Column is one column and what it is taken for.
type Column struct {
	Header string `json:"header"` // "" without a header
	Field  string `json:"field"`  // a known field, or the column's own name
	Public bool   `json:"public"` // its cells will be seen by everybody
}

// Person is one row understood. Texts are cleaned; see Change.
type Person struct {
	Row        int               `json:"row"`
	Email      string            `json:"email"`
	Name       string            `json:"name"`
	GivenName  string            `json:"given_name,omitempty"`
	FamilyName string            `json:"family_name,omitempty"`
	Evidence   []string          `json:"evidence,omitempty"` // http or https addresses
	Narrative  string            `json:"narrative,omitempty"`
	Note       string            `json:"criteria_note,omitempty"` // how the criteria were met
	IssuedOn   Date              `json:"issued_on,omitzero"`
	Expires    Date              `json:"expires,omitzero"`
	Language   string            `json:"language,omitempty"` // BCP 47
	Image      string            `json:"image,omitempty"`
	Badge      string            `json:"badge,omitempty"`
	Extra      map[string]string `json:"extra,omitempty"` // other columns that are not empty, by field
}

// State is where a row stands.
type State string

// The states of a row.
const (
	Ready     State = "ready"     // can be awarded
	Duplicate State = "duplicate" // says what row Other said before
	Conflict  State = "conflict"  // has the address of row Other and differs
	Bad       State = "bad"       // has a bad problem
)

// Row is one row of the list, whatever became of it.
type Row struct {
	Row    int
	State  State
	Person *Person // nil when the row could not be taken apart
	Other  int     // of a duplicate or conflict: the first row. Of a first row: the last row in conflict with it
}

// Severity tells whether a problem stops its row.
type Severity string

// The severities.
const (
	SeverityBad  Severity = "bad"
	SeverityWarn Severity = "warn"
)

// Problem is one thing wrong in one row. Row is the line a person sees in a
// spreadsheet program. Message is left for the caller to fill with the
// sentence "roster.<code>" and Values.
type Problem struct {
	Row        int           `json:"row"`
	Column     string        `json:"column"` // header, or letter; "" for the row as a whole
	Cell       string        `json:"cell"`   // as in the file, at most 80 characters
	Code       string        `json:"code"`
	Message    string        `json:"message"`
	Severity   Severity      `json:"severity"`
	Suggestion string        `json:"suggestion"`
	Values     issuer.Values `json:"-"`
}

// MaxProblems is how many problems a Reading lists. A list with more is wrong
// as a whole.
const MaxProblems = 100_000

// MaxChanges is how many changes a Reading lists; all are counted.
const MaxChanges = 10_000

// Change is one cell that cleaning changed; both texts have at most 80
// characters.
type Change struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Was    string `json:"was"`
	Now    string `json:"now"`
}
