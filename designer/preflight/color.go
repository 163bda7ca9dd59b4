package preflight

import (
	"math"

	"badgekiln/designer"
)

// white and dark are the pages a badge is shown on, 0 to 1.
func white() [3]float64 { return [3]float64{1, 1, 1} }
func dark() [3]float64  { return [3]float64{0.11, 0.11, 0.11} }

// over puts a premultiplied pixel on a ground.
func over(p []uint8, ground [3]float64) [3]float64 {
	open := 1 - float64(p[3])/255
	var c [3]float64
	for i := range c {
		c[i] = float64(p[i])/255 + ground[i]*open
	}
	return c
}

// Contrast is the ratio of two opaque colours' lightness, 1 to 21, as WCAG 2
// defines it.
func Contrast(a, b designer.Color) float64 {
	part := func(c designer.Color) [3]float64 {
		return [3]float64{float64(c.R) / 255, float64(c.G) / 255, float64(c.B) / 255}
	}
	return contrast(part(a), part(b))
}

func contrast(a, b [3]float64) float64 {
	light, deep := luminance(a), luminance(b)
	if light < deep {
		light, deep = deep, light
	}
	return (light + 0.05) / (deep + 0.05)
}

func luminance(c [3]float64) float64 {
	sum := 0.0
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		v := c[i]
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}
