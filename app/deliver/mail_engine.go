package deliver

import (
	"context"
	"time"
)

// Mails is what the parts about mail ask for.
type Mails interface {
	// PlanMail says what a mailing would do.
	PlanMail(ctx context.Context, m Mailing) (MailPlan, error)
	// PreviewMail shows a mail as one person gets it; award "" is the one for whom
	// most can go wrong.
	PreviewMail(ctx context.Context, m Mailing, award string) (Letter, error)
	// TestMail sends one person's mail to an address of one's own.
	TestMail(ctx context.Context, m Mailing, award, to string) (answer string, err error)
	// Mail puts the mails of a batch into the outbox, and sends them and nothing else.
	Mail(ctx context.Context, m Mailing, report func(done, total int)) (Sent, error)
	// SaveMails writes them as files instead, for any mail program.
	SaveMails(ctx context.Context, m Mailing, folder string, report func(done, total int)) (int, error)

	// SetServer keeps how mail is sent, and gives it as it was kept; a secret that is
	// left empty stays.
	SetServer(ctx context.Context, s Server) (Server, error)
	// TryServer signs in and sends nothing; open tells that nothing keeps the
	// connection secret.
	TryServer(ctx context.Context, id string) (open bool, err error)
	// RemoveServer forgets a server, and calls off what waits for it.
	RemoveServer(ctx context.Context, id string) error

	// Wording gives what mails say: of a purpose, in a language ("" for the badge's),
	// for the badge of a batch or for all.
	Wording(ctx context.Context, batch string, w Wording) (Wording, error)
	// SetWording keeps it.
	SetWording(ctx context.Context, batch string, w Wording) error
	// ResetWording goes back to ours, and gives it.
	ResetWording(ctx context.Context, batch string, w Wording) (Wording, error)

	// ReadBack reads mails that came back: .eml files, mailboxes, or folders of them.
	// Whom they are about counts as not reached from then on.
	ReadBack(ctx context.Context, paths []string) ([]Returned, error)

	// Reminders lists whom a reminder is about, and why.
	Reminders(ctx context.Context, r Reminding) ([]Reminder, error)
	// Remind writes to some of them.
	Remind(ctx context.Context, r Reminding, awards []string, report func(done, total int)) (Sent, error)
}

// The purposes of mails.
const (
	ForAward    = "award"
	ForReminder = "reminder"
	ForExpiring = "expiring"
)

// Mailing says which mails are meant.
type Mailing struct {
	Batch, Server, Purpose string
	Text                   *Wording // in place of what is kept, for looks and tests
}

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
	Award, From, To, Subject, Text string
	Attached                       []string
	Lacks                          []string // fields of the text that are empty for this person
}

// Returned is a mail that was read as one that came back.
type Returned struct {
	Award, Name, Email string // "" where it is about none of ours
	State              string // see the words "deliver.returned.state."
	Answer             string // what the other side gives as the reason
	Soft               bool   // the address may be right
	File               string
}

// Server is how mail is sent.
type Server struct {
	ID                                 string
	Host, Security, Auth, User, Secret string
	Sender, Name, ReplyTo, Fingerprint string
	Port, PerMinute, PerHour, PerDay   int
}

// Wording is what mails say.
type Wording struct {
	Purpose, Language string
	ForBadge          bool // for the badge of the batch only
	Subject, Text     string
	HTML              bool   // has a form of its own; otherwise it is made of the text
	HTMLFile          string // where a new one is read from; "" leaves it, "-" goes back to that of the text
	Own               bool   // somebody wrote it
	Badge             string // what the batch awards
	Fields            []string
	Languages         []string
}

// Reminding says what a reminder is about.
type Reminding struct {
	Purpose, Server string
	Days            int
}

// Reminder is somebody whom a reminder is about.
type Reminder struct {
	Award, Name, Email, Badge string
	Why                       string // a sentence
	Doubtful                  bool   // the address is likely to be wrong
	Not                       string // why none goes; "" when one can
	At                        time.Time
}
