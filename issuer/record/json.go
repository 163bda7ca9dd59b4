package record

import (
	"bytes"
	"encoding/json"
	"strings"

	"badgekiln/issuer"
)

type object = map[string]any

func str(o object, name string) string {
	s, _ := o[name].(string)
	return s
}

func number(o object, name string) json.Number {
	n, _ := o[name].(json.Number)
	return n
}

// many reads "one value or an array".
func many(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

func one(v any) object {
	if list := many(v); len(list) > 0 {
		o, _ := list[0].(object)
		return o
	}
	return nil
}

func objects(v any) []object {
	var out []object
	for _, item := range many(v) {
		if o, ok := item.(object); ok {
			out = append(out, o)
		}
	}
	return out
}

func texts(v any) []string {
	var out []string
	for _, item := range many(v) {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// ref is the address of a linked object: an IRI, or the id of an embedded one.
func ref(v any) string {
	for _, item := range many(v) {
		if s, ok := item.(string); ok {
			return s
		}
	}
	return str(one(v), "id")
}

// raw keeps what is passed on as it is.
func raw(v any) []json.RawMessage {
	var out []json.RawMessage
	for _, item := range many(v) {
		if text, err := Encode(item); err == nil {
			out = append(out, text)
		}
	}
	return out
}

// Encode writes JSON without the escapes that only web pages need, so that what
// was passed on comes back alike.
func Encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

func criteria(v any) issuer.Criteria {
	if o := one(v); o != nil {
		return issuer.Criteria{Narrative: str(o, "narrative"), URL: str(o, "id")}
	}
	return issuer.Criteria{URL: ref(v)}
}

// alignments reads the names of 2.0 and 3.0, and those of 1.x.
func alignments(v any) []issuer.Alignment {
	var list []issuer.Alignment
	for _, o := range objects(v) {
		first := func(names ...string) string {
			for _, name := range names {
				if s := str(o, name); s != "" {
					return s
				}
			}
			return ""
		}
		list = append(list, issuer.Alignment{
			TargetName: first("targetName", "name"), TargetURL: first("targetUrl", "url"),
			TargetDescription: first("targetDescription", "description"), TargetFramework: str(o, "targetFramework"),
			TargetCode: str(o, "targetCode"), TargetType: str(o, "targetType"),
		})
	}
	return list
}

func identifiers(v any) []issuer.Identifier {
	var list []issuer.Identifier
	for _, o := range objects(v) {
		list = append(list, issuer.Identifier{Identifier: str(o, "identifier"), Type: str(o, "identifierType")})
	}
	return list
}

func address(v any) *issuer.Address {
	o := one(v)
	if o == nil {
		return nil
	}
	geo := one(o["geo"])
	return &issuer.Address{
		Country: str(o, "addressCountry"), CountryCode: str(o, "addressCountryCode"), Region: str(o, "addressRegion"),
		Locality: str(o, "addressLocality"), Street: str(o, "streetAddress"), PostBox: str(o, "postOfficeBoxNumber"),
		PostalCode: str(o, "postalCode"), Latitude: number(geo, "latitude"), Longitude: number(geo, "longitude"),
	}
}

// party reads a Profile of somebody, up to some depth of parent organisations.
func party(v any, depth int) *issuer.Party {
	o := one(v)
	if o == nil {
		if id := ref(v); id != "" {
			return &issuer.Party{ID: id}
		}
		return nil
	}
	p := &issuer.Party{
		ID: str(o, "id"), Name: str(o, "name"), URL: str(o, "url"), Phone: str(o, "phone"), Email: str(o, "email"),
		Description: str(o, "description"), Image: ref(o["image"]), Official: str(o, "official"), Address: address(o["address"]),
		OtherIdentifier: identifiers(o["otherIdentifier"]), FamilyName: str(o, "familyName"), GivenName: str(o, "givenName"),
		AdditionalName: str(o, "additionalName"), Patronymic: str(o, "patronymicName"), Prefix: str(o, "honorificPrefix"),
		Suffix: str(o, "honorificSuffix"), FamilyPrefix: str(o, "familyNamePrefix"), DateOfBirth: str(o, "dateOfBirth"),
	}
	const deepest = 8
	if depth < deepest {
		p.ParentOrg = party(o["parentOrg"], depth+1)
	}
	return p
}

func services(v any) []issuer.Service {
	var list []issuer.Service
	for _, o := range objects(v) {
		list = append(list, issuer.Service{ID: str(o, "id"), Type: strings.Join(texts(o["type"]), " ")})
	}
	return list
}

// evidence splits bare addresses from what says more, as an award keeps them.
func evidence(v any) (addresses []string, more []issuer.Evidence) {
	for _, item := range many(v) {
		if s, ok := item.(string); ok {
			addresses = append(addresses, s)
			continue
		}
		o, _ := item.(object)
		e := issuer.Evidence{
			ID: str(o, "id"), Name: str(o, "name"), Narrative: str(o, "narrative"),
			Description: str(o, "description"), Genre: str(o, "genre"), Audience: str(o, "audience"),
		}
		switch e {
		case issuer.Evidence{}:
		case issuer.Evidence{ID: e.ID}:
			addresses = append(addresses, e.ID)
		default:
			more = append(more, e)
		}
	}
	return addresses, more
}
