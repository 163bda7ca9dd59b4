package award

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
)

// zipWriter writes an archive of stored files (APPNOTE.TXT 6.3, with zip64 where
// it has to be). Unlike archive/zip it does not hold what the end of the archive
// lists, hundreds of bytes for each file: that goes to a spool, and comes back
// once. Each file is given whole, so its size stands before it.
type zipWriter struct {
	to    io.Writer
	at    uint64
	list  *bufio.Writer // the central directory, into spool
	spool io.ReadSeeker
	size  uint64 // of the list
	count uint64
	room  []byte
}

// The fixed time of every file, 1 January 2000, 0:00, as MS-DOS writes it.
const zipDate = (2000-1980)<<9 | 1<<5 | 1

const (
	zipLocal     = 0x04034b50
	zipCentral   = 0x02014b50
	zipEnd       = 0x06054b50
	zipEnd64     = 0x06064b50
	zipLocator64 = 0x07064b50
	zipUTF8      = 0x800
	zipPlain     = 20 // the version that is needed to read it
	zipLarge     = 45
)

var errZipTooLarge = errors.New("a file of an archive has 4 GB or more")

func newZip(to io.Writer, spool io.ReadWriteSeeker) *zipWriter {
	return &zipWriter{to: to, spool: spool, list: bufio.NewWriterSize(spool, 64<<10)}
}

// put adds a file that is in memory.
func (z *zipWriter) put(name string, data []byte) error {
	if err := z.begin(name, crc32.ChecksumIEEE(data), uint64(len(data))); err != nil {
		return err
	}
	_, err := z.to.Write(data)
	return err
}

// begin writes what stands before a file; size bytes have to follow.
func (z *zipWriter) begin(name string, sum uint32, size uint64) error {
	if size >= math.MaxUint32 || len(name) > math.MaxUint16 {
		return errZipTooLarge
	}
	flags := uint16(0)
	for i := range len(name) {
		if name[i] >= 0x80 {
			flags = zipUTF8
		}
	}
	le := binary.LittleEndian
	part := z.room[:0]
	both := func(version uint16) { // what both places say
		part = le.AppendUint16(part, version)
		part = le.AppendUint16(part, flags)
		part = le.AppendUint32(part, 0) // stored, midnight
		part = le.AppendUint16(part, zipDate)
		part = le.AppendUint32(part, sum)
		part = le.AppendUint32(part, uint32(size))      // #nosec G115 -- looked at above
		part = le.AppendUint32(part, uint32(size))      // #nosec G115 -- looked at above
		part = le.AppendUint16(part, uint16(len(name))) // #nosec G115 -- looked at above
	}
	part = le.AppendUint32(part, zipLocal)
	both(zipPlain)
	part = le.AppendUint16(part, 0)
	part = append(part, name...)
	_, err := z.to.Write(part)
	before := uint64(len(part))
	if err != nil {
		return err
	}
	part = part[:0]
	version, place, extra := uint16(zipPlain), uint32(z.at), uint16(0) // #nosec G115 -- replaced when it is too large
	if z.at >= math.MaxUint32 {
		version, place, extra = zipLarge, math.MaxUint32, 12
	}
	part = le.AppendUint32(part, zipCentral)
	part = le.AppendUint16(part, version)
	both(version)
	part = le.AppendUint16(part, extra)
	part = append(part, make([]byte, 2+2+2+4)...) // no comment, the first disk, nothing about the file
	part = le.AppendUint32(part, place)
	part = append(part, name...)
	if extra > 0 {
		part = le.AppendUint16(le.AppendUint16(part, 1), 8)
		part = le.AppendUint64(part, z.at)
	}
	z.room = part
	z.at += before + size
	z.count++
	z.size += uint64(len(part))
	_, err = z.list.Write(part)
	return err
}

// close writes the list and the end.
func (z *zipWriter) close() error {
	if err := z.list.Flush(); err != nil {
		return err
	}
	if _, err := z.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.Copy(z.to, z.spool); err != nil {
		return err
	}
	le := binary.LittleEndian
	var end []byte
	count, size, at := z.count, z.size, z.at
	if count >= math.MaxUint16 || size >= math.MaxUint32 || at >= math.MaxUint32 {
		end = le.AppendUint32(end, zipEnd64)
		end = le.AppendUint64(end, 44) // what follows of this record
		end = le.AppendUint16(le.AppendUint16(end, zipLarge), zipLarge)
		end = le.AppendUint64(end, 0) // one disk
		end = le.AppendUint64(le.AppendUint64(end, count), count)
		end = le.AppendUint64(le.AppendUint64(end, size), at)
		end = le.AppendUint32(end, zipLocator64)
		end = le.AppendUint32(end, 0)
		end = le.AppendUint64(end, at+size)
		end = le.AppendUint32(end, 1)
	}
	end = le.AppendUint32(end, zipEnd)
	end = le.AppendUint32(end, 0)
	few := uint16(min(count, math.MaxUint16)) // #nosec G115 -- no more
	end = le.AppendUint16(le.AppendUint16(end, few), few)
	end = le.AppendUint32(end, uint32(min(size, math.MaxUint32))) // #nosec G115 -- no more
	end = le.AppendUint32(end, uint32(min(at, math.MaxUint32)))   // #nosec G115 -- no more
	end = le.AppendUint16(end, 0)
	_, err := z.to.Write(end)
	return err
}
