package kit_test

import (
	"image/color"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/app/kit/look"
	"badgekiln/issuer"
)

const longName = "Ana María de la Concepción Fernández-Quiroga y Montserrat del Valle"

func TestButtonsByKeyboard(t *testing.T) {
	b := kittest.New(t, kittest.English)
	var pressed []string
	one := kit.NewButton("Award 10", "", kit.Primary, func() { pressed = append(pressed, "one") })
	two := kit.NewButton("Export", "download", kit.Plain, func() { pressed = append(pressed, "two") })
	off := kit.NewButton("Never", "", kit.Plain, func() { pressed = append(pressed, "off") })
	off.Disable()
	b.Show(kit.HBox(8, one, off, two))
	c := b.Window.Canvas()
	c.FocusNext()
	test.Type(c.Focused(), "") // nothing
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	c.FocusNext()
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	off.Tapped(&fyne.PointEvent{})
	if got := strings.Join(pressed, " "); got != "one two" {
		t.Errorf("pressed %q", got)
	}
	if !ringShown(two) || ringShown(one) {
		t.Error("the ring is not round what has the focus")
	}
}

// ringShown looks for a 2 px line in accent.
func ringShown(o fyne.CanvasObject) bool {
	found := false
	look.Walk(o, func(o fyne.CanvasObject, _ fyne.Position) bool {
		if r, ok := o.(*canvas.Rectangle); ok && r.StrokeWidth == 2 && same(r.StrokeColor, kit.Color(kit.ColorAccent)) {
			found = true
		}
		return true
	})
	return found
}

func same(a, b color.Color) bool {
	r, g, bl, al := a.RGBA()
	r2, g2, b2, a2 := b.RGBA()
	return r == r2 && g == g2 && bl == b2 && al == a2
}

// Every control that can be operated takes the focus and shows it.
func TestFocusIsSeenOnEverything(t *testing.T) {
	b := kittest.New(t, kittest.English)
	all := map[string]fyne.CanvasObject{
		"button": kit.NewButton("Do", "", kit.Plain, func() {}),
		"icon":   kit.NewIconButton("undo", "Undo", func() {}),
		"check":  kit.NewCheck("On", true, nil),
		"radio":  kit.NewRadio([]string{"a", "b"}, []string{"A", "B"}, "a", false, nil),
		"select": kit.NewSelect("Letters", []string{"a"}, []string{"A"}, "a", nil),
		"tabs":   kit.NewTabs([]kit.TabItem{{Value: "a", Text: "A"}}, "a", nil),
		"slider": kit.NewSlider("Size", 1, 0, 10, 1, nil, nil),
		"swatch": kit.NewSwatch("Base", color.NRGBA{R: 200, A: 255}, func() {}),
		"tile":   kit.NewTile("Seal", kit.Strong("Seal"), func() {}),
		"row":    kit.NewRow("Seal", kit.Strong("Seal"), func() {}),
		"entry":  kit.NewEntry("Name"),
		"number": kit.NewNumberEntry("Width", 1, 0, 2, "", nil),
		"drop":   kit.NewDropZone("Drop", "here", 80, func() {}),
		"seg":    kit.NewSegmented([]string{"a"}, []string{"A"}, nil, "a", nil),
		"rail":   kit.NewRail([]kit.RailItem{{Value: "a", Text: "A", Icon: "home"}}, func(string) {}).Container,
	}
	for name, o := range all {
		b.Show(kit.VBox(8, o))
		c := b.Window.Canvas()
		c.Unfocus()
		if name != "segments" && ringShown(o) {
			t.Errorf("%s: focus is shown without any", name)
		}
		c.FocusNext()
		if c.Focused() == nil {
			t.Errorf("%s cannot be reached by Tab", name)
		} else if !ringShown(o) {
			t.Errorf("%s does not show its focus", name)
		}
	}
}

