package ledger

import (
	"testing"

	"badgekiln/issuer"
)

// A row that says something else than its frozen face would revoke the wrong
// bit, or take the wrong person for the holder.
func TestFaceRowFits(t *testing.T) {
	t.Parallel()
	face := []byte(`{"identityHash":"` + issuer.IdentityHash("a@ex.org", "00ff") + `","hashed":true,` +
		`"credentialStatus":{"id":"https://ex.org/s/ab.json#12","statusListIndex":"12"},"verificationMethod":"did:key:z6Mk#z6Mk"}`)
	right := faceRow{list: "ab", place: 12, key: "z6Mk", email: "a@ex.org", salt: "00ff"}
	for name, c := range map[string]struct {
		row  faceRow
		face []byte
		fits bool
	}{
		"right":              {right, face, true},
		"erased":             {faceRow{list: "ab", place: 12, key: "z6Mk"}, face, true},
		"neither signed":     {faceRow{place: -1}, []byte(`{"type":"Assertion"}`), true},
		"another place":      {faceRow{list: "ab", place: 1, key: "z6Mk"}, face, false},
		"another list":       {faceRow{list: "b", place: 12, key: "z6Mk"}, face, false},
		"no list":            {faceRow{place: -1, key: "z6Mk"}, face, false},
		"another key":        {faceRow{list: "ab", place: 12, key: "z6M"}, face, false},
		"another address":    {faceRow{list: "ab", place: 12, key: "z6Mk", email: "b@ex.org", salt: "00ff"}, face, false},
		"another salt":       {faceRow{list: "ab", place: 12, key: "z6Mk", email: "a@ex.org", salt: "00"}, face, false},
		"a hash of somebody": {right, []byte(`{"hashed":true}`), false},
	} {
		if got := c.row.fits(c.face); got != c.fits {
			t.Errorf("%s: %v", name, got)
		}
	}
}
