package verify

import (
	"slices"
	"strings"

	"badgekiln/issuer"
)

// Verdict is the answer about one badge.
type Verdict string

// The verdicts of cli.md, from best to worst. Not yet valid is Altered with
// the code "not-yet-valid", a suspended badge Revoked with its own status.
const (
	Trusted     Verdict = "trusted"      // everything holds and the issuer is on the list
	Untrusted   Verdict = "untrusted"    // everything holds, the issuer is not on the list
	Consistent  Verdict = "consistent"   // nothing is wrong, something could not be checked
	OtherPerson Verdict = "other-person" // it was awarded to somebody else
	Expired     Verdict = "expired"
	Revoked     Verdict = "revoked"
	Altered     Verdict = "altered"     // a proof, a hash or the structure does not hold
	NotABadge   Verdict = "not-a-badge" // nothing was found, or it cannot be read
)

// rank orders verdicts by severity.
func (v Verdict) rank() int {
	return slices.Index([]Verdict{Trusted, Untrusted, Consistent, OtherPerson, Expired, Revoked, Altered, NotABadge}, v)
}

func worse(a, b Verdict) Verdict {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// Status is what is known about revocation.
type Status string

// The states of a badge, from least to most telling.
const (
	StatusNone      Status = "none" // the badge has no status to look up
	StatusGood      Status = "good"
	StatusUnknown   Status = "unknown" // it has one, but it could not be looked up
	StatusSuspended Status = "suspended"
	StatusRevoked   Status = "revoked"
)

func (s Status) rank() int {
	return slices.Index([]Status{StatusNone, StatusGood, StatusUnknown, StatusSuspended, StatusRevoked}, s)
}

func stronger(a, b Status) Status {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// Step is one check of a verification. A step that is not OK and has no
// Effect is a remark that leaves the verdict alone.
type Step struct {
	Name   string        `json:"name"`
	OK     bool          `json:"ok"`
	Detail string        `json:"detail"` // the sentence of Code, by Options.Say
	Code   string        `json:"code"`
	Values issuer.Values `json:"-"`
	Effect Verdict       `json:"-"` // what the step makes of the verdict at best
}

// Remark tells a step that is odd and changes nothing.
func (s Step) Remark() bool { return !s.OK && s.Effect == Trusted }

// Result is the answer about one input, as cli.md's verify prints it. A
// picture that carries a 2.0 and a 3.0 badge has one result with the worst
// verdict of both, and the two in Credentials.
type Result struct {
	Input       string   `json:"input"`
	Verdict     Verdict  `json:"verdict"`
	Status      Status   `json:"status"`
	Version     string   `json:"version"` // "2.0", "3.0", "2.0+3.0", …
	Format      string   `json:"format"`  // "ob2", "ob3", "ob2+ob3", …
	ID          string   `json:"id,omitempty"`
	Name        string   `json:"name,omitempty"`        // of the badge
	Issuer      string   `json:"issuer,omitempty"`      // the id that counts for trust
	IssuerName  string   `json:"issuer_name,omitempty"` // as it calls itself
	Reasons     []string `json:"reasons"`               // sentences for what kept it from a better verdict
	Checks      []Step   `json:"checks"`
	Credentials []Result `json:"credentials,omitempty"`

	// What was looked at, for those who want to see it: a stranger's text.
	Text      string            `json:"-"` // the badge as it was found
	Payload   string            `json:"-"` // of a token, what it carries
	Documents map[string][]byte `json:"-"` // what it led to, by address
}

// Accepted tells whether the exit status of the command line is 0: trusted,
// or untrusted only for its issuer while any issuer will do. Nothing else is
// softened by anyIssuer.
func (r Result) Accepted(anyIssuer bool) bool {
	if r.Verdict != Untrusted || !anyIssuer {
		return r.Verdict == Trusted
	}
	return !slices.ContainsFunc(r.Checks, func(s Step) bool { return s.Effect == Untrusted && s.Code != "issuer-unlisted" })
}

// Early tells a badge that only begins to hold later, which is Altered too: to a
// person that is another answer.
func (r Result) Early() bool {
	early := false
	for _, s := range r.Checks {
		if s.Code == "not-yet-valid" {
			early = true
		} else if !s.OK && s.Effect.rank() >= Altered.rank() {
			return false
		}
	}
	for _, one := range r.Credentials {
		if early = early || one.Early(); one.Verdict == Altered && !one.Early() {
			return false
		}
	}
	return early && r.Verdict == Altered
}

// ok records a step that holds.
func (r *Result) ok(name, code string, pairs ...string) {
	r.Checks = append(r.Checks, Step{Name: name, OK: true, Code: code, Values: values(pairs), Effect: Trusted})
}

// fail records a step that does not hold and what the verdict is at best.
func (r *Result) fail(name string, effect Verdict, code string, pairs ...string) {
	r.Checks = append(r.Checks, Step{Name: name, Code: code, Values: values(pairs), Effect: effect})
	r.Verdict = worse(r.Verdict, effect)
}

// remark records something odd that changes nothing.
func (r *Result) remark(name, code string, pairs ...string) {
	r.Checks = append(r.Checks, Step{Name: name, Code: code, Values: values(pairs), Effect: Trusted})
}

// failed records why a document could not be loaded.
func (r *Result) failed(name string, effect Verdict, err error, url string) {
	v := issuer.Values{"url": url}
	var own *issuer.Error
	code := "not-loaded"
	if asError(err, &own) {
		code = own.Code
		for k, text := range own.Values {
			v[k] = text
		}
	}
	pairs := make([]string, 0, 2*len(v))
	for k, text := range v {
		pairs = append(pairs, k, text)
	}
	r.fail(name, effect, code, pairs...)
}

// finish writes the sentences. Reasons are those of the steps that decided,
// the gravest first.
func (r *Result) finish(say func(string, issuer.Values) string) {
	r.ID, r.Issuer, r.Name, r.IssuerName = harmless(r.ID), harmless(r.Issuer), tame(r.Name), tame(r.IssuerName)
	r.Reasons = []string{}
	if r.Checks == nil {
		r.Checks = []Step{}
	}
	var bad []Step
	for i := range r.Checks {
		c := &r.Checks[i]
		c.Detail = c.Code
		if say != nil {
			c.Detail = say(c.Code, c.Values)
		}
		if !c.OK && c.Effect != Trusted {
			bad = append(bad, *c)
		}
	}
	slices.SortStableFunc(bad, func(a, b Step) int { return b.Effect.rank() - a.Effect.rank() })
	for _, c := range bad {
		if !slices.Contains(r.Reasons, c.Detail) {
			r.Reasons = append(r.Reasons, c.Detail)
		}
	}
}

// values makes Values fit for a terminal: what badges say is a stranger's text.
func values(pairs []string) issuer.Values {
	v := issuer.KV(pairs...)
	for k, text := range v {
		v[k] = tame(text)
	}
	return v
}

// tame cuts a stranger's text to one short harmless line.
func tame(text string) string {
	const longest = 200
	runes := []rune(harmless(text))
	if len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return string(runes)
}

// harmless replaces control characters and the marks that turn the direction
// of reading, which could make a terminal show something else.
func harmless(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c < 0x20 || c >= 0x7f && c < 0xa0, c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069,
			c == 0x2028, c == 0x2029:
			return '\uFFFD'
		}
		return c
	}, text)
}
