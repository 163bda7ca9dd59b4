package kit_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func put(t *testing.T, path string, age time.Duration) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-age)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func chooser(t *testing.T) (b *kittest.Bench, home string, got *string) {
	t.Helper()
	b = kittest.New(t, kittest.English)
	b.Show(kit.Gap(1, 1))
	home = b.Env.Home
	put(t, filepath.Join(home, "Downloads", "new.csv"), time.Minute)
	put(t, filepath.Join(home, "Documents", "club", "old.csv"), time.Hour)
	put(t, filepath.Join(home, "people.csv"), time.Hour)
	put(t, filepath.Join(home, "notes.md"), time.Hour)
	return b, home, new(string)
}

func TestChoosingTheNewestFile(t *testing.T) {
	b, home, got := chooser(t)
	b.Env.ChooseFile(kit.Choose{Title: "List", Extensions: []string{".csv"}, Recent: true}, func(p string) { *got = p })
	if kittest.Says(b.Top(), "notes.md") {
		t.Error("files of another kind are offered")
	}
	b.Press(t, "new.csv")
	if *got != filepath.Join(home, "Downloads", "new.csv") {
		t.Errorf("chose %q", *got)
	}
}

func TestChoosingByTyping(t *testing.T) {
	b, home, got := chooser(t)
	b.Env.ChooseFile(kit.Choose{Title: "List", Extensions: []string{".csv"}}, func(p string) { *got = p })
	b.Type(t, "File or folder", home+"/Doc")
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	kit.EnterTop(b.Window.Canvas()) // into Documents
	b.Press(t, "club")
	b.Press(t, "old.csv")
	if *got != filepath.Join(home, "Documents", "club", "old.csv") {
		t.Errorf("chose %q", *got)
	}
	*got = ""
	b.Env.ChooseFile(kit.Choose{Title: "List"}, func(p string) { *got = p })
	b.Type(t, "File or folder", "~/people.csv")
	kit.EnterTop(b.Window.Canvas())
	if *got != filepath.Join(home, "people.csv") {
		t.Errorf("typed path gives %q", *got)
	}
	*got = ""
	b.Env.ChooseFile(kit.Choose{Title: "List"}, func(p string) { *got = p })
	b.Type(t, "File or folder", home+"/nowhere.csv")
	kit.EnterTop(b.Window.Canvas())
	if *got != "" || !kittest.Says(b.Top(), "There is no such file.") {
		t.Error("a file that is not there is chosen, or nothing is said")
	}
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close it")
	}
}

func TestSavingAsksBeforeReplacing(t *testing.T) {
	b, home, got := chooser(t)
	save := kit.Choose{Title: "Save", Save: true, Name: "people.csv", Start: home}
	b.Env.ChooseFile(save, func(p string) { *got = p })
	kit.EnterTop(b.Window.Canvas())
	if *got != "" {
		t.Fatal("a file is replaced without asking")
	}
	b.Press(t, "Replace the file")
	if *got != filepath.Join(home, "people.csv") {
		t.Errorf("saved to %q", *got)
	}
	*got = ""
	save.Name = "fresh.csv"
	b.Env.ChooseFile(save, func(p string) { *got = p })
	b.Press(t, "Save")
	if *got != filepath.Join(home, "fresh.csv") {
		t.Errorf("saved to %q", *got)
	}
}

func TestChoosingAFolder(t *testing.T) {
	b, home, got := chooser(t)
	b.Env.ChooseFile(kit.Choose{Title: "Folder", Folder: true, Start: home}, func(p string) { *got = p })
	b.Press(t, "Documents")
	b.Press(t, "Choose this folder")
	if *got != filepath.Join(home, "Documents") {
		t.Errorf("chose %q", *got)
	}
}
