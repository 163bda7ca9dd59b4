package stage

import "strings"

// View is what the probe saw: the things on the screen that can be operated,
// and all words that stand there.
type View struct {
	Room   string
	Dialog bool // something lies over the page and takes all input
	Busy   bool // work is going on behind the screen
	Still  bool // the window is a picture of itself but for where a gesture is
	Scale  float64
	Items  []Thing
	Texts  []string
}

// Thing is one of them. Its place is in pixels of the screen.
type Thing struct {
	Label      string
	Kind       string // kit.Button, kit.Item, kit.Entry …
	Text       string // what an entry holds
	X, Y, W, H float64
	Enabled    bool
	Focused    bool
}

// Find gives the first thing of a label. "kind:label" asks for a kind too,
// without its package: "Button:Award 13".
func (v View) Find(label string) (Thing, bool) {
	kind, name, both := strings.Cut(label, ":")
	for _, t := range v.Items {
		if t.Label == label || both && strings.HasSuffix(t.Kind, "."+kind) && t.Label == name {
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

// Says tells whether a text stands on the screen, whole or as part of another.
func (v View) Says(text string) bool {
	for _, t := range v.Texts {
		if strings.Contains(t, text) {
			return true
		}
	}
	return false
}

func (v View) labels() string {
	var all []string
	for _, t := range v.Items {
		all = append(all, strings.TrimPrefix(t.Kind, "kit.")+":"+t.Label)
	}
	return strings.Join(all, " | ")
}
