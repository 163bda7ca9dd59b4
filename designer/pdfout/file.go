package pdfout

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// file is a PDF file half written: its objects, numbered from 1, each written
// as soon as it is known.
type file struct {
	out io.Writer
	pos int
	at  []int // where each begins; 0: not yet written
	err error
}

func (f *file) begin(out io.Writer) {
	f.out = out
	f.write([]byte("%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"))
}

func (f *file) write(data []byte) {
	if f.err != nil {
		return
	}
	_, f.err = f.out.Write(data)
	f.pos += len(data)
}

// reserve takes a number for an object that is written later.
func (f *file) reserve() int {
	f.at = append(f.at, 0)
	return len(f.at)
}

// object writes one.
func (f *file) object(id int, data []byte) {
	f.at[id-1] = f.pos
	f.write(fmt.Appendf(nil, "%d 0 obj\n", id))
	f.write(data)
	f.write([]byte("\nendobj\n"))
}

func (f *file) put(id int, format string, args ...any) {
	f.object(id, fmt.Appendf(nil, format, args...))
}

func (f *file) add(format string, args ...any) int {
	id := f.reserve()
	f.put(id, format, args...)
	return id
}

// stream writes an object with data; head is what stands in its dictionary.
func (f *file) stream(id int, head string, data []byte, packed bool) {
	if !packed {
		var out bytes.Buffer
		z := zlib.NewWriter(&out)
		_, err := z.Write(data)
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			f.err = err
		}
		data = out.Bytes()
		head += " /Filter /FlateDecode"
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "<<%s /Length %d>>\nstream\n", head, len(data))
	out.Write(data)
	out.WriteString("\nendstream")
	f.object(id, out.Bytes())
}

// close writes where the objects are.
func (f *file) close(root, info int) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(f.at)+1)
	for _, a := range f.at {
		if a == 0 { // never written
			out.WriteString("0000000000 00000 f \n")
			continue
		}
		fmt.Fprintf(&out, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(f.at)+1, root, info, f.pos)
	f.write(out.Bytes())
}

// text writes a string of the document's, in UTF-16.
func text(s string) string { return "<FEFF" + utf16Hex(s) + ">" }

func utf16Hex(s string) string {
	var out strings.Builder
	for _, u := range utf16.Encode([]rune(strings.ToValidUTF8(s, ""))) {
		fmt.Fprintf(&out, "%04X", u)
	}
	return out.String()
}

// num writes numbers with as many digits as are seen.
func num(values ...float64) string {
	words := make([]string, len(values))
	for i, v := range values {
		t := strconv.FormatFloat(v, 'f', 6, 64)
		t = strings.TrimRight(strings.TrimRight(t, "0"), ".")
		if t == "" || t == "-" || t == "-0" {
			t = "0"
		}
		words[i] = t
	}
	return strings.Join(words, " ")
}
