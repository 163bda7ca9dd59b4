package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// feed hands out text as it arrives. It asks for more only when what it has
// is not enough to go on with.
type feed struct {
	r     io.Reader
	chunk []byte
	begun bool
	eof   bool
}

func newFeed(r io.Reader) *feed { return &feed{r: r, chunk: make([]byte, 64<<10)} }

// more gives the next text; "" only at the end.
func (f *feed) more() (string, error) {
	if !f.begun {
		f.begun = true
		if err := f.begin(); err != nil {
			return "", err
		}
	}
	n, err := f.fill(f.chunk)
	return string(f.chunk[:n]), err
}

// fill reads at least a byte, unless the input ends.
func (f *feed) fill(into []byte) (int, error) {
	for range 100 {
		if f.eof {
			return 0, nil
		}
		n, err := f.r.Read(into)
		if errors.Is(err, io.EOF) {
			f.eof, err = true, nil
		}
		if err != nil {
			return n, fmt.Errorf("read roster: %w", err)
		}
		if n > 0 {
			return n, nil
		}
	}
	return 0, fmt.Errorf("read roster: %w", io.ErrNoProgress)
}

// begin looks at the first bytes for an encoding, and refuses what is no text.
func (f *feed) begin() error {
	head := make([]byte, 64<<10)
	n := 0
	for n < 512 && !bytes.ContainsAny(head[:n], "\r\n") { // no row ends before its line does
		got, err := f.fill(head[n:])
		if err != nil {
			return err
		}
		if got == 0 {
			break
		}
		n += got
	}
	head = head[:n]
	if fault := notAList(head); fault != nil {
		return fault
	}
	rest := f.r
	if f.eof {
		rest, f.eof = strings.NewReader(""), false
	}
	if name := wideGuess(head); name != "" {
		f.r = transform.NewReader(io.MultiReader(bytes.NewReader(head), rest), transform.Chain(wideDecoder(name), dropBOM{}))
		return nil
	}
	f.r = io.MultiReader(bytes.NewReader(bytes.TrimPrefix(head, []byte(bom))), rest)
	return nil
}

// dropBOM drops byte order marks from UTF-8. Inside a text they are only
// invisible, and a cell's edges lose them anyway.
type dropBOM struct{ transform.NopResetter }

func (dropBOM) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if src[nSrc] == bom[0] {
			if rest := src[nSrc:]; bytes.HasPrefix(rest, []byte(bom)) {
				nSrc += len(bom)
				continue
			} else if !atEOF && len(rest) < len(bom) {
				return nDst, nSrc, transform.ErrShortSrc
			}
		}
		if nDst == len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		dst[nDst] = src[nSrc]
		nDst, nSrc = nDst+1, nSrc+1
	}
	return nDst, nSrc, nil
}

// legibleText reads a piece of a stream that is not UTF-8 as Windows-1252.
func legibleText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	text, _ := charmap.Windows1252.NewDecoder().String(s) // every byte has a meaning
	return text
}

// lines cuts a feed into lines. A line that is too long is skipped.
type lines struct {
	feed *feed
	scan scanner
	row  int
}

// next gives the next line without its end; io.EOF when there is none.
func (l *lines) next() (line string, tooLong bool, err error) {
	s := &l.scan
	for {
		if s.skipLF && s.pos < len(s.data) {
			if s.data[s.pos] == '\n' {
				s.pos++
			}
			s.skipLF = false
		}
		end := s.pos + lineLength(s.data[s.pos:])
		switch {
		case end-s.pos > maxRecord:
			l.row++
			return "", true, refillTo(s, l.feed)
		case end < len(s.data) || (s.eof && end > s.pos):
			line = s.data[s.pos:end]
			s.pos = s.afterLine(end)
			l.row++
			return legibleText(line), false, nil
		case s.eof:
			return "", false, io.EOF
		}
		if err := refill(s, l.feed); err != nil {
			return "", false, err
		}
	}
}

// refill reads on until another line has ended, or too much has come without
// an end.
func refill(s *scanner, f *feed) error {
	var b strings.Builder
	b.WriteString(s.data[s.pos:])
	for {
		text, err := f.more()
		if err != nil {
			return err
		}
		b.WriteString(text)
		if text == "" {
			s.eof = true
		}
		if s.eof || strings.ContainsAny(text, "\r\n") || b.Len() > 2*maxRecord {
			s.data, s.pos = b.String(), 0
			return nil
		}
	}
}

// refillTo skips the line at hand, however long it is, in bounded memory.
func refillTo(s *scanner, f *feed) error {
	for !s.skipLine() {
		if err := refill(s, f); err != nil {
			return err
		}
	}
	return nil
}
