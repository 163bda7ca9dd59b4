// Package family makes a set of badges out of one: levels from bronze to
// platinum, steps from 1 to n, or members with titles and emblems of their own.
//
// A level is never told by its metal alone: a plate on the lower edge counts it
// in stars and writes it. Each member remembers which design it was made of and
// how, so that the set can be made again when that design changes.
//
// It knows documents and the catalogue. It must not know files.
package family

import (
	"cmp"
	"strconv"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/template"
)

// Member is one badge of a set.
type Member struct {
	Name   string // of the design; "" is the parent's with Label behind it
	Title  string // what the title says; "" as in the parent
	Layer  string `json:",omitempty"` // the text that says Title, by its id; "" is the first with the role of a title
	Label  string // what the plate says: "GOLD", "LEVEL 3"; "" leaves the plate out
	Count  int    // stars on the plate, at most MostStars; 0 for none
	Level  string // of the catalogue: whose metals it has; "" as in the parent
	Emblem string // of the catalogue, in place of the first one; "" as in the parent
	Turned bool   // base and accent have changed places

	Names map[string]string `json:",omitempty"` // of the layers it has beyond its parent, by LayerNames
}

// LayerNames lists the layers that a member may have beyond its parent.
func LayerNames() []string { return []string{"rim", "badge", "level", "plate", "star", "label"} }

// Named has the layers that members have beyond their parent called as word says.
func Named(members []Member, word func(layer string) string) []Member {
	names := map[string]string{}
	for _, layer := range LayerNames() {
		names[layer] = word(layer)
	}
	for i := range members {
		members[i].Names = names
	}
	return members
}

// word is what a layer is called; one without a name is called what it is.
func (m Member) word(layer string) string { return cmp.Or(m.Names[layer], layer) }

// MostStars is how many stars a plate has room for.
const MostStars = 5

// Levels is a set from bronze to platinum. word gives a level's name for
// people.
func Levels(c *template.Catalogue, word func(level string) string) []Member {
	var out []Member
	for i, l := range c.Levels() {
		out = append(out, Member{Label: strings.ToUpper(word(l.Name)), Count: i + 1, Level: l.Name})
	}
	return out
}

// Steps is a set from 1 to n. word gives what a step is called.
func Steps(n int, word func(step string) string) []Member {
	var out []Member
	for i := 1; i <= n; i++ {
		m := Member{Label: strings.ToUpper(word(strconv.Itoa(i)))}
		if n <= MostStars {
			m.Count = i
		}
		out = append(out, m)
	}
	return out
}

// Titles is a set with a title for each; every other one has base and accent
// changed, so that members are told apart from afar.
func Titles(titles []string) []Member {
	var out []Member
	for i, t := range titles {
		out = append(out, Member{Name: t, Title: t, Turned: i%2 == 1})
	}
	return out
}

// In has every title said by the same text of the design, by its id.
func In(layer string, members []Member) []Member {
	for i := range members {
		members[i].Layer = layer
	}
	return members
}

// says puts a title into the text that is meant for it. A member without one
// would look like every other.
func says(doc designer.Document, m Member) (designer.Document, error) {
	if m.Layer != "" {
		if l := edit.Find(doc, m.Layer); l != nil && l.Text != nil {
			return edit.SetContent(m.Layer, m.Title)(doc)
		}
	} else if with, err := template.WithText(doc, template.RoleTitle, m.Title); err == nil {
		return with, nil
	}
	var texts []string
	edit.Walk(doc, func(l *designer.Layer) {
		if l.Text != nil {
			texts = append(texts, strconv.Quote(cmp.Or(l.Name, l.ID)))
		}
	})
	if len(texts) == 0 {
		return doc, designer.Fail("set-no-text")
	}
	return doc, designer.Fail("set-no-title", "texts", strings.Join(texts[:min(len(texts), mostNamed)], ", "))
}

// mostNamed is how many texts are named to choose from.
const mostNamed = 8

// plateID begins the ids of the layers that a member has beyond its parent.
const plateID = "family-"

