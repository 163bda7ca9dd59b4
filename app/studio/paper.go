package studio

import (
	"context"
	"image"
	"image/draw"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/render"
)

// widest is the most pixels a canvas picture has across: closer zooms show it
// enlarged.
const widest = 2000

// paper draws a document for the canvas, off the window's goroutine and one
// picture at a time: while one is drawn, only the newest wish is kept.
//
// The renderer always draws into the same master, which lets it redraw only
// what changed. What is shown is one of two copies that take turns; the one
// that is shown is never written.
type paper struct {
	tasks   *kit.Tasks
	make    func(width int) *render.Canvas
	doc     func() designer.Document
	show    func(*image.RGBA, render.Report)
	failed  func(error)
	moves   func() bool // a gesture goes on: what it drags may stand beside its place
	width   int
	canvas  *render.Canvas
	drawnAt int // the width canvas was made for
	master  *image.RGBA
	copies  [2]copied
	shown   int
	busy    bool
	again   bool
	next    map[string]bool // layers to get ready for
	drawn   int             // pictures so far, for measuring
}

// copied is a copy of the master, and where it is behind it.
type copied struct {
	picture *image.RGBA
	stale   image.Rectangle
}

// want asks for a picture of a width, if it is not the one there is.
func (p *paper) want(width int) {
	width = min(max(width, 1), widest)
	if width == p.width {
		return
	}
	p.width = width
	p.draw()
}

// picture is what is shown now; nothing of it is written while it is.
func (p *paper) picture() *image.RGBA { return p.copies[p.shown].picture }

// renew forgets all that is remembered of the document, and draws.
func (p *paper) renew() {
	p.drawnAt = 0
	p.draw()
}

// draw draws the document as it is now.
func (p *paper) draw() {
	if p.width == 0 {
		return
	}
	if p.busy {
		p.again = true
		return
	}
	p.busy, p.again = true, false
	if p.canvas == nil || p.drawnAt != p.width {
		p.canvas, p.drawnAt = p.make(p.width), p.width
	}
	doc, c := p.doc(), p.canvas
	c.Loosely(p.moves())
	size := image.Rect(0, 0, p.width, render.Height(doc, p.width))
	back := 1 - p.shown
	if p.master == nil || p.master.Rect != size {
		p.master = image.NewRGBA(size)
	}
	into := &p.copies[back]
	if into.picture == nil || into.picture.Rect != size {
		*into = copied{image.NewRGBA(size), size}
	}
	master := p.master
	kit.Run(p.tasks, func(ctx context.Context) (render.Report, error) {
		dirty, report, err := c.Draw(ctx, doc, master)
		if err != nil {
			return report, err
		}
		for i := range p.copies { // no one else looks at this while busy
			p.copies[i].stale = p.copies[i].stale.Union(dirty)
		}
		draw.Draw(into.picture, into.stale, master, into.stale.Min, draw.Src)
		into.stale = image.Rectangle{}
		return report, nil
	}, func(report render.Report, err error) {
		p.busy = false
		if err == nil {
			p.shown, p.drawn = back, p.drawn+1
			p.show(into.picture, report)
		} else {
			p.failed(err)
		}
		p.goOn()
	})
}

// ready gets ready for layers to be dragged, so that the first step is as quick
// as any.
func (p *paper) ready(ids []string) {
	p.next = map[string]bool{}
	for _, id := range ids {
		p.next[id] = true
	}
	if !p.busy {
		p.goOn()
	}
}

// goOn does what came up meanwhile.
func (p *paper) goOn() {
	switch {
	case len(p.next) > 0 && p.canvas != nil:
		p.busy = true
		c, ids := p.canvas, p.next
		p.next = nil
		kit.Do(p.tasks, func(context.Context) error { c.Ready(ids); return nil }, func(err error) {
			if p.busy = false; err != nil {
				p.failed(err)
			}
			p.goOn()
		})
	case p.again:
		p.draw()
	}
}
