package publish

import (
	"path"
	"strings"

	"badgekiln/issuer"
)

// The order of putting. What is referred to comes before what refers to it, a
// tombstone before the list that tells of it, and what people read comes last.
const (
	rankParts  = iota // pictures, keys, status lists nobody refers to yet
	rankIssuer        // profiles and DID documents
	rankClass         // badge classes
	rankAward         // credentials and tombstones
	rankStatus        // status lists that were there before
	rankPage          // pages about what is there by now
	rankIndex         // what leads to the pages
	ranks
)

// rank tells when a file is put. added is false for one that lies there
// already, in another version.
func rank(name string, added bool) int {
	base, dir, _ := strings.Cut(name, "/")
	if dir == "" {
		return rankIndex
	}
	last := path.Base(name)
	switch ext := path.Ext(name); {
	case ext == ".html":
		return rankPage
	case ext == issuer.GoneExt:
		return rankStatus // a tombstone says more than 410
	case base == "s" && !added, last == "revoked.json" && !added:
		return rankStatus
	case base == "s", last == "revoked.json", ext != ".json" && ext != ".jwt", strings.Contains(name, "/keys/"):
		return rankParts
	case last == "badges.json":
		return rankPage
	case base == "i":
		return rankIssuer
	case base == "b":
		return rankClass
	}
	return rankAward
}
