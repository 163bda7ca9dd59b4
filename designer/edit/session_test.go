package edit

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

func TestHistory(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 50, 50), rect("b", 300, 300, 50, 50)))
	first := d.Document()
	if d.Dirty() {
		t.Error("dirty at the beginning")
	}
	d.Select("a")
	if err := d.Apply("step.opacity", SetOpacity([]string{"a"}, 0.5)); err != nil {
		t.Fatal(err)
	}
	if err := d.Apply("step.opacity", SetOpacity([]string{"a"}, 0.5)); err != nil {
		t.Fatal(err)
	}
	if got := d.steps(); len(got) != 1 {
		t.Errorf("an equal result is a step: %v", got)
	}
	if label, ok := d.CanUndo(); !ok || label != "step.opacity" {
		t.Errorf("can undo %q %v", label, ok)
	}
	if b := Find(d.Document(), "b"); b != first.Layers[1] {
		t.Error("a layer that was not touched was copied")
	}
	d.MarkSaved()
	d.Undo()
	if !d.Dirty() || !reflect.DeepEqual(d.Document(), first) {
		t.Error("undo gives another document")
	}
	d.Select("b")
	d.Clear()
	if label, ok := d.CanRedo(); !ok || label != "step.opacity" {
		t.Errorf("selecting has cleared what can be redone: %q %v", label, ok)
	}
	d.Redo()
	if d.Dirty() {
		t.Error("dirty at the saved step")
	}
	if d.Redo() {
		t.Error("redid what was not undone")
	}
	written := d.State()
	d.Undo()
	d.MarkSaved()
	d.MarkSavedAs(written) // its write ended after the undo
	if !d.Dirty() {
		t.Error("clean at a step that was written over")
	}
}

func TestFailedEditsLeaveNothing(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 50, 50), bundle("g", geom.Identity(), rect("b", 0, 0, 1, 1))))
	for name, e := range map[string]Edit{
		"layer-gone":   SetOpacity([]string{"none"}, 1),
		"group-itself": Reorder([]string{"g"}, "g", 0),
		"slot-gone":    RemoveSlot("none"),
		"slot-taken":   RenameSlot("base", "ink"),
		"slot-unnamed": SetSlot("", designer.Color{}),
	} {
		var fault *designer.Fault
		if err := d.Apply("step.fill", e); !errors.As(err, &fault) || fault.Code != name {
			t.Errorf("%s: gave %v", name, err)
		}
	}
	if err := d.Apply("step.move", Move([]string{"a"}, geom.Pt(1e9, 0))); err == nil {
		t.Error("moved out of the world")
	}
	if len(d.steps()) > 0 {
		t.Errorf("steps %v", d.steps())
	}
}

func TestHistoryIsTwoHundredDeep(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 50, 50)))
	d.Select("a")
	for i := range 250 {
		if err := d.Apply("step.number", SetNumber([]string{"a"}, "round", float64(i+1))); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for d.Undo() {
		n++
	}
	if n != 200 || d.layer("a").Shape.Set["round"] != 50 {
		t.Errorf("%d steps back to %v", n, d.layer("a").Shape.Set)
	}
	if !d.Dirty() {
		t.Error("clean though the saved state is forgotten")
	}
}

func TestTicksFlowTogether(t *testing.T) {
	set := func() *desk {
		d := sit(t, board(rect("a", 100, 100, 50, 50), rect("b", 0, 0, 10, 10)))
		d.Select("a")
		return d
	}
	tick := func(d *desk, key string, v float64) {
		if err := d.Tick("step.opacity", key, SetOpacity([]string{"a"}, v)); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		between func(d *desk)
		steps   int
	}{
		"within a second":     {func(d *desk) { d.wait(time.Second) }, 1},
		"later":               {func(d *desk) { d.wait(1001 * time.Millisecond) }, 2},
		"another selection":   {func(d *desk) { d.Select("b"); d.Select("a") }, 2},
		"saved in between":    {func(d *desk) { d.MarkSaved() }, 2},
		"undone and redone":   {func(d *desk) { d.Undo(); d.Redo() }, 2},
		"a gesture came":      {func(d *desk) { d.Begin("step.fill").Cancel() }, 2},
		"another property":    {func(d *desk) { _ = d.Tick("step.fill", "fill", SetFill([]string{"a"}, designer.Fill("ink"))) }, 3},
		"the same selection":  {func(d *desk) { d.Select("a") }, 1},
		"an edit of no value": {func(d *desk) { tick(d, "opacity", 0.9) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := set()
			tick(d, "opacity", 0.9)
			c.between(d)
			tick(d, "opacity", 0.8)
			if got := len(d.steps()); got != c.steps {
				t.Errorf("%d steps, not %d", got, c.steps)
			}
			for d.Undo() {
			}
			if got := d.layer("a").Opacity; got != 1 {
				t.Errorf("everything undone, opacity is %v", got)
			}
		})
	}
	t.Run("held arrows are one step", func(t *testing.T) {
		d := set()
		for range 5 {
			d.do("nudge-right")
			d.wait(100 * time.Millisecond)
			d.do("push-down")
		}
		if got := d.steps(); len(got) != 1 {
			t.Errorf("steps %v", got)
		}
		nearRect(t, "frame", d.bounds("a"), geom.R(105, 150, 155, 200))
		d.do("inch-left")
		near(t, "left", d.bounds("a").Min.X, 104.9)
	})
}

