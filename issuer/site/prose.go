package site

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// prose gives what shows a text as its writer meant it. Both standards call criteria
// Markdown, and most are plain lines: a line that ends, ends; what is indented is no
// program, and what is underlined no heading. Nothing of a text is markup, and a picture
// from elsewhere is a link, for a page asks nobody else.
func prose() func(said string) template.HTML {
	markdown := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(
				util.Prioritized(parser.NewThematicBreakParser(), 200),
				util.Prioritized(parser.NewListParser(), 300),
				util.Prioritized(parser.NewListItemParser(), 400),
				util.Prioritized(parser.NewATXHeadingParser(), 600),
				util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
				util.Prioritized(parser.NewBlockquoteParser(), 800),
				util.Prioritized(parser.NewParagraphParser(), 1000),
			),
			parser.WithInlineParsers(
				util.Prioritized(parser.NewCodeSpanParser(), 100),
				util.Prioritized(parser.NewLinkParser(), 200),
				util.Prioritized(stars{}, 500),
			),
		)),
		goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))),
		goldmark.WithRendererOptions(html.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(written{}, 100))),
	)
	return func(said string) template.HTML {
		var out strings.Builder
		if err := markdown.Convert([]byte(strings.TrimSpace(said)), &out); err != nil { // a Builder takes everything
			return template.HTML(template.HTMLEscapeString(said)) // #nosec G203 -- escaped
		}
		return template.HTML(out.String()) // #nosec G203 -- of tags that are known and escaped text
	}
}

// stars stress what stands between them. One within a word is a star: that of a sum, or
// of Helfer*innen.
type stars struct{}

func (stars) Trigger() []byte                           { return []byte{'*'} }
func (stars) IsDelimiter(b byte) bool                   { return b == '*' }
func (stars) CanOpenCloser(a, b *parser.Delimiter) bool { return a.Char == b.Char }
func (stars) OnMatch(consumes int) ast.Node             { return ast.NewEmphasis(consumes) }
func (s stars) Parse(_ ast.Node, block text.Reader, c parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	d := parser.ScanDelimiter(line, before, 1, s)
	if d == nil || d.OriginalLength > 2 || before == '*' {
		return nil
	}
	if behind, _ := utf8.DecodeRune(line[d.OriginalLength:]); inWord(before) && inWord(behind) {
		d.CanOpen, d.CanClose = false, false
	}
	d.Segment = segment.WithStop(segment.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	c.PushDelimiter(d)
	return d
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// written is what is otherwise on our pages than in a document of its own.
type written struct{}

// RegisterFuncs is the library's.
func (written) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.ChildCount() == 0 { // one of nothing
			return ast.WalkSkipChildren, nil
		}
		return between("<h3>", "</h3>\n")(w, nil, n, entering)
	})
	r.Register(ast.KindLink, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		return leads(w, n, string(n.(*ast.Link).Destination), entering)
	})
	r.Register(ast.KindImage, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		return leads(w, n, string(n.(*ast.Image).Destination), entering)
	})
	r.Register(table.KindTableCell, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		begin, end := "<td>", "</td>\n"
		if n.Parent().Kind() == table.KindTableHeader {
			begin, end = `<th scope="col">`, "</th>\n"
		}
		return between(begin, end)(w, nil, n, entering)
	})
}

func between(begin, end string) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			_, _ = w.WriteString(begin)
		} else {
			_, _ = w.WriteString(end)
		}
		return ast.WalkContinue, nil
	}
}

// leads writes a link to the web; any other address, and that of a picture which is a
// link already, stands behind the words.
func leads(w util.BufWriter, n ast.Node, to string, entering bool) (ast.WalkStatus, error) {
	shown := template.HTMLEscapeString(to)
	if _, within := n.Parent().(*ast.Link); within || !isWeb(to) {
		return between("", " ("+shown+")")(w, nil, n, entering)
	}
	name := ""
	if n.ChildCount() == 0 {
		name = shown
	}
	return between(`<a href="`+shown+`" rel="noreferrer nofollow">`+name, "</a>")(w, nil, n, entering)
}
