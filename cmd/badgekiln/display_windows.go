package main

import (
	"context"
	"os/exec"
)

func display(func(string) string) bool { return true }

func opened(ctx context.Context, path string) error {
	return exec.CommandContext(ctx, "rundll32", "url.dll,FileProtocolHandler", path).Run() // #nosec G204 -- a path or address of the user's own
}