// liftID is the group that holds what the parent shows.
const liftID = "family-lifted"

// Make makes a member of a design. What an earlier Make put there is taken away
// first, so that a member of a member is no stack of plates.
func Make(doc designer.Document, c *template.Catalogue, m Member) (designer.Document, error) {
	parent := doc.Name
	doc = bare(doc)
	within, above := 1.0, 1.0 // how much smaller what the parent shows becomes
	var err error
	if m.Level != "" {
		l, err := c.Level(m.Level)
		if err != nil {
			return doc, err
		}
		if !metallic(doc) {
			if with, ok := rim(doc, m.word("rim")); ok {
				doc, within = with, rimmed
			}
		}
		doc = template.Recolour(withMetals(doc, l), template.Palette{}, l)
	}
	if m.Turned {
		doc = turned(doc)
	}
	if m.Title != "" {
		if doc, err = says(doc, m); err != nil {
			return doc, err
		}
	}
	if m.Emblem != "" {
		if doc, err = emblem(doc, c, m.Emblem); err != nil {
			return doc, err
		}
	}
	if m.Label != "" {
		above = lift
	}
	if within < 1 || above < 1 {
		doc = lifted(doc, m.word("badge"), within, above)
	}
	if m.Label != "" {
		doc.Layers = append(doc.Layers, plate(doc, m))
	}
	doc.Name = m.Name
	if doc.Name == "" {
		doc.Name = strings.TrimSpace(parent + " " + titled(m.Label))
	}
	return doc, doc.Check()
}

// titled writes a label as a name does.
func titled(label string) string {
	words := strings.Fields(strings.ToLower(label))
	for i, w := range words {
		r := []rune(w)
		words[i] = strings.ToUpper(string(r[:1])) + string(r[1:])
	}
	return strings.Join(words, " ")
}

// bare is a design without what Make adds.
func bare(doc designer.Document) designer.Document {
	var kept []*designer.Layer
	for _, l := range doc.Layers {
		if l.ID == liftID && l.Group != nil {
			inner := doc
			inner.Layers = l.Group.Layers
			kept = append(kept, bare(inner).Layers...)
			continue
		}
		if !strings.HasPrefix(l.ID, plateID) {
			kept = append(kept, l)
		}
	}
	doc.Layers = kept
	return doc
}

// metallic tells whether something is painted by a metal.
func metallic(doc designer.Document) bool {
	found := false
	is := func(p designer.Paint) bool {
		if strings.HasPrefix(p.Tone.Slot, "metal") {
			return true
		}
		for _, s := range p.Stops {
			if strings.HasPrefix(s.Tone.Slot, "metal") {
				return true
			}
		}
		return false
	}
	edit.Walk(doc, func(l *designer.Layer) {
		found = found || is(l.Fill) || l.Stroke != nil && is(l.Stroke.Paint)
	})
	return found
}

// withMetals adds the metals that a design has no slots for.
func withMetals(doc designer.Document, l template.Level) designer.Document {
	doc.Slots = doc.Slots[:len(doc.Slots):len(doc.Slots)]
	for _, name := range []string{"metal-light", "metal", "metal-dark"} {
		if _, ok := doc.Color(name); !ok {
			doc.Slots = append(doc.Slots, designer.Slot{Name: name, Color: l.Colors[name]})
		}
	}
	return doc
}

// turned changes base and accent.
func turned(doc designer.Document) designer.Document {
	other := map[string]string{"base": "accent", "accent": "base", "base-deep": "accent-deep", "accent-deep": "base-deep"}
	slots := make([]designer.Slot, len(doc.Slots))
	copy(slots, doc.Slots)
	for i, s := range slots {
		if to, ok := other[s.Name]; ok {
			if c, ok := doc.Color(to); ok {
				slots[i].Color = c
			}
		}
	}
	doc.Slots = slots
	return doc
}

