//go:build !windows && !darwin

package main

import (
	"context"
	"os/exec"
)

// display tells whether there is a screen to open a window on.
func display(getenv func(string) string) bool {
	return getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != ""
}

func opened(ctx context.Context, path string) error {
	return exec.CommandContext(ctx, "xdg-open", path).Run() // #nosec G204 -- a path or address of the user's own
}
