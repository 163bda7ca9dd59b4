package proof

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"badgekiln/issuer"
)

// Template hashes the documents of one shape without expanding each: the
// dataset is made once, values go into the finished statements. The result is
// exactly that of HashDocument, because RDFC-1.0 names blank nodes of different
// first-degree hashes in the order of these hashes and looks no further; when
// two are alike, or a value is unusual, the whole document goes the long way.
// A Template is read-only after Compile and serves any number of goroutines.
type Template struct {
	shape    []byte
	contexts Contexts
	patterns []pattern
	nodes    []node   // blank nodes
	isIRI    []bool   // by hole
	rivals   [][2]int // pairs of statements that become one if their values agree
	schemes  []string // of identifiers that no context gives another meaning
	size     int      // bytes of all statements without the values
	all      []int    // the numbers of all statements
	labels   []string // what blank nodes are called, in order
	rooms    sync.Pool
}

// part is a piece of a statement: text, a hole, or the label of a blank node.
type part struct {
	text []byte
	hole int // -1: none
	node int // -1: none
}

// pattern is a statement with holes.
type pattern struct {
	parts []part
	holes bool
}

// node is a blank node: the statements around it, and its first-degree hash
// when no hole touches them.
type node struct {
	patterns []int
	fixed    bool
	hash     [32]byte
}

// Hash is HashDocument of the shape with values (plain texts, in the order of
// the holes) put in.
func (t *Template) Hash(values []string) ([32]byte, error) {
	if len(values) != len(t.isIRI) {
		return [32]byte{}, issuer.Fail(issuer.Broken, "proof-holes", "holes", strconv.Itoa(len(t.isIRI)), "values", strconv.Itoa(len(values)))
	}
	size := len(t.shape)
	for i, value := range values {
		size += len(value)
		if err := t.fits(i, value); err != nil {
			return [32]byte{}, err
		}
	}
	if size > maxBytes/2 || t.unusual(values) {
		return t.long(values)
	}
	room, _ := t.rooms.Get().(*room)
	if room == nil {
		room = newRoom(t, size)
	}
	defer t.rooms.Put(room)
	r := row{t: t, values: values, room: room}
	return r.hash()
}

// room is the memory of one row, used again for the next.
type room struct {
	scratch []byte
	lines   [][]byte
	digest  hash.Hash
	hashes  [][32]byte
	order   []int
	labels  []string
	name    []byte           // the order of the nodes as a key of sorted
	sorted  map[string][]int // how the statements came out, by the order of the nodes
}

// mostSorted bounds how many orders a room remembers.
const mostSorted = 64

func newRoom(t *Template, size int) *room {
	return &room{
		scratch: make([]byte, 0, t.size+2*(size-len(t.shape))), lines: make([][]byte, 0, len(t.patterns)), digest: sha256.New(),
		hashes: make([][32]byte, len(t.nodes)), order: make([]int, len(t.nodes)), labels: make([]string, len(t.nodes)), sorted: map[string][]int{},
	}
}

// fits checks one value as the long way would.
func (t *Template) fits(hole int, value string) error {
	if !t.isIRI[hole] && plainASCII(value) {
		return nil
	}
	where := "value " + strconv.Itoa(hole+1)
	if !utf8.ValidString(value) {
		return bad("proof-json", "where", where)
	}
	if err := plainText(value, where); err != nil {
		return err
	}
	if t.isIRI[hole] && !absolute(value) {
		return bad("proof-iri", "iri", value)
	}
	return nil
}

// unusual tells whether an identifier has a scheme that was not looked at when
// the template was made: a context could know it as a prefix.
func (t *Template) unusual(values []string) bool {
	for i, value := range values {
		if !t.isIRI[i] {
			continue
		}
		scheme, _, _ := strings.Cut(value, ":")
		if !slices.Contains(t.schemes, scheme) {
			return true
		}
	}
	return false
}

// long puts the values into the shape and hashes the document.
func (t *Template) long(values []string) ([32]byte, error) {
	doc, ok := issuer.Splice(t.shape, issuer.EncodeValues(values), "")
	if !ok {
		return [32]byte{}, issuer.Fail(issuer.Broken, "proof-holes")
	}
	return HashDocument(doc, t.contexts)
}

// row is one document on its way through a template.
type row struct {
	t      *Template
	values []string
	*room
	dead []bool // statements that say the same as another; nil when none do
}

