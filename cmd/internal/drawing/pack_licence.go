package drawing

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	mostLicence     = 64 << 10 // bytes of a file that is looked into
	mostLicenceLine = 120      // bytes; a longer line is no name
	licenceLines    = 40       // so far down names are looked for
)

// licenceFiles gives what a licence is found in, one's own words first.
func licenceFiles() []string {
	return []string{"LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "LICENCE.md", "COPYING", "COPYING.txt"}
}

// licenceNames gives what a line holds that names a licence, in small letters.
func licenceNames() []string {
	return []string{
		"cc0", "cc by", "cc-by", "creative commons", "mit license", "mit licence", "apache license", "bsd ", "isc license",
		"gnu ", "open font license", "mozilla public license", "public domain", "unlicense",
	}
}

// licenceOf looks what a folder, or one it lies in, says of its licence and of
// who made it: as packages of the npm registry say it, or by the lines of a
// licence. A line that names a licence counts more than the first one, which
// often only names the work.
func licenceOf(dir string) (licence, credit string) {
	for range 3 {
		if data, ok := small(filepath.Join(dir, "package.json")); ok {
			if licence, credit = packageLicence(data); licence != "" {
				return licence, credit
			}
		}
		for _, name := range licenceFiles() {
			if data, ok := small(filepath.Join(dir, name)); ok {
				if licence, credit = writtenLicence(data); licence != "" {
					return licence, credit
				}
			}
		}
		dir = filepath.Dir(dir)
	}
	return "", ""
}

func packageLicence(data []byte) (licence, credit string) {
	var p struct {
		License string          `json:"license"`
		Author  json.RawMessage `json:"author"` // a name, or an object with one
	}
	if json.Unmarshal(data, &p) != nil {
		return "", ""
	}
	var named struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(p.Author, &credit) != nil && json.Unmarshal(p.Author, &named) == nil {
		credit = named.Name
	}
	credit, _, _ = strings.Cut(credit, "<") // an address is nobody's credit
	return clipped(p.License), clipped(credit)
}

func writtenLicence(data []byte) (licence, credit string) {
	first := ""
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 0; n < licenceLines && lines.Scan(); n++ {
		line := clipped(strings.Trim(lines.Text(), "# \t"))
		if line == "" {
			continue
		}
		lower := strings.ToLower(line)
		switch {
		case licence == "" && slices.ContainsFunc(licenceNames(), func(name string) bool { return strings.Contains(lower, name) }):
			licence = line
			for _, before := range []string{"licensed under ", "license: ", "licence: "} {
				if strings.HasPrefix(lower, before) {
					licence = line[len(before):]
				}
			}
		case first == "":
			first = line
		}
		if credit == "" && strings.HasPrefix(lower, "copyright") {
			credit = line
		}
	}
	if licence == "" {
		return first, credit
	}
	if credit == "" {
		credit = first
	}
	return licence, credit
}

// clipped is a line as it can be shown; "" where it is too long to be a name.
func clipped(line string) string {
	line = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, line))
	if len(line) > mostLicenceLine {
		return ""
	}
	return line
}

func small(path string) ([]byte, bool) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostLicence {
		return nil, false
	}
	data, err := os.ReadFile(path) // #nosec G304 -- beside a folder that the person chose
	return data, err == nil
}
