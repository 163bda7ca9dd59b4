package site

import (
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"strconv"

	"rsc.io/qr/coding"

	"badgekiln/issuer"
)

// LinkedIn is the address that offers an award for the profile of whoever is
// signed in there. It is only followed by a click, and tells what the public
// page tells.
func LinkedIn(page string, f Face, class issuer.BadgeClass, by issuer.Profile) string {
	v := url.Values{
		"startTask": {"CERTIFICATION_NAME"}, "name": {class.Name}, "organizationName": {by.Name},
		"issueYear": {strconv.Itoa(f.Award.IssuedOn.Year())}, "issueMonth": {strconv.Itoa(int(f.Award.IssuedOn.Month()))},
		"certId": {f.ID}, "certUrl": {page},
	}
	if at := f.Award.Expires; !at.IsZero() {
		v.Set("expirationYear", strconv.Itoa(at.Year()))
		v.Set("expirationMonth", strconv.Itoa(int(at.Month())))
	}
	return "https://www.linkedin.com/profile/add?" + v.Encode()
}

// coder draws QR codes. What is the same in all codes of a size is laid out once.
type coder map[coding.Version]*coding.Plan

// plan is the layout of the smallest code that has room for a text.
func (c coder) plan(text coding.String) (*coding.Plan, error) {
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		if text.Bits(v) > v.DataBytes(coding.M)*8 {
			continue
		}
		if known, ok := c[v]; ok {
			return known, nil
		}
		plan, err := coding.NewPlan(v, coding.M, 0)
		c[v] = plan
		return plan, err
	}
	return nil, errors.New("text too long for a code")
}

// code is a QR code as a drawing inside the page, which needs no file and no
// leave to load anything.
func (c coder) code(address string) (template.HTML, error) {
	text := coding.String(address)
	plan, err := c.plan(text)
	if err != nil {
		return "", fmt.Errorf("write code: %w", err)
	}
	drawn, err := plan.Encode(text)
	if err != nil {
		return "", fmt.Errorf("write code: %w", err)
	}
	const quiet = 4 // modules of margin
	side := strconv.Itoa(drawn.Size + 2*quiet)
	out := make([]byte, 0, 8<<10)
	out = append(out, `<svg class="code" viewBox="0 0 `+side+` `+side+`" aria-hidden="true" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h`+side+`v`+side+`H0z"/><path d="`...)
	for y := range drawn.Size {
		for x := 0; x < drawn.Size; x++ {
			from := x
			for x < drawn.Size && drawn.Black(x, y) {
				x++
			}
			if n := int64(x - from); n > 0 {
				out = strconv.AppendInt(append(out, 'M'), int64(from+quiet), 10)
				out = strconv.AppendInt(append(out, ' '), int64(y+quiet), 10)
				out = strconv.AppendInt(append(out, 'h'), n, 10)
				out = strconv.AppendInt(append(out, "v1h-"...), n, 10)
				out = append(out, 'z')
			}
		}
	}
	out = append(out, `"/></svg>`...)
	return template.HTML(out), nil // #nosec G203 -- numbers only
}
