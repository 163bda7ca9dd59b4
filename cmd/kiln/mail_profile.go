package main

import (
	"cmp"
	"context"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

// mailProfileView is a mail profile, as results show it.
type mailProfileView struct {
	ID          string `json:"id"`
	Host        string `json:"host"`
	Port        int    `json:"port"`
	Security    string `json:"security"`
	Auth        string `json:"auth"`
	User        string `json:"user,omitempty"`
	Sender      string `json:"sender"`
	SenderName  string `json:"sender_name,omitempty"`
	ReplyTo     string `json:"reply_to,omitempty"`
	Fingerprint string `json:"fingerprint,omitempty"`
	PerMinute   int    `json:"per_minute,omitempty"`
	PerHour     int    `json:"per_hour,omitempty"`
	PerDay      int    `json:"per_day,omitempty"`
	AtOnce      int    `json:"at_once,omitempty"`
	Works       *bool  `json:"works,omitempty"`
	Secret      *bool  `json:"encrypted,omitempty"`
	DryRun      bool   `json:"dry_run,omitempty"`
}

func viewMailProfile(p ledger.MailProfile) mailProfileView {
	return mailProfileView{
		ID: p.Name, Host: p.Host, Port: p.Port, Security: p.Security, Auth: p.Auth, User: p.Username, Sender: p.Sender, SenderName: p.SenderName,
		ReplyTo: p.ReplyTo, Fingerprint: p.Fingerprint, PerMinute: p.PerMinute, PerHour: p.PerHour, PerDay: p.PerDay, AtOnce: p.AtOnce,
	}
}

func (a *app) mailProfileVerbs() *cobra.Command {
	return a.group("mail.profile", nil, a.mailProfileSetVerb(), a.mailProfileListVerb(), a.mailProfileCheckVerb(), a.mailProfileRmVerb())
}

func (a *app) mailProfileSetVerb() *cobra.Command {
	var p ledger.MailProfile
	var secretFile string
	var c *cobra.Command
	c = a.verb("mail.profile.set", takes(0, 1), func(ctx context.Context, args []string) error {
		if len(args) > 0 {
			p.Name = args[0]
		}
		return a.working(ctx, func(e *engine.Engine) error {
			whole, known, err := overProfile(ctx, e, p, c)
			if err != nil {
				return err
			}
			secret, err := a.mailSecret(ctx, whole, known, secretFile)
			if err != nil {
				return err
			}
			done, err := e.SetMailProfile(ctx, whole, secret)
			if err != nil {
				return err
			}
			v := viewMailProfile(done)
			v.DryRun = a.dry
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, a.dried("cli.mail.profile.set.done"), "profile", done.Name, "host", done.Host+":"+strconv.Itoa(done.Port), "sender", done.Sender)
				a.drily(w)
			})
		})
	})
	f := c.Flags()
	for _, one := range []struct {
		to   *string
		name string
	}{
		{&p.Host, "host"},
		{&p.Security, "security"},
		{&p.Auth, "auth"},
		{&p.Username, "user"},
		{&p.Sender, "sender"},
		{&p.SenderName, "sender-name"},
		{&p.ReplyTo, "reply-to"},
		{&p.Fingerprint, "fingerprint"},
		{&secretFile, "secret-file"},
	} {
		f.StringVar(one.to, one.name, "", a.flag("mail.profile.set", one.name))
	}
	for _, one := range []struct {
		to   *int
		name string
	}{{&p.Port, "port"}, {&p.PerMinute, "per-minute"}, {&p.PerHour, "per-hour"}, {&p.PerDay, "per-day"}, {&p.AtOnce, "at-once"}} {
		f.IntVar(one.to, one.name, 0, a.flag("mail.profile.set", one.name))
	}
	return a.dryFlag(c, "mail.profile.set")
}

