package edit

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
)

// TestTenThousandRandomActions uses a session as people do, but without a plan:
// after each action the document is sound and the selection exists; in the end,
// undoing everything gives the first document and redoing everything the last.
func TestTenThousandRandomActions(t *testing.T) {
	const rounds, actions = 100, 100
	doc, m := crowd(), measure(t)
	done := map[string]int{}
	for round := range rounds {
		r := &rover{desk: sitWith(t, doc, m), rand: rand.New(rand.NewPCG(3, uint64(round))), done: done}
		r.last = 1000 * round
		var what string
		for i := range actions {
			what = r.act()
			if err := r.wrong(); err != nil {
				t.Fatalf("round %d, action %d, %s: %v", round, i, what, err)
			}
		}
		r.Cancel()
		r.CommitText()
		last := r.Settled()
		if len(r.past.steps) > Deep {
			t.Fatalf("a round has %d steps and shows nothing of the first document", len(r.past.steps))
		}
		n := 0
		for r.Undo() {
			n++
		}
		alike(t, fmt.Sprintf("round %d, everything undone", round), r.Document(), doc)
		for range n {
			r.Redo()
		}
		alike(t, fmt.Sprintf("round %d, everything redone", round), r.Document(), last)
		doc = last
		if count(doc) > 60 {
			doc = crowd()
		}
	}
	for _, part := range []string{"drag", "handle", "cancel", "double", "type", "key", "action", "property", "add", "undo", "redo", "placed", "panel"} {
		if done[part] < 50 {
			t.Errorf("%s came only %d times", part, done[part])
		}
	}
}

func alike(t *testing.T, what string, got, want designer.Document) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s: another document", what)
	}
	a, errA := store.MarshalDesign(got)
	b, errB := store.MarshalDesign(want)
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Fatalf("%s: other bytes (%v, %v)", what, errA, errB)
	}
}

func count(doc designer.Document) (n int) {
	Walk(doc, func(*designer.Layer) { n++ })
	return n
}

func crowd() designer.Document {
	shadowed := rect("shadowed", 60, 400, 80, 60)
	shadowed.Shadow = &designer.Shadow{DX: 2, DY: 4, Blur: 6, Tone: designer.SlotTone("ink")}
	shadowed.Fill = designer.Paint{
		Kind: designer.Radial, From: geom.Pt(40, 30), To: geom.Pt(80, 30), Focus: geom.Pt(40, 30), Ratio: 1,
		Stops: []designer.Stop{{At: 0, Tone: designer.SlotTone("base")}, {At: 1, Tone: designer.SlotTone("ink")}},
	}
	locked := rect("locked", 0, 0, 600, 600)
	locked.Locked = true
	return board(
		locked,
		ellipse("disc", 300, 300, 220),
		arched("title", "FIRST FIRING", 300, 300, 180, -90),
		bundle("emblem", geom.Rotate(20).Then(geom.Move(250, 200)), path("flame", 0, 0), ellipse("dot", 50, 120, 20),
			bundle("inner", geom.Scale(0.5, 0.5), rect("bar", 0, 0, 100, 40), words("small", "kiln", 50, 100, 30))),
		shadowed,
		words("name", "{name}", 300, 460, 48),
		boxed("line", "for the first pot fired here", 380, 60, 180, 90),
		picture("photo", 460, 460, 100, 80),
	)
}

type rover struct {
	*desk
	rand *rand.Rand
	done map[string]int
}

func (r *rover) act() string {
	r.wait(time.Duration(r.rand.IntN(1500)) * time.Millisecond)
	acts := []struct {
		weight int
		name   string
		do     func()
	}{
		{14, "click", func() { p := r.pointer(); r.Press(p); r.Release(p) }},
		{16, "drag", r.dragging},
		{16, "handle", r.handling},
		{5, "cancel", r.cancelling},
		{5, "double", func() { p := r.pointer(); r.click(p.At.X, p.At.Y); r.click(p.At.X, p.At.Y); r.Double(p) }},
		{10, "type", r.typeSome},
		{8, "key", r.key},
		{24, "action", r.action},
		{10, "property", r.property},
		{3, "add", r.add},
		{8, "undo", func() { r.Undo() }},
		{6, "redo", func() { r.Redo() }},
		{4, "placed", r.placed},
		{6, "panel", r.panel},
		{2, "save", func() { r.MarkSaved() }},
		{2, "hover", func() { p := r.pointer(); r.Move(p); r.Cursor(p); r.Gone() }},
	}
	all := 0
	for _, a := range acts {
		all += a.weight
	}
	n := r.rand.IntN(all)
	for _, a := range acts {
		if n -= a.weight; n < 0 {
			r.done[a.name]++
			before, serial := r.Settled(), r.past.serial
			a.do()
			r.follows(a.name, before, serial)
			return a.name
		}
	}
	return ""
}

