package verify

import (
	"crypto/md5"  //nolint:gosec // G501: read only; both standards allow it in badges of others
	"crypto/sha1" //nolint:gosec // G505: read only; badges of 1.1 and older hash with it
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

var hashed = regexp.MustCompile(`^(md5\$[0-9a-fA-F]{32}|sha1\$[0-9a-fA-F]{40}|sha256\$[0-9a-fA-F]{64})$`)

// sameIdentity compares a hash, or a plain identity, with what a person typed:
// as typed, then in lower case. Nobody defined how an address is written
// before it is hashed.
func sameIdentity(identity, salt, typed string) bool {
	typed = strings.TrimSpace(typed)
	if !hashed.MatchString(identity) {
		return strings.EqualFold(strings.TrimSpace(identity), typed)
	}
	algorithm, want, _ := strings.Cut(identity, "$")
	for _, candidate := range []string{typed, strings.ToLower(typed)} {
		if strings.EqualFold(want, digest(algorithm, candidate+salt)) {
			return true
		}
	}
	return false
}

func digest(algorithm, text string) string {
	switch algorithm {
	case "md5":
		sum := md5.Sum([]byte(text)) //nolint:gosec // G401: read only
		return hex.EncodeToString(sum[:])
	case "sha1":
		sum := sha1.Sum([]byte(text)) //nolint:gosec // G401: read only
		return hex.EncodeToString(sum[:])
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// recipient records whether the badge belongs to the person asked for.
func (v *verifier) recipient(r *Result, fits func(typed string) bool) {
	switch {
	case v.opts.Recipient == "":
	case fits(v.opts.Recipient):
		r.ok("recipient", "recipient-fits", "recipient", v.opts.Recipient)
	default:
		r.fail("recipient", OtherPerson, "recipient-other", "recipient", v.opts.Recipient)
	}
}

// recipient2 compares a 2.0 IdentityObject.
func recipient2(assertion object) func(string) bool {
	who := one(assertion["recipient"])
	return func(typed string) bool {
		return str(who, "identity") != "" && sameIdentity(str(who, "identity"), str(who, "salt"), typed)
	}
}

// recipient3 compares a 3.0 subject: its id, or any identifier that is an
// e-mail address.
func recipient3(subject object) func(string) bool {
	return func(typed string) bool {
		id := str(subject, "id")
		if id != "" && (id == typed || strings.EqualFold(id, "mailto:"+strings.TrimSpace(typed))) {
			return true
		}
		for _, item := range many(subject["identifier"]) {
			who := one(item)
			kind := str(who, "identityType")
			if (kind == "emailAddress" || kind == "email") && str(who, "identityHash") != "" &&
				sameIdentity(str(who, "identityHash"), str(who, "salt"), typed) {
				return true
			}
		}
		return false
	}
}
