package ob3

import "badgekiln/issuer"

// Check tells what a claim lacks for 3.0: the members the text requires of
// the credential, its subject and its achievement. The failure has the code
// "claim-incomplete" with the values what and field.
func Check(c issuer.Claim) error {
	picture, place, who := c.Class.Image, "base", c.Award.Email+c.Award.Subject
	if c.Face.Identity.BaseURL == "" {
		picture, place = c.Class.DataImage, c.Class.URN
	}
	if c.Award.Email != "" && c.Award.Salt == "" {
		who = ""
	}
	for _, need := range []struct{ what, field, value string }{
		{"issuer", "identity", c.Face.Identity.URI},
		{"issuer", "name", c.Profile.Name},
		{"issuer", "key", c.Key.Multibase},
		{"class", "name", c.Class.Name},
		{"class", "description", c.Class.Description},
		{"class", "criteria", c.Class.Criteria.Narrative + c.Class.Criteria.URL},
		{"class", "image", picture},
		{"class", "urn", place},
		{"award", "recipient", who},
	} {
		if need.value == "" {
			return issuer.Fail(issuer.Input, "claim-incomplete", "what", need.what, "field", need.field)
		}
	}
	return nil
}
