package pngenc

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"io"
	"slices"
	"sync"

	quick "github.com/klauspost/compress/flate"
)

// still packs rows that are the same in every picture, as tightly as is worth
// it. They may not lean on what lies before them, which is not always the same.
// raw is what is packed.
func still(m *image.NRGBA, from, to int, last bool) (packed, raw []byte, err error) {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	level := flate.BestCompression
	if p.rows(m, from, to) { // what is full of shades would take very long
		level = 7
	}
	packed, err = p.deflate(p.raw, last, level)
	return bytes.Clone(packed), bytes.Clone(p.raw), err
}

// packer is what packing needs for itself. What it packs does not depend on what
// it packed before, and is its own until the next.
type packer struct {
	writers [flate.BestCompression + 1]deflater
	pixels  pixelDeflate
	raw     []byte
	some    [2][]byte
	out     bytes.Buffer
}

// deflater is a writer that can begin anew.
type deflater interface {
	io.WriteCloser
	Flush() error
	Reset(to io.Writer)
}

// packers are those at rest.
var packers = sync.Pool{New: func() any { return &packer{} }} //nolint:gochecknoglobals // memory only: making a writer takes as long as packing a small picture

// quick packs rows in little time. What it gives is the packer's own.
func (p *packer) quick(m *image.NRGBA, from, to int, last bool) (packed, raw []byte) {
	p.rows(m, from, to)
	return p.pixels.deflate(p.raw, 1+4*m.Rect.Dx(), last), p.raw
}

// rows readies rows for being packed: drawings pack best as they are, and what is
// full of shades better filtered. It tells whether they are.
func (p *packer) rows(m *image.NRGBA, from, to int) (mixed bool) {
	mixed = p.shaded(m, from, to)
	p.raw = filtered(slices.Grow(p.raw[:0], (to-from)*(4*m.Rect.Dx()+1)), m, from, to, mixed)
	return mixed
}

// shaded tells whether filtered rows pack better, of some rows in many.
func (p *packer) shaded(m *image.NRGBA, from, to int) bool {
	const some, many = 4, 64
	if alike(m, from, to, many) {
		return false
	}
	var size [2]int
	for i := range p.some {
		rows := p.some[i][:0]
		for y := from; y < to; y += many {
			rows = filtered(rows, m, y, min(y+some, to), i == 1)
		}
		p.some[i] = rows
		size[i] = len(p.pixels.deflate(rows, 1+4*m.Rect.Dx(), true))
	}
	return size[1] < size[0]
}

// alike tells whether most pixels are as the one before them, or the one above,
// of two rows in many.
func alike(m *image.NRGBA, from, to, many int) bool {
	same, all := 0, 0
	for y := from; y+1 < to; y += many {
		above, row := m.Pix[y*m.Stride:][:4*m.Rect.Dx()], m.Pix[(y+1)*m.Stride:][:4*m.Rect.Dx()]
		was := uint32(0)
		for len(row) >= 4 && len(above) >= 4 {
			c := binary.LittleEndian.Uint32(row)
			if c == was || c == binary.LittleEndian.Uint32(above) {
				same++
			}
			was = c
			row, above = row[4:], above[4:]
		}
		all += m.Rect.Dx()
	}
	return 4*same > 3*all
}

// deflate packs bytes into whole bytes; last ends the stream.
func (p *packer) deflate(rows []byte, last bool, level int) ([]byte, error) {
	p.out.Reset()
	w, err := p.writer(level)
	if err != nil {
		return nil, fmt.Errorf("deflate: %w", err)
	}
	w.Reset(&p.out)
	if _, err = w.Write(rows); err == nil {
		if last {
			err = w.Close()
		} else {
			err = w.Flush()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("deflate: %w", err)
	}
	return p.out.Bytes(), nil
}

func (p *packer) writer(level int) (w deflater, err error) {
	if p.writers[level] != nil {
		return p.writers[level], nil
	}
	if level < flate.BestCompression { // as small as by the standard library, in less than half the time
		w, err = quick.NewWriter(&p.out, level)
	} else { // and here the other one takes longer
		w, err = flate.NewWriter(&p.out, level)
	}
	p.writers[level] = w
	return w, err
}

// filtered gives rows as a file has them. mixed takes for each row the filter
// that leaves the least; the first row never looks at the one above. They are
// added to out.
func filtered(out []byte, m *image.NRGBA, from, to int, mixed bool) []byte {
	w := 4 * m.Rect.Dx()
	if !mixed {
		for y := from; y < to; y++ {
			out = append(append(out, 0), m.Pix[y*m.Stride:][:w]...)
		}
		return out
	}
	buffers := [3][]byte{make([]byte, w+1), make([]byte, w+1), make([]byte, w+1)}
	for y := from; y < to; y++ {
		row := m.Pix[y*m.Stride:][:w]
		copy(buffers[0][1:], row)
		best, least := 0, spreadOf(buffers[0])
		buffers[1][0] = 1
		subtract(buffers[1][1:], row)
		kinds := 2
		if y > from {
			kinds = 3
			above := m.Pix[(y-1)*m.Stride:][:w]
			buffers[2][0] = 2
			for i, v := range row {
				buffers[2][1+i] = v - above[i]
			}
		}
		for k := 1; k < kinds; k++ {
			if s := spreadOf(buffers[k]); s < least {
				best, least = k, s
			}
		}
		out = append(out, buffers[best]...)
	}
	return out
}

// spreadOf is how far filtered bytes lie from zero, all together.
func spreadOf(row []byte) (sum int) {
	for _, v := range row[1:] {
		sum += min(int(v), 256-int(v))
	}
	return sum
}

// subtract takes from each pixel the one before it; before the first is nothing.
func subtract(to, row []byte) {
	n := min(4, len(row))
	copy(to[:n], row)
	difference(to[n:len(row)], row[n:], row)
}

// difference takes bytes from others, eight at a time.
func difference(to, from, less []byte) {
	const high = 0x80808080_80808080
	from, less = from[:len(to)], less[:len(to)]
	for len(to) >= 8 && len(from) >= 8 && len(less) >= 8 {
		a, b := binary.LittleEndian.Uint64(from), binary.LittleEndian.Uint64(less)
		binary.LittleEndian.PutUint64(to, ((a|high)-(b&^high))^((a^^b)&high))
		to, from, less = to[8:], from[8:], less[8:]
	}
	for i := range to {
		to[i] = from[i] - less[i]
	}
}

// chunk adds a chunk to a file.
func chunk(out []byte, kind string, data ...[]byte) []byte {
	at := len(out)
	out = append(out, 0, 0, 0, 0)
	out = append(out, kind...)
	for _, d := range data {
		out = append(out, d...)
	}
	binary.BigEndian.PutUint32(out[at:], uint32(len(out)-at-8)) // #nosec G115 -- a picture's
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[at+4:]))
}
