package ledger

import (
	"strconv"
	"time"

	"badgekiln/issuer"
)

// Deliveries lists deliveries in the order they were asked for.
func (t *Tx) Deliveries(c Choice) ([]Delivery, error) {
	where, args := c.where()
	limit := ""
	if c.Most > 0 {
		limit, args = " LIMIT ?"+strconv.Itoa(narrowed+1), append(args, c.Most)
	}
	return t.deliveries("WHERE "+where+" ORDER BY o.n"+limit, args...)
}

// DeliveryCount says how many deliveries of a channel are in a state, and why.
type DeliveryCount struct {
	Channel string
	State   DeliveryState
	Code    string
	Count   int
}

// CountDeliveries counts by channel, state and reason.
func (t *Tx) CountDeliveries(c Choice) ([]DeliveryCount, error) {
	where, args := c.where()
	list := []DeliveryCount{}
	err := t.each("SELECT o.channel, o.state, o.code, count(*) FROM outbox o WHERE "+where+" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", args, func(scan func(...any) error) error {
		var one DeliveryCount
		err := scan(&one.Channel, &one.State, &one.Code, &one.Count)
		list = append(list, one)
		return err
	})
	return list, err
}

// OutboxNext is when the next delivery of a channel, or of what is chosen of it,
// can be tried, or the next lease runs out; zero when nothing is on its way that is
// not held or paused.
func (t *Tx) OutboxNext(c Choice) (time.Time, error) {
	var at int64
	where, args := c.within()
	err := t.row(`SELECT coalesce(min(CASE o.state WHEN 'waiting' THEN o.due ELSE o.until END), 0) FROM outbox o
		WHERE o.state IN ('waiting', 'leased') AND `+where+" AND "+notPaused, args...).Scan(&at)
	return milli(at), err
}

// OutboxChannels lists the channels with something on its way.
func (t *Tx) OutboxChannels(c Choice) ([]string, error) {
	list := []string{}
	where, args := c.where()
	err := t.each("SELECT DISTINCT o.channel FROM outbox o WHERE o.state IN ('waiting', 'leased', 'held') AND "+where+" ORDER BY 1", args, func(scan func(...any) error) error {
		var channel string
		err := scan(&channel)
		list = append(list, channel)
		return err
	})
	return list, err
}

// TriedSince counts the tries of a channel after a time, those of all programs
// together, and says when the first of them was. A delivery counts with its last
// try only. Those that a clock noted which was ahead, by more than the time asked for,
// do not count: they would for as long as it was ahead.
func (t *Tx) TriedSince(channel string, since time.Time) (count int, first time.Time, err error) {
	var at int64
	ahead := t.env.Now().Add(t.env.Now().Sub(since))
	err = t.row("SELECT count(*), coalesce(min(tried), 0) FROM outbox WHERE channel = ? AND tried > max(?, 0) AND tried <= ?", channel, since.UnixMilli(), ahead.UnixMilli()).Scan(&count, &at)
	return count, milli(at), err
}

// The ways of those of whom nobody knows that they were reached.
const (
	WaySaved = "saved" // their mail was written into a file, for another program to send
	WayNone  = "none"
)

// Ways are the ways by which people are reached, the best first.
func Ways() []string { return []string{KindPush, KindClaim, KindMail, KindPrint, WaySaved, WayNone} }

// Reached says by which way, if any, the holder of an award was reached.
type Reached struct {
	Award string
	Name  string
	Email string
	Way   string // one of Ways: the best that was delivered
}

// ReachOf lists the awards of a batch that stand, in the order of its list, each
// with the one way that counts for it: the ways add up to the awards.
func (t *Tx) ReachOf(batch string) ([]Reached, error) {
	if _, err := t.Batch(batch); err != nil {
		return nil, err
	}
	list := []Reached{}
	err := t.each(`SELECT a.id, coalesce(a.name, ''), coalesce(a.email, ''), coalesce((SELECT min(CASE o.kind WHEN 'push' THEN 0 WHEN 'claim' THEN 1 WHEN 'mail' THEN 2
			WHEN 'print' THEN 3 WHEN 'eml' THEN 4 END) FROM outbox o WHERE o.award = a.id AND +o.state = 'delivered'), 5)
		FROM awards a JOIN states s ON s.award = a.id WHERE a.batch = ? AND s.state IN ('issued', 'suspended') ORDER BY a.row, a.n`, []any{batch}, func(scan func(...any) error) error {
		var one Reached
		var rank int
		err := scan(&one.Award, &one.Name, &one.Email, &rank)
		if err == nil {
			one.Way = Ways()[rank]
		}
		list = append(list, one)
		return err
	})
	return list, err
}

