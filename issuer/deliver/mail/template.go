package mail

import (
	"fmt"
	"html/template"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"badgekiln/issuer"

	"golang.org/x/text/unicode/bidi"
)

// Template is what a mail says, with merge fields in braces. A line of the text
// with a field that has no value is left out: whoever has no name is not greeted by
// one. [label](address) is a link, and a button where it is alone in its paragraph.
type Template struct {
	Subject string
	Text    string
	HTML    string // "" is made of the text
}

// Fields are the values of merge fields.
type Fields map[string]string

// Filled is a template with the values of one person.
type Filled struct {
	Subject string
	Text    string
	HTML    string
}

// Look is what the HTML that is made of a text shows besides it.
type Look struct {
	Language string
	Icon     bool   // the picture by IconID
	Title    string // the badge's name, below the picture
	Footer   string
	Home     string // where the footer leads; "" for nowhere
}

var (
	field = regexp.MustCompile(`\{([a-z][a-z0-9_.]*)\}`)
	link  = regexp.MustCompile(`\[([^\[\]\n]+)\]\(([^()\s]+)\)|https?://[^\s<>"]+[^\s<>".,;:!?)]`)
)

// Names lists the fields of a template, each once.
func (t Template) Names() []string {
	var list []string
	for _, m := range field.FindAllStringSubmatch(t.Subject+"\n"+t.Text+"\n"+t.HTML, -1) {
		if !slices.Contains(list, m[1]) {
			list = append(list, m[1])
		}
	}
	return list
}

// Check finds what a template cannot mean: codes "mail-template-empty",
// "mail-template-field" and "mail-template-html".
func (t Template) Check(known func(name string) bool) error {
	if strings.TrimSpace(t.Subject) == "" || strings.TrimSpace(t.Text) == "" {
		return issuer.Fail(issuer.Input, "mail-template-empty")
	}
	for _, name := range t.Names() {
		if !known(name) {
			return issuer.Fail(issuer.Input, "mail-template-field", "field", "{"+name+"}")
		}
	}
	if t.HTML == "" {
		return nil
	}
	_, err := t.fillHTML(Fields{})
	return err
}

// Fill puts the values in. In the HTML part everything is escaped for the place
// where it stands.
func (t Template) Fill(values Fields, look Look) (Filled, error) {
	f := Filled{Subject: oneLine(fill(t.Subject, values))}
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(t.Text, "\r\n", "\n")) {
		line = strings.TrimRight(line, "\n")
		lacks := slices.ContainsFunc(field.FindAllStringSubmatch(line, -1), func(m []string) bool { return values[m[1]] == "" })
		if !lacks {
			lines = append(lines, fillLine(line, values))
		}
	}
	text := strings.Trim(blanks.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"), "\n") + "\n"
	f.Text = link.ReplaceAllStringFunc(text, func(found string) string {
		if m := link.FindStringSubmatch(found); m[1] != "" {
			return m[1] + ": " + m[2]
		}
		return found
	})
	var err error
	if t.HTML != "" {
		f.HTML, err = t.fillHTML(values)
	} else {
		f.HTML, err = page(text, f.Subject, look)
	}
	return f, err
}

var blanks = regexp.MustCompile(`\n{3,}`)

// target is where a link leads.
var target = regexp.MustCompile(`\]\([^()\s]*\)`)

// fillLine puts values into a line of text, each apart from what stands beside it
// where directions differ; not in addresses that links lead to.
func fillLine(line string, values Fields) string {
	turned, leads := leftward(line), target.FindAllStringIndex(line, -1)
	var out strings.Builder
	at := 0
	for _, m := range field.FindAllStringSubmatchIndex(line, -1) {
		value := oneLine(values[line[m[2]:m[3]]])
		if !slices.ContainsFunc(leads, func(l []int) bool { return l[0] < m[0] && m[1] < l[1] }) {
			value = apart(value, turned)
		}
		_, _ = out.WriteString(line[at:m[0]] + value)
		at = m[1]
	}
	return out.String() + line[at:]
}

// apart keeps a value that is written from right to left from turning around what
// stands beside it, and one of the other direction from being turned by a line that
// is. An address in the web stays as it is.
func apart(value string, turned bool) string {
	if leftward(value) || turned && value != "" && !strings.Contains(value, "://") {
		return "\u2068" + value + "\u2069"
	}
	return value
}

// leftward tells whether something in a text is written from right to left.
func leftward(text string) bool {
	for _, r := range text {
		if p, _ := bidi.LookupRune(r); p.Class() == bidi.R || p.Class() == bidi.AL {
			return true
		}
	}
	return false
}

// fill puts values into one line. A value is a line of its own at most: nobody's
// name makes a paragraph.
func fill(line string, values Fields) string {
	return field.ReplaceAllStringFunc(line, func(name string) string { return oneLine(values[name[1:len(name)-1]]) })
}

func (t Template) fillHTML(values Fields) (string, error) {
	code := strings.ReplaceAll(t.HTML, "{{", `{{"{{"}}`)
	code = field.ReplaceAllString(code, `{{index . "$1"}}`)
	parsed, err := template.New("mail").Option("missingkey=zero").Parse(code)
	var out strings.Builder
	if err == nil {
		err = parsed.Execute(&out, map[string]string(values))
	}
	if err != nil {
		return "", issuer.Fail(issuer.Input, "mail-template-html", "detail", err.Error()).Because(err)
	}
	return out.String(), nil
}

// piece is a run of text, or a link.
type piece struct {
	Text string
	URL  string
}

// block is a paragraph of lines, or a button.
type block struct {
	Lines  [][]piece
	Button *piece
}

// page makes the HTML part of a text.
func page(text, subject string, look Look) (string, error) {
	var blocks []block
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		var b block
		for line := range strings.SplitSeq(paragraph, "\n") {
			b.Lines = append(b.Lines, pieces(line))
		}
		if len(b.Lines) == 1 && len(b.Lines[0]) == 1 && b.Lines[0][0].URL != "" && b.Lines[0][0].URL != b.Lines[0][0].Text {
			b.Button = &b.Lines[0][0]
		}
		blocks = append(blocks, b)
	}
	look.Title, look.Footer = oneLine(look.Title), oneLine(look.Footer)
	shape, err := template.New("mail").Parse(layout)
	if err != nil {
		return "", fmt.Errorf("lay out mail: %w", err)
	}
	var out strings.Builder
	err = shape.Execute(&out, map[string]any{
		"Subject": subject, "Look": look, "Blocks": blocks, "Icon": template.URL("cid:" + IconID), // #nosec G203 -- a constant
		"ForWordHead": forWordHead, "ForWordOpen": forWordOpen, "ForWordEnd": forWordEnd,
	})
	return out.String(), err
}

func pieces(line string) []piece {
	var list []piece
	for line != "" {
		m := link.FindStringSubmatchIndex(line)
		if m == nil {
			return append(list, piece{Text: line})
		}
		if m[0] > 0 {
			list = append(list, piece{Text: line[:m[0]]})
		}
		whole := line[m[0]:m[1]]
		one := piece{Text: whole, URL: whole}
		if m[2] >= 0 {
			one = piece{Text: line[m[2]:m[3]], URL: line[m[4]:m[5]]}
		}
		if u, err := url.Parse(one.URL); err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" {
			one = piece{Text: whole}
		}
		list = append(list, one)
		line = line[m[1]:]
	}
	return list
}
