// Package release names the program and its version, once, for both mains.
//
// It knows nothing else and imports nothing. FyneApp.toml at the root repeats
// these values for packaging tools; a test holds the two equal.
package release

// What the program is called and which release this is.
const (
	ID      = "org.badgekiln.badgekiln" // of the application, also of its settings folder
	Name    = "Badgekiln"
	Version = "0.1.0" // semantic version, no leading v
	Build   = 1       // grows with every package handed out
	Website = "https://badgekiln.org"
)
