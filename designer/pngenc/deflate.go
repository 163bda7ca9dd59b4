package pngenc

import (
	"encoding/binary"
	"math/bits"
)

// pixelDeflate packs rows of a picture. It looks for what was there before pixel
// by pixel instead of byte by byte, which is where drawings repeat themselves: a
// quarter of the looking, and nothing lost. What it packs does not depend on
// what it packed before.
type pixelDeflate struct {
	one    [1 << hashBits]uint32    // where a pixel was seen last, counted on from picture to picture
	two    [1 << hashBits][2]uint32 // where two were, and where before
	four   [1 << hashBits]uint32    // where four were
	base   uint32                   // what that count begins with
	tokens []uint64
	counts [4][256]uint32 // letters, by their place in a pixel
	length [lengthCodes]uint32
	dist   [distances]uint32
	out    bitOut
}

const (
	hashBits   = 14
	window     = 1 << 15
	blockWords = 1 << 13 // words of a block: then the code is made anew
	leastPair  = 8       // bytes: a repetition that lies far off has at least two pixels
	enough     = 1 << 10 // bytes: nothing longer is looked for
	lazy       = 96      // bytes: a longer repetition is taken at once
	lazyMore   = 32      // bytes that one from the next pixel on must have more
	rowMore    = 8       // bytes that one a row back must have more than one a pixel back
)

// Words wait for their code: a pixel, a byte that begins a row, or a repetition.
const (
	pixelWord = iota
	byteWord
	matchWord
)

// deflate packs rows of so many bytes each, of which the first tells the filter.
// The bytes given are its own until the next time. last ends the stream; else it
// ends at a whole byte.
func (z *pixelDeflate) deflate(raw []byte, row int, last bool) []byte {
	if z.base+uint32(len(raw))+window < z.base || z.base == 0 { // #nosec G115 -- a picture's
		clear(z.one[:])
		clear(z.two[:])
		clear(z.four[:])
		z.base = window + 1
	}
	z.out.at, z.out.word, z.out.n = 0, 0, 0
	z.tokens = z.tokens[:0]
	z.words(raw, row)
	z.block(last)
	if last {
		z.out.grow(16)
		z.out.n = (z.out.n + 7) &^ 7
		z.out.flush()
	} else {
		z.out.sync()
	}
	z.base += uint32(len(raw)) + window // #nosec G115 -- a picture's
	return z.out.out[:z.out.at]
}

// words takes rows apart.
func (z *pixelDeflate) words(raw []byte, row int) {
	begin := 0 // of the row at hand
	for at := 0; at < len(raw); {
		if at == begin {
			begin += row
			if at >= row && row <= window {
				if long := sameAs(raw, at, row); long > leastPair {
					long = whole(long, at, row, at)
					at = z.repeat(raw, at, long, row, row, begin)
					begin = at + (row-at%row)%row
					continue
				}
			}
			z.counts[0][raw[at]]++
			z.tokens = append(z.tokens, byteWord<<32|uint64(raw[at]))
			at++
			continue
		}
		if at+leastPair > len(raw) {
			at = z.pixel(raw, at)
			continue
		}
		long, dist := z.find(raw, at, row)
		for (long == 0 || long > 4) && long < lazy && at+4+leastPair <= len(raw) && at+4 < begin {
			next, further := z.find(raw, at+4, row)
			if long > 0 && next <= long+lazyMore {
				break
			}
			at = z.pixel(raw, at)
			long, dist = next, further
		}
		if long == 0 {
			at = z.pixel(raw, at)
		} else {
			long = whole(long, at, row, begin-row)
			at = z.repeat(raw, at, long, dist, row, begin)
			if at >= begin {
				begin = at + (row-at%row)%row
			}
		}
		if len(z.tokens) >= blockWords {
			z.block(false)
		}
	}
}

// whole cuts a repetition that begins at a place so that it ends with a pixel or
// a row; begin is where the row of that place begins.
func whole(long, at, row, begin int) int {
	end := at + long - begin
	if end >= row {
		end %= row
	}
	if end == 0 {
		return long
	}
	return long - (end-1)&3
}

// sameAs is how many bytes are those so many before.
func sameAs(raw []byte, at, dist int) int {
	return match(raw[at:], raw[at-dist:])
}

