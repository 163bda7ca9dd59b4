package svgin

import (
	"math"
	"slices"
)

// plane is a picture at work: four numbers a pixel, 0 to 1, colours times alpha.
type plane struct {
	w, h int
	pix  []float32
}

func newPlane(w, h int) plane { return plane{w, h, make([]float32, 4*w*h)} }

// each makes a new picture pixel by pixel.
func (p plane) each(f func(r, g, b, a float32) (float32, float32, float32, float32)) plane {
	out := newPlane(p.w, p.h)
	for i := 0; i < len(p.pix); i += 4 {
		out.pix[i], out.pix[i+1], out.pix[i+2], out.pix[i+3] = f(p.pix[i], p.pix[i+1], p.pix[i+2], p.pix[i+3])
	}
	return out
}

// eachStraight is each on colours that are not times alpha.
func (p plane) eachStraight(f func(c [4]float32) [4]float32) plane {
	unit := func(v float32) float32 { return min(max(v, 0), 1) }
	return p.each(func(r, g, b, a float32) (float32, float32, float32, float32) {
		if a > 0 {
			r, g, b = r/a, g/a, b/a
		}
		c := f([4]float32{r, g, b, a})
		a = unit(c[3])
		return unit(c[0]) * a, unit(c[1]) * a, unit(c[2]) * a, a
	})
}

// toLinear and toSRGB change the space of the colours, which filters work in
// the first of unless told otherwise.
func (p plane) toLinear() plane { return p.curved(linearOf) }

func (p plane) toSRGB() plane { return p.curved(sRGBOf) }

func (p plane) curved(f func(float64) float64) plane {
	const n = 4096 // what 8 bits cannot tell apart
	var table [n + 1]float32
	for i := range table {
		table[i] = float32(f(float64(i) / n))
	}
	at := func(v float32) float32 { return table[int(min(max(v, 0), 1)*n+0.5)] }
	return p.eachStraight(func(c [4]float32) [4]float32 { return [4]float32{at(c[0]), at(c[1]), at(c[2]), c[3]} })
}

