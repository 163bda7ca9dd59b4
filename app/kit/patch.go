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
	now   image.Rectangle // what this paint is for, in pixels of the window
	place image.Rectangle // of the owner, in pixels of the window, in the last whole paint: none moves it until the next
	put   func() (*image.RGBA, fyne.Position)
	ended func()

	// Begin stands before all that the patch is about, within whatever clips it,
	// Pixels where the picture of Puts does, and Again where the clip ended.
	Begin, Pixels, Again fyne.CanvasObject
}

// NewPatch makes the patch of an object, from whose corner all is counted.
func NewPatch(owner fyne.CanvasObject) *Patch {
	p := &Patch{owner: owner, all: true}
	p.Begin = gate(p.begin)
	p.Pixels = gate(p.pixels)
	p.Again = gate(func() {
		if g := gatesOf(p.owner); g != nil {
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

// Puts lends an opaque picture, each pixel of which is one of the screen, and
// where it is. While Puts it gives one, and Direct is so, that is put on the screen
// without Fyne, which takes several times as long; ended is called when Fyne is to
// show it from now on.
func (p *Patch) Puts(picture func() (*image.RGBA, fyne.Position), ended func()) {
	p.put, p.ended = picture, ended
}

// Direct tells whether the picture is put on the screen without Fyne. The first
// paint finds out.
func (p *Patch) Direct() bool {
	g := gatesOf(p.owner)
	return g != nil && g.patch == p && g.keeps
}

// begin lets what changed through, and begins anew.
func (p *Patch) begin() {
	if g := gatesOf(p.owner); g != nil {
		g.patch = p
		if g.narrow() {
			p.now = p.changed(g)
			g.only(p.now)
		} else {
			p.place = pixels(PlaceOf(p.owner), p.owner.Size(), g.scale)
			p.now = p.place
		}
	}
	p.all, p.box = false, image.Rectangle{}
}

// changed is what changed in pixels of the window.
func (p *Patch) changed(g *gates) image.Rectangle {
	if p.all {
		return p.place
	}
	part := g.card // what is under it
	if !p.box.Empty() {
		at, size := p.box.Min, p.box.Size()
		changed := pixels(fyne.NewPos(float32(at.X), float32(at.Y)), fyne.NewSize(float32(size.X), float32(size.Y)), g.scale)
		part = part.Union(changed.Add(p.place.Min))
	}
	return part.Intersect(p.place)
}

// pixels puts the picture where it changed.
func (p *Patch) pixels() {
	if !p.Direct() {
		return
	}
	m, at := p.put()
	if m == nil {
		return
	}
	g := gatesOf(p.owner)
	corner := pixels(at, fyne.Size{}, g.scale).Min.Add(p.place.Min)
	part := p.now.Intersect(m.Rect.Sub(m.Rect.Min).Add(corner))
	if part.Empty() {
		return
	}
	g.s.screen.Put(m, part.Sub(corner).Add(m.Rect.Min), image.Pt(part.Min.X, g.foot-part.Min.Y))
}
