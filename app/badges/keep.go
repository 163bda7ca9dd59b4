package badges

// kept is what lives on when the window is rebuilt: the pages with their texts,
// and which is open.
type kept struct {
	pages    []page
	open     int // index into pages; -1 is the list
	find     string
	archived bool
}

// page is one page as it was left.
type page struct {
	slug        string
	class       Class
	saved, form form
	given, tab  string
}

// Keep hands over what is typed.
func (r *Room) Keep() any {
	k := kept{open: -1, find: r.find, archived: r.archived}
	for _, e := range r.editors {
		if e == r.open {
			k.open = len(k.pages)
		}
		k.pages = append(k.pages, page{e.slug, e.class, e.saved, e.form, e.given, e.tab})
	}
	return k
}

// Resume takes over what was typed.
func (r *Room) Resume(from any) {
	k, ok := from.(kept)
	if !ok {
		return
	}
	r.find, r.archived = k.find, k.archived
	for i, p := range k.pages {
		e := newEditor(r, p.slug)
		e.class, e.saved, e.form, e.given, e.tab = p.class, p.saved, p.form.clone(), p.given, p.tab
		r.editors[p.slug] = e
		if i == k.open {
			r.open = e
			e.build()
		}
	}
	r.build()
}