func TestGesture(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 50, 50)))
	d.Select("a")
	before := d.Document()
	g := d.Begin("step.opacity")
	for _, v := range []float64{0.9, 0.5, 0.2} {
		if err := g.Preview(SetOpacity([]string{"a"}, v)); err != nil {
			t.Fatal(err)
		}
		if d.Document().Layers[0].Opacity != v || d.Settled().Layers[0].Opacity != 1 || !d.Running() {
			t.Error("the preview is not what is shown")
		}
	}
	if err := g.Preview(SetOpacity([]string{"none"}, 1)); err == nil || d.Document().Layers[0].Opacity != 0.2 {
		t.Error("a failed preview is shown")
	}
	g.Commit()
	g.Cancel()
	if got := d.steps(); len(got) != 1 || d.Document().Layers[0].Opacity != 0.2 {
		t.Errorf("steps %v", got)
	}
	d.Undo()
	if !reflect.DeepEqual(d.Document(), before) {
		t.Error("undo does not give what was before")
	}
	t.Run("cancelled it brings back what was selected", func(t *testing.T) {
		g := d.Begin("step.delete")
		if err := g.Preview(Delete([]string{"a"})); err != nil {
			t.Fatal(err)
		}
		chosen(t, d)
		g.Cancel()
		chosen(t, d, "a")
		if _, ok := d.CanRedo(); !ok {
			t.Error("it has cleared what can be redone")
		}
	})
	t.Run("another one ends it", func(t *testing.T) {
		old := d.Begin("step.opacity")
		_ = old.Preview(SetOpacity([]string{"a"}, 0.1))
		d.do("nudge-left")
		old.Commit()
		if got := d.layer("a").Opacity; got != 1 {
			t.Errorf("opacity %v", got)
		}
	})
}

func TestListeners(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 50, 50)))
	var heard []Change
	stop := d.OnChange(func(c Change) { heard = append(heard, c) })
	d.Select("a")
	d.do("nudge-left")
	d.do("delete")
	want := []Change{{Selection: true, Overlay: true}, {Document: true, Overlay: true}, {Document: true, Overlay: true, Selection: true}}
	if !reflect.DeepEqual(heard, want) {
		t.Errorf("heard %+v", heard)
	}
	heard = nil
	d.Undo()
	if !reflect.DeepEqual(heard, want[2:]) {
		t.Errorf("undo tells %+v", heard)
	}
	heard = nil
	stop()
	d.Undo()
	if len(heard) != 0 {
		t.Error("still listens")
	}
}

func TestUndoSelectsWhatWasSelected(t *testing.T) {
	d := sit(t, board(rect("a", 100, 100, 50, 50), rect("b", 0, 0, 10, 10)))
	d.Select("a")
	d.do("delete")
	d.Select("b")
	d.Undo()
	chosen(t, d, "a")
}

func TestUndoEntersTheGroupAgain(t *testing.T) {
	d := sit(t, board(bundle("g", geom.Identity(), rect("a", 100, 100, 50, 50)), rect("b", 0, 0, 10, 10)))
	d.Select("a")
	d.do("delete")
	if Find(d.Document(), "g") != nil || d.Inside() != "" {
		t.Error("an empty group is left")
	}
	d.Undo()
	chosen(t, d, "a")
	if d.Inside() != "g" {
		t.Errorf("inside %q", d.Inside())
	}
}
