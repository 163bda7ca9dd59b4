package bake

import (
	"bytes"
	"encoding/xml"
	"strings"
)

func unbakeSVG(image []byte) ([]Found, error) {
	found := map[Generation]*Found{}
	verify := map[Generation]string{}
	var now *Found
	inside := -1
	image, _, err := decode(image)
	if err != nil {
		return nil, err
	}
	err = walkSVG(image, func(p piece) error {
		g, badge := p.badge()
		switch t := p.token.(type) {
		case xml.StartElement:
			if !badge || inside >= 0 {
				return nil
			}
			if found[g] != nil {
				found[g].Notes = []string{NoteRepeated}
				return nil
			}
			now, inside = &Found{Generation: g}, p.depth
			found[g], verify[g] = now, attribute(t, "verify")
		case xml.CharData:
			if now == nil {
				return nil
			}
			if len(now.Text)+len(t) > MaxText {
				return tooBig(len(now.Text) + len(t))
			}
			now.Text = append(now.Text, t...)
		case xml.EndElement:
			if p.depth == inside {
				now, inside = nil, -1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []Found
	for _, g := range []Generation{OB2, OB3} {
		if f := found[g]; f != nil {
			f.Text = bytes.TrimSpace(f.Text)
			if attribute := strings.TrimSpace(verify[g]); len(f.Text) == 0 {
				f.Text = []byte(attribute)
			} else {
				f.Verify = attribute
			}
			out = append(out, *f)
		}
	}
	return out, nil
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
