package mail

import (
	"errors"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer/deliver/outbox"
)

// stage is how far a mail had come when the server said no.
type stage int

const (
	atSender  stage = iota
	atForeign       // as atSender, where SMTPUTF8 was asked for: some offer it and take no such mail
	atRecipient
	atData
	atEnd
)

// The reasons of our own, where a server gave none ("delivery.<code>").
const (
	WhyCut       = "mail-cut"     // the connection ended before the mail was taken
	WhyUnsure    = "mail-unsure"  // it ended after the mail was sent: perhaps it was taken
	WhyTimeout   = "mail-timeout" // the server said nothing for too long
	WhyNoAddress = "mail-no-address"
	WhyAddress   = "mail-bad-address"
	WhyForeign   = "mail-foreign"  // the server takes no letters of other scripts before the @
	WhyBig       = "mail-too-big"  // the server said before that it takes none so long
	WhyNoRelay   = "mail-no-relay" // it carries no mail on to that host, for us
)

var (
	enhanced = regexp.MustCompile(`^([245])\.(\d{1,3})\.(\d{1,3})\b`)
	waitFor  = regexp.MustCompile(`(?i)\b(?:in|for|after|within|wait)\s+(\d{1,5})\s*(second|sec|s|minute|min|m|hour|h)`)
	tooFast  = regexp.MustCompile(`(?i)\brate|too (?:many|fast|much)|throttl|slow down|limit|exceed`)
	sendRoom = regexp.MustCompile(`(?i)(?:daily|hourly|sending|outgoing|user|relay)\b.{0,30}\b(?:limit|quota)|too many (?:messages|recipients|mails|emails) (?:today|sent|per)`)
	// perSession is a limit of one connection, which a new one has not.
	perSession = regexp.MustCompile(`(?i)\b(?:per|this|one|single|same)(?: smtp)? (?:connection|session)\b`)
	greyList   = regexp.MustCompile(`(?i)gr[ae]y-?list`)
	// theirRoom is a recipient who has no more room, by servers whose enhanced code says
	// something else, or that have none; unless it speaks of sending. ownTime is a server
	// that took too long over one mail.
	theirRoom = regexp.MustCompile(`(?i)\bmailbox\b|\bquota\b|\bstorage\b|\binbox\b`)
	sending   = regexp.MustCompile(`(?i)\bsen(?:d|ds|t|ding|der)\b|\boutgoing|\boutbound|\bdaily|\bhourly|\brate|\bper (?:minute|hour|day)`)
	ownTime   = regexp.MustCompile(`(?i)\btime(?:[- ]?limit|out)\b`)
)

// tooLong is the longest wait that is believed.
const tooLong = 24 * time.Hour

// after is how long a server asks to wait; 0 when it does not say.
func after(text string) time.Duration {
	m := waitFor.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	unit := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour}[strings.ToLower(m[2])[0]]
	return min(time.Duration(n)*unit, tooLong)
}

// codeOf is the code of a reply: the enhanced one (RFC 3463) behind the plain one.
func codeOf(said *textproto.Error) string {
	code := strconv.Itoa(said.Code)
	if m := enhanced.FindString(said.Msg); m != "" {
		code += " " + m
	}
	return code
}

// judge says what a refusal means: for one person, for the channel, or for now.
// trusted tells whether the server has taken mail of this sender before.
func (s *Server) judge(err error, at stage, to string, trusted bool) outbox.Result {
	var said *textproto.Error
	if !errors.As(err, &said) {
		return s.lost(err, at)
	}
	code, answer := codeOf(said), s.scrub(said.Msg)
	e := enhanced.FindString(said.Msg)
	room := strings.HasPrefix(e, "4.2.") || strings.HasPrefix(e, "5.2.") || // the recipient's own
		at >= atRecipient && theirRoom.MatchString(answer) && !sending.MatchString(answer)
	fast := !room && !greyList.MatchString(answer) && !ownTime.MatchString(answer) && !perSession.MatchString(answer) && (tooFast.MatchString(answer) || e == "4.7.28" || e == "4.5.3")
	relays := at != atRecipient || !noRelay.MatchString(answer)
	full := !room && (e == "5.4.5" || sendRoom.MatchString(answer))
	// Some servers say of all whom they do not carry mail to that they are invalid; those
	// that say 5.1 mean the one.
	shut := at == atRecipient && (!relays || said.Code/100 == 5 && !room && !full && !strings.HasPrefix(e, "5.1."))
	switch {
	case shut && s.doors.refused(to):
		return outbox.Stop(s.refused("mail-no-relay", said))
	case !relays: // also where it is said to be for now: nothing changes it but another way to sign in
		return outbox.Refused(WhyNoRelay, strconv.Itoa(said.Code)+" "+answer)
	case said.Code/100 == 4 && fast:
		return outbox.Slow(or(after(answer), restFast), code, answer)
	case said.Code/100 == 4 && at == atSender && said.Code == 421:
		return outbox.Stop(s.noGreeting(said))
	case said.Code/100 == 4:
		return outbox.Again(after(answer), code, answer)
	case full:
		return outbox.Slow(or(after(answer), restFull), code, answer)
	case said.Code == 530 || said.Code == 535 || said.Code == 538 || !trusted && (at == atSender && said.Code != 552 || at >= atRecipient && aboutUs.MatchString(answer)):
		return outbox.Stop(s.refused("mail-sender-refused", said))
	}
	return outbox.Refused(code, answer)
}

const (
	restFast = 30 * time.Second // after a server said that we are too fast, and not how much
	restFull = time.Hour        // after it said that we have sent enough
)

func or(a, b time.Duration) time.Duration {
	if a > 0 {
		return a
	}
	return b
}

// lost is a connection that ended.
func (s *Server) lost(err error, at stage) outbox.Result {
	why := WhyCut
	if at == atEnd {
		why = WhyUnsure
	}
	if timedOut(err) && at != atEnd {
		why = WhyTimeout
	}
	return outbox.Again(0, why, "")
}

// timedOut tells whether a connection ended because the server said nothing.
func timedOut(err error) bool {
	var wait interface{ Timeout() bool }
	return errors.As(err, &wait) && wait.Timeout()
}
