package studio

import (
	"maps"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
)

// studio is the second view of the room: one design being changed.
type studio struct {
	r       *Room
	env     kit.Env
	design  Design     // the working copy
	file    store.File // as read or last stored; its Doc is not kept up
	session *edit.Session
	deaf    func() // ends listening to the session
	fonts   *typeset.Fonts
	measure *measures
	plain   *measures // of texts as they are written
	sample  int       // whose name is shown
	with    tool
	kind    string // the shape a press puts down
	raw     bool   // merge fields are shown as they are written
	trouble render.Report
	last    mood
	owed    edit.Change    // what panels and frames do not show yet
	along   func()         // what else is to be shown with the next picture
	pending *designer.Slot // a colour that becomes a slot with the next paint

	clipSaid string // what the clipboard of the window said when layers were copied last

	saving *saver
	past   *pastKeeper
	board  *board
	ruler  *ruler
	paper  *paper
	layers *layerList
	slots  *slotPanel
	props  *props
	strip  *strip
	bar    *bar
	names  *nameBar
	empty  fyne.CanvasObject
	page   fyne.CanvasObject
	stage  fyne.CanvasObject // the canvas and what floats on it
	desk   fyne.CanvasObject // that, and the ruler
	side   fyne.CanvasObject // the properties
}

// measures is what a session is lent, and what may change under it: another
// name in a merge field is another size, another language other words.
type measures struct {
	*render.Measure
	word func(key string, pairs ...string) string
}

func newStudio(r *Room) *studio {
	s := &studio{r: r, env: r.env, with: toolSelect}
	s.paper = &paper{tasks: r.env.Tasks, now: r.env.Now, make: s.canvasOf, doc: s.doc, failed: s.notDrawn, moves: func() bool { return s.session.Running() }}
	s.board, s.ruler = newBoard(s, s.paper), newRuler()
	s.layers = newLayerList(s)
	s.slots = newSlotPanel(s)
	s.props = newProps(s)
	s.names = newNameBar(s)
	s.strip = newStrip(s)
	s.bar = newBar(s)
	s.saving, s.past = newSaver(s), &pastKeeper{s: s}
	s.page = s.lay()
	return s
}

func (s *studio) lay() fyne.CanvasObject {
	t := s.env.T
	scroll := kit.Scroll(s.layers)
	s.layers.reveal = func(y, h float32) {
		top, bottom := scroll.Offset.Y, scroll.Offset.Y+scroll.Size().Height
		switch {
		case y < top:
			scroll.ScrollToOffset(fyne.NewPos(0, y))
		case y+h > bottom:
			scroll.ScrollToOffset(fyne.NewPos(0, y+h-scroll.Size().Height))
		}
	}
	head := kit.Inset(4, 6, 4, 14, kit.HBox(
		0, kit.Spread(kit.Strong(t("studio.layers"))),
		s.actionButton("design.group"), s.actionButton("design.duplicate"), s.actionButton("design.delete"),
	))
	left := kit.On(kit.ColorSurface, kit.Framed(
		kit.AtLeast(0, 38, head), kit.Framed(kit.Rule(), nil, nil, nil, s.slots.page), nil, nil,
		kit.Inset(0, 6, 4, 6, scroll)))
	s.empty = newBlankCard(s)
	s.stage = container.NewStack(s.board, container.NewWithoutLayout(s.board.patch.Again), s.bar.grid.group, container.New(floating{}, s.names.page), container.NewCenter(s.empty))
	s.desk = kit.Framed(s.ruler, nil, nil, nil, s.stage)
	s.side = sideLine(kit.On(kit.ColorSurface, kit.Exactly(264, 0, s.props.page)), false)
	body := kit.Framed(nil, nil,
		kit.Framed(nil, nil, sideLine(s.bar.tools, true), nil, sideLine(kit.Exactly(232, 0, left), true)),
		s.side,
		s.desk)
	return kit.Framed(
		kit.Framed(nil, kit.Rule(), nil, nil, s.bar.page), kit.Framed(kit.Rule(), nil, nil, nil, s.strip.page), nil, nil, body)
}

// floating puts one object at the foot of a room, in the middle.
type floating struct{}

func (floating) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (floating) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		m := o.MinSize()
		m.Width = min(m.Width, max(s.Width-kit.Px(16), 0))
		o.Resize(m)
		o.Move(fyne.NewPos((s.Width-m.Width)/2, s.Height-m.Height-kit.Px(12)))
	}
}

