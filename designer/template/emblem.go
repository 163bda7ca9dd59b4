package template

import (
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// EmblemSide is the width and height of the square that emblems are drawn in.
const EmblemSide = 96

// Emblem is a picture of one outline, filled by the non-zero rule.
type Emblem struct {
	Name  string   `json:"name"`
	Theme string   `json:"theme"`
	Tags  []string `json:"tags"` // what people look for
	D     string   `json:"d"`    // the outline, as SVG writes paths
}

// Outline is the emblem's path, in its square of EmblemSide.
func (e Emblem) Outline() (*geom.Path, error) { return geom.ReadPath(e.D) }

// Emblems lists them by theme.
func (c *Catalogue) Emblems() []Emblem { return slices.Clone(c.emblems) }

// Emblem finds one by name. Code "emblem-unknown" when there is none.
func (c *Catalogue) Emblem(name string) (Emblem, error) {
	for _, e := range c.emblems {
		if e.Name == name {
			return e, nil
		}
	}
	return Emblem{}, designer.Fail("emblem-unknown", "emblem", name)
}

// NewEmblem is a layer of an emblem, side units wide and high about a middle.
func NewEmblem(e Emblem, id string, middle geom.Point, side float64, fill designer.Paint) (*designer.Layer, error) {
	path, err := e.Outline()
	if err != nil {
		return nil, err
	}
	k := side / EmblemSide
	return &designer.Layer{
		ID: id, Name: e.Name, Role: RoleEmblem, Emblem: e.Name, Opacity: 1, Fill: fill,
		Place: geom.Scale(k, k).Then(geom.Move(middle.X-side/2, middle.Y-side/2)),
		Path:  &designer.Outline{Path: path},
	}, nil
}