func linearOf(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func sRGBOf(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// moved shifts by whole pixels, as near as that is.
func (p plane) moved(dx, dy float64) plane {
	out := newPlane(p.w, p.h)
	if !(math.Abs(dx) < float64(p.w)) || !(math.Abs(dy) < float64(p.h)) {
		return out
	}
	x, y := int(math.Round(dx)), int(math.Round(dy))
	from, to := max(-x, 0), min(p.w-x, p.w)
	for row := max(-y, 0); row < min(p.h-y, p.h) && from < to; row++ {
		copy(out.pix[4*((row+y)*p.w+from+x):], p.pix[4*(row*p.w+from):4*(row*p.w+to)])
	}
	return out
}

// blur comes near to a Gaussian by three boxes, as the standard says it may.
func (p plane) blur(x, y float64) plane {
	if x < 0 || y < 0 {
		return p
	}
	out := plane{p.w, p.h, slices.Clone(p.pix)}
	line := make([]float32, 4*max(p.w, p.h))
	for _, lap := range boxesOf(min(x, float64(2*p.w))) {
		for row := range p.h {
			boxed(out.pix[4*row*p.w:], line, p.w, 4, lap)
		}
	}
	for _, lap := range boxesOf(min(y, float64(2*p.h))) {
		for column := range p.w {
			boxed(out.pix[4*column:], line, p.h, 4*p.w, lap)
		}
	}
	return out
}

// lap is one mean: over how many pixels, and how many of them before.
type lap struct{ size, before int }

func boxesOf(sigma float64) []lap {
	d := int(sigma*3*math.Sqrt(2*math.Pi)/4 + 0.5)
	switch {
	case d < 2:
		return nil
	case d%2 == 1:
		return []lap{{d, d / 2}, {d, d / 2}, {d, d / 2}}
	}
	return []lap{{d, d / 2}, {d, d/2 - 1}, {d + 1, d / 2}}
}

// boxed replaces each of n pixels, a step apart, by a mean. line is room for
// them.
func boxed(pix, line []float32, n, step int, l lap) {
	for i := range n {
		copy(line[4*i:4*i+4], pix[i*step:])
	}
	var sum [4]float64
	add := func(i int, sign float64) {
		if i >= 0 && i < n {
			for c := range 4 {
				sum[c] += sign * float64(line[4*i+c])
			}
		}
	}
	for i := -l.before; i < l.size-l.before; i++ {
		add(i, 1)
	}
	for i := range n {
		for c := range 4 {
			pix[i*step+c] = float32(max(sum[c], 0)) / float32(l.size)
		}
		add(i-l.before, -1)
		add(i+l.size-l.before, 1)
	}
}

// combine lays a picture over another by one of the operators of feComposite.
func (p plane) combine(below plane, how string, k *[4]float32) plane {
	out := newPlane(p.w, p.h)
	for i := 0; i < len(out.pix); i += 4 {
		a, b := p.pix[i+3], below.pix[i+3]
		fa, fb := float32(1), 1-a
		switch how {
		case "in":
			fa, fb = b, 0
		case "out":
			fa, fb = 1-b, 0
		case "atop":
			fa = b
		case "xor":
			fa = 1 - b
		case "lighter":
			fb = 1
		}
		for c := range 4 {
			v := fa*p.pix[i+c] + fb*below.pix[i+c]
			if how == "arithmetic" {
				v = k[0]*p.pix[i+c]*below.pix[i+c] + k[1]*p.pix[i+c] + k[2]*below.pix[i+c] + k[3]
			}
			out.pix[i+c] = min(max(v, 0), 1)
		}
		for c := range 3 {
			out.pix[i+c] = min(out.pix[i+c], out.pix[i+3])
		}
	}
	return out
}

// blend mixes a picture with another by the older modes of feBlend.
func (p plane) blend(below plane, mode string) (plane, bool) {
	if !slices.Contains([]string{"", "normal", "multiply", "screen", "darken", "lighten"}, mode) {
		return p, false
	}
	out := newPlane(p.w, p.h)
	for i := 0; i < len(out.pix); i += 4 {
		qa, qb := p.pix[i+3], below.pix[i+3]
		out.pix[i+3] = qa + qb - qa*qb
		for c := range 3 {
			ca, cb := p.pix[i+c], below.pix[i+c]
			v := ca + (1-qa)*cb
			switch mode {
			case "multiply":
				v = (1-qa)*cb + (1-qb)*ca + ca*cb
			case "screen":
				v = cb + ca - ca*cb
			case "darken":
				v = min((1-qa)*cb+ca, (1-qb)*ca+cb)
			case "lighten":
				v = max((1-qa)*cb+ca, (1-qb)*ca+cb)
			}
			out.pix[i+c] = v
		}
	}
	return out, true
}

// matrix is feColorMatrix.
func (p plane) matrix(kind string, values []float64) (plane, bool) {
	one := func(usual float64) float64 {
		if len(values) > 0 {
			return values[0]
		}
		return usual
	}
	var m [20]float64
	switch kind {
	case "", "matrix":
		if len(values) != 20 {
			return p, len(values) == 0
		}
		copy(m[:], values)
	case "saturate":
		s := one(1)
		m = [20]float64{
			0.213 + 0.787*s, 0.715 - 0.715*s, 0.072 - 0.072*s, 0, 0,
			0.213 - 0.213*s, 0.715 + 0.285*s, 0.072 - 0.072*s, 0, 0,
			0.213 - 0.213*s, 0.715 - 0.715*s, 0.072 + 0.928*s, 0, 0, 0, 0, 0, 1, 0,
		}
	case "hueRotate":
		sin, cos := math.Sincos(one(0) * math.Pi / 180)
		m = [20]float64{
			0.213 + cos*0.787 - sin*0.213, 0.715 - cos*0.715 - sin*0.715, 0.072 - cos*0.072 + sin*0.928, 0, 0,
			0.213 - cos*0.213 + sin*0.143, 0.715 + cos*0.285 + sin*0.140, 0.072 - cos*0.072 - sin*0.283, 0, 0,
			0.213 - cos*0.213 - sin*0.787, 0.715 - cos*0.715 + sin*0.715, 0.072 + cos*0.928 + sin*0.072, 0, 0, 0, 0, 0, 1, 0,
		}
	case "luminanceToAlpha":
		m[15], m[16], m[17] = 0.2125, 0.7154, 0.0721
	default:
		return p, false
	}
	return p.eachStraight(func(c [4]float32) (out [4]float32) {
		for i := range out {
			out[i] = float32(m[5*i+4])
			for j := range c {
				out[i] += float32(m[5*i+j]) * c[j]
			}
		}
		return out
	}), true
}

// transfer is feComponentTransfer.
func (p plane) transfer(n *node) (plane, bool) {
	var curves [4]func(float32) float32
	for _, kid := range n.kids {
		at := slices.Index([]string{"feFuncR", "feFuncG", "feFuncB", "feFuncA"}, kid.name)
		if at < 0 {
			continue
		}
		curve, ok := curveOf(kid)
		if !ok {
			return p, false
		}
		curves[at] = curve
	}
	return p.eachStraight(func(c [4]float32) [4]float32 {
		for i, curve := range curves {
			if curve != nil {
				c[i] = curve(c[i])
			}
		}
		return c
	}), true
}

// curveOf reads one of the curves of feComponentTransfer; nil leaves all as it is.
func curveOf(n *node) (func(float32) float32, bool) {
	get := func(name string, usual float64) float64 {
		if v := numbers(n.attr(name)); len(v) > 0 {
			return v[0]
		}
		return usual
	}
	table := numbers(n.attr("tableValues"))
	switch n.attr("type") {
	case "", "identity":
		return nil, true
	case "linear":
		slope, base := float32(get("slope", 1)), float32(get("intercept", 0))
		return func(v float32) float32 { return slope*v + base }, true
	case "gamma":
		top, power, base := get("amplitude", 1), get("exponent", 1), get("offset", 0)
		return func(v float32) float32 { return float32(top*math.Pow(float64(v), power) + base) }, true
	case "table", "discrete":
		if len(table) == 0 {
			return nil, true
		}
		whole := n.attr("type") == "discrete"
		return func(v float32) float32 {
			if whole {
				return float32(table[min(int(v*float32(len(table))), len(table)-1)])
			}
			at := float64(v) * float64(len(table)-1)
			k := min(int(at), max(len(table)-2, 0))
			return float32(table[k] + (at-float64(k))*(table[min(k+1, len(table)-1)]-table[k]))
		}, true
	}
	return nil, false
}

// morph makes what is there reach further, or less far.
func (p plane) morph(x, y float64, wider bool) (plane, bool) {
	if !(x >= 0) || !(y >= 0) {
		return p, false
	}
	rx, ry := int(min(math.Round(x), float64(p.w))), int(min(math.Round(y), float64(p.h)))
	out := plane{p.w, p.h, slices.Clone(p.pix)}
	pick := func(a, b float32) float32 { return min(a, b) }
	if wider {
		pick = func(a, b float32) float32 { return max(a, b) }
	}
	line := make([]float32, max(p.w+2*rx, p.h+2*ry))
	for i := range 4 * p.h {
		furthest(out.pix[4*p.w*(i/4)+i%4:], line[:p.w+2*rx], p.w, 4, rx, pick)
	}
	for i := range 4 * p.w {
		furthest(out.pix[i:], line[:p.h+2*ry], p.h, 4*p.w, ry, pick)
	}
	return out, true
}

// furthest replaces each of n numbers, a step apart, by the one that is picked
// of all within a radius; beyond the ends is nothing. Windows twice as long are
// picked of two, so that a wide radius costs hardly more.
func furthest(pix, line []float32, n, step, radius int, pick func(a, b float32) float32) {
	clear(line)
	for i := range n {
		line[radius+i] = pix[i*step]
	}
	size, long := 2*radius+1, 1
	for ; 2*long <= size; long *= 2 {
		for i := range len(line) - 2*long + 1 {
			line[i] = pick(line[i], line[i+long])
		}
	}
	for i := range n {
		pix[i*step] = pick(line[i], line[i+size-long])
	}
}
