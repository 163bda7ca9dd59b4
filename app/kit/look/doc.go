// Package look walks through what a window shows, for tests and for the probe
// that clicks in a real window. It must not be part of a release.
package look
