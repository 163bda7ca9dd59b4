package main

import (
	"math"
	"regexp"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// shapeOf recognises outlines that are plain shapes, which people can go on
// changing as such, and gives their box's origin. Dashed ones stay paths: a
// pattern begins where the path does.
func shapeOf(n node) (*designer.Shape, geom.Point) {
	if n.attr("stroke-dasharray") != "" {
		return nil, geom.Point{}
	}
	var d drawing
	path := n.attr("d")
	v := d.list(regexp.MustCompile(`[A-Za-z]`).ReplaceAllString(path, " "))
	if d.err != nil {
		return nil, geom.Point{}
	}
	switch strings.Join(regexp.MustCompile(`[A-Za-z]`).FindAllString(path, -1), "") {
	case "MAAZ": // M x y A r r 0 1 1 x' y A r r 0 1 1 x y Z
		left, y, right, rx, ry := v[0], v[1], v[7], v[2], v[3]
		if v[8] != y || v[14] != left || v[15] != y || !near(right-left, 2*rx) || v[6] != 1 || v[13] != 1 {
			return nil, geom.Point{}
		}
		return &designer.Shape{Kind: "ellipse", W: 2 * rx, H: 2 * ry}, geom.Pt(left, y-ry)
	case "MHVHZ": // M x y H x' V y' H x Z
		if len(v) != 5 || v[4] != v[0] || v[2] <= v[0] || v[3] <= v[1] {
			return nil, geom.Point{}
		}
		return &designer.Shape{Kind: "rect", W: v[2] - v[0], H: v[3] - v[1]}, geom.Pt(v[0], v[1])
	case "MHAVAHAVAZ": // M x+r y H A → V A ↓ H A ← V A ↑ Z
		return roundRect(v)
	}
	return nil, geom.Point{}
}

// roundRect reads 2 + 4 × (1 + 7) numbers: corners of one radius, clockwise.
func roundRect(v []float64) (*designer.Shape, geom.Point) {
	if len(v) != 34 {
		return nil, geom.Point{}
	}
	r, top, right := v[3], v[1], v[8]
	bottom, left := v[17], v[24]
	for i := range 4 {
		if a := v[3+8*i:]; a[0] != r || a[1] != r || a[4] != 1 || a[3] != 0 {
			return nil, geom.Point{}
		}
	}
	if !near(v[0], left+r) || !near(v[2], right-r) || right <= left || bottom <= top || !near(v[33], top) {
		return nil, geom.Point{}
	}
	return &designer.Shape{Kind: "rect", W: right - left, H: bottom - top, Set: map[string]float64{"round": r}}, geom.Pt(left, top)
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.02 }
