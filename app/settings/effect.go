package settings

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// sentence is a key of the words with its values.
type sentence struct {
	word  string
	pairs []string
}

// webEffect says what a web space would bring about, given the one there is.
// It is told before anything is saved.
func webEffect(old, base string, awards int) sentence {
	count := strconv.Itoa(awards)
	switch {
	case old == "" && base == "":
		return sentence{"settings.web.effect.none", nil}
	case old == base:
		return sentence{"settings.web.effect.same", []string{"url", base}}
	case old == "":
		return sentence{"settings.web.effect.first", []string{"url", base}}
	case base == "" && awards == 0:
		return sentence{"settings.web.effect.removed.none", nil}
	case base == "":
		return sentence{"settings.web.effect.removed", []string{"old", old, "count", count}}
	case awards == 0:
		return sentence{"settings.web.effect.moved.none", []string{"url", base}}
	}
	return sentence{"settings.web.effect.moved", []string{"url", base, "old", old, "count", count}}
}

// matching finds zones by what somebody typed: every word of it must be part of
// the zone's name. Zones whose place begins with it come first.
func matching(zones []string, typed string) []string {
	words := strings.FieldsFunc(fold(typed), func(r rune) bool { return r == ' ' || r == '/' })
	var first, later []string
	for _, zone := range zones {
		name := fold(zone)
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) }) {
			continue
		}
		place := name[strings.LastIndexByte(name, '/')+1:]
		if len(words) > 0 && strings.HasPrefix(place, words[0]) {
			first = append(first, zone)
		} else {
			later = append(later, zone)
		}
	}
	return append(first, later...)
}

// nearby puts a zone first and those of its continent after it.
func nearby(zones []string, chosen string) []string {
	area, _, _ := strings.Cut(chosen, "/")
	rank := func(zone string) int {
		switch {
		case zone == chosen:
			return 0
		case strings.HasPrefix(zone, area+"/"):
			return 1
		}
		return 2
	}
	list := slices.Clone(zones)
	slices.SortStableFunc(list, func(a, b string) int { return rank(a) - rank(b) })
	return list
}

func fold(text string) string { return strings.ToLower(strings.ReplaceAll(text, "_", " ")) }

// placeName is a zone as people read it: Europe/Berlin, America/New York.
func placeName(zone string) string { return strings.ReplaceAll(zone, "_", " ") }

// keyState tells how a key stands, as the end of "settings.keys.state.".
func keyState(k Key) string {
	switch {
	case !k.Retired.IsZero() && k.Why != "":
		return string(k.Why)
	case !k.Retired.IsZero():
		return string(Retired)
	case k.Current && k.Tokens:
		return "current"
	case k.Tokens:
		return "tokens"
	case k.Current:
		return "current"
	}
	return "earlier"
}

// shortKey writes a key so that people can compare it at a glance.
func shortKey(multibase string) string {
	if len(multibase) <= 16 {
		return multibase
	}
	return multibase[:8] + "…" + multibase[len(multibase)-4:]
}

// usable counts the keys of an issuer that can sign.
func usable(keys []Key, issuer string) int {
	n := 0
	for _, k := range keys {
		if k.Issuer == issuer && k.Retired.IsZero() {
			n++
		}
	}
	return n
}

// shortestPassphrase is what a passphrase needs, in letters.
const shortestPassphrase = 8

// backupFaults finds what keeps a backup from being written, by field.
func backupFaults(path string, seal bool, passphrase, again string) map[string]string {
	found := map[string]string{}
	if strings.TrimSpace(path) == "" {
		found["path"] = "settings.backup.fault.path"
	}
	switch {
	case !seal:
	case passphrase == "":
		found["passphrase"] = "settings.backup.fault.passphrase"
	case utf8.RuneCountInString(passphrase) < shortestPassphrase:
		found["passphrase"] = "settings.backup.fault.short"
	case passphrase != again:
		found["again"] = "settings.backup.fault.again"
	}
	return found
}

// backupName is the name a new backup is offered under.
func backupName(ledger string, now time.Time) string {
	name := ledger[strings.LastIndexAny(ledger, `/\`)+1:]
	if at := strings.LastIndexByte(name, '.'); at > 0 {
		name = name[:at]
	}
	return name + "-" + now.Format("2006-01-02") + ".zip"
}
