package studio

import (
	"context"
	"image"
	"sync"
	"time"

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
// what changed. What is shown is one of two copies that take turns, on the
// ground; the one that is shown is never written.
type paper struct {
	tasks   *kit.Tasks
	now     func() time.Time
	make    func(width int) *render.Canvas
	doc     func() designer.Document
	show    func(m *image.RGBA, dirty image.Rectangle, opaque bool, r render.Report)
	failed  func(error)
	moves   func() bool // a gesture goes on: what it drags may stand beside its place
	width   int
	ground  ground
	laid    ground // what the copies are on
	canvas  *render.Canvas
	drawnAt int        // the width canvas was made for
	drawing sync.Mutex // held while master is written
	master  *image.RGBA
	copies  [2]copied
	shown   int
	busy    bool
	again   bool
	next    map[string]bool // layers to get ready for
	drawn   int             // pictures so far, for measuring
	took    time.Duration   // how long the last one took to come
}

// copied is a copy of the master, and where it is behind it.
type copied struct {
	picture *image.RGBA
	stale   image.Rectangle
}

// want asks for a picture of a width on a ground, if it is not the one there is.
func (p *paper) want(width int, g ground) {
	width = min(max(width, 1), widest)
	if width == p.width && g == p.ground {
		return
	}
	p.width, p.ground = width, g
	p.draw()
}

// quick is how soon a picture comes that what belongs to it can wait for.
const quick = 40 * time.Millisecond

// comes tells whether a picture is about to be shown.
func (p *paper) comes() bool { return p.busy && p.took < quick }

// bare is what was drawn last, as it is without a ground. It is waited for if it
// is being drawn. look must not keep the picture.
func (p *paper) bare(look func(*image.RGBA)) {
	p.drawing.Lock()
	defer p.drawing.Unlock()
	look(p.master)
}

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
	if p.laid != p.ground {
		p.laid = p.ground
		for i := range p.copies {
			p.copies[i].stale = size
		}
	}
	master, on, begun := p.master, p.laid, p.now()
	kit.Run(p.tasks, func(ctx context.Context) (render.Report, error) {
		p.drawing.Lock()
		defer p.drawing.Unlock()
		dirty, report, err := c.Draw(ctx, doc, master)
		if err != nil {
			return report, err
		}
		for i := range p.copies { // no one else looks at this while busy
			p.copies[i].stale = p.copies[i].stale.Union(dirty)
		}
		on.lay(into.picture, master, into.stale)
		into.stale = image.Rectangle{}
		return report, nil
	}, func(report render.Report, err error) {
		p.busy, p.took = false, p.now().Sub(begun)
		if err == nil {
			dirty := p.copies[p.shown].stale // where what was shown is behind
			if was := p.copies[p.shown].picture; was == nil || was.Rect != size {
				dirty = size
			}
			p.shown, p.drawn = back, p.drawn+1
			p.show(into.picture, dirty, on.side > 0, report)
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
