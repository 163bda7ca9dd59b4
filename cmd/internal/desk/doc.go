// Package desk answers what the rooms of the window ask: each room declares a
// small interface, and one file here carries it out on an engine.
//
// It knows the engine, assets and the rooms' plain values, and draws nothing
// on a screen. Its methods take their time and are called off the window's
// goroutine; they are safe to call at the same time.
package desk
