package checking

import "slices"

// kept is what lives on when the window is rebuilt.
type kept struct {
	items  []item
	chosen int
	trust  []string
	typed  string
	all    bool
	view   string
}

// Keep hands over what was checked. What is being checked is given up here and
// checked there.
func (r *Room) Keep() any {
	k := kept{chosen: slices.Index(r.q.items, r.chosen), trust: r.q.trust, typed: r.typed, all: r.all, view: r.view}
	for _, i := range r.q.items {
		one := *i
		if one.stage == running {
			one.stage = waiting
		}
		k.items = append(k.items, one)
	}
	r.q.stop()
	return k
}

// Resume takes over what was checked. Its sentences stay in the language they
// were said in until it is checked again.
func (r *Room) Resume(from any) {
	k, ok := from.(kept)
	if !ok {
		return
	}
	for _, i := range k.items {
		r.q.items = append(r.q.items, &i)
	}
	if k.chosen >= 0 {
		r.chosen = r.q.items[k.chosen]
		r.whose = r.chosen.recipient
	}
	r.q.trust, r.typed, r.all = k.trust, k.typed, k.all
	r.view = k.view
	r.tabs.Put(k.view)
	r.q.next()
}