// overProfile lays the flags that were given over the profile of that name, if
// there is one.
func overProfile(ctx context.Context, e *engine.Engine, p ledger.MailProfile, c *cobra.Command) (whole ledger.MailProfile, known bool, err error) {
	whole, err = e.MailProfile(ctx, p.Name)
	switch issuer.CodeOf(err) {
	case "":
	case "mail-profile-none", "mail-profile-unknown":
		p.Name = cmp.Or(p.Name, "mail")
		return p, false, nil
	}
	if err != nil {
		return p, false, err
	}
	given := func(name string) bool { return c.Flags().Changed(name) }
	for name, to := range map[string]struct{ from, to *string }{
		"host": {&p.Host, &whole.Host}, "security": {&p.Security, &whole.Security}, "auth": {&p.Auth, &whole.Auth}, "user": {&p.Username, &whole.Username},
		"sender": {&p.Sender, &whole.Sender}, "sender-name": {&p.SenderName, &whole.SenderName}, "reply-to": {&p.ReplyTo, &whole.ReplyTo},
		"fingerprint": {&p.Fingerprint, &whole.Fingerprint},
	} {
		if given(name) {
			*to.to = *to.from
		}
	}
	for name, to := range map[string]struct{ from, to *int }{
		"port": {&p.Port, &whole.Port}, "per-minute": {&p.PerMinute, &whole.PerMinute}, "per-hour": {&p.PerHour, &whole.PerHour},
		"per-day": {&p.PerDay, &whole.PerDay}, "at-once": {&p.AtOnce, &whole.AtOnce},
	} {
		if given(name) {
			*to.to = *to.from
		}
	}
	if given("user") && !given("auth") && (whole.Username == "" || whole.Auth == mail.NoAuth) {
		whole.Auth = mail.Auto // what was said of another name, or of none
	}
	if given("security") && !given("port") {
		whole.Port = 0
	}
	return whole, true, nil
}

// mailSecret reads the password of a mail server from a file, from standard input
// ("-") or from whoever sits there, as that of a web space.
func (a *app) mailSecret(ctx context.Context, p ledger.MailProfile, known bool, file string) (string, error) {
	if file != "" {
		if file != "-" {
			if _, err := os.Stat(file); err != nil {
				return "", issuer.Fail(issuer.Input, "secret-file", "file", file).At(file).Because(err)
			}
		}
		return a.secret(ctx, engine.NewTarget{}, file)
	}
	if p.Username != "" && !known && a.console.asks && !a.console.yes {
		return a.console.hidden(ctx, "cli.ask.mailsecret")
	}
	return "", nil
}

func (a *app) mailProfileListVerb() *cobra.Command {
	return a.verb("mail.profile.list", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, err := e.MailProfiles(ctx)
			if err != nil {
				return err
			}
			views := make([]mailProfileView, 0, len(list))
			var t table
			for _, p := range list {
				views = append(views, viewMailProfile(p))
				t.add(p.Name, p.Host+":"+strconv.Itoa(p.Port), p.Security, p.Sender)
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.mail.profile.list.none") })
		})
	})
}

func (a *app) mailProfileCheckVerb() *cobra.Command {
	var wait time.Duration
	c := a.verb("mail.profile.check", takes(0, 1), func(ctx context.Context, args []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			p, err := e.MailProfile(ctx, strings.Join(args, ""))
			if err != nil {
				return err
			}
			secured, err := e.KnockMail(ctx, p.Name, timeouts(wait))
			if err != nil {
				return err
			}
			v, works := viewMailProfile(p), true
			v.Works, v.Secret = &works, &secured
			key := "cli.mail.profile.check.done"
			if !secured {
				key = "cli.mail.profile.check.open"
			}
			return a.console.Result(v, func(w io.Writer) { a.line(w, key, "profile", p.Name, "host", p.Host) })
		})
	})
	c.Flags().DurationVar(&wait, "timeout", 0, a.flag("mail", "timeout"))
	return c
}

