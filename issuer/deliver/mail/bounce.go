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
	"slices"
	"strings"
	"time"
)

// Returned is what a mail that came back says.
type Returned struct {
	IDs     []string  // Message-IDs that it names, without < and >; what we know a mail by ourselves comes first
	Code    string    // the status (RFC 3463): "5.1.1", or the plain code: "550"; "" for none
	Reason  string    // the other side's words
	To      string    // whom it did not reach; "" when it does not say
	Also    []string  // the other addresses that it had, on its way or before
	Sent    time.Time // when the mail was written; zero when it does not say
	Delayed bool      // it was only late so far
	Soft    bool      // it did not arrive, and may another time: a full mailbox, a server that was away
	Fine    bool      // it says that it arrived
	Marked  bool      // it bears the mark of a program like this, and so the ID that whoever sent it knows it by
}

// mostMail is how much of a mail is read, in bytes.
const mostMail = 32 << 20

// mostDeep is how many mails inside each other are opened.
const mostDeep = 6

// ReadReturned reads a mail that may be a report of one that was not delivered: as RFC
// 3464 has it, or in the prose of servers that do not. ok is false for any other
// mail. A report that somebody sent on as an attachment is read, too.
func ReadReturned(data []byte) (r Returned, ok bool) {
	r, attached, ok := readReturned(data)
	for _, one := range attached {
		if ok {
			break
		}
		r, _, ok = readReturned(one)
	}
	return r, ok
}

// readReturned reads one mail; of one that is no report, it gives the mails attached.
func readReturned(data []byte) (r Returned, attached [][]byte, ok bool) {
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
		return r, nil, false
	}
	var s scan
	s.part(textproto.MIMEHeader(m.Header), m.Body, 0)
	r = s.returned(m.Header)
	said := s.report || looksReturned(m.Header)
	return r, s.attached, said && (len(r.IDs) > 0 || r.To != "")
}

// scan gathers what the parts of a mail say.
type scan struct {
	report   bool // there is a part by RFC 3464
	action   string
	status   string
	reason   string
	to       string
	also     []string
	sent     time.Time
	marked   bool
	attached [][]byte // mails in it
	own      []string // what we know a mail by, wherever it stands
	ids      []string
	prose    strings.Builder
	pages    strings.Builder // what is there as HTML alone
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
	const mostProse = 256 << 10
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
		inner, _ := io.ReadAll(body) // as much as there is
		if strings.HasPrefix(kind, "message/") {
			s.attached = append(s.attached, inner)
		}
		s.original(bytes.NewReader(inner))
	case kind == "text/html":
		_, _ = io.Copy(&s.pages, io.LimitReader(lettered(params["charset"], body), mostProse)) // as much as there is
	case strings.HasPrefix(kind, "text/"):
		_, _ = io.Copy(&s.prose, io.LimitReader(lettered(params["charset"], body), mostProse)) // as much as there is
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
			s.action, s.status = action, statusIn(g.Get("Status"))
			s.reason = behindType(g.Get("Diagnostic-Code"))
			s.to = behindType(g.Get("Final-Recipient"))
			if original := behindType(g.Get("Original-Recipient")); original != "" {
				s.to = original
			}
		}
		for _, header := range []string{"Original-Recipient", "Final-Recipient"} {
			s.meant(behindType(g.Get(header)))
		}
		if id := g.Get("Original-Envelope-Id"); id != "" {
			s.own = append(s.own, bare(unxtext(id)))
		}
		for _, header := range []string{"Original-Message-Id", "X-Original-Message-Id"} {
			if id := g.Get(header); id != "" {
				s.name(id)
			}
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
	if id := h.Get(ownID); id != "" {
		s.marked = true
		s.own = append(s.own, bare(id))
	}
	if id := h.Get("Message-Id"); id != "" {
		s.name(id)
	}
	if sent, err := mail.ParseDate(h.Get("Date")); err == nil {
		s.sent = sent
	}
	if list, err := mail.ParseAddressList(h.Get("To")); err == nil && len(list) == 1 {
		s.to = firstOf(s.to, list[0].Address)
		s.meant(list[0].Address)
	}
}

func (s *scan) name(id string) {
	if id = bare(id); id != "" && !slices.Contains(s.ids, id) {
		s.ids = append(s.ids, id)
	}
}

func (s *scan) meant(address string) {
	if address = strings.ToLower(bare(address)); strings.Contains(address, "@") && !slices.Contains(s.also, address) {
		s.also = append(s.also, address)
	}
}

// bare is an id or an address without < and >.
func bare(id string) string { return strings.Trim(strings.TrimSpace(id), "<>") }
