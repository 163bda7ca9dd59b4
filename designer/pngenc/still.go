package pngenc

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"io"

	quick "github.com/klauspost/compress/flate"
)

// still packs rows that are the same in every picture, as tightly as is worth
// it. They may not lean on what lies before them, which is not always the same.
// raw is what is packed.
func still(m *image.NRGBA, from, to int, last bool) (packed, raw []byte, err error) {
	return pack(m, from, to, last, flate.BestCompression)
}

// tryLevel tells quickly which filters serve a picture better.
const tryLevel = 4

// pack deflates rows. Drawings pack best as they are, and quickly; what is full
// of shades packs better filtered, and would take very long at the last level.
func pack(m *image.NRGBA, from, to int, last bool, level int) (packed, raw []byte, err error) {
	mixed, err := shaded(m, from, to)
	if err != nil {
		return nil, nil, err
	}
	if mixed {
		level = min(level, 7)
	}
	raw = filtered(m, from, to, mixed)
	packed, err = deflate(raw, last, level)
	return packed, raw, err
}

// shaded tells whether filtered rows pack better, of some rows in many.
func shaded(m *image.NRGBA, from, to int) (bool, error) {
	const some, many = 8, 64
	var rows [2][]byte
	for y := from; y < to; y += many {
		for i := range rows {
			rows[i] = append(rows[i], filtered(m, y, min(y+some, to), i == 1)...)
		}
	}
	var size [2]int
	for i := range rows {
		data, err := deflate(rows[i], true, tryLevel)
		if err != nil {
			return false, err
		}
		size[i] = len(data)
	}
	return size[1] < size[0], nil
}

// deflate packs bytes into whole bytes; last ends the stream.
func deflate(rows []byte, last bool, level int) ([]byte, error) {
	var (
		out bytes.Buffer
		w   interface {
			io.WriteCloser
			Flush() error
		}
		err error
	)
	if level <= usualLevel { // as small as by the standard library, in less than half the time
		w, err = quick.NewWriter(&out, level)
	} else { // and here the other one takes longer
		w, err = flate.NewWriter(&out, level)
	}
	if err != nil {
		return nil, fmt.Errorf("deflate: %w", err)
	}
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
	return out.Bytes(), nil
}

// filtered gives rows as a file has them. mixed takes for each row the filter
// that leaves the least; the first row never looks at the one above.
func filtered(m *image.NRGBA, from, to int, mixed bool) []byte {
	w := 4 * m.Rect.Dx()
	out := make([]byte, 0, (to-from)*(w+1))
	buffers := [3][]byte{make([]byte, w+1), make([]byte, w+1), make([]byte, w+1)}
	for y := from; y < to; y++ {
		row := m.Pix[y*m.Stride:][:w]
		copy(buffers[0][1:], row)
		if !mixed {
			out = append(out, buffers[0]...)
			continue
		}
		best, least := 0, spreadOf(buffers[0])
		buffers[1][0] = 1
		subtract(buffers[1][1:], row, 4)
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

// subtract takes from each byte the one so many before it; those before the
// first count as zero.
func subtract(to, row []byte, back int) {
	n := min(back, len(row))
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
