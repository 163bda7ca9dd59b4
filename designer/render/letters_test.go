package render

import (
	"encoding/binary"
	"image"
	"testing"
)

// Eight pixels at once add up as one by one, and letters that hang together
// never cover more than either does.
func TestLettersMeet(t *testing.T) {
	t.Parallel()
	for a := range 256 {
		for b := range 256 {
			var x, y, got [8]uint8
			for i := range x {
				x[i], y[i] = uint8(a+i*37), uint8(b+i*91) // #nosec G115 -- any
			}
			binary.LittleEndian.PutUint64(got[:], full(binary.LittleEndian.Uint64(x[:]), binary.LittleEndian.Uint64(y[:])))
			for i := range x {
				if want := uint8(min(int(x[i])+int(y[i]), 255)); got[i] != want { // #nosec G115 -- 255 at most
					t.Fatalf("%d and %d make %d", x[i], y[i], got[i])
				}
			}
		}
	}
	for _, joined := range []bool{false, true} {
		letter := &mask{rect: image.Rect(0, 0, 11, 1), pix: []uint8{100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100}}
		m := &mask{rect: image.Rect(0, 0, 11, 1), pix: make([]uint8, 11)}
		want := uint8(200)
		if joined {
			want = 100
		}
		m.add(placed{mask: letter, joined: joined})
		m.add(placed{mask: letter, joined: joined})
		for x, v := range m.pix {
			if v != want {
				t.Errorf("joined %v: %d at %d", joined, v, x)
			}
		}
	}
}
