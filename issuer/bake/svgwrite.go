package bake

import (
	"encoding/json"
	"strings"
)

func (s svgParts) append(dst []byte, payloads []Payload) []byte {
	if s.coding != codedUTF8 {
		return s.coding.encode(dst, s.text(nil, payloads))
	}
	return s.text(dst, payloads)
}

// text appends the SVG as UTF-8.
func (s svgParts) text(dst []byte, payloads []Payload) []byte {
	dst = append(dst, s.before...)
	if len(payloads) == 0 {
		dst = append(dst, s.attrs...)
		if !s.open {
			dst = append(dst, '/')
		}
		return append(append(dst, '>'), s.after...)
	}
	declared := ""
	if !s.foreign {
		declared, _ = namespace(payloads[0].Generation)
		dst = appendDeclaration(dst, declared)
	}
	dst = append(append(dst, s.freed...), '>')
	for _, load := range payloads {
		dst = appendElement(dst, load, declared, s.coding.narrow())
	}
	if !s.open {
		dst = append(dst, s.closing...)
	}
	return append(dst, s.after...)
}

func appendDeclaration(dst []byte, uri string) []byte {
	return append(dst, " xmlns:"+prefix+`="`+uri+`"`...)
}

// appendElement writes the badge's element. Where the root binds the prefix
// to another address, the element binds it for itself.
func appendElement(dst []byte, load Payload, declared string, narrow bool) []byte {
	uri, element := namespace(load.Generation)
	name := prefix + ":" + element
	dst = append(append(dst, '<'), name...)
	if uri != declared {
		dst = appendDeclaration(dst, uri)
	}
	kind, _ := Classify(load.Text)
	verify := string(load.Text)
	if kind == JSON {
		verify = ""
		if load.Generation == OB2 {
			verify = hostedAt(load.Text)
		}
	}
	attr, body := escapeAttr, escapeCDATA
	if narrow {
		attr = func(s string) string { return spelled(escapeAttr(s), "", "") }
		body = func(s string) string { return spelled(escapeCDATA(s), "]]>", "<![CDATA[") }
	}
	if verify != "" {
		dst = append(dst, ` verify="`+attr(verify)+`"`...)
	}
	if kind == JWS && load.Generation == OB2 {
		return append(dst, '/', '>')
	}
	dst = append(dst, '>')
	if kind == JSON {
		dst = append(dst, "<![CDATA["...)
		dst = append(dst, body(string(load.Text))...)
		dst = append(dst, "]]>"...)
	}
	return append(append(append(dst, '<', '/'), name...), '>')
}

// hostedAt is the assertion's address: its id, before 2.0 verify.url.
func hostedAt(text []byte) string {
	var a struct {
		ID     string          `json:"id"`
		Verify json.RawMessage `json:"verify"`
	}
	var v struct {
		URL string `json:"url"`
	}
	if json.Unmarshal(text, &a) != nil {
		return ""
	}
	if a.ID == "" && json.Unmarshal(a.Verify, &v) == nil {
		return v.URL
	}
	return a.ID
}

func escapeAttr(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;",
		"\t", "&#9;", "\n", "&#10;", "\r", "&#13;").Replace(s)
}

// escapeCDATA keeps the section from ending early, and XML from turning CR
// into LF.
func escapeCDATA(s string) string {
	return strings.NewReplacer("]]>", "]]]]><![CDATA[>", "\r", "]]>&#13;<![CDATA[").Replace(s)
}
