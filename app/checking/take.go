package checking

import (
	"context"
	"errors"

	"badgekiln/app/kit"
)

// canTake tells whether a badge is one to take on record: sound or not, but of
// others, and not from there.
func (r *Room) canTake(i *item) bool {
	return r.engine.Ledger() && i.stage == answered && i.record == "" && i.result.Verdict != NotABadge && !r.q.own(i.result.Issuers)
}

// takeable are the checked badges that could be taken on record.
func (r *Room) takeable() []*item {
	var list []*item
	for _, i := range r.q.items {
		if r.canTake(i) {
			list = append(list, i)
		}
	}
	return list
}

// takeAll takes whatever was checked on record, and shows the answers there.
func (r *Room) takeAll() {
	list := r.takeable()
	switch len(list) {
	case 0:
		r.tell(kit.Banner(kit.Info, "", r.env.T("checking.take.none")))
		return
	case 1:
		r.takeOne(list[0])
		return
	}
	questions := make([]Question, 0, len(list))
	for _, i := range list {
		questions = append(questions, Question{Input: i.input, Online: i.online})
	}
	r.turn(viewRecord)
	r.record.run(questions, nil)
}

// takeOne takes one badge on record, and says so where one is.
func (r *Room) takeOne(i *item) {
	r.record.run([]Question{{Input: i.input, Online: i.online}}, func(answers []Taken, err error) {
		switch {
		case errors.Is(err, context.Canceled):
			return
		case err != nil:
			r.tell(r.env.ErrorBanner(err))
			return
		}
		tone := kit.OK
		if count(answers)[TakenNew] == 0 {
			tone = kit.Info
		}
		show := kit.NewButton(r.env.T("checking.take.show"), "ledger", kit.Plain, func() {
			r.turn(viewRecord)
			for _, one := range answers {
				if one.ID != "" {
					r.record.show(one.ID)
					return
				}
			}
		})
		r.tell(kit.Banner(tone, r.record.sum(answers), "", show))
	})
}
