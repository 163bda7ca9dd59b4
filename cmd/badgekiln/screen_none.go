//go:build !((!gles && !arm && !arm64 && !wasm) || darwin)

package main

import "badgekiln/app/kit"

// screen is none where Fyne paints by another binding of OpenGL.
func screen() kit.Screen { return nil }

// shallow changes nothing there.
func shallow() {}