// find looks for what is there already: none or at least a pixel. There are at
// least eight bytes.
func (z *pixelDeflate) find(raw []byte, at, row int) (long, dist int) {
	x := binary.LittleEndian.Uint64(raw[at:])
	if at >= 4 && uint32(x) == binary.LittleEndian.Uint32(raw[at-4:]) { // #nosec G115 -- its lower half
		long, dist = sameAs(raw, at, 4), 4
	}
	if at >= row && row <= window && x == binary.LittleEndian.Uint64(raw[at-row:]) {
		if n := sameAs(raw, at, row); n > long+rowMore {
			long, dist = n, row
		}
	}
	now := z.base + uint32(at) // #nosec G115 -- a picture's
	two := &z.two[hash(x)]
	was := *two
	if was[0] != now {
		*two = [2]uint32{now, was[0]}
	}
	one := &z.one[hash(x<<32)]
	alone := *one
	*one = now
	if long < enough {
		long, dist = better(raw, at, int(now-was[0]), x, long, dist)
		long, dist = better(raw, at, int(now-was[1]), x, long, dist)
	}
	if at+16 <= len(raw) {
		four := &z.four[hash(x^binary.LittleEndian.Uint64(raw[at+8:])*odd)]
		if long < enough {
			long, dist = better(raw, at, int(now-*four), x, long, dist)
		}
		*four = now
	}
	if far := int(now - alone); long == 0 && far > 0 && far <= min(window, at) && uint32(x) == binary.LittleEndian.Uint32(raw[at-far:]) { // #nosec G115 -- its lower half
		long, dist = sameAs(raw, at, far), far
	}
	return long, dist
}

// better takes what begins so far back if it is longer.
func better(raw []byte, at, far int, x uint64, long, dist int) (int, int) {
	if far <= 0 || far > min(window, at) || at+long >= len(raw) || raw[at+long] != raw[at+long-far] || x != binary.LittleEndian.Uint64(raw[at-far:]) {
		return long, dist
	}
	if n := sameAs(raw, at, far); n > long {
		return n, far
	}
	return long, dist
}

const odd = 0x9e3779b97f4a7c15

func hash(x uint64) uint64 { return x * odd >> (64 - hashBits) }

// pixel notes one that was not there before.
func (z *pixelDeflate) pixel(raw []byte, at int) int {
	if at+4 > len(raw) { // cannot be: rows are whole
		z.counts[0][raw[at]]++
		z.tokens = append(z.tokens, byteWord<<32|uint64(raw[at]))
		return at + 1
	}
	v := binary.LittleEndian.Uint32(raw[at:])
	z.counts[0][v&255]++
	z.counts[1][v>>8&255]++
	z.counts[2][v>>16&255]++
	z.counts[3][v>>24]++
	z.tokens = append(z.tokens, uint64(v))
	return at + 4
}

// repeat notes a repetition, and remembers some of its pixels.
func (z *pixelDeflate) repeat(raw []byte, at, long, dist, row, next int) int {
	ds, de, dn := distanceCode(dist)
	for rest := long + z.lean(raw, at, dist); rest > 0; {
		n := min(rest, mostMatch)
		if rest -= n; rest > 0 && rest < 3 {
			n, rest = n-3, rest+3
		}
		ls, le, ln := lengthCode(n)
		z.length[ls]++
		z.dist[ds]++
		z.tokens = append(z.tokens, matchWord<<32|uint64(ls)<<34|uint64(ds)<<43|uint64(le)<<48|uint64(ln)<<53|uint64(de)|uint64(dn)<<56) // #nosec G115 -- small
	}
	z.remember(raw, at, at+long, dist, row, next)
	return at + long
}

// remember notes where pixels of a repetition are, but for those that are as the
// two before them.
func (z *pixelDeflate) remember(raw []byte, at, end, dist, row, next int) {
	p := at + 4
	switch {
	case at+row == next: // it begins with a row
		p = at + 1
	case dist == 4 && end <= next: // all are alike
		p = max(p, end-8)
	}
	was := binary.LittleEndian.Uint64(raw[at:])
	for ; p < end && p+16 <= len(raw); p += 4 {
		if p == next {
			p++
			next += row
		}
		x := binary.LittleEndian.Uint64(raw[p:])
		if x == was {
			continue
		}
		was = x
		now := z.base + uint32(p) // #nosec G115 -- a picture's
		z.one[hash(x<<32)] = now
		two := &z.two[hash(x)]
		*two = [2]uint32{now, two[0]}
		z.four[hash(x^binary.LittleEndian.Uint64(raw[p+8:])*odd)] = now
	}
}

// lean takes the last bytes of the pixel before a repetition into it, if they are
// repeated as well, and tells how many: most often it is only the alpha.
func (z *pixelDeflate) lean(raw []byte, at, dist int) int {
	n := len(z.tokens)
	if n == 0 || z.tokens[n-1]>>32 != pixelWord || at-dist < 4 {
		return 0
	}
	v := uint32(z.tokens[n-1]) // #nosec G115 -- the pixel
	same := bits.LeadingZeros32(v^binary.LittleEndian.Uint32(raw[at-dist-4:])) / 8
	if same == 0 || same == 4 {
		return 0
	}
	for k := 4 - same; k < 4; k++ {
		z.counts[k][v>>(8*k)&255]--
	}
	z.tokens[n-1] |= uint64(same) << 34 // #nosec G115 -- 1 to 3
	return same
}

