package mail

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"slices"
	"strings"
)

// Returned is what a mail that came back says.
type Returned struct {
	IDs     []string // Message-IDs that it names, without < and >
	Code    string   // the status (RFC 3463): "5.1.1", or the plain code: "550"; "" for none
	Reason  string   // the other side's words
	To      string   // whom it did not reach; "" when it does not say
	Delayed bool     // it was only late so far
	Fine    bool     // it says that it arrived
}

// mostMail is how much of a mail is read, in bytes.
const mostMail = 32 << 20

// mostDeep is how many mails inside each other are opened.
const mostDeep = 6

// ReadReturned reads a mail that may be a report of one that was not delivered: as RFC
// 3464 has it, or in the prose of servers that do not. ok is false for any other
// mail.
func ReadReturned(data []byte) (r Returned, ok bool) {
	if len(data) > mostMail {
		data = data[:mostMail]
	}
	// Mail programs write more before the header: a line of an mbox, a mark of the
	// order of bytes, empty lines.
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), "\r\n")
	if bytes.HasPrefix(data, []byte("From ")) {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return r, false
	}
	var s scan
	s.part(textproto.MIMEHeader(m.Header), m.Body, 0)
	r = s.returned(m.Header)
	said := s.report || looksReturned(m.Header)
	return r, said && (len(r.IDs) > 0 || r.To != "")
}

// scan gathers what the parts of a mail say.
type scan struct {
	report bool // there is a part by RFC 3464
	action string
	status string
	reason string
	to     string
	ids    []string
	prose  strings.Builder
}

func (s *scan) part(h textproto.MIMEHeader, body io.Reader, deep int) {
	if deep > mostDeep {
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	body = decoded(h.Get("Content-Transfer-Encoding"), body)
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return
			}
			s.part(p.Header, p, deep+1)
		}
	case kind == "message/delivery-status", kind == "message/global-delivery-status":
		s.report = true
		s.status3464(body)
	case kind == "message/rfc822", kind == "message/global", kind == "text/rfc822-headers", kind == "message/rfc822-headers", kind == "message/global-headers":
		s.original(body)
	case strings.HasPrefix(kind, "text/"):
		const mostProse = 256 << 10
		_, _ = io.Copy(&s.prose, io.LimitReader(body, mostProse)) // as much as there is
		s.prose.WriteByte('\n')
	}
}

