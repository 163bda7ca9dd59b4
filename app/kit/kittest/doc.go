// Package kittest helps to test rooms without a window system: an Env whose
// work is done at once, a window in our theme, and ways to find what it shows.
package kittest
