package engine

import (
	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// writeFile writes a file for the user, whole or not at all.
func writeFile(path string, data []byte) error {
	return issuer.Unwritten(path, durable.WriteFile(path, data, 0o644))
}
