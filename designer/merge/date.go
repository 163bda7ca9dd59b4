package merge

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Styles lists the styles of dates.
func Styles() []string { return []string{"short", "medium", "long", "full", "iso"} }

// dated writes a date; false when how is neither a style nor a pattern.
func dated(value, how, lang string) (string, bool) {
	style, pattern, own, ok := styleOf(how)
	if !ok {
		return value, false
	}
	if own != "" {
		lang = own
	}
	when, ok := dateOf(value)
	if !ok {
		return value, true
	}
	switch l := local(lang); style {
	case "":
		return byPattern(when, pattern, l), true
	case "iso":
		return when.Format(time.DateOnly), true
	case "short":
		return l.FmtDateShort(when), true
	case "medium":
		return l.FmtDateMedium(when), true
	case "long":
		return l.FmtDateLong(when), true
	default:
		return l.FmtDateFull(when), true
	}
}

// styleOf reads what is written behind date: a style or a pattern, and a language
// behind a style and behind quotation marks.
func styleOf(how string) (style, pattern, lang string, ok bool) {
	if inner, behind, quoted := quotedAt(how); quoted {
		return "", inner, behind, patterned(inner)
	}
	if patterned(how) {
		return "", how, "", true
	}
	if style, lang, _ = strings.Cut(how, " "); style == "" {
		style = "medium"
	}
	return style, "", strings.TrimSpace(lang), slices.Contains(Styles(), style)
}

// dateOf reads a date as fields hold it.
func dateOf(value string) (time.Time, bool) {
	value = strings.TrimSpace(value)
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", time.DateTime, "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, value); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// patterned tells whether a text has a part that only a pattern has.
func patterned(text string) bool {
	for _, part := range []string{"2006", "January", "Jan", "Monday"} {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// byPattern writes a date by a pattern of the parts of Monday, 2 January 2006.
func byPattern(t time.Time, pattern string, l locale) string {
	var out strings.Builder
	for pattern != "" {
		n := 1
		switch {
		case strings.HasPrefix(pattern, "January"):
			n = 7
			out.WriteString(l.MonthWide(t.Month()))
		case word(pattern, "Jan"):
			n = 3
			out.WriteString(l.MonthAbbreviated(t.Month()))
		case strings.HasPrefix(pattern, "Monday"):
			n = 6
			out.WriteString(l.WeekdayWide(t.Weekday()))
		case word(pattern, "Mon"):
			n = 3
			out.WriteString(l.WeekdayAbbreviated(t.Weekday()))
		case pattern[0] >= '0' && pattern[0] <= '9':
			n = digits(pattern)
			switch layout := pattern[:n]; layout {
			case "2006", "06", "01", "1", "02", "2":
				out.WriteString(t.Format(layout))
			default:
				out.WriteString(layout)
			}
		default:
			out.WriteByte(pattern[0])
		}
		pattern = pattern[n:]
	}
	return out.String()
}

// word tells whether a text begins with a word that goes no further.
func word(text, with string) bool {
	rest, ok := strings.CutPrefix(text, with)
	return ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z')
}

// digits is how many digits a text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// mostDecimals is as many as a number of 64 bits can mean.
const mostDecimals = 15

// counted writes a number; false when how says neither decimals nor a language.
func counted(value, how, lang string) (string, bool) {
	places := -1
	for _, part := range strings.Fields(how) {
		if n, err := strconv.Atoi(part); err == nil {
			if n < 0 || n > mostDecimals {
				return value, false
			}
			places = n
			continue
		}
		lang = part
	}
	number := strings.TrimSpace(value)
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || math.Abs(v) > 1e15 {
		return value, true
	}
	if _, decimals, found := strings.Cut(number, "."); places < 0 {
		places = 0
		if found {
			places = min(digits(decimals), mostDecimals)
		}
	}
	return local(lang).FmtNumber(v, uint64(places)), true // #nosec G115 -- 0 to 15
}