// follows checks that a new step comes right after what was there before it, and
// that nothing can be redone behind it.
func (r *rover) follows(what string, before designer.Document, serial int) {
	r.t.Helper()
	h := &r.past
	if h.serial != serial+1 || h.steps[h.now].serial != h.serial || h.steps[h.now].key != "" {
		return
	}
	if h.now != len(h.steps)-1 || !reflect.DeepEqual(h.steps[h.now-1].doc, before) {
		r.t.Fatalf("%s: the new step does not follow what was there", what)
	}
}

func (r *rover) pointer() Pointer {
	p := Pointer{At: geom.Pt(r.rand.Float64()*700-50, r.rand.Float64()*700-50), Scale: []float64{0.1, 0.65, 1, 1, 2, 8}[r.rand.IntN(6)]}
	if id := r.any(); id != "" && r.rand.IntN(3) > 0 {
		// Most people aim at something.
		b := r.bounds(id)
		p.At = geom.Pt(b.Min.X+r.rand.Float64()*b.W(), b.Min.Y+r.rand.Float64()*b.H())
	}
	p.Shift, p.Ctrl, p.Alt = r.rand.IntN(5) == 0, r.rand.IntN(5) == 0, r.rand.IntN(10) == 0
	return p
}

// any is the id of some layer, or "".
func (r *rover) any() string {
	var ids []string
	Walk(r.Document(), func(l *designer.Layer) { ids = append(ids, l.ID) })
	if len(ids) == 0 {
		return ""
	}
	return ids[r.rand.IntN(len(ids))]
}

func (r *rover) dragging() {
	p := r.pointer()
	r.Press(p)
	r.roam(p)
	r.Release(p)
}

// roam moves the pressed pointer about, and now and then changes the keys held.
func (r *rover) roam(p Pointer) {
	for range 1 + r.rand.IntN(4) {
		p.At = p.At.Add(geom.Pt(r.rand.NormFloat64()*40, r.rand.NormFloat64()*40))
		p.Shift, p.Ctrl = r.rand.IntN(4) == 0, r.rand.IntN(4) == 0
		r.Move(p)
		r.Overlay(p.scale())
	}
}

func (r *rover) handling() {
	if len(r.Selection()) == 0 {
		r.Select(r.any())
	}
	scale := 1.0
	handles := r.Overlay(scale).Handles
	if len(handles) == 0 {
		return
	}
	p := Pointer{At: handles[r.rand.IntN(len(handles))].At, Scale: scale}
	r.Press(p)
	r.roam(p)
	r.Release(p)
}

// cancelling begins something and thinks better of it: nothing may be left.
func (r *rover) cancelling() {
	if r.Typing() {
		return
	}
	before := r.Document()
	p := r.pointer()
	if handles := r.Overlay(1).Handles; len(handles) > 0 && r.rand.IntN(2) == 0 {
		p.At, p.Scale = handles[r.rand.IntN(len(handles))].At, 1
	}
	r.Press(p)
	r.roam(p)
	r.Cancel()
	if !reflect.DeepEqual(before, r.Document()) {
		r.t.Fatal("a cancelled gesture has left something")
	}
	r.Release(p)
}

func (r *rover) typeSome() {
	if !r.Typing() {
		var texts []string
		Walk(r.Document(), func(l *designer.Layer) {
			if l.Text != nil {
				texts = append(texts, l.ID)
			}
		})
		if len(texts) == 0 {
			return
		}
		r.BeginText(texts[r.rand.IntN(len(texts))])
	}
	letters := []rune("aé ñ Wj{}مرحبا日本👩‍🎨\n")
	for range 1 + r.rand.IntN(3) {
		r.wait(time.Duration(r.rand.IntN(700)) * time.Millisecond)
		r.TextInput(letters[r.rand.IntN(len(letters))])
	}
}

func (r *rover) key() {
	keys := []Key{TextLeft, TextRight, TextUp, TextDown, TextHome, TextEnd, TextBackspace, TextBackspace, TextDelete, TextEnter, TextEscape, TextAll}
	switch r.rand.IntN(12) {
	case 0:
		r.CancelText()
	case 1:
		r.TextInsert(r.TextSelected() + " twice\r\nover")
	default:
		r.TextKey(keys[r.rand.IntN(len(keys))], r.rand.IntN(3) == 0, r.rand.IntN(3) == 0)
	}
}

func (r *rover) action() {
	all := Actions()
	a := all[r.rand.IntN(len(all))]
	if count(r.Document()) > 60 && (a.Name == "duplicate" || a.Name == "paste" || a.Name == "paste-in-place") {
		a.Name = "delete"
	}
	// What a document cannot hold is refused; anything else is a mistake.
	if err := r.Do(a.Name); err != nil && !refused(err) {
		r.t.Fatalf("%s: %v", a.Name, err)
	}
	if len(r.Document().Layers) < 3 {
		r.Undo()
	}
}

func refused(err error) bool {
	var f *designer.Fault
	return errors.As(err, &f) && (f.Code == "unsound-number" || f.Code == "unsound-place" || f.Code == "unsound-deep" || f.Code == "layer-flat")
}

