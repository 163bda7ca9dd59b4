package mail

import (
	"context"
	"errors"
	"io"
	"net/textproto"
	"strconv"
	"time"

	"badgekiln/issuer/deliver/outbox"

	"github.com/wneessen/go-mail/smtp"
)

// perLine is how many mails go through one connection: servers like to count.
const perLine = 90

// usualAtOnce is how many connections a profile has when it says nothing.
const usualAtOnce = 3

// Workers is how many connections a profile may have at once.
func (p Profile) Workers() int {
	if p.AtOnce > 0 {
		return p.AtOnce
	}
	return usualAtOnce
}

// Limits are the limits that a profile states.
func (p Profile) Limits() []outbox.Limit {
	var list []outbox.Limit
	for _, one := range []outbox.Limit{{Count: p.PerMinute, Per: time.Minute}, {Count: p.PerHour, Per: time.Hour}, {Count: p.PerDay, Per: 24 * time.Hour}} {
		if one.Count > 0 {
			list = append(list, one)
		}
	}
	return list
}

// Letter is a mail ready to go.
type Letter struct {
	To   string // bare, as Address gives it
	Body []byte // the whole mail, RFC 5322
}

// Open gives a sender of the outbox. Letters are written by write when it is their
// turn; a Result says why there is none.
func (s *Server) Open(ctx context.Context, write func(context.Context, outbox.Job) (Letter, *outbox.Result)) (outbox.Sender, error) {
	l, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	return &sender{server: s, line: l, write: write}, nil
}

// Knock connects, says who we are, and goes again: whether a profile works. It
// gives the name of the certificate's giver, or "" without one.
func (s *Server) Knock(ctx context.Context) (secured bool, err error) {
	l, err := s.dial(ctx)
	if err != nil {
		return false, err
	}
	secured = l.state != nil
	l.close()
	return secured, nil
}

type sender struct {
	server *Server
	line   *line
	write  func(context.Context, outbox.Job) (Letter, *outbox.Result)
	most   int // mails through one connection, where the server wants fewer than the usual
}

func (s *sender) Close() error {
	if s.line != nil {
		s.line.close()
	}
	s.line = nil
	return nil
}

// drop ends a connection on which nobody knows what comes next.
func (s *sender) drop() {
	if s.line != nil {
		s.line.cut()
	}
	s.line = nil
}

// Send brings one mail to the server.
func (s *sender) Send(ctx context.Context, j outbox.Job) outbox.Result {
	letter, result := s.write(ctx, j)
	if result != nil {
		return *result
	}
	if s.line != nil && s.line.sent >= s.perLine() {
		_ = s.Close()
	}
	r, f := s.once(ctx, j, letter)
	if r == nil && s.stale(f) {
		s.drop()
		r, f = s.once(ctx, j, letter)
	}
	if r != nil {
		return *r
	}
	return s.failed(ctx, letter.To, f)
}

func (s *sender) perLine() int {
	if s.most > 0 {
		return s.most
	}
	return perLine
}

// once hands a letter over, through the connection there is or a new one.
func (s *sender) once(ctx context.Context, j outbox.Job, letter Letter) (*outbox.Result, failure) {
	if s.line == nil {
		l, err := s.server.dial(ctx)
		if err != nil {
			r := outbox.Stop(err)
			return &r, failure{}
		}
		s.line = l
	}
	stop := context.AfterFunc(ctx, s.line.halt)
	defer stop()
	return s.hand(ctx, j, letter, stop)
}

// stale tells whether a failure is one of the connection alone: the server had ended
// it while it was idle, or takes no more through one. Then a new one helps, at once.
func (s *sender) stale(f failure) bool {
	if s.line == nil || s.line.sent < 2 || s.line.halted.Load() {
		return false
	}
	var said *textproto.Error
	if !errors.As(f.err, &said) {
		return f.at == atSender && !timedOut(f.err)
	}
	if said.Code/100 == 4 && f.at != atEnd && perSession.MatchString(said.Msg) {
		s.most = s.line.sent - 1
		return true
	}
	return said.Code == 421 && f.at == atSender && !tooFast.MatchString(said.Msg)
}

// failure is a step that went wrong.
type failure struct {
	at  stage
	err error
}

// hand gives a letter to the server. What is told by a failure is judged by Send.
func (s *sender) hand(ctx context.Context, j outbox.Job, letter Letter, stop func() bool) (*outbox.Result, failure) {
	c, limits := s.line.client, s.server.Timeouts.usual()
	s.line.sent++
	from, err := Address(s.server.Profile.Sender)
	if err != nil {
		r := outbox.Stop(err)
		return &r, failure{}
	}
	if foreign(letter.To) || foreign(from) {
		if ok, _ := c.Extension("SMTPUTF8"); !ok {
			r := outbox.Refused(WhyForeign, "")
			return &r, failure{}
		}
		c.SkipSMTPUTF8(false)
	} else {
		c.SkipSMTPUTF8(true)
	}
	if most := s.line.room(); most > 0 && len(letter.Body) > most {
		r := outbox.Refused(WhyBig, strconv.Itoa(len(letter.Body))+" > SIZE "+strconv.Itoa(most))
		return &r, failure{}
	}
	s.line.limit(limits.Step)
	if err := s.line.from(from, j.Ticket, len(letter.Body)); err != nil {
		var said *textproto.Error
		if foreign(letter.To) && !foreign(from) && errors.As(err, &said) && said.Code/100 == 5 {
			return nil, failure{atForeign, err}
		}
		return nil, failure{atSender, err}
	}
	s.line.limit(limits.Step)
	if err := s.line.to(letter.To); err != nil {
		return nil, failure{atRecipient, err}
	}
	s.server.doors.taken()
	s.line.limit(limits.Step)
	w, err := c.Data()
	if err != nil {
		return nil, failure{atData, err}
	}
	s.line.limit(limits.Final)
	if _, err := w.Write(letter.Body); err != nil {
		return nil, failure{atData, err}
	}
	// Everything is there but the dot, after which it counts as sent.
	longer, err := j.Point(ctx)
	if err != nil {
		s.drop()
		r := outbox.Left(err)
		return &r, failure{}
	}
	stop() // from here on the answer is waited for a moment longer
	s.line.halted.Store(false)
	s.line.limit(limits.Final)
	end := context.AfterFunc(longer, s.line.halt)
	defer end()
	return s.dot(w)
}

// dot ends a mail, and hears what becomes of it.
func (s *sender) dot(w io.WriteCloser) (*outbox.Result, failure) {
	if err := w.Close(); err != nil {
		return nil, failure{atEnd, err}
	}
	s.server.trusted.Store(true)
	answer := ""
	if d, ok := w.(*smtp.DataCloser); ok {
		answer = d.ServerResponse()
	}
	code := "250"
	if e := enhanced.FindString(answer); e != "" {
		code += " " + e
	}
	r := outbox.Done(code, s.server.scrub(answer))
	return &r, failure{}
}

// failed judges a failure, and puts the connection in order for the next.
func (s *sender) failed(ctx context.Context, to string, f failure) outbox.Result {
	r := s.server.judge(f.err, f.at, to, s.server.trusted.Load())
	var said *textproto.Error
	if !errors.As(f.err, &said) || said.Code == 421 {
		s.drop()
		if ctx.Err() != nil && f.at != atEnd {
			return outbox.Left(ctx.Err())
		}
		return r
	}
	s.line.limit(s.server.Timeouts.usual().Step)
	if f.at != atEnd && s.line.client.Reset() != nil {
		s.drop()
	}
	return r
}
