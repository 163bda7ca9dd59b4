package kit_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"badgekiln/app/kit"
	"badgekiln/assets"
)

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	part := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n.R) + 0.7152*part(n.G) + 0.0722*part(n.B)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// The table of measured contrasts in tokens.md, counted again from the theme.
func TestEverythingCanBeRead(t *testing.T) {
	t.Parallel()
	type pair struct {
		ink, ground fyne.ThemeColorName
		least       float64
	}
	const text, line = 4.5, 3.0
	var pairs []pair
	add := func(least float64, ink fyne.ThemeColorName, grounds ...fyne.ThemeColorName) {
		for _, g := range grounds {
			pairs = append(pairs, pair{ink, g, least})
		}
	}
	add(text, kit.ColorText, kit.ColorBg, kit.ColorSurface, kit.ColorSoft, kit.ColorBtn, kit.ColorBtnHover, kit.ColorRaised, kit.ColorHeader,
		kit.ColorOKSoft, kit.ColorWarnSoft, kit.ColorErrSoft, kit.ColorInfoSoft, kit.ColorSunken)
	add(text, kit.ColorText2, kit.ColorSurface, kit.ColorBg, kit.ColorRail, kit.ColorSoft, kit.ColorHeader, kit.ColorSunken)
	add(text, kit.ColorText3, kit.ColorSurface, kit.ColorBg, kit.ColorRail, kit.ColorSoft)
	add(text, kit.ColorOn, kit.ColorAccent, kit.ColorAccent2, kit.ColorErr)
	add(text, kit.ColorAccent, kit.ColorBg, kit.ColorSurface, kit.ColorSoft)
	add(text, kit.ColorOK, kit.ColorSurface, kit.ColorOKSoft)
	add(text, kit.ColorWarn, kit.ColorSurface, kit.ColorWarnSoft)
	add(text, kit.ColorErr, kit.ColorSurface, kit.ColorErrSoft, kit.ColorBg)
	add(text, kit.ColorInfo, kit.ColorSurface, kit.ColorInfoSoft)
	add(text, kit.ColorTipText, kit.ColorTip)
	add(line, kit.ColorLine2, kit.ColorSurface, kit.ColorBg)
	add(line, kit.ColorGuide, kit.ColorPaste)
	// The focus ring is drawn in accent, on whatever a control stands on.
	add(line, kit.ColorAccent, kit.ColorBg, kit.ColorSurface, kit.ColorRail, kit.ColorRaised, kit.ColorSoft, kit.ColorHeader)
	for _, choice := range []string{"light", "dark"} {
		th := kit.NewTheme(choice, 1)
		for _, p := range pairs {
			got := contrast(th.Color(p.ink, theme.VariantLight), th.Color(p.ground, theme.VariantLight))
			if got < p.least {
				t.Errorf("%s: %s on %s is %.2f : 1, and has to be %.1f", choice, p.ink, p.ground, got, p.least)
			}
		}
	}
}

// Values that tokens.md prints, so that a typing error in the palette shows.
func TestContrastIsThatOfTheTokens(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		choice      string
		ink, ground fyne.ThemeColorName
		want        float64
	}{
		{"light", kit.ColorText, kit.ColorBg, 14.6},
		{"dark", kit.ColorText, kit.ColorBg, 15.0},
		{"light", kit.ColorOn, kit.ColorAccent, 5.6},
		{"dark", kit.ColorOn, kit.ColorAccent, 7.6},
		{"light", kit.ColorText2, kit.ColorSurface, 7.0},
		{"dark", kit.ColorText3, kit.ColorSoft, 4.8},
		{"light", kit.ColorLine2, kit.ColorBg, 3.2},
		{"dark", kit.ColorGuide, kit.ColorPaste, 10.2},
		{"light", kit.ColorWarn, kit.ColorWarnSoft, 5.6},
		{"dark", kit.ColorErr, kit.ColorErrSoft, 6.3},
		{"light", kit.ColorInfo, kit.ColorInfoSoft, 5.7},
		{"dark", kit.ColorOK, kit.ColorOKSoft, 6.6},
	} {
		th := kit.NewTheme(c.choice, 1)
		got := contrast(th.Color(c.ink, 0), th.Color(c.ground, 0))
		if math.Abs(got-c.want) > 0.06 {
			t.Errorf("%s: %s on %s is %.2f : 1, tokens.md says %.1f", c.choice, c.ink, c.ground, got, c.want)
		}
	}
}

func TestSizesFollowTheFactor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ asked, got float64 }{{1, 1}, {1.3, 1.3}, {9, 1.5}, {0.1, 0.9}, {0, 1}} {
		th := kit.NewTheme("light", c.asked)
		if got := th.Size(theme.SizeNameText); math.Abs(float64(got)-13*c.got) > 0.01 {
			t.Errorf("text at %v is %v", c.asked, got)
		}
	}
	if got := kit.NewTheme("", 1).Color(theme.ColorNameBackground, theme.VariantDark); contrast(got, color.Black) > 2 {
		t.Error("without a choice the theme does not follow the system")
	}
}

func TestIconsFollowTheTheme(t *testing.T) {
	t.Parallel()
	if len(assets.IconNames()) < 90 {
		t.Fatalf("only %d icons", len(assets.IconNames()))
	}
	a, b := kit.IconIn("home", kit.ColorAccent), kit.IconIn("home", kit.ColorErr)
	if a.Name() == b.Name() {
		t.Error("two colours of an icon are remembered as one picture")
	}
	if len(kit.Icon("no such icon").Content()) == 0 {
		t.Error("an unknown icon is no picture")
	}
}
