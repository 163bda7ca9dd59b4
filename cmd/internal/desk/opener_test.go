package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/app"
	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/assets"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
)

// freshOpener is an opener in an empty home, with ledger work on the window's
// goroutine refused.
func freshOpener(t *testing.T) (*Opener, string) {
	t.Helper()
	home := t.TempDir()
	env := engine.Env{
		Now:  func() time.Time { return time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC) },
		Rand: rand.Reader,
		Getenv: func(name string) string {
			return map[string]string{"HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, ".config")}[name]
		},
		AtWork: kit.OffUI,
	}
	return &Opener{Env: env, Home: home, Language: "en"}, home
}

// off runs work as the window does.
func off[T any](t *testing.T, b *kittest.Bench, work func(context.Context) (T, error)) T {
	t.Helper()
	var got T
	kit.Run(b.Env.Tasks, work, func(v T, err error) {
		if err != nil {
			t.Fatal(err)
		}
		got = v
	})
	return got
}

func window(t *testing.T, o *Opener) (*kittest.Bench, *app.Shell) {
	t.Helper()
	b := kittest.New(t, kittest.English)
	shell, err := app.New(app.Config{
		App: b.App, Window: b.Window, Opener: o, Tasks: b.Env.Tasks, Now: o.Env.Now,
		Words:     func(code string) (app.Words, error) { return assets.LoadWords(code) },
		Languages: assets.Languages(), Language: "en", Prefs: b.Env.Prefs, Home: o.Home,
		OpenPath: func(string) error { return nil }, Quit: func() {}, Version: "0.0.1",
	})
	if err != nil {
		t.Fatal(err)
	}
	shell.Start()
	b.Settle()
	t.Cleanup(func() {
		if shell.Ledger() != nil {
			_ = shell.Ledger().Close()
		}
	})
	return b, shell
}

