package assets

import (
	"embed"
	"strings"
)

//go:generate go run badgekiln/cmd/internal/licences/collect licences ../cmd/...

//go:embed licences
var licences embed.FS

// LicenceFile is the name of the file that holds the licence texts of a
// module at a version.
func LicenceFile(module, version string) string {
	return strings.ReplaceAll(module, "/", "_") + "@" + version + ".txt"
}

// LicenceText gives the licence texts of a module, or false when they were not
// collected before the build.
func LicenceText(module, version string) (string, bool) {
	data, err := licences.ReadFile("licences/" + LicenceFile(module, version))
	return string(data), err == nil
}
