package edit

import (
	"cmp"
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

func text(l *designer.Layer) string {
	if l.Text == nil {
		return ""
	}
	return l.Text.Content
}

// NextText ends editing the text in place and begins with the next one, from
// the top of the badge to its foot, or with the one before. It tells whether
// there was another one.
func (s *Session) NextText(back bool) bool {
	now := s.Editing()
	if now == "" {
		return false
	}
	type spot struct {
		id string
		at geom.Point
	}
	var list []spot
	Walk(s.shown, func(l *designer.Layer) {
		// A name that is filled in for each person is not typed over in passing.
		own := strings.Contains(text(l), "{")
		if l.Text != nil && (l.ID == now || !l.Hidden && !l.Locked && !own) {
			b := Bounds(s.env.Measure, s.shown, []string{l.ID})
			list = append(list, spot{l.ID, b.Min})
		}
	})
	slices.SortStableFunc(list, func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.at.Y, b.at.Y), cmp.Compare(a.at.X, b.at.X))
	})
	at := slices.IndexFunc(list, func(p spot) bool { return p.id == now })
	if len(list) < 2 || at < 0 {
		return false
	}
	step := 1
	if back {
		step = len(list) - 1
	}
	next := list[(at+step)%len(list)].id
	s.CommitText()
	return s.BeginText(next)
}