func (r *row) hash() ([32]byte, error) {
	r.drop()
	hashes, order, labels := r.hashes, r.order, r.labels
	for i, n := range r.t.nodes {
		hashes[i], order[i] = n.hash, i
		if !n.fixed {
			hashes[i] = r.around(i, n.patterns)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return bytes.Compare(hashes[a][:], hashes[b][:]) })
	for i, n := range order {
		if i > 0 && hashes[order[i-1]] == hashes[n] {
			return r.t.long(r.values)
		}
		labels[n] = r.t.labels[i]
	}
	r.name = r.name[:0]
	for _, n := range order {
		r.name = append(strconv.AppendInt(r.name, int64(n), 36), ' ')
	}
	// Rows whose nodes come in the same order have their statements nearly in
	// the same order, too, and what is sorted already is not sorted again.
	usual, known := r.sorted[string(r.name)]
	if !known {
		usual = r.t.all
	}
	place := cap(r.scratch)
	sum := r.sum(usual, func(n int) string { return labels[n] })
	if !known && r.dead == nil && len(r.sorted) < mostSorted && place == cap(r.scratch) { // it was not moved meanwhile
		if out := r.cameOut(usual); permutes(out) {
			r.sorted[string(r.name)] = out
		}
	}
	return sum, nil
}

// cameOut tells in which order sum just hashed statements. A line says by the
// room behind it where in the scratch it was written.
func (r *row) cameOut(written []int) []int {
	starts := make([]int, len(r.lines))
	for i, line := range r.lines {
		starts[i] = cap(r.scratch) - cap(line)
	}
	inOrder := slices.Clone(starts)
	slices.Sort(inOrder)
	out := make([]int, len(starts))
	for i, start := range starts {
		at, _ := slices.BinarySearch(inOrder, start)
		out[i] = written[at]
	}
	return out
}

// permutes tells whether a list has each number below its length once.
func permutes(list []int) bool {
	seen := make([]bool, len(list))
	for _, n := range list {
		if n < 0 || n >= len(list) || seen[n] {
			return false
		}
		seen[n] = true
	}
	return true
}

// drop finds statements that the values made equal: a dataset is a set.
func (r *row) drop() {
	if len(r.t.rivals) == 0 {
		return
	}
	for _, pair := range r.t.rivals {
		both := r.write(r.scratch[:0], pair[0], strconv.Itoa)
		first := len(both)
		both = r.write(both, pair[1], strconv.Itoa)
		if !bytes.Equal(both[:first], both[first:]) {
			continue
		}
		if r.dead == nil {
			r.dead = make([]bool, len(r.t.patterns))
		}
		r.dead[pair[1]] = true
	}
}

// around is the first-degree hash of a blank node.
func (r *row) around(self int, patterns []int) [32]byte {
	return r.sum(patterns, func(n int) string {
		if n == self {
			return "a"
		}
		return "z"
	})
}

// sum writes statements, sorts them and hashes them.
func (r *row) sum(patterns []int, label func(int) string) [32]byte {
	r.scratch, r.lines = r.scratch[:0], r.lines[:0]
	for _, i := range patterns {
		if r.dead != nil && r.dead[i] {
			continue
		}
		start := len(r.scratch)
		r.scratch = r.write(r.scratch, i, label)
		r.lines = append(r.lines, r.scratch[start:])
	}
	sortLines(r.lines)
	r.digest.Reset()
	for _, line := range r.lines {
		r.digest.Write(line)
	}
	var sum [32]byte
	r.digest.Sum(sum[:0])
	return sum
}

// sortLines sorts statements that mostly are in order already, which is what
// insertion is best at.
func sortLines(lines [][]byte) {
	if len(lines) > 64 {
		slices.SortFunc(lines, bytes.Compare)
		return
	}
	for i := 1; i < len(lines); i++ {
		line := lines[i]
		at := i
		for at > 0 && bytes.Compare(lines[at-1], line) > 0 {
			lines[at] = lines[at-1]
			at--
		}
		lines[at] = line
	}
}

// write appends one statement.
func (r *row) write(dst []byte, i int, label func(int) string) []byte {
	for _, p := range r.t.patterns[i].parts {
		switch {
		case p.node >= 0:
			dst = append(dst, label(p.node)...)
		case p.hole >= 0 && r.t.isIRI[p.hole]:
			dst = append(dst, r.values[p.hole]...)
		case p.hole >= 0:
			dst = appendEscaped(dst, r.values[p.hole])
		default:
			dst = append(dst, p.text...)
		}
	}
	return dst
}
