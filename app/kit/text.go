package kit

import (
	"sort"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/text/unicode/bidi"
)

// Wrap says what a text does that is longer than its room.
type Wrap int

// The ways.
const (
	Whole    Wrap = iota // asks for as much room as it needs
	Ellipsis             // one line that ends in “…”; a tooltip shows all of it
	Wrapped              // several lines, broken inside a word when there is no other way
)

// Text shows words in one of the roles of tokens.md §4. A text in a script that
// runs from right to left is set against the right edge.
type Text struct {
	widget.BaseWidget
	text  string
	ink   fyne.ThemeColorName
	size  fyne.ThemeSizeName
	style fyne.TextStyle
	wrap  Wrap
	align fyne.TextAlign
	tip   string
	cut   bool
	code  bool              // wrapped lines keep their indent
	inner bool              // a line without room loses its middle, not its end
	host  desktop.Hoverable // what it stands in, when that shows the pointer itself
}

// NewText makes a text in body type.
func NewText(text string) *Text {
	t := &Text{text: text, ink: ColorText, size: SizeBody}
	t.ExtendBaseWidget(t)
	return t
}

// The roles.

// Verdict is a verdict or the headline of something running: 22, bold.
func Verdict(text string) *Text { return NewText(text).With(SizeVerdict).Strong() }

// Title is a page's title: 20, bold.
func Title(text string) *Text { return NewText(text).With(SizeTitle).Strong() }

// Section is a section's title: 16, bold.
func Section(text string) *Text { return NewText(text).With(SizeSection).Strong() }

// Strong is a card's title: 13, bold.
func Strong(text string) *Text { return NewText(text).Strong() }

// Body is running text, wrapped.
func Body(text string) *Text { return NewText(text).Wrapping(Wrapped) }

// Line is one line of text that ends in “…” when there is no room.
func Line(text string) *Text { return NewText(text).Wrapping(Ellipsis) }

// Second is a second line: 12, quieter.
func Second(text string) *Text { return NewText(text).With(SizeSmall).In(ColorText2) }

// Hint is help under a field: 12, quietest, wrapped.
func Hint(text string) *Text {
	return NewText(text).With(SizeSmall).In(ColorText3).Wrapping(Wrapped)
}

// Label stands over a field: 12, bold.
func Label(text string) *Text { return NewText(text).With(SizeSmall).In(ColorText2).Strong() }

// Mono is for figures that people compare: keys, numbers, fingerprints.
func Mono(text string) *Text {
	t := NewText(text).With(SizeSmall)
	t.style.Monospace = true
	return t
}

// Code is lines for a configuration as they are typed, indented: what is too long
// goes on under its beginning.
func Code(text string) *Text {
	t := Mono(text).Wrapping(Wrapped)
	t.code = true
	return t
}

// In sets the colour.
func (t *Text) In(ink fyne.ThemeColorName) *Text { t.ink = ink; return t }

// With sets the size.
func (t *Text) With(size fyne.ThemeSizeName) *Text { t.size = size; return t }

// Strong makes it bold.
func (t *Text) Strong() *Text { t.style.Bold = true; return t }

// Regular makes it not bold.
func (t *Text) Regular() *Text { t.style.Bold = false; return t }

// Wrapping sets what it does without room.
func (t *Text) Wrapping(w Wrap) *Text { t.wrap = w; return t }

// Aligned sets the alignment; leading means the direction of the text itself.
func (t *Text) Aligned(a fyne.TextAlign) *Text { t.align = a; return t }

// Inner makes a line without room lose its middle: where names begin alike, they
// are told by their ends.
func (t *Text) Inner() *Text { t.inner = true; return t }

// Tip sets a tooltip that is shown whether or not the text is cut.
func (t *Text) Tip(tip string) *Text { t.tip = tip; return t }

// Text is what it says.
func (t *Text) Text() string { return t.text }

// SetText changes what it says.
func (t *Text) SetText(text string) {
	if t.text == text {
		return
	}
	t.text = text
	t.Refresh()
}

// SetInk changes the colour.
func (t *Text) SetInk(ink fyne.ThemeColorName) {
	if t.ink == ink {
		return
	}
	t.ink = ink
	t.Refresh()
}

// SetStrong changes the weight.
func (t *Text) SetStrong(strong bool) {
	if t.style.Bold == strong {
		return
	}
	t.style.Bold = strong
	t.Refresh()
}

// Within makes it pass the pointer on to what it stands in: the driver tells only
// the innermost of it.
func (t *Text) Within(host desktop.Hoverable) *Text { t.host = host; return t }

// MouseIn is Fyne's: it shows the tooltip.
func (t *Text) MouseIn(e *desktop.MouseEvent) {
	if t.host != nil {
		t.host.MouseIn(e)
	}
	switch {
	case t.tip != "":
		showTip(t, t.tip)
	case t.cut:
		showTip(t, t.text)
	}
}

// MouseMoved is Fyne's.
func (t *Text) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (t *Text) MouseOut() {
	if t.host != nil {
		t.host.MouseOut()
	}
	hideTip(t)
}

// adopt does so with the texts in an object.
func adopt(o fyne.CanvasObject, host desktop.Hoverable) {
	switch v := o.(type) {
	case *Text:
		v.Within(host)
	case *fyne.Container:
		for _, in := range v.Objects {
			adopt(in, host)
		}
	}
}

// CreateRenderer is Fyne's.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textLook{t: t}
	r.Refresh()
	return r
}

