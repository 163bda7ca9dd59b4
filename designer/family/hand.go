package family

import (
	"reflect"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// Keep brings what somebody changed by hand in a member into the member as it is
// made anew. made is the member as it was made last, now as it is, next as it is
// made of its changed parent.
//
// Each property that now has otherwise than made is by hand, and stays; all
// others are those of next. Layers that were added by hand stay, and those that
// were deleted stay away. Where that gives no sound design, because the parent
// was taken apart meanwhile, next is what holds, and false is given.
func Keep(made, now, next designer.Document) (designer.Document, bool) {
	out := fields(made, now, next, "About", "Layers", "Slots", "Fonts", "Drawn")
	out.About = fields(made.About, now.About, next.About)
	out.Layers = hands{made, now, next}.layers(made.Layers, now.Layers, next.Layers)
	out.Slots = slots(made.Slots, now.Slots, next.Slots)
	out.Fonts, out.Drawn = slices.Clone(next.Fonts), next.Drawn
	for _, f := range now.Fonts {
		if !slices.Contains(made.Fonts, f) && !slices.Contains(out.Fonts, f) {
			out.Fonts = append(out.Fonts, f)
		}
	}
	if out.Check() != nil {
		return next, false
	}
	return out, true
}

// fields gives a struct with those fields of now that are not as in made, and
// else those of next; those that are named are of next.
func fields[T any](made, now, next T, but ...string) T {
	out := next
	m, n, o := reflect.ValueOf(made), reflect.ValueOf(now), reflect.ValueOf(&out).Elem()
	for i := range o.NumField() {
		if !slices.Contains(but, o.Type().Field(i).Name) && !same(m.Field(i), n.Field(i)) {
			o.Field(i).Set(n.Field(i))
		}
	}
	return out
}

func same(a, b reflect.Value) bool { return reflect.DeepEqual(a.Interface(), b.Interface()) }

// slots are the colours. One that the parent has not any more stays where it was
// changed by hand.
func slots(made, now, next []designer.Slot) []designer.Slot {
	named := func(list []designer.Slot, name string) (designer.Slot, bool) {
		i := slices.IndexFunc(list, func(s designer.Slot) bool { return s.Name == name })
		if i < 0 {
			return designer.Slot{}, false
		}
		return list[i], true
	}
	var out []designer.Slot
	for _, s := range next {
		was, a := named(made, s.Name)
		is, b := named(now, s.Name)
		if a && b && was != is || !a && b {
			s = is
		}
		out = append(out, s)
	}
	for _, s := range now {
		was, a := named(made, s.Name)
		if _, there := named(next, s.Name); !there && (!a || was != s) {
			out = append(out, s)
		}
	}
	return out
}

// hands merges layers. An id that is elsewhere in one of the documents was moved,
// and stands there alone.
type hands struct{ made, now, next designer.Document }

// layers merges the layers of a group or of a document.
func (h hands) layers(made, now, next []*designer.Layer) []*designer.Layer {
	lead, rest := next, now
	if moved(made, now) {
		lead, rest = now, next
	}
	var out []*designer.Layer
	for _, l := range lead {
		if one := h.layer(l.ID, made, now, next); one != nil {
			out = append(out, one)
		}
	}
	at := 0 // behind what stood below it
	for _, l := range rest {
		if i := index(out, l.ID); i >= 0 {
			at = i + 1
		} else if one := h.layer(l.ID, made, now, next); one != nil {
			out = slices.Insert(out, at, one)
			at++
		}
	}
	return out
}

// moved tells whether layers that were made stand in another order now.
func moved(made, now []*designer.Layer) bool {
	last := -1
	for _, l := range made {
		i := index(now, l.ID)
		if i >= 0 && i < last {
			return true
		}
		last = max(last, i)
	}
	return false
}

func index(list []*designer.Layer, id string) int {
	return slices.IndexFunc(list, func(l *designer.Layer) bool { return l.ID == id })
}

// layer is one layer of a group as it is to be; nil where it is not there.
func (h hands) layer(id string, made, now, next []*designer.Layer) *designer.Layer {
	m, n, x := index(made, id), index(now, id), index(next, id)
	switch {
	case m >= 0 && n >= 0 && x >= 0:
		return h.merged(made[m], now[n], next[x])
	case m >= 0 && n >= 0: // the parent has it no more
		if reflect.DeepEqual(made[m], now[n]) || edit.Find(h.next, id) != nil {
			return nil
		}
		return now[n]
	case m >= 0: // taken away by hand
		return nil
	case n >= 0: // added by hand
		return now[n]
	}
	was, is := edit.Find(h.made, id), edit.Find(h.now, id)
	switch {
	case is == nil && was == nil: // new in the parent
		return next[x]
	case is == nil || was == nil || !h.stayed(id): // taken away, or put elsewhere by hand
		return nil
	}
	return h.merged(was, is, next[x]) // moved in the parent
}

// stayed tells whether a layer is in the group it was made in.
func (h hands) stayed(id string) bool {
	was, _ := edit.Parent(h.made, id)
	is, _ := edit.Parent(h.now, id)
	return was == is
}

// merged is one layer. What kind of layer it is, and what only that kind has,
// goes together.
func (h hands) merged(made, now, next *designer.Layer) *designer.Layer {
	kinds := []string{"Shape", "Path", "Text", "Image", "Code", "Group"}
	out := fields(*made, *now, *next, kinds...)
	switch kind := made.Kind(); {
	case now.Kind() != kind:
		out.Shape, out.Path, out.Text, out.Image, out.Code, out.Group = now.Shape, now.Path, now.Text, now.Image, now.Code, now.Group
	case next.Kind() != kind:
	case now.Group != nil:
		out.Group = &designer.Group{Layers: h.layers(made.Group.Layers, now.Group.Layers, next.Group.Layers)}
	default:
		out.Shape, out.Path, out.Text = inner(made.Shape, now.Shape, next.Shape), inner(made.Path, now.Path, next.Path), inner(made.Text, now.Text, next.Text)
		out.Image, out.Code = inner(made.Image, now.Image, next.Image), inner(made.Code, now.Code, next.Code)
	}
	return &out
}

func inner[T any](made, now, next *T) *T {
	if next == nil {
		return nil
	}
	out := fields(*made, *now, *next)
	return &out
}
