package issuer

import (
	"net/mail"
	"strings"
)

// IsAddress tells whether a text is one bare e-mail address that a profile can show
// (Open Badges 2.0, Profile "email"): nothing round it, and a host with a dot.
func IsAddress(text string) bool {
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text && strings.Contains(text[strings.LastIndexByte(text, '@'):], ".")
}