type textLook struct {
	t     *Text
	lines []fyne.CanvasObject
	width float32
	fits  float32 // height of what is laid out
}

func (r *textLook) measure(s string) fyne.Size {
	return fyne.MeasureText(s, theme.Size(r.t.size), r.t.style)
}

func (r *textLook) Layout(s fyne.Size) {
	if r.width != s.Width || len(r.lines) == 0 {
		r.set(s.Width)
	}
	y := float32(0)
	if r.t.wrap != Wrapped && s.Height > r.fits {
		y = (s.Height - r.fits) / 2
	}
	for _, o := range r.lines {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(s.Width, h))
		y += h
	}
}

// set breaks the text into lines for a width; 0 is not known yet.
func (r *textLook) set(width float32) {
	r.width = width
	var lines []string
	r.t.cut = false
	switch {
	case r.t.wrap == Whole || width <= 0:
		lines = strings.Split(r.t.text, "\n")
	case r.t.wrap == Ellipsis:
		line := strings.ReplaceAll(r.t.text, "\n", " ")
		fitted := fit(line, width, r.measure)
		if r.t.inner {
			fitted = fitInner(line, width, r.measure)
		}
		r.t.cut = fitted != line
		lines = []string{fitted}
	case r.t.code:
		lines = breakCode(r.t.text, width, r.measure)
	default:
		lines = breakLines(r.t.text, width, r.measure)
	}
	r.lines = r.lines[:0]
	r.fits = 0
	for _, line := range lines {
		c := canvas.NewText(line, Color(r.t.ink))
		c.TextSize, c.TextStyle, c.Alignment = theme.Size(r.t.size), r.t.style, r.t.align
		if r.t.align == fyne.TextAlignLeading && RightToLeft(line) {
			c.Alignment = fyne.TextAlignTrailing
		}
		r.lines = append(r.lines, c)
		r.fits += c.MinSize().Height
	}
}

func (r *textLook) MinSize() fyne.Size {
	one := r.measure("M")
	switch r.t.wrap {
	case Ellipsis:
		return fyne.NewSize(min(r.measure(r.t.text).Width, Px(36)), one.Height)
	case Wrapped:
		return fyne.NewSize(min(r.measure(longest(r.t.text)).Width, Px(60)), max(r.fits, one.Height))
	}
	w := float32(0)
	for line := range strings.SplitSeq(r.t.text, "\n") {
		w = max(w, r.measure(line).Width)
	}
	return fyne.NewSize(w, max(r.fits, one.Height))
}
func (r *textLook) Objects() []fyne.CanvasObject { return r.lines }
func (r *textLook) Destroy()                     {}
func (r *textLook) Refresh() {
	r.set(r.t.Size().Width)
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func longest(text string) string {
	best := ""
	for word := range strings.FieldsSeq(text) {
		if len(word) > len(best) {
			best = word
		}
	}
	return best
}

// fitInner cuts a line to a width in its middle.
func fitInner(line string, width float32, measure func(string) fyne.Size) string {
	letters := []rune(line)
	keep := func(n int) string {
		head, tail := letters[:(n+1)/2], letters[len(letters)-n/2:]
		for len(tail) > 0 && unicode.Is(unicode.Mn, tail[0]) {
			tail = tail[1:]
		}
		return strings.TrimRightFunc(string(head), unicode.IsSpace) + "…" + strings.TrimLeftFunc(string(tail), unicode.IsSpace)
	}
	if measure(line).Width <= width {
		return line
	}
	return keep(sort.Search(len(letters), func(n int) bool { return measure(keep(n+1)).Width > width }))
}

// fit cuts a line to a width and ends it in “…”.
func fit(line string, width float32, measure func(string) fyne.Size) string {
	if measure(line).Width <= width {
		return line
	}
	letters := []rune(line)
	lo, hi := 0, len(letters)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if measure(string(letters[:mid])+"…").Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	for lo > 0 && unicode.Is(unicode.Mn, letters[min(lo, len(letters)-1)]) {
		lo--
	}
	return strings.TrimRightFunc(string(letters[:lo]), unicode.IsSpace) + "…"
}

// breakLines sets text into lines of a width, inside a word only when the word
// alone is too long.
func breakLines(text string, width float32, measure func(string) fyne.Size) []string {
	var out []string
	for para := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(para) {
			try := word
			if line != "" {
				try = line + " " + word
			}
			if measure(try).Width <= width {
				line = try
				continue
			}
			if line != "" {
				out = append(out, line)
			}
			line = word
			for measure(line).Width > width {
				head, tail := split(line, width, measure)
				if tail == "" {
					break
				}
				out = append(out, head)
				line = tail
			}
		}
		out = append(out, line)
	}
	return out
}

// breakCode is breakLines for lines that keep their indent.
func breakCode(text string, width float32, measure func(string) fyne.Size) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		words := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(words)]
		for _, part := range breakLines(words, width-measure(indent).Width, measure) {
			out = append(out, indent+part)
		}
	}
	return out
}

func split(word string, width float32, measure func(string) fyne.Size) (head, tail string) {
	letters := []rune(word)
	n := 1
	for n < len(letters) && measure(string(letters[:n+1])).Width <= width {
		n++
	}
	return string(letters[:n]), string(letters[n:])
}

// RightToLeft tells whether a text runs from right to left: by its first
// letter that has a direction.
func RightToLeft(text string) bool {
	for _, r := range text {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.R, bidi.AL:
			return true
		case bidi.L:
			return false
		}
	}
	return false
}