// open begins to edit a design that was read.
func (s *studio) open(d Design, past Past, keeper Keeper, fonts *typeset.Fonts) {
	s.saving.flush()
	s.past.open(keeper)
	s.fonts, s.sample = fonts, 0
	f := store.File{Doc: past.Trail.Steps[past.Trail.Now].Doc, Blobs: past.Blobs}
	lent := &measures{render.NewMeasure(fonts, s.fields()), s.env.T}
	plain := &measures{render.NewMeasure(fonts, nil), s.env.T}
	session := edit.Resume(past.Trail, edit.Env{
		Measure: lent, Plain: plain,
		NewID: s.r.engine.NewID, Now: s.env.Now, Word: func(key string) string { return lent.word(key) },
		Shapes: designer.ShapeKinds(), Ink: s.ink,
	}, past.Clean)
	s.layers.open = map[string]bool{}
	if s.session != nil {
		// What was copied in the last design can be pasted into this one.
		session.TakeClip(s.session)
		held := map[string][]byte{}
		maps.Copy(held, f.Blobs)
		for _, hash := range store.Used(designer.Document{Layers: session.Copied()}) {
			if data, ok := s.file.Blobs[hash]; ok {
				held[hash] = data
			}
		}
		f.Blobs = held
	}
	s.take(d, f, session, lent, plain)
	s.names.begin()
	s.focus()
}

// take makes a session the one that is shown.
func (s *studio) take(d Design, f store.File, session *edit.Session, lent, plain *measures) {
	if s.deaf != nil {
		s.deaf()
	}
	s.design, s.file, s.session, s.measure, s.plain = d, f, session, lent, plain
	s.trouble, s.raw, s.with, s.owed = render.Report{}, false, toolSelect, edit.Change{}
	s.deaf = session.OnChange(s.changed)
	s.paper.renew()
	s.board.open(s.session)
	s.names.refresh()
	s.changed(edit.Change{Document: true, Selection: true, Overlay: true})
}

// changed brings every panel up to what the session says. In a gesture, and while
// a text is typed, that waits for the picture if it comes at once: a step is then
// shown in one go, which costs the window half of showing it in two.
func (s *studio) changed(c edit.Change) {
	s.stillStep(c)
	if raw := s.showsRaw(); raw != s.raw {
		s.raw = raw
		s.paper.renew()
	}
	if c.Document {
		s.paper.draw()
		if !s.session.Running() {
			s.past.keep()
			s.saving.soon()
			if !s.saving.marking {
				s.strip.soon()
			}
			s.names.refresh()
			show(s.empty, len(s.session.Document().Layers) == 0)
		}
	}
	s.owed.Document = s.owed.Document || c.Document
	s.owed.Selection = s.owed.Selection || c.Selection
	s.owed.Overlay = true
	if c.Document && s.paper.comes() && (s.session.Running() || s.session.Editing() != "") {
		return
	}
	s.showOwed()
}

// withPicture does something when the picture of what was just changed is shown: now
// if none comes at once.
func (s *studio) withPicture(do func()) {
	if s.paper.comes() {
		s.along = do
		return
	}
	do()
}

// showOwed shows what changed beside the picture.
func (s *studio) showOwed() {
	if do := s.along; do != nil {
		s.along = nil
		do()
	}
	c := s.owed
	s.owed = edit.Change{}
	if c == (edit.Change{}) || s.session == nil {
		return
	}
	if c.Document {
		s.slots.set(s.session.Document())
	}
	if c.Document || c.Selection {
		s.layers.set(s.session.Document(), s.session.Selection())
		s.props.sync()
	}
	s.board.overlay()
	s.announce()
}

// mood is what menus and buttons depend on. A drag changes it rarely, so that a
// step of one costs no menu.
type mood struct {
	session    *edit.Session
	chosen     string
	undo, redo string
	editing    string
	name       string
	with       tool
	dirty      bool
	bent       bool
	locks      int
}

func (s *studio) mood() mood {
	m := mood{session: s.session, editing: s.session.Editing(), with: s.with, dirty: s.session.Dirty(), name: s.session.Document().Name}
	m.chosen = strings.Join(s.session.Selection(), " ")
	m.undo, _ = s.session.CanUndo()
	m.redo, _ = s.session.CanRedo()
	for _, l := range s.session.Selected() {
		if l.Locked {
			m.locks++
		}
		if l.Text != nil && l.Text.Arc != nil {
			m.bent = true
		}
	}
	return m
}

// announce brings buttons and menus up to date when what they depend on changed.
func (s *studio) announce() {
	if m := s.mood(); m != s.last {
		s.last = m
		s.bar.sync()
		s.env.Changed()
	}
}

// showsRaw tells whether merge fields must be shown as they are written: a text
// with one is being edited in place, and the caret stands among its braces.
func (s *studio) showsRaw() bool {
	l := edit.Find(s.session.Document(), s.session.Editing())
	return l != nil && isField(l)
}

func (s *studio) doc() designer.Document { return s.session.Document() }

