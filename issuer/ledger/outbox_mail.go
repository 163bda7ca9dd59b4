package ledger

import (
	"cmp"
	"strings"

	"badgekiln/issuer"
)

// MailProfile is how mail is sent. Its secret is not here.
type MailProfile struct {
	Name        string
	Host        string
	Port        int
	Security    string
	Auth        string
	Username    string
	Sender      string
	SenderName  string
	ReplyTo     string
	Fingerprint string // of the one certificate that is trusted although nobody vouches for it
	PerMinute   int    // limits that the server states; 0 is none
	PerHour     int
	PerDay      int
	AtOnce      int // connections; 0 is the usual
}

// The events of mail profiles and texts. They name no address.
const (
	MailProfileSet     = "mail.profile.set"
	MailProfileRemoved = "mail.profile.removed"
	MailTemplateSet    = "mail.template.set"
)

// MailProfiles lists the profiles, in the order of their names.
func (t *Tx) MailProfiles() ([]MailProfile, error) {
	list := []MailProfile{}
	err := t.each(`SELECT name, host, port, security, auth, username, sender, sender_name, reply_to, fingerprint, per_minute, per_hour, per_day, at_once
		FROM mail_profiles ORDER BY name`, nil, func(scan func(...any) error) error {
		var p MailProfile
		err := scan(&p.Name, &p.Host, &p.Port, &p.Security, &p.Auth, &p.Username, &p.Sender, &p.SenderName, &p.ReplyTo, &p.Fingerprint,
			&p.PerMinute, &p.PerHour, &p.PerDay, &p.AtOnce)
		list = append(list, p)
		return err
	})
	return list, err
}

// MailProfile finds a profile by its name, or the only one by "". Codes
// "mail-profile-unknown", "mail-profile-none" and "mail-profile-which".
func (t *Tx) MailProfile(name string) (MailProfile, error) {
	all, err := t.MailProfiles()
	if err != nil {
		return MailProfile{}, err
	}
	for _, p := range all {
		if p.Name == name || name == "" && len(all) == 1 {
			return p, nil
		}
	}
	switch {
	case name != "":
		return MailProfile{}, issuer.Fail(issuer.Usage, "mail-profile-unknown", "profile", name)
	case len(all) == 0:
		return MailProfile{}, issuer.Fail(issuer.Usage, "mail-profile-none")
	}
	return MailProfile{}, issuer.Fail(issuer.Usage, "mail-profile-which")
}

// SetMailProfile writes a profile down, in place of one of the same name.
func (t *Tx) SetMailProfile(p MailProfile) error {
	if err := t.exec(`INSERT OR REPLACE INTO mail_profiles (name, host, port, security, auth, username, sender, sender_name, reply_to, fingerprint,
		per_minute, per_hour, per_day, at_once, made) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, p.Name, p.Host, p.Port, p.Security, p.Auth, p.Username,
		p.Sender, p.SenderName, p.ReplyTo, p.Fingerprint, p.PerMinute, p.PerHour, p.PerDay, p.AtOnce, Stamp(t.now)); err != nil {
		return err
	}
	return t.Record(MailProfileSet, p.Name, map[string]any{"host": p.Host, "port": p.Port, "security": p.Security})
}

// RemoveMailProfile forgets a profile. What waits to be sent by it is called off.
func (t *Tx) RemoveMailProfile(name string) error {
	p, err := t.MailProfile(cmp.Or(name, "?"))
	if err != nil {
		return err
	}
	for _, channel := range []string{Channel(KindMail, p.Name), Channel(KindRemind, p.Name), Channel(KindRemind, p.Name+":expiring")} {
		if _, err := t.CallOff(Choice{Channel: channel}); err != nil {
			return err
		}
	}
	if err := t.exec("DELETE FROM mail_profiles WHERE name = ?", p.Name); err != nil {
		return err
	}
	return t.Record(MailProfileRemoved, p.Name, map[string]any{})
}

// MailTemplate is what mails say, in somebody's own words.
type MailTemplate struct {
	Class    string // slug, or "" for all
	Purpose  string // award, reminder, expiring
	Language string // the first part of a tag: "de"
	Subject  string
	Text     string
	HTML     string // "" is made of the text
}

// MailTemplates lists the texts that somebody wrote.
func (t *Tx) MailTemplates() ([]MailTemplate, error) {
	list := []MailTemplate{}
	err := t.each("SELECT class, purpose, language, subject, text, html FROM mail_templates ORDER BY class, purpose, language", nil, func(scan func(...any) error) error {
		var m MailTemplate
		err := scan(&m.Class, &m.Purpose, &m.Language, &m.Subject, &m.Text, &m.HTML)
		list = append(list, m)
		return err
	})
	return list, err
}

// SetMailTemplate keeps a text; one without a subject takes it away again.
func (t *Tx) SetMailTemplate(m MailTemplate) error {
	query, args := "DELETE FROM mail_templates WHERE class = ? AND purpose = ? AND language = ?", []any{m.Class, m.Purpose, m.Language}
	if m.Subject != "" {
		query = "INSERT OR REPLACE INTO mail_templates (class, purpose, language, subject, text, html, made) VALUES (?,?,?,?,?,?,?)"
		args = append(args, m.Subject, m.Text, m.HTML, Stamp(t.now))
	}
	if err := t.exec(query, args...); err != nil {
		return err
	}
	return t.Record(MailTemplateSet, m.Purpose, map[string]any{"class": m.Class, "language": m.Language})
}

// mailNamed tells of settings that name a person: they are their owner's to change.
func (t *Tx) mailNamed(words personWords, done *Erased) error {
	profiles, err := t.MailProfiles()
	if err != nil {
		return err
	}
	for _, p := range profiles {
		if words.in(strings.Join([]string{p.Name, p.Username, p.Sender, p.SenderName, p.ReplyTo}, "\n")) {
			done.Left = append(done.Left, Finding{Code: "mail-profile", Values: issuer.KV("id", p.Name)})
		}
	}
	texts, err := t.MailTemplates()
	for _, m := range texts {
		if words.in(m.Subject + "\n" + m.Text + "\n" + m.HTML) {
			done.Left = append(done.Left, Finding{Code: "mail-template", Values: issuer.KV("class", m.Class, "purpose", m.Purpose, "language", m.Language)})
		}
	}
	return err
}

// PublishedUnder tells whether any of some files lies on a target with a base URL,
// and whether there is such a target at all.
func (t *Tx) PublishedUnder(base string, paths ...string) (published, target bool, err error) {
	if err := t.row("SELECT EXISTS (SELECT 1 FROM targets WHERE base_url = ?)", base).Scan(&target); err != nil || !target {
		return false, target, err
	}
	for _, path := range paths {
		if err := t.row("SELECT EXISTS (SELECT 1 FROM published p JOIN targets t ON t.name = p.target WHERE t.base_url = ? AND p.path = ?)", base, path).
			Scan(&published); err != nil || published {
			return published, true, err
		}
	}
	return false, true, nil
}

// ReleasedAt is when an award left the house by a way for the first time; "" for
// never.
func (t *Tx) ReleasedAt(award, way string) (at string, err error) {
	err = t.row("SELECT coalesce(max(at), '') FROM releases WHERE award = ? AND way = ?", award, way).Scan(&at)
	return at, err
}
