package pngenc

import "encoding/binary"

// adler is the checksum at the end of a deflated stream, taken apart so that a
// part can change without the rest being read again: the sum of all bytes, and
// the sum of each byte times its distance from the end.
type adler struct {
	size     int64
	sum, far int64 // modulo 65521
}

const adlerMod = 65521

func adlerOf(data []byte) adler {
	a := adler{size: int64(len(data))}
	for start := 0; start < len(data); start += 1 << 12 {
		part := data[start:min(start+1<<12, len(data))]
		s, at := weigh(part)
		a.sum += s
		a.far = (a.far + (a.size-int64(start))%adlerMod*(s%adlerMod) - at) % adlerMod
	}
	a.sum %= adlerMod
	return a
}

// change takes note that the bytes at a place are others: by what these weighed
// and weigh.
func (a *adler) change(at int64, was, is weight) {
	sum := is.sum - was.sum
	a.sum = (a.sum + sum) % adlerMod
	a.far = (a.far + (a.size-at)%adlerMod*(sum%adlerMod) - (is.placed - was.placed)) % adlerMod
}

// weight is the sum of some bytes, and the sum of each times its place.
type weight struct{ sum, placed int64 }

// weightOf is that of many bytes.
func weightOf(data []byte) (w weight) {
	for start := 0; start < len(data); start += 1 << 12 {
		s, p := weigh(data[start:min(start+1<<12, len(data))])
		w.sum, w.placed = w.sum+s, w.placed+p+int64(start)*s
	}
	return w
}

// weightStep is how far apart the weights of a row are.
const weightStep = 64

// rowWeights are the weights of the first bytes of a row, for each multiple of
// weightStep.
func rowWeights(out []weight, row []byte) []weight {
	var w weight
	for at := 0; at < len(row); at += weightStep {
		out = append(out, w)
		s, p := weigh(row[at:min(at+weightStep, len(row))])
		w.sum, w.placed = w.sum+s, w.placed+p+int64(at)*s
	}
	return append(out, w)
}

// value is the checksum.
func (a *adler) value() uint32 {
	in := func(v int64) uint32 { return uint32((v%adlerMod + adlerMod) % adlerMod) } // #nosec G115 -- below 65521
	return in(a.far+a.size)<<16 | in(1+a.sum)
}

// weigh gives the sum of some bytes and the sum of each times its place. It adds
// up eight bytes at once, each in a lane of its own, by groups so small that no
// lane runs over.
func weigh(data []byte) (sum, placed int64) {
	const (
		lanes = 0x00ff00ff_00ff00ff
		group = 16 // words: sums of sums stay below 65536
	)
	at := 0
	for ; at+8*group <= len(data); at += 8 * group {
		// even and odd are sums of a lane; those that follow are sums of these
		// after each word, in which the first word counts most.
		var even, odd, evens, odds uint64
		part := data[at : at+8*group : at+8*group]
		for k := 0; k+8 <= len(part); k += 8 {
			w := binary.LittleEndian.Uint64(part[k : k+8])
			even += w & lanes
			odd += w >> 8 & lanes
			evens += even
			odds += odd
		}
		s := lane(even, 0) + lane(even, 1) + lane(even, 2) + lane(even, 3) + lane(odd, 0) + lane(odd, 1) + lane(odd, 2) + lane(odd, 3)
		inside := lane(odd, 0) + 2*lane(even, 1) + 3*lane(odd, 1) + 4*lane(even, 2) + 5*lane(odd, 2) + 6*lane(even, 3) + 7*lane(odd, 3)
		before := lane(evens, 0) + lane(evens, 1) + lane(evens, 2) + lane(evens, 3) + lane(odds, 0) + lane(odds, 1) + lane(odds, 2) + lane(odds, 3)
		sum += s
		placed += inside + 8*(group*s-before) + int64(at)*s
	}
	for i, v := range data[at:] {
		sum += int64(v)
		placed += int64(v) * int64(at+i)
	}
	return sum, placed
}

// lane is one of four numbers in a word.
func lane(w uint64, n int) int64 { return int64(w >> (16 * n) & 0xffff) } // #nosec G115 -- 16 bits
