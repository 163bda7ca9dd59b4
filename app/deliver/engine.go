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
	// PlanMail says what a mailing would do.
	PlanMail(ctx context.Context, batch string) (MailPlan, error)
	// PreviewMail shows a mail as one person gets it; award "" is the one for whom
	// most can go wrong.
	PreviewMail(ctx context.Context, batch, award string) (Letter, error)
	// TestMail sends one person's mail to an address of one's own.
	TestMail(ctx context.Context, batch, to string) (answer string, err error)
	// Mail puts the mails of a batch into the outbox, and sends.
	Mail(ctx context.Context, batch string, report func(done, total int)) (Sent, error)
	// SaveMails writes them as files instead, for any mail program.
	SaveMails(ctx context.Context, batch, folder string, report func(done, total int)) (int, error)
	// SetServer keeps how mail is sent.
	SetServer(ctx context.Context, s Server) error
	// Paper draws a page to be looked at, so many pixels wide; page −1 is that of
	// the longest name.
	Paper(ctx context.Context, p Paper, page, width int) (Sheet, error)
	// SavePaper writes all pages, and gives the rows that do not show all.
	SavePaper(ctx context.Context, p Paper, path string, report func(done, total int)) (flawed []string, err error)
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
	Server  Server   // of mail; Host is "" while there is none
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
type Sent struct{ Delivered, Failed, Held, Left int }

// MailPlan says what a mailing would do.
type MailPlan struct {
	Goes                        int // this will send so many
	Later, Already, Ended, Gone int
	NoAddress                   []string
	Held                        []Held
}

// Held is why some may not go yet, as a sentence.
type Held struct {
	Count int
	Why   string
}

// Letter is a mail.
type Letter struct {
	From, To, Subject, Text string
	Attached                []string
}

// Server is how mail is sent.
type Server struct {
	Host, Security, User, Secret, Sender, Name string
	Port, PerMinute                            int
}

// Paper is what is printed.
type Paper struct {
	Batch, Kind, Template, Size, Signer string
	Upright, Waiting                    bool
	PerPage                             int
}

// Sheet is a page.
type Sheet struct {
	Picture       image.Image
	Page, Pages   int
	People        int
	Whole         bool
	Width, Height float64 // of the paper
}
