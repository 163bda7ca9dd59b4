package mail

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// File is a file in a mail.
type File struct {
	Name  string // ASCII
	Type  string // media type
	Bytes []byte
}

// IconID is what the HTML part calls the small picture by ("cid:badge").
const IconID = "badge"

// ownID is the header that says the Message-ID once more: relays that give mails
// Message-IDs of their own leave it, and it is in what comes back.
const ownID = "X-Badgekiln-Id"

// Message is a mail before it is written.
type Message struct {
	Profile  Profile
	ToName   string
	To       string // bare; see Address
	ID       string // without < and >
	Date     time.Time
	Language string // BCP 47, or ""
	Filled
	Unsent bool  // it is for a mail program that is to send it
	Icon   *File // shown in the HTML part; nil for none
	Files  []File
}

// Bytes writes the mail (RFC 5322, 2045, 2183, 3834). Whatever its parts hold, there
// is no header in it but those named here.
func (m Message) Bytes() ([]byte, error) {
	to, err := Address(m.To)
	if err != nil {
		return nil, err
	}
	from, err := Address(m.Profile.Sender)
	if err != nil {
		return nil, err
	}
	out := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	out.FromMailAddress(&mail.Address{Name: oneLine(m.Profile.SenderName), Address: from})
	out.ToMailAddress(&mail.Address{Name: oneLine(m.ToName), Address: to})
	if m.Profile.ReplyTo != "" {
		reply, err := Address(m.Profile.ReplyTo)
		if err != nil {
			return nil, err
		}
		out.ReplyToMailAddress(&mail.Address{Address: reply})
	}
	out.SetMessageIDWithValue(oneLine(m.ID))
	out.SetGenHeader(ownID, "<"+oneLine(m.ID)+">")
	out.SetDateWithValue(m.Date)
	out.Subject(oneLine(m.Subject))
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Unsent {
		out.SetGenHeader("X-Unsent", "1") // opens as a draft where a program knows it
	}
	if m.Language != "" {
		out.SetGenHeader(gomail.HeaderContentLang, oneLine(m.Language))
	}
	out.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		out.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	if m.Icon != nil && strings.Contains(m.HTML, "cid:"+IconID) {
		if err := out.EmbedReader(m.Icon.Name, bytes.NewReader(m.Icon.Bytes), gomail.WithFileContentType(gomail.ContentType(m.Icon.Type)),
			gomail.WithFileContentID(IconID), gomail.WithFileEncoding(gomail.EncodingB64)); err != nil {
			return nil, fmt.Errorf("write mail: %w", err)
		}
	}
	for _, f := range m.Files {
		if err := out.AttachReader(f.Name, bytes.NewReader(f.Bytes), gomail.WithFileContentType(gomail.ContentType(f.Type)), gomail.WithFileEncoding(gomail.EncodingB64)); err != nil {
			return nil, fmt.Errorf("write mail: %w", err)
		}
	}
	var text bytes.Buffer
	if _, err := out.WriteTo(&text); err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	return text.Bytes(), nil
}

// oneLine is a text that can stand in a header: no line breaks, nothing that turns
// writing around.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}
