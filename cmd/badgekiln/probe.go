//go:build probe

package main

import (
	"encoding/json"
	"os"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app"
	"badgekiln/app/kit"
	"badgekiln/app/kit/look"
)

// seen is one thing in the window that can be operated, in pixels of the
// screen.
type seen struct {
	Label   string `json:"label"`
	Kind    string `json:"kind"`
	X       int    `json:"x"`
	Y       int    `json:"y"`
	W       int    `json:"w"`
	H       int    `json:"h"`
	Enabled bool   `json:"enabled"`
	Focused bool   `json:"focused"`
	Room    string `json:"room"`
	Text    string `json:"text,omitempty"`
}

// view is all that the probe tells.
type view struct {
	Room   string   `json:"room"`
	Dialog bool     `json:"dialog"`
	Busy   bool     `json:"busy"`
	Still  bool     `json:"still"`
	Scale  float32  `json:"scale"`
	Items  []seen   `json:"items"`
	Texts  []string `json:"texts"`
}

// watch writes what can be operated into the file that BADGEKILN_PROBE names,
// whenever it changed, ten times a second at most, so that a test can press
// things by their names in a real window. It rests while there is a file of that
// name with ".rest" behind it, so that what the window costs can be told without
// it.
func watch(shell *app.Shell, w fyne.Window) {
	listen()
	path := os.Getenv("BADGEKILN_PROBE")
	if path == "" {
		return
	}
	last := ""
	go func() {
		for {
			time.Sleep(100 * time.Millisecond)
			if rests(path) {
				continue
			}
			fyne.Do(func() {
				data, err := json.MarshalIndent(survey(shell, w), "", " ")
				if err != nil || string(data) == last {
					return
				}
				last = string(data)
				if os.WriteFile(path+".new", data, 0o600) == nil {
					_ = os.Rename(path+".new", path)
				}
			})
		}
	}()
}

// rests tells whether a trial wants no part of the probe to work now.
func rests(path string) bool {
	_, err := os.Stat(path + ".rest")
	return err == nil
}

func survey(shell *app.Shell, w fyne.Window) view {
	c := w.Canvas()
	v := view{Scale: c.Scale(), Items: []seen{}, Texts: []string{}}
	if shell.Current() != nil {
		v.Room = shell.Current().Name()
	}
	v.Busy = shell.Busy()
	if root, ok := c.Content().(*kit.Root); ok {
		v.Still = root.Held()
	}
	top := c.Content()
	if o := c.Overlays().Top(); o != nil {
		top, v.Dialog = o, true
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(top)
	px := func(n float32) int { return int(n*c.Scale() + .5) }
	look.Seen(top, c.Size(), at, func(o fyne.CanvasObject, pos fyne.Position, size fyne.Size, label, kind, text string) {
		s := seen{Label: label, Kind: kind, Text: text, X: px(pos.X), Y: px(pos.Y), W: px(size.Width), H: px(size.Height), Enabled: true, Room: v.Room}
		if d, ok := o.(fyne.Disableable); ok {
			s.Enabled = !d.Disabled()
		}
		if f, ok := o.(fyne.Focusable); ok {
			s.Focused = c.Focused() == f
		}
		v.Items = append(v.Items, s)
	}, func(text string) { v.Texts = append(v.Texts, text) })
	return v
}
