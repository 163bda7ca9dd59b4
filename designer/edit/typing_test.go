package edit

import (
	"reflect"
	"strings"
	"testing"
	"time"

	dejavu "codeberg.org/go-fonts/dejavu/dejavusansbold"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

func content(d *desk, id string) string { return d.layer(id).Text.Content }

func (d *desk) typed(text string) {
	for _, r := range text {
		d.TextInput(r)
		d.wait(200 * time.Millisecond)
	}
}

func TestTyping(t *testing.T) {
	set := func() *desk { return sit(t, board(words("a", "Kiln", 300, 300, 40))) }
	t.Run("all is selected at first and typing replaces it", func(t *testing.T) {
		d := set()
		d.BeginText("a")
		if got := d.TextSelected(); got != "Kiln" {
			t.Errorf("selected %q", got)
		}
		d.typed("Ofen")
		if got := content(d, "a"); got != "Ofen" {
			t.Errorf("says %q", got)
		}
		if got := d.steps(); !reflect.DeepEqual(got, []string{"step.type"}) {
			t.Errorf("steps %v", got)
		}
	})
	t.Run("a pause begins another step", func(t *testing.T) {
		d := set()
		d.BeginText("a")
		d.typed("Of")
		d.wait(1100 * time.Millisecond)
		d.typed("en")
		d.Undo()
		if got := content(d, "a"); got != "Of" || !d.Typing() {
			t.Errorf("says %q, typing %v", got, d.Typing())
		}
		d.TextInput('!')
		if got := content(d, "a"); got != "Of!" {
			t.Errorf("says %q", got)
		}
	})
	t.Run("a move of the caret too", func(t *testing.T) {
		d := set()
		d.BeginText("a")
		d.typed("On")
		d.TextKey(TextLeft, false, false)
		d.typed("fe")
		if got := content(d, "a"); got != "Ofen" || len(d.steps()) != 2 {
			t.Errorf("says %q in %d steps", got, len(d.steps()))
		}
	})
	t.Run("cancelled, text and history are as before", func(t *testing.T) {
		d := set()
		d.Select("a")
		d.do("nudge-left")
		d.do("push-down")
		d.Undo()
		before, history := d.Document(), d.past
		d.BeginText("a")
		d.typed("one")
		d.wait(2 * time.Second)
		d.typed("two")
		d.CancelText()
		if !reflect.DeepEqual(d.Document(), before) || !reflect.DeepEqual(d.past.steps, history.steps) || d.Typing() {
			t.Error("something is left")
		}
		if _, ok := d.CanRedo(); !ok {
			t.Error("nothing can be redone")
		}
	})
	t.Run("undo past the beginning ends it", func(t *testing.T) {
		d := set()
		d.Select("a")
		d.do("nudge-left")
		d.BeginText("a")
		d.typed("x")
		d.Undo()
		if !d.Typing() {
			t.Error("ended too early")
		}
		d.Undo()
		if d.Typing() {
			t.Error("goes on")
		}
	})
	t.Run("a press beside commits and selects", func(t *testing.T) {
		d := sit(t, board(words("a", "Kiln", 300, 300, 40), rect("b", 0, 0, 50, 50)))
		d.BeginText("a")
		d.typed("x")
		d.click(20, 20)
		if d.Typing() {
			t.Error("goes on")
		}
		chosen(t, d, "b")
	})
	t.Run("deleting the layer ends it", func(t *testing.T) {
		d := set()
		d.BeginText("a")
		d.do("delete")
		if d.Typing() {
			t.Error("goes on")
		}
	})
	t.Run("a new text that is left empty goes", func(t *testing.T) {
		d := set()
		id, err := d.AddText("Text", 30, geom.Pt(100, 100))
		if err != nil || d.Editing() != id {
			t.Fatalf("editing %q, %v", d.Editing(), err)
		}
		d.TextKey(TextBackspace, false, false)
		if d.CommitText() {
			t.Error("an empty text stays")
		}
		if Find(d.Document(), id) != nil {
			t.Error("it is still there")
		}
	})
	t.Run("an old one stays, and that is said", func(t *testing.T) {
		d := set()
		d.BeginText("a")
		d.TextKey(TextBackspace, false, false)
		o := d.Overlay(1)
		if o.Caret == nil || o.Frames[0].Bounds().Empty() {
			t.Errorf("no room for a caret: %+v", o)
		}
		if !d.CommitText() || d.layer("a").Text.Content != "" {
			t.Error("not so")
		}
	})
	t.Run("letters that cannot be shown are left out", func(t *testing.T) {
		d := set()
		d.BeginText("a")
		d.TextInsert("a\x00b\r\nc\x1b")
		if got := content(d, "a"); got != "ab\nc" {
			t.Errorf("says %q", got)
		}
	})
	t.Run("nor are they in a text that comes as a whole", func(t *testing.T) {
		d := set()
		id, err := d.AddText("Glaze\x00 club\r\nof the town, which has "+strings.Repeat("many ", 40)+"\x1bmembers", 30, geom.Pt(100, 100))
		if err != nil {
			t.Fatal(err)
		}
		l := d.layer(id)
		if strings.ContainsAny(l.Text.Content, "\x00\r\x1b") || !strings.HasPrefix(l.Text.Content, "Glaze club\nof") {
			t.Errorf("says %q", l.Text.Content)
		}
		if l.Name != "Glaze club" {
			t.Errorf("is called %q", l.Name)
		}
		if id, err = d.AddArcText("a\nb"+strings.Repeat("c", 200), 30, 100, geom.Pt(100, 100)); err != nil {
			t.Fatal(err)
		}
		if l = d.layer(id); !strings.HasPrefix(l.Text.Content, "a b") || len([]rune(l.Name)) != mostTextName {
			t.Errorf("says %q and is called %q", l.Text.Content, l.Name)
		}
	})
	t.Run("saving while typing", func(t *testing.T) {
		d := set()
		d.BeginText("a")
		d.typed("x")
		d.MarkSaved()
		d.typed("y")
		if !d.Dirty() {
			t.Error("clean though something was typed")
		}
		d.Undo()
		if d.Dirty() || content(d, "a") != "x" {
			t.Errorf("dirty, or says %q", content(d, "a"))
		}
	})
}

func TestTextKeys(t *testing.T) {
	type press struct {
		key         Key
		shift, word bool
	}
	for _, c := range []struct {
		name    string
		text    string
		presses []press
		type1   string
		want    string
	}{
		{"right ends the selection", "Kiln", []press{{TextRight, false, false}}, "!", "Kiln!"},
		{"left ends it at the beginning", "Kiln", []press{{TextLeft, false, false}}, "!", "!Kiln"},
		{"home and end", "Kiln", []press{{TextHome, false, false}, {TextEnd, false, false}}, "!", "Kiln!"},
		{"a word to the left", "one two", []press{{TextEnd, false, false}, {TextLeft, false, true}}, "!", "one !two"},
		{"a word to the right", "one two", []press{{TextHome, false, false}, {TextRight, false, true}}, "!", "one !two"},
		{"a word is deleted", "one two", []press{{TextEnd, false, false}, {TextBackspace, false, true}}, "", "one "},
		{"a word ahead is deleted", "one two", []press{{TextHome, false, false}, {TextDelete, false, true}}, "", "two"},
		{"one letter is deleted", "Kiln", []press{{TextEnd, false, false}, {TextBackspace, false, false}}, "", "Kil"},
		{"one ahead is deleted", "Kiln", []press{{TextHome, false, false}, {TextDelete, false, false}}, "", "iln"},
		{"a letter of several runes goes as one", "né👩‍🎨", []press{{TextEnd, false, false}, {TextBackspace, false, false}}, "", "né"},
		{"an accent goes with its letter", "ne\u0301", []press{{TextEnd, false, false}, {TextBackspace, false, false}}, "", "n"},
		{"Shift selects", "Kiln", []press{{TextEnd, false, false}, {TextLeft, true, false}, {TextLeft, true, false}}, "c", "Kic"},
		{"all", "Kiln", []press{{TextEnd, false, false}, {TextAll, false, false}}, "c", "c"},
		{"nothing behind the end", "Kiln", []press{{TextEnd, false, false}, {TextDelete, false, false}, {TextRight, false, false}}, "!", "Kiln!"},
		{"nothing before the beginning", "Kiln", []press{{TextHome, false, false}, {TextBackspace, false, false}, {TextLeft, false, false}}, "!", "!Kiln"},
		{"a field is plain text", "{name}", []press{{TextEnd, false, false}, {TextBackspace, false, false}}, "", "{name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, board(words("a", c.text, 300, 300, 40)))
			d.BeginText("a")
			for _, p := range c.presses {
				if !d.TextKey(p.key, p.shift, p.word) {
					t.Errorf("%s means nothing", p.key)
				}
			}
			d.typed(c.type1)
			if got := content(d, "a"); got != c.want {
				t.Errorf("says %q, not %q", got, c.want)
			}
		})
	}
}

