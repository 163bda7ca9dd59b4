package proof

import (
	"strings"

	"badgekiln/issuer"
)

// Bounds for hostile documents. Ours stay far below them: about 4 KB and 60
// quads, or 30 KB with the picture inside.
const (
	maxBytes     = 2 << 20 // of JSON text
	maxDepth     = 64      // of nesting
	maxObjects   = 2000    // JSON objects; each can cost a context
	maxContexts  = 100     // "@context" members
	maxQuads     = 20000
	maxProofs    = 32
	maxAlikeWork = 100000 // steps spent on telling blank nodes apart that look alike
)

// bad makes the error of a document that cannot be signed or checked.
func bad(code string, pairs ...string) *issuer.Error {
	for i := 1; i < len(pairs); i += 2 {
		pairs[i] = shorten(pairs[i])
	}
	return issuer.Fail(issuer.Input, code, pairs...)
}

// shorten keeps hostile texts out of messages.
func shorten(s string) string {
	const most = 120
	if len(s) <= most {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
