package ledger

import (
	"time"

	"badgekiln/issuer"
)

// Unreached lists the awards that stand, were made before a time, and reached
// nobody by any way, of a batch or of all (""), at most so many: the newest first, and
// after all others those that a reminder was for, which would take the places of
// people whom nobody wrote to yet.
func (t *Tx) Unreached(before time.Time, batch string, most int) ([]issuer.Award, error) {
	return t.awards(`JOIN listed l ON l.n = a.n WHERE s.state = 'issued' AND l.awarded <= ?1 AND (?2 = '' OR a.batch = ?2)
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.award = a.id AND +o.state = 'delivered' AND o.kind IN ('push', 'claim', 'mail', 'print'))
		ORDER BY EXISTS (SELECT 1 FROM outbox o WHERE o.award = a.id AND o.kind = 'remind' AND +o.state <> 'cancelled' AND o.channel NOT LIKE '%:expiring'), a.n DESC LIMIT ?3`, before.Unix(), batch, most)
}

// DeliveriesOf lists the deliveries of some awards, by award, in the order they were
// asked for.
func (t *Tx) DeliveriesOf(awards []string) (map[string][]Delivery, error) {
	by := map[string][]Delivery{}
	list, err := t.deliveries("WHERE o.award IN (SELECT value FROM json_each(?)) ORDER BY o.n", asList(awards))
	for _, d := range list {
		by[d.Award] = append(by[d.Award], d)
	}
	return by, err
}

// RemindedOf lists the reminders by any profile that were sent to persons, or may
// still be, by the person's number. Those that were called off are none.
func (t *Tx) RemindedOf() (map[string][]Delivery, error) {
	by := map[string][]Delivery{}
	list, err := t.deliveries("WHERE o.kind = ? AND +o.state <> 'cancelled' ORDER BY o.n", KindRemind)
	if err != nil || len(list) == 0 {
		return by, err
	}
	ids := make([]string, len(list))
	for i, d := range list {
		ids[i] = d.Award
	}
	awards, err := t.AwardsByID(ids)
	for _, d := range list {
		person := awards[d.Award].Person
		by[person] = append(by[person], d)
	}
	return by, err
}
