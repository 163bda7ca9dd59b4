package assets

import (
	_ "embed" // the list of hosts
)

//go:embed hosts.json
var hosts []byte

// Hosts is a JSON list of who takes in badges of others: name, import (the page
// for that), and whether file or url are taken there. Such pages move: whoever
// shows them says so.
func Hosts() []byte { return hosts }
