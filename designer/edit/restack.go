package edit

import (
	"slices"

	"badgekiln/designer"
)

// Way is where Shift moves layers in their stack.
type Way int

// The ways.
const (
	Raise Way = iota
	Lower
	Front
	Back
)

// Restack moves layers up or down among their neighbours, by one or to the end.
func Restack(ids []string, way Way) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		ids, parents := stacked(doc, ids), []string{}
		for _, id := range ids {
			if p, _ := Parent(doc, id); !slices.Contains(parents, p) {
				parents = append(parents, p)
			}
		}
		moved := set(ids)
		for _, p := range parents {
			doc = swap(doc, p, restacked(children(doc, p), moved, way))
		}
		return doc, nil
	}
}

func restacked(list []*designer.Layer, moved map[string]bool, way Way) []*designer.Layer {
	out := slices.Clone(list)
	is := func(i int) bool { return moved[out[i].ID] }
	switch way {
	case Raise:
		for i := len(out) - 2; i >= 0; i-- {
			if is(i) && !is(i+1) {
				out[i], out[i+1] = out[i+1], out[i]
			}
		}
	case Lower:
		for i := 1; i < len(out); i++ {
			if is(i) && !is(i-1) {
				out[i], out[i-1] = out[i-1], out[i]
			}
		}
	default:
		slices.SortStableFunc(out, func(a, b *designer.Layer) int {
			x, y := moved[a.ID], moved[b.ID]
			if x == y {
				return 0
			}
			if x == (way == Front) {
				return 1
			}
			return -1
		})
	}
	return out
}
