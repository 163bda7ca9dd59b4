package backpack

import (
	"strings"

	"badgekiln/issuer"
)

// Is tells whether an address is one of the owner's; known is false when the
// host said nothing to tell it by. Addresses are compared without regard to
// case, as rosters do; of a hash both forms are tried, since hosts hash what
// was typed.
func (o Owner) Is(emails ...string) (is, known bool) {
	for _, email := range emails {
		for _, one := range o.Emails {
			if one != "" && strings.EqualFold(strings.TrimSpace(one), strings.TrimSpace(email)) {
				return true, true
			}
		}
		if o.Hash == "" || email == "" {
			continue
		}
		for _, form := range []string{strings.TrimSpace(email), strings.ToLower(strings.TrimSpace(email))} {
			if strings.EqualFold(issuer.IdentityHash(form, o.Salt), o.Hash) {
				return true, true
			}
		}
	}
	return false, len(o.Emails) > 0 || o.Hash != ""
}

// Shown is how an owner is called in lists: the first address, a name, or
// nothing.
func (o Owner) Shown() string {
	if len(o.Emails) > 0 {
		return o.Emails[0]
	}
	return o.Name
}
