package engine

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// WrittenMail is a mail in a folder.
type WrittenMail struct {
	Award issuer.Award
	File  string // its name in the folder
}

// WriteMails writes the mails of a mailing as .eml files that any mail program
// opens and sends. Written again, each has the Message-ID it had. Without a profile
// they are from the issuer's own address. It also gives those without an address.
func (e *Engine) WriteMails(ctx context.Context, m Mailing, dir string, words site.Words, progress func(done, total int)) (list []WrittenMail, none []issuer.Award, err error) {
	awards, err := e.mailed(ctx, m)
	if err != nil {
		return nil, nil, err
	}
	awards = slices.DeleteFunc(awards, func(a issuer.Award) bool {
		if a.State == issuer.Issued && a.Email == "" {
			none = append(none, a)
		}
		return a.State != issuer.Issued || a.Email == ""
	})
	if len(awards) == 0 {
		return nil, none, nil
	}
	p, err := e.emlProfile(ctx, m, awards[0])
	if err != nil {
		return nil, none, err
	}
	name, err := award.Namer("{name}")
	if err != nil {
		return nil, none, err
	}
	if !e.env.Dry { // before anybody is written down
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, none, issuer.Unwritten(dir, err)
		}
	}
	tickets, err := e.tickets(ctx, awards, p)
	if err != nil {
		return nil, none, err
	}
	files := mailFiles{e: e, w: e.mailWriter(p, m.Purpose, words), dir: dir, name: name, tickets: tickets}
	for i, a := range awards {
		if err = files.write(ctx, a); err != nil {
			files.leave(awards[i:], err)
			break
		}
		if progress != nil {
			progress(i+1, len(awards))
		}
	}
	return files.list, append(none, files.none...), errors.Join(err, files.note(ctx))
}

// mailFiles are the files of a mailing under way.
type mailFiles struct {
	e       *Engine
	w       *mailWriter
	dir     string
	name    func(issuer.Award) string
	tickets map[string]ledger.Delivery
	list    []WrittenMail
	none    []issuer.Award    // their address is no good
	failed  map[string]string // awards without a file, and why
}

// write writes one mail.
func (f *mailFiles) write(ctx context.Context, a issuer.Award) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ticket := f.tickets[a.ID].Ticket
	one, err := f.w.message(ctx, a.ID, ticket)
	if err != nil {
		return err
	}
	one.Unsent = true
	body, err := one.Bytes()
	if issuer.CodeOf(err) == "mail-address" {
		f.none = append(f.none, a)
		f.miss(a, "mail-bad-address")
		return nil
	}
	if err != nil {
		return err
	}
	file := mailName(f.dir, f.name(a), ticket)
	if !f.e.env.Dry {
		if err := writeFile(filepath.Join(f.dir, file), body); err != nil {
			return err
		}
	}
	f.list = append(f.list, WrittenMail{a, file})
	return nil
}

// leave says of those who are left why they have no file.
func (f *mailFiles) leave(left []issuer.Award, err error) {
	why := issuer.CodeOf(err)
	if why == "" {
		why = ledger.WhyInterrupted
	}
	for _, a := range left {
		f.miss(a, why)
	}
}

// miss is told of nobody who has the mail from an earlier run.
func (f *mailFiles) miss(a issuer.Award, why string) {
	if state := f.tickets[a.ID].State; state != ledger.DeliveryWaiting && state != ledger.DeliveryFailed {
		return
	}
	if f.failed == nil {
		f.failed = map[string]string{}
	}
	f.failed[a.ID] = why
}

