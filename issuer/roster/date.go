package roster

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Precision says how much of a moment a Date gives.
type Precision int8

// The precisions of a Date.
const (
	NoDate  Precision = iota // nothing was given
	Day                      // a calendar day of the issuer's zone; see In and End
	Clock                    // a day and time of the issuer's zone
	Instant                  // a day and time with its offset
)

// Date is what a cell of issued_on or expires says, no more and no less. The
// zero Date is none. Two Dates can be compared with ==.
type Date struct {
	Precision            Precision
	Year                 int16
	Month, Day           int8
	Hour, Minute, Second int8
	Offset               int16 // minutes east of UTC, for Instant
}

// IsZero tells whether no date was given.
func (d Date) IsZero() bool { return d.Precision == NoDate }

// In gives the moment as seen in the issuer's zone: a Day is its noon.
func (d Date) In(zone *time.Location) time.Time {
	year, month, day := int(d.Year), time.Month(d.Month), int(d.Day)
	switch d.Precision {
	case NoDate:
		return time.Time{}
	case Day:
		return time.Date(year, month, day, 12, 0, 0, 0, zone)
	case Instant:
		own := time.FixedZone("", int(d.Offset)*60)
		return time.Date(year, month, day, int(d.Hour), int(d.Minute), int(d.Second), 0, own).In(zone)
	default:
		return time.Date(year, month, day, int(d.Hour), int(d.Minute), int(d.Second), 0, zone)
	}
}

// End gives the last moment of what holds until a Date: whoever writes a day
// means all of it, and a program that shows the day alone shows that one.
func (d Date) End(zone *time.Location) time.Time {
	if d.Precision != Day {
		return d.In(zone)
	}
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 23, 59, 59, 0, zone)
}

// DayOf is the calendar day of a time, in the zone of that.
func DayOf(at time.Time) Date {
	return Date{Precision: Day, Year: int16(at.Year()), Month: int8(at.Month()), Day: int8(at.Day())} // #nosec G115 -- parts of a date
}

// String writes the Date as ISO 8601, "" for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	s := fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	if d.Precision == Day {
		return s
	}
	s += fmt.Sprintf("T%02d:%02d:%02d", d.Hour, d.Minute, d.Second)
	if d.Precision == Clock {
		return s
	}
	if d.Offset == 0 {
		return s + "Z"
	}
	sign, off := '+', d.Offset
	if off < 0 {
		sign, off = '-', -off
	}
	return s + fmt.Sprintf("%c%02d:%02d", sign, off/60, off%60)
}

// MarshalText writes the Date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	got, other, ok := readDate(string(text))
	if !ok || !other.IsZero() {
		return fmt.Errorf("read date %q", text)
	}
	*d = got
	return nil
}

// DateOrder says how a date such as 03/04/2026 is meant: for every field, or
// for some by their names, as "issued_on=dmy,expires=mdy".
type DateOrder string

// Valid tells whether an order is one, or "" for none.
func (o DateOrder) Valid() bool {
	for part := range strings.SplitSeq(string(o), ",") {
		field, order, named := strings.Cut(part, "=")
		if !named {
			order, field = part, FieldIssuedOn
		}
		if field != FieldIssuedOn && field != FieldExpires || order != string(DayFirst) && order != string(MonthFirst) {
			return o == ""
		}
	}
	return true
}

// of is the order of one field.
func (o DateOrder) of(field string) DateOrder {
	for part := range strings.SplitSeq(string(o), ",") {
		if f, order, named := strings.Cut(part, "="); !named {
			return DateOrder(part)
		} else if f == field {
			return DateOrder(order)
		}
	}
	return ""
}

// The orders of a written date.
const (
	DayFirst   DateOrder = "dmy"
	MonthFirst DateOrder = "mdy"
)

// readDate reads a cell. When it could mean two days, d has the day first and
// other the month first.
func readDate(s string) (d, other Date, ok bool) {
	if d, other, ok = readDigits(s); ok {
		return d, other, true
	}
	return readDateWords(s)
}

