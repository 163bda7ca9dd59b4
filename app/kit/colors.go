package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours of tokens.md that Fyne has no name for, and those it has under
// the names used there.
const (
	ColorSurface  = theme.ColorNameInputBackground
	ColorRaised   = theme.ColorNameOverlayBackground
	ColorHeader   = theme.ColorNameHeaderBackground
	ColorLine     = theme.ColorNameSeparator
	ColorLine2    = theme.ColorNameInputBorder
	ColorBtn      = theme.ColorNameButton
	ColorText     = theme.ColorNameForeground
	ColorText3    = theme.ColorNamePlaceHolder
	ColorDisabled = theme.ColorNameDisabled
	ColorAccent   = theme.ColorNamePrimary
	ColorOn       = theme.ColorNameForegroundOnPrimary
	ColorSoft     = theme.ColorNameSelection
	ColorOK       = theme.ColorNameSuccess
	ColorWarn     = theme.ColorNameWarning
	ColorErr      = theme.ColorNameError

	ColorBg       fyne.ThemeColorName = "kitBg" // what Fyne clears a window to is Theme.Color's affair
	ColorRail     fyne.ThemeColorName = "kitRail"
	ColorSunken   fyne.ThemeColorName = "kitSunken"
	ColorPaste    fyne.ThemeColorName = "kitPaste"
	ColorBtnHover fyne.ThemeColorName = "kitButtonHover"
	ColorText2    fyne.ThemeColorName = "kitText2"
	ColorAccent2  fyne.ThemeColorName = "kitAccent2"
	ColorOKSoft   fyne.ThemeColorName = "kitSuccessSoft"
	ColorWarnSoft fyne.ThemeColorName = "kitWarningSoft"
	ColorErrSoft  fyne.ThemeColorName = "kitErrorSoft"
	ColorInfo     fyne.ThemeColorName = "kitInfo"
	ColorInfoSoft fyne.ThemeColorName = "kitInfoSoft"
	ColorGuide    fyne.ThemeColorName = "kitGuide"
	ColorCheck1   fyne.ThemeColorName = "kitCheck1"
	ColorCheck2   fyne.ThemeColorName = "kitCheck2"
	ColorScrim    fyne.ThemeColorName = "kitScrim"
	ColorTip      fyne.ThemeColorName = "kitTip"
	ColorTipText  fyne.ThemeColorName = "kitTipText"
)

// Color gives a colour of the theme in use.
func Color(name fyne.ThemeColorName) color.Color { return theme.Color(name) }

// pair is a colour in the light and in the dark theme.
type pair struct{ light, dark uint32 }

// palette is tokens.md §1.
func palette(name fyne.ThemeColorName) (pair, bool) {
	switch name {
	case ColorBg:
		return pair{0xF6F4F2, 0x1B1918}, true
	case ColorSurface:
		return pair{0xFFFFFF, 0x252220}, true
	case ColorRaised, theme.ColorNameMenuBackground:
		return pair{0xFFFFFF, 0x2F2B29}, true
	case ColorRail:
		return pair{0xEFECE9, 0x201D1C}, true
	case ColorHeader:
		return pair{0xF3F0ED, 0x2B2826}, true
	case ColorSunken, theme.ColorNameScrollBarBackground:
		return pair{0xEDEAE7, 0x151312}, true
	case ColorPaste:
		return pair{0xE4E0DC, 0x121010}, true
	case ColorLine:
		return pair{0xDFDAD5, 0x3B3734}, true
	case ColorLine2, theme.ColorNameScrollBar:
		return pair{0x8F8880, 0x827A73}, true
	case ColorBtn, theme.ColorNameDisabledButton:
		return pair{0xEAE6E2, 0x36322F}, true
	case ColorBtnHover:
		return pair{0xDFDAD4, 0x423D39}, true
	case ColorText:
		return pair{0x24211E, 0xF1EDE9}, true
	case ColorText2:
		return pair{0x5E5852, 0xBCB4AD}, true
	case ColorText3:
		return pair{0x706962, 0xA29A93}, true
	case ColorDisabled:
		return pair{0xA59E97, 0x6E6862}, true
	case ColorAccent, theme.ColorNameHyperlink:
		return pair{0xAD4A1A, 0xF0925E}, true
	case ColorAccent2:
		return pair{0x8F3A10, 0xF6AC82}, true
	case ColorOn, theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning:
		return pair{0xFFFFFF, 0x2A1105}, true
	case ColorSoft:
		return pair{0xF9E9DF, 0x45291A}, true
	}
	return states(name)
}

func states(name fyne.ThemeColorName) (pair, bool) {
	switch name {
	case ColorOK:
		return pair{0x1B7345, 0x62CC92}, true
	case ColorOKSoft:
		return pair{0xE1F3E8, 0x17362A}, true
	case ColorWarn:
		return pair{0x855600, 0xF0C05C}, true
	case ColorWarnSoft:
		return pair{0xFCF0D2, 0x3B2F14}, true
	case ColorErr:
		return pair{0xB0123E, 0xFF86A3}, true
	case ColorErrSoft:
		return pair{0xFCE5EB, 0x481B2A}, true
	case ColorInfo:
		return pair{0x27608F, 0x86BCEA}, true
	case ColorInfoSoft:
		return pair{0xE3EEF7, 0x1B3246}, true
	case ColorGuide:
		return pair{0x0B7A75, 0x4FD1C5}, true
	case ColorCheck1:
		return pair{0xFFFFFF, 0x3A3735}, true
	case ColorCheck2:
		return pair{0xEFEDEB, 0x302D2B}, true
	case ColorTip:
		return pair{0x24211E, 0xF1EDE9}, true
	case ColorTipText:
		return pair{0xFFFFFF, 0x24211E}, true
	}
	return pair{}, false
}
