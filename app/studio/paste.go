package studio

import (
	"context"
	"strings"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// mostPasted is how long a text may be that becomes a layer, in bytes: what is
// longer was not meant for a badge.
const mostPasted = 2000

// copied notes what the clipboard of the window said when layers were copied:
// once it says something else, that was copied later, in another program.
func (s *studio) copied() { s.clipSaid = s.env.Paste() }

// paste adds what was copied last: layers of a design, by own, or what another
// program has put on the clipboard. A drawing in SVG becomes a layer, words become
// a text.
func (s *studio) paste(own func() error) {
	text := s.env.Paste()
	has := len(s.session.Copied()) > 0
	said := strings.TrimSpace(text)
	switch {
	case has && (text == s.clipSaid || said == ""):
		s.try(own())
	case isDrawing(said):
		s.pasteDrawing(text)
	case said == "" || len(said) > mostPasted:
		s.env.Tell(s.env.T("studio.paste.nothing"), kit.Second(s.env.T("studio.paste.nothing.hint")).Wrapping(kit.Wrapped))
	default:
		_, err := s.session.AddText(strings.ToValidUTF8(said, ""), 48, s.middle())
		s.session.CommitText()
		s.try(err)
	}
}

// isDrawing tells SVG from other text by how it begins.
func isDrawing(text string) bool {
	if !strings.HasPrefix(text, "<") {
		return false
	}
	head := text[:min(len(text), 4096)]
	return strings.Contains(head, "<svg") || strings.Contains(head, ":svg")
}

// pasteDrawing adds a drawing that was copied as SVG.
func (s *studio) pasteDrawing(text string) {
	name := s.env.T("studio.paste.drawing")
	black := designer.FillColor(designer.Color{A: 255})
	s.putDrawing(s.middle(), func(ctx context.Context) (Drawing, error) { return s.r.engine.Drawing(ctx, name, []byte(text), black) }, s.fail)
}

// putDrawing adds a drawing round a place, with what it says of who made it, once
// it is read.
func (s *studio) putDrawing(at geom.Point, read func(context.Context) (Drawing, error), failed func(error)) {
	session := s.session
	kit.Run(s.env.Tasks, read, func(d Drawing, err error) {
		if err != nil {
			failed(err)
			return
		}
		if session != s.session {
			return
		}
		about := session.Settled().About
		if d.About.Author+d.About.Licence+d.About.Source != "" {
			about = credited(about, d.Layer.Name, d.About)
		}
		s.addCredited(d, 300, at, about)
		s.tellLost(d.Lost)
	})
}
