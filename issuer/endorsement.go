package issuer

import "time"

// Endorsement is what an issuer says in favour of a badge class, an issuer or
// an award, its own or a stranger's. It is a credential by itself.
type Endorsement struct {
	ID       string // lower-case UUID
	Format   Format // OB2, OB2Signed, OB3 or OB3JWT
	Identity Identity
	Profile  Profile
	Key      Key    // the signing key; zero for OB2, which nobody signs
	About    string // id of what is endorsed
	Name     string // what it is called
	Comment  string // Markdown
	Made     time.Time
}

// Address is the endorsement's own id: its web address, or urn:uuid: without
// web space and for a signed one of 2.0.
func (e Endorsement) Address() string {
	if path := EndorsementPath(e.Format, e.ID); e.Identity.BaseURL != "" && path != "" {
		return e.Identity.BaseURL + path
	}
	return "urn:uuid:" + e.ID
}

// Check tells what an endorsement lacks. The failure has the code
// "claim-incomplete" or "ob2-no-base-url".
func (e Endorsement) Check() error {
	if e.Format.NeedsWeb() && e.Identity.BaseURL == "" {
		return Fail(Input, "ob2-no-base-url")
	}
	c := &moreCheck{}
	c.iri("about", e.About)
	c.need("name", e.Name)
	c.plain("name", e.Name)
	c.plain("comment", e.Comment)
	return c.err()
}
