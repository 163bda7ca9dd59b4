package store

import (
	"bytes"
	"encoding/binary"
	"io"

	"badgekiln/designer"
)

// The records of a zip's directory.
const (
	endSize    = 22
	headerSize = 46
	mostNote   = 1 << 16
	mostIndex  = mostEntries * 512
)

// survey walks through the directory of a zip before a library is let loose on
// it: its entries are counted one by one, and it must lie exactly where and be
// as long as its end says. Zips of more than 4 GB (zip64), in parts, or with
// something hidden before or behind the directory are none of ours.
func survey(r io.ReaderAt, size int64) error {
	end, at, err := endOf(r, size)
	if err != nil {
		return err
	}
	count := int(binary.LittleEndian.Uint16(end[10:]))
	length, from := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	parts := binary.LittleEndian.Uint32(end[4:]) != 0 || binary.LittleEndian.Uint16(end[8:]) != binary.LittleEndian.Uint16(end[10:])
	if parts || from+length != at {
		return designer.Fail("store-damaged")
	}
	if count > mostEntries || length > mostIndex {
		return designer.Fail("store-entries")
	}
	index := make([]byte, length)
	if _, err := r.ReadAt(index, from); err != nil {
		return designer.Fail("store-damaged").Because(err)
	}
	for ; count > 0; count-- {
		if len(index) < headerSize || !bytes.HasPrefix(index, []byte("PK\x01\x02")) {
			return designer.Fail("store-damaged")
		}
		packed, full := binary.LittleEndian.Uint32(index[20:]), binary.LittleEndian.Uint32(index[24:])
		start := binary.LittleEndian.Uint32(index[42:])
		if packed == ^uint32(0) || full == ^uint32(0) || int64(start)+int64(packed) > from {
			return designer.Fail("store-damaged")
		}
		whole := headerSize + int(binary.LittleEndian.Uint16(index[28:])) +
			int(binary.LittleEndian.Uint16(index[30:])) + int(binary.LittleEndian.Uint16(index[32:]))
		if whole > len(index) {
			return designer.Fail("store-damaged")
		}
		index = index[whole:]
	}
	if len(index) > 0 {
		return designer.Fail("store-damaged")
	}
	return nil
}

// endOf finds the record at the end of a zip, and where it lies.
func endOf(r io.ReaderAt, size int64) ([]byte, int64, error) {
	tail := make([]byte, min(size, endSize+mostNote))
	if n, err := r.ReadAt(tail, size-int64(len(tail))); n < len(tail) {
		return nil, 0, designer.Fail("store-damaged").Because(err)
	}
	for i := len(tail) - endSize; i >= 0; i-- {
		if !bytes.HasPrefix(tail[i:], []byte("PK\x05\x06")) {
			continue
		}
		if note := int(binary.LittleEndian.Uint16(tail[i+20:])); i+endSize+note != len(tail) {
			return nil, 0, designer.Fail("store-damaged")
		}
		return tail[i:], size - int64(len(tail)-i), nil
	}
	return nil, 0, designer.Fail("store-not-design")
}
