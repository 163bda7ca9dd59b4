package dense

import (
	"encoding/binary"
	"strings"
)

// Store is where records lie. The zero Store is empty. It serves one goroutine
// while it is written, and any number afterwards.
type Store struct {
	pieces [][]byte
	words  []string
	known  map[string]uint32
	spoken int // bytes of words
}

// Ref is where a record lies.
type Ref struct{ piece, at uint32 }

const (
	firstPiece = 1 << 10
	pieceSize  = 1 << 20
	maxWords   = 1 << 16
	maxSpoken  = 4 << 20
)

// Put keeps a record.
func (s *Store) Put(rec []byte) Ref {
	need := binary.MaxVarintLen32 + len(rec)
	last := len(s.pieces) - 1
	if last < 0 || cap(s.pieces[last])-len(s.pieces[last]) < need {
		size := firstPiece
		if last >= 0 {
			size = min(pieceSize, 2*cap(s.pieces[last]))
		}
		s.pieces = append(s.pieces, make([]byte, 0, max(size, need)))
		last++
	}
	piece := s.pieces[last]
	ref := Ref{uint32(last), uint32(len(piece))} // #nosec G115 -- a piece is small, and there are few
	piece = binary.AppendUvarint(piece, uint64(len(rec)))
	s.pieces[last] = append(piece, rec...)
	return ref
}

// Bytes are those of a record, where they lie. Whoever changes one changes the
// record.
func (s *Store) Bytes(r Ref) []byte {
	piece := s.pieces[r.piece][r.at:]
	n, skip := binary.Uvarint(piece)
	return piece[skip : skip+int(n)] // #nosec G115 -- written by Put
}

// Size is how many bytes the store holds.
func (s *Store) Size() (n int) {
	for _, piece := range s.pieces {
		n += cap(piece)
	}
	return n + s.spoken
}

// AppendText appends a text to a record that is made.
func AppendText(rec []byte, text string) []byte {
	rec = binary.AppendUvarint(rec, uint64(len(text))<<1|1)
	return append(rec, text...)
}

// AppendWord appends a text that other records say, too; it is kept once as long
// as there are not too many of them.
func (s *Store) AppendWord(rec []byte, text string) []byte {
	n, known := s.known[text]
	if !known {
		if len(s.words) >= maxWords || s.spoken+len(text) > maxSpoken {
			return AppendText(rec, text)
		}
		if s.known == nil {
			s.known = map[string]uint32{}
		}
		text = strings.Clone(text) // of a whole file, perhaps
		n = uint32(len(s.words))   // #nosec G115 -- at most maxWords
		s.words, s.known[text] = append(s.words, text), n
		s.spoken += len(text)
	}
	return binary.AppendUvarint(rec, uint64(n)<<1)
}

// Reader reads a record in the order in which it was made.
type Reader struct {
	store *Store
	rest  string
}

// Read begins to read a record. Its texts share one piece of memory of their
// own.
func (s *Store) Read(r Ref) Reader { return Reader{s, string(s.Bytes(r))} }

// Number reads what binary.AppendUvarint appended.
func (r *Reader) Number() uint64 {
	var n uint64
	for i := 0; i < len(r.rest); i++ {
		c := r.rest[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
	}
	return n
}

// Text reads a text, however it was appended.
func (r *Reader) Text() string {
	n := r.Number()
	if n&1 == 0 {
		return r.store.words[n>>1]
	}
	text := r.rest[:n>>1]
	r.rest = r.rest[n>>1:]
	return text
}

// Skip passes over n bytes and gives them.
func (r *Reader) Skip(n int) string {
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}
