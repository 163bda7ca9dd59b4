package edit

import (
	"encoding/json"
	"image"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	dejavu "codeberg.org/go-fonts/dejavu/dejavusansbold"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

// crowded is a picture with everything that grouping could disturb.
func crowded() designer.Document {
	a := rect("a", 0, 0, 80, 60)
	a.Place = geom.Rotate(25).Then(geom.Move(200, 100))
	a.Shadow = &designer.Shadow{DX: 6, DY: 9, Blur: 4, Tone: designer.SlotTone("ink")}
	g := bundle("g", geom.Affine{A: 1.2, B: 0.3, C: -0.4, D: 0.9, E: 220, F: 250}, path("p", 0, 0), ellipse("e", 60, 100, 25), bundle("h", geom.Scale(0.5, 0.5), a2()))
	return board(ellipse("disc", 300, 300, 250), a, rect("between", 250, 150, 90, 90), g, words("w", "Kiln", 300, 500, 50))
}

func a2() *designer.Layer {
	l := rect("small", 20, 30, 60, 40)
	l.Shadow = &designer.Shadow{DX: 4, DY: 0, Blur: 2, Tone: designer.SlotTone("ink")}
	return l
}

func pixels(t *testing.T, doc designer.Document) *image.RGBA {
	t.Helper()
	fonts, err := typeset.NewFonts([]typeset.Source{{Family: "sans-bold", Weight: 700, Data: dejavu.TTF}})
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := render.Image(t.Context(), doc, render.Options{Width: 200, Fonts: fonts})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// alikePixels allows what rounding of edges does.
func alikePixels(t *testing.T, what string, got, want *image.RGBA) {
	t.Helper()
	off := 0
	for i := range got.Pix {
		if d := int(got.Pix[i]) - int(want.Pix[i]); d > 4 || d < -4 {
			off++
		}
	}
	if off > 8 {
		t.Errorf("%s: %d bytes of the picture differ", what, off)
	}
}

func TestGroupAndUngroupKeepThePicture(t *testing.T) {
	doc := crowded()
	d := sit(t, doc)
	want := pixels(t, doc)
	parts := []string{"w", "g"}
	before := map[string]geom.Rect{}
	Walk(doc, func(l *designer.Layer) { before[l.ID] = d.bounds(l.ID) })
	stay := func(what string) {
		t.Helper()
		for id, r := range before {
			if Find(d.Document(), id) != nil {
				nearRect(t, what+": "+id, d.bounds(id), r)
			}
		}
		alikePixels(t, what, pixels(t, d.Document()), want)
	}
	d.Select(parts...)
	d.do("group")
	id := d.Selection()[0]
	stay("grouped")
	if g := d.layer(id); len(g.Group.Layers) != 2 || g.Group.Layers[0].ID != "g" || g.Name != "edit.group" {
		t.Errorf("the group is %+v", g)
	}
	d.do("ungroup")
	chosen(t, d, "g", "w")
	stay("taken apart")
	if !reflect.DeepEqual(d.Document(), doc) {
		t.Error("not the document that was grouped")
	}
	d.Select("g")
	d.do("ungroup")
	chosen(t, d, "p", "e", "h")
	d.Select("h")
	d.do("ungroup")
	stay("all taken apart")
}

func TestGroupAcrossGroups(t *testing.T) {
	d := sit(t, crowded())
	before := map[string]geom.Rect{}
	for _, id := range []string{"small", "e", "w"} {
		before[id] = d.bounds(id)
	}
	d.Select("small", "e")
	d.do("group")
	id := d.Selection()[0]
	if p, _ := Parent(d.Document(), id); p != "h" {
		t.Errorf("the group lies in %q", p)
	}
	for id, r := range before {
		nearRect(t, id, d.bounds(id), r)
	}
	d.Undo()
	d.Select("small", "w")
	d.do("group")
	for id, r := range before {
		nearRect(t, id, d.bounds(id), r)
	}
}

func TestReorderIntoAGroup(t *testing.T) {
	d := sit(t, crowded())
	want, before := pixels(t, d.Document()), d.bounds("a")
	if err := d.Apply("step.reorder", Reorder([]string{"a"}, "h", 0)); err != nil {
		t.Fatal(err)
	}
	nearRect(t, "frame", d.bounds("a"), before)
	if p, i := Parent(d.Document(), "a"); p != "h" || i != 0 {
		t.Errorf("it lies in %q at %d", p, i)
	}
	if err := d.Apply("step.reorder", Reorder([]string{"a"}, "", 1)); err != nil {
		t.Fatal(err)
	}
	alikePixels(t, "there and back", pixels(t, d.Document()), want)
	if err := d.Apply("step.reorder", Reorder([]string{"small"}, "", 99)); err != nil {
		t.Fatal(err)
	}
	if err := d.Apply("step.reorder", Reorder([]string{"p"}, "g", 0)); err != nil {
		t.Fatal(err)
	}
	if Find(d.Document(), "h") != nil || d.Document().Layers[5].ID != "small" {
		t.Error("the empty group stays, or it is not on top")
	}
}

func TestRestack(t *testing.T) {
	for _, c := range []struct {
		name string
		ids  []string
		want string
	}{
		{"raise", []string{"b"}, "a c b d"},
		{"raise", []string{"b", "c"}, "a d b c"},
		{"raise", []string{"d"}, "a b c d"},
		{"raise", []string{"c", "d"}, "a b c d"},
		{"raise", []string{"b", "d"}, "a c b d"},
		{"lower", []string{"c"}, "a c b d"},
		{"lower", []string{"a", "b"}, "a b c d"},
		{"lower", []string{"b", "d"}, "b a d c"},
		{"to-front", []string{"c", "a"}, "b d a c"},
		{"to-back", []string{"d", "b"}, "b d a c"},
	} {
		d := sit(t, board(rect("a", 0, 0, 1, 1), rect("b", 0, 0, 1, 1), rect("c", 0, 0, 1, 1), rect("d", 0, 0, 1, 1)))
		d.Select(c.ids...)
		d.do(c.name)
		var got []string
		for _, l := range d.Document().Layers {
			got = append(got, l.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %v gives %v, not %s", c.name, c.ids, got, c.want)
		}
	}
}

func TestDuplicateRepeatsItsOffset(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 30, 30), rect("top", 0, 0, 10, 10)))
	d.Select("a")
	d.do("duplicate")
	nearRect(t, "first", d.bounds(d.Selection()...), geom.R(120, 120, 150, 150))
	if d.Document().Layers[1].ID != d.Selection()[0] {
		t.Error("the copy is not right above")
	}
	d.drag(135, 135, 165, 115, ctrl)
	d.do("duplicate")
	nearRect(t, "second", d.bounds(d.Selection()...), geom.R(200, 100, 230, 130))
	d.do("duplicate")
	nearRect(t, "third", d.bounds(d.Selection()...), geom.R(250, 100, 280, 130))
	d.Select("a")
	d.do("duplicate")
	nearRect(t, "another first", d.bounds(d.Selection()...), geom.R(120, 120, 150, 150))
}

