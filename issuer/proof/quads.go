package proof

import (
	"strconv"
)

// kind tells what a term of a quad is. The zero kind is no term at all: the
// graph of a quad in the default graph.
type kind byte

const (
	none kind = iota
	iri
	blank
	literal
)

// term is one part of a quad.
type term struct {
	kind     kind
	text     string // IRI, blank node label without "_:", or literal
	datatype string // of a literal; "" for language-tagged ones
	language string
}

type quad struct{ s, p, o, g term }

const (
	rdf       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd       = "http://www.w3.org/2001/XMLSchema#"
	xsdString = xsd + "string"
)

// dataset turns expanded JSON-LD into quads (JSON-LD API §8, deserialise to
// RDF). Because a dataset is a set, no node map is needed: every node object
// says its statements where it stands. Nothing is dropped: what cannot become
// a statement is an error.
type dataset struct {
	quads  []quad
	blanks int
}

func toQuads(nodes []any) ([]quad, error) {
	var d dataset
	for _, node := range nodes {
		object, ok := node.(map[string]any)
		if !ok {
			return nil, bad("proof-jsonld")
		}
		if _, err := d.node(object, term{}); err != nil {
			return nil, err
		}
	}
	if len(d.quads) == 0 {
		return nil, bad("proof-empty")
	}
	return distinct(d.quads), nil
}

// distinct drops statements made twice.
func distinct(quads []quad) []quad {
	seen := make(map[quad]bool, len(quads))
	kept := quads[:0]
	for _, q := range quads {
		if !seen[q] {
			seen[q] = true
			kept = append(kept, q)
		}
	}
	return kept
}

func (d *dataset) say(s term, p string, o, g term) error {
	if len(d.quads) >= maxQuads {
		return bad("proof-size", "limit", strconv.Itoa(maxQuads)+" statements")
	}
	d.quads = append(d.quads, quad{s, term{kind: iri, text: p}, o, g})
	return nil
}

// fresh makes a blank node. Labels of the document begin with "x", ours with
// "n", so they never meet.
func (d *dataset) fresh() term {
	d.blanks++
	return term{kind: blank, text: "n" + strconv.Itoa(d.blanks)}
}

func (d *dataset) node(node map[string]any, graph term) (term, error) {
	subject := d.fresh()
	var err error
	if id, has := node["@id"]; has {
		text, _ := id.(string)
		if subject, err = name(text, "proof-iri"); err != nil {
			return subject, err
		}
	}
	for property, value := range node {
		switch property {
		case "@id":
		case "@type":
			err = d.types(subject, value, graph)
		case "@graph":
			err = d.inside(value, subject)
		default:
			if !absolute(property) {
				return subject, bad("proof-term", "member", property)
			}
			err = d.values(subject, property, value, graph)
		}
		if err != nil {
			return subject, err
		}
	}
	return subject, nil
}

func (d *dataset) types(subject term, value any, graph term) error {
	list, ok := value.([]any)
	if !ok {
		return bad("proof-jsonld")
	}
	for _, item := range list {
		text, _ := item.(string)
		class, err := name(text, "proof-type")
		if err != nil {
			return err
		}
		if err := d.say(subject, rdf+"type", class, graph); err != nil {
			return err
		}
	}
	return nil
}

// inside says what the nodes of a named graph say. A bare value or name there
// says nothing and would be lost.
func (d *dataset) inside(value any, graph term) error {
	list, ok := value.([]any)
	if !ok {
		return bad("proof-jsonld")
	}
	for _, item := range list {
		object, ok := item.(map[string]any)
		_, isValue := object["@value"]
		_, isList := object["@list"]
		if !ok || isValue || isList {
			return bad("proof-graph")
		}
		before := len(d.quads)
		if _, err := d.node(object, graph); err != nil {
			return err
		}
		if len(d.quads) == before {
			return bad("proof-graph")
		}
	}
	return nil
}

// values says one statement for each value.
func (d *dataset) values(subject term, property string, value any, graph term) error {
	list, ok := value.([]any)
	if !ok {
		return bad("proof-jsonld")
	}
	for _, item := range list {
		object, err := d.object(item, graph)
		if err != nil {
			return err
		}
		if err := d.say(subject, property, object, graph); err != nil {
			return err
		}
	}
	return nil
}

func (d *dataset) object(item any, graph term) (term, error) {
	object, ok := item.(map[string]any)
	if !ok {
		return term{}, bad("proof-jsonld")
	}
	if value, has := object["@value"]; has {
		return literalOf(object, value)
	}
	if list, has := object["@list"]; has {
		items, ok := list.([]any)
		if !ok {
			return term{}, bad("proof-jsonld")
		}
		return d.list(items, graph)
	}
	return d.node(object, graph)
}

func (d *dataset) list(items []any, graph term) (term, error) {
	head := term{kind: iri, text: rdf + "nil"}
	for i := len(items) - 1; i >= 0; i-- {
		first, err := d.object(items[i], graph)
		if err != nil {
			return head, err
		}
		cell := d.fresh()
		if err := d.say(cell, rdf+"first", first, graph); err != nil {
			return head, err
		}
		if err := d.say(cell, rdf+"rest", head, graph); err != nil {
			return head, err
		}
		head = cell
	}
	return head, nil
}
