package drawing

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
)

const svgPrefix = "data:image/svg+xml;base64,"

// svgPicture checks an SVG and takes it as it is, but for a badge baked into
// it. It stands on public pages and in other people's programs, so whatever
// could act or ask for something else is refused; and it has to be small enough
// to travel inside a credential as it is, for it is never drawn here.
func svgPicture(data []byte) (*Picture, error) {
	p, err := bake.Parse(data)
	if err == nil {
		data, err = p.Bake()
	}
	if err != nil {
		return nil, err
	}
	if what := unsafeInSVG(data); what != "" {
		return nil, issuer.Fail(issuer.Input, "picture-svg-active", "file", "", "what", what)
	}
	if most := base64.StdEncoding.DecodedLen(maxDataImage-len(svgPrefix)) - 2; len(data) > most {
		return nil, issuer.Fail(issuer.Input, "picture-svg-large", "file", "", "limit", strconv.Itoa(most>>10))
	}
	return &Picture{Type: "image/svg+xml", Bytes: data, Small: svgPrefix + base64.StdEncoding.EncodeToString(data)}, nil
}

// isSVG tells an SVG from other pictures by its beginning.
func isSVG(data []byte) bool {
	kind, _ := bake.Sniff(data)
	return kind == bake.SVG && bytes.Contains(data, []byte("svg"))
}

// unsafeInSVG names the first thing in a well-formed SVG that is more than a
// drawing; "" for none.
func unsafeInSVG(data []byte) string {
	acting := []string{"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "audio", "video", "a"}
	d := xml.NewDecoder(bytes.NewReader(data))
	inStyle := false
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return ""
		case err != nil:
			return "xml"
		}
		switch t := token.(type) {
		case xml.StartElement:
			name := strings.ToLower(t.Name.Local)
			inStyle = name == "style"
			if slices.Contains(acting, name) {
				return "<" + name + ">"
			}
			for _, a := range t.Attr {
				if unsafeAttribute(strings.ToLower(a.Name.Local), a.Value) {
					return name + " " + a.Name.Local
				}
			}
		case xml.EndElement:
			inStyle = false
		case xml.CharData:
			if inStyle && asksElsewhere(string(t)) {
				return "<style>"
			}
		case xml.ProcInst:
			if t.Target != "xml" {
				return "<?" + t.Target + "?>"
			}
		}
	}
}

func unsafeAttribute(name, value string) bool {
	if strings.HasPrefix(name, "on") {
		return true
	}
	if name == "href" || name == "src" {
		value = strings.TrimSpace(value)
		return !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/png;") && !strings.HasPrefix(value, "data:image/jpeg;")
	}
	return asksElsewhere(value) && name != "xmlns"
}

// asksElsewhere tells whether a style refers to anything but the drawing
// itself.
func asksElsewhere(style string) bool {
	style = strings.ToLower(style)
	if strings.Contains(style, "@import") || strings.Contains(style, "javascript:") {
		return true
	}
	for {
		_, rest, found := strings.Cut(style, "url(")
		if !found {
			return false
		}
		if target := strings.Trim(strings.TrimSpace(rest), `"' `); !strings.HasPrefix(target, "#") {
			return true
		}
		style = rest
	}
}