func (r *rover) property() {
	ids, v := r.Selection(), r.rand.Float64()
	edits := []Edit{
		SetOpacity(ids, v), SetFill(ids, designer.Fill("ink")), SetStroke(ids, &designer.Stroke{Paint: designer.Fill("base"), Width: 10 * v}),
		SetShadow(ids, &designer.Shadow{DX: v, Tone: designer.SlotTone("ink")}), SetStroke(ids, nil), SetHidden(ids, v < 0.2), SetLocked(ids, v < 0.2),
		SetNumber(ids, "round", 20*v), SetSlot("base", designer.Color{R: uint8(255 * v), A: 255}), SetSlot(fmt.Sprintf("own%d", r.rand.IntN(3)), designer.Color{A: 255}),
		SetText(ids, func(t *designer.Text) { t.Size = 10 + 60*v }), SetText(ids, func(t *designer.Text) { t.Track = 5 * v }),
		RenameSlot("own1", "own2"), RemoveSlot("own0"), SetName(fmt.Sprint(v)), FlipArc(ids), SetKind(ids, "star"),
	}
	e := edits[r.rand.IntN(len(edits))]
	switch r.rand.IntN(3) {
	case 0:
		_ = r.Apply("step.fill", e)
	case 1:
		_ = r.Tick("step.fill", "a property", e)
	default:
		g := r.Begin("step.fill")
		_ = g.Preview(e)
		_ = g.Preview(edits[r.rand.IntN(len(edits))])
		if v < 0.3 {
			g.Cancel()
		} else {
			g.Commit()
		}
	}
}

func (r *rover) add() {
	p := r.pointer().At
	var err error
	switch r.rand.IntN(5) {
	case 0:
		_, err = r.AddShape("seal", 80, 80, p)
	case 1:
		_, err = r.AddText("New", 30, p)
	case 2:
		_, err = r.AddArcText("Around", 30, 100, p)
	case 3:
		_, err = r.AddImage("photo", "00", 50, 40, p)
	default:
		_, err = r.AddPath("drop", "drop", *path("x", 0, 0).Path, 60, p)
	}
	if err != nil && !refused(err) {
		r.t.Fatal(err)
	}
}

func (r *rover) placed() {
	p, ok := r.Placed()
	if !ok {
		return
	}
	v := r.rand.NormFloat64()
	switch r.rand.IntN(4) {
	case 0:
		p.X += 10 * v
	case 1:
		p.W *= 1 + v/10
	case 2:
		p.H *= 1 + v/10
	default:
		p.Turn += 10 * v
	}
	_ = r.SetPlaced(p, r.rand.IntN(2) == 0)
}

// panel is the list of layers: any layer can be chosen there and put anywhere.
func (r *rover) panel() {
	switch r.rand.IntN(4) {
	case 0:
		r.Select(r.any(), r.any(), r.any())
	case 1:
		r.Toggle(r.any())
	case 2:
		r.Enter(r.any())
	default:
		// Putting a group into itself is refused.
		_ = r.Apply("step.reorder", Reorder([]string{r.any()}, r.any(), r.rand.IntN(5)))
	}
}

// wrong tells what must never be, whatever was done.
func (r *rover) wrong() error {
	doc := r.Document()
	if err := doc.Check(); err != nil {
		return err
	}
	if r.gesture != nil || r.press != nil {
		return fmt.Errorf("something still runs")
	}
	seen := map[string]bool{}
	for _, id := range r.chosen {
		if Find(doc, id) == nil || seen[id] {
			return fmt.Errorf("selected: %v", r.chosen)
		}
		seen[id] = true
	}
	if l := Find(doc, r.inside); r.inside != "" && (l == nil || l.Group == nil) {
		return fmt.Errorf("inside %q", r.inside)
	}
	if id := r.Editing(); id != "" {
		if l := Find(doc, id); l == nil || l.Text == nil {
			return fmt.Errorf("editing %q", id)
		}
	}
	var odd error
	Walk(doc, func(l *designer.Layer) {
		if l.Group != nil && len(l.Group.Layers) == 0 {
			odd = fmt.Errorf("%s holds nothing", l.ID)
		}
	})
	if odd != nil {
		return odd
	}
	return finiteOverlay(r.Overlay(1))
}

func finiteOverlay(o Overlay) error {
	var points []geom.Point
	for _, q := range append(o.Frames, o.Marked...) {
		points = append(points, q[:]...)
	}
	for _, h := range o.Handles {
		points = append(points, h.At)
	}
	if o.Caret != nil {
		points = append(points, o.Caret.Foot, o.Caret.Head)
	}
	for _, p := range points {
		if math.IsNaN(p.X+p.Y) || math.IsInf(p.X+p.Y, 0) {
			return fmt.Errorf("overlay: %v", p)
		}
	}
	if o.Editing != "" && o.Caret == nil {
		return fmt.Errorf("no caret")
	}
	return nil
}
