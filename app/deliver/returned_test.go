package deliver

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"badgekiln/app/kit/kittest"
)

// Mails that came back are told of one by one: what is lost first, what is no report
// not at all.
func TestWhatCameBackIsTold(t *testing.T) {
	f := standing()
	r, _ := open(t, f)
	if r.Dropped([]string{"list.csv"}) || r.Dropped([]string{"folder"}) {
		t.Error("files of other rooms are taken")
	}
	r.turn(tabOutbox)
	says(t, r, "Mails that came back", "Drop them here", "Read a folder")
	if !r.Dropped([]string{"in/C.EML"}) {
		t.Fatal("a mail is not taken")
	}
	says(t, r, "One mail came back", "Cleo counts as not reached", "likely to be wrong", "5.1.1 no such box", "From the file c.eml", "on its way")
	if all := strings.Join(kittest.Visible(r.Content()), " "); strings.Index(all, "cleo@") > strings.Index(all, "ada@") {
		t.Error("who is lost does not come first")
	}
	if !r.Escape() || r.back != nil {
		t.Error("Escape does not lead back")
	}
	says(t, r, "550 no such box")
	r.Dropped([]string{"none.eml"})
	says(t, r, "None of these came back", "One mail was read")
	if !slices.Equal(f.did, []string{"read in/C.EML", "read none.eml"}) {
		t.Errorf("%q", f.did)
	}
}

// What is being typed stays under the hands, whatever is read meanwhile.
func TestTypingOutlastsReading(t *testing.T) {
	f := standing()
	r, b := open(t, f)
	typed := func(tab, label, first, then string) {
		t.Helper()
		r.turn(tab)
		entry, ok := kittest.Find(r.Content(), label).(fyne.Focusable)
		if !ok {
			t.Fatalf("there is no entry %q", label)
		}
		b.Window.Canvas().Focus(entry)
		test.Type(entry, first)
		r.Reread()
		for _, c := range then {
			b.Window.Canvas().Focused().TypedRune(c)
		}
	}
	typed(tabMail, "Your own address", "me@", "x.org")
	shown, _ := kittest.Find(r.Content(), "Your own address").(fyne.Focusable)
	if r.mail.to != "me@x.org" || shown != b.Window.Canvas().Focused() {
		t.Errorf("typed %q", r.mail.to)
	}
	typed(tabPeople, "Code or name", "2346", "-79cd")
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Window.Canvas().Focused().TypedRune('7')
	if r.typed.Text != "7" || f.did[len(f.did)-1] != "give 2346-79cd" {
		t.Errorf("typed %q, did %q", r.typed.Text, f.did)
	}
}

// A mail turned to is read alone: what will be sent is planned once for a reading.
func TestPlannedOnce(t *testing.T) {
	f := standing()
	r, _ := open(t, f)
	r.turn(tabMail)
	r.turn(tabPaper)
	r.turn(tabMail)
	r.mail.turn("1", 1)
	if f.plans != 1 {
		t.Errorf("planned %d times", f.plans)
	}
	r.Shown()
	if f.plans != 2 {
		t.Errorf("planned %d times after another reading", f.plans)
	}
	says(t, r, "Send 2 mails")
}
