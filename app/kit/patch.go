package kit

import (
	"image"

	"fyne.io/fyne/v2"
)

// Patch is what changed of the first of what lives on while a window stands still
// (see Root.Hold), so that no more of it is painted than that. Whoever shows
// something there says so each time; what is not said may be seen late, but no
// later than the hold ends.
type Patch struct {
	owner fyne.CanvasObject
	all   bool
	box   image.Rectangle // since the last paint
	now   image.Rectangle // what this paint is for

	// Begin stands before all that the patch is about, within whatever clips it,
	// and Again where the clip ended.
	Begin, Again fyne.CanvasObject
}

// NewPatch makes the patch of an object, from whose corner all is counted.
func NewPatch(name string, owner fyne.CanvasObject) *Patch {
	p := &Patch{owner: owner, all: true}
	p.Begin = gate("gate "+name, p.begin)
	p.Again = gate("gate again "+name, func() {
		if g := p.gates(); g != nil {
			g.only(p.now)
		}
	})
	return p
}

// All says that everything changed.
func (p *Patch) All() { p.all = true }

// Add says that a part changed, in units of the window.
func (p *Patch) Add(at fyne.Position, size fyne.Size) {
	p.box = p.box.Union(image.Rect(int(at.X)-reach, int(at.Y)-reach, int(at.X+size.Width)+1+reach, int(at.Y+size.Height)+1+reach))
}

// reach is how far soft edges go beyond what they are of, in units of the window.
const reach = 2

// begin lets what changed through, and begins anew.
func (p *Patch) begin() {
	if g := p.gates(); g != nil {
		p.now = g.stage
		if !p.all {
			p.now = g.within(p.box)
		}
		g.only(p.now)
	}
	p.all, p.box = false, image.Rectangle{}
}

// gates are those of the window, if it is one that stands still at times.
func (p *Patch) gates() *gates {
	c := canvasOf(p.owner)
	if c == nil {
		return nil
	}
	root, ok := c.Content().(*Root)
	if !ok || root.still.screen == nil {
		return nil
	}
	return root.still.gates
}
