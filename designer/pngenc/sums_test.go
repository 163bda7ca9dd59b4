package pngenc

import (
	"hash/adler32"
	"math/rand/v2"
	"testing"
)

// The checksum taken apart is that of the whole, whatever bytes there are and
// however many.
func TestSums(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 700 {
		data := make([]byte, n)
		for i := range data {
			data[i] = 255
			if n%3 > 0 {
				data[i] = uint8(r.Uint32()) // #nosec G115 -- any byte
			}
		}
		sum, placed := weigh(data)
		var s, p int64
		for i, v := range data {
			s, p = s+int64(v), p+int64(i)*int64(v)
		}
		if sum != s || placed != p {
			t.Fatalf("%d bytes: %d and %d, not %d and %d", n, sum, placed, s, p)
		}
		all := adlerOf(data)
		if got, want := all.value(), adler32.Checksum(data); got != want {
			t.Fatalf("%d bytes: %x, not %x", n, got, want)
		}
	}
}