// readDigits reads a date of three numbers, and a time of day.
func readDigits(s string) (d, other Date, ok bool) {
	day, rest := s, ""
	if i := strings.IndexAny(s, "T "); i >= 0 {
		day, rest = s[:i], strings.TrimLeft(s[i+1:], " ")
	}
	d, other, ok = readDay(day)
	if !ok || rest == "" {
		return d, other, ok && rest == "" && len(day) == len(s)
	}
	if !d.readClock(rest) {
		return Date{}, Date{}, false
	}
	if !other.IsZero() && !other.readClock(rest) {
		return Date{}, Date{}, false
	}
	return d, other, true
}

func readDay(s string) (d, other Date, ok bool) {
	i := strings.IndexAny(s, "-./")
	if i < 1 {
		return d, other, false
	}
	parts := strings.Split(s, s[i:i+1])
	if len(parts) != 3 {
		return d, other, false
	}
	a, okA := number(parts[0], 4)
	b, okB := number(parts[1], 2)
	c, okC := number(strings.TrimSuffix(parts[2], "."), 4)
	if len(parts[0]) <= 2 {
		c, okC = yearOf(parts[2])
	}
	if !okA || !okB || !okC {
		return d, other, false
	}
	switch {
	case len(parts[0]) == 4 && len(parts[2]) <= 2:
		d, ok = newDay(a, b, c)
		return d, other, ok
	case len(parts[0]) > 2:
		return d, other, false
	case s[i] == '.':
		d, ok = newDay(c, b, a)
		return d, other, ok
	}
	first, okFirst := newDay(c, b, a)
	second, okSecond := newDay(c, a, b)
	switch {
	case okFirst && okSecond && a != b:
		return first, second, true
	case okFirst:
		return first, other, true
	}
	return second, other, okSecond
}

// newDay makes a Day of the calendar, or reports that there is none.
func newDay(year, month, day int) (Date, bool) {
	if year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31 {
		return Date{}, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return Date{Precision: Day, Year: int16(year), Month: int8(month), Day: int8(day)}, t.Day() == day
}

// readClock reads hh:mm[:ss[.fff]][Z|±hh:mm]. Parts of a second are dropped:
// credentials carry whole seconds.
func (d *Date) readClock(s string) bool {
	half := 0
	for i, mark := range []string{"am", "pm", "a.m", "p.m", "a.m.", "p.m."} {
		if before, ok := strings.CutSuffix(strings.ToLower(s), mark); ok {
			s, half = strings.TrimRight(before, " "), i%2+1
		}
	}
	clock, zone := s, ""
	if i := strings.IndexAny(s, "Zz+-"); i >= 0 {
		clock, zone = strings.TrimRight(s[:i], " "), s[i:]
	}
	clock, fraction, dotted := strings.Cut(clock, ".")
	parts := strings.Split(clock, ":")
	if len(parts) < 2 || len(parts) > 3 || (dotted && (len(parts) != 3 || strings.Trim(fraction, "0123456789") != "")) {
		return false
	}
	var n [3]int8
	for i, part := range parts {
		v, ok := number(part, 2)
		if !ok || v < 0 || v > 59 || (i == 0 && v > 23) {
			return false
		}
		n[i] = int8(v)
	}
	if half > 0 && (n[0] < 1 || n[0] > 12) {
		return false
	}
	if half > 0 {
		n[0] = n[0]%12 + int8(half-1)*12
	}
	d.Precision, d.Hour, d.Minute, d.Second = Clock, n[0], n[1], n[2]
	return zone == "" || d.readZone(zone)
}

func (d *Date) readZone(s string) bool {
	d.Precision = Instant
	if s == "Z" || s == "z" {
		return true
	}
	hours, minutes, ok := strings.Cut(s[1:], ":")
	if !ok && len(s) == 5 {
		hours, minutes = s[1:3], s[3:]
	}
	h, okH := number(hours, 2)
	m, okM := number(minutes, 2)
	if !okH || !okM || h > 14 || m > 59 {
		return false
	}
	off := h*60 + m
	if off < 0 || off > 15*60 {
		return false
	}
	d.Offset = int16(off)
	if s[0] == '-' {
		d.Offset = -d.Offset
	}
	return true
}

// number reads up to digits decimal digits and nothing else.
func number(s string, digits int) (int, bool) {
	if s == "" || len(s) > digits || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
