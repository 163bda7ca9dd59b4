package pngenc

import "encoding/binary"

// bitOut collects bits, the lowest first, behind bytes that are there already.
// At most 57 are put between two flushes.
type bitOut struct {
	out  []byte // its room beyond at is used
	at   int    // bytes that are done
	word uint64
	n    uint
}

// grow makes room for n more bytes.
func (b *bitOut) grow(n int) {
	if need := b.at + n + 16; need > cap(b.out) {
		larger := make([]byte, need+need/2)
		copy(larger, b.out[:b.at])
		b.out = larger
	}
	b.out = b.out[:cap(b.out)]
}

func (b *bitOut) put(v uint64, n uint) {
	b.word |= v << b.n
	b.n += n
}

func (b *bitOut) flush() {
	binary.LittleEndian.PutUint64(b.out[b.at:], b.word)
	b.at += int(b.n >> 3) // #nosec G115 -- 8 at most
	b.word >>= b.n &^ 7
	b.n &= 7
}

// copy puts the bits of another stream from one place to another. Eight bytes
// behind its end can be read.
func (b *bitOut) copy(from []byte, start, end uint32) {
	b.grow(int(end-start)/8 + 16)
	b.flush()
	for start+48 <= end {
		b.put(binary.LittleEndian.Uint64(from[start>>3:])>>(start&7)&(1<<48-1), 48)
		b.flush()
		start += 48
	}
	rest := uint(end - start)
	b.put(binary.LittleEndian.Uint64(from[start>>3:])>>(start&7)&(1<<rest-1), rest)
	b.flush()
}

// sync ends at a whole byte, as a flush of the deflate format does: by an empty
// stored block.
func (b *bitOut) sync() {
	b.grow(8)
	b.flush()
	b.put(0, 3)
	b.n = (b.n + 7) &^ 7
	b.flush()
	b.put(0xffff0000, 32)
	b.flush()
}
