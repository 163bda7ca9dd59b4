package kit_test

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func TestSums(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		of   float64
		want float64
	}{
		{"12", 0, 12},
		{"120/2+4", 0, 64},
		{" 300 + 12 ", 0, 312},
		{"2*(3+4)", 0, 14},
		{"-5", 0, -5},
		{"−5+-3", 0, -8},
		{"50%", 80, 40},
		{"1,5*2", 0, 3},
		{"10-2-3", 0, 5},
		{"8/4/2", 0, 1},
	} {
		if got, ok := kit.Sum(c.text, c.of); !ok || math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%q is %v, %v", c.text, got, ok)
		}
	}
	for _, bad := range []string{"", "x", "1+", "(1", "1)", "1/0", "1 2", "..", "--", "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1"} {
		if got, ok := kit.Sum(bad, 1); ok {
			t.Errorf("%q is taken for %v", bad, got)
		}
	}
}

func FuzzSum(f *testing.F) {
	for _, s := range []string{"1+2", "50%", "((1))", "-1/-2*3", "1e9", "9999999999999*99999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if v, ok := kit.Sum(text, 3); ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
			t.Errorf("%q is %v", text, v)
		}
	})
}

func TestNumberEntryTellsOnce(t *testing.T) {
	b := kittest.New(t, kittest.English)
	var told []float64
	n := kit.NewNumberEntry("Width", 100, 0, 600, "", func(v float64) { told = append(told, v) })
	b.Show(n)
	b.Window.Canvas().Focus(n)
	n.SetText("120/2+4")
	n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(told) != 1 || told[0] != 64 || n.Text != "64" {
		t.Errorf("told %v and shows %q", told, n.Text)
	}
	n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if n.Value() != 63 {
		t.Errorf("the arrows lead to %v", n.Value())
	}
	n.SetText("900")
	b.Window.Canvas().Unfocus()
	if n.Value() != 600 {
		t.Errorf("leaving with 900 gives %v", n.Value())
	}
	n.SetText("a lot")
	b.Window.Canvas().Focus(n)
	b.Window.Canvas().Unfocus()
	if n.Value() != 600 || n.Text != "a lot" {
		t.Error("what is no number was thrown away")
	}
}
