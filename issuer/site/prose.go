package site

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// prose shows a text as its writer meant it. Both standards call criteria Markdown, and
// most are plain lines: of it is taken what cannot be meant otherwise, and a line that
// ends, ends. Nothing of a text is markup, and a picture from elsewhere is a link, for a
// page asks nobody else.
func prose(text string) template.HTML {
	var p writer
	lines := strings.Split(strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n"), "\n")
	for n := 0; n < len(lines); {
		n += p.block(lines[n:])
	}
	p.end()
	return template.HTML(p.out.String()) // #nosec G203 -- of our own tags and escaped text
}

// writer writes blocks; some of them take one line after the other.
type writer struct {
	out  strings.Builder
	open string // the block that waits for more: p, ul, ol or blockquote; "" for none
	last int    // how many a numbered list has
}

var (
	heading = regexp.MustCompile(`^#{1,6} +(?:(.*[^ #].*?) +#* *|(.*[^ #].*?) *)$`)
	bullet  = regexp.MustCompile(`^ {0,3}[-*+] +(.*)$`)
	number  = regexp.MustCompile(`^ {0,3}(\d{1,9})[.)] +(.*)$`)
	quoted  = regexp.MustCompile(`^ {0,3}> ?(.*)$`)
	rule    = regexp.MustCompile(`^ {0,3}(-{3,}|\*{3,}|_{3,}) *$`)
	columns = regexp.MustCompile(`^ *\|? *:?-+:? *(\| *:?-+:? *)*\|? *$`)
)

// block writes what some lines begin with, and tells how many they are.
func (p *writer) block(lines []string) int {
	line := lines[0]
	switch {
	case strings.TrimSpace(line) == "":
		p.end()
	case len(lines) > 1 && strings.Contains(line, "|") && strings.Contains(lines[1], "|") && columns.MatchString(lines[1]):
		return p.table(lines)
	case heading.MatchString(line):
		p.end()
		said := heading.FindStringSubmatch(line)
		p.out.WriteString("<h3>" + inline(said[1]+said[2]) + "</h3>\n")
	case rule.MatchString(line):
		p.end()
		p.out.WriteString("<hr>\n")
	case bullet.MatchString(line):
		p.line("ul", "<li>"+inline(bullet.FindStringSubmatch(line)[1])+"</li>\n")
	case p.counts(line):
		p.line("ol", "<li>"+inline(number.FindStringSubmatch(line)[2])+"</li>\n")
		p.last++
	case quoted.MatchString(line):
		p.line("blockquote", inline(quoted.FindStringSubmatch(line)[1])+"<br>\n")
	default:
		more := p.open == "p"
		text := inline(strings.TrimSpace(line))
		if more {
			text = "<br>\n" + text
		}
		p.line("p", text)
	}
	return 1
}

// counts tells whether a line is the next of a numbered list, which begins with 1. Many
// write 1 before each; any other number is one that has to be seen, such as a year.
func (p *writer) counts(line string) bool {
	found := number.FindStringSubmatch(line)
	if found == nil {
		return false
	}
	if p.open != "ol" {
		p.last = 0
	}
	n, err := strconv.Atoi(found[1])
	return err == nil && (n == 1 || p.open == "ol" && n == p.last+1)
}

// line adds to a block, and begins it where another one is open.
func (p *writer) line(kind, text string) {
	if p.open != kind {
		p.end()
		p.out.WriteString("<" + kind + ">")
		p.open = kind
	}
	p.out.WriteString(text)
}

func (p *writer) end() {
	if p.open != "" {
		p.out.WriteString("</" + p.open + ">\n")
	}
	p.open = ""
}

// table writes a head, leaves out what stands below it, and writes as many rows as follow.
func (p *writer) table(lines []string) int {
	p.end()
	p.out.WriteString("<table>\n<thead>" + row(lines[0], `th scope="col"`, "th") + "</thead>\n<tbody>\n")
	n := 2
	for ; n < len(lines) && strings.Contains(lines[n], "|"); n++ {
		p.out.WriteString(row(lines[n], "td", "td") + "\n")
	}
	p.out.WriteString("</tbody>\n</table>\n")
	return n
}

func row(line, begin, end string) string {
	var out strings.Builder
	for text := range strings.SplitSeq(strings.Trim(strings.TrimSpace(line), "|"), "|") {
		out.WriteString("<" + begin + ">" + inline(strings.TrimSpace(text)) + "</" + end + ">")
	}
	return "<tr>" + out.String() + "</tr>"
}

// span is what may stand inside a line: code, a picture or link, strong and stressed.
// A star with room behind it is a star, and so is one within a word: that of a sum, or
// of Helfer*innen.
var span = regexp.MustCompile("`([^`]+)`" + `|!?\[([^\[\]]*)\]\(([^()\s]+)\)|\*\*([^\s*](?:[^*]*[^\s*])?)\*\*|\*([^\s*](?:[^*]*[^\s*])?)\*`)

func inline(text string) string {
	var out strings.Builder
	before := ' ' // the letter in front of the text
	for {
		at := span.FindStringSubmatchIndex(text)
		if at == nil {
			return out.String() + template.HTMLEscapeString(text)
		}
		group := func(n int) string {
			if at[2*n] < 0 {
				return ""
			}
			return text[at[2*n]:at[2*n+1]]
		}
		out.WriteString(template.HTMLEscapeString(text[:at[0]]))
		if at[0] > 0 {
			before, _ = utf8.DecodeLastRuneInString(text[:at[0]])
		}
		if behind, _ := utf8.DecodeRuneInString(text[at[1]:]); max(at[8], at[10]) >= 0 && (inWord(before) || inWord(behind)) {
			stars := max(at[8], at[10]) - at[0]
			out.WriteString(text[at[0] : at[0]+stars])
			before, text = '*', text[at[0]+stars:]
			continue
		}
		switch whole := group(0); {
		case group(1) != "":
			out.WriteString("<code>" + template.HTMLEscapeString(group(1)) + "</code>")
		case group(3) != "" && isWeb(group(3)):
			name := group(2)
			if strings.TrimSpace(name) == "" {
				name = group(3)
			}
			out.WriteString(`<a href="` + template.HTMLEscapeString(group(3)) + `" rel="noreferrer nofollow">` + template.HTMLEscapeString(name) + "</a>")
		case group(4) != "":
			out.WriteString("<strong>" + template.HTMLEscapeString(group(4)) + "</strong>")
		case group(5) != "":
			out.WriteString("<em>" + template.HTMLEscapeString(group(5)) + "</em>")
		default:
			out.WriteString(template.HTMLEscapeString(whole))
		}
		before, _ = utf8.DecodeLastRuneInString(text[:at[1]])
		text = text[at[1]:]
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
