package roster

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf16"
)

// xlsx is an Office workbook. Links to other files are never followed.
type xlsx struct {
	z       *archive
	list    []Sheet
	parts   []string // beside list
	from04  bool     // days count from 1904
	formats []cellFormat
	texts   []string // shared among cells
	shared  string   // the part with them, until it is read
}

func openXLSX(z *archive) (*xlsx, error) {
	main := z.workbook()
	rels, err := relations(z, main)
	if err != nil {
		return nil, err
	}
	x := &xlsx{z: z}
	err = z.walk(main, maxSmall, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "workbookPr":
			x.from04 = isYes(attr(e, "date1904"))
		case "sheet":
			rel := rels[attr(e, "id")]
			if rel.part != "" && strings.HasSuffix(rel.kind, "/worksheet") && z.part(rel.part) != nil {
				state := attr(e, "state")
				x.list = append(x.list, Sheet{Name: attr(e, "name"), Hidden: state == "hidden" || state == "veryHidden"})
				x.parts = append(x.parts, rel.part)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, rel := range rels {
		switch {
		case strings.HasSuffix(rel.kind, "/sharedStrings"):
			x.shared = rel.part
		case strings.HasSuffix(rel.kind, "/styles") && z.part(rel.part) != nil:
			if x.formats, err = readFormats(z, rel.part); err != nil {
				return nil, err
			}
		}
	}
	return x, nil
}

type relation struct{ kind, part string }

// relations are the parts a part names, by their id. Those outside the file
// are left out.
func relations(z *archive, of string) (map[string]relation, error) {
	of = strings.TrimPrefix(of, "/")
	out := map[string]relation{}
	err := z.walk(path.Dir(of)+"/_rels/"+path.Base(of)+".rels", maxSmall, func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(of), target)
		}
		out[attr(e, "Id")] = relation{attr(e, "Type"), target}
		return nil
	})
	return out, err
}

func (x *xlsx) sheets() []Sheet { return x.list }

// rows begins to read a sheet.
func (x *xlsx) rows(sheet int) (rowReader, error) {
	if x.shared != "" {
		if err := x.readTexts(); err != nil {
			return nil, err
		}
	}
	merges, err := x.merges(x.parts[sheet])
	if err != nil {
		return nil, err
	}
	r, err := x.z.open(x.parts[sheet], maxPart)
	if err != nil {
		return nil, err
	}
	return &xlsxRows{book: x, file: r, d: xml.NewDecoder(r), merges: merges}, nil
}

// readTexts reads the texts cells share. What shows how to pronounce them is
// no part of them.
func (x *xlsx) readTexts() error {
	part := x.shared
	x.shared = ""
	if x.z.part(part) == nil {
		return nil
	}
	total := 0
	return x.z.walk(part, maxPart, func(e xml.StartElement, d *xml.Decoder) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := richText(d, "si")
		if err != nil {
			return err
		}
		if total += len(text) + 16; total > maxStrings {
			return errTooMuch
		}
		x.texts = append(x.texts, text)
		return nil
	})
}

// richText gathers the text of an element that holds t in runs.
func richText(d *xml.Decoder, name string) (string, error) {
	var one string
	var b []byte
	inText, unsaid := false, 0
	for {
		t, err := d.RawToken()
		if err != nil {
			return "", fmt.Errorf("%w: %w", errDamaged, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t" && unsaid == 0
			if t.Name.Local == "rPh" {
				unsaid++
			}
		case xml.CharData:
			switch {
			case !inText:
			case one == "" && b == nil:
				one = string(t)
			default:
				if b == nil {
					b = []byte(one)
				}
				b = append(b, t...)
			}
			if len(one)+len(b) > 2*maxCell {
				return "", errTooMuch
			}
		case xml.EndElement:
			inText = false
			switch t.Name.Local {
			case "rPh":
				unsaid--
			case name:
				if b != nil {
					one = string(b)
				}
				return unescape(one), nil
			}
		}
	}
}

// unescape reads the _x000D_ in which workbooks write what XML cannot.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out []uint16
	for i := 0; i < len(s); {
		if s[i] == '_' && i+7 <= len(s) && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				out = append(out, uint16(n))
				i += 7
				continue
			}
		}
		end := i + 1
		for end < len(s) && s[end] != '_' {
			end++
		}
		out = append(out, utf16.Encode([]rune(s[i:end]))...)
		i = end
	}
	return string(utf16.Decode(out))
}

// merges finds the merged cells of a sheet that span rows. They stand behind
// the rows, so the sheet is unpacked once only to find them.
func (x *xlsx) merges(part string) ([]merge, error) {
	r, err := x.z.open(part, maxPart)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // nothing was written
	var out []merge
	const longest = 128
	mark := []byte("mergeCell ")
	buf := make([]byte, 0, 256<<10)
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		ended := err != nil
		if ended && !errors.Is(err, io.EOF) {
			if errors.Is(err, errTooMuch) {
				return nil, err
			}
			return nil, fmt.Errorf("%w: %w", errDamaged, err)
		}
		at := 0
		for len(out) < maxMerges {
			i := bytes.Index(buf[at:], mark)
			if i < 0 || !ended && at+i+longest > len(buf) {
				break
			}
			at += i + len(mark)
			if m, ok := readMerge(buf[at:min(len(buf), at+longest)]); ok {
				out = append(out, m)
			}
		}
		if ended {
			return sortMerges(out), nil
		}
		at = max(at, len(buf)-longest)
		if at > cap(buf)/2 || len(buf) == cap(buf) {
			buf = buf[:copy(buf, buf[at:])]
		}
	}
}

// readMerge reads ref="A2:A4".
func readMerge(tag []byte) (m merge, ok bool) {
	_, rest, ok := bytes.Cut(tag, []byte("ref="))
	if !ok || len(rest) < 2 {
		return m, false
	}
	end := bytes.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return m, false
	}
	first, last, ok := strings.Cut(string(rest[1:1+end]), ":")
	column, from, okFirst := place(first)
	_, to, okLast := place(last)
	return merge{column: column, from: from, last: to}, ok && okFirst && okLast && to > from
}

// place reads a cell's name: C5 is the third column, row 5.
func place(name string) (column, row int, ok bool) {
	i := 0
	for i < len(name) && i < 4 {
		c := name[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
		i++
	}
	if i == 0 || i == len(name) || column > maxColumns {
		return 0, 0, false
	}
	row, ok = number(name[i:], 7)
	return column - 1, row, ok && row > 0
}
