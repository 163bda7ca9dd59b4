//go:build !((!gles && !arm && !arm64 && !wasm) || darwin)

package main

import "badgekiln/app/kit"

// screen is not read where Fyne paints by another binding of OpenGL.
var screen kit.Screen
