//go:build test || probe

package kit

import "context"

// OffUI panics in test builds when ctx does not come from Tasks: ledger, render
// or file work is about to run on Fyne's goroutine.
func OffUI(ctx context.Context) {
	if ctx.Value(off{}) == nil {
		panic(onUI("kit: this work must be given to Tasks, and ran on the window's goroutine"))
	}
}
