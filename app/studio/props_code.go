package studio

import (
	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// codeSide is how large a QR code is put down.
const codeSide = 140

// addCode puts a QR code into the middle that leads to each person's badge.
func (s *studio) addCode() {
	_, err := s.session.AddCode(s.env.T("studio.code"), "{verify_url}", codeSide, s.middle())
	s.try(err)
	s.focus()
}

// codeProps are what a QR code says, and how much of it may be lost.
type codeProps struct {
	p       *props
	box     *section
	content *kit.Entry
	level   *kit.Select
	writes  string // the layer the content field writes to
}

func newCodeProps(p *props) *codeProps {
	q := &codeProps{p: p}
	word := p.s.env.T
	q.content = kit.NewMultiEntry(word("studio.code.content"), 1)
	q.content.OnChanged = func(text string) {
		if len(text) <= designer.MostCode {
			q.set("content", func(c *designer.Code) { c.Content = text })
		}
	}
	levels := []string{string(designer.CodeLow), string(designer.CodeMedium), string(designer.CodeQuartile), string(designer.CodeHigh)}
	names := make([]string, len(levels))
	for i, l := range levels {
		names[i] = word("studio.code.level." + l)
	}
	q.level = kit.NewSelect(word("studio.code.level"), levels, names, "", func(v string) {
		q.set("level", func(c *designer.Code) { c.Level = designer.CodeLevel(v) })
	})
	q.box = newSection(word("studio.code"), q.content, q.level)
	return q
}

// set changes the code that is shown; its value is copied, as a layer's parts
// are never changed.
func (q *codeProps) set(what string, f func(*designer.Code)) {
	if q.p.syncing || q.writes == "" {
		return
	}
	q.p.s.try(q.p.s.session.Tick("step.text", "code "+what+" "+q.writes, edit.Update([]string{q.writes}, func(l *designer.Layer) {
		if l.Code != nil {
			c := *l.Code
			f(&c)
			l.Code = &c
		}
	})))
}

func (q *codeProps) sync(sel []*designer.Layer) {
	codes := only(sel, func(l *designer.Layer) bool { return l.Code != nil })
	q.p.part(q.box, len(codes) == 1)
	q.writes = ""
	if len(codes) != 1 {
		return
	}
	c := codes[0].Code
	q.writes = codes[0].ID
	if q.content.Text != c.Content {
		q.content.SetText(c.Content)
	}
	level := c.Level
	if level == "" {
		level = designer.CodeMedium
	}
	q.level.Put(string(level))
}