func TestClipboard(t *testing.T) {
	d := sit(t, crowded())
	d.Select("small")
	was := d.bounds("small")
	d.do("copy")
	d.Select("w")
	d.do("paste-in-place")
	id := d.Selection()[0]
	nearRect(t, "in place", d.bounds(id), was)
	if p, _ := Parent(d.Document(), id); p != "" {
		t.Errorf("it lies in %q, not beside what was selected", p)
	}
	d.do("paste")
	nearRect(t, "beside", d.bounds(d.Selection()...), geom.R(was.Min.X+20, was.Min.Y+20, was.Max.X+20, was.Max.Y+20))
	d.Select("g")
	d.do("cut")
	if Find(d.Document(), "g") != nil {
		t.Error("it was not cut")
	}
	d.do("paste-in-place")
	seen := map[string]bool{}
	Walk(d.Document(), func(l *designer.Layer) {
		if seen[l.ID] {
			t.Errorf("%s is there twice", l.ID)
		}
		seen[l.ID] = true
	})
}

func TestAlignAndDistribute(t *testing.T) {
	turned := rect("c", 0, 0, 40, 20)
	turned.Place = geom.Rotate(90).Then(geom.Move(520, 300))
	set := func() *desk {
		d := sit(t, board(rect("a", 100, 100, 50, 30), rect("b", 200, 300, 90, 60), turned))
		d.Select("a", "b", "c")
		return d
	}
	for _, c := range []struct {
		name string
		edge func(geom.Rect) float64
		want float64
	}{
		{"align-left", func(r geom.Rect) float64 { return r.Min.X }, 100},
		{"align-right", func(r geom.Rect) float64 { return r.Max.X }, 520},
		{"align-centre", func(r geom.Rect) float64 { return r.Middle().X }, 310},
		{"align-top", func(r geom.Rect) float64 { return r.Min.Y }, 100},
		{"align-bottom", func(r geom.Rect) float64 { return r.Max.Y }, 360},
		{"align-middle", func(r geom.Rect) float64 { return r.Middle().Y }, 230},
	} {
		d := set()
		d.do(c.name)
		for _, id := range []string{"a", "b", "c"} {
			near(t, c.name+" of "+id, c.edge(d.bounds(id)), c.want)
		}
	}
	t.Run("a single one to the artboard", func(t *testing.T) {
		d := set()
		d.Select("a")
		d.do("align-centre")
		d.do("align-bottom")
		nearRect(t, "frame", d.bounds("a"), geom.R(275, 570, 325, 600))
	})
	t.Run("to the key object", func(t *testing.T) {
		d := set()
		d.Select("b", "c", "a")
		if err := d.Align(AlignLeft, ToKey); err != nil {
			t.Fatal(err)
		}
		near(t, "left", d.bounds("b").Min.X, 100)
		near(t, "left of the key", d.bounds("a").Min.X, 100)
	})
	t.Run("to what was chosen to align to", func(t *testing.T) {
		d := set()
		d.Select("b", "a", "c")
		key := d.bounds("c")
		d.SetAlignedTo(ToKey)
		d.do("align-right")
		for _, id := range []string{"a", "b", "c"} {
			near(t, "right of "+id, d.bounds(id).Max.X, key.Max.X)
		}
		d.SetAlignedTo(ToArtboard)
		d.do("align-left")
		near(t, "left", d.bounds("a").Min.X, 0)
	})
	t.Run("distribute", func(t *testing.T) {
		d := set()
		d.do("distribute-across")
		a, b, c := d.bounds("a"), d.bounds("b"), d.bounds("c")
		near(t, "gap", b.Min.X-a.Max.X, c.Min.X-b.Max.X)
		near(t, "first", a.Min.X, 100)
		near(t, "last", c.Max.X, 520)
		d.do("distribute-down")
		a, b, c = d.bounds("a"), d.bounds("b"), d.bounds("c")
		near(t, "first", a.Min.Y, 100)
		near(t, "last", b.Max.Y, 360)
		near(t, "gap", c.Min.Y-a.Max.Y, b.Min.Y-c.Max.Y)
	})
}

