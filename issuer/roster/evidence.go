package roster

import (
	"net/url"
	"strings"
	"unicode"
)

// evidence reads the web addresses of a cell. One that is none spoils it.
func (c *clerk) evidence(i int, cell string) {
	if isPlain(cell) && !strings.ContainsAny(cell, " ;<>,'\"") && isWeb(cell) { // as most are: one, and clean
		c.person.Evidence = append(c.person.Evidence, cell)
		return
	}
	var found []string
	for word := range strings.FieldsFuncSeq(cell, betweenAddresses) {
		word = strings.TrimFunc(unquote(strings.Trim(word, "<>,")), isEdge)
		if word == "" {
			continue
		}
		if !isWeb(word) {
			c.report(i, cell, CodeBadEvidence, SeverityBad, "")
			return
		}
		found = append(found, word)
	}
	c.cleaned(i, cell, strings.Join(found, " "))
	c.person.Evidence = append(c.person.Evidence, found...)
}

func betweenAddresses(r rune) bool {
	return unicode.IsSpace(r) || r == ';' || r == '\u200b' || r == '\ufeff'
}

// isWeb tells an absolute http or https address that names a host.
func isWeb(s string) bool {
	if len(s) < 8 || len(s) > 2048 || !strings.EqualFold(s[:4], "http") {
		return false
	}
	for _, r := range s {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return false
		}
		switch r {
		case '<', '>', '"', '{', '}', '|', '\\', '^', '`':
			return false
		}
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil
}
