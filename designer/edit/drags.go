package edit

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// gesturing is what drags of layers share.
type gesturing struct {
	g       *Gesture
	base    designer.Document
	ids     []string
	frame   frame
	from    geom.Point
	guides  []Guide
	figures Figures
}

// begin starts a gesture over the selected layers that are not locked.
func (s *Session) begin(label string, from Pointer) (gesturing, bool) {
	ids := free(s.past.doc(), s.chosen)
	f, ok := s.frameOf(s.past.doc(), ids)
	if !ok {
		return gesturing{}, false
	}
	pr := s.press
	s.press = nil // a new gesture ends a press; this one goes on
	g := s.Begin(label)
	s.press = pr
	return gesturing{g: g, base: g.base, ids: ids, frame: f, from: from.At}, true
}

func (d *gesturing) end(*Session) { d.g.Commit() }

func (d *gesturing) off(*Session) { d.g.Cancel() }

func (d *gesturing) live() *gesturing { return d }

// preview shows an edit, and the figures in the same breath.
func (d *gesturing) preview(e Edit, f Figures) {
	d.figures = f
	// A failed one leaves what was shown: the pointer went where no picture is.
	_ = d.g.Preview(e)
}

func (s *Session) guides() []Guide {
	if d := s.dragging(); d != nil {
		return d.guides
	}
	return nil
}

func (s *Session) figures() *Figures {
	if d := s.dragging(); d != nil {
		f := d.figures
		return &f
	}
	return nil
}

func (s *Session) dragging() *gesturing {
	if s.press == nil {
		return nil
	}
	if d, ok := s.press.drag.(interface{ live() *gesturing }); ok {
		return d.live()
	}
	return nil
}
