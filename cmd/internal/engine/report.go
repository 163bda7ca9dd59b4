package engine

import (
	"encoding/json"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/verify"
)

// VerifyReport is what was found out about some badges, to be kept or handed
// on.
type VerifyReport struct {
	Made    time.Time       `json:"made"`
	Results []verify.Result `json:"results"`
}

// JSON is the report for machines: cli.md's results and the time.
func (r VerifyReport) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(r, "", "  ")
	return append(data, '\n'), err
}

// Text is the report for people: of each badge the verdict, what it is, why it
// got no better verdict, and every check.
func (r VerifyReport) Text(say Say) string {
	var b strings.Builder
	line := func(key string, pairs ...string) { b.WriteString(say(key, issuer.KV(pairs...)) + "\n") }
	line("report.head", "date", r.Made.Format(time.RFC3339))
	for _, one := range r.Results {
		b.WriteString("\n")
		line("report.verdict", "input", one.Input, "verdict", say("cli.verdict."+string(one.Verdict), nil))
		if one.Name != "" {
			line("report.what", "name", one.Name, "issuer", one.IssuerName, "id", one.Issuer, "version", one.Version)
		}
		line("report.status", "status", say("report.status."+string(one.Status), nil))
		for _, reason := range one.Reasons {
			b.WriteString("- " + reason + "\n")
		}
		for _, c := range one.Checks {
			key := "report.check.no"
			switch {
			case c.OK:
				key = "report.check.ok"
			case c.Remark():
				key = "report.check.note"
			}
			line(key, "name", c.Name, "detail", c.Detail)
		}
	}
	return b.String()
}
