package pngenc

import "image"

// mostly tells whether a picture differs nearly everywhere: then it is packed
// like one by itself, which makes it a third smaller than what was readied for
// few differences.
func (s *Series) mostly(patches []Patch) bool {
	pixels := 0
	for _, p := range patches {
		if p != nil {
			pixels += p.Rect().Dx() * p.Rect().Dy()
		}
	}
	return 2*pixels > s.size.X*s.size.Y
}

// whole adds the file of a picture that differs nearly everywhere.
func (s *Series) whole(dst []byte, d *Desk, patches []Patch) []byte {
	if d.picture == nil || d.picture.Rect != s.rest.Rect {
		d.picture = image.NewNRGBA(s.rest.Rect)
	}
	m := d.picture
	for y := range s.size.Y {
		copy(m.Pix[y*m.Stride:][:4*s.size.X], s.rest.Pix[y*s.rest.Stride:])
	}
	for _, p := range patches {
		if p == nil {
			continue
		}
		r := p.Rect()
		for y := r.Min.Y; y < r.Max.Y; y++ {
			p.Row(y, m.Pix[m.PixOffset(r.Min.X, y):][:4*r.Dx()])
		}
	}
	return appendPicture(dst, m)
}
