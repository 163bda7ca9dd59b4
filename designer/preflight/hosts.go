package preflight

import (
	"slices"

	"badgekiln/designer"
)

// Host is a platform that badges are taken to, with what it has published
// about their pictures. A zero is no rule.
type Host struct {
	Name    string // as a flag says it
	Title   string // its own name, the same in every language
	Least   int    // pixels a side has to have
	Keeps   int    // pixels a side has there; what is larger is made smaller
	Bytes   int    // of the file, with the credential in it
	Square  bool   // other pictures are refused or cut
	Clear   bool   // no box behind the badge
	White   bool   // a white outline around it
	Legible int    // pixels it is shown at, where its texts should be read
}

// kilobyte is what the limits of files are counted in.
const kilobyte = 1024

// Hosts lists them by name. Where each rule is from:
//
//   - accredible: help pages for issuers, "square PNG, at least 256 px".
//   - backpack: Mozilla's backpack and its converter refused pictures above
//     256 KB, advised squares and 90 px or more; the programs that took over
//     its code kept the limit. The baking specification itself has none, but
//     that only PNG and SVG can be baked.
//   - canvas: Canvas Credentials, once Badgr; recommended specifications in the
//     community's guide: PNG above 400 × 400 is made smaller, look at it at 90 px, no white
//     box behind it.
//   - credly: the issuers' graphics guide, "square PNG, at least 600 px".
//   - fedora: Badges design guide of 2022: 256 kB at most, legible at 90 px.
//   - holopin: guide for issuers: 512 px or more, transparent, a white outline.
//   - kitsune: Mozilla's support site: 256 kB at most, shown up to 256 px.
//   - moodle: as dqf.eu runs it: cut to a square, then shown at 100 px.
//   - sertifier: design guide, "legible at 64 px".
func Hosts() []Host {
	return []Host{
		{Name: "accredible", Title: "Accredible", Least: 256, Square: true},
		{Name: "backpack", Title: "Open Badges Backpack", Least: 90, Bytes: 256 * kilobyte, Square: true},
		{Name: "canvas", Title: "Canvas Credentials", Least: 400, Keeps: 400, Square: true, Clear: true, Legible: 90},
		{Name: "credly", Title: "Credly", Least: 600, Square: true},
		{Name: "fedora", Title: "Fedora Badges", Bytes: 256 * kilobyte, Square: true, Legible: 90},
		{Name: "holopin", Title: "Holopin", Least: 512, Square: true, Clear: true, White: true},
		{Name: "kitsune", Title: "Kitsune", Keeps: 256, Bytes: 256 * kilobyte},
		{Name: "moodle", Title: "Moodle", Keeps: 100, Square: true, Legible: 100},
		{Name: "sertifier", Title: "Sertifier", Legible: 64},
	}
}

// HostNamed finds one. Code "host-unknown" when there is none.
func HostNamed(name string) (Host, error) {
	i := slices.IndexFunc(Hosts(), func(h Host) bool { return h.Name == name })
	if i < 0 {
		return Host{}, designer.Fail("host-unknown", "host", name)
	}
	return Hosts()[i], nil
}

// The codes of what a platform asks for, each with the value {host} and words
// as the other codes have them.
const (
	HostSide    = "host-side"    // {px} {wanted}
	HostReduced = "host-reduced" // {px} {wanted}
	HostBytes   = "host-bytes"   // {kb} {wanted}
	HostSquare  = "host-square"
	HostCorners = "host-corners"
	HostOutline = "host-outline" // {percent}
	HostLegible = "host-legible" // {name} {px} {shown}
)

// HostChecks lists them in the order of a report.
func HostChecks() []string {
	return []string{HostSquare, HostSide, HostBytes, HostLegible, HostCorners, HostOutline, HostReduced}
}

// Checks lists what of those the platform has a rule for.
func (h Host) Checks() []string {
	has := map[string]bool{
		HostSide: h.Least > 0, HostReduced: h.Keeps > 0, HostBytes: h.Bytes > 0, HostSquare: h.Square,
		HostCorners: h.Clear, HostOutline: h.White, HostLegible: h.Legible > 0,
	}
	return slices.DeleteFunc(HostChecks(), func(code string) bool { return !has[code] })
}