func TestSlots(t *testing.T) {
	red := designer.Color{R: 0xff, A: 0xff}
	d := sit(t, board(rect("a", 0, 0, 10, 10), words("w", "x", 0, 0, 10)))
	before := d.Document()
	if err := d.Apply("step.slot", SetSlot("base", red)); err != nil {
		t.Fatal(err)
	}
	if !same(d.Document().Layers, before.Layers) {
		t.Error("a change of colour has copied layers")
	}
	if before.Slots[0].Color == red {
		t.Error("it has changed the document before")
	}
	if err := d.Apply("step.slot", All(RenameSlot("base", "clay"), SetSlot("new", red), SetSlots(map[string]designer.Color{"ink": red, "none": red}))); err != nil {
		t.Fatal(err)
	}
	if got := d.layer("a").Fill.Tone.Slot; got != "clay" || len(d.Document().Slots) != 3 {
		t.Errorf("paint points to %q of %v", got, d.Document().Slots)
	}
	if err := d.Apply("step.slot", RemoveSlot("clay")); err != nil {
		t.Fatal(err)
	}
	if got := d.layer("a").Fill.Tone; got.Slot != "" || got.Color != red {
		t.Errorf("paint is %+v", got)
	}
}

func TestSwapEmblem(t *testing.T) {
	d := sit(t, board(path("p", 200, 200)))
	d.Select("p")
	from := d.handle(Rotate)
	d.drag(from.X, from.Y, 400, 240, shift)
	was := d.bounds("p")
	fresh := &geom.Path{}
	fresh.Circle(geom.Pt(500, 500), 300, true)
	if err := d.Apply("step.emblem", SwapEmblem(d.env.Measure, "p", "disc", designer.Outline{Path: fresh})); err != nil {
		t.Fatal(err)
	}
	got := d.bounds("p")
	near(t, "middle across", got.Middle().X, was.Middle().X)
	near(t, "middle down", got.Middle().Y, was.Middle().Y)
	if got.W() > was.W()+1 || got.H() > was.H()+1 || d.layer("p").Emblem != "disc" {
		t.Errorf("it is %v, was %v", got, was)
	}
}

