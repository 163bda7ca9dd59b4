package proof

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// literalOf turns a value object into a literal (JSON-LD API §8.6). A JSON
// literal, which would need a canonical form of its own, and a direction,
// which RDF does not keep, are refused.
func literalOf(object map[string]any, value any) (term, error) {
	datatype, language := "", ""
	for name, member := range object {
		text, isText := member.(string)
		switch name {
		case "@value":
		case "@type":
			datatype = text
			if !isText || !absolute(text) {
				return term{}, bad("proof-literal", "what", text)
			}
		case "@language":
			language = text
			if !isText || !languageTag(text) {
				return term{}, bad("proof-literal", "what", text)
			}
		default:
			return term{}, bad("proof-literal", "what", name)
		}
	}
	t := term{kind: literal, datatype: datatype, language: language}
	usual := xsdString
	switch v := value.(type) {
	case string:
		t.text = v
	case bool:
		t.text, usual = strconv.FormatBool(v), xsd+"boolean"
	case json.Number:
		t.text, usual = numberText(v, datatype)
	default:
		return term{}, bad("proof-literal", "what", "@value")
	}
	if t.datatype == "" && t.language == "" {
		t.datatype = usual
	}
	return t, nil
}

// numberText writes a number as JSON-LD says: whole numbers as integers,
// others (and whatever is typed xsd:double) as a double in canonical form.
func numberText(n json.Number, datatype string) (text, usual string) {
	f, err := n.Float64()
	if err != nil {
		return n.String(), xsdString
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e21 && datatype != xsd+"double" {
		if f == 0 {
			f = 0 // no minus sign
		}
		return strconv.FormatFloat(f, 'f', 0, 64), xsd + "integer"
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', 15, 64), "e")
	mantissa = strings.TrimRight(mantissa, "0")
	if strings.HasSuffix(mantissa, ".") {
		mantissa += "0"
	}
	whole, err := strconv.Atoi(exponent)
	if err != nil {
		return n.String(), xsdString
	}
	return mantissa + "E" + strconv.Itoa(whole), xsd + "double"
}

// languageTag tells whether text looks like a language tag (BCP 47).
func languageTag(text string) bool {
	for i, part := range strings.Split(text, "-") {
		if part == "" || len(part) > 8 {
			return false
		}
		for _, c := range part {
			letter := c|0x20 >= 'a' && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}