func TestLongTextIsCutAndTold(t *testing.T) {
	b := kittest.New(t, kittest.English)
	line := kit.Line(longName)
	b.Show(kit.VBox(0, kit.Columns(0, []float32{160, 1}, line, kit.Gap(1, 1))))
	shown := strings.Join(kittest.Visible(line), "")
	if !strings.HasSuffix(shown, "…") || !strings.HasPrefix(longName, strings.TrimSuffix(shown, "…")) {
		t.Fatalf("shows %q", shown)
	}
	line.MouseIn(&desktop.MouseEvent{})
	if !kittest.Says(b.Window.Content(), "Montserrat del Valle") {
		t.Error("the whole text is nowhere to be read")
	}
	line.MouseOut()
	if kittest.Says(b.Window.Content(), "Montserrat del Valle") {
		t.Error("the tooltip stays")
	}
}

// TestTooltipsLeaveWithWhatTheySpeakOf: a screen that gives way to another one
// takes its tooltip along, also when the pointer leaves it only afterwards.
func TestTooltipsLeaveWithWhatTheySpeakOf(t *testing.T) {
	b := kittest.New(t, kittest.English)
	line := kit.Line(longName)
	room := container.NewStack(kit.VBox(0, kit.Columns(0, []float32{160, 1}, line, kit.Gap(1, 1))))
	b.Show(room)
	told := func() bool { return kittest.Says(b.Window.Content(), "Montserrat del Valle") }
	line.MouseIn(&desktop.MouseEvent{})
	if !told() {
		t.Fatal("no tooltip")
	}
	room.Objects = nil
	room.Refresh()
	line.MouseOut()
	if told() {
		t.Error("the tooltip stays when its screen is gone")
	}
	room.Objects = []fyne.CanvasObject{line}
	line.MouseIn(&desktop.MouseEvent{})
	kit.HideTips()
	if told() {
		t.Error("the tooltip stays")
	}
}

func TestWrappedTextIsWhole(t *testing.T) {
	b := kittest.New(t, kittest.English)
	body := kit.Body(longName + " " + strings.Repeat("Donaudampfschifffahrtsgesellschaft", 4))
	b.Show(kit.VBox(0, kit.Columns(0, []float32{140, 1}, kit.VBox(0, body), kit.Gap(1, 1))))
	got := strings.ReplaceAll(strings.Join(kittest.Visible(body), ""), " ", "")
	if want := strings.ReplaceAll(body.Text(), " ", ""); got != want {
		t.Errorf("wrapped to %q", got)
	}
	if body.Size().Height < 5*13 {
		t.Errorf("five lines or more stand in %v", body.Size())
	}
}

// Rules for a server are shown as they are to stand in its file.
func TestCodeKeepsItsIndent(t *testing.T) {
	b := kittest.New(t, kittest.English)
	code := kit.Code("<Location>\n  Header set A\n    one two three four five six seven eight nine\n</Location>")
	b.Show(kit.VBox(0, kit.Columns(0, []float32{200, 1}, kit.VBox(0, code), kit.Gap(1, 1))))
	got := kittest.Visible(code)
	if len(got) < 5 || got[0] != "<Location>" || got[1] != "  Header set A" || got[len(got)-1] != "</Location>" {
		t.Errorf("shown as %q", got)
	}
	for _, line := range got[2 : len(got)-1] {
		if !strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "     ") {
			t.Errorf("%q of a line that is too long is not indented as it", line)
		}
	}
}

func TestDirectionOfNames(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"محمد الأمين": true, "שרה כהן": true, "Ada": false, "": false, "123": false, "«محمد»": true, "山田 太郎": false,
	} {
		if got := kit.RightToLeft(text); got != want {
			t.Errorf("%q from right to left: %v", text, got)
		}
	}
}