// note writes down what became of each, also when somebody stopped it half way:
// no other command takes up what waits for a file.
func (f *mailFiles) note(ctx context.Context) error {
	return f.e.update(context.WithoutCancel(ctx), func(t *ledger.Tx) error {
		for _, one := range f.list {
			if err := t.NoteDelivery(one.Award.ID, ledger.KindEML, ledger.DeliveryDelivered, "", ""); err != nil {
				return err
			}
		}
		for id, why := range f.failed {
			if err := t.NoteDelivery(id, ledger.KindEML, ledger.DeliveryFailed, why, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// mailName is the file of a mail: one that is there holds this very mail, or is left
// as it is. So two mailings of the same people fit into one folder.
func mailName(dir, name, ticket string) string {
	file := name + ".eml"
	for n := 2; ; n++ {
		f, err := os.Open(filepath.Join(dir, file)) // #nosec G304 -- in the user's folder
		if err != nil {                             // there is none; or writing will tell
			return file
		}
		const header = 8 << 10
		data, err := io.ReadAll(io.LimitReader(f, header))
		_ = f.Close()
		if err != nil || bytes.Contains(data, []byte("<"+ticket+">")) {
			return file
		}
		file = name + " " + strconv.Itoa(n) + ".eml"
	}
}

// emlProfile is whom mails in files are from.
func (e *Engine) emlProfile(ctx context.Context, m Mailing, a issuer.Award) (mail.Profile, error) {
	p, err := e.MailProfile(ctx, m.Profile)
	if issuer.CodeOf(err) != "mail-profile-none" {
		return mail.Profile(p), err
	}
	if sample, err := e.IsSample(ctx); err != nil || sample {
		return mail.Profile{}, errors.Join(err, issuer.Fail(issuer.Usage, "sample-mail"))
	}
	var by issuer.Profile
	err = e.View(ctx, func(t *ledger.Tx) error {
		class, err := t.Class(a.Class, a.Version)
		if err == nil {
			by, err = t.Issuer(class.Issuer)
		}
		return err
	})
	if err == nil && by.Email == "" {
		err = issuer.Fail(issuer.Usage, "mail-no-sender")
	}
	return mail.Profile{Sender: by.Email, SenderName: by.Name}, err
}

// tickets gives the deliveries of mails in files, with their Message-IDs: those
// written down, or new ones.
func (e *Engine) tickets(ctx context.Context, awards []issuer.Award, p mail.Profile) (map[string]ledger.Delivery, error) {
	known := map[string]ledger.Delivery{}
	return known, e.update(ctx, func(t *ledger.Tx) error {
		var ids []string
		for _, a := range awards {
			ids = append(ids, a.ID)
		}
		if _, err := t.Queue(ledger.Asked{Channel: ledger.KindEML, Awards: ids, Tail: "@" + p.Domain()}); err != nil {
			return err
		}
		for _, id := range ids {
			list, err := t.Deliveries(ledger.Choice{Award: id, Channel: ledger.KindEML})
			if err != nil {
				return err
			}
			for _, d := range list {
				known[id] = d
			}
		}
		return nil
	})
}

// What a file that may be a bounce turned out to be.
const (
	BounceKnown   = "bounced"   // a mail of ours came back; the outbox says so now
	BounceAgain   = "known"     // it was known already
	BounceLate    = "delayed"   // the other side still tries: nothing changes
	BounceFine    = "arrived"   // it says that the mail arrived
	BounceStrange = "not-ours"  // a report about a mail that is not in the outbox
	BounceUnsure  = "unsure"    // about one of several mails to an address
	BounceNone    = "no-bounce" // no report at all
)

// Bounce is what one mail that was read said.
type Bounce struct {
	File   string
	What   string // BounceKnown and so on
	Award  string // "" for none of ours
	Name   string
	Email  string
	Code   string
	Reason string
	Soft   bool // the address may be right: a mailbox was full, a server was away
}

// mostBounces is how much is read of a file of mails, in bytes.
const mostBounces = 256 << 20

// ReadBounces reads mails that came back: .eml files, mailboxes, or folders of them.
// A delivery that bounced is no longer delivered. When ctx ends, those read so far
// are given.
func (e *Engine) ReadBounces(ctx context.Context, paths []string) ([]Bounce, error) {
	var files []string
	for _, path := range paths {
		err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && (name == path || mailFile(name)) {
				files = append(files, name)
			}
			return err
		})
		if err != nil {
			return nil, issuer.Fail(issuer.Input, "mail-file", "file", path).At(path).Because(err)
		}
	}
	list := []Bounce{}
	for _, name := range files {
		f, err := os.Open(name) // #nosec G304 -- the user's file
		var data []byte
		if err == nil {
			data, err = io.ReadAll(io.LimitReader(f, mostBounces))
			_ = f.Close()
		}
		if err != nil {
			return list, issuer.Fail(issuer.Input, "mail-file", "file", name).At(name).Because(err)
		}
		for _, one := range mailsOf(data) {
			if err := ctx.Err(); err != nil {
				return list, err
			}
			b, err := e.bounce(ctx, one)
			if err != nil {
				return list, err
			}
			b.File = name
			list = append(list, b)
		}
	}
	return list, nil
}

func mailFile(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".eml", ".mbox", ".msg", ".txt", ".mail":
		return true
	}
	parent := filepath.Base(filepath.Dir(name)) // of a Maildir
	return parent == "cur" || parent == "new"
}

// mailsOf are the mails of a file: one, or those of a mailbox (RFC 4155).
func mailsOf(data []byte) [][]byte {
	if !bytes.HasPrefix(data, []byte("From ")) {
		return [][]byte{data}
	}
	var list [][]byte
	for {
		next := bytes.Index(data[1:], []byte("\n\nFrom "))
		if windows := bytes.Index(data[1:], []byte("\r\n\r\nFrom ")); windows >= 0 && (next < 0 || windows < next) {
			next = windows + 2
		}
		if next < 0 {
			return append(list, data)
		}
		list, data = append(list, data[:next+2]), data[next+3:]
	}
}

func (e *Engine) bounce(ctx context.Context, data []byte) (b Bounce, err error) {
	r, ok := mail.ReadReturned(data)
	if !ok {
		return Bounce{What: BounceNone}, nil
	}
	b = Bounce{What: BounceStrange, Email: r.To, Code: r.Code, Reason: r.Reason, Soft: r.Soft}
	err = e.update(ctx, func(t *ledger.Tx) error {
		d, found, err := whose(t, r, &b)
		if err != nil || !found {
			return err
		}
		a, err := t.Award(d.Award)
		if err != nil {
			return err
		}
		b.Award, b.Name, b.Email = a.ID, a.Name, cmp.Or(a.Email, r.To)
		switch {
		case r.Fine:
			b.What = BounceFine
			return nil
		case r.Delayed:
			b.What = BounceLate
			return nil
		}
		b.What = BounceAgain
		_, news, err := t.BounceDelivery(d.Ticket, r.Code, r.Reason)
		if news {
			b.What = BounceKnown
		}
		return err
	})
	return b, err
}

// whose finds the delivery that a report is about: by its Message-ID, or by the
// address where that leads to one mail only. A report that names another Message-ID may
// be about a mail of somebody else, or of ours which a relay gave a new one: then the
// time at which it was written decides. With the mark of a program like this, it is
// about a mail of another ledger.
func whose(t *ledger.Tx, r mail.Returned, b *Bounce) (d ledger.Delivery, found bool, err error) {
	for _, id := range r.IDs {
		if d, found, err = t.DeliveryByTicket(id); err != nil || found {
			return d, found, err
		}
	}
	if r.Marked || len(r.IDs) > 0 && r.Sent.IsZero() {
		return d, false, nil
	}
	for _, address := range append([]string{r.To}, r.Also...) {
		list, err := t.MailedTo(address)
		if err != nil {
			return d, false, err
		}
		if len(r.IDs) > 0 {
			list = slices.DeleteFunc(list, func(one ledger.Delivery) bool {
				return ledger.KindOf(one.Channel) == ledger.KindEML || one.Changed.Sub(r.Sent).Abs() > sameMail
			})
		}
		switch len(list) {
		case 0:
			continue
		case 1:
			return list[0], true, nil
		}
		b.What = BounceUnsure
		return d, false, nil
	}
	return d, false, nil
}

// sameMail is how far a mail's own time may be from when the server took it.
const sameMail = 10 * time.Minute
