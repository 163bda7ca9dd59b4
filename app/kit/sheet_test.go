package kit_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

// sheet is every part of the kit in its states, to be looked at beside the
// picture that was agreed on.
func sheet(b *kittest.Bench) fyne.CanvasObject {
	hovered := func(k kit.Kind) fyne.CanvasObject {
		o := kit.NewButton("Award 10", "", k, func() {})
		o.MouseIn(&desktop.MouseEvent{})
		return o
	}
	focused := func(k kit.Kind) fyne.CanvasObject {
		o := kit.NewButton("Award 10", "", k, func() {})
		o.FocusGained()
		return o
	}
	off := func(k kit.Kind) fyne.CanvasObject {
		o := kit.NewButton("Award 10", "download", k, func() {})
		o.Disable()
		return o
	}
	row := func(k kit.Kind) fyne.CanvasObject {
		return kit.HBox(20, kit.NewButton("Award 10", "download", k, func() {}), hovered(k), focused(k), off(k))
	}
	undo := kit.NewIconButton("undo", "Undo", func() {})
	undo.SetOn(true)
	wrong := kit.NewTextField("E-mail", "", "lukasz@example,pl", nil)
	wrong.SetError("There is a comma. Use a dot.")
	focus := kit.NewTextField("Web site", "focus", "https://hafenwerk.example/with/a/long/way/behind/it", nil)
	focus.Entry.FocusGained()
	hint := kit.NewTextField("Web site", "placeholder", "", nil)
	hint.Entry.SetPlaceHolder("not set yet")
	fields := kit.Columns(16, []float32{1, 1, 1}, kit.NewTextField("Web site", "rest", "https://hafenwerk.example/", nil), focus, hint)
	more := kit.Columns(16, []float32{1, 1, 1}, wrong, kit.ReadOnly("Public address", "read-only", "https://badges.hafenwerk.example/with/a/long/way"), kit.NewField("Separator", "select", kit.NewSelect("Separator", []string{";"}, []string{"; semicolon"}, ";", nil)))
	checkFocus := kit.NewCheck("Focus", false, nil)
	checkFocus.FocusGained()
	choices := kit.HBox(16, kit.NewCheck("On", true, nil), kit.NewCheck("Off", false, nil), checkFocus, kit.NewRadio([]string{"a", "b"}, []string{"One", "Other"}, "a", false, nil))
	chips := kit.Chips(6, kit.Chip("Waiting", "clock", kit.Neutral), kit.Chip("New", "plus", kit.Info), kit.Chip("Sent", "check", kit.OK), kit.Chip("Changed", "refresh", kit.Warn), kit.Chip("Failed", "error", kit.Err), kit.Chip("Field", "", kit.Accent))
	busy := b.Env.NewBusyBar("Awarding", func() {})
	busy.Set(kit.Progress{Name: "Awarding", Done: 1184, Total: 2000, Left: 9e9})
	left := kit.VBox(12,
		kit.Label("Buttons"), row(kit.Primary), row(kit.Plain), kit.HBox(12, kit.NewButton("Skip row", "", kit.Quiet, nil), kit.NewButton("Revoke…", "", kit.Danger, nil), kit.NewIconButton("undo", "Undo", nil), undo),
		kit.Label("Fields"), fields, more, kit.Label("Choices"), choices, kit.Label("Chips"), chips, kit.Label("Progress"), busy,
		kit.HBox(12, kit.NewSwatch("Base", color.NRGBA{0xC4, 0x4A, 0x1A, 255}, nil).SetOn(true), kit.NewSwatch("None", color.NRGBA{}, nil).SetNone(), kit.Exactly(160, 0, kit.NewSlider("Size", 30, 0, 100, 1, nil, nil))))
	table := kit.NewTable("Rows", []kit.TableColumn{{Title: "Row", Width: 110, Sort: true}, {Title: "Person", Width: 148}, {Title: "State"}}, func(row, col int) kit.TableCell {
		cells := [][]kit.TableCell{
			{{Text: "rest"}, {Text: "Zoë Ångström"}, {Text: "Sent", Icon: "check", Chip: true, Tone: kit.OK}},
			{{Text: "second", Second: true}, {Text: "Ayşe Yılmaz", Strong: true}, {Text: "Waiting", Icon: "clock", Chip: true}},
			{{Text: "selected"}, {Text: "Ирина Соколова"}, {Text: "Failed", Icon: "error", Chip: true, Tone: kit.Err}},
			{{Text: "cell"}, {Text: "Chukwuemeka Okonkwo-Adébáyò", Fill: kit.Warn}, {Button: "Open", Act: func() {}}},
			{{Text: "from right"}, {Text: "محمد الأمين"}, {Check: true, On: true}},
			{{Text: "not read yet"}, {Waiting: true}, {Waiting: true}},
		}
		return cells[row][col]
	})
	table.SetCount(6)
	table.Select(2)
	middle := kit.VBox(12, kit.Label("Table rows"), kit.Exactly(0, 240, kit.CardWith(1, table)), kit.Label("Banners"),
		kit.Banner(kit.OK, "10 people have their badge.", "Nothing was sent yet."),
		kit.Banner(kit.Warn, "“Workshop 2026” has no backup.", "Make a recovery sheet.", kit.NewButton("Make one", "", kit.Plain, nil).Small()),
		kit.Banner(kit.Err, "The ledger is open in another window.", "Close it there, or open a copy."),
		kit.Banner(kit.Info, "", "Safe to stop at any time. What is filed stays filed."),
		kit.Exactly(0, 240, kit.CardWith(0, kit.Empty("ledger", "Nothing awarded yet", "Every award is kept here, with its picture and history.", kit.NewButton("Award…", "award", kit.Primary, nil), kit.NewButton("Open sample", "", kit.Plain, nil)))))
	right := kit.VBox(12, kit.Label("Tabs and steps"), kit.NewTabs([]kit.TabItem{{Value: "a", Text: "History"}, {Value: "b", Text: "Details", Wrong: true}, {Value: "c", Text: "JSON"}}, "a", nil),
		kit.Steps([]string{"List", "Plan", "Award"}, 1), kit.NewSegmented([]string{"a", "b"}, []string{"Left", "Middle"}, []string{"text-left", "text-center"}, "a", nil),
		kit.NewTile("Tile", kit.Pad(12, kit.VBox(4, kit.Strong("Tile"), kit.Second("Note"))), func() {}).SetOn(true),
		kit.NewDropZone("Drop a file", "A list starts an award.", 90, func() {}),
		kit.Verdict("Trusted"), kit.Title("Title"), kit.Section("Section"), kit.Body("Body of text that is long enough to be set in more than one line of this column."), kit.Hint("A hint"), kit.Mono("z6MkpTHR8VJp"))
	return kit.On(kit.ColorBg, kit.Pad(24, kit.Columns(28, []float32{1, 380, 324}, left, middle, right)))
}

func TestSheet(t *testing.T) {
	for _, choice := range []string{"light", "dark"} {
		b := kittest.New(t, kittest.English)
		b.App.Settings().SetTheme(kit.NewTheme(choice, 1))
		b.Show(sheet(b))
		if img := b.Shot(t, "kit-"+choice); img.Bounds().Dx() != 1280 {
			t.Errorf("drawn %v", img.Bounds())
		}
	}
}