// Undelivered lists the awards that stand, were asked to be delivered before a
// time, and have not reached anybody since as far as is known: a mail in a file may lie
// there still.
func (t *Tx) Undelivered(before time.Time) ([]issuer.Award, error) {
	return t.awards(`WHERE s.state = 'issued' AND a.id IN (SELECT o.award FROM outbox o WHERE o.made < ? AND o.state <> 'cancelled')
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.award = a.id AND +o.state = 'delivered' AND o.kind <> 'eml') ORDER BY a.n`, before.UnixMilli())
}

// MailedTo lists the delivered mails to an address.
func (t *Tx) MailedTo(email string) ([]Delivery, error) {
	return t.deliveries(`JOIN awards a ON a.id = o.award WHERE a.email = ? AND o.kind IN ('mail', 'remind', 'eml') AND o.state = 'delivered' ORDER BY o.n`, email)
}

// deliveriesTold compares deliveries with what the log says became of them.
func (c *checker) deliveriesTold(t *Tx) error {
	return t.each(`WITH told AS (
			SELECT e.subject AS award, json_extract(p.body, '$.channel') AS channel, e.kind, max(e.seq)
			FROM events e JOIN payloads p ON p.seq = e.seq WHERE e.kind IN ('award.delivered', 'award.bounced', 'award.returned')
			GROUP BY e.subject, json_extract(p.body, '$.channel')),
		want AS (SELECT award, channel, CASE kind WHEN 'award.delivered' THEN 'delivered' WHEN 'award.bounced' THEN 'bounced' ELSE '' END AS state FROM told)
		SELECT w.award, w.channel FROM want w LEFT JOIN outbox o ON o.award = w.award AND o.channel = w.channel
			WHERE CASE WHEN o.state IN ('delivered', 'bounced') THEN o.state ELSE '' END <> w.state OR o.n IS NULL
		UNION SELECT o.award, o.channel FROM outbox o LEFT JOIN want w ON w.award = o.award AND w.channel = o.channel
			WHERE o.state IN ('delivered', 'bounced') AND w.award IS NULL
			AND NOT EXISTS (SELECT 1 FROM awards a JOIN persons p ON p.id = a.person WHERE a.id = o.award AND p.erased IS NOT NULL)
		UNION SELECT o.award, o.channel FROM outbox o LEFT JOIN states s ON s.award = o.award WHERE s.award IS NULL OR s.batch <> o.batch`, nil,
		func(scan func(...any) error) error {
			var award, channel string
			err := scan(&award, &channel)
			c.find("delivery", "id", award, "channel", channel)
			return err
		})
}

// eraseDeliveries calls off what was on its way to somebody and forgets what the
// other sides said of it.
func (t *Tx) eraseDeliveries(award string) error {
	return t.exec(`UPDATE outbox SET ticket = '', answer = '', worker = '', until = 0,
		code = CASE WHEN state IN ('delivered', 'bounced') THEN '' ELSE ?1 END,
		state = CASE WHEN state IN ('delivered', 'bounced') THEN state ELSE 'cancelled' END, changed = ?2 WHERE award = ?3`, WhyErased, t.instant(), award)
}

// eraseAnswers takes out of other deliveries what names the person.
func (t *Tx) eraseAnswers(words personWords) error {
	list, err := t.deliveries("WHERE o.answer <> ''")
	for _, d := range list {
		if err == nil && words.in(d.Answer) {
			err = t.exec("UPDATE outbox SET answer = '' WHERE n = ?", d.N)
		}
	}
	return err
}

// DeliveryByTicket finds the delivery that has a ticket.
func (t *Tx) DeliveryByTicket(ticket string) (d Delivery, found bool, err error) {
	d, err = scanDelivery(t.row(deliveryColumns+"WHERE o.ticket = ? AND o.ticket <> ''", ticket).Scan)
	if none(err) {
		return d, false, nil
	}
	return d, err == nil, err
}
