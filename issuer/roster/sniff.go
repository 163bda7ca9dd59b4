package roster

import (
	"bytes"
	"strings"

	"badgekiln/issuer"
)

// notAList recognises files that are no table of text by how they begin and
// by what is in them. head is all that has been read so far.
func notAList(head []byte) *issuer.Error {
	switch code := magic(head); {
	case code != "":
		return issuer.Fail(issuer.Input, code)
	case wideGuess(head) != "":
		return nil
	case bytes.IndexByte(head, 0) >= 0 || mostlyControl(head):
		return issuer.Fail(issuer.Input, CodeBinary)
	}
	return nil
}

// notAListAtAll is notAList for a whole text, of which only an unusual one is
// copied.
func notAListAtAll(text string) *issuer.Error {
	const enough = 128 << 10
	if len(text) <= enough {
		return notAList([]byte(text))
	}
	head := []byte(text[:enough])
	if magic(head) != "" {
		return notAList([]byte(text))
	}
	if fault := notAList(head); fault != nil {
		return fault
	}
	if wideGuess(head) == "" && strings.IndexByte(text, 0) >= 0 {
		return issuer.Fail(issuer.Input, CodeBinary)
	}
	return nil
}

func magic(head []byte) string {
	begins := func(texts ...string) bool {
		for _, t := range texts {
			if bytes.HasPrefix(head, []byte(t)) {
				return true
			}
		}
		return false
	}
	switch {
	case begins("\x89PNG", "\xff\xd8\xff", "GIF87a", "GIF89a", "<svg", "RIFF", "II*\x00", "MM\x00*"):
		return CodePicture
	case begins("%PDF-"):
		return CodePDF
	case begins("PK\x03\x04", "PK\x05\x06"):
		return zipKind(head)
	case isOLE(head):
		if bytes.Contains(head, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
			return CodeEncrypted // a workbook with a password
		}
		return CodeXLS
	case begins("\x1f\x8b", "BZh", "\xfd7zXZ", "7z\xbc\xaf", "Rar!\x1a"):
		return CodeArchive
	}
	text := bytes.ToLower(bytes.TrimLeft(head[:min(len(head), 512)], "\xef\xbb\xbf \t\r\n"))
	if bytes.HasPrefix(text, []byte("<!doctype html")) || bytes.HasPrefix(text, []byte("<html")) {
		return CodeWebPage
	}
	if bytes.HasPrefix(text, []byte("<?xml")) || bytes.HasPrefix(text, []byte("<workbook")) || bytes.HasPrefix(text, []byte("<office:")) {
		return CodeXML // a spreadsheet in one file of XML, too
	}
	return ""
}

// isJSON tells an object, or a list of them however it is set out.
func isJSON(text string) bool {
	list, found := strings.CutPrefix(text, "[")
	return strings.HasPrefix(text, "{") || found && strings.HasPrefix(strings.TrimLeft(list[:min(len(list), 512)], " \t\r\n"), "{")
}

// isArchive tells what a workbook is kept in.
func isArchive(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// isOLE tells what old and locked workbooks are kept in.
func isOLE(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// zipKind tells a workbook from other archives by the names of its members.
func zipKind(head []byte) string {
	switch {
	case bytes.Contains(head, []byte("xl/")):
		return CodeXLSX
	case bytes.Contains(head, []byte("application/vnd.oasis.opendocument.spreadsheet")):
		return CodeODS
	case bytes.Contains(head, []byte("application/vnd.oasis.opendocument")),
		bytes.Contains(head, []byte("word/document.xml")), bytes.Contains(head, []byte("ppt/presentation.xml")):
		return CodeDocument
	case bytes.Contains(head, []byte("Index/")) && bytes.Contains(head, []byte(".iwa")):
		return CodeNumbers
	}
	return CodeArchive
}

// mostlyControl tells data without a zero byte that is no text either.
func mostlyControl(data []byte) bool {
	data = data[:min(len(data), 64<<10)]
	n := 0
	for _, c := range data {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1a {
			n++
		}
	}
	return n > 8 && n*20 > len(data)
}
