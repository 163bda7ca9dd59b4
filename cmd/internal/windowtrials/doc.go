// Package windowtrials works the real program in a real window: pointer and
// keys on a display of its own, an empty home, and what came of it judged by
// the files and by kiln. It knows no package of the program, but the stand-in for
// a backpack host, which knows none either.
//
// The trials are skipped with a sentence where there is no Xvfb.
package windowtrials
