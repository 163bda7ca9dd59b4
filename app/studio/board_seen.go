package studio

import (
	"encoding/json"

	"badgekiln/designer/geom"
)

// Label names the canvas to whoever reads the window by its parts.
func (*board) Label() string { return "canvas" }

// Place tells where on the canvas things stand, in its own units and as JSON:
// the document's origin, the zoom, the handles by their kind. A hand that
// works the real window finds by it what is only drawn.
func (b *board) Place() string {
	if b.session == nil {
		return ""
	}
	type spot struct {
		Kind string
		X, Y float64
	}
	seen := struct {
		At      geom.Point
		Zoom    float64
		Chosen  []string
		Typing  bool
		Handles []spot
	}{At: b.view.At, Zoom: b.view.Zoom, Chosen: b.session.Selection(), Typing: b.typing()}
	for _, h := range b.session.Overlay(b.view.Zoom).Handles {
		p := b.view.screen(h.At)
		seen.Handles = append(seen.Handles, spot{string(h.Kind), p.X, p.Y})
	}
	text, err := json.Marshal(seen)
	if err != nil {
		return ""
	}
	return string(text)
}
