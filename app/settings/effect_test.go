package settings

import (
	"slices"
	"testing"
	"time"
)

func TestWebEffectIsToldBefore(t *testing.T) {
	t.Parallel()
	const a, b = "https://a.example/", "https://b.example/"
	for _, c := range []struct {
		old, base string
		awards    int
		want      string
	}{
		{"", "", 3, "none"},
		{a, a, 3, "same"},
		{"", a, 3, "first"},
		{a, b, 3, "moved"},
		{a, b, 0, "moved.none"},
		{a, "", 3, "removed"},
		{a, "", 0, "removed.none"},
	} {
		if got := webEffect(c.old, c.base, c.awards).word; got != "settings.web.effect."+c.want {
			t.Errorf("%q to %q with %d: %s", c.old, c.base, c.awards, got)
		}
	}
}

func TestZonesAreFoundByCity(t *testing.T) {
	t.Parallel()
	zones := []string{"America/New_York", "Asia/Yerevan", "Europe/York_Test", "UTC"}
	for typed, want := range map[string][]string{
		"": zones, "york": {"Europe/York_Test", "America/New_York"}, "new york": {"America/New_York"},
		"america/new": {"America/New_York"}, "NEW_Y": {"America/New_York"}, "nowhere": nil,
	} {
		if got := matching(zones, typed); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", typed, got, want)
		}
	}
}

func TestTheChosenZoneStandsFirst(t *testing.T) {
	t.Parallel()
	zones := []string{"Africa/Abidjan", "Europe/Athens", "Europe/Berlin", "UTC"}
	if got := nearby(zones, "Europe/Berlin"); !slices.Equal(got, []string{"Europe/Berlin", "Europe/Athens", "Africa/Abidjan", "UTC"}) {
		t.Error(got)
	}
	if got := nearby(zones, "UTC"); got[0] != "UTC" || got[1] != "Africa/Abidjan" {
		t.Error(got)
	}
}

func TestBackupAsksForWhatItNeeds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path              string
		seal              bool
		passphrase, again string
		field             string
	}{
		{"", false, "", "", "path"},
		{"f", false, "", "", ""},
		{"f", true, "", "", "passphrase"},
		{"f", true, "kurz", "kurz", "passphrase"},
		{"f", true, "long enough", "long enoug", "again"},
		{"f", true, "пароль-х", "пароль-х", ""},
	} {
		got := backupFaults(c.path, c.seal, c.passphrase, c.again)
		if _, marked := got[c.field]; len(got) > 1 || (c.field != "") != marked {
			t.Errorf("%+v: %v", c, got)
		}
	}
	at := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	if got := backupName("/home/me/my.ledger.db", at); got != "my.ledger-2026-11-26.zip" {
		t.Error(got)
	}
}

func TestAnAwardOfManyIsOneLine(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	log := []Entry{
		{At: at, Kind: "a", Subject: "x"},
		{At: at, Kind: "b"},
		{At: at, Kind: "b"},
		{At: at.Add(-time.Second), Kind: "b"},
		{At: at.AddDate(0, 0, -1), Kind: "b"},
		{At: at, Kind: "a", Subject: "y"},
	}
	var got []int
	for _, l := range lines(log) {
		got = append(got, l.times)
	}
	if want := []int{1, 2, 1, 1, 1}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestKeyStates(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for want, k := range map[string]Key{
		"current": {Current: true}, "earlier": {}, "retired": {Retired: at, Why: Retired}, "lost": {Retired: at, Why: Lost},
		"compromised": {Retired: at, Why: Compromised},
	} {
		if got := keyState(k); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := shortKey("z6MkpTHRxxxxxxxxxx8VJp"); got != "z6MkpTHR…8VJp" {
		t.Error(got)
	}
}
