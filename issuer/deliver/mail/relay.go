package mail

import (
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"badgekiln/issuer"
)

// A server that refuses somebody may mean us: it wants us to sign in, does not take
// our address, or carries on nobody's mail. Then nobody's mail goes, and the run ends
// with that. Or it takes mail for some hosts alone: then the others still go.

var (
	// noRelay is a server that does not carry mail on to the host of somebody.
	noRelay = regexp.MustCompile(`(?i)\brelay(?:ing)?\b(?: to <[^>]*>)?.{0,20}\b(?:denied|permitted|allowed|prohibited)\b|\b(?:unable|not permitted|not allowed) to relay\b|\brcpthosts\b`)
	// aboutUs is said of whoever comes first, and holds for all: Postfix tells what it has
	// against a computer or a sender only when it hears of somebody.
	aboutUs = regexp.MustCompile(`(?i)\b(?:client host|client certificate|helo command|sender address|login name) rejected\b` +
		`|\bauthenticat(?:e|ion)\b.{0,20}\b(?:required|needed|necessary|first)\b|\b(?:must|requires?|please)\b.{0,40}\b(?:authenticat(?:e|ion)|log ?in)\b|\bnot (?:authenticated|logged in)\b` +
		`|\bsender verify failed\b|\b(?:permissions?|allowed) to send (?:as|from)\b`)
)

// fewHosts are as many as are refused by chance, while some others are on their way.
const fewHosts = 5

// doors are the hosts of people to whom a server carried nothing on, one after the
// other, as long as it took nobody.
type doors struct {
	mu   sync.Mutex
	shut map[string]bool
	open bool // it took somebody: it carries mail on, though not to everybody
}

// refused notes the host of an address, and tells whether there are so many by now that
// it carries on nobody's mail.
func (d *doors) refused(address string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut == nil {
		d.shut = map[string]bool{}
	}
	d.shut[strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])] = true
	return !d.open && len(d.shut) >= fewHosts
}

// taken notes that somebody was taken.
func (d *doors) taken() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open = true
}

// refused is a server that takes no mail of this sender at all, or carries none on.
func (s *Server) refused(code string, said *textproto.Error) error {
	return issuer.Fail(issuer.Refused, code, "host", s.Profile.Host, "sender", s.Profile.Sender,
		"code", strconv.Itoa(said.Code), "answer", s.scrub(said.Msg))
}
