package awarding

import (
	"context"
	"errors"
	"time"

	"badgekiln/issuer"
)

// step is where one is in the wizard.
type step int

// The steps. A run and its result share the last one.
const (
	atList step = iota
	atColumns
	atPlan
	atRun
	atResult
)

// secondPress is how soon after another a press may still be the second half
// of a double one.
const secondPress = 500 * time.Millisecond

// canGoOn tells whether the primary button of the step can be pressed.
func (r *Room) canGoOn() bool {
	switch r.step {
	case atList:
		return r.begin != nil && r.class != "" && !r.list.None() && !r.busy
	case atColumns:
		return r.listed() && !r.busy && r.listErr == nil && r.reading.Ready > 0 && (r.reading.Bad == 0 || r.choices.SkipBad)
	case atPlan:
		// Without anybody new the files of those who have it can be saved again.
		return r.plan != nil && !r.busy && r.plan.Counts[StateNew]+r.plan.Counts[StateSame]+r.corrections() > 0
	}
	return false
}

// goOn is what the primary button does.
func (r *Room) goOn() {
	if !r.canGoOn() {
		return
	}
	switch r.step {
	case atList:
		r.read()
	case atColumns:
		r.planIt()
	case atPlan:
		if !r.unread() {
			r.award()
		}
	}
}

// unread tells that the plan has only just come: whoever presses now pressed
// the step before twice, and has not read it.
func (r *Room) unread() bool { return r.env.Now().Sub(r.seen) < secondPress }

// back goes a step back. Lists are read anew on the way.
func (r *Room) back() {
	switch r.step {
	case atColumns:
		r.halt()
		r.step, r.listErr = atList, nil
		r.show()
		r.beginAgain()
	case atPlan:
		r.halt()
		if r.long() {
			r.letGo()
			r.step, r.plan, r.planned, r.reading = atColumns, nil, nil, nil
		}
		r.read()
	}
}

// halt gives up what is read or planned.
func (r *Room) halt() {
	r.reader.Cancel()
	r.planner.Cancel()
	r.unwatch()
	r.busy = false
}

// haltRead is what Cancel does while a list is read: without one that can be
// shown another is chosen.
func (r *Room) haltRead() {
	r.halt()
	if r.step == atColumns && !r.listed() {
		r.step = atList
	}
	r.show()
}

// haltPlan is what Cancel does while a plan is made: one is where one was.
func (r *Room) haltPlan() {
	r.halt()
	if r.step == atColumns && !r.listed() {
		r.read()
		return
	}
	r.show()
}

// listed tells whether the rows of the list are shown.
func (r *Room) listed() bool {
	return r.step == atColumns && r.columns != nil && r.reading != nil && r.reading.Rows != nil
}

// anew begins another award.
func (r *Room) anew() {
	r.halt()
	r.list, r.choices, r.reading, r.plan, r.result, r.resErr, r.listErr = List{}, Choices{}, nil, nil, nil, nil, nil
	r.recalled, r.lettered, r.past, r.future = false, false, nil, nil
	r.folder, r.chosen, r.formats, r.again, r.correct = "", false, nil, false, false
	r.columns, r.planned, r.more = nil, nil, issuer.AwardMore{}
	r.step = atList
	r.show()
	r.beginAgain()
}

// choose takes another list and goes on to what was read of it.
func (r *Room) choose(l List) {
	if r.step == atRun {
		return
	}
	if l != r.list {
		r.choices, r.columns, r.again, r.recalled, r.lettered, r.past, r.future = Choices{}, nil, false, false, false, nil, nil
	}
	r.list, r.reading, r.plan, r.result, r.resErr = l, nil, nil, nil, nil
	if r.step != atList {
		r.step = atColumns // of the plan, or the result, there is nothing to show any more
	}
	r.read()
}

// read reads the list anew and shows what was understood. A list that cannot be read
// leads back to where one is chosen.
func (r *Room) read() {
	class, list, choices := r.class, r.list, r.choices
	here := r.listed() && r.listErr == nil && !r.long() // the page stays as it is
	r.planner.Cancel()
	r.busy, r.listErr = true, nil
	report := r.watch(r.t("reading"), r.haltRead)
	r.letGo()
	if here {
		r.columns.fillFoot()
		r.env.Changed()
	} else {
		r.show()
	}
	r.reader.Run(func(ctx context.Context) (Reading, error) { return r.engine.Read(ctx, class, list, choices, report) }, func(got Reading, err error) {
		r.unwatch()
		r.busy, r.listErr = false, err
		if err != nil {
			r.step = atList
			r.show()
			return
		}
		here = here && r.step == atColumns && sameColumns(r.reading, &got)
		r.reading, r.step = &got, atColumns
		if got.Remembered != nil {
			r.choices.Fields, r.recalled = got.Remembered, true
		}
		if here {
			r.columns.update()
			r.env.Changed()
			return
		}
		r.show()
	})
}

// order is what is to be awarded, as chosen.
func (r *Room) order() Order {
	o := Order{Class: r.class, List: r.list, Choices: r.choices, Folder: r.outFolder(), Names: r.names, Again: r.again, Correct: r.correct, More: r.more}
	if r.formats != nil {
		for _, f := range formats() {
			if r.formats[f] {
				o.Formats = append(o.Formats, f)
			}
		}
	}
	return o
}

func (r *Room) outFolder() string {
	if r.chosen {
		return cleanPath(r.folder, r.env.Home) // "" too: the files are made when somebody wants them
	}
	c, _ := r.classOf(r.class)
	return c.Folder
}

// planIt asks what would happen, and shows it.
func (r *Room) planIt() {
	order := r.order()
	r.busy = true
	report := r.watch(r.t("planning"), r.haltPlan)
	if r.long() {
		r.step = atColumns // where one waits
		r.letGo()
	}
	r.show()
	r.planner.Run(func(ctx context.Context) (Plan, error) { return r.engine.Plan(ctx, order, report) }, func(p Plan, err error) {
		r.busy = false
		r.unwatch()
		if err != nil {
			switch {
			case r.step == atPlan:
				r.failed = err
			case r.step == atColumns && !r.listed():
				r.step, r.listErr = atList, err
			default:
				r.listErr = err
			}
			r.show()
			return
		}
		r.failed, r.listErr = nil, nil
		if r.step != atPlan {
			r.seen = r.env.Now()
		}
		r.plan, r.step = &p, atPlan
		r.show()
	})
}

// stopped tells an error of somebody's own Cancel.
func stopped(err error) bool { return errors.Is(err, context.Canceled) }
