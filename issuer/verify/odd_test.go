package verify_test

import (
	"bytes"
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"badgekiln/issuer/verify"
)

// TestOddInputs: what an editor or a shell did to a good badge does not spoil
// it, and what is no badge is told as what it is.
func TestOddInputs(t *testing.T) {
	t.Parallel()
	c, forge := contexts(t), newSigner("forge")
	wide := func(order binary.ByteOrder, data []byte) []byte {
		var out bytes.Buffer
		_ = binary.Write(&out, order, utf16.Encode([]rune("\ufeff"+string(data))))
		return out.Bytes()
	}
	tree := text(t, forge.sign(t, c, badge3(home), forge.method(home)))
	old := text(t, assertion())
	nameless := assertion()
	delete(nameless, "id")
	for name, one := range map[string]struct {
		data    []byte
		verdict verify.Verdict
		status  verify.Status
		code    string
	}{
		"3.0 with a mark":            {append([]byte("\xef\xbb\xbf"), tree...), verify.Trusted, verify.StatusNone, "proof-good"},
		"3.0 in UTF-16":              {wide(binary.LittleEndian, tree), verify.Trusted, verify.StatusNone, "proof-good"},
		"3.0 in UTF-16, the other":   {wide(binary.BigEndian, tree), verify.Trusted, verify.StatusNone, "proof-good"},
		"2.0 with a mark":            {append([]byte("\xef\xbb\xbf"), old...), verify.Trusted, verify.StatusGood, "bytes-same"},
		"an address with a mark":     {[]byte("\xef\xbb\xbf" + assertionURL), verify.Trusted, verify.StatusGood, "hosted-found"},
		"changed, with a mark":       {append([]byte("\xef\xbb\xbf"), bytes.Replace(tree, []byte("First fire"), []byte("Last fire"), 1)...), verify.Altered, verify.StatusNone, "proof-signature"},
		"half a letter of UTF-16":    {append(wide(binary.LittleEndian, tree), '{'), verify.Trusted, verify.StatusNone, "proof-good"},
		"a mark and nothing":         {[]byte("\xff\xfe"), verify.NotABadge, verify.StatusNone, "no-badge"},
		"a badge class":              {text(t, class()), verify.NotABadge, verify.StatusNone, "part-of-badge"},
		"an issuer":                  {text(t, with(profile(home), "type", "Issuer")), verify.NotABadge, verify.StatusNone, "part-of-badge"},
		"a 2.0 badge without its id": {text(t, nameless), verify.Altered, verify.StatusUnknown, "hosted-no-id"},
	} {
		w := site(t, assertion()).but(home, string(text(t, profile(home, forge))))
		r := check(t, one.data, verify.Options{Contexts: c, Loader: w, Trust: []string{home}})
		t.Log(name)
		expect(t, r, one.verdict, one.status, one.code)
	}
}
