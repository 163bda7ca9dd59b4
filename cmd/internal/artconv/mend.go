package main

import "badgekiln/designer"

// mend keeps two texts off the picture beside them: our fonts run a little
// wider than those the art was drawn with.
func mend(doc designer.Document) {
	for _, l := range doc.Layers {
		switch doc.Template + " " + l.ID {
		case "ticket-boarding org":
			l.Text.Room = 236
		case "mono-postmark title":
			l.Text.Arc.Sweep, l.Text.Arc.Middle = 118, -95
		}
	}
}
