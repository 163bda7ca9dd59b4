package svgin

import (
	"slices"
	"strings"
)

// rule is a rule of a style sheet with one selector.
type rule struct {
	chain  []simple // from the element outwards: the first must fit the element
	weight [3]int   // ids, classes, elements
	order  int
	set    []property
}

// simple is a selector of one element.
type simple struct {
	tag, id string
	classes []string
	attrs   []attribute
	places  []string // among the elements beside it
	link    byte     // to the next of the chain: '>' the parent, '+' just before, '~' before, 0 any ancestor
}

// attribute is what a selector asks of one; how is the sign before "=", that sign
// itself, or 0 for any value.
type attribute struct {
	name, value string
	how         byte
}

type property struct {
	name, value string
	important   bool
}

const mostRules = 5000

// mostListed is how long an attribute is, in bytes, that is looked through for one
// of its words: every rule may ask every element.
const mostListed = 4096

// sheet reads a style sheet; rules begin to count from first.
func (b *builder) sheet(text string, first int) []rule {
	text = uncommented(text)
	var out []rule
	for text != "" && first+len(out) < mostRules {
		text = strings.TrimSpace(text)
		text = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(text, "<!--"), "-->"))
		if strings.HasPrefix(text, "@") {
			at, rest := atRule(text)
			b.note("css", "what", at)
			text = rest
			continue
		}
		head, rest, ok := strings.Cut(text, "{")
		if !ok {
			break
		}
		body, after, _ := strings.Cut(rest, "}")
		text = after
		set := declarations(body)
		for _, one := range strings.Split(head, ",") {
			r, ok := selector(one)
			if !ok {
				b.note("css", "what", strings.TrimSpace(one))
				continue
			}
			r.order, r.set = first+len(out), set
			out = append(out, r)
		}
	}
	return out
}

func uncommented(text string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "/*")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		if _, text, ok = strings.Cut(rest, "*/"); !ok {
			return out.String()
		}
	}
}

// atRule passes a rule that begins with @: a statement or a block of blocks.
func atRule(text string) (name, rest string) {
	name = text
	if i := strings.IndexAny(text, " \t\n{;("); i > 0 {
		name = text[:i]
	}
	deep := 0
	for i, c := range text {
		switch c {
		case ';':
			if deep == 0 {
				return name, text[i+1:]
			}
		case '{':
			deep++
		case '}':
			if deep--; deep <= 0 {
				return name, text[i+1:]
			}
		}
	}
	return name, ""
}

// declarations reads "name: value; …".
func declarations(text string) []property {
	var out []property
	for len(text) > 0 && len(out) < 500 {
		end, quote, deep := len(text), byte(0), 0
		for i := range len(text) { // a semicolon in url(data:…;…) ends nothing
			c := text[i]
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '(':
				deep++
			case c == ')':
				deep--
			case c == ';' && deep <= 0:
				end = i
			}
			if end < len(text) {
				break
			}
		}
		name, value, ok := strings.Cut(text[:end], ":")
		if ok {
			p := property{name: strings.ToLower(strings.TrimSpace(name)), value: strings.TrimSpace(value)}
			if v, found := strings.CutSuffix(p.value, "!important"); found {
				p.value, p.important = strings.TrimSpace(v), true
			}
			out = append(out, p)
		}
		if end == len(text) {
			break
		}
		text = text[end+1:]
	}
	return out
}

// selector reads elements, classes and ids, one within the other.
func selector(text string) (r rule, ok bool) {
	words := apart(text)
	slices.Reverse(words)
	link := byte(0)
	for _, w := range words {
		if w == ">" || w == "+" || w == "~" {
			if len(r.chain) == 0 || link != 0 {
				return r, false
			}
			link = w[0]
			continue
		}
		if link != 0 {
			r.chain[len(r.chain)-1].link, link = link, 0
		}
		s, good := compound(w, &r.weight)
		if !good {
			return r, false
		}
		r.chain = append(r.chain, s)
	}
	return r, len(r.chain) > 0 && len(r.chain) < 20 && link == 0
}

// apart splits a selector into its parts and what joins them.
func apart(text string) []string {
	var out []string
	deep, begun := 0, false
	for _, c := range text {
		switch {
		case c == '[' || c == '(':
			deep++
		case c == ']' || c == ')':
			deep--
		case deep == 0 && (c == '>' || c == '+' || c == '~'):
			out, begun = append(out, string(c)), false
			continue
		case deep == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'):
			begun = false
			continue
		}
		if !begun {
			out, begun = append(out, ""), true
		}
		out[len(out)-1] += string(c)
	}
	return out
}

