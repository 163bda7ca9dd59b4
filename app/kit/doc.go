// Package kit is what every room of the window is built from: the theme, the
// icons, the widgets, the words as the window sees them, the one place where
// work leaves Fyne's goroutine and comes back, and the one place where an
// error becomes a sentence.
//
// It knows Fyne and how things look and behave. It must not know what is shown:
// no badge, no design, no ledger. Other packages under app start no goroutine
// and call no fyne.Do; they use Tasks.
package kit
