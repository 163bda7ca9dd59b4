package site

import (
	"bytes"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// A mold is a page with holes for what differs from award to award. Pages of a
// hundred thousand awards are alike but for a number, a date and a code; a mold is
// what the template made of one that does not exist, and fills in twenty times
// faster. It is used only where it gives what the template gives.
type mold struct {
	asked int
	parts []part // none: the template has to do
}

// part is a text that all pages have, and what comes after it.
type part struct {
	text string
	hole hole
}

type hole int

// The holes.
const (
	holePlace hole = iota // of a face: group and id
	holeID
	holeIssuedISO
	holeIssuedDay
	holeExpiresISO
	holeExpiresDay
	holeLinkedIn
	holeName
	holeNarrative
	holeReason
	holeCode
	holeEvidence
	holes
)

// fill is what goes into each hole, as it stands in a page.
type fill [holes]string

// moldKey is what pages of one mold have in common, besides the site.
type moldKey struct {
	class, language string
	identity        int64
	format          issuer.Format
	state           issuer.State
	has             [7]bool
}

// How many molds are kept, and for how many pages at least one is made.
const (
	mostMolds = 512
	worthMold = 3
)

// cast makes the page of a face.
func (p *pages) cast(key moldKey, f Face, data page) ([]byte, error) {
	key.state = data.State
	key.has = [...]bool{
		data.File != "", data.Expires.ISO != "", data.Reason != "", data.LinkedIn != "", data.Name != "", data.Narrative != "", data.Evidence != "",
	}
	m, ok := p.molds[key]
	if !ok {
		if len(p.molds) >= mostMolds {
			clear(p.molds)
		}
		m = &mold{}
		p.molds[key] = m
	}
	if m.asked++; m.asked == worthMold {
		var err error
		if m.parts, err = p.mold(key, f, data); err != nil {
			return nil, err
		}
	}
	if m.parts == nil || strings.Trim(f.ID, "0123456789abcdef-") != "" {
		return p.write("face", issuer.FacePagePath(f.ID), key.language, data)
	}
	return pour(m.parts, filled(f.ID, data)), nil
}

// mold makes a mold, and none if texts of its class happen to look like what
// stands for a hole: then another page would not come out as its template says.
func (p *pages) mold(key moldKey, f Face, data page) ([]part, error) {
	var made [2][]byte
	var with [2]fill
	for n := range made {
		f, data := f, data
		f.ID = stand(n, holeID)
		p.name(&data, f, data.File != "")
		for h, text := range map[hole]*string{
			holeIssuedISO: &data.Issued.ISO, holeIssuedDay: &data.Issued.Day, holeExpiresISO: &data.Expires.ISO, holeExpiresDay: &data.Expires.Day,
			holeName: &data.Name, holeNarrative: &data.Narrative, holeReason: &data.Reason,
		} {
			if *text != "" {
				*text = stand(n, h)
			}
		}
		if data.LinkedIn != "" {
			data.LinkedIn = "https:" + stand(n, holeLinkedIn)
		}
		if data.Code != "" {
			data.Code = template.HTML(stand(n, holeCode)) // #nosec G203 -- letters only
		}
		if data.Evidence != "" {
			data.Evidence = template.HTML(stand(n, holeEvidence)) // #nosec G203 -- letters only
		}
		with[n] = filled(f.ID, data)
		var err error
		if made[n], err = p.write("face", issuer.FacePagePath(f.ID), key.language, data); err != nil {
			return nil, fmt.Errorf("make mold: %w", err)
		}
	}
	parts := split(string(made[0]), with[0])
	if !bytes.Equal(pour(parts, with[1]), made[1]) {
		return nil, nil
	}
	return parts, nil
}

// stand is what stands for a hole in the first or second page of a mold: letters
// that no escaping touches.
func stand(n int, h hole) string {
	return strconv.Itoa(n) + "0q7badgekiln" + strconv.Itoa(int(h)) + "h7q"
}

// filled is what goes into the holes of a page.
func filled(id string, data page) (with fill) {
	with[holePlace], with[holeID] = id[:2]+"/"+id, id
	with[holeIssuedISO], with[holeIssuedDay] = data.Issued.ISO, escaped(data.Issued.Day)
	with[holeExpiresISO], with[holeExpiresDay] = data.Expires.ISO, escaped(data.Expires.Day)
	with[holeLinkedIn] = escaped(data.LinkedIn)
	with[holeName], with[holeNarrative], with[holeReason] = escaped(data.Name), escaped(data.Narrative), escaped(data.Reason)
	with[holeCode], with[holeEvidence] = string(data.Code), string(data.Evidence)
	return with
}

// escaped writes a text as html/template does between tags and in an attribute
// with quotes; of addresses only ours, which have nothing else to be escaped.
func escaped(text string) string {
	return strings.ReplaceAll(template.HTMLEscapeString(text), "+", "&#43;")
}

// split cuts a page where something stands for a hole.
func split(text string, with fill) (parts []part) {
	for {
		at, next, found := len(text), holes, ""
		for h, stands := range with {
			if i := strings.Index(text, stands); stands != "" && i >= 0 && i < at {
				at, next, found = i, hole(h), stands
			}
		}
		parts = append(parts, part{text[:at], next})
		if next == holes {
			return parts
		}
		text = text[at+len(found):]
	}
}

// pour fills a mold.
func pour(parts []part, with fill) []byte {
	size := 0
	for _, one := range parts {
		size += len(one.text)
		if one.hole < holes {
			size += len(with[one.hole])
		}
	}
	out := make([]byte, 0, size)
	for _, one := range parts {
		out = append(out, one.text...)
		if one.hole < holes {
			out = append(out, with[one.hole]...)
		}
	}
	return out
}
