package assets

import (
	_ "embed" // the list of hosts
)

//go:embed hosts.json
var hosts []byte

// Hosts is a JSON list of who takes in badges of others: name, import (the page
// for that), whether file or url are taken there, and home, where programs may put
// badges into backpacks: such a host is asked what it can do. Pages move: whoever
// shows them says so.
func Hosts() []byte { return hosts }