// canvasOf makes the renderer of the canvas for a width.
func (s *studio) canvasOf(width int) *render.Canvas {
	o := s.options()
	o.Width = width
	return render.NewCanvas(o)
}

func (s *studio) options() render.Options {
	o := render.Options{Fonts: s.fonts, Blob: blobs(s.file.Blobs), Fields: s.fields()}
	if s.raw {
		o.Fields = nil
	}
	return o
}

// blobs looks pictures up among those of a file.
func blobs(held map[string][]byte) func(string) ([]byte, error) {
	return func(hash string) ([]byte, error) {
		if data, ok := held[hash]; ok {
			return data, nil
		}
		return nil, designer.Fail("picture-gone")
	}
}

func (s *studio) fail(err error) { s.env.Fail(err) }

// notDrawn tells why there is no picture; the rest is shown without it.
func (s *studio) notDrawn(err error) {
	s.showOwed()
	s.fail(err)
}

// try shows what went wrong with an edit; one that has nothing to do is none.
func (s *studio) try(err error) {
	if err != nil {
		s.env.Fail(err)
	}
}

// What the canvas and the panels ask for.

func (s *studio) T(key string, pairs ...string) string { return s.env.T(key, pairs...) }
func (s *studio) now() time.Time                       { return s.env.Now() }
func (s *studio) scale() float64                       { return s.r.scale() }
func (s *studio) tool() tool                           { return s.with }
func (s *studio) canvas() fyne.Canvas                  { return s.env.Window.Canvas() }

func (s *studio) focus() {
	if c := s.canvas(); c != nil && c.Focused() != fyne.Focusable(s.board) {
		c.Focus(s.board)
	}
}

func (s *studio) viewed() {
	s.bar.zoomed(s.board.view.Zoom * s.scale())
	s.ruler.follow(s.board.view)
}

func (s *studio) floats() bool { return s.names.shown }

func (s *studio) soon(then func()) { s.env.Tasks.After(0, then) }

func (s *studio) reported(r render.Report) {
	s.trouble = r
	s.showOwed()
}

// figures words the numbers of a gesture.
func (s *studio) figures(f *edit.Figures) string {
	if f == nil || f.Kind == "" {
		return ""
	}
	sign := s.env.Decimal()
	n := func(v float64) string { return strings.Replace(figure(v, 1), ".", sign, 1) }
	return s.env.T("figures."+f.Kind, "x", n(f.X), "y", n(f.Y), "w", n(f.W), "h", n(f.H), "angle", n(f.Angle),
		"radius", n(f.Radius), "from", n(f.From), "to", n(f.To), "size", n(f.Size))
}

func figure(v float64, places int) string {
	text := kit.FormatNumber(v, places)
	if len(text) > 0 && text[0] == '-' {
		text = "−" + text[1:]
	}
	return text
}

// What the layers panel does.

func (s *studio) selectLayers(ids []string) { s.session.Select(ids...) }

func (s *studio) moveLayers(ids []string, d drop) {
	s.try(s.session.Apply("step.reorder", edit.Reorder(ids, d.parent, d.index)))
}

func (s *studio) hideLayer(l *designer.Layer) {
	s.try(s.session.Apply("step.hide", edit.SetHidden([]string{l.ID}, !l.Hidden)))
}

func (s *studio) lockLayer(l *designer.Layer) {
	s.try(s.session.Apply("step.lock", edit.SetLocked([]string{l.ID}, !l.Locked)))
}

func (s *studio) renameLayer(id, name string) {
	s.try(s.session.Apply("step.name", edit.Rename(id, name)))
}

func (s *studio) layerMenu(_ string, at fyne.Position) { s.contextMenu(s.layers, at) }

// menu is what the right button opens on the canvas: what lies under the
// pointer is selected first, unless it is already.
func (s *studio) menu(p edit.Pointer, at fyne.Position) {
	over := false
	for _, q := range s.session.Overlay(p.Scale).Frames {
		over = over || q.Bounds().Has(p.At)
	}
	if !over {
		s.session.Press(p)
		s.session.Release(p)
	}
	s.contextMenu(s.board, at)
}

// selectionBox is the frame of what is selected, in document units.
func (s *studio) selectionBox() (geom.Rect, bool) {
	ids := s.session.Selection()
	if len(ids) == 0 {
		return geom.Rect{}, false
	}
	r := edit.Bounds(s.measure, s.session.Document(), ids)
	return r, !r.Empty()
}

// sideLine puts a hairline beside an object.
func sideLine(o fyne.CanvasObject, right bool) fyne.CanvasObject {
	if right {
		return kit.Framed(nil, nil, nil, kit.UprightRule(), o)
	}
	return kit.Framed(nil, nil, kit.UprightRule(), nil, o)
}
