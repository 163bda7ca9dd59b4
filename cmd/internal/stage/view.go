package stage

import "strings"

// View is what the probe saw: the things on the screen that can be operated.
type View struct {
	Room   string
	Things []Thing
}

// Thing is one of them. Its place is in pixels of the screen.
type Thing struct {
	Label      string
	Kind       string // button, entry, check, select, item, canvas …
	Text       string // what an entry holds
	X, Y, W, H float64
	Enabled    bool
	Focused    bool
}

// Find gives the first thing of a label. "kind:label" asks for a kind too.
func (v View) Find(label string) (Thing, bool) {
	kind, name, both := strings.Cut(label, ":")
	for _, t := range v.Things {
		if t.Label == label || both && t.Kind == kind && t.Label == name {
			return t, true
		}
	}
	return Thing{}, false
}

// Has tells whether something of the label can be operated now.
func (v View) Has(label string) bool {
	t, ok := v.Find(label)
	return ok && t.Enabled
}

func (v View) labels() string {
	var all []string
	for _, t := range v.Things {
		all = append(all, t.Kind+":"+t.Label)
	}
	return strings.Join(all, " | ")
}
