package roster

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"
)

// cellFormat is how a number is meant: as a day, as a clock, or padded with
// zeros.
type cellFormat struct {
	day, clock bool
	zeros      int
}

// readFormats reads the formats of cells in the order in which cells name
// them.
func readFormats(z *archive, part string) ([]cellFormat, error) {
	codes := map[string]string{}
	var list []cellFormat
	inCells := false
	err := z.walk(part, maxSmall, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "numFmt":
			codes[attr(e, "numFmtId")] = attr(e, "formatCode")
		case "cellStyleXfs", "cellStyles", "dxfs":
			inCells = false
		case "cellXfs":
			inCells = true
		case "xf":
			if !inCells {
				return nil
			}
			id := attr(e, "numFmtId")
			if code, own := codes[id]; own {
				list = append(list, formatOf(code))
				return nil
			}
			n, _ := strconv.Atoi(id)
			list = append(list, builtin(n))
		}
		return nil
	})
	return list, err
}

// builtin is a format every workbook has without writing it down.
func builtin(id int) cellFormat {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return cellFormat{day: true}
	case id == 22:
		return cellFormat{day: true, clock: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return cellFormat{clock: true}
	}
	return cellFormat{}
}

// formatOf tells dates from numbers by the letters of a format's first part
// that are not quoted.
func formatOf(code string) (f cellFormat) {
	months := false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return f
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return f
			}
			if inside := strings.ToLower(code[i+1 : i+end]); inside != "" && strings.Trim(inside, "hms") == "" {
				f.clock = true
			}
			i += end
		case ';':
			i = len(code)
		case 'y', 'Y', 'd', 'D', 'e':
			f.day = true
		case 'h', 'H', 's', 'S':
			f.clock = true
		case 'm', 'M':
			months = true
		case 'E', 'G', '#', '?', '%': // 0.00E+00, General
			if code[i] == 'G' && strings.HasPrefix(code[i:], "General") {
				i += len("General") - 1
			}
		}
	}
	if months && !f.clock {
		f.day = true
	}
	if strings.Trim(code, "0") == "" {
		f.zeros = len(code)
	}
	return f
}

// show writes a number as the format means it. Days are ISO 8601, whatever
// order the sheet shows them in.
func (f cellFormat) show(value string, from04 bool) string {
	value = strings.TrimSpace(value)
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return value
	}
	if f.day || f.clock {
		if text, ok := f.moment(n, from04); ok {
			return text
		}
	}
	text := value
	if strings.Trim(value, "0123456789") != "" || len(value) > 15 {
		text = plainNumber(n)
	}
	if len(text) < f.zeros && strings.Trim(text, "0123456789") == "" {
		text = strings.Repeat("0", f.zeros-len(text)) + text
	}
	return text
}

// plainNumber writes the 15 digits a spreadsheet keeps, without a power of
// ten where it can.
func plainNumber(n float64) string {
	text := strconv.FormatFloat(n, 'g', 15, 64)
	if size := math.Abs(n); size != 0 && (size >= 1e21 || size < 1e-6) {
		return text
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// moment reads a count of days. Before March 1900 spreadsheets count a day
// that never was.
func (f cellFormat) moment(n float64, from04 bool) (string, bool) {
	if n < 0 || n >= 2_958_466 {
		return "", false
	}
	seconds := math.Round(n * 86_400)
	days := math.Floor(seconds / 86_400)
	clock := int(seconds - days*86_400)
	time1 := time.Date(1899, 12, 30, 0, 0, clock, 0, time.UTC)
	switch {
	case from04:
		time1 = time.Date(1904, 1, 1, 0, 0, clock, 0, time.UTC)
	case days < 61:
		time1 = time1.AddDate(0, 0, 1)
	}
	at := time1.AddDate(0, 0, int(days))
	switch {
	case days == 0 && f.clock && !f.day:
		return at.Format("15:04:05"), true
	case clock == 0 && f.day:
		return at.Format("2006-01-02"), true
	case !f.day:
		return "", false // an elapsed time
	case f.clock:
		return at.Format("2006-01-02 15:04:05"), true
	}
	return at.Format("2006-01-02"), true
}
