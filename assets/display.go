//go:build !test

package assets

import "embed"

// display holds what make fonts fetched before the build.
//
//go:embed display
var display embed.FS
