package kittest

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"badgekiln/app/kit"
	"badgekiln/assets"
)

// Bench is a window for one test, and what happened to its Env.
type Bench struct {
	Env     kit.Env
	Window  fyne.Window
	App     fyne.App
	Routes  []kit.Route // where Env.Go was sent
	Errors  []error     // what Env.Fail was given
	Copied  string
	Opened  []string // folders and addresses
	Clock   time.Time
	Changes int
}

// Words says how T answers.
type Words int

// The ways.
const (
	English Words = iota
	Pseudo        // every sentence in ⟦…⟧, so that a literal shows
	German
)

// New makes a bench of 1280 × 800 in the light theme.
func New(t *testing.T, say Words) *Bench {
	t.Helper()
	language := "en"
	if say == German {
		language = "de"
	}
	words, err := assets.LoadWords(language)
	if err != nil {
		t.Fatal(err)
	}
	a := test.NewTempApp(t)
	a.Settings().SetTheme(kit.NewTheme("light", 1))
	w := a.NewWindow("test")
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 800))
	b := &Bench{Window: w, App: a, Clock: time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC)}
	now := func() time.Time { return b.Clock }
	b.Env = kit.Env{
		T: words.T, Fill: words.Fill, Has: words.Has,
		Tasks: kit.NewInlineTasks(now), Now: now, Prefs: prefs{}, Window: w,
		Go:         func(r kit.Route) { b.Routes = append(b.Routes, r) },
		Fail:       func(err error) { b.Errors = append(b.Errors, err) },
		Changed:    func() { b.Changes++ },
		Saved:      func() {},
		Copy:       func(text string) { b.Copied = text },
		Paste:      func() string { return b.Copied },
		OpenFolder: func(path string) { b.Opened = append(b.Opened, path) },
		OpenURL:    func(address string) { b.Opened = append(b.Opened, address) },
		Language:   language, Languages: assets.Languages(),
		SetLanguage: func(string) {}, Restyle: func() {}, OpenLedger: func(string) {},
		Drop:       func(path string) { b.Opened = append(b.Opened, path) },
		OpenSample: func() {}, BeginLedger: func() {}, Restore: func() {},
		Home: t.TempDir(),
	}
	if say == Pseudo {
		b.Env.T = func(key string, pairs ...string) string { return "⟦" + words.T(key, pairs...) + "⟧" }
		b.Env.Fill = func(key string, values map[string]string) string { return "⟦" + words.Fill(key, values) + "⟧" }
	}
	return b
}

// Show puts something into the window, with the room for tooltips a real one
// has.
func (b *Bench) Show(o fyne.CanvasObject) {
	b.Window.SetContent(kit.NewRoot(o))
	b.Settle()
}

// Settle lays the window out again, as a real one does before each picture:
// wrapped text has its height only once it has its width.
func (b *Bench) Settle() {
	c := b.Window.Canvas()
	size := c.Size()
	for range 3 {
		b.Window.Resize(size.AddWidthHeight(1, 0))
		b.Window.Resize(size)
	}
}

// prefs are preferences that are forgotten.
type prefs map[string]any

func get[T any](p prefs, key string, fallback T) T {
	if v, ok := p[key].(T); ok {
		return v
	}
	return fallback
}

func (p prefs) String(key, fallback string) string         { return get(p, key, fallback) }
func (p prefs) SetString(key, v string)                    { p[key] = v }
func (p prefs) Bool(key string, fallback bool) bool        { return get(p, key, fallback) }
func (p prefs) SetBool(key string, v bool)                 { p[key] = v }
func (p prefs) Float(key string, fallback float64) float64 { return get(p, key, fallback) }
func (p prefs) SetFloat(key string, v float64)             { p[key] = v }
