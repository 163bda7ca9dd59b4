package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Theme is the look of tokens.md.
type Theme struct {
	variant *fyne.ThemeVariant // nil: as the system says
	factor  float32
}

// sizeFactor is the name under which widgets ask for the interface size.
const sizeFactor fyne.ThemeSizeName = "kitFactor"

// The sizes of type, tokens.md §4.
const (
	SizeVerdict fyne.ThemeSizeName = "kitVerdict"
	SizeTitle                      = theme.SizeNameHeadingText
	SizeSection                    = theme.SizeNameSubHeadingText
	SizeBody                       = theme.SizeNameText
	SizeSmall                      = theme.SizeNameCaptionText
)

// NewTheme makes the theme; choice is "light", "dark", or anything else for as
// the system (or FYNE_THEME) says. factor is the interface size, 0.9 to 1.5.
func NewTheme(choice string, factor float64) *Theme {
	t := &Theme{factor: float32(min(max(factor, 0.9), 1.5))}
	if factor == 0 {
		t.factor = 1
	}
	light, dark := theme.VariantLight, theme.VariantDark
	switch choice {
	case "light":
		t.variant = &light
	case "dark":
		t.variant = &dark
	}
	return t
}

// Color gives a colour.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if t.variant != nil {
		variant = *t.variant
	}
	dark := variant == theme.VariantDark
	switch name {
	case theme.ColorNameBackground:
		painting()
		return cleared(t.Color(ColorBg, variant))
	case theme.ColorNameShadow:
		return color.Transparent
	case ColorScrim:
		return color.NRGBA{A: 0x66}
	case theme.ColorNameHover:
		return faded(t.Color(ColorText, variant), 0x14)
	case theme.ColorNamePressed:
		return faded(t.Color(ColorText, variant), 0x29)
	case theme.ColorNameFocus:
		if dark {
			return faded(t.Color(ColorAccent, variant), 0x73)
		}
		return faded(t.Color(ColorAccent, variant), 0x66)
	}
	p, known := palette(name)
	if !known {
		return theme.DefaultTheme().Color(name, variant)
	}
	if dark {
		return opaque(p.dark)
	}
	return opaque(p.light)
}

// cleared is a colour as Fyne has to get it to clear a window to just that: it
// takes the parts as of 255 × 255, not of 65535. With an alpha of the same
// measure the colour is the same for all others.
func cleared(c color.Color) color.Color {
	n, _ := color.NRGBAModel.Convert(c).(color.NRGBA)
	const full = 255
	return color.RGBA64{R: uint16(n.R) * full, G: uint16(n.G) * full, B: uint16(n.B) * full, A: full * full}
}

func opaque(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 255} // #nosec G115 -- the low byte is meant
}

func faded(c color.Color, alpha uint8) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA) //nolint:forcetypeassert // the model makes nothing else
	n.A = alpha
	return n
}

// Font gives Noto Sans, Regular and Bold only, or the monospace: no italics.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	style.Italic = false
	return theme.DefaultTheme().Font(style)
}

// Icon gives Fyne's icon of a name; ours are asked for with Icon.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	if own, ok := stockIcons(name); ok {
		return Icon(own)
	}
	return theme.DefaultTheme().Icon(name)
}

// Size gives a size, tokens.md §2 to §4.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if name == sizeFactor {
		return t.factor
	}
	return size(name) * t.factor
}

func size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNamePadding, theme.SizeNameLineSpacing, theme.SizeNameSelectionRadius,
		theme.SizeNameScrollBarSmall, theme.SizeNameScrollBarRadius:
		return 4
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameSeparatorThickness, theme.SizeNameInputBorder:
		return 1
	case theme.SizeNameInputRadius:
		return 6
	case theme.SizeNameScrollBar, SizeSmall:
		return 12
	case theme.SizeNameInlineIcon:
		return 18
	case SizeVerdict:
		return 22
	case SizeTitle:
		return 20
	case SizeSection:
		return 16
	case SizeBody:
		return 13
	}
	return theme.DefaultTheme().Size(name)
}

// Px turns a size of tokens.md into one of the window: it follows the
// interface size of Settings. Every fixed size of a room goes through it.
func Px(n float32) float32 {
	if f := theme.Size(sizeFactor); f > 0 {
		return n * f
	}
	return n
}