func TestEnterKey(t *testing.T) {
	for _, c := range []struct {
		layer *designer.Layer
		shift bool
		want  string
		on    bool
	}{
		{words("a", "Kiln", 300, 300, 40), false, "Kiln", false},
		{words("a", "Kiln", 300, 300, 40), true, "Kiln\n", true},
		{boxed("a", "Kiln", 100, 100, 300, 100), false, "Kiln\n", true},
		{arched("a", "Kiln", 300, 300, 100, -90), true, "Kiln", false},
	} {
		d := sit(t, board(c.layer))
		d.BeginText("a")
		d.TextKey(TextEnd, false, false)
		d.TextKey(TextEnter, c.shift, false)
		if got := content(d, "a"); got != c.want || d.Typing() != c.on {
			t.Errorf("says %q, typing %v", got, d.Typing())
		}
	}
}

func TestCaretFollowsThePointer(t *testing.T) {
	turned := words("a", "KILN", 0, 0, 40)
	turned.Place = geom.Rotate(90).Then(geom.Move(300, 300))
	for name, l := range map[string]*designer.Layer{
		"straight": words("a", "KILN", 300, 300, 40), "turned": turned,
		"arc": arched("a", "KILN", 300, 300, 200, -90), "below": func() *designer.Layer {
			l := arched("a", "KILN", 300, 300, 200, 90)
			l.Text.Arc.Inside = true
			return l
		}(),
		"boxed": boxed("a", "KILN", 100, 100, 200, 80),
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t, board(l))
			d.BeginText("a")
			list := d.carets()
			if len(list) != 5 {
				t.Fatalf("%d carets", len(list))
			}
			p := list[2].Foot.Add(list[2].Head).Times(0.5)
			d.click(p.X, p.Y)
			c := d.Overlay(1).Caret
			if c == nil || c.Foot != list[2].Foot || c.Head != list[2].Head {
				t.Errorf("caret %v, not %v", c, list[2])
			}
			// Dragging selects two letters.
			q := list[4].Foot.Add(list[4].Head).Times(0.5)
			d.drag(p.X, p.Y, q.X, q.Y)
			if got := d.TextSelected(); got != "LN" {
				t.Errorf("selected %q", got)
			}
			if got := len(d.Overlay(1).Marked); got != 2 {
				t.Errorf("%d letters are marked", got)
			}
			d.typed("x")
			if got := content(d, "a"); got != "KIx" {
				t.Errorf("says %q", got)
			}
			if len(d.Overlay(1).Handles) > 0 {
				t.Error("handles while typing")
			}
		})
	}
}

