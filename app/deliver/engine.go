package deliver

import (
	"context"
	"image"
	"time"
)

// Engine is what the room asks for. Calls may take time and are made off the
// window's goroutine.
type Engine interface {
	Backpacks
	Mails
	// State reads the batches, and how the outbox stands. It asks no network.
	State(ctx context.Context) (State, error)
	// Batch reads the people of one batch and what is on its way to them.
	Batch(ctx context.Context, id string) (Batch, error)
	// Give notes what was handed over, by code, address or name, or takes it back.
	// It gives the name of the person.
	Give(ctx context.Context, batch, who string, undo bool) (name string, changed bool, err error)
	// Pause lets nothing more go; Resume takes that back.
	Pause(ctx context.Context) error
	Resume(ctx context.Context) error
	// Retry asks once more for what failed of a batch, by one kind of way or by all
	// (""), and sends that and nothing else.
	Retry(ctx context.Context, batch, kind string, report func(done, total int)) (Sent, error)
	// CallOff takes back what of a batch is not sent yet, and says how many there were.
	CallOff(ctx context.Context, batch, kind string) (count int, err error)
	// Paper draws a page to be looked at, so many pixels wide; page −1 is that of
	// the longest name.
	Paper(ctx context.Context, p Paper, page, width int) (Sheet, error)
	// SavePaper writes all pages, and gives the rows that do not show all.
	SavePaper(ctx context.Context, p Paper, path string, report func(done, total int)) (flawed []string, err error)
	// SavePapers writes a file for each person into a folder.
	SavePapers(ctx context.Context, p Paper, folder string, report func(done, total int)) (count int, flawed []string, err error)
	// Certificates lists the designs of one's own that certificates can be printed by.
	Certificates(ctx context.Context) ([]Certificate, error)
	// OwnCertificate makes a design of the certificate that is shown, in the colours of
	// the badge, and gives what the studio calls it.
	OwnCertificate(ctx context.Context, p Paper) (id string, err error)
	// MakeClaims makes a page of its own for everybody in a batch.
	MakeClaims(ctx context.Context, batch string, names bool) (int, error)
	// Tell notes that somebody was told of the page, or takes that back.
	Tell(ctx context.Context, batch, award string, undo bool) error
}

// State is how delivering stands.
type State struct {
	Sample  bool
	Batches []BatchHead // the newest first
	Failed  int         // deliveries, of all batches
	Waiting int
	Paused  bool
	Servers []Server // of mail
	Unheard []string // people who were sent something long ago and not reached
}

// BatchHead names a batch.
type BatchHead struct {
	ID, Badge, List string
	At              time.Time
	People          int
}

// Batch is the people of a batch. Ways counts each of them once.
type Batch struct {
	Ways   map[string]int
	People []Person
	Posts  []Post
	Web    bool // there is web space for pages of their own
}

// Person is somebody in a batch.
type Person struct {
	Award, Name, Email string
	Way                string // the best by which they were reached, or "none"
	Code               string // of a slip; "" without
	Given              time.Time
	Claim              string // address of a page of its own; "" without
	Told               time.Time
}

// Post is something on its way, or what became of it.
type Post struct {
	Award, Name, To string
	Kind            string // mail, push, claim, print, remind
	State           string // see the words "delivery.state."
	Why             string // a sentence; "" without
	Answer          string // of the other side
	At              time.Time
	Tries           int
}

// Sent is what came of sending.
type Sent struct {
	Delivered, Failed, Held, Left int
	Next                          time.Time // when the first of those left can go; zero for none
}

// Paper is what is printed.
type Paper struct {
	Batch, Kind, Template, Size, Signer string
	Design                              string // of one's own, in place of Template; "" without
	Upright, Waiting                    bool
	PerPage                             int
	Reading                             int // pages of the same one show how things stood then
}

// Sheet is a page.
type Sheet struct {
	Picture       image.Image
	Page, Pages   int
	People        int
	Whole         bool
	Width, Height float64 // of the paper
}

// Certificate is a design that certificates can be printed by.
type Certificate struct{ ID, Name string }
