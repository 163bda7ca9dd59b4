package studio

import (
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
)

// tool is what a press on the canvas does.
type tool string

// The tools. All but the first two put one thing down and give way to
// selecting again.
const (
	toolSelect  tool = "select"
	toolHand    tool = "hand"
	toolShape   tool = "shape"
	toolPolygon tool = "polygon"
	toolRibbon  tool = "ribbon"
	toolText    tool = "text"
	toolArcText tool = "arc-text"
	toolEmblem  tool = "emblem"
	toolField   tool = "field"
	toolDropper tool = "dropper" // takes a colour
)

// toolRow describes a tool to bar, keys and help.
type toolRow struct {
	tool tool
	icon string
	key  string
}

// toolRows are the tools in the order they stand in.
func toolRows() []toolRow {
	return []toolRow{
		{toolSelect, "select", "v"},
		{toolHand, "hand", "h"},
		{toolShape, "shape", "s"},
		{toolPolygon, "polygon", "p"},
		{toolRibbon, "ribbon", "b"},
		{toolText, "text", "t"},
		{toolArcText, "arc-text", "a"},
		{toolEmblem, "emblem", "e"},
		{toolField, "field", "m"},
		{toolDropper, "dropper", "k"},
	}
}

// takeTool changes the tool. The emblem asks which one first.
func (s *studio) takeTool(t tool) {
	if s.session == nil {
		return
	}
	if s.session.Editing() != "" {
		s.session.CommitText()
	}
	s.with = t
	if t == toolEmblem {
		s.with = toolSelect
		s.chooseEmblem()
	}
	if t == toolPolygon {
		s.kind = "polygon"
	}
	if t == toolRibbon {
		s.kind = "ribbon"
	}
	if t == toolShape && (s.kind == "" || s.kind == "polygon" || s.kind == "ribbon") {
		s.kind = "ellipse"
	}
	s.bar.sync()
	s.focus()
	s.board.point(s.board.hand.at)
}

// dropTool goes back to selecting; false when that is the tool already.
func (s *studio) dropTool() bool {
	if s.with == toolSelect {
		return false
	}
	s.takeTool(toolSelect)
	return true
}

// place puts down what the tool in hand is for; false when it puts nothing.
func (s *studio) place(p edit.Pointer) bool {
	var err error
	switch s.with {
	case toolShape, toolPolygon, toolRibbon:
		w, h := usualSize(s.kind)
		_, err = s.session.AddShape(s.kind, w, h, p.At)
	case toolText:
		_, err = s.session.AddText(s.env.T("studio.new.text"), 48, p.At)
	case toolField:
		_, err = s.session.AddText("{name}", 48, p.At)
		s.session.CommitText()
	case toolArcText:
		d := s.session.Document()
		middle := geom.Pt(d.Width/2, d.Height/2)
		radius := min(max(p.At.Sub(middle).Length(), 60), 280)
		_, err = s.session.AddArcText(s.env.T("studio.new.arc"), 48, radius, middle)
	case toolDropper:
		s.dropColor(p.At)
	default:
		return false
	}
	s.try(err)
	s.with = toolSelect
	s.bar.sync()
	return true
}

// usualSize is how large a shape is put down.
func usualSize(kind string) (w, h float64) {
	switch kind {
	case "rect", "ticket", "pennant", "chevron", "wave", "stripes":
		return 200, 100
	case "ribbon":
		return 400, 90
	case "cloud":
		return 200, 130
	case "banner":
		return 300, 80
	case "arch":
		return 400, 150
	case "laurel-left", "laurel-right":
		return 100, 180
	}
	return 160, 160
}

// middle is the middle of what is seen, or that of the badge if it lies about
// there or nothing of the badge does.
func (s *studio) middle() geom.Point {
	size := s.board.Size()
	p := s.board.view.document(geom.Pt(float64(size.Width)/2, float64(size.Height)/2))
	d := s.session.Document()
	m := geom.Pt(d.Width/2, d.Height/2)
	if p.Sub(m).Length() < d.Width/20 || !geom.R(0, 0, d.Width, d.Height).Has(p) {
		return m
	}
	return p
}

// addShape puts a shape of a kind into the middle.
func (s *studio) addShape(kind string) {
	w, h := usualSize(kind)
	_, err := s.session.AddShape(kind, w, h, s.middle())
	s.try(err)
	s.focus()
}

// addEmblem puts an emblem into the middle, or in the place of the one that is
// selected.
func (s *studio) addEmblem(name string) {
	e, err := s.r.catalogue.Emblem(name)
	if err != nil {
		s.try(err)
		return
	}
	path, err := e.Outline()
	if err != nil {
		s.try(err)
		return
	}
	outline := designer.Outline{Path: path}
	if sel := s.session.Selected(); len(sel) == 1 && sel[0].Path != nil && sel[0].Emblem != "" {
		s.try(s.session.Apply("step.emblem", edit.SwapEmblem(s.measure, sel[0].ID, name, outline)))
		return
	}
	_, err = s.session.AddPath(s.env.T("studio.new.emblem", "name", emblemName(s.env, name)), name, outline, 200, s.middle())
	s.try(err)
	s.focus()
}
