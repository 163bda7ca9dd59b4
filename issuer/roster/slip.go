package roster

import "strings"

// variants are a text and the text without one of its bytes. Two texts one
// slip apart share a variant, so a table of them finds all neighbours without
// comparing everything with everything.
func variants(s string) []string {
	out := make([]string, 0, len(s)+1)
	out = append(out, s)
	for i := range len(s) {
		if i > 0 && s[i] == s[i-1] {
			continue
		}
		out = append(out, s[:i]+s[i+1:])
	}
	return out
}

// oneSlip tells whether two texts are one insertion, omission, substitution or
// swap of neighbours apart (Damerau distance 1).
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == b || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// digitsDiffer tells whether what differs is a digit: school1.org and
// school2.org are two schools.
func digitsDiffer(a, b string) bool {
	const digits = "0123456789"
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(digits, r) {
				return -1
			}
			return r
		}, s)
	}
	return letters(a) == letters(b)
}
