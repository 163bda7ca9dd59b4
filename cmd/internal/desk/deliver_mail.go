package desk

import (
	"cmp"
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"badgekiln/app/deliver"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/ledger"
)

func serverOf(p ledger.MailProfile) deliver.Server {
	return deliver.Server{
		ID: p.Name, Host: p.Host, Port: p.Port, Security: p.Security, Auth: p.Auth, User: p.Username, Sender: p.Sender, Name: p.SenderName,
		ReplyTo: p.ReplyTo, Fingerprint: p.Fingerprint, PerMinute: p.PerMinute, PerHour: p.PerHour, PerDay: p.PerDay,
	}
}

// SetServer keeps how mail is sent. What the window does not show stays as it was.
func (d deliverDesk) SetServer(ctx context.Context, s deliver.Server) (deliver.Server, error) {
	profiles, err := d.engine.MailProfiles(ctx)
	if err != nil {
		return deliver.Server{}, err
	}
	p := ledger.MailProfile{Name: issuer.Slug(cmp.Or(s.ID, "mail"), "mail")}
	for _, old := range profiles {
		if old.Name == p.Name {
			p = old
		}
	}
	p.Host, p.Port, p.Security, p.Auth, p.Username = s.Host, s.Port, s.Security, s.Auth, s.User
	p.Sender, p.SenderName, p.ReplyTo, p.Fingerprint = s.Sender, s.Name, s.ReplyTo, strings.ToLower(strings.ReplaceAll(s.Fingerprint, ":", ""))
	p.PerMinute, p.PerHour, p.PerDay = s.PerMinute, s.PerHour, s.PerDay
	kept, err := d.engine.SetMailProfile(ctx, p, s.Secret)
	if err != nil {
		return deliver.Server{}, err
	}
	return serverOf(kept), nil
}

// TryServer signs in and sends nothing.
func (d deliverDesk) TryServer(ctx context.Context, id string) (open bool, err error) {
	secured, err := d.engine.KnockMail(ctx, id, mail.Timeouts{})
	return !secured, err
}

// RemoveServer forgets a server.
func (d deliverDesk) RemoveServer(ctx context.Context, id string) error {
	return d.engine.RemoveMailProfile(ctx, id)
}

// mailing is one as the engine takes it.
func (d deliverDesk) mailing(ctx context.Context, m deliver.Mailing) (engine.Mailing, error) {
	out := engine.Mailing{Batch: m.Batch, Profile: m.Server, Purpose: m.Purpose}
	if m.Text == nil {
		return out, nil
	}
	text, err := d.template(ctx, m.Batch, *m.Text)
	out.Text = &text
	return out, err
}

// PlanMail says what a mailing would do.
func (d deliverDesk) PlanMail(ctx context.Context, m deliver.Mailing) (p deliver.MailPlan, err error) {
	wish, err := d.mailing(ctx, m)
	if err != nil {
		return p, err
	}
	got, err := d.engine.PlanMail(ctx, wish)
	p = deliver.MailPlan{Goes: got.Goes(), Later: got.Later, Already: got.Already, Ended: got.Ended, Gone: got.Gone}
	for _, a := range got.NoAddress {
		p.NoAddress = append(p.NoAddress, a.Name)
	}
	for _, why := range slices.Sorted(maps.Keys(got.Held)) {
		p.Held = append(p.Held, deliver.Held{Count: got.Held[why], Why: d.words.T("delivery." + why)})
	}
	return p, err
}

// PreviewMail shows a mail as one person gets it.
func (d deliverDesk) PreviewMail(ctx context.Context, m deliver.Mailing, award string) (l deliver.Letter, err error) {
	wish, err := d.mailing(ctx, m)
	if err != nil {
		return l, err
	}
	if award == "" {
		a, err := d.engine.WorstMail(ctx, wish)
		if err != nil {
			return l, err
		}
		award = a.ID
	}
	got, err := d.engine.PreviewMail(ctx, wish, award, d.words.T)
	return deliver.Letter{Award: award, From: got.From, To: got.To, Subject: got.Subject, Text: got.Text, Attached: []string{got.File}, Lacks: got.Lacks}, err
}

