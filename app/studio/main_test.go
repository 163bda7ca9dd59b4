package studio

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain collects rarely: a quarter of what the tests take is looking through
// pictures that are thrown away after each of them.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
