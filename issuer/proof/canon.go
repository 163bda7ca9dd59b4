package proof

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
)

// canonicaliser names the blank nodes of a dataset (RDFC-1.0 §4.4).
type canonicaliser struct {
	quads  []quad
	at     map[string][]int  // quads by blank node
	first  map[string]string // first-degree hash by blank node
	issued *labels
	work   int // steps left for nodes that look alike
}

// labels gives out names in the order of asking.
type labels struct {
	prefix string
	names  map[string]string
	order  []string
}

func newLabels(prefix string) *labels { return &labels{prefix: prefix, names: map[string]string{}} }

func (l *labels) issue(node string) string {
	if name, ok := l.names[node]; ok {
		return name
	}
	name := l.prefix + strconv.Itoa(len(l.order))
	l.names[node] = name
	l.order = append(l.order, node)
	return name
}

func (l *labels) clone() *labels {
	return &labels{prefix: l.prefix, names: maps.Clone(l.names), order: slices.Clone(l.order)}
}

// canonical gives the canonical N-Quads of distinct quads.
func canonical(quads []quad) ([]byte, error) {
	c := &canonicaliser{
		quads: quads, at: map[string][]int{}, first: map[string]string{},
		issued: newLabels("c14n"), work: maxAlikeWork,
	}
	for i, q := range quads {
		for _, node := range q.blanks() {
			c.at[node] = append(c.at[node], i)
		}
	}
	if err := c.name(); err != nil {
		return nil, err
	}
	lines := make([][]byte, len(quads))
	for i, q := range quads {
		lines[i] = appendQuad(nil, q, c.issued.issue)
	}
	slices.SortFunc(lines, bytes.Compare)
	return bytes.Join(lines, nil), nil
}

// blanks lists the different blank nodes of a quad.
func (q quad) blanks() []string {
	var list []string
	for _, t := range [...]term{q.s, q.o, q.g} {
		if t.kind == blank && !slices.Contains(list, t.text) {
			list = append(list, t.text)
		}
	}
	return list
}

// name issues all canonical labels: nodes that nothing else looks like in the
// order of their hashes, then those that need a closer look.
func (c *canonicaliser) name() error {
	byHash := map[string][]string{}
	for node := range c.at {
		hash := c.firstDegree(node)
		byHash[hash] = append(byHash[hash], node)
	}
	hashes := slices.Sorted(maps.Keys(byHash))
	var alike []string
	for _, hash := range hashes {
		if len(byHash[hash]) > 1 {
			alike = append(alike, hash)
			continue
		}
		c.issued.issue(byHash[hash][0])
	}
	for _, hash := range alike {
		if err := c.nameAlike(byHash[hash]); err != nil {
			return err
		}
	}
	return nil
}

// firstDegree hashes the statements around a node, itself named _:a and all
// other blank nodes _:z (RDFC-1.0 §4.6).
func (c *canonicaliser) firstDegree(node string) string {
	if hash, ok := c.first[node]; ok {
		return hash
	}
	label := func(other string) string {
		if other == node {
			return "a"
		}
		return "z"
	}
	lines := make([][]byte, 0, len(c.at[node]))
	for _, i := range c.at[node] {
		lines = append(lines, appendQuad(nil, c.quads[i], label))
	}
	slices.SortFunc(lines, bytes.Compare)
	hash := hexHash(bytes.Join(lines, nil))
	c.first[node] = hash
	return hash
}

func hexHash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