// While a text is edited in place, its merge fields are shown in their braces.
func TestFieldsAreEditedAsWritten(t *testing.T) {
	fonts, err := typeset.NewFonts([]typeset.Source{{Family: "sans-bold", Weight: 700, Data: dejavu.TTF}})
	if err != nil {
		t.Fatal(err)
	}
	d := sit(t, board(words("a", "{name}", 300, 300, 40)))
	d.env.Measure = render.NewMeasure(fonts, map[string]string{"name": "Aleksandra Wiśniewska"})
	d.Select("a")
	filled := d.Overlay(1).Frames[0].Bounds()
	d.BeginText("a")
	if got := len(d.carets()); got != 7 {
		t.Errorf("%d carets", got)
	}
	written := d.Overlay(1).Frames[0].Bounds()
	if written.W() >= filled.W() {
		t.Errorf("the frame is that of the name: %v", written)
	}
	d.click(filled.Min.X+2, 290)
	if d.Typing() {
		t.Error("a click beside what is written is a click in the text")
	}
}

func TestDoubleClickEditsText(t *testing.T) {
	d := sit(t, board(words("a", "two words", 300, 300, 40)))
	d.Select("a")
	d.BeginText("a")
	c := d.carets()[6]
	d.CommitText()
	d.Clear()
	p := c.Foot.Add(c.Head).Times(0.5)
	d.double(p.X, p.Y)
	if got := d.TextSelected(); got != "words" {
		t.Errorf("selected %q", got)
	}
	if len(d.steps()) > 0 {
		t.Errorf("steps %v", d.steps())
	}
}

func TestLinesUpAndDown(t *testing.T) {
	d := sit(t, board(boxed("a", "first line\nsecond one\nx", 100, 100, 400, 200)))
	d.BeginText("a")
	d.TextKey(TextHome, false, true)
	for range 4 {
		d.TextKey(TextRight, false, false)
	}
	d.TextKey(TextDown, false, false)
	second := d.typing.at
	if second < 13 || second > 16 {
		t.Errorf("down went to %d", second)
	}
	d.TextKey(TextDown, false, false)
	if got := d.typing.at; got != 23 {
		t.Errorf("down went to %d", got)
	}
	d.TextKey(TextUp, false, false)
	if got := d.typing.at; got != second {
		t.Errorf("up went to %d, not back to %d", got, second)
	}
	d.TextKey(TextEnd, false, false)
	if got := d.typing.at; got != 21 {
		t.Errorf("end went to %d", got)
	}
	d.TextKey(TextHome, false, false)
	if got := d.typing.at; got != 11 {
		t.Errorf("home went to %d", got)
	}
	d.TextKey(TextUp, false, false)
	d.TextKey(TextUp, false, false)
	if got := d.typing.at; got != 0 {
		t.Errorf("up from the first line went to %d", got)
	}
}

// TestTabGoesFromTextToText in reading order, round and back.
func TestTabGoesFromTextToText(t *testing.T) {
	text := func(id string, y float64) *designer.Layer {
		return &designer.Layer{ID: id, Opacity: 1, Place: geom.Move(300, y), Text: &designer.Text{Content: id, Font: designer.Font{Family: "sans-bold", Weight: 700}, Size: 30}}
	}
	d := sit(t, board(text("low", 400), text("{name}", 150), text("top", 100), text("mid", 200)))
	if d.NextText(false) {
		t.Error("there is nothing to go on from")
	}
	d.BeginText("top")
	for _, want := range []string{"mid", "low", "top"} {
		d.NextText(false)
		if d.Editing() != want {
			t.Fatalf("editing %q, not %q", d.Editing(), want)
		}
	}
	if d.NextText(true); d.Editing() != "low" {
		t.Fatalf("back to %q", d.Editing())
	}
}
