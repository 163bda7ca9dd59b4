package checking

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"badgekiln/app/kit"
)

// stage is how far an input is.
type stage int

const (
	waiting stage = iota
	running
	answered
	failed    // the check itself could not be made
	cancelled // nobody waits for an answer any more
)

// item is one input in the list.
type item struct {
	input     string
	record    string // in place of an input the id of a badge on record
	title     string // of a badge on record
	recipient string
	online    bool // the network may be asked for this one
	refresh   bool // a newer copy is asked for
	stage     stage
	turn      int // grows whenever there is something new to show
	result    Result
	err       error
}

// name is what an input is called in the list.
func (i *item) name(pasted string) string {
	text := strings.TrimSpace(i.input)
	switch {
	case i.record != "":
		return i.title
	case isAddress(text):
		return text
	case strings.ContainsAny(text, "\n{") || len(text) > 200 && !strings.ContainsAny(text, `/\`):
		return pasted
	}
	return filepath.Base(text)
}

// to says how far it is now.
func (i *item) to(s stage) { i.stage, i.turn = s, i.turn+1 }

func isAddress(text string) bool {
	text = strings.ToLower(text)
	return !strings.ContainsAny(text, " \n") && (strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://"))
}

// queue checks one input after the other. Its methods belong to Fyne's
// goroutine; changed is told there.
type queue struct {
	env     kit.Env
	engine  Engine
	items   []*item
	trust   []string // ids trusted until the program ends, while there is no ledger to keep them
	listed  []Trust  // whom the ledger trusts
	online  bool     // the network may be asked for what comes in
	cancel  func()
	busy    *kit.Busy
	changed func()
}

// add puts inputs at the end of the list and gives the first of them. One that
// is in the list is not put in twice, but checked again.
func (q *queue) add(inputs ...string) *item {
	var first *item
	for _, input := range inputs {
		if input = strings.TrimSpace(input); input == "" {
			continue
		}
		i := q.enter(&item{input: input}, isAddress(input))
		if first == nil {
			first = i
		}
	}
	q.next()
	return first
}

// addRecord puts a badge on record at the end of the list.
func (q *queue) addRecord(id, title string) *item {
	i := q.enter(&item{record: id, title: title}, false)
	q.next()
	return i
}

// enter gives the item of the list that asks the same, or puts this one in.
func (q *queue) enter(asked *item, online bool) *item {
	i := asked
	if at := slices.IndexFunc(q.items, func(o *item) bool { return o.input == asked.input && o.record == asked.record }); at >= 0 {
		i = q.items[at]
	} else {
		q.items = append(q.items, i)
	}
	if i.stage != running {
		i.to(waiting)
	}
	i.online = q.online || online
	return i
}

// again checks an item once more.
func (q *queue) again(i *item) {
	if i.stage == running {
		return
	}
	i.to(waiting)
	q.next()
}

// remove takes an item out of the list.
func (q *queue) remove(i *item) {
	if i.stage == running && q.cancel != nil {
		q.cancel()
	}
	q.items = slices.DeleteFunc(q.items, func(o *item) bool { return o == i })
	q.changed()
}

// clear empties the list.
func (q *queue) clear() {
	q.stop()
	q.items = nil
	q.changed()
}

// stop gives up what runs and what waits.
func (q *queue) stop() {
	for _, i := range q.items {
		if i.stage == waiting {
			i.to(cancelled)
		}
	}
	if q.cancel != nil {
		q.cancel()
	}
}

// count tells how many are behind us, and of how many.
func (q *queue) count() (done, total int) {
	for _, i := range q.items {
		if i.stage != waiting && i.stage != running {
			done++
		}
	}
	return done, len(q.items)
}

func (q *queue) isRunning() bool { return q.cancel != nil }

// next begins with the first that waits, unless one is running.
func (q *queue) next() {
	defer q.changed()
	if q.cancel != nil {
		return
	}
	at := slices.IndexFunc(q.items, func(i *item) bool { return i.stage == waiting })
	if at < 0 {
		if q.busy != nil {
			q.busy.End()
			q.busy = nil
		}
		return
	}
	i := q.items[at]
	i.to(running)
	if q.busy == nil {
		q.busy = q.env.Tasks.Begin(q.env.T("checking.busy"), kit.Route{Room: kit.RoomVerify}, q.stop, nil)
	}
	q.busy.Report("", at, len(q.items))
	question := Question{Input: i.input, Record: i.record, Recipient: i.recipient, Online: i.online, Refresh: i.refresh, Trust: slices.Clone(q.trust)}
	stop := func() {}
	q.cancel = func() { stop() }
	stop = kit.Run(q.env.Tasks, func(ctx context.Context) (Result, error) {
		r, err := q.engine.Verify(ctx, question)
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return r, err
	}, func(r Result, err error) {
		q.cancel = nil
		i.result, i.err = r, err
		switch {
		case errors.Is(err, context.Canceled):
			i.to(cancelled)
		case err != nil:
			i.to(failed)
		default:
			i.to(answered)
		}
		q.next()
	})
}

// trusted tells whether somebody said that an issuer is trusted: here, or on the
// list. One's own are trusted without that.
func (q *queue) trusted(ids []string) bool {
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool {
		return !slices.Contains(q.trust, id) && !slices.ContainsFunc(q.listed, func(t Trust) bool { return t.ID == id && !t.Own })
	})
}

// own tells whether all issuers are one's own.
func (q *queue) own(ids []string) bool {
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool {
		return !slices.ContainsFunc(q.listed, func(t Trust) bool { return t.ID == id && t.Own })
	})
}

// setTrust trusts issuers until the program ends, or stops it.
func (q *queue) setTrust(ids []string, on bool) {
	for _, id := range ids {
		q.trust = slices.DeleteFunc(q.trust, func(o string) bool { return o == id })
		if on {
			q.trust = append(q.trust, id)
		}
	}
	q.anew(ids)
}

// anew checks again whatever is of these issuers.
func (q *queue) anew(ids []string) {
	for _, i := range q.items {
		if i.stage == answered && slices.ContainsFunc(i.result.Issuers, func(id string) bool { return slices.Contains(ids, id) }) {
			i.to(waiting)
		}
	}
	q.next()
}
