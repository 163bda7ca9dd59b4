package ledger

import (
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
)

// Asked is a wish to deliver awards by a channel.
type Asked struct {
	Channel string
	Awards  []string
	Due     time.Time // zero is now
	// Tail is put behind the random half of each Ticket: "@" and the domain of a
	// Message-ID. It names no recipient.
	Tail string
}

// Queued says what became of a wish.
type Queued struct {
	New     int // written down, or asked for again after it was called off
	Already int // on their way or delivered before: nothing is done twice
	Ended   int // failed or bounced before; RetryDeliveries is for those
	Gone    int // taken back: these are never sent
}

// Queue asks for awards to be delivered. An award has one delivery by each
// channel, ever. The sample refuses what would reach people: codes "sample-mail"
// and "sample-push".
func (t *Tx) Queue(q Asked) (done Queued, err error) {
	if err := t.mayReach(KindOf(q.Channel)); err != nil {
		return done, err
	}
	now := t.instant()
	due := now
	if !q.Due.IsZero() {
		due = q.Due.UnixMilli()
	}
	for _, award := range q.Awards {
		counter, err := t.queueOne(q, award, due, now, &done)
		if err != nil {
			return done, err
		}
		*counter++
	}
	if done.New == 0 {
		return done, nil
	}
	return done, t.Record(OutboxQueued, q.Channel, map[string]any{"count": done.New})
}

// mayReach refuses to send the sample's badges to anybody.
func (t *Tx) mayReach(kind string) error {
	code := map[string]string{KindMail: "sample-mail", KindRemind: "sample-mail", KindPush: "sample-push"}[kind]
	if code == "" {
		return nil
	}
	sample, err := t.Meta(MetaSample)
	if err == nil && sample != "" {
		err = issuer.Fail(issuer.Usage, code)
	}
	return err
}

func (t *Tx) queueOne(q Asked, award string, due, now int64, done *Queued) (counter *int, err error) {
	a, err := t.Award(award)
	if err == nil {
		a, err = t.Latest(a)
	}
	if err != nil {
		return nil, err
	}
	switch a.State {
	case issuer.Issued, issuer.Pending, issuer.Suspended:
	default:
		return &done.Gone, nil
	}
	var state, code string
	err = t.row("SELECT state, code FROM outbox WHERE award = ? AND channel = ?", a.ID, q.Channel).Scan(&state, &code)
	switch {
	case none(err):
		ticket, err := t.ticket(q.Tail)
		if err != nil {
			return nil, err
		}
		return &done.New, t.exec(`INSERT INTO outbox (award, channel, kind, batch, state, ticket, made, due, changed) VALUES (?,?,?,?,?,?,?,?,?)`,
			a.ID, q.Channel, KindOf(q.Channel), a.Batch, string(DeliveryWaiting), ticket, now, due, now)
	case err != nil:
		return nil, err
	case state == string(DeliveryCancelled):
		return &done.New, t.exec("UPDATE outbox SET state = ?, due = ?, tries = 0, code = '', answer = '', changed = ? WHERE award = ? AND channel = ?",
			string(DeliveryWaiting), due, now, a.ID, q.Channel)
	case state == string(DeliveryFailed), state == string(DeliveryBounced):
		return &done.Ended, nil
	}
	return &done.Already, nil
}

// ticket draws what a delivery is recognised by.
func (t *Tx) ticket(tail string) (string, error) {
	raw, err := t.Random(15)
	if err != nil {
		return "", err
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(raw)) + tail, nil
}

// NoteDelivery writes down a delivery that no sender makes: something handed
// over, a page that somebody was told of. State is delivered, failed, bounced or
// cancelled, which also takes back what was noted before.
func (t *Tx) NoteDelivery(award, channel string, state DeliveryState, code, answer string) error {
	a, err := t.Award(award)
	if err != nil {
		return err
	}
	now := t.instant()
	var before DeliveryState
	err = t.row("SELECT state FROM outbox WHERE award = ? AND channel = ?", award, channel).Scan(&before)
	switch {
	case none(err):
		ticket, err := t.ticket("")
		if err != nil {
			return err
		}
		err = t.exec(`INSERT INTO outbox (award, channel, kind, batch, state, ticket, made, due, changed, code, answer) VALUES (?,?,?,?,?,?,?,?,?,?,?)`,
			award, channel, KindOf(channel), a.Batch, string(state), ticket, now, now, now, code, trimmed(answer))
		if err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		if err := t.exec("UPDATE outbox SET state = ?, code = ?, answer = ?, changed = ?, worker = '', until = 0 WHERE award = ? AND channel = ?",
			string(state), code, trimmed(answer), now, award, channel); err != nil {
			return err
		}
	}
	return t.tellDelivery(award, channel, before, state)
}

// tellDelivery writes into the log what it means that a delivery moved.
func (t *Tx) tellDelivery(award, channel string, before, state DeliveryState) error {
	kind := ""
	switch {
	case state == before:
	case state == DeliveryDelivered:
		kind = AwardDelivered
	case state == DeliveryBounced:
		kind = AwardBounced
	case before == DeliveryDelivered, before == DeliveryBounced:
		kind = AwardReturned
	}
	if kind == "" {
		return nil
	}
	if err := t.Record(kind, award, deliveryBody{channel}); err != nil || state != DeliveryDelivered {
		return err
	}
	way := map[string]string{KindMail: ReleasedMail, KindRemind: ReleasedMail, KindPush: ReleasedPush, KindClaim: ReleasedSite, KindPrint: ReleasedPrint}[KindOf(channel)]
	if way == "" {
		return nil
	}
	return t.MarkReleased(way, t.now, award)
}

