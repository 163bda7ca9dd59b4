package proof

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// holeMark is the byte that stands for a hole in a shape; placeholder begins
// the text that takes its place while the template is made: an IRI, and as a
// literal as good as any.
const (
	holeMark    = 0x00
	placeholder = "urn:badgekiln-hole:"
)

// allowedSchemes are those of identifiers a person or a ledger can put into a
// hole. Another one is not refused, it only takes the long way.
func allowedSchemes() []string { return []string{"https", "http", "urn", "did", "mailto"} }

// Compile makes the Template of a shape: the Shape of an issuer.Document taken
// WITHOUT its proof member, that is JSON text in which a hole is a string of
// one 0x00 byte. Holes stand for literals or identifiers (IRIs); not for types,
// contexts or language tags. Two probe rows are compared with HashDocument
// before the template is given out.
func Compile(shape []byte, ctx Contexts) (*Template, error) {
	if bytes.Contains(shape, []byte(placeholder)) {
		return nil, bad("proof-hole", "what", placeholder)
	}
	t := &Template{shape: bytes.Clone(shape), contexts: ctx}
	holes := bytes.Count(shape, []byte{holeMark})
	names := make([]string, holes)
	for i := range names {
		names[i] = placeholder + strconv.Itoa(i) + ":"
	}
	doc, ok := issuer.Splice(shape, issuer.EncodeValues(names), "")
	if !ok {
		return nil, bad("proof-hole", "what", "shape")
	}
	root, err := read(doc)
	if err != nil {
		return nil, err
	}
	delete(root, "proof")
	quads, err := quadsOf(root, ctx, true)
	if err != nil {
		return nil, err
	}
	t.schemes = plainSchemes(root["@context"], ctx)
	if err := t.build(quads, names); err != nil {
		return nil, err
	}
	return t, t.probe()
}

// plainSchemes leaves out the schemes that a context uses as a term: its
// compact IRIs would look like identifiers.
func plainSchemes(context any, ctx Contexts) []string {
	used := map[string]bool{}
	urls, _ := contextURLs(context)
	for _, url := range urls {
		value, _ := ctx.Context(url)
		terms(value, used)
	}
	return slices.DeleteFunc(allowedSchemes(), func(scheme string) bool { return used[scheme] })
}

// terms collects the member names of a context at any depth.
func terms(value any, into map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			into[name] = true
			terms(inner, into)
		}
	case []any:
		for _, inner := range v {
			terms(inner, into)
		}
	}
}

// build takes the statements apart.
func (t *Template) build(quads []quad, names []string) error {
	t.isIRI = make([]bool, len(names))
	b := builder{t: t, names: names, nodes: map[string]int{}, found: make([]bool, len(names))}
	for _, q := range quads {
		if err := b.pattern(q); err != nil {
			return err
		}
	}
	for i, found := range b.found {
		if !found {
			return bad("proof-hole", "what", "value "+strconv.Itoa(i+1))
		}
	}
	t.rivals = b.rivals(quads)
	for _, p := range t.patterns {
		for _, piece := range p.parts {
			t.size += len(piece.text) + len("_:c14n00")
		}
	}
	for i := range t.patterns {
		t.all = append(t.all, i)
	}
	for i := range t.nodes {
		t.labels = append(t.labels, "c14n"+strconv.Itoa(i))
	}
	for i := range t.nodes {
		n := &t.nodes[i]
		n.fixed = !slices.ContainsFunc(n.patterns, func(p int) bool { return t.patterns[p].holes })
		if n.fixed {
			r := row{t: t, room: newRoom(t, len(t.shape))}
			n.hash = r.around(i, n.patterns)
		}
	}
	return nil
}

type builder struct {
	t     *Template
	names []string
	nodes map[string]int
	found []bool
}

// hole gives the hole a text stands for, or -1. A text that merely contains a
// placeholder is an error: the value went through something on its way.
func (b *builder) hole(text string) (int, error) {
	if !strings.Contains(strings.ToLower(text), placeholder) {
		return -1, nil
	}
	i := slices.Index(b.names, text)
	if i < 0 {
		return -1, bad("proof-hole", "what", text)
	}
	b.found[i] = true
	return i, nil
}

