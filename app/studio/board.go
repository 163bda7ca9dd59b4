package studio

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"badgekiln/app/kit"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// boardHost is what the canvas asks of the studio round it.
type boardHost interface {
	now() time.Time
	scale() float64 // device pixels for a unit of the window
	tool() tool
	place(edit.Pointer) bool // a tool that puts something here did
	focus()
	canvas() fyne.Canvas
	menu(p edit.Pointer, at fyne.Position)
	dropTool() bool         // back to selecting; false if it was that already
	keyed(keys string) bool // runs an action by its keys
	viewed()                // zoom or place of the view changed
	reported(render.Report) // what the last picture could not show
	figures(*edit.Figures) string
	floats() bool       // something floats at the foot of the canvas
	soon(func())        // calls back when all events that are there have been taken
	still(viewing bool) // a step of the hand: what it does not change may stand still

	free() // nothing stands still
}

// board is the canvas: the drawn badge on its pasteboard, with frames and
// handles over it. It turns events into pointers for the session and shows
// what comes back; it decides nothing about the design.
type board struct {
	widget.BaseWidget
	host    boardHost
	session *edit.Session
	paper   *paper
	view    view
	fit     bool // the view follows the size of the window
	hand    hand
	cursor  desktop.Cursor
	focused bool
	byKey   bool // the focus came by the keyboard

	laid  fyne.Size    // what was last laid out for
	paste [4]*kit.Fill // round the artboard; nothing is painted that the picture covers
	check *canvas.Raster
	pic   *sheet
	ring  [4]*kit.Fill // of the focus; one rectangle would cost as much as what it goes round
	marks *marks
	label *plate
	patch *kit.Patch // what of all that changed since the window was painted
}

var (
	_ desktop.Mouseable      = (*board)(nil)
	_ desktop.Hoverable      = (*board)(nil)
	_ desktop.Cursorable     = (*board)(nil)
	_ desktop.Keyable        = (*board)(nil)
	_ fyne.Draggable         = (*board)(nil)
	_ fyne.Scrollable        = (*board)(nil)
	_ fyne.SecondaryTappable = (*board)(nil)
	_ fyne.Shortcutable      = (*board)(nil)
)

func newBoard(host boardHost, paper *paper) *board {
	b := &board{
		host: host, paper: paper, fit: true, view: view{Zoom: 1}, cursor: desktop.DefaultCursor,
		marks: newMarks(), label: newPlate(),
	}
	for i := range b.paste {
		b.paste[i], b.ring[i] = kit.NewFill(kit.ColorPaste), kit.NewFill(kit.ColorAccent)
		b.ring[i].Hide()
	}
	b.patch = kit.NewPatch(b)
	b.pic = newSheet(b.direct)
	b.patch.Puts(b.pic.pixels, b.pic.renew)
	b.check = canvas.NewRaster(b.checks)
	b.check.ScaleMode = canvas.ImageScalePixels
	paper.show = b.paint
	b.ExtendBaseWidget(b)
	return b
}

// open shows another session, in full.
func (b *board) open(s *edit.Session) {
	b.session, b.fit = s, true
	b.hand = hand{}
	b.pic.hide()
	b.check.Show()
	b.settle()
}

// area is the artboard in document units.
func (b *board) area() geom.Rect {
	if b.session == nil {
		return geom.R(0, 0, 600, 600)
	}
	d := b.session.Document()
	return geom.R(0, 0, d.Width, d.Height)
}

// MinSize is small: the pasteboard gives way first.
func (b *board) MinSize() fyne.Size { return fyne.NewSize(kit.Px(200), kit.Px(160)) }

// CreateRenderer is Fyne's.
func (b *board) CreateRenderer() fyne.WidgetRenderer { return &boardRenderer{b} }

type boardRenderer struct{ b *board }

func (r *boardRenderer) MinSize() fyne.Size { return r.b.MinSize() }
func (r *boardRenderer) Destroy()           {}
func (r *boardRenderer) Objects() []fyne.CanvasObject {
	b := r.b
	pic := fyne.CanvasObject(b.pic.group)
	if b.direct() {
		pic = b.patch.Pixels
	}
	return []fyne.CanvasObject{b.patch.Begin, b.paste[0], b.paste[1], b.paste[2], b.paste[3], b.check, pic, b.marks.group, b.label.box, b.label.text, b.ring[0], b.ring[1], b.ring[2], b.ring[3]}
}

// Layout is Fyne's, who also asks for it in the middle of a paint when words over
// the art got longer: showing all anew would then cost a second paint.
func (r *boardRenderer) Layout(size fyne.Size) {
	b := r.b
	if size == b.laid {
		return
	}
	b.laid = size
	b.marks.group.Resize(size)
	const line = 2
	right, foot := float64(size.Width)-1, float64(size.Height)-1
	place(b.ring[0], geom.R(1, 1, right, 1+line))
	place(b.ring[1], geom.R(1, foot-line, right, foot))
	place(b.ring[2], geom.R(1, 1+line, 1+line, foot-line))
	place(b.ring[3], geom.R(right-line, 1+line, right, foot-line))
	b.settle()
}

