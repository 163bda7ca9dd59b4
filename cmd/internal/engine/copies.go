package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// copiesEnding is what the folder of rotating copies is called after the
// ledger. They lie beside it and hold no keys: they help against a slip, not
// against a broken disk. A backup does.
const copiesEnding = ".copies"

// CopyRule is how many copies stay: one of each of so many days, and one of
// each of so many weeks before. None of either means that none are made by
// themselves.
type CopyRule struct {
	Daily  int `json:"daily"`
	Weekly int `json:"weekly"`
}

// UsualCopies is the rule of a ledger whose owner said nothing.
func UsualCopies() CopyRule { return CopyRule{Daily: 7, Weekly: 4} }

// mostCopies is more of either than makes sense.
const mostCopies = 366

// CopyRule reads how many copies of this ledger are kept.
func (e *Engine) CopyRule(ctx context.Context) (CopyRule, error) {
	rule := UsualCopies()
	err := e.View(ctx, func(t *ledger.Tx) error {
		text, err := t.Meta(ledger.MetaCopies)
		if text != "" {
			_, _ = fmt.Sscan(text, &rule.Daily, &rule.Weekly) // what is damaged stays as usual
		}
		return err
	})
	return rule, err
}

// SetCopyRule says how many copies are kept from now on. The failure has the
// code "copies-rule".
func (e *Engine) SetCopyRule(ctx context.Context, rule CopyRule) error {
	if rule.Daily < 0 || rule.Weekly < 0 || rule.Daily > mostCopies || rule.Weekly > mostCopies {
		return issuer.Fail(issuer.Usage, "copies-rule")
	}
	return e.update(ctx, func(t *ledger.Tx) error {
		return t.SetMeta(ledger.MetaCopies, fmt.Sprint(rule.Daily, " ", rule.Weekly))
	})
}

// KeepCopy puts a copy of the ledger into the folder beside it, one for each
// day, and drops what the rule does not keep. It is checked as a whole ledger
// before it counts. made is "" when today's is there already.
func (e *Engine) KeepCopy(ctx context.Context) (made string, err error) {
	rule, err := e.CopyRule(ctx)
	if err != nil {
		return "", err
	}
	if day, due := e.CopyDue(); due {
		if err := e.copyTo(ctx, day, true); err != nil {
			return "", err
		}
		made = day
	}
	rule.Daily = max(rule.Daily, 1) // the one that was asked for
	return made, e.dropCopies(rule)
}

// CopyBefore puts a copy beside the others before something that takes much
// away, if copies are kept at all; what is one of the words of their names.
func (e *Engine) CopyBefore(ctx context.Context, what string) error {
	rule, err := e.CopyRule(ctx)
	if err != nil || e.env.Dry || rule == (CopyRule{}) {
		return err
	}
	name := e.env.Now().UTC().Format("2006-01-02T150405Z") + "-before-" + what + ".db"
	if err := e.copyTo(ctx, filepath.Join(e.copiesDir(), name), false); err != nil {
		return err
	}
	return e.dropCopies(rule)
}

// KeepCopyIfOld makes a copy when the last one, or a ledger that has none, is
// older than a day; a file larger than most is left for another time, 0 is any.
func (e *Engine) KeepCopyIfOld(ctx context.Context, most int64) (made string, err error) {
	rule, err := e.CopyRule(ctx)
	if err != nil || e.env.Dry || rule == (CopyRule{}) {
		return "", err
	}
	if info, err := os.Stat(e.Path()); err != nil || most > 0 && info.Size() > most {
		return "", nil //nolint:nilerr // a copy is a help, and no reason to stop
	}
	last, err := e.lastCopied(ctx)
	if err != nil || last.IsZero() || e.env.Now().Sub(last) < 24*time.Hour {
		return "", err
	}
	return e.KeepCopy(ctx)
}

// lastCopied is the day of the newest copy, or when the ledger was made.
func (e *Engine) lastCopied(ctx context.Context) (last time.Time, err error) {
	list, err := e.Copies()
	if err != nil {
		return last, err
	}
	if len(list) > 0 {
		if info, err := os.Stat(list[0]); err == nil && dayOf(list[0]) == info.ModTime().UTC().Format(time.DateOnly) {
			return info.ModTime(), nil
		}
		return time.Parse(time.DateOnly, dayOf(list[0]))
	}
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		last, err = t.LastOf(ledger.LedgerMade)
		return err
	})
	return last, err
}

