// Package stage puts the real window on a display of its own and works it as a
// person does: with pointer and keys, by what is written on the buttons.
//
// It knows Xvfb and xdotool and the probe that the program writes when it is
// built with the tag "probe". It must not know the program's packages: what it
// sees is what is on the screen.
package stage
