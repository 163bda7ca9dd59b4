package studio

import (
	"encoding/binary"
	"image"
)

// ground is the checkerboard that stands for nothing, for a picture to be laid
// on before it is shown: one opaque picture costs the window less than two. The
// squares begin at the picture's corner. Without a side it is no ground.
type ground struct {
	side        int
	light, dark [4]byte
}

// clearest is the most alpha that the window takes for none.
const clearest = 2

// lay brings a part of a picture up to date with what is drawn, on the ground.
func (g ground) lay(into, drawn *image.RGBA, part image.Rectangle) {
	part = part.Intersect(into.Rect).Intersect(drawn.Rect)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		out := into.Pix[into.PixOffset(part.Min.X, y):][:4*part.Dx()]
		in := drawn.Pix[drawn.PixOffset(part.Min.X, y):][:4*part.Dx()]
		if g.side == 0 {
			copy(out, in)
			continue
		}
		for x := part.Min.X; x < part.Max.X; {
			to := min((x/g.side+1)*g.side, part.Max.X)
			from, upto := 4*(x-part.Min.X), 4*(to-part.Min.X)
			square := g.light
			if (x/g.side+y/g.side)%2 != 0 {
				square = g.dark
			}
			over(out[from:upto], in[from:upto], square)
			x = to
		}
	}
}

// over lays pixels on a square.
func over(out, in []byte, square [4]byte) {
	const both = 0xff000000ff000000
	plain := binary.LittleEndian.Uint32(square[:])
	for len(in) >= 4 {
		if len(in) >= 8 { // most pixels are opaque
			if two := binary.LittleEndian.Uint64(in); two&both == both {
				binary.LittleEndian.PutUint64(out, two)
				in, out = in[8:], out[8:]
				continue
			}
		}
		switch a := in[3]; {
		case a == 255:
			copy(out[:4], in)
		case a <= clearest:
			binary.LittleEndian.PutUint32(out, plain)
		default:
			for k := range 3 {
				under := uint(square[k])*uint(255-a) + 127     // rounded, as the window does it
				out[k] = byte(min(uint(in[k])+under/255, 255)) // #nosec G115 -- at most 255
			}
			out[3] = 255
		}
		in, out = in[4:], out[4:]
	}
}
