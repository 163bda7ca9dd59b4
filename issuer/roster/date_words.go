package roster

import (
	"strings"
	"time"
	"unicode"
)

// longestDate is how many bytes a date can have, with its weekday and clock.
const longestDate = 100

// readDateWords reads a date with a name for its month, one of East Asia, one
// without anything between, and what a spreadsheet counts in days. What reads
// two ways comes back as readDate's.
func readDateWords(s string) (d, other Date, ok bool) {
	if len(s) > longestDate {
		return d, other, false
	}
	s = strings.TrimSpace(plainDigits(s))
	if d, ok = readSolid(s); ok {
		return d, other, true
	}
	for _, sign := range []string{"年", "月", "년", "월"} {
		s = strings.ReplaceAll(s, sign, "-")
	}
	for _, sign := range []string{"日", "일"} {
		s = strings.ReplaceAll(s, sign, " ")
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "- ", "-"), " -", "-")
	words, clock := splitClock(s)
	switch nums, month := dateWords(words); {
	case month > 0 && len(nums) == 2:
		d, ok = named(nums, month)
	case month == 0 && len(words) == 1:
		d, other, ok = readDay(strings.TrimRight(words[0], ",."))
	case month == 0 && len(words) == 2: // a weekday before it
		if strings.Trim(words[0], ".,") != "" && !strings.ContainsFunc(words[0], unicode.IsDigit) {
			d, other, ok = readDay(strings.TrimRight(words[1], ",."))
		}
	case month == 0 && len(words) == 3 && len(nums) == 3: // 31. 3. 2026
		d, other, ok = readDay(strings.TrimSuffix(strings.Join(words, ""), "."))
	}
	if !ok || clock == "" {
		return d, other, ok
	}
	return d, other, d.readClock(clock) && (other.IsZero() || other.readClock(clock))
}

// plainDigits makes the digits of every script ASCII.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.IsDigit(r) {
			return r
		}
		for zero := r; ; zero-- { // digits stand in tens, zero first
			if !unicode.IsDigit(zero-1) || r-zero == 9 {
				return '0' + r - zero
			}
		}
	}, s)
}

// readSolid reads 20260331 and 46112.
func readSolid(s string) (Date, bool) {
	n, ok := number(s, 8)
	switch {
	case ok && len(s) == 8:
		return newDay(n/10_000, n/100%100, n%100)
	case ok && len(s) == 5 && n >= 20_000 && n < 80_000: // from 1954 to 2119
		t := time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC)
		return newDay(t.Year(), int(t.Month()), t.Day())
	}
	return Date{}, false
}

// splitClock cuts a date into words and takes the time of day out.
func splitClock(s string) (words []string, clock string) {
	fields := strings.FieldsFunc(s, unicode.IsSpace)
	for i, w := range fields {
		switch lower := strings.ToLower(strings.Trim(w, ".,")); {
		case strings.Contains(w, ":"):
			clock = strings.TrimSuffix(w, ",")
		case clock != "" && i > 0 && (lower == "am" || lower == "pm" || lower == "a.m" || lower == "p.m" || lower == "uhr" || lower == "utc" || lower == "gmt" ||
			(w[0] == '+' || w[0] == '-') && strings.Trim(w[1:], "0123456789") == ""):
			if lower == "utc" || lower == "gmt" {
				lower = "Z"
			}
			if lower != "uhr" {
				clock += lower
			}
		case lower == "at" || lower == "um":
		default:
			words = append(words, w)
		}
	}
	return words, clock
}

// dateWords finds the numbers and the month in words. What is neither must be
// a weekday or an "of".
func dateWords(words []string) (nums []string, month int) {
	strange := 0
	for _, w := range words {
		for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return r == '-' || r == '/' || r == ',' || r == '.' || r == '\u2019' || r == '\'' }) {
			digits := leadingDigits(part)
			key := headerKey(part)
			switch m := monthOf(key); {
			case digits != "" && isOrdinal(part[len(digits):]):
				nums = append(nums, digits)
			case m > 0 && (month == 0 || key != "mar" && month == monthOf("mar")): // mar. is Tuesday in France too
				month = m
			case m > 0 && m != month:
				return nil, 0
			case key == "de" || key == "del" || key == "of" || key == "the" || key == "den" || key == "der" || key == "d" || key == "г" || key == "року" || key == "года":
			default:
				if strange++; strange > 1 || digits != "" {
					return nil, 0
				}
			}
		}
	}
	return nums, month
}

func isOrdinal(s string) bool {
	switch strings.ToLower(s) {
	case "", "st", "nd", "rd", "th", "er", "º", "ª", "o", "e", "г":
		return true
	}
	return false
}

// named makes a day of a month's name and two numbers: the year is the one of
// four digits, or the last.
func named(nums []string, month int) (Date, bool) {
	day, year := nums[0], nums[1]
	if len(day) == 4 {
		day, year = year, day
	}
	d, okDay := number(day, 2)
	y, okYear := yearOf(year)
	if !okDay || !okYear {
		return Date{}, false
	}
	return newDay(y, month, d)
}

// yearOf reads a year of four digits or of two: those up to 79 are of this
// century.
func yearOf(s string) (int, bool) {
	y, ok := number(s, 4)
	switch {
	case !ok || len(s) == 3 || len(s) == 1:
		return 0, false
	case len(s) == 2 && y < 80:
		return 2000 + y, true
	case len(s) == 2:
		return 1900 + y, true
	}
	return y, true
}
