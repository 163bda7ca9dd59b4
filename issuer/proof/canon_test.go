package proof

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/piprate/json-gold/ld"
)

// TestLookalikes compares random small graphs, in which many blank nodes look
// alike, with json-gold's canonicalisation.
func TestLookalikes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewSource(7))
	compared := 0
	for range 600 {
		quads := randomGraph(random)
		got, err := canonical(quads)
		if err != nil {
			t.Fatal(err)
		}
		want := oracle(t, quads)
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")); diff != "" {
			t.Fatalf("%v\n%s", quads, diff)
		}
		compared++
	}
	t.Logf("%d graphs compared", compared)
}

// TestNamesOfNodesDoNotMatter: two rings of three, each around a node of its own, all
// of them alike: in which order the three are visited decides which way round the
// ring is written, and whatever the nodes are called, it is the same.
func TestNamesOfNodesDoNotMatter(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewSource(11))
	want := ""
	for range 40 {
		called := random.Perm(8)
		node := func(i int) term { return term{kind: blank, text: fmt.Sprintf("n%d", called[i])} }
		say := func(s int, p string, o int) quad {
			return quad{s: node(s), p: term{kind: iri, text: "urn:" + p}, o: node(o)}
		}
		var quads []quad
		for _, hub := range []int{0, 4} {
			for i := range 3 {
				quads = append(quads, say(hub, "spoke", hub+1+i), say(hub+1+i, "next", hub+1+(i+1)%3))
			}
		}
		text, err := canonical(quads)
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			want = string(text)
		}
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(text), "\n")); diff != "" {
			t.Fatal(diff)
		}
	}
}

func randomGraph(random *rand.Rand) []quad {
	nodes := 2 + random.Intn(5)
	node := func() term { return term{kind: blank, text: fmt.Sprintf("n%d", random.Intn(nodes))} }
	var quads []quad
	for range nodes + random.Intn(2*nodes) {
		q := quad{s: node(), p: term{kind: iri, text: fmt.Sprintf("urn:p%d", random.Intn(2))}, o: node()}
		switch random.Intn(8) {
		case 0:
			q.o = term{kind: literal, text: fmt.Sprint(random.Intn(2)), datatype: xsdString}
		case 1:
			q.g = node()
		case 2:
			q.s = term{kind: iri, text: "urn:s"}
		}
		// json-gold counts a statement twice that names one blank node twice;
		// the standard does not. Such statements are left out here.
		if q.s != q.o && q.s != q.g && q.o != q.g {
			quads = append(quads, q)
		}
	}
	return distinct(quads)
}

func oracle(t *testing.T, quads []quad) string {
	t.Helper()
	convert := func(n term) ld.Node {
		switch n.kind {
		case iri:
			return ld.NewIRI(n.text)
		case blank:
			return ld.NewBlankNode("_:" + n.text)
		}
		return ld.NewLiteral(n.text, n.datatype, n.language)
	}
	dataset := ld.NewRDFDataset()
	for _, q := range quads {
		graph := "@default"
		if q.g.kind != none {
			graph = "_:" + q.g.text
		}
		dataset.Graphs[graph] = append(dataset.Graphs[graph], ld.NewQuad(convert(q.s), convert(q.p), convert(q.o), graph))
	}
	options := ld.NewJsonLdOptions("")
	options.Algorithm, options.Format = ld.AlgorithmURDNA2015, "application/n-quads"
	text, err := ld.NewJsonLdApi().Normalize(dataset, options)
	if err != nil {
		t.Fatal(err)
	}
	return text.(string)
}

// TestEscapes fixes the one way each character is written.
func TestEscapes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\"\\":               `\"\\`,
		"\b\t\n\v\f\r":       `\b\t\n\u000B\f\r`,
		"\x00\x1f\x7f\u0080": `\u0000\u001F\u007F` + "\u0080",
		"a'ä𝄞\u2028\uE000":   "a'ä𝄞\u2028\uE000",
	} {
		if got := string(appendEscaped(nil, text)); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestNextPermutation(t *testing.T) {
	t.Parallel()
	list, count := []string{"a", "b", "c", "d"}, 1
	seen := map[string]bool{strings.Join(list, ""): true}
	for nextPermutation(list) {
		seen[strings.Join(list, "")] = true
		count++
	}
	if count != 24 || len(seen) != 24 {
		t.Errorf("%d permutations, %d different", count, len(seen))
	}
}
