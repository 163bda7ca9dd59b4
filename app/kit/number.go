package kit

import (
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// NumberEntry takes a number or a sum (“300+12”, “120/2+4”, “50%” of what it
// was). Up and down step by one, with Shift by ten, with Alt by a tenth. It
// tells on Enter, on leaving, and on each step.
type NumberEntry struct {
	Entry
	value       float64
	mixed       bool
	least, most float64
	step        float64
	places      int
	unit        string
	sign        string // before the places; "" is a point
	changed     func(float64)
	shift, alt  bool
}

// NewNumberEntry makes one; unit is shown behind the number (“°”, “%”) and may
// be "".
func NewNumberEntry(name string, value, least, most float64, unit string, changed func(float64)) *NumberEntry {
	n := &NumberEntry{least: least, most: most, step: 1, places: 2, unit: unit, changed: changed}
	n.name, n.whole = name, n
	n.ExtendBaseWidget(n)
	n.OnKey = n.key
	n.OnSubmitted = func(string) { n.commit() }
	n.OnFocus = func(on bool) {
		if !on {
			n.commit()
		}
	}
	n.Put(value)
	return n
}

// Steps sets the step of the arrows and how many places are shown.
func (n *NumberEntry) Steps(step float64, places int) *NumberEntry {
	n.step, n.places = step, places
	n.show()
	return n
}

// Sign sets the decimal sign of a language.
func (n *NumberEntry) Sign(sign string) *NumberEntry {
	n.sign = sign
	n.show()
	return n
}

// Value is the number.
func (n *NumberEntry) Value() float64 { return n.value }

// Put shows a number without telling.
func (n *NumberEntry) Put(value float64) {
	n.value, n.mixed = value, false
	n.show()
}

// PutMixed shows a word for several differing numbers.
func (n *NumberEntry) PutMixed(word string) {
	n.mixed = true
	n.PlaceHolder = word
	n.SetText("")
}

func (n *NumberEntry) show() {
	if n.mixed {
		return
	}
	text := FormatNumber(n.value, n.places)
	if n.sign != "" {
		text = strings.Replace(text, ".", n.sign, 1)
	}
	if n.unit != "" {
		text += " " + n.unit
	}
	if n.Text != text {
		n.SetText(text)
	}
	n.SetWrong(false)
}

// FormatNumber writes a number with at most so many places and no zeros behind.
func FormatNumber(v float64, places int) string {
	text := strconv.FormatFloat(v, 'f', places, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

func (n *NumberEntry) commit() {
	if n.mixed && strings.TrimSpace(n.Text) == "" {
		return
	}
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(n.Text), n.unit))
	if n.unit == "%" {
		text = strings.ReplaceAll(n.Text, "%", "")
	}
	v, ok := Sum(text, n.value)
	if !ok {
		n.SetWrong(true)
		return
	}
	n.set(v)
}

func (n *NumberEntry) set(v float64) {
	v = min(max(v, n.least), n.most)
	scale := math.Pow(10, float64(n.places))
	v = math.Round(v*scale) / scale
	told := v != n.value || n.mixed
	n.Put(v)
	if told && n.changed != nil {
		n.changed(v)
	}
}

func (n *NumberEntry) key(k *fyne.KeyEvent) bool {
	step := n.step
	if n.shift {
		step *= 10
	}
	if n.alt {
		step /= 10
	}
	switch k.Name {
	case fyne.KeyUp:
		n.bump(step)
	case fyne.KeyDown:
		n.bump(-step)
	default:
		return false
	}
	return true
}

func (n *NumberEntry) bump(by float64) {
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(n.Text), n.unit))
	if v, ok := Sum(text, n.value); ok {
		n.set(v + by)
	}
}

// KeyDown is Fyne's.
func (n *NumberEntry) KeyDown(k *fyne.KeyEvent) {
	n.modifier(k, true)
	n.Entry.KeyDown(k)
}

// KeyUp is Fyne's.
func (n *NumberEntry) KeyUp(k *fyne.KeyEvent) {
	n.modifier(k, false)
	n.Entry.KeyUp(k)
}

func (n *NumberEntry) modifier(k *fyne.KeyEvent, down bool) {
	switch k.Name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		n.shift = down
	case desktop.KeyAltLeft, desktop.KeyAltRight:
		n.alt = down
	}
}

// Sum works out a sum of numbers with + - * / and brackets; a number followed
// by % is that part of of. A comma is a decimal point.
func Sum(text string, of float64) (float64, bool) {
	p := &sum{text: strings.ReplaceAll(strings.ReplaceAll(text, ",", "."), "−", "-"), of: of}
	v := p.terms()
	p.blanks()
	return v, p.ok() && p.at == len(p.text) && !math.IsInf(v, 0) && !math.IsNaN(v)
}

type sum struct {
	text string
	at   int
	of   float64
	bad  bool
	deep int
}

func (p *sum) ok() bool { return !p.bad }

func (p *sum) blanks() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

func (p *sum) take(set string) byte {
	p.blanks()
	if p.at < len(p.text) && strings.IndexByte(set, p.text[p.at]) >= 0 {
		p.at++
		return p.text[p.at-1]
	}
	return 0
}

func (p *sum) terms() float64 {
	v := p.factors()
	for {
		switch p.take("+-") {
		case '+':
			v += p.factors()
		case '-':
			v -= p.factors()
		default:
			return v
		}
	}
}

func (p *sum) factors() float64 {
	v := p.atom()
	for {
		switch p.take("*/") {
		case '*':
			v *= p.atom()
		case '/':
			v /= p.atom()
		default:
			return v
		}
	}
}

func (p *sum) atom() float64 {
	if p.deep++; p.deep > 50 {
		p.bad = true
		return 0
	}
	defer func() { p.deep-- }()
	switch p.take("+-(") {
	case '-':
		return -p.atom()
	case '+':
		return p.atom()
	case '(':
		v := p.terms()
		if p.take(")") == 0 {
			p.bad = true
		}
		return v
	}
	p.blanks()
	from := p.at
	for p.at < len(p.text) && (p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == '.') {
		p.at++
	}
	v, err := strconv.ParseFloat(p.text[from:p.at], 64)
	if err != nil {
		p.bad = true
	}
	if p.take("%") != 0 {
		v = v / 100 * p.of
	}
	return v
}