// copyTo copies the ledger to a place in its folder of copies, where it appears
// once it was checked: all of it, or only that it opens when somebody waits.
func (e *Engine) copyTo(ctx context.Context, path string, all bool) error {
	dir := e.copiesDir()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return issuer.Unwritten(dir, err)
	}
	e.dropScraps(dir)
	scrap, err := os.MkdirTemp(dir, scrapBegins)
	if err != nil {
		return issuer.Unwritten(dir, err)
	}
	defer func() { _ = os.RemoveAll(scrap) }()
	part := filepath.Join(scrap, "copy.db")
	if err := e.ledger.CopyTo(ctx, part); err != nil {
		return issuer.Unwritten(path, err)
	}
	check := opens
	if all {
		check = proven
	}
	if _, err := check(ctx, path, part, e.env); err != nil {
		return err
	}
	return issuer.Unwritten(path, os.Rename(part, path))
}

// scrapBegins is how a folder is called in which a copy is being made.
const scrapBegins = ".badgekiln-copy-"

// dropScraps removes what a program that was killed left of a copy.
func (e *Engine) dropScraps(dir string) {
	const longest = 6 * time.Hour // nobody copies for longer
	entries, _ := os.ReadDir(dir)
	for _, one := range entries {
		info, err := one.Info()
		if err == nil && one.IsDir() && strings.HasPrefix(one.Name(), scrapBegins) && e.env.Now().Sub(info.ModTime()) > longest {
			_ = os.RemoveAll(filepath.Join(dir, one.Name()))
		}
	}
}

func (e *Engine) copiesDir() string { return e.Path() + copiesEnding }

// CopyDue is the file of today's copy, and whether it is still to be made.
func (e *Engine) CopyDue() (day string, due bool) {
	day = filepath.Join(e.copiesDir(), e.env.Now().UTC().Format(time.DateOnly)+".db")
	_, err := os.Lstat(day)
	return day, err != nil
}

// Copies lists the rotating copies, the newest first.
func (e *Engine) Copies() (list []string, err error) {
	list, err = filepath.Glob(filepath.Join(globQuoted(e.copiesDir()), "????-??-??*.db"))
	// Within a day the one of the day is the oldest: it is made at the start.
	slices.SortFunc(list, func(a, b string) int { return strings.Compare(bare(b), bare(a)) })
	return list, err
}

func bare(path string) string { return strings.TrimSuffix(filepath.Base(path), ".db") }

func dayOf(path string) string { return bare(path)[:len(time.DateOnly)] }

// dropCopies removes what a rule does not keep: the copy of the day stays for
// so many days, and of each of so many weeks the last. One before something big
// stays for as many days, if it is one of the last three of that kind.
func (e *Engine) dropCopies(rule CopyRule) error {
	list, err := e.Copies()
	if err != nil {
		return err
	}
	for _, old := range dropped(list, rule) {
		if err := os.Remove(old); err != nil {
			return issuer.Unwritten(e.copiesDir(), err)
		}
	}
	return nil
}

const mostSpecial = 3

// dropped are those of some copies, the newest first, that a rule does not keep.
func dropped(list []string, rule CopyRule) (drop []string) {
	days, weeks, special := map[string]bool{}, map[string]bool{}, 0
	for _, file := range list {
		day := dayOf(file)
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			continue // not one of ours
		}
		year, number := at.ISOWeek()
		week := fmt.Sprint(year, "/", number)
		if bare(file) != day {
			if special++; special > mostSpecial || !days[day] && len(days) >= rule.Daily {
				drop = append(drop, file)
			}
			continue
		}
		switch {
		case len(days) < rule.Daily:
			days[day] = true
		case !weeks[week] && len(weeks) < rule.Weekly:
			weeks[week] = true
		default:
			drop = append(drop, file)
		}
	}
	return drop
}

// forget removes all copies of the ledger that may still hold somebody who was
// erased, and makes a new one in their place if there were any. What could not
// be removed is told.
func (e *Engine) forget(ctx context.Context) (left []ledger.Finding, err error) {
	list, err := e.Copies()
	if err != nil {
		return nil, err
	}
	had := len(list) > 0
	older, err := filepath.Glob(globQuoted(e.Path()) + ".before-v*")
	if err != nil {
		return nil, err
	}
	scraps, err := filepath.Glob(filepath.Join(globQuoted(e.copiesDir()), scrapBegins+"*"))
	if err != nil {
		return nil, err
	}
	for _, file := range slices.Concat(list, older, scraps) {
		if err := os.RemoveAll(file); err != nil && !errors.Is(err, os.ErrNotExist) {
			left = append(left, ledger.Finding{Code: "copy", Values: issuer.KV("file", file)})
		}
	}
	if had { // the person is gone, whether there is room for a copy or not
		_, _ = e.KeepCopy(ctx)
	}
	return left, nil
}
