package ledger

import (
	"encoding/json"
	"slices"
)

// Who worked with the ledger is told by an event of its own whenever that
// changes, rather than by every event: everything after it was done by the same
// hand. It is part of the chain, and its payload goes when that person is
// erased.
const (
	HandChanged = "hand.changed"
	handSubject = "hand"
)

type handBody struct {
	Who string `json:"who"`
}

// signIn notes who writes from here on, if that was somebody else before. A
// ledger that is to come out the same each time names nobody.
func (t *Tx) signIn() error {
	if t.signed {
		return nil
	}
	t.signed = true
	var last string
	err := t.row(`SELECT coalesce((SELECT body FROM payloads p WHERE p.seq = e.seq), '') FROM events e WHERE e.subject = ? AND e.kind = ?
		ORDER BY e.seq DESC LIMIT 1`, handSubject, HandChanged).Scan(&last)
	if err != nil && !none(err) {
		return err
	}
	if whoIn(last) == t.env.Who {
		return nil
	}
	seed, err := t.Meta(MetaSeed)
	if err != nil || seed != "" {
		return err
	}
	_, err = t.record(t.now, HandChanged, handSubject, nil, handBody{t.env.Who})
	return err
}

func whoIn(body string) string {
	var h handBody
	_ = json.Unmarshal([]byte(body), &h) // of somebody erased
	return h.Who
}

// HandedBy says who noted last that awards were handed over on paper; those of whom
// nobody said so are left out.
func (t *Tx) HandedBy(awards []string) (map[string]string, error) {
	by := map[string]string{}
	var events []Event
	err := t.each(`SELECT max(e.seq), e.subject FROM events e JOIN payloads p ON p.seq = e.seq
		WHERE e.subject IN (SELECT value FROM json_each(?)) AND e.kind = ? AND json_extract(p.body, '$.channel') = ? GROUP BY e.subject`,
		[]any{asList(awards), AwardDelivered, KindPrint}, func(scan func(...any) error) error {
			var e Event
			err := scan(&e.Seq, &e.Subject)
			events = append(events, e)
			return err
		})
	if err != nil || len(events) == 0 {
		return by, err
	}
	events, err = t.withHands(events)
	for _, e := range events {
		if e.Who != "" {
			by[e.Subject] = e.Who
		}
	}
	return by, err
}

// withHands fills in who did each of some events, in any order, and which list it
// goes back to, and leaves out what only says who.
func (t *Tx) withHands(events []Event) ([]Event, error) {
	type hand struct {
		seq int64
		who string
	}
	var hands []hand
	err := t.each(`SELECT e.seq, coalesce(p.body, '') FROM events e LEFT JOIN payloads p ON p.seq = e.seq WHERE e.subject = ? AND e.kind = ? ORDER BY e.seq`,
		[]any{handSubject, HandChanged}, func(scan func(...any) error) error {
			var h hand
			var body string
			err := scan(&h.seq, &body)
			h.who = whoIn(body)
			hands = append(hands, h)
			return err
		})
	if err != nil {
		return nil, err
	}
	lists := map[string]listBody{}
	for i := range events {
		e := &events[i]
		at, _ := slices.BinarySearchFunc(hands, e.Seq, func(h hand, seq int64) int { return int(h.seq - seq) })
		if at > 0 {
			e.Who = hands[at-1].who
		}
		if err := t.tellList(e, lists); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(events, func(e Event) bool { return e.Kind == HandChanged }), nil
}

// listBody is what the plan of a batch says of the list it was made from.
type listBody struct {
	Roster string `json:"roster"`
	SHA256 string `json:"sha256"`
}

// tellList says from which list an event of a batch or an award came.
func (t *Tx) tellList(e *Event, lists map[string]listBody) error {
	batch := ""
	switch e.Kind {
	case BatchPlanned, BatchFinished, BatchUndone:
		batch = e.Subject
	case AwardIssued:
		var body struct{ Batch string }
		_ = json.Unmarshal(e.Body, &body) // of somebody erased
		batch = body.Batch
	}
	if batch == "" {
		return nil
	}
	list, known := lists[batch]
	if !known {
		var body string
		err := t.row(`SELECT p.body FROM events e JOIN payloads p ON p.seq = e.seq WHERE e.subject = ? AND e.kind = ?`, batch, BatchPlanned).Scan(&body)
		if err != nil && !none(err) {
			return err
		}
		_ = json.Unmarshal([]byte(body), &list)
		lists[batch] = list
	}
	e.File, e.FileSHA256 = list.Roster, list.SHA256
	return nil
}