func TestPlacedNumbers(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 80, 40), arched("arc", "KILN", 300, 310, 200, -90)))
	d.Select("a")
	p, _ := d.Placed()
	if p != (Placed{X: 140, Y: 120, W: 80, H: 40}) {
		t.Errorf("placed %+v", p)
	}
	set := func(even bool, f func(*Placed)) {
		p, _ := d.Placed()
		f(&p)
		if err := d.SetPlaced(p, even); err != nil {
			t.Fatal(err)
		}
	}
	set(true, func(p *Placed) { p.W = 160 })
	nearRect(t, "even width", d.bounds("a"), geom.R(60, 80, 220, 160))
	set(false, func(p *Placed) { p.H = 20 })
	set(false, func(p *Placed) { p.X, p.Y = 300, 300 })
	nearRect(t, "moved", d.bounds("a"), geom.R(220, 290, 380, 310))
	set(false, func(p *Placed) { p.Turn = 90 })
	nearRect(t, "turned", d.bounds("a"), geom.R(290, 220, 310, 380))
	set(false, func(p *Placed) { p.W = 100 })
	if p, _ := d.Placed(); p != (Placed{X: 300, Y: 300, W: 100, H: 20, Turn: 90}) {
		t.Errorf("placed %+v", p)
	}
	d.Select("arc")
	if p, _ := d.Placed(); p.X != 300 || p.Y != 310 {
		t.Errorf("an arc is placed at %+v", p)
	}
	set(false, func(p *Placed) { p.W *= 2 })
	near(t, "radius", d.layer("arc").Text.Arc.Radius, 400)
}

func TestFlipAndQuarterTurns(t *testing.T) {
	d := sit(t, board(path("p", 200, 200), rect("a", 400, 200, 30, 60)))
	d.Select("p", "a")
	before := d.bounds("p", "a")
	first := d.Document()
	for _, name := range []string{"flip-across", "flip-down"} {
		d.do(name)
		nearRect(t, name, d.bounds("p", "a"), before)
		d.do(name)
	}
	if !reflect.DeepEqual(d.Document(), first) {
		t.Error("flipped twice it is another")
	}
	for range 4 {
		d.do("turn-right")
	}
	if !reflect.DeepEqual(d.Document(), first) {
		t.Error("turned four times it is another")
	}
}

func TestLockAndHide(t *testing.T) {
	d := sit(t, board(rect("a", 0, 0, 10, 10), rect("b", 20, 0, 10, 10)))
	d.Select("a", "b")
	d.do("lock")
	if !d.layer("a").Locked || !d.layer("b").Locked || len(d.Overlay(1).Handles) > 0 {
		t.Error("not locked, or with handles")
	}
	d.do("lock")
	if d.layer("a").Locked {
		t.Error("still locked")
	}
	d.do("hide")
	d.do("show-all")
	if d.layer("a").Hidden || d.layer("b").Hidden {
		t.Error("still hidden")
	}
}

// What is not touched keeps its address, so that renderers need not draw it
// again; what is moved keeps its text, so that it need not be set again.
func TestWhatIsNotTouchedIsShared(t *testing.T) {
	doc := crowded()
	moved, err := Move([]string{"w"}, geom.Pt(3, 4))(doc)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range doc.Layers {
		if (moved.Layers[i] == l) != (l.ID != "w") {
			t.Errorf("%s: shared is %v", l.ID, moved.Layers[i] == l)
		}
	}
	if Find(moved, "w").Text != Find(doc, "w").Text {
		t.Error("the text was copied")
	}
	deep, err := SetOpacity([]string{"small"}, 0.5)(doc)
	if err != nil {
		t.Fatal(err)
	}
	if Find(deep, "p") != Find(doc, "p") || Find(deep, "g") == Find(doc, "g") {
		t.Error("neighbours were copied, or groups around were changed")
	}
}

func TestAddingLayers(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 50, 50), bundle("g", geom.Scale(2, 2), rect("b", 100, 100, 10, 10)), rect("c", 0, 0, 10, 10)))
	d.Select("a")
	id, err := d.AddShape("star", 100, 80, geom.Pt(300, 300))
	if err != nil {
		t.Fatal(err)
	}
	nearRect(t, "shape", d.bounds(id), geom.R(250, 260, 350, 340))
	if _, i := Parent(d.Document(), id); i != 1 {
		t.Errorf("it lies at %d, not right above what was selected", i)
	}
	chosen(t, d, id)
	d.Select("b")
	id, err = d.AddPath("drop", "drop", *path("x", 0, 0).Path, 60, geom.Pt(300, 300))
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := Parent(d.Document(), id); p != "g" {
		t.Errorf("it lies in %q", p)
	}
	if b := d.bounds(id); math.Abs(b.Middle().X-300) > 1e-4 || math.Abs(max(b.W(), b.H())-60) > 1e-4 {
		t.Errorf("it is at %v", b)
	}
	id, err = d.AddArcText("AROUND", 30, 100, geom.Pt(300, 300))
	if err != nil || d.Editing() != id {
		t.Fatalf("editing %q, %v", d.Editing(), err)
	}
	d.typed("Ofen")
	d.CommitText()
	if c := d.Overlay(1).Circle; c == nil || c.Middle.Sub(geom.Pt(300, 300)).Length() > 1e-6 || math.Abs(c.Radius-100) > 1e-6 {
		t.Errorf("circle %+v", c)
	}
}

