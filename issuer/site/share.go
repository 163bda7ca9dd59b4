package site

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"

	"rsc.io/qr"

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

// code is a QR code as a drawing inside the page, which needs no file and no
// leave to load anything.
func code(text string) (template.HTML, error) {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("write code: %w", err)
	}
	const quiet = 4 // modules of margin
	side := strconv.Itoa(c.Size + 2*quiet)
	out := make([]byte, 0, 8<<10)
	out = append(out, `<svg class="code" viewBox="0 0 `+side+` `+side+`" aria-hidden="true" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h`+side+`v`+side+`H0z"/><path d="`...)
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			from := x
			for x < c.Size && c.Black(x, y) {
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
