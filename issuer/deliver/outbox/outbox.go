// Package outbox sends what waits in the ledger's outbox. Several programs can
// send from one outbox together: a delivery is leased by who sends it, and those
// of a program that ended come free when its leases run out. A delivery that was
// answered is never sent again.
//
// It knows leases, limits, back-off and the last look before something leaves
// the house. It must not know what is sent, how, or in whose words; and no
// transaction of the ledger is open while a sender is at work.
//
// # Writing a Sender
//
// A sender brings one award through one channel and says what the other side
// answered. It is opened once for each worker, so it may hold a connection, and
// is used by one goroutine at a time:
//
//	func (s *sender) Send(ctx context.Context, j outbox.Job) outbox.Result {
//		body, err := s.body(ctx, j.Award) // from the ledger, before anything is sent
//		if err != nil {
//			return outbox.Broken(err) // our own fault: the run ends with it
//		}
//		ctx, err = j.Point(ctx) // the last look: taken back, paused, lease lost?
//		if err != nil {
//			return outbox.Left(err)
//		}
//		answer, err := s.host.Push(ctx, body) // with j.Ticket, where hosts know repetitions by a key
//		switch {
//		case err != nil && s.host.Down(err):
//			return outbox.Stop(err) // nobody's delivery is at fault: the channel waits
//		case answer.Status == 304, answer.Status/100 == 2, answer.Duplicate():
//			return outbox.Done(answer.Code, answer.Text) // "exists" is as good as new
//		case answer.Status == 429:
//			return outbox.Slow(answer.RetryAfter, answer.Code, answer.Text)
//		case answer.Status/100 == 5:
//			return outbox.Again(answer.RetryAfter, answer.Code, answer.Text)
//		}
//		return outbox.Refused(answer.Code, answer.Text)
//	}
//
// Code is short and for machines ("250", "DUPLICATE_BADGE"); the words table has
// a sentence for those that people meet ("delivery.<code>"). Answer is the other
// side's own words; a sender takes secrets out of it (see Scrub), the ledger cuts
// it to 500 bytes. A channel whose other side recognises no repetition is Blind:
// then only one delivery at a time is past its Point, so that a kill can make at
// most one double.
package outbox

import (
	"context"
	"errors"
	"strings"
	"time"

	"badgekiln/issuer/ledger"
)

// Store is where the outbox is: a ledger.
type Store interface {
	View(ctx context.Context, do func(*ledger.Tx) error) error
	Update(ctx context.Context, do func(*ledger.Tx) error) error
}

// Sender brings awards through one channel. See the package's comment.
type Sender interface {
	Send(ctx context.Context, j Job) Result
	Close() error
}

// Job is one delivery to be sent.
type Job struct {
	ledger.Delivery
	point func(context.Context) (context.Context, error)
}

// Point is the last look before something leaves the house, and comes right
// before the step after which the other side may have it. The context it gives
// outlives the end of the run for a moment, so that an answer can still come. An
// error means that nothing may be sent: give it back with Left.
func (j Job) Point(ctx context.Context) (context.Context, error) {
	if j.point == nil { // a test send, which is in no outbox
		return ctx, nil
	}
	return j.point(ctx)
}

// verdict is the sort of a Result.
type verdict int

const (
	done verdict = iota
	again
	slow
	refused
	stop
	broken
	left
	hold
)

// Result is what came of sending: made by Done, Again, Slow, Refused, Hold,
// Stop, Left and Broken.
type Result struct {
	verdict verdict
	code    string
	answer  string
	after   time.Duration
	err     error
}

// Done is for what the other side took, or had already.
func Done(code, answer string) Result { return Result{verdict: done, code: code, answer: answer} }

// Again is for what may go better later: the next try is after the time the other
// side asked for; 0 leaves it to the back-off.
func Again(after time.Duration, code, answer string) Result {
	return Result{verdict: again, after: after, code: code, answer: answer}
}

// Slow is Again where the whole channel went too fast. It counts as no try.
func Slow(after time.Duration, code, answer string) Result {
	return Result{verdict: slow, after: after, code: code, answer: answer}
}

// Refused is for what the other side will not take, today or tomorrow.
func Refused(code, answer string) Result {
	return Result{verdict: refused, code: code, answer: answer}
}

// Hold is for what may not go yet: a person who has not signed in any more, an
// address that is not published.
func Hold(code string) Result { return Result{verdict: hold, code: code} }

// Stop is for a channel that does not work at all: no connection, a password that
// is refused. The delivery waits and counts no try. Whether it is worth trying
// again soon is asked of the error: see Temporary.
func Stop(err error) Result { return Result{verdict: stop, err: err} }

// Broken is for our own faults: the run ends.
func Broken(err error) Result { return Result{verdict: broken, err: err} }

// Left is for what Point kept from being sent.
func Left(err error) Result { return Result{verdict: left, err: err} }

// Answer gives what the other side said, for a test send.
func (r Result) Answer() (code, answer string, err error) {
	err = r.err
	if err == nil && r.verdict != done {
		err = errNotTaken
	}
	return r.code, r.answer, err
}

var errNotTaken = errors.New("the other side did not take it")

// NotTaken tells whether the error of Answer means that the other side said no.
func NotTaken(err error) bool { return errors.Is(err, errNotTaken) }

// Temporary marks an error of Stop as one that may pass within minutes.
func Temporary(err error) error { return passing{err} }

type passing struct{ error }

func (p passing) Unwrap() error { return p.error }

func passes(err error) bool {
	var p passing
	return errors.As(err, &p)
}

// Scrub takes secrets out of an answer. Empty ones and ones too short to be one
// are left.
func Scrub(answer string, secrets ...string) string {
	const least = 4
	for _, s := range secrets {
		if len(s) >= least {
			answer = strings.ReplaceAll(answer, s, "***")
		}
	}
	return answer
}