func (a *app) mailProfileRmVerb() *cobra.Command {
	c := a.verb("mail.profile.rm", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			if err := e.RemoveMailProfile(ctx, args[0]); err != nil {
				return err
			}
			return a.console.Result(mailProfileView{ID: args[0], DryRun: a.dry}, func(w io.Writer) {
				a.line(w, a.dried("cli.mail.profile.rm.done"), "profile", args[0])
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "mail.profile.rm")
}

// mailTextView is a text of mails, as results show it.
type mailTextView struct {
	Class    string   `json:"class,omitempty"`
	Purpose  string   `json:"purpose"`
	Language string   `json:"language"`
	Subject  string   `json:"subject"`
	Text     string   `json:"text"`
	HTML     string   `json:"html,omitempty"`
	Own      bool     `json:"own"` // somebody wrote it
	Fields   []string `json:"fields"`
	DryRun   bool     `json:"dry_run,omitempty"`
}

// mailTextVerbs show and change what mails say.
func (a *app) mailTextVerbs() *cobra.Command {
	var m ledger.MailTemplate
	var textFile, htmlFile string
	var reset bool
	var c *cobra.Command
	c = a.verb("mail.text", takes(0, 0), func(ctx context.Context, _ []string) error {
		m.Language = cmp.Or(m.Language, a.words.T("site.lang"))
		changes := textFile != "" || reset || c.Flags().Changed("subject") || htmlFile != ""
		open := a.looking
		if changes {
			open = a.working
		}
		return open(ctx, func(e *engine.Engine) error {
			if err := a.changeText(ctx, e, m, c.Flags().Changed("subject"), textFile, htmlFile, reset); err != nil {
				return err
			}
			now, own, err := e.MailTemplate(ctx, m.Class, m.Purpose, m.Language, a.words.T)
			if err != nil {
				return err
			}
			fields, err := e.MailFields(ctx, m.Class)
			if err != nil {
				return err
			}
			v := mailTextView{m.Class, m.Purpose, now.Language, now.Subject, now.Text, now.HTML, own, fields, a.dry}
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, "cli.mail.text.subject", "subject", v.Subject)
				_, _ = io.WriteString(w, "\n"+strings.TrimRight(v.Text, "\n")+"\n\n")
				a.line(w, "cli.mail.text.fields", "fields", "{"+strings.Join(fields, "} {")+"}")
				a.drily(w)
			})
		})
	})
	f := c.Flags()
	f.StringVar(&m.Class, "class", "", a.flag("mail.text", "class"))
	f.StringVar(&m.Purpose, "purpose", engine.MailAward, a.flag("mail", "purpose"))
	f.StringVar(&m.Language, "language", "", a.flag("mail.text", "language"))
	f.StringVar(&m.Subject, "subject", "", a.flag("mail.text", "subject"))
	f.StringVar(&textFile, "text", "", a.flag("mail.text", "text"))
	f.StringVar(&htmlFile, "html", "", a.flag("mail.text", "html"))
	f.BoolVar(&reset, "reset", false, a.flag("mail.text", "reset"))
	return a.dryFlag(c, "mail.text")
}

// changeText changes what was asked to be changed of a text.
func (a *app) changeText(ctx context.Context, e *engine.Engine, m ledger.MailTemplate, subject bool, textFile, htmlFile string, reset bool) error {
	if reset {
		return e.ResetMailTemplate(ctx, m.Class, m.Purpose, m.Language)
	}
	if textFile == "" && htmlFile == "" && !subject {
		return nil
	}
	now, _, err := e.MailTemplate(ctx, m.Class, m.Purpose, m.Language, a.words.T)
	if err != nil {
		return err
	}
	if !subject {
		m.Subject = now.Subject
	}
	m.Text, m.HTML = now.Text, now.HTML
	for file, to := range map[string]*string{textFile: &m.Text, htmlFile: &m.HTML} {
		if file == "" {
			continue
		}
		if *to, err = a.textFile(file); err != nil {
			return err
		}
	}
	return e.SetMailTemplate(ctx, m)
}

// textFile reads a text of a person; "-" is standard input.
func (a *app) textFile(path string) (string, error) {
	const most = 1 << 20
	in := a.console.in
	if path != "-" {
		f, err := os.Open(path) // #nosec G304 -- the user's file
		if err != nil {
			return "", issuer.Fail(issuer.Input, "mail-text-file", "file", path).At(path).Because(err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, most))
	if err != nil {
		err = issuer.Fail(issuer.Input, "mail-text-file", "file", path).At(path).Because(err)
	}
	return strings.ToValidUTF8(string(data), "\uFFFD"), err
}