// TestMail sends one person's mail to an address of one's own.
func (d deliverDesk) TestMail(ctx context.Context, m deliver.Mailing, award, to string) (string, error) {
	wish, err := d.mailing(ctx, m)
	if err != nil {
		return "", err
	}
	return d.engine.TestMail(ctx, wish, award, to, mail.Timeouts{}, d.words.T)
}

// Mail puts mails into the outbox, and sends them.
func (d deliverDesk) Mail(ctx context.Context, m deliver.Mailing, report func(done, total int)) (deliver.Sent, error) {
	m.Text = nil
	wish, err := d.mailing(ctx, m)
	if err != nil {
		return deliver.Sent{}, err
	}
	plan, err := d.engine.QueueMail(ctx, wish)
	if err != nil {
		return deliver.Sent{}, err
	}
	return d.send(ctx, plan.Sending(), report)
}

// SaveMails writes mails as files.
func (d deliverDesk) SaveMails(ctx context.Context, m deliver.Mailing, folder string, report func(done, total int)) (int, error) {
	list, _, err := d.engine.WriteMails(ctx, engine.Mailing{Batch: m.Batch, Profile: m.Server, Purpose: m.Purpose}, folder, d.words.T, report)
	return len(list), err
}

// ReadBack reads mails that came back.
func (d deliverDesk) ReadBack(ctx context.Context, paths []string) ([]deliver.Returned, error) {
	all, err := d.engine.ReadBounces(ctx, paths)
	list := make([]deliver.Returned, 0, len(all))
	for _, b := range all {
		answer := b.Reason
		if !strings.Contains(answer, b.Code) {
			answer = strings.TrimSpace(b.Code + " " + answer)
		}
		list = append(list, deliver.Returned{
			Award: b.Award, Name: cmp.Or(b.Name, b.Email), Email: b.Email, State: b.What, Answer: answer, Soft: b.Soft, File: b.File,
		})
	}
	return list, err
}

// badgeOf is what a batch awards, and the languages that its mails may be in.
func (d deliverDesk) badgeOf(ctx context.Context, batch string) (class issuer.BadgeClass, languages []string, err error) {
	languages = []string{"en", "de"}
	add := func(tag string) {
		first, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if first != "" && !slices.Contains(languages, first) {
			languages = append(languages, first)
		}
	}
	err = d.engine.View(ctx, func(t *ledger.Tx) error {
		b, err := t.Batch(batch)
		if err != nil {
			return err
		}
		if class, err = t.Class(b.Class, b.Version); err != nil {
			return err
		}
		add(class.Language)
		awards, err := t.Awards(ledger.Filter{Batch: batch, Most: 2000})
		for _, a := range awards {
			add(a.Language)
		}
		texts, more := t.MailTemplates()
		for _, m := range texts {
			add(m.Language)
		}
		return cmp.Or(err, more)
	})
	return class, languages, err
}

// Wording gives what mails say.
func (d deliverDesk) Wording(ctx context.Context, batch string, w deliver.Wording) (deliver.Wording, error) {
	class, languages, err := d.badgeOf(ctx, batch)
	if err != nil {
		return w, err
	}
	if w.Language == "" {
		first, _, _ := strings.Cut(strings.ToLower(class.Language), "-")
		w.Language = cmp.Or(first, d.words.T("site.lang"))
	}
	slug := ""
	if w.ForBadge {
		slug = class.Slug
	}
	got, own, err := d.engine.MailTemplate(ctx, slug, w.Purpose, w.Language, d.words.T)
	if err != nil {
		return w, err
	}
	out := deliver.Wording{
		Purpose: w.Purpose, Language: w.Language, ForBadge: w.ForBadge, Subject: got.Subject, Text: got.Text, HTML: got.HTML != "",
		Own: own && got.Class == slug, Badge: class.Name, Languages: languages,
	}
	out.Fields, err = d.engine.MailFields(ctx, class.Slug)
	return out, err
}