// emblem shows another emblem in place of the first.
func emblem(doc designer.Document, c *template.Catalogue, name string) (designer.Document, error) {
	e, err := c.Emblem(name)
	if err != nil {
		return doc, err
	}
	var id string
	edit.Walk(doc, func(l *designer.Layer) {
		if id == "" && l.Role == template.RoleEmblem && l.Path != nil {
			id = l.ID
		}
	})
	if id == "" {
		return doc, nil
	}
	path, err := e.Outline()
	if err != nil {
		return doc, err
	}
	return edit.Update([]string{id}, func(l *designer.Layer) { l.Emblem, l.Path = name, &designer.Outline{Path: path} })(doc)
}

// The plate's measures, for a design 600 wide.
const (
	plateHigh = 80
	starWide  = 38
	starGap   = 6
	labelSize = 38
	lift      = 0.885 // what is left of a design above its plate
	rimmed    = 0.955 // and within a rim
)

// lifted is a design made smaller about its middle, so that a rim fits, and
// towards its upper edge, so that the plate covers nothing that is written
// there. The group it is put into goes when a set is made again.
func lifted(doc designer.Document, name string, within, above float64) designer.Document {
	all := &designer.Layer{
		ID: liftID, Name: name, Opacity: 1, Group: &designer.Group{Layers: doc.Layers},
		Place: geom.Scale(within, within).About(geom.Pt(doc.Width/2, doc.Height/2)).Then(geom.Scale(above, above).About(geom.Pt(doc.Width/2, 0))),
	}
	doc.Layers = []*designer.Layer{all}
	return doc
}

// plate counts and names the level, on the lower edge of the design.
func plate(doc designer.Document, m Member) *designer.Layer {
	k := doc.Width / designer.Side
	size := float64(labelSize)
	label := float64(len([]rune(m.Label))) * size * 0.7
	stars := 0.0
	n := min(m.Count, MostStars)
	if n > 0 {
		stars = float64(n)*starWide + float64(n-1)*starGap
	}
	gap := 0.0
	if stars > 0 {
		gap = 14
	}
	wide := label + gap + stars + 56
	g := designer.Layer{ID: plateID + "plate", Name: m.word("level"), Opacity: 1, Group: &designer.Group{}}
	ground := &designer.Layer{
		ID: plateID + "ground", Name: m.word("plate"), Opacity: 1, Place: geom.Move(-wide/2, -plateHigh/2), Fill: designer.Fill("metal-light"),
		Stroke: &designer.Stroke{Paint: designer.Fill("metal-dark"), Width: 6, Join: designer.JoinRound},
		Shape:  &designer.Shape{Kind: "rect", W: wide, H: plateHigh, Set: map[string]float64{"round": plateHigh / 2}},
	}
	at := -wide/2 + 28
	layers := []*designer.Layer{ground}
	for i := range n {
		layers = append(layers, &designer.Layer{
			ID: plateID + "star-" + strconv.Itoa(i+1), Name: m.word("star"), Opacity: 1, Fill: designer.Fill("metal-dark"),
			Place: geom.Move(at, -starWide/2),
			Shape: &designer.Shape{Kind: "star", W: starWide, H: starWide},
		})
		at += starWide + starGap
	}
	if n > 0 {
		at += gap - starGap
	}
	layers = append(layers, &designer.Layer{
		ID: plateID + "label", Name: m.word("label"), Role: "level", Opacity: 1, Fill: designer.Fill("metal-dark"), Place: geom.Move(at+label/2, size*0.36),
		Text: &designer.Text{Content: m.Label, Font: designer.Font{Family: "sans-bold"}, Size: size, MinSize: 34, Room: label + 8, Align: designer.Middle, Track: 1},
	})
	g.Group.Layers = layers
	g.Place = geom.Scale(k, k).Then(geom.Move(doc.Width/2, doc.Height-(plateHigh/2+5)*k))
	// A design without metals has its plate in its own colours.
	if _, ok := doc.Color("metal-light"); !ok {
		for _, l := range layers {
			if l.Fill.Tone.Slot == "metal-light" {
				l.Fill, l.Stroke.Paint = designer.Fill("paper"), designer.Fill("ink")
			} else {
				l.Fill = designer.Fill("ink")
			}
		}
	}
	return &g
}