// block writes the words at hand by a code of their own.
func (z *pixelDeflate) block(last bool) {
	count := z.length
	for s := range 256 {
		count[s] = z.counts[0][s] + z.counts[1][s] + z.counts[2][s] + z.counts[3][s]
	}
	count[endOfBlock] = 1
	ll, dd := lengths(count[:], longestCode), lengths(z.dist[:], longestCode)
	lw, dw := words(ll), words(dd)
	b := &z.out
	b.grow(1024 + 8*len(z.tokens))
	b.flush()
	writeHead(b, last, ll, dd)
	out, to, word, n := b.out, b.at, b.word, b.n
	for _, t := range z.tokens {
		switch t >> 32 & 3 {
		case pixelWord:
			c0, c1, c2, c3 := lw[t&255], lw[t>>8&255], lw[t>>16&255], lw[t>>24&255]
			switch t >> 34 {
			case 3:
				c1 = code{}
				fallthrough
			case 2:
				c2 = code{}
				fallthrough
			case 1:
				c3 = code{}
			}
			ab, ce := uint64(c0.bits)|uint64(c1.bits)<<c0.n, uint64(c2.bits)|uint64(c3.bits)<<c2.n
			word |= (ab | ce<<(c0.n+c1.n)) << n
			n += uint(c0.n + c1.n + c2.n + c3.n)
		case byteWord:
			c := lw[t&255]
			word |= uint64(c.bits) << n
			n += uint(c.n)
		default:
			c, e := lw[t>>34&511], dw[t>>43&31]
			word |= (uint64(c.bits) | (t>>48&31)<<c.n) << n
			n += uint(c.n) + uint(t>>53&7)
			word |= (uint64(e.bits) | (t&(1<<15-1))<<e.n) << n
			n += uint(e.n) + uint(t>>56)
		}
		binary.LittleEndian.PutUint64(out[to:], word)
		to += int(n >> 3) // #nosec G115 -- 8 at most
		word >>= n &^ 7
		n &= 7
	}
	b.at, b.word, b.n = to, word, n
	b.put(uint64(lw[endOfBlock].bits), uint(lw[endOfBlock].n))
	b.flush()
	z.tokens = z.tokens[:0]
	z.counts, z.length, z.dist = [4][256]uint32{}, [lengthCodes]uint32{}, [distances]uint32{}
}

// writeHead begins a block with codes of its own.
func writeHead(b *bitOut, last bool, ll, dd []uint8) {
	ll = trimmed(ll, 257)
	dd = trimmed(dd, 1)
	final := uint64(0)
	if last {
		final = 1
	}
	type step struct {
		symbol uint8
		extra  uint8
		n      uint8
	}
	var steps []step
	var count [19]uint32
	all := append(append(make([]uint8, 0, len(ll)+len(dd)), ll...), dd...)
	add := func(s step) {
		steps = append(steps, s)
		count[s.symbol]++
	}
	for i := 0; i < len(all); {
		v, k := all[i], i+1
		for k < len(all) && all[k] == v {
			k++
		}
		n := k - i
		i = k
		if v != 0 {
			add(step{symbol: v})
			n--
		}
		for n >= 3 {
			switch {
			case v != 0:
				m := min(n, 6)
				add(step{16, uint8(m - 3), 2}) // #nosec G115 -- small
				n -= m
			case n >= 11:
				m := min(n, 138)
				add(step{18, uint8(m - 11), 7}) // #nosec G115 -- small
				n -= m
			default:
				add(step{17, uint8(n - 3), 3}) // #nosec G115 -- small
				n = 0
			}
		}
		for range n {
			add(step{symbol: v})
		}
	}
	cl := lengths(count[:], 7)
	cw := words(cl)
	order := [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	most := 19
	for most > 4 && cl[order[most-1]] == 0 {
		most--
	}
	b.put(final|2<<1|uint64(len(ll)-257)<<3|uint64(len(dd)-1)<<8|uint64(most-4)<<13, 17) // #nosec G115 -- small
	b.flush()
	for _, s := range order[:most] {
		b.put(uint64(cl[s]), 3)
		b.flush()
	}
	for _, s := range steps {
		c := cw[s.symbol]
		b.put(uint64(c.bits)|uint64(s.extra)<<c.n, uint(c.n+s.n))
		b.flush()
	}
}

// trimmed leaves lengths of nothing away at the end.
func trimmed(v []uint8, least int) []uint8 {
	for len(v) > least && v[len(v)-1] == 0 {
		v = v[:len(v)-1]
	}
	return v
}
