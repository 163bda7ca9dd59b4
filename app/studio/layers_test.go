package studio

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// rowAt is the middle of a row of the layers panel.
func rowAt(t *testing.T, l *layerList, id string) fyne.Position {
	t.Helper()
	i := l.row(id)
	if i < 0 {
		t.Fatalf("no row %q", id)
	}
	return fyne.NewPos(90, (float32(i)+0.5)*rowHeight())
}

func pressRow(t *testing.T, l *layerList, id string, mod fyne.KeyModifier) {
	t.Helper()
	l.MouseDown(mouse(rowAt(t, l, id), mod, desktop.MouseButtonPrimary))
	l.MouseUp(mouse(rowAt(t, l, id), mod, desktop.MouseButtonPrimary))
}

func order(doc designer.Document) []string {
	var ids []string
	edit.Walk(doc, func(l *designer.Layer) { ids = append(ids, l.ID) })
	return ids
}

func TestLayersPanelSelectsAndFollows(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s, l := r.studio, r.studio.layers
	if got := len(l.rows); got != 4 || l.rows[0].layer.ID != "name" {
		t.Fatalf("%d rows, %q on top", got, l.rows[0].layer.ID)
	}
	pressRow(t, l, "title", 0)
	if got := s.session.Selection(); !slices.Equal(got, []string{"title"}) {
		t.Fatalf("selected %q", got)
	}
	b.Clock = b.Clock.Add(5e9)
	pressRow(t, l, "disc", ctrl)
	if got := s.session.Selection(); !slices.Equal(got, []string{"title", "disc"}) {
		t.Fatalf("selected %q", got)
	}
	b.Clock = b.Clock.Add(5e9)
	pressRow(t, l, "name", 0)
	b.Clock = b.Clock.Add(5e9)
	pressRow(t, l, "disc", shift)
	if got := s.session.Selection(); len(got) != 4 {
		t.Fatalf("Shift reached %q", got)
	}
	s.session.Select("left")
	if !l.open["pair"] || l.row("left") < 0 {
		t.Fatal("a layer selected on the canvas is not shown in its group")
	}
}

func TestLayersPanelHidesLocksRenames(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s, l := r.studio, r.studio.layers
	eye := rowAt(t, l, "disc")
	eye.X = l.Size().Width - 10
	l.MouseDown(mouse(eye, 0, desktop.MouseButtonPrimary))
	if !find(s, "disc").Hidden {
		t.Fatal("the eye hides nothing")
	}
	pressRow(t, l, "disc", 0)
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if find(s, "disc").Hidden {
		t.Fatal("Space does not show it again")
	}
	l.TypedRune('l')
	if !find(s, "disc").Locked {
		t.Fatal("L does not lock")
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	if !l.entry.Visible() || b.Window.Canvas().Focused() != fyne.Focusable(l.entry) {
		t.Fatal("F2 opens no field")
	}
	l.entry.SetText("Round thing")
	l.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := find(s, "disc").Name; got != "Round thing" {
		t.Fatalf("renamed to %q", got)
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	l.entry.SetText("Never mind")
	l.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := find(s, "disc").Name; got != "Round thing" {
		t.Fatalf("Escape renamed to %q", got)
	}
}

func TestLayersPanelReorders(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s, l := r.studio, r.studio.layers
	pressRow(t, l, "disc", 0)
	l.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt})
	if got := order(s.session.Document()); !slices.Equal(got, []string{"pair", "left", "right", "disc", "title", "name"}) {
		t.Fatalf("Alt and up: %q", got)
	}
	s.keyed("ctrl+z")
	// By the pointer: the disc above the title.
	b.Clock = b.Clock.Add(5e9)
	at := rowAt(t, l, "disc")
	l.MouseDown(mouse(at, 0, desktop.MouseButtonPrimary))
	to := rowAt(t, l, "title")
	to.Y -= rowHeight() * 0.4
	l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
	if !l.mark.Visible() {
		t.Fatal("nothing shows where it would go")
	}
	l.DragEnd()
	if got := order(s.session.Document()); !slices.Equal(got, []string{"pair", "left", "right", "title", "disc", "name"}) {
		t.Fatalf("dragged: %q", got)
	}
	// And into the group.
	b.Clock = b.Clock.Add(5e9)
	l.MouseDown(mouse(rowAt(t, l, "disc"), 0, desktop.MouseButtonPrimary))
	l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: rowAt(t, l, "pair")}})
	l.DragEnd()
	if parent, _ := edit.Parent(s.session.Document(), "disc"); parent != "pair" {
		t.Fatalf("the disc went into %q", parent)
	}
	// A group cannot go into itself.
	if _, ok := dropAt(layerRows(s.session.Document(), map[string]bool{"pair": true}), 2.5, []string{"pair"}); ok {
		t.Fatal("a group may be dropped into itself")
	}
}
