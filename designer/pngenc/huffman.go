package pngenc

import (
	"math/bits"
	"slices"
)

// The alphabets of the deflate format.
const (
	endOfBlock  = 256
	lengthCodes = 286 // letters, the end, and lengths
	distances   = 30
	longestCode = 12 // bits; the format would allow 15
	leastMatch  = 4  // the format would allow 3
	mostMatch   = 258
)

// code is a word of a Huffman code, ready to be put.
type code struct {
	bits uint32
	n    uint8
}

// lengths gives the bits of each symbol's word, so that often used ones are
// short and none is longer than most. Symbols that are never used get none.
func lengths(count []uint32, most int) []uint8 {
	const symbols = lengthCodes
	var (
		keys  [symbols]uint64 // weights, and below them symbols: the rarest first
		above [2 * symbols]int16
		inner [symbols]uint64 // weights of what hangs together, in the order it was joined
		deep  [2 * symbols]uint8
	)
	n := 0
	for s, c := range count {
		if c > 0 {
			keys[n] = uint64(c)<<16 | uint64(s) // #nosec G115 -- a few hundred
			n++
		}
	}
	slices.Sort(keys[:n])
	out := make([]uint8, len(count))
	if n == 1 {
		out[keys[0]&0xffff] = 1
		return out
	}
	// Both those not joined yet and those that are lie in order: the two lightest
	// are at the heads of two queues.
	leaf, made := 0, 0
	for next := range max(n-1, 0) {
		for range 2 {
			if leaf < n && (made == next || keys[leaf]>>16 <= inner[made]) {
				inner[next] += keys[leaf] >> 16
				above[leaf] = int16(next) // #nosec G115 -- a few hundred
				leaf++
			} else {
				inner[next] += inner[made]
				above[n+made] = int16(next) // #nosec G115 -- a few hundred
				made++
			}
		}
	}
	for i := 2*n - 3; i >= 0; i-- { // the last one joined hangs on nothing
		deep[i] = deep[n+int(above[i])] + 1
	}
	for i, k := range keys[:n] {
		out[k&0xffff] = uint8(min(int(deep[i]), most)) // #nosec G115 -- small
	}
	shorten(out, keys[:n], most)
	return out
}

// shorten makes lengths that were cut off at most a code again: rare words, which
// come first, are made longer until all fit, then frequent ones shorter as far as
// room is left.
func shorten(out []uint8, keys []uint64, most int) {
	room := 1 << most
	for _, n := range out {
		if n > 0 {
			room -= 1 << (most - int(n))
		}
	}
	for room < 0 {
		for _, k := range keys {
			if s := k & 0xffff; int(out[s]) < most && room < 0 {
				room += 1 << (most - int(out[s]) - 1)
				out[s]++
			}
		}
	}
	for i := len(keys) - 1; i >= 0 && room > 0; i-- {
		for s := keys[i] & 0xffff; out[s] > 1 && 1<<(most-int(out[s])) <= room; {
			room -= 1 << (most - int(out[s]))
			out[s]--
		}
	}
}

// words gives the code of some lengths, as the deflate format counts it.
func words(length []uint8) []code {
	var next, count [16]uint32
	for _, n := range length {
		count[n]++
	}
	count[0] = 0
	for i := 1; i < len(next); i++ {
		next[i] = (next[i-1] + count[i-1]) << 1
	}
	out := make([]code, len(length))
	for s, n := range length {
		if n > 0 {
			out[s] = code{bits.Reverse32(next[n]) >> (32 - n), n}
			next[n]++
		}
	}
	return out
}

// table is what a block is written with.
type table struct {
	letter [256]uint16     // word << 4 | its bits
	pair   [1 << 16]uint32 // two letters, the first the lower: word << 5 | its bits
	end    code
	length [mostMatch + 1]code // with the further bits
	near   code                // the distance of a pixel
	far    code                // that of a row, with the further bits
	header []byte              // of the block
	bits   uint32              // of the header
}

// tally counts what a table is trained with.
type tally struct {
	length [lengthCodes]uint32
}

// lengthCode gives the symbol of a length and its further bits.
func lengthCode(n int) (symbol int, extra uint32, count uint8) {
	if n == mostMatch {
		return 285, 0, 0
	}
	v := uint32(n - 3) // #nosec G115 -- 3 to 257
	if v < 8 {
		return 257 + int(v), 0, 0
	}
	k := uint32(bits.Len32(v)) - 3                       // #nosec G115 -- small
	return 257 + int(4*k+v>>k), v & (1<<k - 1), uint8(k) // #nosec G115 -- small
}

// distanceCode gives the symbol of a distance and its further bits.
func distanceCode(n int) (symbol int, extra uint32, count uint8) {
	v := uint32(n - 1) // #nosec G115 -- within a window
	if v < 4 {
		return int(v), 0, 0
	}
	k := uint32(bits.Len32(v)) - 2                   // #nosec G115 -- small
	return int(2*k + v>>k), v & (1<<k - 1), uint8(k) // #nosec G115 -- small
}

// newTable makes the table for what was counted. Everything can be written by
// it; what was not counted is only long.
func newTable(t *tally, row int) *table {
	count := t.length
	for i := range count {
		count[i] = 2*count[i] + 1
	}
	ll := lengths(count[:], longestCode)
	nearCode, _, _ := distanceCode(4)
	farCode, farExtra, farBits := distanceCode(row)
	dd := make([]uint8, distances)
	dd[nearCode] = 1
	dd[farCode] = 1
	lw, dw := words(ll), words(dd)
	out := &table{end: lw[endOfBlock], near: dw[nearCode]}
	for v := range out.letter {
		out.letter[v] = uint16(lw[v].bits<<4 | uint32(lw[v].n)) // #nosec G115 -- 12 bits and 4
	}
	for v := range out.pair {
		a, b := lw[v&255], lw[v>>8]
		out.pair[v] = (a.bits|b.bits<<a.n)<<5 | uint32(a.n+b.n)
	}
	for n := 3; n <= mostMatch; n++ {
		s, extra, k := lengthCode(n)
		out.length[n] = code{lw[s].bits | extra<<lw[s].n, lw[s].n + k}
	}
	out.far = code{dw[farCode].bits | farExtra<<dw[farCode].n, dw[farCode].n + farBits}
	out.head(ll, dd[:farCode+1])
	return out
}

// head writes the header of the block: which code it uses.
func (t *table) head(ll, dd []uint8) {
	b := &bitOut{out: make([]byte, 512)}
	b.put(0, 1)                   // not the last
	b.put(2, 2)                   // a code of its own
	b.put(uint64(len(ll)-257), 5) // #nosec G115 -- 286 at most
	b.put(uint64(len(dd)-1), 5)   // #nosec G115 -- 30 at most
	var count [19]uint32
	all := append(slices.Clone(ll), dd...)
	for _, n := range all {
		count[n]++
	}
	cl := lengths(count[:], 7)
	cw := words(cl)
	order := [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	b.put(19-4, 4)
	b.flush()
	for _, s := range order {
		b.put(uint64(cl[s]), 3)
		b.flush()
	}
	for _, n := range all {
		b.put(uint64(cw[n].bits), uint(cw[n].n))
		b.flush()
	}
	t.bits = uint32(b.at)*8 + uint32(b.n) // #nosec G115 -- small
	t.header = b.out
}
