package mail

import (
	"html"
	"io"
	"mime"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

var (
	status  = regexp.MustCompile(`(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?:\.?(?:[^\d.]|$))`) // and no part of 192.0.2.1
	refusal = regexp.MustCompile(`(?m)\b([45]\d\d)(?:[ -]+(?:#?([45]\.\d{1,3}\.\d{1,3})))?[ :-].{0,200}`)
	ownLine = regexp.MustCompile(`(?im)^[>| \t]*` + ownID + `:\s*<([^<>\s]+)>`)
	idLine  = regexp.MustCompile(`(?im)^[>| \t]*message[- ]id:\s*<([^<>\s]+)>`)
	address = regexp.MustCompile(`<([^<>\s@]+@[^<>\s@]+)>`)
	// copied is where the mail begins that came back, below the prose.
	copied = regexp.MustCompile(`(?im)^[> \t]*(?:return-path|received|message-id):`)
	// daemons are who sends mails back, and what about; in several languages.
	daemons = regexp.MustCompile(`(?i)mailer-daemon|postmaster|mail ?delivery|mail ?daemon|(?:mail|system) ?administrator|microsoftexchange`)
	subject = regexp.MustCompile(`(?i)undeliver|returned (?:to sender|mail)|delivery (?:status|fail|has failed|notification)|failure notice|mail delivery failed|unzustellbar|nicht zugestellt|zustellung.{0,20}fehl|non (?:remis|distribu)|no se (?:pudo|puede) entregar|mancata consegna|onbestelbaar`)
	answer  = regexp.MustCompile(`(?i)^\s*(?:re|aw|fwd?|wg|sv|tr|rv)\s*:`)
	away    = regexp.MustCompile(`(?i)out of (?:the )?office|\baway\b|vacation|auto(?:matic)?[- ]?reply|abwesen|automatische antwort|r.ponse automatique|absen[ct]|respuesta autom|risposta automatica|afwezig`)
	late    = regexp.MustCompile(`(?i)delay|verz.gert|will (?:be retried|keep trying|continue)|not yet been delivered|warning: (?:message|could not send)`)
	full    = regexp.MustCompile(`(?i)retry time(?:out)?\b|quota|exceeded storage|mailbox.{0,20}\bfull|postfach.{0,30}\bvoll|.berf.llt`)
)

// statusIn finds a status (RFC 3463) in a text.
func statusIn(text string) string {
	if m := status.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// lettered reads a text in the letters that it says it is written in.
func lettered(charset string, body io.Reader) io.Reader {
	if e, err := htmlindex.Get(charset); err == nil {
		return e.NewDecoder().Reader(body)
	}
	return body
}

// looksReturned tells whether a mail without a report speaks of one. Its subject
// alone does not: people answer such mails, and send them on.
func looksReturned(h mail.Header) bool {
	words := mime.WordDecoder{CharsetReader: func(charset string, text io.Reader) (io.Reader, error) { return lettered(charset, text), nil }}
	about, err := words.DecodeHeader(h.Get("Subject"))
	if err != nil {
		about = h.Get("Subject")
	}
	replied := strings.EqualFold(strings.TrimSpace(h.Get("Auto-Submitted")), "auto-replied")
	daemon, nobody := daemons.MatchString(h.Get("From")), strings.TrimSpace(h.Get("Return-Path")) == "<>" && !replied
	switch {
	case answer.MatchString(about), away.MatchString(about):
		return false
	case h.Get("X-Failed-Recipients") != "":
		return true
	case subject.MatchString(about):
		return daemon || nobody
	}
	return daemon && replied
}

func (s *scan) returned(h mail.Header) Returned {
	prose := s.said()
	r := Returned{Code: s.status, Reason: s.reason, To: s.to}
	for _, name := range []string{"In-Reply-To", "References"} {
		for id := range strings.FieldsSeq(h.Get(name)) {
			s.name(id)
		}
	}
	for _, m := range idLine.FindAllStringSubmatch(prose, -1) {
		s.name(m[1])
	}
	for _, m := range ownLine.FindAllStringSubmatch(prose, -1) {
		s.own, s.marked = append(s.own, m[1]), true
	}
	r.Marked = s.marked
	r.IDs, r.Sent = slices.Compact(append(s.own, s.ids...)), s.sent
	said := prose
	if at := copied.FindStringIndex(prose); at != nil {
		said = prose[:at[0]]
	}
	if m := refusal.FindStringSubmatch(said); m != nil {
		if r.Reason == "" {
			r.Reason = m[0]
		}
		if r.Code == "" || r.Code == "5.0.0" {
			r.Code = firstOf(m[2], r.Code, m[1])
		}
	}
	switch r.Code {
	case "":
		r.Code = statusIn(s.reason + " " + said)
	case "5.0.0": // which says nothing
		r.Code = firstOf(statusIn(s.reason), r.Code)
	}
	if r.Reason == "" {
		r.Reason = whyLine(said)
	}
	if failed := h.Get("X-Failed-Recipients"); r.To == "" && failed != "" {
		r.To = strings.TrimSpace(strings.Split(failed, ",")[0])
	}
	for _, place := range []struct {
		pattern *regexp.Regexp
		text    string
	}{{whom, said}, {address, said}, {toLine, prose[len(said):]}} {
		if m := place.pattern.FindStringSubmatch(place.text); r.To == "" && m != nil {
			r.To = m[1]
		}
	}
	r.Fine = s.action == "delivered" || s.action == "relayed" || s.action == "expanded"
	r.Delayed = s.action == "delayed" || s.action == "" && (late.MatchString(h.Get("Subject")) || strings.HasPrefix(r.Code, "4"))
	r.Soft = !r.Fine && !r.Delayed && (strings.HasPrefix(r.Code, "4") || strings.HasSuffix(r.Code, ".2.2") || full.MatchString(r.Reason))
	// Anybody may have written this, and it is shown on screens that take orders.
	r.Reason = oneLine(strings.ToValidUTF8(r.Reason, "?"))
	r.To = strings.ToLower(strings.Trim(oneLine(r.To), "<>"))
	r.Also = slices.DeleteFunc(s.also, func(a string) bool { return a == r.To })
	return r
}

// said is the prose of a mail; of one that is a page alone, what the page says.
func (s *scan) said() string {
	if strings.TrimSpace(s.prose.String()) != "" || s.pages.Len() == 0 {
		return s.prose.String()
	}
	text := tags.ReplaceAllString(unseen.ReplaceAllString(s.pages.String(), ""), "\n")
	return html.UnescapeString(text)
}

var (
	unseen = regexp.MustCompile(`(?is)<style\b.*?</style>|<script\b.*?</script>|<head\b.*?</head>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
	toLine = regexp.MustCompile(`(?im)^[> \t]*to:.*?([^<>\s@,;:]+@[^<>\s@,;]+)`)
	// alone is an address on a line of its own, above what is told of it (Exim).
	alone = regexp.MustCompile(`(?m)^[ \t]+<?[^<>\s@]+@[^<>\s@]+>?[ \t]*\r?\n(?:[ \t]+\(.*\)[ \t]*\r?\n)?[ \t]+(\S.*)`)
	whom  = regexp.MustCompile(`(?m)^<?([^<>\s@]+@[^<>\s@]+)>?:[ \t]*\r?$`)
)

func firstOf(list ...string) string {
	for _, one := range list {
		if one != "" {
			return one
		}
	}
	return ""
}

// whyLine is the line that says why: the first below an address on a line of its
// own, or the first of all.
func whyLine(text string) string {
	if m := alone.FindStringSubmatch(text); m != nil {
		return strings.TrimSpace(m[1])
	}
	if at := whom.FindStringIndex(text); at != nil {
		if line := firstLine(text[at[1]:]); line != "" {
			return line
		}
	}
	return firstLine(text)
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
