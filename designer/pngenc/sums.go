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

// rowWeights are the weights of the first bytes of a row, for each multiple of
// weightStep.
const weightStep = 64

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

// weigh gives the sum of some bytes and the sum of each times its place, eight
// at a time.
func weigh(data []byte) (sum, placed int64) {
	const (
		lanes = 0x00ff00ff_00ff00ff
		all   = 0x00010001_00010001
		even  = 0x00000002_00040006 // places 0, 2, 4 and 6, the last first
		odd   = 0x00010003_00050007
	)
	var total, inside, before uint64 // before: the sum of what lay before each word
	k := 0
	for ; k+8 <= len(data); k += 8 {
		w := binary.LittleEndian.Uint64(data[k:])
		lo, hi := w&lanes, w>>8&lanes
		before += total
		total += (lo + hi) * all >> 48
		inside += (lo*even + hi*odd) >> 48
	}
	// Each word lies eight times as many places on as there are words before
	// it: of all the words, less those that are counted in before.
	words := int64(k / 8)
	s := int64(total)                                  // #nosec G115 -- a sum of few bytes
	p := int64(inside) + 8*((words-1)*s-int64(before)) // #nosec G115 -- as above
	for i, v := range data[k:] {
		s += int64(v)
		p += int64(v) * int64(k+i)
	}
	return s, p
}
