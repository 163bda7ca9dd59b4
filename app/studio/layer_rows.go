package studio

import (
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// layerRow is one line of the layers panel.
type layerRow struct {
	layer  *designer.Layer
	parent string // the group around it, or ""
	index  int    // its place in that group, from the bottom
	depth  int
	shown  bool // neither it nor a group around it is hidden
	open   bool // a group that is unfolded
}

// layerRows lists the layers as the panel shows them: the top one first, what
// a group holds below it when it is unfolded.
func layerRows(doc designer.Document, open map[string]bool) []layerRow {
	return rowsOf(nil, doc.Layers, "", 0, true, open)
}

func rowsOf(rows []layerRow, layers []*designer.Layer, parent string, depth int, shown bool, open map[string]bool) []layerRow {
	for i, l := range slices.Backward(layers) {
		row := layerRow{layer: l, parent: parent, index: i, depth: depth, shown: shown && !l.Hidden, open: l.Group != nil && open[l.ID]}
		rows = append(rows, row)
		if row.open {
			rows = rowsOf(rows, l.Group.Layers, l.ID, depth+1, row.shown, open)
		}
	}
	return rows
}

// sameRows tells whether two lists look the same in the panel, so that a drag
// on the canvas, which changes only places, draws nothing here.
func sameRows(a, b []layerRow) bool {
	return slices.EqualFunc(a, b, func(x, y layerRow) bool {
		return x.layer.ID == y.layer.ID && x.layer.Name == y.layer.Name && x.depth == y.depth && x.open == y.open &&
			x.shown == y.shown && x.layer.Hidden == y.layer.Hidden && x.layer.Locked == y.layer.Locked && edit.Cut(x.layer) == edit.Cut(y.layer) &&
			layerIcon(x.layer) == layerIcon(y.layer) && wording(x.layer) == wording(y.layer)
	})
}

// wording is what a text layer says, on one line.
func wording(l *designer.Layer) string {
	if l.Text == nil {
		return ""
	}
	return strings.Join(strings.Fields(l.Text.Content), " ")
}

// isField tells whether a text is filled in for each person.
func isField(l *designer.Layer) bool {
	open := strings.IndexByte(wording(l), '{')
	return open >= 0 && strings.IndexByte(wording(l)[open:], '}') > 1
}

// layerIcon names the icon of a kind of layer.
func layerIcon(l *designer.Layer) string {
	switch {
	case l.Text != nil && l.Text.Arc != nil:
		return "arc-text"
	case l.Text != nil:
		return "text"
	case l.Group != nil:
		return "layers"
	case l.Image != nil:
		return "picture"
	case l.Code != nil:
		return "grid"
	case l.Path != nil:
		if l.Emblem != "" {
			return "emblem"
		}
		return "pen"
	case l.Shape != nil:
		switch l.Shape.Kind {
		case "ribbon", "pennant":
			return "ribbon"
		case "polygon", "star":
			return "polygon"
		}
	}
	return "shape"
}

// drop is where a dragged row would go: into a group, at a place counted from
// the bottom among what stays there.
type drop struct {
	parent string
	index  int
	line   float64 // where the mark is drawn, in rows from the top
	into   bool    // the mark is round a group's row
}

// dropAt finds it. at is counted in rows from the top; moved are the rows in
// hand. Nothing can go into itself.
func dropAt(rows []layerRow, at float64, moved []string) (drop, bool) {
	if len(rows) == 0 {
		return drop{}, false
	}
	at = min(max(at, 0), float64(len(rows)))
	i := min(int(at), len(rows)-1)
	part, row := at-float64(i), rows[i]
	var d drop
	switch {
	case row.layer.Group != nil && !row.open && part > 0.3 && part < 0.7:
		d = drop{parent: row.layer.ID, index: len(row.layer.Group.Layers), line: float64(i), into: true}
	case row.open && part >= 0.5:
		d = drop{parent: row.layer.ID, index: len(row.layer.Group.Layers), line: float64(i) + 1}
	case part < 0.5:
		d = drop{parent: row.parent, index: row.index + 1, line: float64(i)}
	default:
		d = drop{parent: row.parent, index: row.index, line: float64(i) + 1}
	}
	if inside(rows, d.parent, moved) {
		return drop{}, false
	}
	// The place counts what stays, not what is lifted out.
	for _, r := range rows {
		if r.parent == d.parent && r.index < d.index && slices.Contains(moved, r.layer.ID) {
			d.index--
		}
	}
	return d, true
}

// inside tells whether a group is one of some layers, or lies in one.
func inside(rows []layerRow, group string, of []string) bool {
	for group != "" {
		if slices.Contains(of, group) {
			return true
		}
		i := slices.IndexFunc(rows, func(r layerRow) bool { return r.layer.ID == group })
		if i < 0 {
			return false
		}
		group = rows[i].parent
	}
	return false
}