func TestDialogKeys(t *testing.T) {
	b := kittest.New(t, kittest.English)
	asked := 0
	b.Show(kit.NewButton("Page", "", kit.Plain, func() {}))
	page := kittest.Find(b.Window.Content(), "Page").(*kit.Button)
	b.Window.Canvas().Focus(page)
	d := b.Env.Ask("Revoke 3 awards?", "People keep the picture.", "Revoke 3", true, func() { asked++ })
	if c, ok := b.Window.Canvas().Focused().(*kit.Button); !ok || c.Text() != "Cancel" {
		t.Error("a dangerous question does not begin at no")
	}
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.IsOpen() || asked != 0 {
		t.Error("Escape is not no")
	}
	if b.Window.Canvas().Focused() != fyne.Focusable(page) {
		t.Error("the focus does not go back")
	}
	b.Env.Ask("Revoke 3 awards?", "", "Revoke 3", true, func() { asked++ })
	if !kit.EnterTop(b.Window.Canvas()) || asked != 0 {
		t.Error("Ctrl+Enter takes something away while no has the focus")
	}
	b.Window.Canvas().Focus(kittest.Find(b.Top(), "Revoke 3").(fyne.Focusable))
	if !kit.EnterTop(b.Window.Canvas()) || asked != 1 {
		t.Error("Enter does not press the primary button")
	}
	if kit.EscapeTop(b.Window.Canvas()) {
		t.Error("a dialog stays open behind its answer")
	}
}

// In a dialog Enter is the primary button's also where a choice has the keys, and
// arrows go through the choices of a radio.
func TestChoicesLeaveEnterToTheirDialog(t *testing.T) {
	b := kittest.New(t, kittest.English)
	b.Show(kit.Body(""))
	c := b.Window.Canvas()
	told, did := "", 0
	radio := kit.NewRadio([]string{"a", "b", "c"}, []string{"A", "B", "C"}, "a", true, func(v string) { told = v })
	b.Env.NewDialog("Choose", radio, kit.NewButton("Do it", "", kit.Primary, func() { did++ })).Show()
	key := func(name fyne.KeyName) { c.Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyDown)
	if told != "b" || radio.Value() != "b" || c.Focused() != kittest.Find(b.Top(), "B").(fyne.Focusable) {
		t.Errorf("Down tells %q", told)
	}
	key(fyne.KeyUp)
	key(fyne.KeyUp)
	if told != "c" {
		t.Errorf("Up from the first tells %q", told)
	}
	key(fyne.KeyReturn)
	if did != 1 {
		t.Error("Enter does not press the primary button")
	}
}

// Names that begin alike are told by their ends.
func TestALineCanLoseItsMiddle(t *testing.T) {
	b := kittest.New(t, kittest.English)
	for _, one := range []struct{ name, begin, end string }{
		{"Scalloped seal 3 Platinum", "Scal", "inum"}, {"Seal", "Seal", "Seal"}, {longName, "Ana", "Valle"},
	} {
		line := kit.Line(one.name).Inner()
		b.Show(kit.HBox(0, kit.Exactly(120, 20, line)))
		said := kittest.Visible(b.Window.Content())
		if len(said) != 1 || !strings.HasPrefix(said[0], one.begin) || !strings.HasSuffix(said[0], one.end) ||
			fyne.MeasureText(said[0], kit.Px(14), fyne.TextStyle{}).Width > kit.Px(125) || len(one.name) > 20 && !strings.Contains(said[0], "…") {
			t.Errorf("%q is shown as %q", one.name, said)
		}
	}
}

// A dialog whose choice shows behind it stands aside, and darkens nothing.
func TestColoursAreChosenBesideWhatTheyColour(t *testing.T) {
	b := kittest.New(t, kittest.English)
	b.Show(kit.Body(""))
	for _, one := range []struct {
		preview func(color.NRGBA, string, func())
		left    float32
	}{{nil, 300}, {func(color.NRGBA, string, func()) {}, 0}} {
		b.Env.PickColor("Colour", color.NRGBA{A: 255}, "", nil, one.preview, func(color.NRGBA, string, bool) {})
		at := kit.PlaceOf(kittest.Find(b.Top(), "Hue"))
		if at.X < one.left || at.X > one.left+200 {
			t.Errorf("it stands at %v", at)
		}
		kit.EscapeTop(b.Window.Canvas())
	}
}