func decoded(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// status3464 reads the groups of a report: the first that failed counts.
func (s *scan) status3464(body io.Reader) {
	groups := textproto.NewReader(bufio.NewReader(io.LimitReader(body, mostMail)))
	for {
		g, err := groups.ReadMIMEHeader()
		if action := strings.ToLower(strings.TrimSpace(g.Get("Action"))); action != "" && (s.action == "" || s.action != "failed" && action == "failed") {
			s.action, s.status = action, status.FindString(g.Get("Status"))
			s.reason = behindType(g.Get("Diagnostic-Code"))
			s.to = behindType(g.Get("Final-Recipient"))
			if original := behindType(g.Get("Original-Recipient")); original != "" {
				s.to = original
			}
		}
		if id := g.Get("Original-Message-Id"); id != "" {
			s.name(id)
		}
		if err != nil {
			return
		}
	}
}

// behindType is a value behind its type: "rfc822; ada@example.org".
func behindType(value string) string {
	if kind, rest, ok := strings.Cut(value, ";"); ok && !strings.ContainsAny(kind, " @") {
		value = rest
	}
	return strings.TrimSpace(value)
}

// original reads the header of the mail that came back.
func (s *scan) original(body io.Reader) {
	h, _ := textproto.NewReader(bufio.NewReader(io.LimitReader(body, mostMail))).ReadMIMEHeader() // as much of it as there is
	if id := h.Get("Message-Id"); id != "" {
		s.name(id)
	}
	if s.to == "" {
		if list, err := mail.ParseAddressList(h.Get("To")); err == nil && len(list) == 1 {
			s.to = list[0].Address
		}
	}
}

func (s *scan) name(id string) {
	if id = strings.Trim(strings.TrimSpace(id), "<>"); id != "" && !slices.Contains(s.ids, id) {
		s.ids = append(s.ids, id)
	}
}

var (
	status  = regexp.MustCompile(`[245]\.\d{1,3}\.\d{1,3}`)
	refusal = regexp.MustCompile(`(?m)\b([45]\d\d)(?:[ -]+(?:#?([45]\.\d{1,3}\.\d{1,3})))?[ :-].{0,200}`)
	idLine  = regexp.MustCompile(`(?im)^[>| \t]*message-id:\s*<([^<>\s]+)>`)
	address = regexp.MustCompile(`<([^<>\s@]+@[^<>\s@]+)>`)
	// daemons are who sends mails back, and what about; in several languages.
	daemons = regexp.MustCompile(`(?i)mailer-daemon|postmaster|mail delivery (?:sub)?system|maildelivery`)
	subject = regexp.MustCompile(`(?i)undeliver|returned (?:to sender|mail)|delivery (?:status|fail|has failed|notification)|failure notice|mail delivery failed|unzustellbar|nicht zugestellt|zustellung.{0,20}fehl|non (?:remis|distribu)|no se (?:pudo|puede) entregar|mancata consegna|onbestelbaar`)
	late    = regexp.MustCompile(`(?i)delay|verz.gert|will (?:be retried|keep trying|continue)|not yet been delivered|warning: message`)
)

// looksReturned tells whether a mail without a report speaks of one.
func looksReturned(h mail.Header) bool {
	words := new(mime.WordDecoder)
	about, err := words.DecodeHeader(h.Get("Subject"))
	if err != nil {
		about = h.Get("Subject")
	}
	return h.Get("X-Failed-Recipients") != "" || subject.MatchString(about) ||
		daemons.MatchString(h.Get("From")) && strings.EqualFold(strings.TrimSpace(h.Get("Auto-Submitted")), "auto-replied")
}

func (s *scan) returned(h mail.Header) Returned {
	prose := s.prose.String()
	r := Returned{Code: s.status, Reason: s.reason, To: s.to}
	for _, name := range []string{"In-Reply-To", "References"} {
		for id := range strings.FieldsSeq(h.Get(name)) {
			s.name(id)
		}
	}
	for _, m := range idLine.FindAllStringSubmatch(prose, -1) {
		s.name(m[1])
	}
	r.IDs = s.ids
	if m := refusal.FindStringSubmatch(prose); m != nil {
		if r.Reason == "" {
			r.Reason = m[0]
		}
		if r.Code == "" || r.Code == "5.0.0" {
			r.Code = firstOf(m[2], r.Code, m[1])
		}
	}
	if r.Code == "" {
		r.Code = status.FindString(s.reason + " " + prose)
	}
	if r.Reason == "" {
		r.Reason = firstLine(prose)
	}
	if failed := h.Get("X-Failed-Recipients"); r.To == "" && failed != "" {
		r.To = strings.TrimSpace(strings.Split(failed, ",")[0])
	}
	if m := address.FindStringSubmatch(prose); r.To == "" && m != nil {
		r.To = m[1]
	}
	r.Fine = s.action == "delivered" || s.action == "relayed" || s.action == "expanded"
	r.Delayed = s.action == "delayed" || s.action == "" && (late.MatchString(h.Get("Subject")) || strings.HasPrefix(r.Code, "4"))
	r.To = strings.ToLower(strings.Trim(r.To, "<>"))
	return r
}

func firstOf(list ...string) string {
	for _, one := range list {
		if one != "" {
			return one
		}
	}
	return ""
}

// firstLine is the first line that says something.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); len(line) > 3 && !strings.HasPrefix(line, "--") {
			return line
		}
	}
	return ""
}
