package verify_test

import (
	"testing"

	"badgekiln/issuer/verify"
)

// TestDates tries the edges of time: the last and the first moment, zones far
// off, and what is no date. The clock stands at 2026-11-22T12:00:00Z.
func TestDates(t *testing.T) {
	t.Parallel()
	for dates, want := range map[[2]string]want{
		{"2026-11-22T12:00:00Z", ""}:                               {verify.Trusted, "", "dates-good"},
		{"2026-11-22T12:05:00Z", ""}:                               {verify.Trusted, "", "dates-good"}, // clocks differ
		{"2026-11-22T12:05:01Z", ""}:                               {verify.Altered, "", "not-yet-valid"},
		{"2026-11-23T02:00:00+14:00", ""}:                          {verify.Trusted, "", "dates-good"},
		{"2026-11-22T00:00:00-12:00", ""}:                          {verify.Trusted, "", "dates-good"},
		{"2026-11-22T00:06:00-12:00", ""}:                          {verify.Altered, "", "not-yet-valid"},
		{"2026-11-22T12:00Z", ""}:                                  {verify.Trusted, "", "dates-good"},
		{"2026-11-22T12:00:00.999999999Z", ""}:                     {verify.Trusted, "", "dates-good"},
		{"2026-11-22T13:00:00+0100", ""}:                           {verify.Trusted, "", "dates-good"},
		{"0001-01-01T00:00:00Z", ""}:                               {verify.Trusted, "", "dates-good"},
		{"2024-02-29T23:59:59Z", ""}:                               {verify.Trusted, "", "dates-good"},
		{"2026-02-29T00:00:00Z", ""}:                               {verify.Altered, "", "field-wrong"},
		{"2026-11-22T24:00:00Z", ""}:                               {verify.Altered, "", "field-wrong"},
		{"2016-12-31T23:59:60Z", ""}:                               {verify.Altered, "", "field-wrong"},
		{"2026-11-22", ""}:                                         {verify.Altered, "", "field-wrong"},
		{"2026-11-22T12:00:00", ""}:                                {verify.Altered, "", "field-wrong"},
		{"yesterday", ""}:                                          {verify.Altered, "", "field-wrong"},
		{"2026-05-01T12:00:00Z", "2026-11-22T12:00:01Z"}:           {verify.Trusted, "", "dates-good"},
		{"2026-05-01T12:00:00Z", "2026-11-22T12:00:00Z"}:           {verify.Expired, "", "expired"}, // until, and not longer
		{"2026-05-01T12:00:00Z", "2026-11-23T01:59:59+14:00"}:      {verify.Expired, "", "expired"},
		{"2026-05-01T12:00:00Z", "2026-11-22T00:00:01-12:00"}:      {verify.Trusted, "", "dates-good"},
		{"2026-05-01T12:00:00Z", "9999-12-31T23:59:59Z"}:           {verify.Trusted, "", "dates-good"},
		{"2026-05-01T12:00:00Z", "10000-01-01T00:00:00Z"}:          {verify.Altered, "", "field-wrong"},
		{"2026-05-01T12:00:00Z", "2026-04-30T12:00:00Z"}:           {verify.Altered, "", "dates-reversed"},
		{"2026-05-01T12:00:00+02:00", "2026-05-01T10:00:00Z"}:      {verify.Expired, "", "expired"}, // the same moment
		{"2026-05-01T12:00:00+02:00", "2026-05-01T09:59:59+00:00"}: {verify.Altered, "", "dates-reversed"},
	} {
		a := with(assertion(), "issuedOn", dates[0])
		if dates[1] != "" {
			a["expires"] = dates[1]
		}
		r := check(t, text(t, a), verify.Options{Loader: site(t, a), Trust: []string{home}})
		expect(t, r, want.verdict, r.Status, want.code)
		if t.Failed() {
			t.Fatal(dates)
		}
	}
}
