package roster

import (
	"io"
	"mime/quotedprintable"
	"strings"
)

// Address books give people away as cards (vCard 2.1 to 4.0, RFC 6350).

// card is what is read of one: the name in full, its parts, and the address
// that is to be preferred.
type card struct {
	full, parts, email string
	preferred          bool
}

// cards makes a table of the cards of a text, one row each; "" when it is
// something else. A card that holds no person at all, such as one of a group,
// has an empty row, so that rows count the cards.
func cards(text string) string {
	if !isProperty(text[:lineLength(text)], "BEGIN:VCARD") {
		return ""
	}
	var out strings.Builder
	out.WriteString("Name,Email\n")
	var one card
	for _, line := range unfolded(text) {
		switch {
		case isProperty(line, "BEGIN:VCARD"):
			one = card{}
		case isProperty(line, "END:VCARD"):
			out.WriteString(quoted(one.name()) + "," + quoted(one.email) + "\n")
		default:
			one.read(line)
		}
	}
	return out.String()
}

func isProperty(line, want string) bool {
	return strings.EqualFold(strings.TrimFunc(line, isEdge), want)
}

// unfolded gives the lines of cards with their continuations: lines that begin
// with a blank, and those behind a soft end of quoted-printable.
func unfolded(text string) (lines []string) {
	soft := false
	for line := range strings.FieldsFuncSeq(text, isLineEnd) {
		last := len(lines) - 1
		switch {
		case last >= 0 && soft:
			lines[last] = strings.TrimSuffix(lines[last], "=") + strings.TrimLeft(line, " \t")
		case last >= 0 && (line[0] == ' ' || line[0] == '\t'):
			lines[last] += line[1:]
		default:
			lines = append(lines, line)
		}
		now := lines[len(lines)-1]
		soft = strings.HasSuffix(now, "=") && strings.Contains(strings.ToUpper(now), "QUOTED-PRINTABLE")
	}
	return lines
}

// read takes a property in: "item1.EMAIL;TYPE=work:ada@example.org".
func (c *card) read(line string) {
	head, value, found := cutProperty(line)
	if !found {
		return
	}
	head = strings.ToUpper(head)
	name, params, _ := strings.Cut(head, ";")
	if _, grouped, is := strings.Cut(name, "."); is {
		name = grouped
	}
	if strings.Contains(params, "QUOTED-PRINTABLE") {
		if plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value))); err == nil {
			value = strings.ToValidUTF8(string(plain), "\ufffd")
		}
	}
	switch preferred := strings.Contains(params, "PREF"); {
	case name == "FN" && c.full == "":
		c.full = bare(value)
	case name == "N" && c.parts == "":
		half := strings.Split(strings.ReplaceAll(value, `\;`, " "), ";")
		half = append(half, "", "")
		c.parts = joinNames(bare(half[1]), bare(half[0]))
	case name == "EMAIL" && (c.email == "" || preferred && !c.preferred):
		c.email, c.preferred = bare(value), preferred
	}
}

// cutProperty cuts at the first colon that stands in no quotes.
func cutProperty(line string) (head, value string, found bool) {
	within := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			within = !within
		case line[i] == ':' && !within:
			return line[:i], line[i+1:], true
		}
	}
	return "", "", false
}

// bare takes the escapes of a card off.
func bare(value string) string {
	return trim(strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, " ", `\N`, " ", `\\`, `\`).Replace(value))
}

func (c *card) name() string {
	if c.full != "" && c.full != c.email {
		return c.full
	}
	return c.parts
}

// quoted writes a cell so that no letter in it ends it.
func quoted(cell string) string {
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}
