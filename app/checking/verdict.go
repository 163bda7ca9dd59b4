package checking

import (
	"slices"

	"badgekiln/app/kit"
)

// look is how an item's answer is shown: never by colour alone.
type look struct {
	word string // end of the keys "checking.verdict." and "checking.short."
	tone kit.Tone
	icon string
}

// lookOf gives the look of an item.
func lookOf(i *item) look {
	switch i.stage {
	case waiting:
		return look{"waiting", kit.Neutral, "clock"}
	case running:
		return look{"running", kit.Info, "refresh"}
	case failed:
		return look{"failed", kit.Neutral, "info"}
	case cancelled:
		return look{"cancelled", kit.Neutral, "stop"}
	}
	switch i.result.Verdict {
	case Trusted:
		return look{"trusted", kit.OK, "ok"}
	case Untrusted:
		return look{"untrusted", kit.Warn, "warn"}
	case Consistent:
		return look{"consistent", kit.Warn, "warn"}
	case Expired:
		return look{"expired", kit.Warn, "clock"}
	case OtherPerson:
		return look{"other-person", kit.Err, "person"}
	case Revoked:
		if i.result.Status == "suspended" {
			return look{"suspended", kit.Err, "pause"}
		}
		return look{"revoked", kit.Err, "error"}
	case Altered:
		if isEarly(i.result.Checks) {
			return look{"early", kit.Warn, "clock"}
		}
		return look{"altered", kit.Err, "error"}
	case NotABadge:
		return look{"not-a-badge", kit.Neutral, "info"}
	}
	return look{"failed", kit.Neutral, "info"}
}

// isEarly tells a badge that nothing is wrong with but that it holds later.
func isEarly(checks []Check) bool {
	early := false
	for _, c := range checks {
		switch {
		case c.Code == "not-yet-valid":
			early = true
		case markOf(c) == wrong:
			return false
		}
	}
	return early
}

// mark says how one check came out.
type mark int

const (
	holds mark = iota
	note       // odd, but no matter
	open       // could not be looked at, or only a person can decide
	wrong
)

// markOf gives the mark of a check. What was not asked or is not known is open,
// not wrong.
func markOf(c Check) mark {
	switch {
	case c.OK:
		return holds
	case c.Remark:
		return note
	case c.Open:
		return open
	}
	return wrong
}

func (m mark) word() string {
	return []string{"checking.mark.ok", "checking.mark.note", "checking.mark.open", "checking.mark.wrong"}[m]
}

func (m mark) tone() kit.Tone { return []kit.Tone{kit.OK, kit.Info, kit.Warn, kit.Err}[m] }

// groups are the questions in the order in which they are always answered.
func groups() []string {
	return []string{"picture", "form", "signature", "hosted", "issuer", "recipient", "status", "dates", "endorsement", "other"}
}

// groupOf tells which question a rule belongs to.
func groupOf(rule string) string {
	switch rule {
	case "input", "address", "picture":
		return "picture"
	case "format", "structure", "class", "image":
		return "form"
	case "proof", "key", "claims":
		return "signature"
	case "hosted", "bytes", "scope":
		return "hosted"
	case "issuer", "trust":
		return "issuer"
	case "refresh":
		return "status"
	case "recipient", "status", "dates", "endorsement":
		return rule
	}
	return "other"
}

// group is one question with its checks.
type group struct {
	name   string
	mark   mark
	checks []Check
}

// grouped sorts checks under their questions; a question is as bad as the worst
// of its checks. Questions nobody asked are left out.
func grouped(checks []Check) []group {
	var list []group
	for _, name := range groups() {
		g := group{name: name}
		for _, c := range checks {
			if groupOf(c.Name) == name {
				g.checks = append(g.checks, c)
				g.mark = max(g.mark, markOf(c))
			}
		}
		if len(g.checks) > 0 {
			list = append(list, g)
		}
	}
	return list
}

// saying gives the checks that tell why a question is answered as it is: those
// as bad as the question itself.
func (g group) saying() []Check {
	return slices.DeleteFunc(slices.Clone(g.checks), func(c Check) bool { return markOf(c) != g.mark })
}

// counts says how many questions hold, are open and are wrong.
func counts(list []group) (good, unclear, bad int) {
	for _, g := range list {
		switch g.mark {
		case holds, note:
			good++
		case open:
			unclear++
		case wrong:
			bad++
		}
	}
	return good, unclear, bad
}

// remarks counts what was odd and makes no difference.
func remarks(list []group) int {
	n := 0
	for _, g := range list {
		for _, c := range g.checks {
			if markOf(c) == note {
				n++
			}
		}
	}
	return n
}