func files(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The whole way through the window on a real engine: every room opens, and no
// ledger work is done on the window's goroutine.
func TestEveryRoomOpens(t *testing.T) {
	o, home := freshOpener(t)
	b, shell := window(t, o)
	if n := files(t, home); n != 0 {
		t.Errorf("starting wrote %d files", n)
	}
	shell.Go(kit.Route{Room: kit.RoomVerify})
	shell.Go(kit.Route{Room: kit.RoomHome})
	if n := files(t, home); n != 0 || shell.Ledger().Begun() {
		t.Errorf("looking wrote %d files", n)
	}
	rooms := []string{kit.RoomHome, kit.RoomDesigns, kit.RoomBadges, kit.RoomAward, kit.RoomLedger, kit.RoomVerify, kit.RoomSettings}
	for _, sample := range []bool{false, true} {
		if sample {
			shell.OpenSample()
		}
		for _, name := range rooms {
			shell.Go(kit.Route{Room: name})
			b.Settle()
			if shell.Current().Name() != name {
				t.Fatalf("%s does not open", name)
			}
			if len(kittest.Visible(shell.Current().Content())) == 0 {
				t.Errorf("%s shows nothing", name)
			}
			if top := b.Window.Canvas().Overlays().Top(); top != nil {
				t.Fatalf("%s opens with a dialog: %q", name, kittest.Visible(top))
			}
		}
	}
	if !shell.Ledger().Sample() {
		t.Error("the sample workshop is not open")
	}
}

func TestStartMyOwnTakesTheDesignAlong(t *testing.T) {
	o, home := freshOpener(t)
	b, shell := window(t, o)
	shell.OpenSample()
	sample := shell.Ledger().Path()
	before, err := os.ReadFile(filepath.Join(filepath.Dir(sample), engine.SampleDesign))
	if err != nil {
		t.Fatal(err)
	}
	b.Press(t, "Start my own")
	if shell.Ledger().Sample() || shell.Ledger().Path() != filepath.Join(home, ".config", "badgekiln", "ledger.db") {
		t.Fatalf("open is %s", shell.Ledger().Path())
	}
	mine, err := filepath.Glob(filepath.Join(home, ".config", "badgekiln", engine.DesignFolder, "*"+drawing.DesignEnding))
	if err != nil || len(mine) != 1 {
		t.Fatalf("designs taken along: %v, %v", mine, err)
	}
	after, err := os.ReadFile(mine[0])
	if err != nil || !bytes.Equal(before, after) {
		t.Error("the design is not the same")
	}
	if !kittest.Says(b.Window.Content(), "Your first badge") {
		t.Error("Home is not shown")
	}
	// A second time opens the same, and replaces nothing.
	if err := os.WriteFile(mine[0], after[:10], 0o600); err != nil {
		t.Fatal(err)
	}
	shell.OpenSample()
	b.Press(t, "Start my own")
	if again, err := os.ReadFile(mine[0]); err != nil || len(again) != 10 {
		t.Error("a design of one's own was replaced")
	}
}

func TestTheLastLedgerIsOpenedAgain(t *testing.T) {
	o, _ := freshOpener(t)
	b := kittest.New(t, kittest.English)
	o.Remember = func(path string) { o.Last = path }
	l := off(t, b, o.Sample)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again := off(t, b, o.First)
	if again.Path() != l.Path() || !again.Sample() {
		t.Errorf("opened %s", again.Path())
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Dir(l.Path()), filepath.Dir(l.Path())+"-gone"); err != nil {
		t.Fatal(err)
	}
	kit.Run(b.Env.Tasks, o.First, func(_ app.Ledger, err error) {
		if issuer.CodeOf(err) != "ledger-missing" {
			t.Errorf("a ledger that is gone: %v", err)
		}
	})
}

func TestStampSeesChangesAndLosses(t *testing.T) {
	o, _ := freshOpener(t)
	b := kittest.New(t, kittest.English)
	l := off(t, b, o.Sample)
	t.Cleanup(func() { _ = l.Close() })
	first := off(t, b, l.Stamp)
	other := off(t, b, func(ctx context.Context) (app.Ledger, error) { return o.Open(ctx, l.Path()) })
	d := other.(*opened).desk
	name := "Another name"
	off(t, b, func(ctx context.Context) (engine.Issuer, error) {
		return d.engine.SetIssuer(ctx, engine.IssuerChange{Name: &name})
	})
	if off(t, b, l.Stamp) == first {
		t.Error("what another program did is not seen")
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(l.Path(), l.Path()+"-gone"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Stamp(t.Context()); issuer.CodeOf(err) != "ledger-missing" {
		t.Errorf("a lost ledger: %v", err)
	}
}

func TestKindsOfFiles(t *testing.T) {
	t.Parallel()
	png := []byte("\x89PNG\r\n\x1a\n....")
	for _, c := range []struct {
		data, ending string
		want         app.Kind
	}{
		{"name,email\n", ".csv", app.KindList},
		{"name\temail\n", ".tsv", app.KindList},
		{"PK\x03\x04....", ".xlsx", app.KindList},
		{"PK\x03\x04....", ".xlsm", app.KindList},
		{"PK\x03\x04....", ".numbers", app.KindList},
		{"\xd0\xcf\x11\xe0....", ".xls", app.KindList},
		{"BEGIN:VCARD\r\n", ".vcf", app.KindList},
		{"name\temail\n", ".tab", app.KindList},
		{"PK\x03\x04..design.json..", ".zip", app.KindDesign},
		{"PK\x03\x04....", ".badge", app.KindDesign},
		{"PK\x03\x04....", ".zip", app.KindOther},
		{"SQLite format 3\x00", ".db", app.KindLedger},
		{string(png), ".png", app.KindPicture},
		{string(png) + "iTXtopenbadgecredential", ".png", app.KindBadge},
		{string(png) + "iTXtopenbadges", ".png", app.KindBadge},
		{"\xff\xd8\xff", ".jpg", app.KindPicture},
		{"<svg xmlns='x'/>", ".svg", app.KindPicture},
		{"<?xml version='1.0'?><svg xmlns:openbadges='x'/>", ".svg", app.KindBadge},
		{"\xef\xbb\xbf {\"@context\": 1}", ".json", app.KindBadge},
		{"eyJhbGciOi.x.y", ".txt", app.KindBadge},
		{"MZ", ".exe", app.KindOther},
		{"", "", app.KindOther},
	} {
		if got := kindOf([]byte(c.data), c.ending); got != c.want {
			t.Errorf("%q %s is %q", c.data, c.ending, got)
		}
	}
}
