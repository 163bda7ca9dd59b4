package ob2

import "badgekiln/issuer"

// Check tells what a claim lacks for 2.0: the members its text requires of
// Assertion, BadgeClass and Profile. The failure has the code
// "claim-incomplete" with the values what and field, or "ob2-no-base-url".
func Check(c issuer.Claim) error {
	if c.Face.Identity.BaseURL == "" {
		return issuer.Fail(issuer.Input, "ob2-no-base-url")
	}
	for _, need := range []struct{ what, field, value string }{
		{"issuer", "name", c.Profile.Name},
		{"issuer", "email", c.Profile.Email},
		{"class", "name", c.Class.Name},
		{"class", "description", c.Class.Description},
		{"class", "criteria", c.Class.Criteria.Narrative + c.Class.Criteria.URL},
		{"class", "image", c.Class.Image},
		{"award", "email", c.Award.Email},
		{"award", "salt", c.Award.Salt},
		{"issuer", "key", signedBy(c)},
	} {
		if need.value == "" {
			return issuer.Fail(issuer.Input, "claim-incomplete", "what", need.what, "field", need.field)
		}
	}
	return nil
}

// signedBy is the key of a signed badge; others need none.
func signedBy(c issuer.Claim) string {
	if c.Face.Format == issuer.OB2Signed {
		return c.Key.Multibase
	}
	return "none"
}
