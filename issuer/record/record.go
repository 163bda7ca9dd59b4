package record

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// Record is a badge taken apart. Blobs are not among it: pictures stay
// addresses, or data: URIs. Its JSON is the form in which it is stored.
type Record struct {
	Version      string // of the standard
	ID           string
	Issuer       string // its id
	Profile      issuer.Profile
	ProfileImage string
	ClassID      string
	Class        issuer.BadgeClass
	ClassVersion string // as written; Class.Version when it is a number
	ClassImage   string
	Award        issuer.Award
	Subject      string // id of the person or thing it was awarded to
	Recipient    Identity
	Status       []Status
	// Other are members of the badge, its class and its issuer that no
	// standard knows, or none that this program has a place for.
	Other map[string]json.RawMessage
}

// Identity is whom a badge names, hashed or plain.
type Identity struct {
	Type     string `json:"type"` // "email", …
	Identity string `json:"identity"`
	Hashed   bool   `json:"hashed"`
	Salt     string `json:"salt,omitempty"`
}

// Status is a place where a badge can be looked up.
type Status struct {
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
	List    string `json:"list"`
	Index   string `json:"index,omitempty"`
}

// Documents gives the JSON document behind an address a badge names, or nil.
type Documents func(address string) []byte

// Read reads a badge of a version, JSON or token. documents may be nil: what
// stands elsewhere is missing then.
func Read(version string, text []byte, documents Documents) (Record, error) {
	trimmed := strings.Trim(string(text), " \t\r\n\x00")
	if jws.Looks(trimmed) {
		payload, err := base64.RawURLEncoding.DecodeString(strings.Split(trimmed, ".")[1])
		if err != nil {
			return Record{}, unreadable(err)
		}
		trimmed = string(payload)
	}
	doc, err := jws.Object([]byte(trimmed))
	if err != nil {
		return Record{}, unreadable(err)
	}
	if inner, wrapped := doc["vc"].(object); wrapped {
		doc = unwrapped(inner, doc)
	}
	if documents == nil {
		documents = func(string) []byte { return nil }
	}
	r := &reader{documents: documents, out: Record{Version: version, Other: map[string]json.RawMessage{}}}
	if strings.HasPrefix(version, "3") {
		r.credential(doc)
	} else {
		r.assertion(doc)
	}
	if len(r.out.Other) == 0 {
		r.out.Other = nil
	}
	return r.out, nil
}

// unwrapped is the credential inside the vc claim of older tokens, which may
// leave to the registered claims what those say.
func unwrapped(inner, claims object) object {
	for name, claim := range map[string]string{"id": "jti", "issuer": "iss", "issuanceDate": "nbf", "expirationDate": "exp"} {
		if inner[name] == nil && claims[claim] != nil {
			inner[name] = claims[claim]
		}
	}
	if subject := one(inner["credentialSubject"]); subject != nil && subject["id"] == nil && claims["sub"] != nil {
		subject["id"] = claims["sub"]
	}
	return inner
}

func unreadable(err error) error { return issuer.Fail(issuer.Input, "record-unreadable").Because(err) }

// reader carries one badge.
type reader struct {
	out       Record
	documents Documents
}

// linked is a document a badge names, or the copy it holds.
func (r *reader) linked(v any) (object, string) {
	id := ref(v)
	if text := r.documents(id); id != "" && text != nil {
		if doc, err := jws.Object(text); err == nil {
			return doc, id
		}
	}
	return one(v), id
}

// rest keeps the members that were not read, under a path.
func (r *reader) rest(where string, o object, known string) {
	names := strings.Fields(known)
	for name, value := range o {
		if slices.Contains(names, name) || !strings.HasPrefix(r.out.Version, "3") && isExtension(name, value) {
			continue
		}
		if text, err := Encode(value); err == nil {
			r.out.Other[where+"."+name] = text
		}
	}
}

// extensions reads the members that others defined, in the order of their names
// (2.0 §Extensions).
func extensions(o object) (list []issuer.Extension) {
	for name, value := range o {
		if !isExtension(name, value) {
			continue
		}
		if text, err := Encode(value); err == nil {
			list = append(list, issuer.Extension{Name: name, Value: text})
		}
	}
	slices.SortFunc(list, func(a, b issuer.Extension) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// isExtension tells a member of 2.0 that its own type says to be an extension.
func isExtension(name string, value any) bool {
	o, is := value.(object)
	return is && strings.Contains(name, ":") && slices.Contains(texts(o["type"]), "Extension") && slices.Contains(texts(o["type"]), name)
}

// instant reads a date of any version.
func instant(v any) time.Time {
	if n, ok := v.(json.Number); ok {
		seconds, err := n.Int64()
		if err != nil {
			return time.Time{}
		}
		return time.Unix(seconds, 0).UTC()
	}
	s, _ := v.(string)
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) == 10 {
		return time.Unix(seconds, 0).UTC()
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z0700", "2006-01-02T15:04:05", time.DateOnly,
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// version keeps the version of a class, as text and as our own number.
func (r *Record) version(v any) {
	text, _ := v.(string)
	if n, ok := v.(json.Number); ok {
		text = n.String()
	}
	r.ClassVersion = text
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		r.Class.Version = n
	}
}
