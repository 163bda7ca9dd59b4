package store

import (
	"strconv"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// letters are the verbs as they are written, in the order of geom.Verb.
const letters = "MLQCZ"

// writePath writes a path as SVG does, with capital letters only and every
// number to the last digit.
func writePath(p *geom.Path) string {
	var b []byte
	for verb, points := range p.Steps() {
		b = append(b, letters[verb])
		for i, c := range points {
			if i > 0 {
				b = append(b, ' ')
			}
			b = strconv.AppendFloat(b, c.X, 'f', -1, 64)
			b = append(b, ' ')
			b = strconv.AppendFloat(b, c.Y, 'f', -1, 64)
		}
	}
	return string(b)
}

// readPath reads what writePath writes, and nothing else.
func readPath(d string) (*geom.Path, error) {
	p := &geom.Path{}
	for d != "" {
		verb := strings.IndexByte(letters, d[0])
		if verb < 0 {
			return nil, designer.Fail("store-unreadable")
		}
		end := strings.IndexAny(d[1:], letters)
		if end < 0 {
			end = len(d) - 1
		}
		numbers := strings.Fields(d[1 : end+1])
		d = d[end+1:]
		v := geom.Verb(verb) // #nosec G115 -- one of five
		if len(numbers) != 2*v.Points() {
			return nil, designer.Fail("store-unreadable")
		}
		p.Verbs = append(p.Verbs, v)
		for i := 0; i < len(numbers); i += 2 {
			x, errX := strconv.ParseFloat(numbers[i], 64)
			y, errY := strconv.ParseFloat(numbers[i+1], 64)
			if errX != nil || errY != nil {
				return nil, designer.Fail("store-unreadable")
			}
			p.Coords = append(p.Coords, geom.Pt(x, y))
		}
	}
	return p, nil
}
