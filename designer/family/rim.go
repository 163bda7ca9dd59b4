package family

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// rimWide is how wide a rim is, in a design 600 wide; half of it is seen.
const rimWide = 24

// rim puts a line of metal outside the silhouette of a design that has none. It
// tells whether there is anything to put it round.
func rim(doc designer.Document, name string) (designer.Document, bool) {
	low, ok := silhouette(doc)
	if !ok {
		return doc, false
	}
	low.ID, low.Name = plateID+"rim", name
	wide := rimWide * doc.Width / designer.Side / grown(low.Place)
	low.Stroke = &designer.Stroke{Paint: designer.Fill("metal"), Width: wide, Join: designer.JoinRound}
	doc.Layers = append([]*designer.Layer{&low}, doc.Layers...)
	return doc, true
}

// large is how much of the largest outline a lower one must take up to be the
// silhouette: the tails of a ribbon behind a disc are not.
const large = 0.6

// least is how much of the canvas a silhouette takes up at least: a design of many
// small pieces has none.
const least = 0.15

// silhouette is the outline that a design is told by from afar, alone and in the
// units of the design: the lowest of its large ones, looked for in groups as well.
func silhouette(doc designer.Document) (designer.Layer, bool) {
	var found []designer.Layer
	var areas []float64
	most := 0.0
	var walk func(layers []*designer.Layer, around geom.Affine)
	walk = func(layers []*designer.Layer, around geom.Affine) {
		for _, l := range layers {
			if l.Hidden || l.Opacity == 0 || l.When != nil {
				continue
			}
			if l.Group != nil && l.Clip == nil {
				walk(l.Group.Layers, l.Place.Then(around))
				continue
			}
			if one, box, ok := outline(l); ok {
				one.Place = l.Place.Then(around)
				box = one.Place.Bounds(box)
				area := box.W() * box.H()
				found, areas, most = append(found, one), append(areas, area), max(most, area)
			}
		}
	}
	walk(doc.Layers, geom.Identity())
	most = max(most*large, least*doc.Width*doc.Height)
	for i, one := range found {
		if areas[i] >= most {
			return one, true
		}
	}
	return designer.Layer{}, false
}

// outline is what is seen of a layer from afar, and the box of that in its own
// units: what it is cut to, or its outline, or the edge of a picture.
func outline(l *designer.Layer) (one designer.Layer, box geom.Rect, ok bool) {
	one = designer.Layer{Opacity: 1}
	switch {
	case l.Clip != nil && l.Clip.Path != nil:
		one.Path, box = l.Clip, l.Clip.Path.Bounds()
	case l.Path != nil && l.Fill.Kind != designer.NoPaint:
		one.Path, box = l.Path, l.Path.Path.Bounds()
	case l.Shape != nil && l.Fill.Kind != designer.NoPaint:
		one.Shape, box = l.Shape, geom.R(0, 0, l.Shape.W, l.Shape.H)
	case l.Image != nil:
		one.Shape = &designer.Shape{Kind: "rect", W: l.Image.W, H: l.Image.H}
		box = geom.R(0, 0, l.Image.W, l.Image.H)
	default:
		return one, box, false
	}
	return one, box, true
}

// grown is by how much a map makes lengths longer, all directions taken together.
func grown(m geom.Affine) float64 {
	k := math.Sqrt(math.Abs(m.Det()))
	if k == 0 {
		return 1
	}
	return k
}
