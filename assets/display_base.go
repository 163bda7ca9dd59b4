//go:build test

package assets

import "embed"

// display holds nothing in tests, whose pictures are the same with and without
// fetched fonts.
var display embed.FS //nolint:gochecknoglobals // takes the place of one that is embedded
