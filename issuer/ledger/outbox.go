package ledger

import (
	"strings"
	"time"
	"unicode/utf8"
)

// The kinds of channels that this release knows. Others are stored all the same.
const (
	KindMail   = "mail"   // "mail:<profile>": to the person's address
	KindPush   = "push"   // "push:<account>": into a backpack its owner signed in to
	KindClaim  = "claim"  // the person was told of a page of their own
	KindPrint  = "print"  // handed over on paper
	KindRemind = "remind" // "remind:<profile>": a second mail; it reaches nobody by itself
	KindEML    = "eml"    // written into a folder for a mail program, which does not tell whether it sent it
)

// Channel names one channel of a kind; name is "" where there is only one.
func Channel(kind, name string) string {
	if name == "" {
		return kind
	}
	return kind + ":" + name
}

// KindOf is the kind of a channel.
func KindOf(channel string) string {
	kind, _, _ := strings.Cut(channel, ":")
	return kind
}

// NameOf is a channel's name among those of its kind, or "".
func NameOf(channel string) string {
	_, name, _ := strings.Cut(channel, ":")
	return name
}

// DeliveryState is where a delivery stands. Waiting, Leased and Held are on
// their way; the others are where it ends, until somebody asks for it again.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryWaiting   DeliveryState = "waiting"   // is sent when it is due
	DeliveryLeased    DeliveryState = "leased"    // a program is at it
	DeliveryHeld      DeliveryState = "held"      // may not go yet; Code says why, and each run looks again
	DeliveryDelivered DeliveryState = "delivered" // the other side took it, or had it
	DeliveryFailed    DeliveryState = "failed"    // the other side refused it, or was asked too often
	DeliveryBounced   DeliveryState = "bounced"   // it was taken, and came back
	DeliveryCancelled DeliveryState = "cancelled" // not wanted any more: taken back, erased, or called off
)

// DeliverySaved is how Delivered is shown, and chosen, where a mail was written into a
// file: what becomes of the file nobody tells us. No delivery is stored so.
const DeliverySaved DeliveryState = "saved"

// Shown is the state as people are told of it.
func (d Delivery) Shown() DeliveryState {
	if d.State == DeliveryDelivered && KindOf(d.Channel) == KindEML {
		return DeliverySaved
	}
	return d.State
}

// The reasons that the ledger itself gives, as codes of the words table
// ("delivery.<code>"). Senders have others.
const (
	WhySuspended   = "suspended"   // Held: the award does not hold for the time being
	WhyPending     = "pending"     // Held: it is not signed yet
	WhyUnpublished = "unpublished" // Held: an address in it is not on the web yet
	WhyUnchecked   = "unchecked"   // Held: nobody looked whether it can be seen there
	WhyRevoked     = "revoked"     // Cancelled
	WhyUndone      = "undone"      // Cancelled
	WhySuperseded  = "superseded"  // Cancelled: the corrected award goes in its stead
	WhyErased      = "erased"      // Cancelled
	WhyCalledOff   = "called-off"  // Cancelled, by a person
	WhyInterrupted = "interrupted" // Waiting again: the program that was at it ended
)

// Delivery is one award on its way through one channel.
type Delivery struct {
	N       int64 // grows in the order they were asked for
	Award   string
	Channel string
	Batch   string
	State   DeliveryState
	Ticket  string // random, the same at each try; see Asked
	Made    time.Time
	Due     time.Time // not before
	Tries   int
	Worker  string // who is at it, when Leased
	Until   time.Time
	Code    string    // why it stands where it stands; "" for no particular reason
	Answer  string    // the other side's own words; see Outcome
	Changed time.Time // since when it stands there
}

// The events of deliveries.
const (
	AwardDelivered = "award.delivered"
	AwardBounced   = "award.bounced"
	AwardReturned  = "award.returned" // it was noted as delivered, and was not
	OutboxQueued   = "outbox.queued"  // of a channel, which is the subject of all of these
	OutboxPaused   = "outbox.paused"
	OutboxResumed  = "outbox.resumed"
)

// everyChannel is what stands in the log for all of them.
const everyChannel = "all"

type deliveryBody struct {
	Channel string `json:"channel"`
}

const deliveryColumns = `SELECT o.n, o.award, o.channel, o.batch, o.state, o.ticket, o.made, o.due, o.tries, o.worker, o.until,
	o.code, o.answer, o.changed FROM outbox o `

func scanDelivery(scan func(...any) error) (d Delivery, err error) {
	var made, due, until, changed int64
	err = scan(&d.N, &d.Award, &d.Channel, &d.Batch, &d.State, &d.Ticket, &made, &due, &d.Tries, &d.Worker, &until, &d.Code, &d.Answer, &changed)
	d.Made, d.Due, d.Until, d.Changed = milli(made), milli(due), milli(until), milli(changed)
	return d, err
}

func milli(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return time.UnixMilli(at).UTC()
}

func (t *Tx) deliveries(where string, args ...any) ([]Delivery, error) {
	list := []Delivery{}
	err := t.each(deliveryColumns+where, args, func(scan func(...any) error) error {
		d, err := scanDelivery(scan)
		list = append(list, d)
		return err
	})
	return list, err
}

// instant is the time in milliseconds: what waits for each other is finer than
// the seconds of the log.
func (t *Tx) instant() int64 { return t.env.Now().UnixMilli() }

// mostAnswer is how much of an answer is kept, in bytes.
const mostAnswer = 500

// trimmed is what is kept of an answer: one line, of valid letters, not long.
func trimmed(answer string) string {
	answer = strings.Join(strings.Fields(strings.ToValidUTF8(answer, "\uFFFD")), " ")
	answer = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, answer)
	if len(answer) <= mostAnswer {
		return answer
	}
	cut := mostAnswer - len("…")
	for !utf8.RuneStart(answer[cut]) {
		cut--
	}
	return answer[:cut] + "…"
}
