// Package app is the window: its frame, where one is in it, menus, keys, the
// list of all actions, the status bar, what happens when files are dropped and
// when the window closes.
//
// It knows rooms by the interface of package kit and ledgers by its own small
// one, and neither a badge nor SQL. Work is done by kit's tasks only.
package app
