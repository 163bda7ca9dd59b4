//go:build !linux

package trials

import "os"

// peak is not told here in one unit.
func peak(*os.ProcessState) int64 { return 0 }
