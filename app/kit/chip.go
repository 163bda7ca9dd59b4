package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Tone is a state: colour and, so that no colour speaks alone, an icon.
type Tone int

// The tones.
const (
	Neutral Tone = iota
	OK
	Warn
	Err
	Info
	Accent
)

// colours gives ink, soft fill and the icon of a tone.
func (t Tone) colours() (ink, soft fyne.ThemeColorName, icon string) {
	switch t {
	case OK:
		return ColorOK, ColorOKSoft, "ok"
	case Warn:
		return ColorWarn, ColorWarnSoft, "warn"
	case Err:
		return ColorErr, ColorErrSoft, "error"
	case Info:
		return ColorInfo, ColorInfoSoft, "info"
	case Accent:
		return ColorAccent, ColorSoft, ""
	}
	return ColorText2, ColorSunken, ""
}

// Ink is the colour of a tone.
func (t Tone) Ink() fyne.ThemeColorName { ink, _, _ := t.colours(); return ink }

// Icon is the icon of a tone; "" for those that have none.
func (t Tone) Icon() string { _, _, icon := t.colours(); return icon }

// Chip is a state in a word: 22 high, with an icon unless it is "".
func Chip(text, icon string, tone Tone) *fyne.Container {
	ink, soft, _ := tone.colours()
	row := []fyne.CanvasObject{}
	if icon != "" {
		row = append(row, NewGlyph(icon, ink, 14))
	}
	if text != "" {
		row = append(row, NewText(text).With(SizeSmall).In(ink))
	}
	return container.NewStack(NewFill(soft).Round(11), AtLeast(0, 22, Inset(0, 8, 0, 8, HBox(5, row...))))
}
