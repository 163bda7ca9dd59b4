package studio

import (
	"context"
	"image"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/render"
)

// widest is the most pixels a canvas picture has across: closer zooms show it
// enlarged.
const widest = 2000

// paper draws a document for the canvas, off the window's goroutine and one
// picture at a time: while one is drawn, only the newest wish is kept. There
// are two buffers; the one that is shown is never written.
type paper struct {
	tasks   *kit.Tasks
	make    func(width int) *render.Canvas
	doc     func() designer.Document
	show    func(*image.RGBA, render.Report)
	failed  func(error)
	width   int
	canvas  *render.Canvas
	drawnAt int // the width canvas was made for
	bufs    [2]*image.RGBA
	shown   int
	busy    bool
	again   bool
	drawn   int // pictures so far, for measuring
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

// renew forgets all that is remembered of the document, and draws.
func (p *paper) renew() { p.drawnAt = 0; p.draw() }

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
	doc, c, w := p.doc(), p.canvas, p.width
	h := int(float64(w)*doc.Height/doc.Width + 0.5)
	back := 1 - p.shown
	if b := p.bufs[back]; b == nil || b.Rect.Dx() != w || b.Rect.Dy() != h {
		p.bufs[back] = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	into := p.bufs[back]
	kit.Run(p.tasks, func(ctx context.Context) (render.Report, error) {
		_, report, err := c.Draw(ctx, doc, into)
		return report, err
	}, func(report render.Report, err error) {
		p.busy = false
		if err == nil {
			p.shown, p.drawn = back, p.drawn+1
			p.show(into, report)
		} else {
			p.failed(err)
		}
		if p.again {
			p.draw()
		}
	})
}
