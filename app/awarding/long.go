package awarding

import (
	"context"
	"sort"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// A list can have a million rows. What takes long is then told in the status
// bar and can be stopped there; what one has done with is let go of before the
// next is made, for two of them are more than a window should hold.

const (
	// longWait is how long one waits gladly without being told how far it is.
	longWait = 700 * time.Millisecond
	// longList is how many rows are too many to be held twice.
	longList = 200_000
	// quickly is how many rows are looked through at once.
	quickly = 10_000
)

// watch shows work in the status bar, and in the page where that waits for it,
// once it takes long; stop ends it. What was watched before is not any more.
func (r *Room) watch(name string, stop func()) Report {
	r.unwatch()
	var busy atomic.Pointer[kit.Busy]
	over := false
	r.waits = r.env.NewBusyBar(name, stop)
	waits := r.waits
	r.ends = func() {
		over = true
		if b := busy.Load(); b != nil {
			b.End()
		}
	}
	r.env.Tasks.After(longWait, func() {
		if !over {
			busy.Store(r.env.Tasks.Begin(name, kit.Route{Room: kit.RoomAward}, stop, waits.Set))
		}
	})
	return func(stage string, done, total int) {
		if b := busy.Load(); b != nil {
			b.Report(stage, done, total)
		}
	}
}

// unwatch ends what watch began.
func (r *Room) unwatch() {
	if r.ends != nil {
		r.ends()
	}
	r.ends, r.waits = nil, nil
}

// long tells whether there is a list, or a plan, that is too long to be held
// beside another.
func (r *Room) long() bool {
	return r.reading != nil && r.reading.Rows != nil && r.reading.Rows.Len() > longList || r.plan != nil && r.plan.Len() > longList
}

// letGo drops the rows of a long list and of its plan: they are made anew from
// the list when one comes back to them.
func (r *Room) letGo() {
	if !r.long() {
		return
	}
	if r.reading != nil {
		light := *r.reading
		light.Rows, light.Findings = nil, nil
		r.reading = &light
	}
	if r.plan != nil {
		light := *r.plan
		light.Rows, light.Looks = nil, nil
		r.plan = &light
	}
	if r.columns != nil {
		r.columns.held, r.columns.heldAt = Row{}, -1
	}
	r.sifter.Cancel()
	r.planned.forget()
	if p := r.planned; p != nil && p.look != nil {
		p.look.end()
		p.look = nil
	}
}

// waitPage stands where the rows of a long list will be.
func (r *Room) waitPage() fyne.CanvasObject {
	var wait fyne.CanvasObject = kit.Empty("clock", r.t("reading"), r.listName())
	if r.waits != nil {
		wait = kit.PageBody(kit.CardWith(24, kit.VBox(8, r.waits, kit.Second(r.listName()))))
	}
	return kit.Page(r.head(r.t("columns.state"), int(atColumns)), container.NewStack(wait), r.columnsFoot())
}

// placeOf is where the row of a number is in a list; -1 when it is not there.
func placeOf(rows Rows, number int) int {
	if rows == nil {
		return -1
	}
	i := sort.Search(rows.Len(), func(i int) bool { return rows.At(i).Row >= number })
	if i == rows.Len() || rows.At(i).Row != number {
		return -1
	}
	return i
}

// sifted are the places of those rows of a plan that are in a state, "" for any,
// and name or address of which hold a word.
func sifted(ctx context.Context, rows Plans, state, word string) ([]int32, error) {
	places := []int32{}
	for i := range rows.Len() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if state != "" && rows.State(i) != state {
			continue
		}
		if word != "" {
			if one := rows.At(i); !strings.Contains(strings.ToLower(one.Name+" "+one.Email), word) {
				continue
			}
		}
		places = append(places, int32(i)) // #nosec G115 -- rows of a list
	}
	return places, nil
}
