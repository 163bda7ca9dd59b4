package roster

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strings"

	"badgekiln/issuer"
)

// Limits on what a workbook may unpack to. A sheet is read as it unpacks and
// never held as a whole; they bound the time.
const (
	maxParts   = 20_000
	maxPart    = 512 << 20 // a million rows of ten cells
	maxSmall   = 16 << 20  // of parts that are held: names, styles
	maxStrings = 192 << 20 // of the texts a workbook shares among its cells
	manyBytes  = 64 << 20  // from here on the ratio counts
	maxRatio   = 300
	maxAlike   = 10_000   // rows that are all the same
	maxSlots   = 20 << 20 // places for cells, empty ones left of a filled one too
)

// archive is the container of a workbook. What it says of sizes is checked
// before anything is unpacked, and held to while it is.
type archive struct{ files map[string]*zip.File }

func openArchive(data []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if len(z.File) > maxParts {
		return nil, errTooMuch
	}
	a := &archive{files: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		name := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/")
		if _, twice := a.files[strings.ToLower(name)]; !twice {
			a.files[strings.ToLower(name)] = f
		}
	}
	return a, nil
}

// part finds a part by its name, nil when there is none.
func (a *archive) part(name string) *zip.File {
	return a.files[strings.ToLower(strings.TrimPrefix(path.Clean("/"+name), "/"))]
}

// open unpacks a part of at most limit bytes.
func (a *archive) open(name string, limit int64) (io.ReadCloser, error) {
	f := a.part(name)
	switch {
	case f == nil:
		return nil, fmt.Errorf("%w: no %s", errDamaged, name)
	case f.UncompressedSize64 > math.MaxInt64 || int64(f.UncompressedSize64) > limit:
		return nil, fmt.Errorf("%w: %s", errTooMuch, name)
	case f.UncompressedSize64 > manyBytes && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio:
		return nil, fmt.Errorf("%w: %s", errTooMuch, name) // people are not all the same
	case f.Flags&1 != 0:
		return nil, issuer.Fail(issuer.Input, CodeEncrypted)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return &capped{r, limit}, nil
}

// capped ends in an error, not in silence, when more comes than was said.
type capped struct {
	io.ReadCloser
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, errTooMuch
	}
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}

// walk reads a small part, element by element.
func (a *archive) walk(name string, limit int64, see func(e xml.StartElement, d *xml.Decoder) error) error {
	r, err := a.open(name, limit)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // nothing was written
	d := xml.NewDecoder(r)
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %w", errDamaged, name, err)
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := see(e, d); err != nil {
				return err
			}
		}
	}
}

// attr is an attribute by its name without a prefix.
func attr(e xml.StartElement, name string) string {
	for i := range e.Attr {
		if e.Attr[i].Name.Local == name {
			return e.Attr[i].Value
		}
	}
	return ""
}

// isYes reads a truth of a workbook.
func isYes(s string) bool { return s == "1" || s == "true" || s == "on" }

// isODS tells an OpenDocument spreadsheet, or a template of one.
func (a *archive) isODS() bool {
	if a.part("content.xml") == nil {
		return false
	}
	f := a.part("mimetype")
	if f == nil || f.UncompressedSize64 > 200 {
		return false
	}
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close() //nolint:errcheck // nothing was written
	kind, _ := io.ReadAll(io.LimitReader(r, 200))
	return strings.HasPrefix(string(kind), "application/vnd.oasis.opendocument.spreadsheet")
}

// workbook is the name of an Office workbook's main part, "" without one.
func (a *archive) workbook() string {
	found := ""
	_ = a.walk("_rels/.rels", maxSmall, func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local == "Relationship" && strings.HasSuffix(attr(e, "Type"), "/officeDocument") {
			found = attr(e, "Target")
		}
		return nil
	})
	for _, name := range []string{found, "xl/workbook.xml"} {
		if name != "" && a.part(name) != nil && strings.HasPrefix(strings.ToLower(strings.TrimPrefix(name, "/")), "xl/") {
			return name
		}
	}
	return ""
}