// pattern adds one statement.
func (b *builder) pattern(q quad) error {
	p := pattern{}
	class := q.p.text == rdf+"type"
	for i, part := range []term{q.s, q.p, q.o, q.g} {
		if part.kind == none {
			continue
		}
		fixed := i == 1 || i == 3 || (i == 2 && class) // no hole in predicates, graphs and types
		if err := b.term(&p, part, fixed); err != nil {
			return err
		}
		p.say(" ")
	}
	p.say(".\n")
	number := len(b.t.patterns)
	b.t.patterns = append(b.t.patterns, p)
	for _, label := range q.blanks() {
		n := &b.t.nodes[b.nodes[label]]
		n.patterns = append(n.patterns, number)
	}
	return nil
}

func (b *builder) term(p *pattern, q term, fixed bool) error {
	hole, err := b.hole(q.text)
	if err != nil {
		return err
	}
	if inner, err := b.hole(q.datatype + q.language); err != nil || inner >= 0 || (fixed && hole >= 0) {
		return bad("proof-hole", "what", q.text)
	}
	switch {
	case q.kind == blank:
		p.say("_:")
		p.parts = append(p.parts, part{hole: -1, node: b.node(q.text)})
	case hole < 0:
		p.say(string(appendTerm(nil, q, nil)))
	case q.kind == iri:
		b.t.isIRI[hole], p.holes = true, true
		p.say("<")
		p.parts = append(p.parts, part{hole: hole, node: -1})
		p.say(">")
	default:
		p.holes = true
		p.say(`"`)
		p.parts = append(p.parts, part{hole: hole, node: -1})
		p.say(string(appendSuffix(nil, q)))
	}
	return nil
}

// node numbers a blank node.
func (b *builder) node(label string) int {
	n, known := b.nodes[label]
	if !known {
		n = len(b.nodes)
		b.nodes[label] = n
		b.t.nodes = append(b.t.nodes, node{})
	}
	return n
}

// say appends text, to the text before if there is some.
func (p *pattern) say(text string) {
	if last := len(p.parts) - 1; last >= 0 && p.parts[last].hole < 0 && p.parts[last].node < 0 {
		p.parts[last].text = append(p.parts[last].text, text...)
		return
	}
	p.parts = append(p.parts, part{text: []byte(text), hole: -1, node: -1})
}

// rivals lists the pairs of statements that could become the same one: equal
// where neither has a hole.
func (b *builder) rivals(quads []quad) [][2]int {
	same := func(x, y term) bool {
		if x.kind != y.kind || x.datatype != y.datatype || x.language != y.language {
			return false
		}
		return x.text == y.text || slices.Contains(b.names, x.text) || slices.Contains(b.names, y.text)
	}
	var pairs [][2]int
	byEdge := map[quad][]int{}
	for i, q := range quads {
		edge := quad{p: q.p, g: q.g}
		byEdge[edge] = append(byEdge[edge], i)
	}
	for _, group := range byEdge {
		for i, a := range group {
			for _, c := range group[i+1:] {
				holes := b.t.patterns[a].holes || b.t.patterns[c].holes
				if holes && same(quads[a].s, quads[c].s) && same(quads[a].o, quads[c].o) {
					pairs = append(pairs, [2]int{a, c})
				}
			}
		}
	}
	return pairs
}

// probe compares two made-up rows with the long way.
func (t *Template) probe() error {
	for seed := range 2 {
		values := make([]string, len(t.isIRI))
		for i := range values {
			values[i] = "Probe \"" + strconv.Itoa(seed+i) + "\" äß\n𝄞\\"
			if t.isIRI[i] {
				values[i] = "https://probe.example/" + strconv.Itoa(seed) + "/" + strconv.Itoa(i/(seed+1)) + "?a=ä#b"
			}
		}
		short, err := t.Hash(values)
		if err != nil {
			return err
		}
		long, err := t.long(values)
		if err != nil {
			return err
		}
		if short != long {
			return issuer.Fail(issuer.Broken, "proof-template")
		}
	}
	return nil
}
