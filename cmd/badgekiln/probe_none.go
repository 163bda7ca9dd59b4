//go:build !probe

package main

import (
	"fyne.io/fyne/v2"

	"badgekiln/app"
)

// watch does nothing here; see probe.go.
func watch(*app.Shell, fyne.Window) {}
