//go:build test || probe

package kit_test

import (
	"context"
	"testing"

	"badgekiln/app/kit"
)

// Only programs built to be tested look who calls, so without their tags there is
// nothing to see.
func TestWorkOnTheWindowsGoroutineIsSeen(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("ledger work on the window's goroutine passes")
		}
	}()
	kit.Do(kit.NewInlineTasks(noon), func(ctx context.Context) error { kit.OffUI(ctx); return nil }, func(err error) {
		if err != nil {
			t.Error(err)
		}
	})
	kit.OffUI(context.Background())
}
