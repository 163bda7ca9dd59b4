package keys

import (
	"bytes"
	"sort"
	"strings"

	"badgekiln/issuer"
)

// A recovery page is text around the files of a Bundle, each between two lines
// of its own. The text is for people; only the files count.
const (
	pageBegin = "-----BEGIN BADGEKILN FILE "
	pageEnd   = "-----END BADGEKILN FILE-----"
	pageDash  = "-----"
	maxPage   = 4 << 20
)

// Page writes a bundle as a page, below an introduction. The bytes of the files
// come back exactly.
func (b Bundle) Page(introduction string) []byte {
	names := make([]string, 0, len(b.Files))
	for name := range b.Files {
		names = append(names, name)
	}
	sort.Strings(names)
	var out bytes.Buffer
	out.WriteString(strings.TrimRight(introduction, "\n") + "\n")
	for _, name := range names {
		out.WriteString("\n" + pageBegin + name + pageDash + "\n")
		out.Write(b.Files[name])
		out.WriteString(pageEnd + "\n")
	}
	return out.Bytes()
}

// ReadPage gives the files of a page for Restore. Line ends may have been
// changed on the way. Code "recovery-unreadable" for what holds no files.
func ReadPage(data []byte, name string) (map[string][]byte, error) {
	unreadable := issuer.Fail(issuer.Input, "recovery-unreadable", "file", name).At(name)
	if len(data) > maxPage {
		return nil, unreadable
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	files := map[string][]byte{}
	for {
		_, rest, found := strings.Cut(text, pageBegin)
		if !found {
			break
		}
		file, rest, named := strings.Cut(rest, pageDash+"\n")
		body, after, closed := strings.Cut(rest, pageEnd)
		if id := strings.TrimSuffix(file, ".json"); !named || !closed || !validID(id) || files[file] != nil {
			return nil, unreadable
		}
		files[file], text = []byte(body), after
	}
	if len(files) == 0 {
		return nil, unreadable
	}
	return files, nil
}