func TestActionsAreSound(t *testing.T) {
	names, keys := map[string]bool{}, map[string]bool{}
	for _, a := range Actions() {
		if names[a.Name] || a.Keys != "" && keys[a.Keys] {
			t.Errorf("%s or its keys %s are there twice", a.Name, a.Keys)
		}
		names[a.Name], keys[a.Keys] = true, true
		if a.Word != "action."+a.Name || a.Enabled == nil || a.Run == nil {
			t.Errorf("%s: %+v", a.Name, a)
		}
	}
	want := map[string]string{
		"undo": "ctrl+z", "redo": "ctrl+shift+z", "group": "ctrl+g", "ungroup": "ctrl+shift+g", "duplicate": "ctrl+d",
		"raise": "ctrl+]", "lower": "ctrl+[", "to-front": "ctrl+shift+]", "to-back": "ctrl+shift+[", "delete": "delete",
		"select-all": "ctrl+a", "select-above": "pageup", "select-below": "pagedown",
		"nudge-left": "left", "push-left": "shift+left", "inch-left": "alt+left",
	}
	for _, a := range Actions() {
		if k, ok := want[a.Name]; ok && a.Keys != k {
			t.Errorf("%s has the keys %s, not %s", a.Name, a.Keys, k)
		}
	}
	d := sit(t, board())
	for _, a := range Actions() {
		if a.Enabled(d.Session) && !slices.Contains([]string{"select-all", "select-above", "select-below", "unlock-all", "show-all"}, a.Name) {
			t.Errorf("%s is enabled with nothing there", a.Name)
		}
		if a.Enabled(d.Session) {
			if err := a.Run(d.Session); err != nil {
				t.Errorf("%s: %v", a.Name, err)
			}
		}
	}
}

// Every action, step and fault has its sentence.
func TestEverythingHasAWord(t *testing.T) {
	known := map[string]bool{}
	files, err := filepath.Glob("../../assets/words/en/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no words", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var table map[string]string
		if err := json.Unmarshal(data, &table); err != nil {
			t.Fatal(err)
		}
		for key := range table {
			known[key] = true
		}
	}
	need := map[string]bool{}
	for _, a := range Actions() {
		need[a.Word] = true
	}
	for _, kind := range []string{"move", "resize", "turn", "radius", "sweep", "middle"} {
		need["figures."+kind] = true
	}
	label, fault, word := regexp.MustCompile(`"(step\.[a-z-]+)"`), regexp.MustCompile(`Fail\("([a-z-]+)"`), regexp.MustCompile(`Word\("([a-z.-]+[a-z])"\)`)
	for _, dir := range []string{".", "../store"} {
		sources, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range sources {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range label.FindAllStringSubmatch(string(text), -1) {
				need[m[1]] = true
			}
			for _, m := range fault.FindAllStringSubmatch(string(text), -1) {
				need["design."+m[1]] = true
			}
			for _, m := range word.FindAllStringSubmatch(string(text), -1) {
				need[m[1]] = true
			}
		}
	}
	for key := range need {
		if !known[key] {
			t.Errorf("%s has no word", key)
		}
	}
}

// TestClipToTheLayerBelow: the outline below is kept in the layer's own units,
// and goes along when the layer moves.
func TestClipToTheLayerBelow(t *testing.T) {
	disc := &designer.Layer{ID: "disc", Opacity: 1, Place: geom.Move(100, 100), Shape: &designer.Shape{Kind: "ellipse", W: 200, H: 200}}
	photo := &designer.Layer{ID: "photo", Opacity: 1, Place: geom.Scale(2, 2).Then(geom.Move(50, 50)), Shape: &designer.Shape{Kind: "rect", W: 200, H: 200}}
	d := sit(t, board(disc, photo))
	d.Select("disc")
	if d.do("clip-below"); d.layer("disc").Clip != nil {
		t.Error("nothing lies below the lowest layer")
	}
	d.Select("photo")
	d.do("clip-below")
	clip := d.layer("photo").Clip
	if clip == nil {
		t.Fatal("not clipped")
	}
	if b := clip.Path.Mapped(d.layer("photo").Place).Bounds(); math.Abs(b.Min.X-100) > 1 || math.Abs(b.W()-200) > 1 {
		t.Errorf("clipped to %v", b)
	}
	d.do("unclip")
	if d.layer("photo").Clip != nil {
		t.Error("still clipped")
	}
}
