package store

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"strconv"

	"badgekiln/designer"
)

// What a file may hold.
const (
	MostFile    = 64 << 20 // bytes, packed and unpacked
	mostEntries = 1000
	mostRatio   = 200 // unpacked over packed
)

const (
	designName = "design.json"
	blobFolder = "blobs/"
)

// File is what a .badge file holds.
type File struct {
	Doc   designer.Document
	Blobs map[string][]byte // imported pictures, and fonts, by their SHA-256, hex
}

// Blob gives the bytes of an imported picture.
func (f File) Blob(hash string) ([]byte, error) {
	if data, ok := f.Blobs[hash]; ok {
		return data, nil
	}
	return nil, designer.Fail("picture-gone")
}

// Hash is the name a blob goes by.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Used gives the blobs a document refers to, sorted; each once.
func Used(doc designer.Document) []string {
	found := map[string]bool{}
	var walk func(layers []*designer.Layer)
	walk = func(layers []*designer.Layer) {
		for _, l := range layers {
			if l.Image != nil && l.Image.Blob != "" {
				found[l.Image.Blob] = true
			}
			if l.Group != nil {
				walk(l.Group.Layers)
			}
			if l.Mask != nil {
				walk(l.Mask.Layers)
			}
		}
	}
	walk(doc.Layers)
	for _, f := range doc.Fonts {
		found[f.Blob] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// Pruned leaves out the blobs its document does not refer to. What undo may
// bring back is not known here, so Write does not do it.
func (f File) Pruned() File {
	blobs := map[string][]byte{}
	for _, hash := range Used(f.Doc) {
		if data, ok := f.Blobs[hash]; ok {
			blobs[hash] = data
		}
	}
	return File{Doc: f.Doc, Blobs: blobs}
}

// Write writes a .badge file. The same File gives the same bytes.
func Write(w io.Writer, f File) error {
	design, err := MarshalDesign(f.Doc)
	if err != nil {
		return err
	}
	total := int64(len(design))
	for hash, data := range f.Blobs {
		if Hash(data) != hash {
			return designer.Fail("store-hash")
		}
		total += int64(len(data))
	}
	// The rest of a zip takes less than 300 bytes for each entry.
	if len(f.Blobs) >= mostEntries || total+300*int64(len(f.Blobs)+1) > MostFile {
		return tooLarge()
	}
	z := zip.NewWriter(w)
	if err := put(z, designName, design); err != nil {
		return err
	}
	for _, hash := range slices.Sorted(maps.Keys(f.Blobs)) {
		if err := put(z, blobFolder+hash, f.Blobs[hash]); err != nil {
			return err
		}
	}
	return z.Close()
}

// put stores an entry. Nothing is packed: another release of the packer would
// give other bytes, and pictures are packed already.
func put(z *zip.Writer, name string, data []byte) error {
	entry, err := z.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(data),
		CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(data)),
	})
	if err != nil {
		return err
	}
	_, err = entry.Write(data)
	return err
}

// Bytes is Write into memory.
func Bytes(f File) ([]byte, error) {
	var b bytes.Buffer
	if err := Write(&b, f); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func tooLarge() error {
	return designer.Fail("store-too-large", "limit", strconv.Itoa(MostFile>>20))
}

// Read reads a .badge file, and refuses what is not one to the last byte that
// matters, as a *designer.Fault.
func Read(r io.ReaderAt, size int64) (File, error) {
	if size > MostFile {
		return File{}, tooLarge()
	}
	if err := survey(r, size); err != nil {
		return File{}, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return File{}, designer.Fail("store-damaged").Because(err)
	}
	if err := admit(z.File); err != nil {
		return File{}, err
	}
	var f File
	for _, entry := range z.File {
		data, err := unpack(entry)
		if err != nil {
			return File{}, err
		}
		if entry.Name == designName {
			if f.Doc, err = UnmarshalDesign(data); err != nil {
				return File{}, err
			}
			continue
		}
		hash := entry.Name[len(blobFolder):]
		if Hash(data) != hash {
			return File{}, designer.Fail("store-hash")
		}
		if f.Blobs == nil {
			f.Blobs = map[string][]byte{}
		}
		f.Blobs[hash] = data
	}
	return f, nil
}

// admit checks names and sizes before anything is unpacked.
func admit(entries []*zip.File) error {
	seen := map[string]bool{}
	var total uint64
	for _, e := range entries {
		switch {
		case e.Name != designName && !isBlob(e.Name):
			return designer.Fail("store-name", "name", printable(e.Name))
		case seen[e.Name]:
			return designer.Fail("store-twice", "name", e.Name)
		case e.Flags&0x2041 != 0: // encrypted, strongly, or with a hidden directory
			return designer.Fail("store-encrypted")
		case e.Method != zip.Store && e.Method != zip.Deflate:
			return designer.Fail("store-damaged")
		case e.UncompressedSize64 > MostFile, e.CompressedSize64 > MostFile:
			return tooLarge()
		case e.UncompressedSize64 > mostRatio*e.CompressedSize64:
			return designer.Fail("store-bomb")
		case e.Name == designName && e.UncompressedSize64 > MostDesign:
			return designer.Fail("store-design-large", "limit", strconv.Itoa(MostDesign>>20))
		}
		seen[e.Name] = true
		if total += e.UncompressedSize64; total > MostFile {
			return tooLarge()
		}
	}
	if !seen[designName] {
		return designer.Fail("store-not-design")
	}
	return nil
}

// isBlob tells whether a name is that of a blob: its hash in lower case.
func isBlob(name string) bool {
	if len(name) != len(blobFolder)+2*sha256.Size || name[:len(blobFolder)] != blobFolder {
		return false
	}
	for _, c := range []byte(name[len(blobFolder):]) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// printable makes a name fit to be shown.
func printable(name string) string {
	text := strconv.QuoteToGraphic(name)
	if runes := []rune(text); len(runes) > 60 {
		text = string(runes[:59]) + "…"
	}
	return text
}

// unpack reads an entry, which must be exactly as long as it says.
func unpack(e *zip.File) ([]byte, error) {
	r, err := e.Open()
	if err != nil {
		return nil, designer.Fail("store-damaged").Because(err)
	}
	defer func() { _ = r.Close() }()
	// One byte more than it says, so that the end, and with it the checksum, is
	// reached or found to be a lie.
	data, err := io.ReadAll(io.LimitReader(r, int64(e.UncompressedSize64)+1)) // #nosec G115 -- at most MostFile, see admit
	if err != nil || uint64(len(data)) != e.UncompressedSize64 {
		return nil, designer.Fail("store-damaged").Because(err)
	}
	return data, nil
}
