package svgin

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"badgekiln/designer"
)

const (
	spaceSVG   = "http://www.w3.org/2000/svg"
	spaceXLink = "http://www.w3.org/1999/xlink"
	spaceXML   = "http://www.w3.org/XML/1998/namespace"
	mostEntity = 200     // bytes that one entity stands for
	entityFile = 1 << 20 // bytes of a file that has entities
)

// node is an element of the file.
type node struct {
	name   string            // "" when it is none of SVG's
	said   string            // of those that say who made a drawing: dc:creator, cc:Agent
	attrs  map[string]string // xlink:href is href
	kids   []*node
	text   []string // between kids: text[i] stands before kids[i]
	parent *node
	at     int             // which kid of its parent
	sorts  map[string]bool // its classes, once they were asked for; never nil then

	letters []byte // while it is read: those since the last kid
	paid    bool   // it was drawn already
}

// is tells whether an element has a class.
func (n *node) is(class string) bool {
	if n.sorts == nil {
		n.sorts = map[string]bool{}
		for _, one := range strings.Fields(n.attrs["class"]) {
			n.sorts[one] = true
		}
	}
	return n.sorts[class]
}

func (n *node) attr(name string) string { return strings.TrimSpace(n.attrs[name]) }

func (n *node) has(name string) bool { _, ok := n.attrs[name]; return ok }

// each visits the node and all below.
func (n *node) each(f func(*node)) {
	f(n)
	for _, kid := range n.kids {
		kid.each(f)
	}
}

func (n *node) child(name string) *node {
	for _, kid := range n.kids {
		if kid.name == name {
			return kid
		}
	}
	return nil
}

// words are the letters of an element and all below, white space folded.
func (n *node) words() string {
	var out strings.Builder
	var walk func(*node)
	walk = func(n *node) {
		for i, text := range n.text {
			out.WriteString(text)
			if i < len(n.kids) {
				walk(n.kids[i])
			}
		}
	}
	walk(n)
	return strings.Join(strings.Fields(out.String()), " ")
}

// gather puts the letters read since the last kid behind that kid. They come in as
// many pieces as comments between them make, so each is not added to a text of its
// own: that would take the square of their number.
func (n *node) gather() {
	for len(n.text) <= len(n.kids) {
		n.text = append(n.text, "")
	}
	n.text[len(n.kids)], n.letters = string(n.letters), nil
}

// title is what an element is called for people.
func (n *node) title() string {
	if t := n.child("title"); t != nil && t.words() != "" {
		return short(t.words())
	}
	for _, name := range []string{"data-name", "label", "id"} {
		if text := n.attr(name); text != "" {
			return short(text)
		}
	}
	return n.name
}

// parse reads the elements and the style sheets.
func parse(data []byte) (*node, []string, error) {
	if len(data) > MostFile {
		return nil, nil, designer.Fail("svg-large", "limit", strconv.Itoa(MostFile>>20))
	}
	if bytes.HasPrefix(data, []byte{0xfe, 0xff}) || bytes.HasPrefix(data, []byte{0xff, 0xfe}) {
		plain, _, err := transform.Bytes(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder(), data)
		if err != nil {
			return nil, nil, designer.Fail("svg-unreadable").Because(err)
		}
		data = plain
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset
	p := &parser{limit: len(data)}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if p.root == nil {
				return nil, nil, designer.Fail("svg-none").Because(err)
			}
			return nil, nil, designer.Fail("svg-unreadable").Because(err)
		}
		if err := p.token(token, d); err != nil {
			return nil, nil, err
		}
	}
	if p.root == nil || p.root.name != "svg" {
		return nil, nil, designer.Fail("svg-none")
	}
	return p.root, p.sheets, nil
}

// charset reads the encodings that old drawing programs write.
func charset(name string, from io.Reader) (io.Reader, error) {
	switch strings.ToLower(name) {
	case "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf16": // UTF-16 is taken apart before
		return from, nil
	case "iso-8859-1", "latin1", "windows-1252":
		return charmap.Windows1252.NewDecoder().Reader(from), nil
	}
	return nil, errors.New("an unknown encoding")
}

type parser struct {
	root   *node
	open   []*node
	count  int
	limit  int
	sheets []string
}

func (p *parser) token(token xml.Token, d *xml.Decoder) error {
	switch t := token.(type) {
	case xml.Directive:
		return p.directive(string(t), d)
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		n := p.open[len(p.open)-1]
		if len(n.letters) > 0 {
			n.gather()
		}
		if n.name == "style" && (n.attr("type") == "" || n.attr("type") == "text/css") {
			p.sheets = append(p.sheets, strings.Join(n.text, ""))
		}
		p.open = p.open[:len(p.open)-1]
	case xml.CharData:
		if len(p.open) > 0 {
			n := p.open[len(p.open)-1]
			n.letters = append(n.letters, t...)
		}
	}
	return nil
}

func (p *parser) start(t xml.StartElement) error {
	if p.count++; p.count > mostNodes {
		return designer.Fail("svg-many")
	}
	if len(p.open) >= mostDeep {
		return designer.Fail("svg-deep")
	}
	n := &node{attrs: make(map[string]string, len(t.Attr))}
	if t.Name.Space == spaceSVG || t.Name.Space == "" || t.Name.Space == "svg" {
		n.name = t.Name.Local
	} else if words := vocabulary(t.Name.Space); words != "" {
		n.said = words + t.Name.Local
	}
	for _, a := range t.Attr {
		switch a.Name.Space {
		case "":
			n.attrs[a.Name.Local] = a.Value
		case spaceXLink, "xlink":
			if _, ok := n.attrs["href"]; !ok && a.Name.Local == "href" {
				n.attrs["href"] = a.Value
			}
		case spaceXML, "xml":
			n.attrs["xml:"+a.Name.Local] = a.Value
		default:
			if a.Name.Local == "label" {
				n.attrs["label"] = a.Value
			}
			if vocabulary(a.Name.Space) == "rdf:" {
				n.attrs["rdf:"+a.Name.Local] = a.Value
			}
		}
	}
	if len(p.open) > 0 {
		n.parent = p.open[len(p.open)-1]
		n.parent.gather()
		n.at = len(n.parent.kids)
		n.parent.kids = append(n.parent.kids, n)
	} else if p.root == nil {
		p.root = n
	}
	p.open = append(p.open, n)
	return nil
}

// directive takes the entities that a document type declares: short ones that
// stand for letters alone, as drawing programs write for namespaces.
func (p *parser) directive(text string, d *xml.Decoder) error {
	if !strings.Contains(text, "<!ENTITY") {
		return nil
	}
	if p.limit > entityFile {
		return designer.Fail("svg-entities")
	}
	entity := regexp.MustCompile(`<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>`)
	d.Entity = map[string]string{}
	for _, m := range entity.FindAllStringSubmatch(text, 1000) {
		value := m[2] + m[3]
		if len(value) > mostEntity || strings.ContainsAny(value, "&<") {
			return designer.Fail("svg-entities")
		}
		d.Entity[m[1]] = value
	}
	return nil
}
