package bake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"

	"badgekiln/issuer"
)

// prefix is the one every known reader looks for; the ones that know
// namespaces look at the addresses below.
const prefix = "openbadges"

// Namespace and element of each generation. That of 3.0 has no "/spec/",
// unlike its context.
func namespace(g Generation) (uri, element string) {
	if g == OB3 {
		return "https://purl.imsglobal.org/ob/v3p0", "credential"
	}
	return "http://openbadges.org", "assertion"
}

// svgParts is an SVG cut inside and behind its root's start tag, badge
// elements taken out.
type svgParts struct {
	before  []byte // to the end of the root's name
	attrs   []byte // the attributes as they are
	freed   []byte // the attributes without declarations of ours
	foreign bool   // the prefix is somebody else's here
	open    bool   // the root is not self-closing
	closing []byte // what closes a self-closing root once it has a child
	after   []byte
	coding  coding
}

// piece is one token in place.
type piece struct {
	token    xml.Token
	from, to int
	depth    int // of the elements around it
}

// badge tells which generation's element a start tag opens.
func (p piece) badge() (Generation, bool) {
	start, ok := p.token.(xml.StartElement)
	if !ok {
		return 0, false
	}
	for _, g := range []Generation{OB2, OB3} {
		uri, element := namespace(g)
		if start.Name.Space == uri && start.Name.Local == element {
			return g, true
		}
	}
	return 0, false
}

// walkSVG shows every token of a well-formed SVG in order. Entities of the
// document's own are refused, not expanded.
func walkSVG(image []byte, visit func(piece) error) error {
	d := xml.NewDecoder(bytes.NewReader(image))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decode made it UTF-8
	depth, roots := 0, 0
	for {
		from := int(d.InputOffset())
		token, err := d.Token()
		if errors.Is(err, io.EOF) && roots == 1 {
			return nil
		}
		if err != nil {
			return issuer.Fail(issuer.Input, "svg-unreadable").Because(err)
		}
		if _, end := token.(xml.EndElement); end {
			depth--
		}
		p := piece{token: token, from: from, to: int(d.InputOffset()), depth: depth}
		if start, ok := token.(xml.StartElement); ok {
			if depth == 0 {
				roots++
			}
			if roots > 1 || depth == 0 && start.Name.Local != "svg" {
				return issuer.Fail(issuer.Input, "svg-root", "element", start.Name.Local)
			}
			depth++
		}
		if depth > maxDepth {
			return issuer.Fail(issuer.Input, "svg-depth", "max", strconv.Itoa(maxDepth))
		}
		if err := visit(p); err != nil {
			return err
		}
	}
}

func parseSVG(image []byte) (svgParts, error) {
	image, coding, err := decode(image)
	if err != nil {
		return svgParts{}, err
	}
	parts := svgParts{coding: coding}
	var kept [][]byte
	rest, inside := 0, -1 // inside: depth of the badge element being skipped
	err = walkSVG(image, func(p piece) error {
		_, badge := p.badge()
		switch start, is := p.token.(xml.StartElement); {
		case is && p.depth == 0:
			rest = p.to
			return parts.root(image, p, start)
		case badge && inside < 0:
			kept, inside = append(kept, image[rest:p.from]), p.depth
		}
		if _, end := p.token.(xml.EndElement); end && p.depth == inside {
			rest, inside = p.to, -1
		}
		return nil
	})
	if err != nil {
		return svgParts{}, err
	}
	parts.after = bytes.Join(append(kept, image[rest:]), nil)
	return parts, nil
}

// root takes the root's start tag apart.
func (s *svgParts) root(image []byte, p piece, start xml.StartElement) error {
	tag := bytes.TrimSuffix(image[p.from:p.to], []byte(">"))
	inner := bytes.TrimSuffix(tag, []byte("/"))
	s.open = len(inner) == len(tag)
	spans, end := attributes(inner)
	if len(spans) != len(start.Attr) {
		return issuer.Fail(issuer.Input, "svg-unreadable")
	}
	s.before = image[:p.from+end]
	s.closing = []byte("</" + string(inner[1:end]) + ">")
	s.attrs = inner[end:]
	kept := end
	for i, a := range start.Attr {
		if a.Name.Space != "xmlns" || a.Name.Local != prefix {
			continue
		}
		uri2, _ := namespace(OB2)
		uri3, _ := namespace(OB3)
		if a.Value != uri2 && a.Value != uri3 {
			s.foreign = true
			continue
		}
		s.freed = append(s.freed, inner[kept:spans[i][0]]...)
		kept = spans[i][1]
	}
	s.freed = append(s.freed, inner[kept:]...)
	return nil
}

// attributes finds where each attribute of a well-formed start tag lies, the
// white space before it included, and where the element's name ends.
func attributes(tag []byte) (spans [][2]int, name int) {
	name = bytes.IndexAny(tag, " \t\r\n")
	if name < 0 {
		return nil, len(tag)
	}
	for at := name; ; {
		begin := at
		equals := bytes.IndexByte(tag[at:], '=')
		if equals < 0 {
			return spans, name
		}
		at += equals + 1
		quote := bytes.IndexAny(tag[at:], `"'`)
		if quote < 0 {
			return spans, name
		}
		at += quote + 1
		closing := bytes.IndexByte(tag[at:], tag[at-1])
		if closing < 0 {
			return spans, name
		}
		at += closing + 1
		spans = append(spans, [2]int{begin, at})
	}
}
