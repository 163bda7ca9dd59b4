package mail_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
)

func profile() mail.Profile {
	return mail.Profile{Name: "club", Host: "localhost", Sender: "badges@hafenwerk.example", SenderName: "Hafenwerk"}.Usual()
}

// opened is a mail taken apart by Go's own library.
type opened struct {
	header netmail.Header
	parts  map[string][]byte // by media type
	names  map[string]string
}

func open(t *testing.T, data []byte) opened {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	o := opened{m.Header, map[string][]byte{}, map[string]string{}}
	var walk func(kind, encoding, disposition string, body io.Reader)
	walk = func(kind, encoding, disposition string, body io.Reader) {
		media, params, err := mime.ParseMediaType(kind)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(media, "multipart/") {
			for r := multipart.NewReader(body, params["boundary"]); ; {
				p, err := r.NextRawPart()
				if err != nil {
					return
				}
				walk(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.Header.Get("Content-Disposition"), p)
			}
		}
		switch encoding {
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, body)
		case "quoted-printable":
			body = quotedprintable.NewReader(body)
		}
		content, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		where, named, _ := mime.ParseMediaType(disposition)
		o.parts[where+media] = content
		o.names[where+media] = named["filename"]
	}
	walk(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", m.Body)
	return o
}

// Whatever names and values hold, a mail has the headers it should have and no
// other, and what is attached comes out as it went in.
func TestNothingGetsIntoTheHeader(t *testing.T) {
	t.Parallel()
	badge := append([]byte("\x89PNG\r\n\x1a\n\x00\xff.\r\n..\r\nFrom x"), bytes.Repeat([]byte{0, 1, '.', '\n'}, 5000)...)
	for _, evil := range []string{
		"Ada", "Ada\r\nBcc: eve@evil.example", "Ada\nBcc: eve@evil.example\n\nhello", "A\x00da\u2028Bcc: x@y.z", "\"Ada\" <eve@evil.example>, x", "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=",
		strings.Repeat("Langer Name ", 60), "محمد علي", "山田 太郎 😀", "\xff\xfe broken", "a\u202egnp.exe", ".", "",
	} {
		p := profile()
		p.SenderName, p.ReplyTo = evil, "answers@hafenwerk.example"
		template := mail.Template{Subject: "Your badge, {name}", Text: "Hello {name},\n.\nFrom the heart\n{name}"}
		filled, err := template.Fill(mail.Fields{"name": evil}, mail.Look{Icon: true, Title: evil, Footer: evil, Home: "javascript:alert(1)"})
		if err != nil {
			t.Fatal(err)
		}
		m := mail.Message{
			Profile: p, ToName: evil, To: "ada@bücher.example", ID: "x@y\r\nBcc: e@e.e", Date: time.Unix(1e9, 0), Language: "de\r\nX: y", Filled: filled,
			Icon: &mail.File{Name: "badge.png", Type: "image/png", Bytes: []byte("icon")}, Files: []mail.File{{Name: "first.png", Type: "image/png", Bytes: badge}},
		}
		data, err := m.Bytes()
		if err != nil {
			t.Fatalf("%q: %v", evil, err)
		}
		o := open(t, data)
		for name, values := range o.header {
			if !slices.Contains([]string{
				"Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Reply-To", "Subject", "To", "X-Badgekiln-Id",
			}, name) || len(values) != 1 {
				t.Errorf("%q: header %s: %q", evil, name, values)
			}
		}
		to, err := o.header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != "ada@xn--bcher-kva.example" {
			t.Errorf("%q: to %v, %v", evil, to, err)
		}
		if from, err := o.header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != p.Sender {
			t.Errorf("%q: from %v, %v", evil, from, err)
		}
		for i, line := range strings.Split(string(data), "\r\n") {
			if len(line) > 998 || strings.ContainsAny(line, "\r\n") || strings.HasPrefix(line, "Bcc") {
				t.Errorf("%q: line %d is %d bytes: %.40q", evil, i, len(line), line)
			}
		}
		if !bytes.Equal(o.parts["attachmentimage/png"], badge) || o.names["attachmentimage/png"] != "first.png" || string(o.parts["inlineimage/png"]) != "icon" {
			t.Errorf("%q: the badge came out otherwise", evil)
		}
		if html := string(o.parts["text/html"]); strings.Contains(html, "javascript") || strings.Contains(html, "<eve") {
			t.Errorf("%q: %s", evil, html)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" ada@ex.org ": "ada@ex.org", "ada@Bücher.example": "ada@xn--bcher-kva.example", "müller@ex.org": "müller@ex.org", "o'brien+x@ex.org": "o'brien+x@ex.org",
		"ada": "", "@ex.org": "", "ada@": "", "a@b@c d": "", "Ada <ada@ex.org>": "", "ada@ex.org\r\nRCPT TO:<eve@ex.org>": "", "ada@ex.org> SIZE=1": "",
		"a@ex.org,b@ex.org": "", "a b@ex.org": "", "ada@ex..org": "", "": "", "ada@ex.org\x00": "",
	} {
		got, err := mail.Address(text)
		if got != want || (err == nil) != (want != "") || err != nil && issuer.CodeOf(err) != "mail-address" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestProfilesAreChecked(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*mail.Profile){
		"":                         func(*mail.Profile) {},
		"mail-profile-host":        func(p *mail.Profile) { p.Host = "a b" },
		"mail-profile-port":        func(p *mail.Profile) { p.Port = 70000 },
		"mail-profile-security":    func(p *mail.Profile) { p.Security = "ssl" },
		"mail-profile-auth":        func(p *mail.Profile) { p.Auth = "magic" },
		"mail-profile-user":        func(p *mail.Profile) { p.Auth = mail.AuthPlain },
		"mail-profile-open":        func(p *mail.Profile) { p.Security, p.Username, p.Host = mail.Plain, "ada", "smtp.example.org" },
		"mail-profile-fingerprint": func(p *mail.Profile) { p.Fingerprint = "12" },
		"mail-address":             func(p *mail.Profile) { p.Sender = "nobody" },
	} {
		p := profile()
		change(&p)
		if err := p.Check(); issuer.CodeOf(err) != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	for security, port := range map[string]int{"": 587, mail.TLS: 465, mail.Plain: 25} {
		if p := (mail.Profile{Security: security, Username: "x"}).Usual(); p.Port != port || p.Auth != mail.Auto {
			t.Errorf("%+v", p)
		}
	}
}

// Lines without a value go, links become links, and everything is escaped for the
// place where it stands.
func TestTemplates(t *testing.T) {
	t.Parallel()
	template := mail.Template{
		Subject: "Badge {class.name}",
		Text:    "Hello {name},\n\nfor {class.name}\n{narrative}\n\n[See it]({verify_url})\n\nmore at https://ex.org/a?b=1&c=2.\n{ not a field } {unknown_one}",
	}
	f, err := template.Fill(mail.Fields{"class.name": `<b>"M&M"</b>`, "name": "", "narrative": "", "verify_url": "https://ex.org/v"}, mail.Look{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "for <b>\"M&M\"</b>\n\nSee it: https://ex.org/v\n\nmore at https://ex.org/a?b=1&c=2.\n"; f.Text != want {
		t.Errorf("%q, want %q", f.Text, want)
	}
	for _, want := range []string{`class="button" href="https://ex.org/v"`, `<a href="https://ex.org/a?b=1&amp;c=2">`, "&lt;b&gt;"} {
		if !strings.Contains(f.HTML, want) {
			t.Errorf("no %s in\n%s", want, f.HTML)
		}
	}
	own := mail.Template{Subject: "x", Text: "y", HTML: `<p title="{name}">{name} {{ }}</p><a href="{site}">x</a><style>p{color:red}</style>`}
	f, err = own.Fill(mail.Fields{"name": `"><script>alert(1)</script>`, "site": "javascript:alert(1)"}, mail.Look{})
	if err != nil || strings.Contains(f.HTML, "<script") || strings.Contains(f.HTML, "javascript:") || !strings.Contains(f.HTML, "{{ }}") || !strings.Contains(f.HTML, "color:red") {
		t.Errorf("%s, %v", f.HTML, err)
	}
	for code, bad := range map[string]mail.Template{
		"mail-template-empty": {Subject: " ", Text: "x"}, "mail-template-field": {Subject: "{nome}", Text: "x"},
		"mail-template-html": {Subject: "x", Text: "x", HTML: `<a href='{name}" >`},
	} {
		if err := bad.Check(func(name string) bool { return name == "name" }); issuer.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if f, _ := (mail.Template{Subject: "x", Text: "[مرحبا](mailto:{mail}) {name}"}).Fill(mail.Fields{"name": "Club", "mail": "a@ex.org"}, mail.Look{}); !strings.Contains(f.HTML, `href="mailto:a@ex.org"`) || !strings.Contains(f.Text, "\u2068Club\u2069") {
		t.Errorf("%q, %s", f.Text, f.HTML)
	}
	if f, _ := (mail.Template{Subject: "x", Text: "مرحبا {name}. {page}"}).Fill(mail.Fields{"name": "Club e. V.", "page": "https://ex.org/a"}, mail.Look{}); f.Text != "مرحبا \u2068Club e. V.\u2069. https://ex.org/a\n" {
		t.Errorf("%q", f.Text)
	}
	if f, _ := (mail.Template{Subject: "x", Text: "Hi {name}!"}).Fill(mail.Fields{"name": "محمد 5"}, mail.Look{}); f.Text != "Hi \u2068محمد 5\u2069!\n" {
		t.Errorf("%q", f.Text)
	}
}