// template is a text as it is kept, or would be.
func (d deliverDesk) template(ctx context.Context, batch string, w deliver.Wording) (ledger.MailTemplate, error) {
	class, _, err := d.badgeOf(ctx, batch)
	if err != nil {
		return ledger.MailTemplate{}, err
	}
	m := ledger.MailTemplate{Purpose: w.Purpose, Language: w.Language, Subject: w.Subject, Text: w.Text}
	if w.ForBadge {
		m.Class = class.Slug
	}
	switch w.HTMLFile {
	case "":
		if w.HTML {
			kept, _, err := d.engine.MailTemplate(ctx, m.Class, w.Purpose, w.Language, d.words.T)
			m.HTML = kept.HTML
			return m, err
		}
	case "-":
	default:
		m.HTML, err = readText(w.HTMLFile)
	}
	return m, err
}

// readText reads a text of a person, of a size that a mail can have.
func readText(path string) (string, error) {
	const most = 1 << 20
	f, err := os.Open(path) // #nosec G304 -- the file somebody chose
	if err != nil {
		return "", issuer.Fail(issuer.Input, "mail-text-file", "file", path).At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, most))
	if err != nil {
		err = issuer.Fail(issuer.Input, "mail-text-file", "file", path).At(path).Because(err)
	}
	return strings.ToValidUTF8(string(data), "\uFFFD"), err
}

// SetWording keeps a text.
func (d deliverDesk) SetWording(ctx context.Context, batch string, w deliver.Wording) error {
	m, err := d.template(ctx, batch, w)
	if err != nil {
		return err
	}
	return d.engine.SetMailTemplate(ctx, m)
}

// ResetWording goes back to ours.
func (d deliverDesk) ResetWording(ctx context.Context, batch string, w deliver.Wording) (deliver.Wording, error) {
	class, _, err := d.badgeOf(ctx, batch)
	if err != nil {
		return w, err
	}
	slug := ""
	if w.ForBadge {
		slug = class.Slug
	}
	if err := d.engine.ResetMailTemplate(ctx, slug, w.Purpose, w.Language); err != nil {
		return w, err
	}
	return d.Wording(ctx, batch, deliver.Wording{Purpose: w.Purpose, Language: w.Language, ForBadge: w.ForBadge})
}

// Reminders lists whom a reminder is about.
func (d deliverDesk) Reminders(ctx context.Context, r deliver.Reminding) ([]deliver.Reminder, error) {
	if !d.Begun() {
		return nil, nil
	}
	names, err := Records(d).classNames(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := d.engine.Reminders(ctx, reminding(r))
	list := make([]deliver.Reminder, 0, len(rows))
	for _, row := range rows {
		one := deliver.Reminder{
			Award: row.Award.ID, Name: cmp.Or(row.Award.Name, row.Award.Email), Email: row.Award.Email, Badge: names[row.Award.Class], At: row.At,
			Why: d.whyRemind(row), Doubtful: row.Why == engine.RemindBounced,
		}
		if row.Answer != "" {
			one.Why += ": " + row.Answer
		}
		if row.Not != "" {
			key := "remind.not." + row.Not
			if !d.words.Has(key) {
				key = "delivery." + row.Not
			}
			one.Not = d.words.T(key, "day", local(row.NotAt))
		}
		list = append(list, one)
	}
	return list, err
}

// whyRemind says why somebody is listed. The day on which a badge ends is the one that
// the badge says, where its issuer is.
func (d deliverDesk) whyRemind(row engine.Remindable) string {
	return d.words.T("remind.why."+row.Why, "day", row.At.Format(time.DateOnly))
}

func local(at time.Time) string { return at.Local().Format(time.DateOnly) }

func reminding(r deliver.Reminding) engine.Reminding {
	return engine.Reminding{Purpose: r.Purpose, Days: r.Days, Profile: r.Server}
}

// Remind writes to some of them.
func (d deliverDesk) Remind(ctx context.Context, r deliver.Reminding, awards []string, report func(done, total int)) (deliver.Sent, error) {
	plan, err := d.engine.QueueReminders(ctx, reminding(r), awards)
	if err != nil {
		return deliver.Sent{}, err
	}
	return d.send(ctx, plan.Sending(), report)
}