func TestErrorsAreToldInWords(t *testing.T) {
	b := kittest.New(t, kittest.English)
	m := b.Env.Say(issuer.Fail(issuer.Input, "ledger-missing", "file", "/x/y.db").At("/x/y.db"))
	if !strings.Contains(m.Text, "/x/y.db") || m.Where != "" {
		t.Errorf("said %+v", m)
	}
	for _, key := range []string{"ledger-missing", "verb-unknown", "dates-wrong"} {
		if hint := b.Env.Say(issuer.Fail(issuer.Input, key)).Hint; strings.Contains(hint, "kiln ") || strings.Contains(hint, "--") {
			t.Errorf("%s: the window talks of commands: %q", key, hint)
		}
	}
	b.Env.ShowError(issuer.Fail(issuer.Input, "ledger-missing", "file", "/x").Because(strconv.ErrRange))
	if kittest.Says(b.Top(), "out of range") {
		t.Error("the technical text stands in the open")
	}
	b.Press(t, "Details")
	if !kittest.Says(b.Top(), "out of range") {
		t.Error("the technical text is nowhere")
	}
	b.Press(t, "Copy")
	if !strings.Contains(b.Copied, "out of range") {
		t.Errorf("copied %q", b.Copied)
	}
}

func TestSelectByKeys(t *testing.T) {
	b := kittest.New(t, kittest.English)
	var chosen []string
	s := kit.NewSelect("Letters", []string{"a", "b", "c"}, []string{"A", "B", "C"}, "a", func(v string) { chosen = append(chosen, v) })
	b.Show(s)
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if got := strings.Join(chosen, ""); got != "bc" {
		t.Errorf("chose %q", got)
	}
	s.Tapped(&fyne.PointEvent{})
	if b.Window.Canvas().Overlays().Top() == nil {
		t.Error("a press opens no menu")
	}
}

func TestColoursAreReadAsWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]color.NRGBA{
		"#AD4A1A": {0xAD, 0x4A, 0x1A, 255}, "abc": {0xAA, 0xBB, 0xCC, 255}, " #11223344 ": {0x11, 0x22, 0x33, 0x44},
	} {
		if got, ok := kit.ParseHex(text); !ok || got != want {
			t.Errorf("%q is %v, %v", text, got, ok)
		}
	}
	for _, bad := range []string{"", "#12", "nothing", "#GG0000"} {
		if _, ok := kit.ParseHex(bad); ok {
			t.Errorf("%q is a colour", bad)
		}
	}
}

func TestPickingAColour(t *testing.T) {
	b := kittest.New(t, kittest.English)
	b.Show(kit.Gap(1, 1))
	red := color.NRGBA{R: 200, G: 20, B: 20, A: 255}
	slots := []kit.ColorSlot{{Name: "base", Label: "Base", Color: color.NRGBA{B: 255, A: 255}}}
	var previews int
	var got color.NRGBA
	var slot string
	pick := func() {
		b.Env.PickColor("Fill", red, "", slots, func(_ color.NRGBA, _ string, shown func()) { previews++; shown() }, func(c color.NRGBA, s string, ok bool) {
			if ok {
				got, slot = c, s
			}
		})
	}
	pick()
	b.Type(t, "Colour as figures", "#102030")
	b.Press(t, "Use this colour")
	if got != (color.NRGBA{0x10, 0x20, 0x30, 255}) || slot != "" || previews == 0 {
		t.Errorf("typed figures give %v %q after %d previews", got, slot, previews)
	}
	pick()
	b.Press(t, "Base")
	b.Press(t, "Use this colour")
	if slot != "base" || got.B != 255 {
		t.Errorf("a slot gives %v %q", got, slot)
	}
	got = color.NRGBA{}
	pick()
	b.Press(t, "Cancel")
	if got != (color.NRGBA{}) {
		t.Error("cancel changed the colour")
	}
}
