package assets

import (
	_ "embed" // the list of zones
	"strings"
)

//go:embed zones.txt
var zones string

// Zones lists the time zones one can choose, by their IANA names: the places of
// the tz database, and UTC last.
func Zones() []string { return strings.Fields(zones) }