// Choice narrows what is done to deliveries; empty members do not narrow.
type Choice struct {
	Batch   string
	Channel string // a channel, or a kind of them
	Award   string
	State   DeliveryState
	Numbers []int64 // these very deliveries (Delivery.N); nil does not narrow, an empty list chooses none
	Most    int     // of a list; 0: all
}

// narrowed is how many arguments where gives.
const narrowed = 5

// where says it in SQL. What does not narrow stands there as a comparison of its own,
// so that an index is found by what does; and the state, which half of all have, is
// looked for by no index where there is something rarer (that is what "+" says).
func (c Choice) where() (string, []any) {
	args := []any{c.Batch, c.Channel, c.Award, string(c.State), c.numbers()}
	parts := make([]string, narrowed)
	for i, by := range []string{"o.batch = ?1", "(o.channel = ?2 OR o.kind = ?2)", "o.award = ?3", "+o.state = ?4", "o.n IN (SELECT value FROM json_each(?5))"} {
		if parts[i] = by; args[i] == "" {
			parts[i] = "?" + strconv.Itoa(i+1) + " = ''"
		}
	}
	if strings.Contains(c.Channel, ":") { // no kind
		parts[1] = "o.channel = ?2"
	}
	switch c.State { // both are stored as delivered
	case DeliverySaved:
		args[3] = string(DeliveryDelivered)
		parts[3] += " AND o.kind = 'eml'"
	case DeliveryDelivered:
		parts[3] += " AND o.kind <> 'eml'"
	}
	if c.Batch == "" && c.Award == "" && c.Numbers == nil {
		parts[3] = strings.TrimPrefix(parts[3], "+")
	}
	return strings.Join(parts, " AND "), args
}

// within is where for what is asked again and again of one channel: by its name
// the index finds it.
func (c Choice) within() (string, []any) {
	where, args := c.where()
	return "o.channel = ?2 AND " + where, args
}

// numbers is a list as SQL can read it.
func (c Choice) numbers() string {
	if c.Numbers == nil {
		return ""
	}
	text := []byte{'['}
	for i, n := range c.Numbers {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, n, 10)
	}
	return string(append(text, ']'))
}

// RetryDeliveries asks once more for what failed or bounced, and for what waits for
// its next try or for a later time, at once, but for files that somebody's mail program
// sends. It gives their numbers.
func (t *Tx) RetryDeliveries(c Choice) (numbers []int64, err error) {
	which := fmt.Sprintf("o.channel <> 'eml' AND (o.state IN ('failed', 'bounced') OR o.state = 'waiting' AND (o.tries > 0 OR o.due > %d))", t.instant())
	return t.moveDeliveries(c, which, func(d Delivery, now int64) error {
		if err := t.mayReach(KindOf(d.Channel)); err != nil {
			return err
		}
		if err := t.exec("UPDATE outbox SET state = 'waiting', due = ?1, tries = 0, code = '', changed = ?1 WHERE n = ?2", now, d.N); err != nil {
			return err
		}
		return t.tellDelivery(d.Award, d.Channel, d.State, DeliveryWaiting)
	})
}

// CallOff takes back what is not sent yet. It says how many there are.
func (t *Tx) CallOff(c Choice) (count int, err error) {
	list, err := t.moveDeliveries(c, `o.state IN ('waiting', 'held', 'failed')`, func(d Delivery, now int64) error {
		return t.exec("UPDATE outbox SET state = 'cancelled', code = ?, changed = ? WHERE n = ?", WhyCalledOff, now, d.N)
	})
	return len(list), err
}

func (t *Tx) moveDeliveries(c Choice, which string, move func(Delivery, int64) error) ([]int64, error) {
	where, args := c.where()
	numbers := []int64{}
	list, err := t.deliveries("WHERE "+where+" AND "+which+" ORDER BY o.n", args...)
	now := t.instant()
	for _, d := range list {
		if err == nil {
			err = move(d, now)
		}
		numbers = append(numbers, d.N)
	}
	return numbers, err
}

// PauseOutbox lets nothing go by a channel, a kind of channels, or any ("").
func (t *Tx) PauseOutbox(channel string) error {
	if err := t.exec("INSERT INTO outbox_pauses (channel, at) VALUES (?,?) ON CONFLICT DO NOTHING", channel, Stamp(t.now)); err != nil {
		return err
	}
	return t.Record(OutboxPaused, orAll(channel), map[string]any{})
}

// ResumeOutbox takes a pause back, or all of them ("").
func (t *Tx) ResumeOutbox(channel string) error {
	if err := t.exec("DELETE FROM outbox_pauses WHERE ?1 IN ('', channel)", channel); err != nil {
		return err
	}
	return t.Record(OutboxResumed, orAll(channel), map[string]any{})
}

func orAll(channel string) string {
	if channel == "" {
		return everyChannel
	}
	return channel
}

// OutboxPauses lists the channels and kinds that are paused; "" is all of them.
func (t *Tx) OutboxPauses() ([]string, error) {
	list := []string{}
	err := t.each("SELECT channel FROM outbox_pauses ORDER BY channel", nil, func(scan func(...any) error) error {
		var channel string
		err := scan(&channel)
		list = append(list, channel)
		return err
	})
	return list, err
}
