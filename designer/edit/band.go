package edit

import (
	"slices"

	"badgekiln/designer/geom"
)

// band is a rubber band: it selects what it touches.
type band struct {
	from   geom.Point
	rect   geom.Rect
	before []string
	add    bool
}

func (b *band) to(s *Session, p Pointer) {
	b.rect = geom.Around(b.from, p.At)
	var ids []string
	if b.add {
		ids = append(ids, b.before...)
	}
	total := Total(s.shown, s.inside)
	for _, l := range children(s.shown, s.inside) {
		if !l.Locked && s.touches(l, total, b.rect) && !slices.Contains(ids, l.ID) {
			ids = append(ids, l.ID)
		}
	}
	inside := s.inside
	s.choose(ids)
	s.inside = inside
	s.tell(Change{Overlay: true})
}

func (b *band) end(*Session) {}

func (b *band) off(s *Session) { s.choose(b.before) }

func (s *Session) band() *geom.Rect {
	if s.press != nil {
		if b, ok := s.press.drag.(*band); ok {
			r := b.rect
			return &r
		}
	}
	return nil
}
