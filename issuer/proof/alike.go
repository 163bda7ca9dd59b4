package proof

import (
	"bytes"
	"maps"
	"slices"
	"strings"
)

// Blank nodes with the same first-degree hash are told apart by walking what
// is around them (RDFC-1.0 §4.8, Hash N-Degree Quads). A document can be built
// so that this takes for ever; the work is counted and the document refused.

// walk is the outcome of looking around one node.
type walk struct {
	hash   string
	issuer *labels
}

// nameAlike issues the canonical labels of nodes that share a hash.
func (c *canonicaliser) nameAlike(nodes []string) error {
	var walks []walk
	for _, node := range nodes {
		if _, done := c.issued.names[node]; done {
			continue
		}
		issuer := newLabels("b")
		issuer.issue(node)
		w, err := c.around(node, issuer)
		if err != nil {
			return err
		}
		walks = append(walks, w)
	}
	slices.SortStableFunc(walks, func(a, b walk) int { return strings.Compare(a.hash, b.hash) })
	for _, w := range walks {
		for _, node := range w.issuer.order {
			c.issued.issue(node)
		}
	}
	return nil
}

// spend counts steps.
func (c *canonicaliser) spend(steps int) error {
	if c.work -= steps; c.work < 0 {
		return bad("proof-poison")
	}
	return nil
}

// around hashes the neighbourhood of a node.
func (c *canonicaliser) around(node string, issuer *labels) (walk, error) {
	related, err := c.related(node, issuer)
	if err != nil {
		return walk{}, err
	}
	var data []byte
	for _, hash := range slices.Sorted(maps.Keys(related)) {
		path, chosen, err := c.shortest(related[hash], issuer)
		if err != nil {
			return walk{}, err
		}
		data = append(append(data, hash...), path...)
		issuer = chosen
	}
	return walk{hexHash(data), issuer}, nil
}

// related groups the neighbours of a node by how they are connected to it.
func (c *canonicaliser) related(node string, issuer *labels) (map[string][]string, error) {
	groups := map[string][]string{}
	if err := c.spend(len(c.at[node])); err != nil {
		return nil, err
	}
	for _, i := range c.at[node] {
		q := c.quads[i]
		for position, t := range map[string]term{"s": q.s, "o": q.o, "g": q.g} {
			if t.kind != blank || t.text == node {
				continue
			}
			data := position
			if position != "g" {
				data += "<" + q.p.text + ">"
			}
			hash := hexHash([]byte(data + c.nameOf(t.text, issuer)))
			groups[hash] = append(groups[hash], t.text)
		}
	}
	return groups, nil
}

// nameOf is the best name a node has so far.
func (c *canonicaliser) nameOf(node string, issuer *labels) string {
	if name, ok := c.issued.names[node]; ok {
		return "_:" + name
	}
	if name, ok := issuer.names[node]; ok {
		return "_:" + name
	}
	return c.firstDegree(node)
}

// shortest tries every order of visiting nodes and keeps the path that sorts
// first.
func (c *canonicaliser) shortest(nodes []string, issuer *labels) ([]byte, *labels, error) {
	slices.Sort(nodes)
	var best []byte
	var chosen *labels
	for more := true; more; more = nextPermutation(nodes) {
		path, after, err := c.visit(nodes, issuer.clone(), best)
		if err != nil {
			return nil, nil, err
		}
		if after != nil && (best == nil || bytes.Compare(path, best) < 0) {
			best, chosen = path, after
		}
	}
	return best, chosen, nil
}

// visit walks the nodes in one order; nil labels mean that the path cannot
// beat best any more.
func (c *canonicaliser) visit(nodes []string, issuer *labels, best []byte) ([]byte, *labels, error) {
	if err := c.spend(len(nodes) + len(issuer.order)); err != nil {
		return nil, nil, err
	}
	var path []byte
	worse := func() bool { return best != nil && len(path) >= len(best) && bytes.Compare(path, best) > 0 }
	say := func(name string) { path = append(append(path, "_:"...), name...) }
	var deeper []string
	for _, node := range nodes {
		if name, ok := c.issued.names[node]; ok {
			say(name)
		} else {
			if _, known := issuer.names[node]; !known {
				deeper = append(deeper, node)
			}
			say(issuer.issue(node))
		}
		if worse() {
			return nil, nil, nil
		}
	}
	for _, node := range deeper {
		w, err := c.around(node, issuer)
		if err != nil {
			return nil, nil, err
		}
		say(issuer.issue(node))
		path = append(append(append(path, '<'), w.hash...), '>')
		issuer = w.issuer
		if worse() {
			return nil, nil, nil
		}
	}
	return path, issuer, nil
}

// nextPermutation puts list into its next order and reports false after the
// last one.
func nextPermutation(list []string) bool {
	i := len(list) - 2
	for i >= 0 && list[i] >= list[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(list) - 1
	for list[j] <= list[i] {
		j--
	}
	list[i], list[j] = list[j], list[i]
	slices.Reverse(list[i+1:])
	return true
}
