//go:build !probe

package kit

// painting does nothing here; see paints_probe.go.
func painting() {}
