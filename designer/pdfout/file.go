package pdfout

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// file is a PDF file half written: its objects, numbered from 1.
type file struct {
	objects [][]byte
	err     error
}

// reserve takes a number for an object that is written later.
func (f *file) reserve() int {
	f.objects = append(f.objects, nil)
	return len(f.objects)
}

func (f *file) put(id int, format string, args ...any) {
	f.objects[id-1] = fmt.Appendf(nil, format, args...)
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
	f.objects[id-1] = out.Bytes()
}

// bytes puts the file together.
func (f *file) bytes(root, info int) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(f.objects))
	for i, o := range f.objects {
		at[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects)+1)
	for _, a := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(f.objects)+1, root, info, table)
	return out.Bytes()
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
