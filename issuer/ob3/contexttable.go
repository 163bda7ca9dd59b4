package ob3

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
)

// The tables in contexts/*.txt say what the terms of each JSON-LD context
// mean, in a notation of our own. Two spaces of indentation are one level; a
// '#' begins a comment line.
//
//	ns SHORT IRI                  a short name for the beginning of IRIs, in this file
//	group NAME                    terms used in several places, put in by *NAME
//	context URL [protected] [build] [like URL]
//	  TERM IRI [FLAG…]            a term; the lines below it, one level deeper,
//	    TERM IRI [FLAG…]          are its scoped terms
//	  -TERM                       takes a term away from what "like" brought in
//
// An IRI is "short:local", "short:" when local is the term itself, "short:>"
// when the term stands for the beginning alone (a prefix of compact IRIs), or
// "<anything>". Flags: ref (the value names something: @id), word (it names
// something or a term: @vocab), json, ^IRI (datatype), set, list, graph
// (containers), fresh (the value starts with no context at all).
//
// "protected" holds for all terms of a context, scoped ones too. "like" starts
// from another context; a term given again changes its own meaning and keeps
// its scoped terms. "build" marks another text that circulates under a URL
// already described. "id" and "type" belong to every context and are not
// written down.

// row is one line of a table with the rows indented under it.
type row struct {
	words []string
	rows  []*row
	line  int
}

// table is one file, taken apart.
type table struct {
	name     string
	ns       map[string]string
	groups   map[string]*row
	contexts []*row
}

func readTable(name string, text []byte) (*table, error) {
	t := &table{name: name, ns: map[string]string{}, groups: map[string]*row{}}
	var open []*row // the row at each level that takes the next deeper one
	scanner := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; scanner.Scan(); n++ {
		words := strings.Fields(scanner.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		level := (len(scanner.Text()) - len(strings.TrimLeft(scanner.Text(), " "))) / 2
		r := &row{words: words, line: n}
		if level > len(open) || (level == 0 && len(words) < 2) {
			return nil, t.fault(r)
		}
		open = append(open[:level], r)
		if level > 0 {
			open[level-1].rows = append(open[level-1].rows, r)
			continue
		}
		switch words[0] {
		case "ns":
			t.ns[words[1]] = words[len(words)-1]
		case "group":
			t.groups[words[1]] = r
		case "context":
			t.contexts = append(t.contexts, r)
		default:
			return nil, t.fault(r)
		}
	}
	return t, scanner.Err()
}

func (t *table) fault(r *row) error {
	return fmt.Errorf("context table %s, line %d: %q", t.name, r.line, strings.Join(r.words, " "))
}

// compile writes what rows say into a JSON-LD context.
func (t *table) compile(rows []*row, into map[string]any, protected bool) error {
	for _, r := range rows {
		term := r.words[0]
		if name, ok := strings.CutPrefix(term, "*"); ok {
			group, known := t.groups[name]
			if !known {
				return t.fault(r)
			}
			if err := t.compile(group.rows, into, protected); err != nil {
				return err
			}
			continue
		}
		if name, ok := strings.CutPrefix(term, "-"); ok {
			delete(into, name)
			if len(r.rows) == 0 {
				continue
			}
			return t.fault(r)
		}
		if err := t.term(r, into, protected); err != nil {
			return err
		}
	}
	return nil
}

// term writes one term with its scoped terms. A row that is there only for the
// rows under it, in a context that is "like" another, still names its IRI.
func (t *table) term(r *row, into map[string]any, protected bool) error {
	name := r.words[0]
	if len(r.words) < 2 {
		return t.fault(r)
	}
	if short, ok := strings.CutSuffix(r.words[1], ":>"); ok && len(r.words) == 2 && len(r.rows) == 0 {
		into[name] = t.ns[short]
		return nil
	}
	iri, ok := t.iri(r.words[1], name)
	if !ok {
		return t.fault(r)
	}
	def := map[string]any{"@id": iri}
	for _, flag := range r.words[2:] {
		if !t.flag(def, flag) {
			return t.fault(r)
		}
	}
	if before, ok := into[name].(map[string]any); ok && before["@context"] != nil {
		def["@context"] = before["@context"]
	}
	into[name] = def
	if len(r.rows) == 0 {
		return nil
	}
	scope, ok := def["@context"].(map[string]any)
	if !ok {
		scope = newContext(protected)
		def["@context"] = scope
	}
	return t.compile(r.rows, scope, protected)
}

func (t *table) flag(def map[string]any, flag string) bool {
	switch flag {
	case "ref":
		def["@type"] = "@id"
	case "word":
		def["@type"] = "@vocab"
	case "json":
		def["@type"] = "@json"
	case "set", "list", "graph":
		def["@container"] = "@" + flag
	case "fresh":
		def["@context"] = nil
	default:
		text, datatype := strings.CutPrefix(flag, "^")
		iri, ok := t.iri(text, "")
		def["@type"] = iri
		return datatype && ok
	}
	return true
}

func (t *table) iri(text, term string) (string, bool) {
	if strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">") {
		return text[1 : len(text)-1], len(text) > 2
	}
	short, local, ok := strings.Cut(text, ":")
	if local == "" {
		local = term
	}
	start, known := t.ns[short]
	return start + local, ok && known && local != ""
}

func newContext(protected bool) map[string]any {
	context := map[string]any{}
	if protected {
		context["@protected"] = true
	}
	return context
}