func compound(text string, weight *[3]int) (s simple, ok bool) {
	for text != "" {
		kind := byte(0)
		if text[0] == '[' {
			end := strings.IndexByte(text, ']')
			if end < 0 {
				return s, false
			}
			name, value, how := text[1:end], "", byte(0)
			if at := strings.IndexByte(name, '='); at > 0 {
				name, value, how = name[:at], strings.Trim(strings.TrimSpace(name[at+1:]), `"'`), '='
				if strings.IndexByte("~|^$*", name[len(name)-1]) >= 0 {
					name, how = name[:len(name)-1], name[len(name)-1]
				}
			}
			s.attrs = append(s.attrs, attribute{strings.TrimSpace(name), value, how})
			weight[1]++
			text = text[end+1:]
			continue
		}
		if place, ok := strings.CutPrefix(text, ":"); ok {
			end := strings.IndexAny(place, ".#:[")
			if end < 0 {
				end = len(place)
			}
			switch place[:end] {
			case "first-child", "last-child", "only-child":
				s.places = append(s.places, place[:end])
			default:
				return s, false
			}
			weight[1]++
			text = place[end:]
			continue
		}
		if text[0] == '.' || text[0] == '#' {
			kind, text = text[0], text[1:]
		}
		end := strings.IndexAny(text, ".#:[+~*")
		if strings.HasPrefix(text, "*") {
			end = 1
		}
		if end < 0 {
			end = len(text)
		}
		word := text[:end]
		text = text[end:]
		switch {
		case word == "" || kind == 0 && s.tag != "" || strings.ContainsAny(word, ":[+~"):
			return s, false
		case kind == '.':
			s.classes = append(s.classes, word)
			weight[1]++
		case kind == '#':
			s.id = word
			weight[0]++
		case word == "*":
			s.tag = "*"
		default:
			s.tag = word
			weight[2]++
		}
	}
	return s, s.tag != "" || s.id != "" || len(s.classes)+len(s.attrs)+len(s.places) > 0
}

// fits tells whether an element has an attribute as said.
func (a attribute) fits(n *node) bool {
	if !n.has(a.name) {
		return false
	}
	have := n.attr(a.name)
	switch a.how {
	case '=':
		return have == a.value
	case '~':
		if a.name == "class" {
			return n.is(a.value)
		}
		return len(have) <= mostListed && slices.Contains(strings.Fields(have), a.value)
	case '|':
		return have == a.value || strings.HasPrefix(have, a.value+"-")
	case '^':
		return a.value != "" && strings.HasPrefix(have, a.value)
	case '$':
		return a.value != "" && strings.HasSuffix(have, a.value)
	case '*':
		return a.value != "" && strings.Contains(have, a.value)
	}
	return true
}

// stands tells whether an element is where a selector wants it among those
// beside it.
func (n *node) stands(place string) bool {
	if n.parent == nil {
		return false
	}
	first := n.before() == nil
	last := true
	for _, k := range n.parent.kids[n.at+1:] {
		if k.name != "" {
			last = false
			break
		}
	}
	switch place {
	case "first-child":
		return first
	case "last-child":
		return last
	}
	return first && last
}

// before is the element just before another; nil when there is none.
func (n *node) before() *node {
	if n.parent == nil {
		return nil
	}
	for i := n.at - 1; i >= 0; i-- {
		if k := n.parent.kids[i]; k.name != "" {
			return k
		}
	}
	return nil
}

func (s simple) fits(n *node) bool {
	if s.tag != "" && s.tag != "*" && s.tag != n.name || s.id != "" && s.id != n.attr("id") {
		return false
	}
	for _, a := range s.attrs {
		if !a.fits(n) {
			return false
		}
	}
	for _, place := range s.places {
		if !n.stands(place) {
			return false
		}
	}
	if len(s.classes) == 0 {
		return true
	}
	for _, c := range s.classes {
		if !n.is(c) {
			return false
		}
	}
	return true
}

func (r rule) fits(n *node) bool {
	if !r.chain[0].fits(n) {
		return false
	}
	link := r.chain[0].link
	for _, s := range r.chain[1:] {
		step := func(n *node) *node { return n.parent }
		if link == '+' || link == '~' {
			step = (*node).before
		}
		n = step(n)
		for most := mostDeep; most > 0 && (link == 0 || link == '~') && n != nil && !s.fits(n); most-- {
			n = step(n)
		}
		if n == nil || !s.fits(n) {
			return false
		}
		link = s.link
	}
	return true
}

// matched gives what the rules say of an element, what counts least first.
func (b *builder) matched(n *node) []property {
	var fit []rule
	for _, r := range b.rules {
		if r.fits(n) {
			fit = append(fit, r)
		}
	}
	slices.SortStableFunc(fit, func(a, c rule) int {
		if d := slices.Compare(a.weight[:], c.weight[:]); d != 0 {
			return d
		}
		return a.order - c.order
	})
	var out []property
	for _, r := range fit {
		out = append(out, r.set...)
	}
	return out
}