func (r *boardRenderer) Refresh() {
	b := r.b
	b.patch.All()
	for _, p := range b.paste {
		p.Refresh()
	}
	for _, line := range b.ring {
		show(line, b.focused && b.byKey)
		line.Refresh()
	}
	b.check.Refresh()
	if b.session != nil && b.paper.width > 0 {
		b.paper.want(b.across(), b.ground())
	}
	b.overlay()
}

// direct tells whether the picture is put on the screen without Fyne.
func (b *board) direct() bool { return b.pic.exact && b.patch.Direct() }

// settle fits the view when it follows the window, and shows it.
func (b *board) settle() {
	if b.session == nil {
		return
	}
	if b.fit {
		b.fitView()
		return
	}
	b.show(b.view)
}

// foot is the room that what floats at the foot takes from the view.
func (b *board) foot() float32 {
	if b.host.floats() {
		return kit.Px(40)
	}
	return 0
}

// fitView shows the whole artboard, and goes on doing so.
func (b *board) fitView() {
	size := b.Size()
	v := fitted(b.area(), float64(size.Width), float64(size.Height-b.foot()), float64(kit.Px(32)))
	b.show(v)
	b.fit = true
}

// zoomTo shows a document rectangle as large as it goes.
func (b *board) zoomTo(r geom.Rect) {
	size := b.Size()
	b.show(fitted(r, float64(size.Width), float64(size.Height), float64(kit.Px(64))))
}

// zoomBy changes the zoom about the middle of what is seen.
func (b *board) zoomBy(zoom float64) {
	size := b.Size()
	b.show(b.view.zoomed(zoom, geom.Pt(float64(size.Width)/2, float64(size.Height)/2)))
}

func (b *board) pan(dx, dy float32) {
	b.show(b.view.pan(geom.Pt(float64(dx), float64(dy))))
}

// show puts everything where a view wants it. The picture is drawn again only
// when its size in pixels changed. Whole pixels keep it sharp.
func (b *board) show(v view) {
	size, scale, area := b.Size(), b.host.scale(), b.area()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	v = v.kept(area, float64(size.Width), float64(size.Height))
	px := math.Max(math.Round(area.W()*v.Zoom*scale), 1)
	v.Zoom = px / scale / area.W()
	v.At = geom.Pt(math.Round(v.At.X*scale)/scale, math.Round(v.At.Y*scale)/scale)
	b.view, b.fit = v, false
	b.patch.All()
	seen := geom.Around(v.screen(area.Min), v.screen(area.Max))
	b.pic.place(seen)
	room := geom.R(0, 0, float64(size.Width), float64(size.Height))
	place(b.check, clip(seen, room))
	b.border(clip(seen, room), room)
	b.paper.want(b.across(), b.ground())
	b.overlay()
	b.host.viewed()
}

// across is how many pixels of the screen the artboard is wide.
func (b *board) across() int {
	return int(math.Max(math.Round(b.area().W()*b.view.Zoom*b.host.scale()), 1))
}

// border lays the pasteboard round what is seen of the artboard, and a little
// under it, so that no rounding opens a gap.
func (b *board) border(art, room geom.Rect) {
	const under = 1
	top, foot := min(art.Min.Y+under, room.Max.Y), max(art.Max.Y-under, 0)
	left, right := min(art.Min.X+under, room.Max.X), max(art.Max.X-under, 0)
	place(b.paste[0], geom.R(0, 0, room.Max.X, top))
	place(b.paste[1], geom.R(0, foot, room.Max.X, room.Max.Y))
	place(b.paste[2], geom.R(0, top, left, max(foot, top)))
	place(b.paste[3], geom.R(right, top, room.Max.X, max(foot, top)))
}

func place(o fyne.CanvasObject, r geom.Rect) {
	o.Move(pos(r.Min))
	o.Resize(fyne.NewSize(float32(r.W()), float32(r.H())))
}

func clip(r, s geom.Rect) geom.Rect {
	r.Min = geom.Pt(max(r.Min.X, s.Min.X), max(r.Min.Y, s.Min.Y))
	r.Max = geom.Pt(max(min(r.Max.X, s.Max.X), r.Min.X), max(min(r.Max.Y, s.Max.Y), r.Min.Y))
	return r
}

// point lets the cursor say what a press at a place would do.
func (b *board) point(p fyne.Position) {
	switch {
	case b.session == nil:
		b.cursor = desktop.DefaultCursor
	case b.hand.doing == panning || b.hand.space || b.host.tool() == toolHand:
		b.cursor = desktop.PointerCursor
	case b.host.tool() != toolSelect:
		b.cursor = desktop.CrosshairCursor
	default:
		b.cursor = cursorOf(b.session.Cursor(b.pointer(p)))
	}
}

// Cursor is what the pointer looks like here.
func (b *board) Cursor() desktop.Cursor { return b.cursor }
